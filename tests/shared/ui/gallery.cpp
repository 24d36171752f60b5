#include "tests/shared/ui/gallery.hpp"

using namespace motcua::ui;

namespace {

void add_tile(Grid& grid, std::string id, std::string title, Icon icon, std::string subtitle, std::string badge) {
    auto& tile = grid.add<Tile>(std::move(id), std::move(title), icon);
    tile.set_subtitle(std::move(subtitle));
    tile.set_badge(std::move(badge));
}

}  // namespace

std::unique_ptr<Widget> make_gallery() {
    auto root = std::make_unique<Stack>();
    root->set_surface(Surface::Background);
    auto& page = root->add<Column>();
    auto& header = page.add<Row>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(8, 5);
    header.set_cross(Align::Centre);
    auto& words = header.add<Column>();
    words.set_grow(1);
    words.set_gap_mm(0);
    words.add<Label>("title", "Xin chào! Mời chọn dịch vụ", TextRole::Heading);
    words.add<Label>("line", gallery_line, TextRole::Body).set_tone(Tone::Muted);
    header.add<Button>("english", "English", ButtonKind::Secondary, Icon::Globe);

    auto& body = page.add<Column>();
    body.set_padding_mm(8);
    body.set_grow(1);
    body.add<Banner>("warning", "Mất kết nối với máy chủ. Vẫn lấy số được; số của Ông/Bà vẫn có giá trị.");
    auto& grid = body.add<Grid>(2);
    grid.set_grow(1);
    add_tile(grid, "tile.A", "Khai sinh, kết hôn, khai tử", Icon::Family, "Hộ tịch", "4 người chờ");
    add_tile(grid, "tile.B", "Chứng thực bản sao, chữ ký", Icon::Stamp, "Làm ngay", "Không phải chờ");
    add_tile(grid, "tile.C", "Đăng ký biến động quyền sử dụng đất, quyền sở hữu nhà ở", Icon::Land, "Đất đai",
             "12 người chờ");
    auto& lettered = grid.add<Tile>("tile.D", "Đăng ký kinh doanh");
    lettered.set_letter("D");
    lettered.set_selected(true);
    auto& closed = grid.add<Tile>("tile.E", "Bảo hiểm xã hội", Icon::Health);
    closed.set_subtitle("Mở lại lúc 13:30");
    closed.set_enabled(false);
    add_tile(grid, "tile.F", "Giấy phép xây dựng", Icon::House, "", "1 người chờ");

    auto& priorities = body.add<Grid>(4);
    const std::pair<const char*, Icon> people[] = {{"Người cao tuổi", Icon::Elderly},
                                                   {"Người khuyết tật", Icon::Wheelchair},
                                                   {"Phụ nữ mang thai", Icon::Pregnant},
                                                   {"Người có công", Icon::Medal}};
    for (const auto& [name, icon] : people) {
        priorities.add<Tile>(std::string("priority.") + name, name, icon).set_shape(TileShape::Tall);
    }

    auto& row = body.add<Row>();
    row.set_cross(Align::Centre);
    row.add<QrImage>("qr", gallery_url, 60.0F);
    auto& card = row.add<Column>();
    card.set_surface(Surface::Card);
    card.set_padding_mm(6);
    card.set_grow(1);
    card.add<Label>("card.title", "Số của Ông/Bà", TextRole::Title).set_text_align(Align::Centre);
    auto& number = card.add<Label>("card.number", "A012", TextRole::Huge);
    number.set_text_align(Align::Centre);
    number.set_tone(Tone::Emphasis);
    card.add<Label>("card.ahead", "Còn 3 người trước Ông/Bà, khoảng 5 đến 20 phút", TextRole::Body)
        .set_tone(Tone::Muted);
    auto& ring = row.add<ProgressRing>("ring", 34.0F);
    ring.set_fraction(0.7F);
    ring.set_text("14");
    row.add<Spinner>(18.0F);

    auto& keys = body.add<Row>();
    keys.add<TextField>("search", "Tìm dịch vụ").set_grow(1);
    keys.add<Button>("back", "Quay lại", ButtonKind::Quiet, Icon::Back);
    keys.add<Button>("print", "In lại", ButtonKind::Secondary, Icon::Printer).set_enabled(false);
    keys.add<Button>("take", "Lấy số", ButtonKind::Primary, Icon::Ticket);

    auto& dialog = root->add<Dialog>("idle", 170.0F);
    dialog.set_visible(false);
    auto& ask = dialog.card();
    ask.add<IconView>(Icon::Clock, 24.0F).set_align(Align::Centre);
    ask.add<Label>("idle.title", "Bạn còn ở đây không?", TextRole::Title).set_text_align(Align::Centre);
    ask.add<Button>("idle.stay", "Tôi vẫn ở đây", ButtonKind::Primary, Icon::Hand);
    return root;
}

std::unique_ptr<Widget> make_board_gallery() {
    auto root = std::make_unique<Column>();
    root->set_surface(Surface::Background);
    auto& header = root->add<Row>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(14, 6);
    header.add<Label>("name", "Trung tâm Phục vụ hành chính công", TextRole::Strong).set_grow(1);
    header.add<Label>("clock", "09:41", TextRole::Title);
    auto& body = root->add<Row>();
    body.set_grow(1);
    body.set_padding_mm(14);
    auto& call = body.add<Column>();
    call.set_surface(Surface::Call);
    call.set_padding_mm(14);
    call.set_grow(3);
    auto& number = call.add<Label>("current.number", "A012", TextRole::Number);
    number.set_fill(true);
    number.set_tone(Tone::Emphasis);
    number.set_grow(2);
    number.set_text_align(Align::Centre);
    auto& counter = call.add<Label>("current.counter", "Quầy 12", TextRole::Number);
    counter.set_fill(true);
    counter.set_grow(1);
    counter.set_text_align(Align::Centre);
    auto& rows = body.add<Column>();
    rows.set_grow(2);
    for (const auto& [ticket, desk] : {std::pair{"B007", "3"}, {"A011", "12"}, {"C104", "7"}, {"A010", "1"}}) {
        auto& row = rows.add<Row>();
        row.set_surface(Surface::Card);
        row.set_padding_mm(10, 2);
        row.set_grow(1);
        auto& left = row.add<Label>(std::string("row.") + ticket, ticket, TextRole::Number);
        left.set_fill(true);
        left.set_tone(Tone::Emphasis);
        left.set_grow(3);
        auto& right = row.add<Label>(std::string("row.counter.") + ticket, desk, TextRole::Number);
        right.set_fill(true);
        right.set_grow(1);
        right.set_text_align(Align::End);
    }
    return root;
}

std::unique_ptr<Widget> make_icon_sheet() {
    auto root = std::make_unique<Grid>(8);
    root->set_surface(Surface::Background);
    root->set_padding_mm(4);
    root->set_gap_mm(3);
    for (int i = 1; i < static_cast<int>(Icon::Count); ++i) {
        auto& cell = root->add<Column>();
        cell.set_gap_mm(1);
        cell.set_cross(Align::Centre);
        cell.add<IconView>(static_cast<Icon>(i), 18.0F);
        cell.add<Label>(std::string(name_of(static_cast<Icon>(i))), TextRole::Small).set_capital_mm(2.4F);
    }
    return root;
}

std::unique_ptr<Widget> make_counter_gallery() {
    auto root = std::make_unique<Column>();
    root->set_surface(Surface::Background);
    root->set_gap_mm(0);
    auto& header = root->add<Row>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(4, 2.5F);
    header.set_cross(Align::Centre);
    header.add<Label>("who", "Quầy 3 · Nguyễn Thị Hạnh", TextRole::Strong).set_grow(1);
    header.add<Label>("time", "09:41", TextRole::Body);
    auto& body = root->add<Row>();
    body.set_grow(1);
    body.set_padding_mm(4);
    auto& left = body.add<Column>();
    left.set_grow(3);
    auto& call = left.add<Column>();
    call.set_surface(Surface::Call);
    call.set_padding_mm(4);
    call.set_gap_mm(1);
    call.set_grow(1);
    call.add<Label>("state", "Đang phục vụ · 04:12", TextRole::Small).set_tone(Tone::Muted);
    call.add<Label>("number", "A012", TextRole::Number).set_tone(Tone::Emphasis);
    call.add<Label>("service", "Khai sinh, kết hôn, khai tử", TextRole::Title);
    call.add<Label>("line", gallery_line, TextRole::Body);
    auto& buttons = left.add<Grid>(4);
    const std::tuple<const char*, const char*, Icon> actions[] = {
        {"Gọi tiếp", "F1", Icon::Forward}, {"Gọi lại", "F2", Icon::Bell},    {"Xong", "F3", Icon::Check},
        {"Vắng mặt", "F4", Icon::Cross},   {"Chuyển", "F5", Icon::Transfer}, {"Tạm giữ", "F6", Icon::Hand},
        {"Lấy số", "F7", Icon::Ticket},    {"Tạm nghỉ", "F8", Icon::Pause}};
    for (const auto& [text, key, icon] : actions) {
        auto& button = buttons.add<Button>(std::string("action.") + key, text,
                                           icon == Icon::Forward ? ButtonKind::Primary : ButtonKind::Secondary, icon);
        button.set_key_hint(key);
        button.set_min_mm(0, 12);
    }
    auto& list = body.add<Column>();
    list.set_surface(Surface::Card);
    list.set_padding_mm(4);
    list.set_gap_mm(1.5F);
    list.set_grow(2);
    list.add<Label>("waiting", "Đang chờ: 6", TextRole::Strong);
    for (int i = 13; i < 19; ++i) {
        list.add<Rule>();
        auto& row = list.add<Row>();
        row.add<Label>("wait.A0" + std::to_string(i), "A0" + std::to_string(i), TextRole::Strong).set_min_mm(14, 0);
        auto& what = row.add<Label>("Người cao tuổi · chờ 12 phút", TextRole::Body);
        what.set_tone(Tone::Muted);
        what.set_grow(1);
        what.set_max_lines(1);
    }
    return root;
}
