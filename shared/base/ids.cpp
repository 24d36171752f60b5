#include "shared/base/ids.hpp"

#include <algorithm>
#include <cstring>

namespace motcua {
namespace {

constexpr std::string_view base32_alphabet = "abcdefghijklmnopqrstuvwxyz234567";

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

}  // namespace

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= max_key_bytes && is_lower_or_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_ticket_token(std::string_view text) {
    return text.size() == ticket_token_characters && std::all_of(text.begin(), text.end(), [](char c) {
               return base32_alphabet.find(c) != std::string_view::npos;
           });
}

std::string to_hex(const RequestId& id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : id.bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<RequestId> request_id_from_hex(std::string_view text) {
    RequestId id;
    if (text.size() != id.bytes.size() * 2)
        return std::nullopt;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return id;
}

std::string base32(const std::array<std::uint8_t, 16>& bytes) {
    std::string text;
    std::uint32_t held = 0;
    int held_bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8) | byte;
        held_bits += 8;
        while (held_bits >= 5) {
            held_bits -= 5;
            text += base32_alphabet[(held >> held_bits) & 31];
        }
    }
    if (held_bits > 0)
        text += base32_alphabet[(held << (5 - held_bits)) & 31];
    return text;
}

}  // namespace motcua

std::size_t std::hash<motcua::RequestId>::operator()(const motcua::RequestId& id) const {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    return static_cast<std::size_t>(halves[0] ^ (halves[1] * 0x9e3779b97f4a7c15ULL));
}
