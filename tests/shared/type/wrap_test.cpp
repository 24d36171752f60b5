#include "shared/type/wrap.hpp"

#include <doctest/doctest.h>

#include "tests/shared/type/fonts.hpp"

using namespace motcua::type;

namespace {

using Lines = std::vector<std::string>;

Lines wrapped(std::string_view text, float width_px, std::size_t max_lines = 0) {
    return wrap(test_fonts(), text, Weight::Regular, 20, {width_px, max_lines});
}

float width_of(std::string_view text) {
    return test_fonts().width(text, Weight::Regular, 20);
}

}  // namespace

TEST_CASE("wrap: a text that fits stays one line") {
    CHECK(wrapped("Khai sinh", 1000) == Lines{"Khai sinh"});
    CHECK(wrapped("", 1000) == Lines{""});
}

TEST_CASE("wrap: breaks at spaces and every line fits") {
    const std::string text =
        "Cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất";
    for (const float width : {120.0F, 200.0F, 333.0F}) {
        std::string joined;
        for (const auto& line : wrapped(text, width)) {
            CHECK(width_of(line) <= width + 0.5F);
            CHECK(line.front() != ' ');
            CHECK(line.back() != ' ');
            joined += (joined.empty() ? "" : " ") + line;
        }
        CHECK(joined == text);
    }
}

TEST_CASE("wrap: a short paragraph takes as few lines as it can, and they are about equally long") {
    CHECK(wrapped("Chứng thực bản sao, chữ ký", width_of("Chứng thực bản sao, chữ") + 2) ==
          Lines{"Chứng thực", "bản sao, chữ ký"});
    const std::string text = "Please sit down and watch the board. You are called by this number.";
    for (float width = 100; width < width_of(text); width += 7) {
        CAPTURE(width);
        const Lines lines = wrapped(text, width);
        std::size_t fewest = 1;
        float pen = 0;
        for (std::size_t from = 0; from < text.size();) {  // as many words to a line as it holds
            const std::size_t end = std::min(text.find(' ', from), text.size());
            const float word = width_of(text.substr(from, end - from));
            if (pen > 0 && pen + width_of(" ") + word > width) {
                ++fewest;
                pen = 0;
            }
            pen += (pen > 0 ? width_of(" ") : 0) + word;
            from = end + 1;
        }
        CHECK(lines.size() <= fewest);
        if (lines.size() < 2 || lines.size() > 4)
            continue;
        float longest = 0;
        for (const auto& line : lines)
            longest = std::max(longest, width_of(line));
        CHECK(longest <= width + 0.5F);
        CHECK(longest < width_of(text) / static_cast<float>(lines.size()) + width_of("number."));
    }
}

TEST_CASE("wrap: a line feed always breaks, a no-break space never does") {
    CHECK(wrapped("một\nhai", 1000) == Lines{"một", "hai"});
    CHECK(wrapped("một\n\nhai", 1000) == Lines{"một", "", "hai"});
    const float both = width_of("Quầy 12 tới");
    CHECK(wrapped("Quầy\u00A012 tới", both - 5) == Lines{"Quầy\u00A012", "tới"});
    CHECK(wrapped("xin tới Quầy\u00A012", width_of("xin tới Quầy") + 3) == Lines{"xin tới", "Quầy\u00A012"});
}

TEST_CASE("wrap: a word wider than the line breaks between letters, never inside one") {
    const auto lines = wrapped("ê\u0306ê\u0306ê\u0306ê\u0306ê\u0306ê\u0306", width_of("êêê") + 1);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == "ê\u0306ê\u0306ê\u0306");
    CHECK(wrapped("WWWW", 1).size() == 4);  // narrower than any letter: still one a line, no endless loop
}

TEST_CASE("wrap: lines over the limit end in an ellipsis that fits") {
    const std::string text = "Đăng ký biến động quyền sử dụng đất do chuyển nhượng";
    const auto lines = wrapped(text, 160, 2);
    REQUIRE(lines.size() == 2);
    CHECK(width_of(text.substr(0, text.find(' ', lines[0].size() + 1))) > 160);  // what is cut shows all it can
    CHECK(lines[1].ends_with("…"));
    CHECK(width_of(lines[1]) <= 160.5F);
    CHECK(wrapped("một\nhai\nba", 1000, 2) == Lines{"một", "hai…"});
}

TEST_CASE("ellipsis: a text that fits is untouched, a longer one keeps whole letters") {
    CHECK(ellipsized(test_fonts(), "Hộ tịch", Weight::Regular, 20, 500) == "Hộ tịch");
    const auto cut = ellipsized(test_fonts(), "Hộ tịch và chứng thực", Weight::Regular, 20, 80);
    CHECK(cut.ends_with("…"));
    CHECK(width_of(cut) <= 80.5F);
    CHECK(ellipsized(test_fonts(), "Hộ tịch", Weight::Regular, 20, 0) == "…");
}

TEST_CASE("fitting size: shrinks until no word is cut and the lines suffice, never below the smallest") {
    const auto& fonts = test_fonts();
    CHECK(fitting_size(fonts, "Đất đai", Weight::Regular, 30, 10, {500, 1}) == 30);
    const float size = fitting_size(fonts, "Chứng thực bản sao", Weight::Regular, 30, 10, {120, 2});
    CHECK(size < 30);
    CHECK(wrap(fonts, "Chứng thực bản sao", Weight::Regular, size, {120, 0}).size() <= 2);
    CHECK(fitting_size(fonts, "Wwwwwwwwwwwwwwwwwwwwwwww", Weight::Regular, 30, 12, {50, 1}) == 12);
}

TEST_CASE("wrap: a date stays whole, other slashes and hyphens are places to break") {
    const float width = width_of("Mở 08:15 ngày 27/") + 1;
    CHECK(wrapped("Mở 08:15 ngày 27/11", width, 0) == Lines{"Mở 08:15", "ngày 27/11"});
    CHECK(wrapped("Hộ tịch/chứng thực", width_of("Hộ tịch/") + 1, 0).front() == "Hộ tịch/");
}
