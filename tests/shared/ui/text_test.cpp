#include <doctest/doctest.h>

#include "tests/shared/ui/desk.hpp"

using namespace motcua::ui;

namespace {

struct Drawn {
    RecordingPainter painter;
    explicit Drawn(Desk& desk) { desk.manager.draw(painter); }
};

}  // namespace

TEST_CASE("label: every line lies within its bounds, whatever the language's marks") {
    Desk desk(test_look(100, 600));
    auto& label = desk.root<Column>().add<Label>("l", "Ẵ ỵ Ễ ợ: xin kiểm tra họ và tên trước khi nhận phiếu số thứ tự",
                                                 TextRole::Body);
    label.set_align(Align::Stretch);
    const Drawn drawn(desk);
    REQUIRE(drawn.painter.texts.size() > 2);
    const auto& metrics = test_fonts().metrics(motcua::type::Weight::Regular);
    for (const auto& text : drawn.painter.texts) {
        CHECK(text.origin.x >= label.bounds().x);
        CHECK(text.origin.x + text.line.width_px <= label.bounds().right() + 0.5F);
        CHECK(text.origin.y - metrics.ascent_em * text.line.size_px >= label.bounds().y - 1);
        CHECK(text.origin.y + metrics.descent_em * text.line.size_px <= label.bounds().bottom() + 1);
    }
    CHECK(label.drawn_text() == label.text());
}

TEST_CASE("label: cut to its lines it ends in an ellipsis and tells what is drawn") {
    Desk desk(test_look(100, 600));
    auto& label = desk.root<Column>().add<Label>("l", "Cấp giấy chứng nhận quyền sử dụng đất lần đầu", TextRole::Body);
    label.set_max_lines(1);
    const Drawn drawn(desk);
    CHECK(drawn.painter.texts.size() == 1);
    CHECK(label.drawn_text().ends_with("…"));
}

TEST_CASE("label: a height too small for all lines cuts with an ellipsis, never half a line") {
    Desk desk(test_look(70, 600));
    auto& label =
        desk.root<Column>().add<Label>("l", "một hai ba bốn năm sáu bảy tám chín mười mười một", TextRole::Body);
    label.set_max_mm(0, 25);
    const Drawn drawn(desk);
    CHECK(drawn.painter.texts.size() >= 1);
    CHECK(label.drawn_text().ends_with("…"));
}

TEST_CASE("label: shrinks before it cuts") {
    Desk desk(test_look(50, 600));
    auto& label = desk.root<Column>().add<Label>("l", "Chứng thực", TextRole::Heading);
    label.set_max_lines(1);
    label.set_shrink(0.4F);
    const Drawn drawn(desk);
    REQUIRE(drawn.painter.texts.size() == 1);
    CHECK(label.drawn_text() == "Chứng thực");
    CHECK(drawn.painter.texts[0].line.size_px < desk.manager.look().font_px(TextRole::Heading));
}

TEST_CASE("label: filling takes the whole height or width, and never more") {
    Desk desk(test_look(1000, 400));
    auto& label = desk.root<Column>().add<Label>("number", "A012", TextRole::Number);
    label.set_fill(true);
    label.set_grow(1);
    const Drawn drawn(desk);
    REQUIRE(drawn.painter.texts.size() == 1);
    const auto& text = drawn.painter.texts[0];
    CHECK(text.line.width_px <= 1000);
    const auto& metrics = test_fonts().metrics(motcua::type::Weight::Bold);
    CHECK(text.origin.y - metrics.ascent_em * text.line.size_px >= -1);
    CHECK(text.origin.y + metrics.descent_em * text.line.size_px <= 401);
    const bool wide = text.line.width_px > 990;
    const bool high = metrics.cap_height_em * text.line.size_px > 200;
    CHECK((wide || high));
}

TEST_CASE("label: capitals stand in the middle of a single line's box") {
    Desk desk(test_look(400, 300));
    auto& label = desk.root<Column>().add<Label>("l", "HE", TextRole::Body);
    label.set_grow(1);
    const Drawn drawn(desk);
    const auto& text = drawn.painter.texts.at(0);
    const float cap = test_fonts().metrics(motcua::type::Weight::Regular).cap_height_em * text.line.size_px;
    CHECK(std::abs(text.origin.y - cap / 2 - label.bounds().centre().y) <= 1);
}

TEST_CASE("colour: text takes the colour of the surface it stands on") {
    Desk desk;
    const Theme& theme = desk.manager.look().theme;
    auto& column = desk.root<Column>();
    column.set_surface(Surface::Background);
    auto& header = column.add<Row>();
    header.set_surface(Surface::Header);
    header.add<Label>("h", "HEAD", TextRole::Body);
    auto& muted = column.add<Label>("b", "BODY", TextRole::Body);
    muted.set_tone(Tone::Muted);
    const Drawn drawn(desk);
    REQUIRE(drawn.painter.texts.size() == 2);
    CHECK(drawn.painter.texts[0].color == theme.surface(Surface::Header).text);
    CHECK(drawn.painter.texts[1].color == theme.surface(Surface::Background).muted);
}

TEST_CASE("label: what fitted when it was measured is not cut because of rounding") {
    for (int letters = 5; letters < 60; ++letters) {
        const std::string words = "Số " + std::string(static_cast<std::size_t>(letters), 'l') + " 12";
        Desk desk(test_look(900, 600, 0.369F));
        const Look& look = desk.manager.look();
        const float width =
            look.fonts->width(words, look.theme.text(TextRole::Body).weight, look.font_px(TextRole::Body));
        auto& column = desk.root<Column>();
        column.set_padding_mm(look.display.mm((900 - width) / 2), 10);
        auto& label = column.add<Label>("l", words, TextRole::Body);
        desk.manager.layout();
        CAPTURE(letters);
        CHECK(label.drawn_text() == words);
    }
}

TEST_CASE("banner: takes no place until it has words, and shows an icon beside them") {
    Desk desk;
    auto& column = desk.root<Column>();
    auto& banner = column.add<Banner>("warning");
    column.add<Label>("after", "sau", TextRole::Body);
    CHECK(desk.bounds("after").y == 0);
    banner.show("Mất kết nối");
    CHECK(desk.bounds("after").y > 0);
    const Drawn drawn(desk);
    CHECK(drawn.painter.texts.size() == 2);
    CHECK_FALSE(drawn.painter.corners.empty());
    banner.show("");
    CHECK(desk.bounds("after").y == 0);
}

TEST_CASE("tile: words stay inside even when title, subtitle and badge are long") {
    Desk desk(test_look(1080, 1920, 0.369F));
    auto& grid = desk.root<Grid>(2);
    grid.set_max_cell_height_mm(42);
    for (const TileShape shape : {TileShape::Wide, TileShape::Tall}) {
        auto& tile =
            grid.add<Tile>(shape == TileShape::Wide ? "wide" : "tall",
                           "Đăng ký biến động quyền sử dụng đất do chuyển nhượng, tặng cho, thừa kế", Icon::Land);
        tile.set_subtitle("Thời gian giải quyết: 10 ngày làm việc kể từ ngày nhận hồ sơ hợp lệ");
        tile.set_badge("14 người đang chờ");
        tile.set_shape(shape);
    }
    const Drawn drawn(desk);
    const Rect wide = desk.bounds("wide");
    const Rect tall = desk.bounds("tall");
    CHECK(drawn.painter.texts.size() >= 4);
    for (const auto& text : drawn.painter.texts) {
        const Rect& home = text.origin.x < tall.x ? wide : tall;
        CHECK(text.origin.x + text.line.width_px <= home.right());
        CHECK(text.origin.y <= home.bottom());
        CHECK(text.origin.y - text.line.size_px * 0.7F >= home.y);
    }
}

TEST_CASE(
    "tile: where the height is small the subtitle gives way before the badge, the title last; it tells what is drawn") {
    Desk desk(test_look(200, 1920, 0.369F));
    auto& grid = desk.root<Grid>(1);
    auto& tile = grid.add<Tile>("t", "Khai sinh", Icon::Family);
    tile.set_subtitle("Hộ tịch");
    tile.set_badge("4 người chờ");
    const auto told_at = [&](float height_mm) {
        grid.set_max_cell_height_mm(height_mm);
        desk.manager.layout();
        return tile.drawn_text();
    };
    CHECK(told_at(60) == "Khai sinh\nHộ tịch\n4 người chờ");
    CHECK(told_at(34) == "Khai sinh\n4 người chờ");
    CHECK(told_at(20) == "Khai sinh");
}

TEST_CASE("tile: the title keeps its size in every tile; what must stay outlives the picture") {
    Desk desk(test_look(1080, 1920, 0.369F));
    auto& grid = desk.root<Grid>(1);
    auto& tile = grid.add<Tile>("t", "Khai sinh", Icon::Clock);
    tile.set_subtitle("Mở lúc 13:15");
    tile.set_subtitle_stays(true);
    tile.set_badge("Đang nghỉ");
    grid.set_max_cell_height_mm(44);
    desk.manager.layout();
    CHECK(tile.drawn_text() == "Khai sinh\nMở lúc 13:15\nĐang nghỉ");
    const auto title_px = [&](float height_mm) {
        grid.set_max_cell_height_mm(height_mm);
        const Drawn drawn(desk);
        return drawn.painter.texts.front().line.size_px;
    };
    CHECK(title_px(20) == title_px(60));
}

TEST_CASE("painting: every clip is taken back") {
    Desk desk;
    auto& column = desk.root<Column>();
    column.add<TextField>("f").set_text("chữ");
    column.add<Button>("b", "Nút", ButtonKind::Primary, Icon::Check);
    const Drawn drawn(desk);
    CHECK(drawn.painter.clips == 0);
}
