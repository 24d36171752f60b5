#include "display-board/voice/number_reading.hpp"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/text.hpp"

namespace motcua::board {
namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

/// An independent reader: what number a Vietnamese reading means, by its words alone. -1 where a word is out of place.
std::int64_t value_of_vietnamese(const std::string& text) {
    const std::vector<std::pair<std::string, int>> units = {
        {"không", 0}, {"một", 1}, {"mốt", 1}, {"hai", 2}, {"ba", 3},  {"bốn", 4}, {"tư", 4},
        {"năm", 5},   {"lăm", 5}, {"sáu", 6}, {"bảy", 7}, {"tám", 8}, {"chín", 9}};
    std::int64_t total = 0;
    std::int64_t group = 0;
    std::int64_t last = -1;
    for (const std::string& word : words_of(text)) {
        bool is_unit = false;
        for (const auto& [name, value] : units) {
            if (name == word) {
                last = last < 0 ? value : -1000;
                is_unit = true;
            }
        }
        if (is_unit) {
            continue;
        }
        if (word == "trăm") {
            group += last * 100;
        } else if (word == "mươi") {
            group += last * 10;
        } else if (word == "mười") {
            group += 10;
        } else if (word == "lẻ" || word == "linh") {
            group += 0;
        } else if (word == "nghìn" || word == "ngàn" || word == "triệu" || word == "tỷ") {
            const std::int64_t power = word == "triệu" ? 1'000'000 : word == "tỷ" ? 1'000'000'000 : 1'000;
            total += (group + (last < 0 ? 0 : last)) * power;
            group = 0;
        } else {
            return -1;
        }
        last = -1;
    }
    return total + group + (last < 0 ? 0 : last);
}

TEST_CASE("reading: Vietnamese cardinals, written down by hand") {
    const std::vector<std::pair<int, const char*>> cases = {
        {0, "không"},
        {1, "một"},
        {4, "bốn"},
        {5, "năm"},
        {9, "chín"},
        {10, "mười"},
        {11, "mười một"},
        {14, "mười bốn"},
        {15, "mười lăm"},
        {19, "mười chín"},
        {20, "hai mươi"},
        {21, "hai mươi mốt"},
        {24, "hai mươi tư"},
        {25, "hai mươi lăm"},
        {31, "ba mươi mốt"},
        {44, "bốn mươi tư"},
        {55, "năm mươi lăm"},
        {67, "sáu mươi bảy"},
        {90, "chín mươi"},
        {99, "chín mươi chín"},
        {100, "một trăm"},
        {101, "một trăm lẻ một"},
        {104, "một trăm lẻ bốn"},
        {105, "một trăm lẻ năm"},
        {110, "một trăm mười"},
        {111, "một trăm mười một"},
        {115, "một trăm mười lăm"},
        {121, "một trăm hai mươi mốt"},
        {200, "hai trăm"},
        {555, "năm trăm năm mươi lăm"},
        {999, "chín trăm chín mươi chín"},
        {1000, "một nghìn"},
        {1001, "một nghìn không trăm lẻ một"},
        {1005, "một nghìn không trăm lẻ năm"},
        {1010, "một nghìn không trăm mười"},
        {1015, "một nghìn không trăm mười lăm"},
        {1021, "một nghìn không trăm hai mươi mốt"},
        {1100, "một nghìn một trăm"},
        {1234, "một nghìn hai trăm ba mươi tư"},
        {1999, "một nghìn chín trăm chín mươi chín"},
        {39000, "ba mươi chín nghìn"},
        {1000000, "một triệu"},
        {1000005, "một triệu không trăm lẻ năm"},
        {2015000, "hai triệu không trăm mười lăm nghìn"},
        {1001001, "một triệu không trăm lẻ một nghìn không trăm lẻ một"},
        {1000000000, "một tỷ"},
    };
    for (const auto& [number, reading] : cases) {
        CHECK(vietnamese_cardinal(number) == reading);
    }
}

TEST_CASE("reading: every Vietnamese cardinal 0..1999 means its number and keeps the rules") {
    std::set<std::string> seen;
    for (int number = 0; number <= 1999; ++number) {
        CAPTURE(number);
        const std::string reading = vietnamese_cardinal(number);
        CHECK(value_of_vietnamese(reading) == number);
        CHECK(seen.insert(reading).second);
        CHECK(is_clean_line(reading, 100));
        const std::vector<std::string> words = words_of(reading);
        const std::string& last = words.back();
        const int ten = number / 10 % 10;
        const int unit = number % 10;
        if (unit == 5) {
            CHECK(last == (ten == 0 ? "năm" : "lăm"));
        }
        if (unit == 1) {
            CHECK(last == (ten >= 2 ? "mốt" : "một"));
        }
        if (unit == 4) {
            CHECK(last == (ten >= 2 ? "tư" : "bốn"));
        }
        const bool has_odd = reading.find("lẻ") != std::string::npos;
        CHECK(has_odd == (number > 100 && ten == 0 && unit > 0));
        const bool has_zero_hundred = reading.find("không trăm") != std::string::npos;
        CHECK(has_zero_hundred == (number > 1000 && number < 1100));
    }
}

TEST_CASE("reading: larger numbers by their words, and beyond the largest digit by digit") {
    for (std::int64_t number = 7; number < largest_cardinal; number = number * 13 + 5) {
        CAPTURE(number);
        CHECK(value_of_vietnamese(vietnamese_cardinal(number)) == number);
    }
    CHECK(vietnamese_cardinal(largest_cardinal + 1).starts_with("một không không"));
    CHECK(vietnamese_cardinal(-12) == "một hai");
}

TEST_CASE("reading: the words that differ by region are settings") {
    CHECK(vietnamese_cardinal(101, {.zero_tens = ZeroTens::Linh}) == "một trăm linh một");
    CHECK(vietnamese_cardinal(1005, {.thousand = ThousandWord::Ngan}) == "một ngàn không trăm lẻ năm");
    CHECK(vietnamese_cardinal(2001, {ZeroTens::Linh, ThousandWord::Ngan}) == "hai ngàn không trăm linh một");
}

TEST_CASE("reading: digits one by one are never the words of a cardinal") {
    CHECK(vietnamese_digits("025") == "không hai năm");
    CHECK(vietnamese_digits("1145") == "một một bốn năm");
    CHECK(vietnamese_digits("36789") == "ba sáu bảy tám chín");
    CHECK(vietnamese_digits("").empty());
    CHECK(english_digits("025") == "zero two five");
    CHECK(english_digits("1346789") == "one three four six seven eight nine");
}

TEST_CASE("reading: English cardinals") {
    const std::vector<std::pair<int, const char*>> cases = {
        {0, "zero"},
        {7, "seven"},
        {12, "twelve"},
        {15, "fifteen"},
        {20, "twenty"},
        {21, "twenty one"},
        {40, "forty"},
        {99, "ninety nine"},
        {100, "one hundred"},
        {101, "one hundred and one"},
        {115, "one hundred and fifteen"},
        {999, "nine hundred and ninety nine"},
        {1000, "one thousand"},
        {1005, "one thousand and five"},
        {1100, "one thousand one hundred"},
        {1999, "one thousand nine hundred and ninety nine"},
        {1005005, "one million five thousand and five"},
    };
    for (const auto& [number, reading] : cases) {
        CHECK(english_cardinal(number) == reading);
    }
    std::set<std::string> seen;
    for (int number = 0; number <= 1999; ++number) {
        CHECK(seen.insert(english_cardinal(number)).second);
    }
}

TEST_CASE("reading: every letter has a name, in either case, and no other character has one") {
    std::set<std::string> seen;
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        CHECK(seen.insert(vietnamese_letter(letter)).second);
        CHECK(is_clean_line(vietnamese_letter(letter), 20));
        CHECK(vietnamese_letter(static_cast<char>(letter - 'A' + 'a')) == vietnamese_letter(letter));
        CHECK(english_letter(letter) == std::string(1, letter));
    }
    CHECK(vietnamese_letter('A') == "A");
    CHECK(vietnamese_letter('B') == "bê");
    CHECK(vietnamese_letter('W') == "vê kép");
    CHECK(vietnamese_letter('1').empty());
    CHECK(vietnamese_letter('\xC4').empty());
    CHECK(english_letter('-').empty());
}

TEST_CASE("reading: counter names that are not numbers") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"3", "ba"},
        {"12", "mười hai"},
        {"21", "hai mươi mốt"},
        {"03", "không ba"},
        {"0", "không"},
        {"105", "một trăm lẻ năm"},
        {"12345", "một hai ba bốn năm"},
        {"A1", "A một"},
        {"B-12", "bê mười hai"},
        {"C 05", "xê không năm"},
        {"a1", "A một"},
        {"VP", "vê pê"},
        {"Hộ tịch 2", "Hộ tịch hai"},
        {"Tầng 2, quầy 15", "Tầng hai quầy mười lăm"},
        {"", ""},
        {" -/ ", ""},
    };
    for (const auto& [name, reading] : cases) {
        CHECK(vietnamese_name(name) == reading);
    }
    CHECK(english_name("A1") == "A one");
    CHECK(english_name("12") == "twelve");
    CHECK(english_name("Desk 3B") == "Desk three B");
}

}  // namespace
}  // namespace motcua::board
