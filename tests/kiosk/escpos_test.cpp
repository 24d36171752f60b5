#include "kiosk/printer/escpos.hpp"

#include <doctest/doctest.h>

#include "kiosk/printer/limits.hpp"
#include "kiosk/ticket-view/escpos_decoder.hpp"
#include "shared/base/random.hpp"

using namespace motcua;
using namespace motcua::kiosk;

namespace {

type::Raster speckled(int width, int height, std::uint64_t seed) {
    type::Raster raster(width, height);
    Random random(seed);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (random.chance(30))
                raster.fill(x, y, 1, 1);
        }
    }
    return raster;
}

}  // namespace

TEST_CASE("escpos: a two-line picture has exactly these bytes") {
    type::Raster raster(16, 2);
    raster.fill(0, 0, 1, 1);
    raster.fill(15, 1, 1, 1);
    const auto bytes = encode_escpos(raster, Cutter::Present).value();
    const std::vector<std::uint8_t> expected{0x1B, 0x40, 0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02,
                                             0x00, 0x80, 0x00, 0x00, 0x01, 0x1D, 0x56, 0x42, 24};
    CHECK(bytes == expected);
    const auto uncut = encode_escpos(raster, Cutter::Absent).value();
    CHECK(uncut[uncut.size() - 3] == 0x1B);
    CHECK(uncut[uncut.size() - 2] == 'J');
}

TEST_CASE("escpos: what a printer would print is the raster, dot for dot, in bands of at most 256 lines") {
    for (const int width : {576, 384, 380}) {
        for (const int height : {1, 255, 256, 257, 700}) {
            const type::Raster raster = speckled(width, height, 7);
            const auto bytes = encode_escpos(raster, Cutter::Present).value();
            const auto paper = escpos::decode(bytes);
            CAPTURE(width);
            CAPTURE(height);
            REQUIRE(paper.problem.empty());
            CHECK(paper.was_initialised);
            CHECK(paper.cuts == 1);
            CHECK(paper.tallest_picture <= limits::band_lines);
            REQUIRE(paper.height == height + paper.feed_before_cut);
            REQUIRE(paper.width == (width + 7) / 8 * 8);
            bool same = true;
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < width; ++x)
                    same = same && paper.dots[static_cast<std::size_t>(y * paper.width + x)] == raster.at(x, y);
            }
            CHECK(same);
        }
    }
}

TEST_CASE("escpos: a picture that no ticket can be is a problem, not bytes") {
    CHECK_FALSE(encode_escpos(type::Raster(limits::max_dots + 1, 10), Cutter::Present).has_value());
    CHECK_FALSE(encode_escpos(type::Raster(576, limits::max_length_dots + 1), Cutter::Present).has_value());
}

TEST_CASE("escpos: the paper's status is read from its four bits, noise is unknown") {
    CHECK(paper_status(0x12) == PaperStatus::Good);
    CHECK(paper_status(0x1E) == PaperStatus::NearEnd);
    CHECK(paper_status(0x72) == PaperStatus::Out);
    CHECK(paper_status(0x7E) == PaperStatus::Out);
    CHECK(paper_status(0x00) == PaperStatus::Unknown);
    CHECK(paper_status(0xFF) == PaperStatus::Unknown);
    CHECK(paper_status('A') == PaperStatus::Unknown);
}

TEST_CASE("escpos decoder: bytes cut at every place give a problem or a shorter paper, never more") {
    const auto bytes = encode_escpos(speckled(64, 300, 3), Cutter::Present).value();
    const auto whole = escpos::decode(bytes);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto cut = escpos::decode(std::span(bytes).first(length));
        CHECK((cut.height < whole.height || !cut.problem.empty()));
    }
}

TEST_CASE("escpos decoder: noise ends with a problem and stays within its bounds") {
    Random random(11);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::uint8_t> bytes(random.below(200));
        for (auto& byte : bytes)
            byte = random.chance(50) ? static_cast<std::uint8_t>("\x1B\x1DV@v0JB\n\x10\x04"[random.below(11)])
                                     : static_cast<std::uint8_t>(random.below(256));
        CHECK(escpos::decode(bytes).height <= escpos::max_paper_dots);
    }
    const std::vector<std::uint8_t> endless(20'000, 0x0A);
    CHECK_FALSE(escpos::decode(endless).problem.empty());
}
