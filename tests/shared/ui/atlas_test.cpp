#include "shared/ui/atlas.hpp"

#include <doctest/doctest.h>

#include <SFML/Graphics/RenderTexture.hpp>

#include "shared/ui/limits.hpp"
#include "shared/ui/sfml_painter.hpp"
#include "tests/shared/ui/desk.hpp"
#include "tests/support/xvfb.hpp"

using namespace motcua;
using namespace motcua::ui;

TEST_CASE("atlas: a glyph is drawn once, and pages stay within their bound whatever is asked") {
    test_display();
    int flushes = 0;
    Atlas atlas(test_fonts(), [&flushes] { ++flushes; });
    const auto id = test_fonts().shape("Ẵ", type::Weight::Bold, 20).glyphs.at(0).id;
    const AtlasGlyph first = atlas.glyph(type::Weight::Bold, id, 20, 0, 0);
    const AtlasGlyph again = atlas.glyph(type::Weight::Bold, id, 20, 0, 0);
    CHECK(first.page == again.page);
    CHECK(first.x == again.x);
    for (int size_px = 100; size_px < 600; size_px += 4) {
        atlas.glyph(type::Weight::Bold, id, static_cast<float>(size_px), 0, 0);
    }
    CHECK(atlas.page_count() == max_atlas_pages);
    CHECK(flushes > 0);
    CHECK(atlas.glyph(type::Weight::Bold, id, 2000, 0, 0).scale > 1);
}

TEST_CASE("atlas: emptying pages in the middle of a frame leaves no trace in the picture") {
    test_display();
    const auto draw = [](sf::RenderTexture& target, int from_px) {
        SfmlPainter painter(target, test_fonts());
        // Fills the atlas over and over first, so that the line below lands on recycled pages.
        painter.begin(800, 200);
        for (int size_px = from_px; size_px < 600; size_px += 3) {
            const auto line = test_fonts().shape("Ẵ", type::Weight::Bold, static_cast<float>(size_px));
            painter.draw_line_of_text(line, {0, -3000}, rgb(0x000000));
        }
        painter.fill_rect({0, 0, 800, 200}, rgb(0xFFFFFF));
        painter.draw_line_of_text(test_fonts().shape("ỄẶẪỮ A012 Quầy", type::Weight::Bold, 60), {10, 120},
                                  rgb(0x000000));
        painter.end();
        target.display();
        return target.getTexture().copyToImage();
    };
    sf::RenderTexture fresh;
    sf::RenderTexture crowded;
    REQUIRE(fresh.create(800, 200));
    REQUIRE(crowded.create(800, 200));
    const sf::Image a = draw(fresh, 600);
    const sf::Image b = draw(crowded, 100);
    bool same = true;
    bool ink = false;
    for (unsigned y = 0; y < 200; ++y) {
        for (unsigned x = 0; x < 800; ++x) {
            same = same && a.getPixel(x, y) == b.getPixel(x, y);
            ink = ink || a.getPixel(x, y).r < 50;
        }
    }
    CHECK(same);
    CHECK(ink);
}
