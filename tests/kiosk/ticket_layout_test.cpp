#include "kiosk/printer/ticket_layout.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "kiosk/printer/escpos.hpp"
#include "kiosk/printer/limits.hpp"
#include "kiosk/ticket-view/escpos_decoder.hpp"
#include "shared/type/png.hpp"
#include "tests/kiosk/kiosk_fixture.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

namespace {

const type::FontSet& fonts() {
    static const type::FontSet loaded = type::FontSet::load().value();
    return loaded;
}

std::filesystem::path pictures() {
    const std::filesystem::path folder = std::filesystem::path(MOTCUA_BINARY_DIR) / "pictures" / "kiosk";
    std::filesystem::create_directories(folder);
    return folder;
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    REQUIRE(pipe != nullptr);
    std::string all;
    std::array<char, 512> part{};
    while (std::fgets(part.data(), part.size(), pipe.get()) != nullptr)
        all += part.data();
    return all;
}

/// From words over bytes to paper, the whole way; the picture stays for looking.
std::string print_to_picture(const TicketPaper& paper, const PaperSize& size, const std::string& name) {
    const type::Raster raster = layout_ticket(paper, fonts(), size).value();
    CHECK(static_cast<float>(raster.height() + limits::feed_to_cut_dots) <= 90 * size.dots_per_mm());
    CHECK(raster.width() == size.dots);
    const auto printed = escpos::decode(encode_escpos(raster, Cutter::Present).value());
    REQUIRE(printed.problem.empty());
    // A reader expects white around a picture.
    constexpr int margin = 40;
    const int width = printed.width + 2 * margin;
    const int height = printed.height + 2 * margin;
    std::vector<std::uint8_t> dots(static_cast<std::size_t>(width * height), 255);
    for (int y = 0; y < printed.height; ++y) {
        for (int x = 0; x < printed.width; ++x)
            dots[static_cast<std::size_t>((y + margin) * width + x + margin)] =
                printed.dots[static_cast<std::size_t>(y * printed.width + x)];
    }
    const std::string file = (pictures() / (name + ".png")).string();
    REQUIRE(type::write_file_atomically(file, type::encode_png(width, height, type::PixelFormat::Grey, dots)));
    return file;
}

Catalogues texts() {
    return Catalogues(Catalogues::usual_folders());
}

TicketPaper sample(const std::string& citizen, const std::string& number = "A012") {
    const Catalogues catalogues = texts();
    const KioskView view = provincial_hall(9);
    return ticket_paper(ticket_of(ServiceId{"s3"}, *parse_ticket_number(number), 12), view, catalogues.language("vi"),
                        catalogues.language(citizen));
}

/// How many rows each line of ink is high, from above.
std::vector<int> heights_of_ink(const type::Raster& raster) {
    std::vector<int> heights;
    bool was_ink = false;
    for (int y = 0; y < raster.height(); ++y) {
        bool is_ink = false;
        for (int x = 0; x < raster.width() && !is_ink; ++x)
            is_ink = raster.at(x, y) < 128;
        if (is_ink && !was_ink)
            heights.push_back(0);
        if (is_ink)
            ++heights.back();
        was_ink = is_ink;
    }
    return heights;
}

int rows_of(double mm) {
    return static_cast<int>(std::ceil(mm * 203 / 25.4));
}

}  // namespace

TEST_CASE("ticket: what lies on the paper is read back by a barcode reader and by a reader of text") {
    for (const int dots : {576, 384}) {
        for (const std::string citizen : {"vi", "en"}) {
            const std::string name = fmt::format("ticket-{}-{}", dots, citizen);
            const std::string file = print_to_picture(sample(citizen), {.dots = dots}, name);
            CAPTURE(name);
            CHECK(output_of("zbarimg -q --raw '" + file + "' 2>/dev/null") ==
                  "http://127.0.0.1:8080/t/abcdefghijklmnopqrstuvwx27\n");
            const std::string read = output_of("tesseract '" + file + "' - -l vie --psm 11 --dpi 203 2>/dev/null");
            CAPTURE(read);
            CHECK(read.find("A012") != std::string::npos);
            CHECK(read.find("08:15") != std::string::npos);
            CHECK(read.find("24/11/2026") != std::string::npos);
            // Nothing of what the sample centre says is cut.
            CHECK(read.find("dụng đất") != std::string::npos);
            CHECK(read.find("…") == std::string::npos);
            CHECK(read.find("...") == std::string::npos);
            if (citizen == "en")
                CHECK(read.find("certificates") != std::string::npos);
        }
    }
}

TEST_CASE("ticket: each letter and figure of a number is at least 15 mm high on both papers") {
    for (const int dots : {576, 384}) {
        for (char letter = 'A'; letter <= 'Z'; ++letter) {
            TicketPaper paper;
            paper.number = std::string(1, letter) + "111";  // a 1 has no round that stands over
            const auto heights = heights_of_ink(layout_ticket(paper, fonts(), {.dots = dots}).value());
            CAPTURE(letter);
            REQUIRE(heights.size() == 1);
            CHECK(heights.front() >= rows_of(15));
        }
    }
}

TEST_CASE("ticket: the capitals of every word are at least 3 mm high on both papers, whatever had to be left out") {
    for (const int dots : {576, 384}) {
        for (const std::size_t words : {1, 4, 12}) {
            std::string text = "HIH";
            for (std::size_t i = 1; i < words; ++i)
                text += " HIH";
            TicketPaper paper;
            paper.agency = paper.branch = paper.issued = text;
            paper.number = "H111";
            paper.vietnamese = paper.second = PaperWords{text, text, text, text};
            const auto heights = heights_of_ink(layout_ticket(paper, fonts(), {.dots = dots}).value());
            REQUIRE(heights.size() > 4);
            for (const int height : heights)
                CHECK(height >= rows_of(3));
        }
    }
}

TEST_CASE("ticket: the widest number keeps within narrow paper") {
    for (const char letter : std::string("WMAH")) {
        TicketPaper paper;
        paper.number = std::string(1, letter) + "888";
        const type::Raster raster = layout_ticket(paper, fonts(), {.dots = 384}).value();
        bool touches_edge = false;
        for (int y = 0; y < raster.height(); ++y)
            touches_edge = touches_edge || raster.at(0, y) < 128 || raster.at(383, y) < 128;
        CHECK_FALSE(touches_edge);
    }
}

TEST_CASE("ticket: nothing of the category or person is printed, and every text is drawable") {
    const KioskView view = provincial_hall(9);
    for (const auto& category : view.categories) {
        for (const std::string citizen : {"vi", "en"}) {
            const TicketPaper paper = sample(citizen);
            for (const std::string& text :
                 {paper.agency, paper.branch, paper.vietnamese.heading, paper.vietnamese.service,
                  paper.vietnamese.ahead, paper.vietnamese.footer, paper.second.heading, paper.second.service,
                  paper.second.ahead, paper.second.footer}) {
                CHECK(text.find(category.name.in("vi")) == std::string::npos);
                CHECK(text.find(category.name.in("en")) == std::string::npos);
                CHECK(fonts().missing_glyphs(text).empty());
            }
        }
    }
}

TEST_CASE("ticket: a Vietnamese reader gets one language, another reader two") {
    CHECK(sample("vi").second.empty());
    const TicketPaper paper = sample("en");
    CHECK(paper.vietnamese.service == "Đất đai: cấp, đổi giấy chứng nhận quyền sử dụng đất");
    CHECK(paper.second.service == "Land use right certificates");
    CHECK(paper.second.ahead == "Waiting before you: 12");
}

TEST_CASE("ticket: texts at their bounds still give at most 90 mm, and the code can still be read") {
    TicketPaper paper = sample("en", "W999");
    std::string longest;
    while (longest.size() < 90)
        longest += "nghiễng ";
    paper.agency = paper.branch = paper.vietnamese.service = paper.second.service = longest;
    paper.vietnamese.footer = longest + longest;
    paper.second.footer = paper.vietnamese.footer;
    paper.qr_text = "https://trungtamphucvuhanhchinhcong.kontum.gov.vn:8443/t/abcdefghijklmnopqrstuvwx27";
    for (const int dots : {576, 384}) {
        const std::string file = print_to_picture(paper, {.dots = dots}, fmt::format("ticket-{}-longest", dots));
        CHECK(output_of("zbarimg -q --raw '" + file + "' 2>/dev/null") == paper.qr_text + "\n");
    }
}

TEST_CASE("ticket: an empty ticket and an impossible printer do no harm") {
    CHECK(layout_ticket(TicketPaper{}, fonts(), {}).has_value());
    CHECK_FALSE(layout_ticket(TicketPaper{}, fonts(), {.dots = 0}).has_value());
    CHECK_FALSE(layout_ticket(TicketPaper{}, fonts(), {.dots = 100'000}).has_value());
    CHECK_FALSE(layout_ticket(TicketPaper{}, fonts(), {.dots = 576, .dpi = 0}).has_value());
}
