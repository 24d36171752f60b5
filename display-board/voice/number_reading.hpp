#pragma once
// How numbers, letters and counter names are said. Pure. Results are words for a speech program: NFC, lower case except
// for letters' names that are the letter itself.

#include <cstdint>
#include <string>
#include <string_view>

namespace motcua::board {

/// Words that differ by region.
enum class ZeroTens : std::uint8_t { Le, Linh };         ///< 101: một trăm lẻ một, một trăm linh một
enum class ThousandWord : std::uint8_t { Nghin, Ngan };  ///< 1000: một nghìn, một ngàn

struct ReadingOptions {
    ZeroTens zero_tens = ZeroTens::Le;
    ThousandWord thousand = ThousandWord::Nghin;
};

constexpr std::int64_t largest_cardinal = 999'999'999'999;

/// 0 .. largest_cardinal; a number outside is read digit by digit, with its sign left out.
std::string vietnamese_cardinal(std::int64_t number, const ReadingOptions& options = {});
std::string english_cardinal(std::int64_t number);

/// "025" as "không hai năm"; what is not a digit is skipped.
std::string vietnamese_digits(std::string_view digits);
std::string english_digits(std::string_view digits);

/// The name of a letter A..Z (either case); "" for anything else.
std::string vietnamese_letter(char letter);
std::string english_letter(char letter);

/// Any name with numbers in it: "3" as "ba", "12" as "mười hai", "A1" as "A một", "03" as "không ba", "B-12" as
/// "bê mười hai", "Hộ tịch 2" as "Hộ tịch hai". Numbers of more than 4 digits or with a leading zero go digit by digit,
/// single letters and short words in capitals letter by letter, other words as they are.
std::string vietnamese_name(std::string_view name, const ReadingOptions& options = {});
std::string english_name(std::string_view name);

}  // namespace motcua::board
