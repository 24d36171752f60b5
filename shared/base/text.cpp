#include "shared/base/text.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace motcua {
namespace {

struct Free {
    void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }
};

std::optional<std::string> mapped(std::string_view text, int options) {
    utf8proc_uint8_t* out = nullptr;
    const auto length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                     &out, static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(out);
    if (length < 0)
        return std::nullopt;
    return std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
}

/// C0, DEL and C1; line and paragraph separators; the embeddings, overrides and isolates of bidirectional text.
bool controls(utf8proc_int32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f) ||
           (code_point >= 0x2028 && code_point <= 0x202e) || (code_point >= 0x2066 && code_point <= 0x2069);
}

/// Calls see(code point, its bytes) for each character; false where the text is not UTF-8.
template <class See>
bool each_character(std::string_view text, See see) {
    while (!text.empty()) {
        utf8proc_int32_t code_point = -1;
        const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &code_point);
        if (used <= 0 || code_point < 0)
            return false;
        see(code_point, text.substr(0, static_cast<std::size_t>(used)));
        text.remove_prefix(static_cast<std::size_t>(used));
    }
    return true;
}

bool has_controls(std::string_view text, utf8proc_int32_t from = 0) {
    bool found = false;
    each_character(text, [&](utf8proc_int32_t code_point, std::string_view) {
        found = found || (code_point >= from && controls(code_point));
    });
    return found;
}

/// Composed already; so is most of what is read.
bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

bool is_seen(utf8proc_int32_t code_point) {
    switch (utf8proc_category(code_point)) {
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
            return false;
        default:
            return true;
    }
}

}  // namespace

bool is_utf8(std::string_view text) {
    return each_character(text, [](utf8proc_int32_t, std::string_view) {});
}

std::string with_bad_bytes_replaced(std::string_view text) {
    std::string good;
    good.reserve(text.size());
    while (!text.empty()) {
        utf8proc_int32_t code_point = -1;
        const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &code_point);
        const bool is_good = used > 0 && code_point >= 0;
        const std::size_t length = is_good ? static_cast<std::size_t>(used) : 1;
        good += is_good ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
        text.remove_prefix(length);
    }
    return good;
}

std::optional<std::string> nfc(std::string_view text) {
    if (is_ascii(text))
        return std::string(text);
    if (!is_utf8(text))
        return std::nullopt;
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool is_clean_line(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes || has_controls(text))
        return false;
    const auto composed = nfc(text);
    return composed && *composed == text;
}

std::string without_controls(std::string_view text) {
    std::string clean;
    each_character(text, [&](utf8proc_int32_t code_point, std::string_view bytes) {
        clean += controls(code_point) ? std::string_view(" ") : bytes;
    });
    return clean;
}

bool is_blank(std::string_view text) {
    bool found = false;
    const bool is_text = each_character(
        text, [&](utf8proc_int32_t code_point, std::string_view) { found = found || is_seen(code_point); });
    return is_text && !found;
}

std::string fold_for_search(std::string_view text) {
    const auto bare = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    if (!bare || !is_utf8(text))
        return {};
    std::string folded;
    for (std::size_t i = 0; i < bare->size(); ++i) {
        const bool is_d_with_stroke = (*bare)[i] == '\xc4' && i + 1 < bare->size() && (*bare)[i + 1] == '\x91';
        folded += is_d_with_stroke ? 'd' : (*bare)[i];
        i += is_d_with_stroke ? 1 : 0;
    }
    return folded;
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    each_character(text, [&](utf8proc_int32_t code_point, std::string_view) {
        columns += code_point < 0x300 || code_point > 0x36f ? 1 : 0;
    });
    return columns;
}

std::size_t characters_of(std::string_view text) {
    const auto composed = nfc(text);
    if (!composed)
        return text.size();
    std::size_t characters = 0;
    each_character(*composed, [&](utf8proc_int32_t, std::string_view) { ++characters; });
    return characters;
}

std::string cut_to_bytes(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes)
        return std::string(text);
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

std::string in_threes(std::string_view code) {
    constexpr std::size_t together = 3;
    std::string spaced;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % together == 0 && code.size() % together == 0)
            spaced += ' ';
        spaced += code[i];
    }
    return spaced;
}

namespace {

std::string escaped(std::string_view text, std::size_t max_bytes, std::string_view also) {
    std::string escaped;
    const bool keep_unicode = is_utf8(text) && !has_controls(text, 0x80);  // ASCII is told byte by byte
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_inside = keep_unicode && (byte & 0xc0) == 0x80;  // a character is kept whole
        if (escaped.size() >= max_bytes && !is_inside) {
            escaped += "...";
            break;
        }
        const bool is_named = also.find(c) != std::string_view::npos;
        const bool plain = byte >= 0x20 && byte != 0x7f && !is_named && (byte < 0x80 || keep_unicode);
        if (plain)
            escaped += c;
        else
            escaped += fmt::format("\\x{:02x}", byte);
    }
    return escaped;
}

}  // namespace

std::string escaped_for_log(std::string_view text, std::size_t max_bytes) {
    return escaped(text, max_bytes, "\"\\");
}

std::string escaped_controls(std::string_view text, std::size_t max_bytes) {
    return escaped(text, max_bytes, "");
}

}  // namespace motcua
