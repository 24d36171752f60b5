#include "server/store/event_chain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

namespace motcua::store {
namespace {

class Digest {
  public:
    Digest() { crypto_generichash_init(&state_, nullptr, 0, ChainLink{}.size()); }
    void add(const void* bytes, std::size_t size) {
        crypto_generichash_update(&state_, static_cast<const unsigned char*>(bytes), size);
    }
    void add(std::int64_t number) {
        std::array<std::uint8_t, 8> bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * i));
        add(bytes.data(), bytes.size());
    }
    void add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        add(text.data(), text.size());
    }
    ChainLink end() {
        ChainLink link;
        crypto_generichash_final(&state_, link.data(), link.size());
        return link;
    }

  private:
    crypto_generichash_state state_;
};

/// The whole of `text` as a number.
template <class Number>
bool read_number(std::string_view text, Number& number, int base) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

ChainLink next_link(const ChainLink& before, const EventRow& row) {
    Digest digest;
    digest.add(before.data(), before.size());
    digest.add(row.hall);
    digest.add(row.sequence);
    digest.add(row.service_day);
    digest.add(row.scope);
    digest.add(row.at);
    digest.add(row.kind);
    digest.add(row.payload);
    return digest.end();
}

bool read_link(std::string_view bytes, ChainLink& link) {
    if (bytes.size() != link.size())
        return false;
    std::copy(bytes.begin(), bytes.end(), link.begin());
    return true;
}

std::string to_string(const ChainHead& head) {
    return fmt::format("{}:{}:{:02x}", head.hall.value, head.sequence, fmt::join(head.link, ""));
}

std::optional<ChainHead> parse_chain_head(std::string_view text) {
    const auto first = text.find(':');
    const auto second = text.find(':', first == text.npos ? first : first + 1);
    if (second == text.npos)
        return std::nullopt;
    ChainHead head{HallId{std::string(text.substr(0, first))}, 0, {}};
    const std::string_view hex = text.substr(second + 1);
    if (!is_key(head.hall.value) || hex.size() != 2 * head.link.size() ||
        !read_number(text.substr(first + 1, second - first - 1), head.sequence, 10) || head.sequence == 0)
        return std::nullopt;
    for (std::size_t i = 0; i < head.link.size(); ++i)
        if (!read_number(hex.substr(2 * i, 2), head.link[i], 16))
            return std::nullopt;
    return head;
}

}  // namespace motcua::store
