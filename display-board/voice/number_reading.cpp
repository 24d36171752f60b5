#include "display-board/voice/number_reading.hpp"

#include <array>
#include <charconv>
#include <functional>
#include <vector>

namespace motcua::board {
namespace {

constexpr std::array<const char*, 10> vietnamese_units = {"không", "một", "hai", "ba",  "bốn",
                                                          "năm",   "sáu", "bảy", "tám", "chín"};
constexpr std::array<const char*, 20> english_small = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<const char*, 10> english_tens = {"",      "",      "twenty",  "thirty", "forty",
                                                      "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<const char*, 26> vietnamese_letters = {
    "A",     "bê", "xê", "dê",  "e",    "ép",    "giê", "hát", "i",  "gi",     "ca",     "e-lờ",  "em-mờ",
    "en-nờ", "o",  "pê", "quy", "e-rờ", "ét-xì", "tê",  "u",   "vê", "vê kép", "ích-xì", "i dài", "dét"};

constexpr std::size_t longest_cardinal_digits = 4;
constexpr std::size_t longest_spelled_letters = 3;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_word_byte(char c) {  // letters, and every byte of a character beyond ASCII
    return is_capital(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

void append(std::string& text, std::string_view word) {
    if (word.empty()) {
        return;
    }
    if (!text.empty()) {
        text += ' ';
    }
    text += word;
}

enum class Hundreds : std::uint8_t { AsNeeded, Always };

/// 1..999; Always says "không trăm" before what has no hundreds, as inside a larger number.
std::string vietnamese_group(int group, Hundreds hundreds, const ReadingOptions& options) {
    std::string text;
    const int hundred = group / 100;
    const int ten = group / 10 % 10;
    const int unit = group % 10;
    const auto word = [](int digit) { return vietnamese_units[static_cast<std::size_t>(digit)]; };
    const bool says_hundreds = hundred > 0 || hundreds == Hundreds::Always;
    if (says_hundreds) {
        append(text, word(hundred));
        append(text, "trăm");
    }
    if (ten == 0) {
        if (unit > 0) {
            append(text, !says_hundreds ? "" : options.zero_tens == ZeroTens::Le ? "lẻ" : "linh");
            append(text, word(unit));
        }
        return text;
    }
    if (ten == 1) {
        append(text, "mười");
    } else {
        append(text, word(ten));
        append(text, "mươi");
    }
    if (unit == 5) {
        append(text, "lăm");
    } else if (unit == 1 && ten > 1) {
        append(text, "mốt");
    } else if (unit == 4 && ten > 1) {
        append(text, "tư");
    } else if (unit > 0) {
        append(text, word(unit));
    }
    return text;
}

std::string english_group(int group) {
    std::string text;
    if (group >= 100) {
        append(text, english_small[static_cast<std::size_t>(group / 100)]);
        append(text, "hundred");
        if (group % 100 > 0) {
            append(text, "and");
        }
    }
    const int rest = group % 100;
    if (rest >= 20) {
        append(text, english_tens[static_cast<std::size_t>(rest / 10)]);
        append(text, rest % 10 > 0 ? english_small[static_cast<std::size_t>(rest % 10)] : "");
    } else if (rest > 0) {
        append(text, english_small[static_cast<std::size_t>(rest)]);
    }
    return text;
}

std::string digits_with(const std::array<const char*, 10>& words, std::string_view digits) {
    std::string text;
    for (const char c : digits) {
        if (is_digit(c)) {
            append(text, words[static_cast<std::size_t>(c - '0')]);
        }
    }
    return text;
}

struct NameWords {
    std::function<std::string(std::string_view)> digits;
    std::function<std::string(std::int64_t)> cardinal;
    std::function<std::string(char)> letter;
};

std::string read_number(std::string_view run, const NameWords& words) {
    if (run.size() > longest_cardinal_digits || (run.size() > 1 && run.front() == '0')) {
        return words.digits(run);
    }
    std::int64_t number = 0;
    std::from_chars(run.data(), run.data() + run.size(), number);
    return words.cardinal(number);
}

std::string read_word(std::string_view run, const NameWords& words) {
    bool is_spelled = run.size() <= longest_spelled_letters;
    for (const char c : run) {
        is_spelled = is_spelled && (is_capital(c) || (run.size() == 1 && is_word_byte(c)));
    }
    if (!is_spelled) {
        return std::string(run);
    }
    std::string text;
    for (const char c : run) {
        append(text, words.letter(c));
    }
    return text;
}

std::string read_name(std::string_view name, const NameWords& words) {
    std::string text;
    std::size_t at = 0;
    while (at < name.size()) {
        const auto belongs = is_digit(name[at]) ? is_digit : is_word_byte;
        std::size_t end = at;
        while (end < name.size() && belongs(name[end])) {
            ++end;
        }
        if (end == at) {
            ++at;  // punctuation and spaces only separate
            continue;
        }
        const std::string_view run = name.substr(at, end - at);
        append(text, is_digit(run.front()) ? read_number(run, words) : read_word(run, words));
        at = end;
    }
    return text;
}

/// Groups of three digits, the highest first, with the name of its power of a thousand.
template <class ReadGroup>
std::string by_thousands(std::int64_t number, const std::array<const char*, 4>& powers, ReadGroup read_group) {
    std::string text;
    std::int64_t divisor = 1'000'000'000;
    for (std::size_t power = powers.size(); power-- > 0; divisor /= 1000) {
        const int group = static_cast<int>(number / divisor % 1000);
        if (group > 0) {
            append(text, read_group(group, power, text.empty()));
            append(text, powers[power]);
        }
    }
    return text;
}

}  // namespace

std::string vietnamese_digits(std::string_view digits) {
    return digits_with(vietnamese_units, digits);
}

std::string english_digits(std::string_view digits) {
    std::array<const char*, 10> words{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] = english_small[i];
    }
    return digits_with(words, digits);
}

std::string vietnamese_cardinal(std::int64_t number, const ReadingOptions& options) {
    if (number < 0 || number > largest_cardinal) {
        return vietnamese_digits(std::to_string(number));
    }
    if (number == 0) {
        return vietnamese_units[0];
    }
    const char* thousand = options.thousand == ThousandWord::Nghin ? "nghìn" : "ngàn";
    return by_thousands(number, {"", thousand, "triệu", "tỷ"}, [&](int group, std::size_t, bool is_first) {
        return vietnamese_group(group, is_first ? Hundreds::AsNeeded : Hundreds::Always, options);
    });
}

std::string english_cardinal(std::int64_t number) {
    if (number < 0 || number > largest_cardinal) {
        return english_digits(std::to_string(number));
    }
    if (number == 0) {
        return english_small[0];
    }
    return by_thousands(number, {"", "thousand", "million", "billion"},
                        [](int group, std::size_t power, bool is_first) {
                            const bool has_final_and = power == 0 && !is_first && group < 100;
                            return (has_final_and ? "and " : "") + english_group(group);
                        });
}

std::string vietnamese_letter(char letter) {
    const char capital = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    return is_capital(capital) ? vietnamese_letters[static_cast<std::size_t>(capital - 'A')] : "";
}

std::string english_letter(char letter) {
    const char capital = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    return is_capital(capital) ? std::string(1, capital) : "";
}

std::string vietnamese_name(std::string_view name, const ReadingOptions& options) {
    return read_name(
        name, {vietnamese_digits, [&](std::int64_t n) { return vietnamese_cardinal(n, options); }, vietnamese_letter});
}

std::string english_name(std::string_view name) {
    return read_name(name, {english_digits, english_cardinal, english_letter});
}

}  // namespace motcua::board
