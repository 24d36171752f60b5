#pragma once
// UTF-8 as this project keeps it: valid and in NFC.

#include <optional>
#include <string>
#include <string_view>

namespace motcua {

/// Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
bool is_utf8(std::string_view text);

/// Each byte that is no part of well-formed UTF-8 becomes U+FFFD.
std::string with_bad_bytes_replaced(std::string_view text);

/// Valid UTF-8 in NFC; nullopt when the input is not UTF-8.
std::optional<std::string> nfc(std::string_view text);

/// True when `text` is UTF-8, already NFC, at most `max_bytes`, and holds nothing that controls: no control character,
/// no line or paragraph separator, no embedding, override or isolate that turns the writing's direction.
bool is_clean_line(std::string_view text, std::size_t max_bytes);

/// `text`, which is UTF-8, with a space for each character that a clean line does not hold.
std::string without_controls(std::string_view text);

/// Nothing that can be seen: empty, or only spaces of any kind and characters without width.
bool is_blank(std::string_view text);

/// Lower case without marks, đ as d: "Khai sinh" and "khai sinh" fold alike. Empty when the input is not UTF-8.
std::string fold_for_search(std::string_view text);

/// Columns that a UTF-8 text takes on a terminal: a mark that sits on a letter takes none.
std::size_t columns_of(std::string_view text);

/// As a person counts them: code points of the NFC form; bytes when the input is not UTF-8.
std::size_t characters_of(std::string_view text);

/// Cut to at most `max_bytes` at a character border.
std::string cut_to_bytes(std::string_view text, std::size_t max_bytes);

/// A code to read aloud or copy, in threes: "482 913". Of another length than a multiple of three, as it is.
std::string in_threes(std::string_view code);

/// Control characters, quotes and what breaks or turns a line as \xNN, for a log line made of what came from outside;
/// at most `max_bytes` are kept.
std::string escaped_for_log(std::string_view text, std::size_t max_bytes = 200);
/// The same where the line is a sentence of ours with words from outside in it: quotes and backslashes stay.
std::string escaped_controls(std::string_view text, std::size_t max_bytes);

}  // namespace motcua
