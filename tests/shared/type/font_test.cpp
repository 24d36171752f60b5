#include "shared/type/font.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "shared/base/text.hpp"
#include "shared/language/language.hpp"
#include "tests/shared/type/fonts.hpp"

using namespace motcua;
using type::Weight;

TEST_CASE("font: a missing file is a problem that names the file and the package") {
    const auto fonts = type::FontSet::load({.regular = "/nowhere/NotoSans-Regular.ttf"});
    REQUIRE(fonts.has_error());
    CHECK(fonts.error().text.find("/nowhere/NotoSans-Regular.ttf") != std::string::npos);
    CHECK(fonts.error().text.find("fonts-noto-core") != std::string::npos);
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    CHECK(told(fonts.error(), vietnamese.translate()) ==
          "thiếu tệp phông chữ /nowhere/NotoSans-Regular.ttf: hãy cài gói fonts-noto-core");
}

TEST_CASE("font: a file that is no font is a problem, not a crash") {
    CHECK(type::FontSet::load({.regular = MOTCUA_SOURCE_DIR "/CMakeLists.txt"}).has_error());
}

TEST_CASE("font: cap height is measured, and the size for it draws capitals of just that height") {
    const auto& fonts = test_fonts();
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        CHECK(fonts.metrics(weight).cap_height_em == doctest::Approx(0.714).epsilon(0.01));
        const float size = fonts.size_for_cap_height(weight, 50);
        const auto line = fonts.shape("H", weight, size);
        const auto bitmap = fonts.bitmap(weight, line.glyphs.at(0).id, size);
        CHECK(bitmap.height == 50);
        CHECK(bitmap.top == 50);
    }
}

TEST_CASE("font: the tallest and the deepest Vietnamese letter fit a line of 1.4 em") {
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        const auto& metrics = test_fonts().metrics(weight);
        CHECK(metrics.ascent_em > 1.0F);
        CHECK(metrics.descent_em > 0.2F);
        CHECK(metrics.ascent_em + metrics.descent_em < 1.4F);
    }
}

TEST_CASE("shaping: a combining mark does not move the pen and shares its letter's cluster") {
    const auto& fonts = test_fonts();
    const auto plain = fonts.shape("ê", Weight::Regular, 100);
    const auto marked = fonts.shape("ê\u0306", Weight::Regular, 100);  // no composed letter exists for this pair
    CHECK(marked.width_px == doctest::Approx(plain.width_px));
    REQUIRE(marked.glyphs.size() >= 2);
    for (const auto& glyph : marked.glyphs) {
        CHECK(glyph.cluster == 0);
        CHECK(glyph.id != 0);
    }
    CHECK(marked.glyphs.back().advance == 0);
    // The breve stands on the circumflex, not on the letter.
    const auto single = fonts.shape("e\u0306", Weight::Regular, 100);
    const auto top_of = [&fonts](const type::ShapedLine& line) {
        float top = 0;
        for (const auto& glyph : line.glyphs) {
            const auto bitmap = fonts.bitmap(line.weight, glyph.id, line.size_px);
            top = std::max(top, static_cast<float>(bitmap.top) - glyph.y);
        }
        return top;
    };
    CHECK(top_of(marked) > top_of(single) + 8);
}

TEST_CASE("shaping: composed and decomposed text give the same glyphs in the same places") {
    const auto& fonts = test_fonts();
    const std::string decomposed = "Mo\u031B\u0300i so\u0302\u0301 A005 d\u0111e\u0302\u0301n quầy U\u031Bu tie\u0302n";
    const std::string composed = nfc(decomposed).value();
    REQUIRE(composed != decomposed);
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        const auto a = fonts.shape(composed, weight, 40);
        const auto b = fonts.shape(decomposed, weight, 40);
        CHECK(a.width_px == b.width_px);
        REQUIRE(a.glyphs.size() == b.glyphs.size());
        for (std::size_t i = 0; i < a.glyphs.size(); ++i) {
            CHECK(a.glyphs[i].id == b.glyphs[i].id);
            CHECK(a.glyphs[i].x == b.glyphs[i].x);
            CHECK(a.glyphs[i].y == b.glyphs[i].y);
        }
    }
}

TEST_CASE("shaping: digits are equally wide, so that a changing number stands still") {
    const auto& fonts = test_fonts();
    const float zero = fonts.width("0", Weight::Bold, 100);
    for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
        CHECK(fonts.width(digit, Weight::Bold, 100) == doctest::Approx(zero));
    }
}

TEST_CASE("shaping: width scales with the size") {
    const auto& fonts = test_fonts();
    CHECK(fonts.width(test_line, Weight::Regular, 60) ==
          doctest::Approx(3 * fonts.width(test_line, Weight::Regular, 20)));
}

TEST_CASE("shaping: broken bytes and control characters are drawn as something, never trusted") {
    const auto& fonts = test_fonts();
    CHECK_FALSE(fonts.shape("a\xFF\xC3", Weight::Regular, 20).glyphs.empty());
    CHECK(fonts.width("a\tb", Weight::Regular, 20) == fonts.width("a b", Weight::Regular, 20));
    CHECK(fonts.shape("", Weight::Regular, 20).glyphs.empty());
    const std::string endless(100'000, 'x');
    CHECK(fonts.shape(endless, Weight::Regular, 20).glyphs.size() <= 4096);
}

TEST_CASE("missing glyphs: Vietnamese and highland letters are all there, others are named once") {
    const auto& fonts = test_fonts();
    CHECK(fonts.missing_glyphs(test_line).empty());
    CHECK(fonts.missing_glyphs("Bơhnar đơ̆ng 'mê̆ kô̆ Ƀ ƀ Ĭ ĭ Ŭ ŭ ĕ̀ č ñ n̄").empty());
    const auto missing = fonts.missing_glyphs("a漢b漢c字");
    REQUIRE(missing.size() == 2);
    CHECK(missing[0] == "漢");
    CHECK(missing[1] == "字");
}

TEST_CASE("bitmap: a quarter of a pixel moves ink, and never loses it") {
    const auto& fonts = test_fonts();
    const auto id = fonts.shape("l", Weight::Regular, 20).glyphs.at(0).id;
    const auto ink = [&](int phase_x, int phase_y) {
        const auto bitmap = fonts.bitmap(Weight::Regular, id, 20, phase_x, phase_y);
        long sum = 0;
        for (const auto grey : bitmap.grey) {
            sum += grey;
        }
        return sum;
    };
    for (int phase = 1; phase < 4; ++phase) {
        CHECK(std::abs(ink(phase, 0) - ink(0, 0)) < ink(0, 0) / 20);
        CHECK(std::abs(ink(0, phase) - ink(0, 0)) < ink(0, 0) / 20);
    }
}
