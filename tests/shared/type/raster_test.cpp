#include "shared/type/raster.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

#include "shared/type/png.hpp"
#include "tests/shared/type/fonts.hpp"
#include "tests/support/command_output.hpp"

using namespace motcua::type;

namespace {

std::filesystem::path scratch(const char* name) {
    const auto folder = std::filesystem::path(MOTCUA_BINARY_DIR) / "tests" / "type";
    std::filesystem::create_directories(folder);
    return folder / name;
}

struct Ink {
    int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1;
};

Ink ink_of(const Raster& raster) {
    Ink ink;
    for (int y = 0; y < raster.height(); ++y) {
        for (int x = 0; x < raster.width(); ++x) {
            if (raster.at(x, y) < 128) {
                ink = {std::min(ink.left, x), std::min(ink.top, y), std::max(ink.right, x), std::max(ink.bottom, y)};
            }
        }
    }
    return ink;
}

}  // namespace

TEST_CASE("raster: capitals stand on the baseline and reach the cap height") {
    const auto& fonts = test_fonts();
    Raster raster(300, 200);
    const float size = fonts.size_for_cap_height(Weight::Bold, 100);
    raster.draw_text(fonts, 10, 150, "HE", {.size_px = size, .weight = Weight::Bold});
    const Ink ink = ink_of(raster);
    CHECK(ink.bottom == 149);
    CHECK(ink.top == 50);
}

TEST_CASE("raster: alignment puts the same ink left, centred and right") {
    const auto& fonts = test_fonts();
    const auto ink_at = [&fonts](float x, Align align) {
        Raster raster(400, 60);
        raster.draw_text(fonts, x, 40, "HOI", {.size_px = 30, .align = align});
        return ink_of(raster);
    };
    const Ink centre = ink_at(200, Align::Centre);
    CHECK(std::abs((centre.left + centre.right) / 2 - 200) <= 2);
    CHECK(std::abs(ink_at(400, Align::Right).right - 398) <= 3);
    CHECK(ink_at(0, Align::Left).left <= 4);
}

TEST_CASE("raster: composed and decomposed text draw the same picture") {
    const auto& fonts = test_fonts();
    Raster composed(500, 80);
    Raster decomposed(500, 80);
    composed.draw_text(fonts, 5, 50, "Mời số đến quầy Ưu tiên", {.size_px = 32});
    decomposed.draw_text(fonts, 5, 50,
                         "Mo\u031B\u0300i so\u0302\u0301 đe\u0302\u0301n qua\u0302\u0300y U\u031Bu tie\u0302n",
                         {.size_px = 32});
    CHECK(composed.pixels() == decomposed.pixels());
}

TEST_CASE("raster: drawing over the edges is cut off") {
    Raster raster(40, 20);
    raster.draw_text(test_fonts(), -30, 5, test_line, {.size_px = 40});
    raster.fill(-10, -10, 500, 500);
    raster.draw_qr(30, 10, *qr_matrix("x"), 4);
    CHECK(ink_of(raster).right == 39);
}

TEST_CASE("raster: bits go most significant first, rows padded to bytes, black is one") {
    Raster raster(10, 2);
    raster.fill(0, 0, 1, 1);
    raster.fill(8, 1, 2, 1);
    CHECK(raster.to_bits() == std::vector<std::uint8_t>{0x80, 0x00, 0x00, 0xC0});
}

TEST_CASE("raster: set_height trims below and adds white paper") {
    Raster raster(4, 10);
    raster.fill(0, 0, 4, 10);
    raster.set_height(5);
    CHECK(raster.height() == 5);
    raster.set_height(6);
    CHECK(raster.at(0, 4) == 0);
    CHECK(raster.at(0, 5) == 255);
}

TEST_CASE("raster: a paragraph's letters stay inside its line boxes") {
    Raster raster(300, 400);
    const float end = raster.draw_paragraph(test_fonts(), 10, 20, 280, "ẴẴẴ ỵỵỵ Ẵỵ Ẵỵ Ẵỵ Ẵỵ Ẵỵ Ẵỵ", {.size_px = 40}, 0);
    const Ink ink = ink_of(raster);
    CHECK(ink.top >= 20);
    CHECK(static_cast<float>(ink.bottom) < end);
    CHECK(ink.right < 291);
}

TEST_CASE("raster: the test line and a QR code, one bit deep, read back by a barcode reader") {
    const auto& fonts = test_fonts();
    Raster ticket(576, 700);
    ticket.draw_text(fonts, 288, 60, test_line, {.size_px = 26, .align = Align::Centre});
    ticket.draw_text(fonts, 288, 110, test_line, {.size_px = 26, .weight = Weight::Bold, .align = Align::Centre});
    ticket.draw_text(
        fonts, 288, 270, "A012",
        {.size_px = fonts.size_for_cap_height(Weight::Bold, 120), .weight = Weight::Bold, .align = Align::Centre});
    ticket.dashed_rule(20, 300, 536, 2, 8, 6);
    const QrMatrix qr = *qr_matrix("http://10.0.0.2:8080/t/Zk3vQ9yAq1uB7wE2");
    ticket.draw_qr((576 - qr.size * 8) / 2, 340, qr, 8);
    ticket.draw_paragraph(fonts, 20, 620, 536, "Xin giữ phiếu; số được gọi trên bảng và loa.",
                          {.size_px = 28, .align = Align::Centre});
    const auto file = scratch("ticket.png");
    REQUIRE(ticket.thresholded().write_png(file).has_value());
    REQUIRE(ticket.write_png(scratch("ticket_grey.png")).has_value());
    REQUIRE(ticket.write_pgm(scratch("ticket.pgm")).has_value());
    CHECK(output_of("zbarimg -q --raw '" + file.string() + "'") == "http://10.0.0.2:8080/t/Zk3vQ9yAq1uB7wE2\n");
}

TEST_CASE("png: a failure to write is a problem that names the file") {
    const auto written = write_file_atomically("/nowhere/at/all.png", "x");
    REQUIRE(written.has_error());
    CHECK(written.error().text.find("/nowhere/at/all.png") != std::string::npos);
}

TEST_CASE("png: writing replaces the whole file and leaves nothing beside it") {
    const auto file = scratch("replaced.txt");
    REQUIRE(write_file_atomically(file, "long old content").has_value());
    REQUIRE(write_file_atomically(file, "new").has_value());
    std::stringstream read;
    read << std::ifstream(file).rdbuf();
    CHECK(read.str() == "new");
    CHECK_FALSE(std::filesystem::exists(file.string() + ".part"));
}
