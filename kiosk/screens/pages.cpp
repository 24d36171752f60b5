#include "kiosk/screens/pages.hpp"

#include <algorithm>

namespace motcua::kiosk {
namespace {

using namespace ui;

constexpr float least_height_for_pictures_mm = 200;
constexpr float little_room_under_mm = 300;
constexpr float tight_under_mm = 240;
constexpr float explained_from_mm = 500;  // with large text only a tall panel has room for what choosing a group means
constexpr float least_done_width_mm = 60;
constexpr float most_portrait_tile_mm = 150;
constexpr float most_landscape_tile_mm = 100;
constexpr float head_gap_mm = 2;

Button& add_main_button(Box& box, const PageTools& tools, const char* id, const std::string& text) {
    auto& button = box.add<Button>(id, text, ButtonKind::Primary);
    button.set_min_mm(0, tools.mm.main_button_mm);
    return button;
}

bool is_tight(const PageTools& tools) {
    return has_little_room(tools.screen, tools.look.display) && tools.look.display.height_mm() < tight_under_mm;
}

float body_width_mm(const PageTools& tools) {
    return tools.look.display.width_mm() - 2 * tools.mm.margin_mm;
}

}  // namespace

bool has_little_room(const KioskScreen& screen, const Display& display) {
    return screen.has_large_text && !display.is_portrait() && display.height_mm() < little_room_under_mm;
}

int columns_for(const Look& look, float width_mm, float least_mm, int most) {
    return std::min(most, columns_that_fit(width_mm, least_mm * look.theme.text_scale, look.theme.gap_mm));
}

Tile& add_tile(Box& box, const TileText& text, const KioskScreens::Hand& hand) {
    const Icon icon = text.is_open ? icon_named(text.icon) : Icon::Clock;
    auto& tile = box.add<Tile>(text.id, text.title, icon);
    if (icon == Icon::None)
        tile.set_letter(text.letter);
    tile.set_subtitle(text.subtitle);
    tile.set_subtitle_stays(!text.is_open);  // when it opens again
    tile.set_badge(text.badge);
    tile.on_click([hand, intent = text.intent] { hand(intent); });
    return tile;
}

void build_tiles_page(const PageTools& tools) {
    const KioskScreen& screen = tools.screen;
    const Display& display = tools.look.display;
    const bool is_portrait = display.is_portrait();
    const auto tiles = static_cast<int>(screen.tiles.size());
    const int columns =
        columns_for(tools.look, body_width_mm(tools), tools.mm.least_tile_width_mm, is_portrait || tiles <= 4 ? 2 : 4);
    const int rows = (tiles + columns - 1) / columns;
    const float most_height_mm = is_portrait ? most_portrait_tile_mm : most_landscape_tile_mm;
    const float rows_mm = static_cast<float>(rows) * (most_height_mm + tools.mm.gap_mm) - tools.mm.gap_mm;
    // On a tall panel what is touched stands low, within everybody's reach, and the title with it where there is room.
    const bool is_low = is_portrait && rows > 0 && rows_mm <= display.height_mm() / 2;
    if (is_low)
        tools.body.add<Spacer>();
    auto& title = tools.body.add<Label>("page.title", screen.title, TextRole::Title);
    title.set_max_lines(2);
    for (const auto& line : screen.lines)
        tools.body.add<Label>(line, TextRole::Body);
    auto& grid = tools.body.add<Grid>(columns, "page.tiles");
    grid.set_gap_mm(tools.mm.gap_mm);
    grid.set_max_cell_height_mm(most_height_mm);
    if (is_portrait)
        grid.set_main(Align::End);
    if (is_low) {
        grid.set_fixed_mm(0, rows_mm);
    } else {
        grid.set_grow(1);
        // Few tiles keep the size that a full page has, so that the first page and the next look alike.
        const int most = static_cast<int>(tools.mm.tiles_on_page);
        grid.set_min_rows(screen.has_large_text || tiles <= 4 ? 2 : (most + columns - 1) / columns);
    }
    for (const auto& text : screen.tiles) {
        auto& tile = add_tile(grid, text, tools.hand);
        if (is_portrait && screen.has_large_text)
            tile.set_shape(TileShape::Tall);  // beside the icon there is no width for large words
    }

    if (screen.page_of.empty())
        return;
    auto& turning = tools.body.add<Row>();
    turning.set_cross(Align::Centre);
    const auto turn = [&](const char* id, const std::string& text, Icon icon, Wish wish) {
        auto& button = turning.add<Button>(id, text, ButtonKind::Secondary, icon);
        button.on_click([hand = tools.hand, wish] { hand(wish); });
    };
    if (!screen.previous_page.empty())
        turn("page.previous", screen.previous_page, Icon::Back, Wish::PreviousPage);
    auto& where = turning.add<Label>("page.of", screen.page_of, TextRole::Body);
    where.set_text_align(Align::Centre);
    where.set_grow(1);
    if (!screen.next_page.empty())
        turn("page.next", screen.next_page, Icon::Forward, Wish::NextPage);
}

namespace {

void add_service_head(Column& parent, const PageTools& tools) {
    const KioskScreen& screen = tools.screen;
    auto& box = parent.add<Column>();
    box.set_gap_mm(head_gap_mm);
    auto& title = box.add<Label>("page.title", screen.title, TextRole::Title);
    title.set_shrink(0.7F);
    title.set_max_lines(4);
    for (std::size_t i = 0; i < screen.lines.size(); ++i)
        box.add<Label>("page.line" + std::to_string(i + 1), screen.lines[i], TextRole::Body);
}

void add_take_button(Column& box, const PageTools& tools) {
    if (!tools.screen.none_title.empty())
        box.add<Label>("choose.none", tools.screen.none_title, TextRole::Strong);
    auto& take = box.add<Button>("take", tools.screen.main_button, ButtonKind::Primary, Icon::Ticket);
    take.set_min_mm(0, tools.mm.is_compact || tools.screen.has_large_text ? 30 : 40);
    take.set_role(tools.screen.has_large_text ? TextRole::Button : TextRole::Title);
    take.on_click([hand = tools.hand] { hand(TakeNumber{}); });
}

void add_categories(Column& box, const PageTools& tools, float width_mm) {
    const KioskScreen& screen = tools.screen;
    box.add<Label>("choose.title", screen.choose_title, TextRole::Strong);
    if (!screen.has_large_text || tools.look.display.height_mm() > explained_from_mm)
        box.add<Label>("choose.text", screen.choose_text, TextRole::Small);
    const int least_columns = screen.tiles.size() > 6 ? 3 : 2;
    auto& grid = box.add<Grid>(columns_for(tools.look, width_mm, 50, least_columns), "choose.groups");
    grid.set_gap_mm(4);
    grid.set_grow(1);
    grid.set_max_cell_height_mm(45);
    const std::size_t rows_of_two = (screen.tiles.size() + 1) / 2;
    if (tools.look.display.is_portrait())
        grid.set_min_mm(0, 45.0F * static_cast<float>(rows_of_two));
    const bool has_pictures = !is_tight(tools) || tools.look.display.height_mm() > least_height_for_pictures_mm;
    for (const auto& text : screen.tiles) {
        auto& tile = add_tile(grid, text, tools.hand);
        if (!has_pictures)
            tile.set_icon(Icon::None);
    }
}

}  // namespace

constexpr float card_padding_mm = 4;

void build_service_page(const PageTools& tools) {
    const bool is_portrait = tools.look.display.is_portrait();
    const float width_mm = body_width_mm(tools);
    if (is_portrait || tools.screen.choose_title.empty()) {
        add_service_head(tools.body, tools);
        tools.body.add<Spacer>();  // what is touched stands low, within everybody's reach
        if (!tools.screen.choose_title.empty()) {
            auto& card = tools.body.add<Column>();
            card.set_surface(Surface::Quiet);
            card.set_padding_mm(card_padding_mm);
            add_categories(card, tools, width_mm - 2 * card_padding_mm);
        }
        add_take_button(tools.body, tools);
        return;
    }
    auto& row = tools.body.add<Row>();
    row.set_grow(1);
    row.set_gap_mm(tools.mm.margin_mm);
    auto& left = row.add<Column>();
    left.set_grow(4);
    left.set_fixed_mm(width_mm * 0.4F, 0);
    add_service_head(left, tools);
    left.add<Spacer>();
    add_take_button(left, tools);
    auto& card = row.add<Column>();
    card.set_surface(Surface::Quiet);
    card.set_padding_mm(tools.mm.is_compact ? 3.5F : 6);
    card.set_grow(6);
    add_categories(card, tools, width_mm * 0.6F - 20);
}

namespace {

void add_code(Box& halves, const PageTools& tools) {
    const TicketText& ticket = tools.screen.ticket;
    const Display& display = tools.look.display;
    if (display.is_portrait()) {
        auto& row = halves.add<Row>();  // the words beside the code: the height is the number's
        row.set_cross(Align::Centre);
        row.add<QrImage>("ticket.qr", ticket.qr_text, std::clamp(display.height_mm() * 0.1F, 40.0F, 90.0F));
        row.add<Label>("ticket.qr_caption", ticket.qr_caption, TextRole::Small).set_grow(1);
        return;
    }
    auto& right = halves.add<Column>();
    right.set_cross(Align::Centre);
    right.set_main(Align::Centre);
    right.set_gap_mm(2);
    const float side_mm = std::clamp(display.height_mm() * 0.24F, 45.0F, 90.0F);
    right.add<QrImage>("ticket.qr", ticket.qr_text, side_mm);
    if (is_tight(tools) && display.height_mm() < least_height_for_pictures_mm)
        return;  // a code explains itself to who has seen one
    auto& qr_words = right.add<Label>("ticket.qr_caption", ticket.qr_caption, TextRole::Small);
    qr_words.set_text_align(Align::Centre);
    qr_words.set_max_mm(side_mm * 1.8F, 0);
}

}  // namespace

void build_ticket_page(const PageTools& tools) {
    const TicketText& ticket = tools.screen.ticket;
    const bool is_portrait = tools.look.display.is_portrait();
    auto& card = tools.body.add<Column>();
    card.set_surface(Surface::Card);
    card.set_padding_mm(tools.mm.margin_mm, tools.mm.gap_mm);
    card.set_gap_mm(3);
    card.set_grow(1);

    Flow* halves = nullptr;
    if (is_portrait)
        halves = &card.add<Column>();
    else
        halves = &card.add<Row>();
    halves->set_grow(1);
    auto& words = halves->add<Column>();
    words.set_grow(1);
    // A sentence where the count stands else: with large letters it would take the number's room.
    const bool is_sentence = ticket.is_given_alone && tools.screen.has_large_text;
    words.set_gap_mm(is_sentence ? 0.5F : 2);
    auto& caption = words.add<Label>("ticket.caption", ticket.caption, TextRole::Body);
    caption.set_text_align(Align::Centre);
    auto& number = words.add<Label>("ticket.number", ticket.number, TextRole::Number);
    number.set_fill(true);
    number.set_grow(1);
    number.set_min_mm(0, tools.mm.is_compact || (tools.screen.has_large_text && !is_portrait) ? 40 : 60);
    if (is_portrait)
        number.set_max_mm(0, 190);
    number.set_text_align(Align::Centre);
    auto& service = words.add<Label>("ticket.service", ticket.service, TextRole::Strong);
    service.set_text_align(Align::Centre);
    service.set_max_lines(2);
    auto& ahead = words.add<Label>("ticket.ahead", ticket.ahead, is_sentence ? TextRole::Strong : TextRole::Title);
    ahead.set_text_align(Align::Centre);
    ahead.set_shrink(0.7F);
    auto& where = words.add<Label>("ticket.where", ticket.where, TextRole::Body);
    where.set_text_align(Align::Centre);
    if (!ticket.qr_text.empty())
        add_code(*halves, tools);
    // On a low panel the button stands beside the paper's words: the height is the number's.
    const bool is_low = !is_portrait && (tools.mm.is_compact || has_little_room(tools.screen, tools.look.display));
    Flow* foot = nullptr;
    if (is_low)
        foot = &tools.body.add<Row>();
    else
        foot = &tools.body.add<Column>();
    auto& paper = foot->add<Banner>("ticket.paper");
    paper.set_grow(is_low ? 1 : 0);
    paper.set_surface(ticket.paper_is_trouble ? Surface::Warning : Surface::Good,
                      ticket.paper_is_trouble ? Icon::Camera : Icon::Ticket);
    paper.show(ticket.valid.empty() ? ticket.paper : ticket.paper + " " + ticket.valid);
    auto& done = add_main_button(*foot, tools, "ticket.done", tools.screen.home);
    done.set_min_mm(is_low ? least_done_width_mm : 0, tools.mm.main_button_mm);
    done.on_click([hand = tools.hand] { hand(Wish::Home); });
}

void build_message_page(const PageTools& tools) {
    const KioskScreen& screen = tools.screen;
    tools.body.add<Spacer>();
    auto& card = tools.body.add<Column>();
    card.set_surface(Surface::Card);
    card.set_padding_mm(is_tight(tools) ? 3 : 10);
    card.set_cross(Align::Stretch);
    const float mark_mm = is_tight(tools) ? 12 : 22;
    if (screen.has_spinner)
        card.add<Spinner>(mark_mm).set_align(Align::Centre);
    else if (screen.is_trouble)
        card.add<IconView>(Icon::Warning, mark_mm).set_align(Align::Centre);
    auto& title = card.add<Label>("page.title", screen.title, TextRole::Heading);
    title.set_text_align(Align::Centre);
    title.set_shrink(0.6F);
    title.set_max_lines(3);
    if (!screen.code.empty()) {
        auto& code = card.add<Label>("pairing.code", screen.code, TextRole::Number);
        code.set_capital_mm(32 / tools.look.theme.text_scale);
        code.set_text_align(Align::Centre);
        code.set_max_lines(1);
        code.set_shrink(0.4F);
    }
    for (std::size_t i = 0; i < screen.lines.size(); ++i) {
        auto& line = card.add<Label>("page.line" + std::to_string(i + 1), screen.lines[i], TextRole::Body);
        line.set_text_align(Align::Centre);
    }
    if (!screen.main_button.empty()) {
        auto& button = add_main_button(card, tools, "page.main", screen.main_button);
        button.on_click([hand = tools.hand, wish = screen.main_wish] { hand(wish); });
    }
    tools.body.add<Spacer>();
}

}  // namespace motcua::kiosk
