#include "server/store/row_seal.hpp"

#include <fmt/format.h>

namespace motcua::store {
namespace {

constexpr std::size_t digest_bytes = 8;

void add_number(std::string& text, std::uint64_t number) {
    for (std::size_t byte = 0; byte < 8; ++byte)
        text.push_back(static_cast<char>(number >> (8 * byte)));
}

}  // namespace

std::string about_event(const HallId& hall, std::uint64_t sequence) {
    return fmt::format("event {}\n{}", hall.value, sequence);
}

std::string about_outcome(const HallId& hall, const StoredOutcome& outcome) {
    std::string text = "outcome " + hall.value + '\n';
    text.append(outcome.id.bytes.begin(), outcome.id.bytes.end());
    add_number(text, outcome.digest);
    add_number(text, static_cast<std::uint64_t>(outcome.at.ms));
    return text;
}

std::string sealed(std::string_view about, std::string message) {
    std::string covered(about);
    covered += '\n';
    covered += message;
    add_number(message, digest64(covered));
    return message;
}

bool opened(std::string_view about, std::string_view bytes, std::string_view& message) {
    if (bytes.size() < digest_bytes)
        return false;
    message = bytes.substr(0, bytes.size() - digest_bytes);
    return sealed(about, std::string(message)) == bytes;
}

}  // namespace motcua::store
