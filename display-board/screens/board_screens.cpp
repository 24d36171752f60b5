#include "display-board/screens/board_screens.hpp"

#include <fmt/format.h>

#include "display-board/screens/board_theme.hpp"
#include "shared/base/filled.hpp"
#include "shared/base/text.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::board {
namespace {

using ui::Align;
using ui::Surface;
using ui::TextRole;
using ui::Tone;

constexpr float small_gap_lines = 0.1F;    ///< where there is room
constexpr float call_gap_lines = 0.18F;    ///< so that a mark on the counter's name never hangs on a digit above it
constexpr std::size_t words_lines = 2;     ///< of the words beside a counter's large name
constexpr std::size_t sentence_lines = 4;  ///< of a text alone on the board
constexpr float title_scale = 1.2F;
constexpr float calm_scale = 1.5F;
constexpr float code_lines = 1.8F;
constexpr float stale_icon_lines = 0.8F;

}  // namespace

BoardScreens::BoardScreens(ui::Manager& manager, BoardLanguages languages)
    : manager_(manager), languages_(std::move(languages)), base_theme_(manager.look().theme) {
    build();
}

float BoardScreens::width_px(const std::string& text, TextRole role, float capital_mm) const {
    const ui::Look& look = manager_.look();
    const type::Weight weight = look.theme.text(role).weight;
    return look.fonts->width(text, weight, look.font_px(weight, capital_mm));
}

Fits BoardScreens::fits(TextRole role, float room_px, float capital_mm) const {
    return [this, role, room_px, capital_mm](const std::string& text) {
        return width_px(text, role, capital_mm) <= room_px;
    };
}

void BoardScreens::show_sentence(ui::Label& label, const std::string& text, TextRole role, float scale,
                                 std::uint32_t turn) {
    const float capital_mm = layout_.text_mm * scale;
    label.set_capital_mm(capital_mm);
    label.set_max_lines(sentence_lines);
    label.set_shrink(layout_.least_mm / capital_mm);
    const float room_px = page_width_px() - built_for_.px(2 * sentence_margin_mm());
    label.set_text(taking_turns(pages_of(text, sentence_lines, fits(role, room_px, capital_mm)), turn));
}

/// Landscape keeps lines short; portrait needs all its width.
float BoardScreens::sentence_margin_mm() const {
    return layout_.is_portrait ? layout_.gap_mm : layout_.line_mm;
}

float BoardScreens::page_width_px() const {
    return built_for_.px(built_for_.width_mm() - 2 * layout_.gap_mm) - drift_span_px;
}

/// Shrinks no further than it can be read from the distance.
ui::Label& BoardScreens::text_in(ui::Widget& parent, const std::string& id, TextRole role, std::size_t lines) {
    auto& label = parent.add<ui::Label>(id, "", role);
    label.set_max_lines(lines);
    label.set_shrink(layout_.least_mm / layout_.text_mm);
    return label;
}

void BoardScreens::build() {
    built_for_ = manager_.look().display;
    layout_ = layout_for(built_for_);
    is_greyed_ = false;
    manager_.set_theme(sized(base_theme_, layout_));

    auto root = std::make_unique<ui::Stack>();
    root->set_surface(Surface::Background);
    auto& across = root->add<ui::Row>();
    across.set_gap_mm(0);
    left_ = &across.add<ui::Spacer>(0);
    auto& down = across.add<ui::Column>();
    down.set_gap_mm(0);
    down.set_grow(1);
    right_ = &across.add<ui::Spacer>(0);
    top_ = &down.add<ui::Spacer>(0);
    auto& pages = down.add<ui::Stack>();
    pages.set_grow(1);
    bottom_ = &down.add<ui::Spacer>(0);

    hall_ = &pages.add<ui::Column>();
    hall_->set_gap_mm(0);
    build_header(*hall_);
    build_body(*hall_);
    build_foot(*hall_);
    build_message(pages);
    manager_.set_root(std::move(root));
}

void BoardScreens::build_header(ui::Column& page) {
    if (layout_.is_roomy) {
        build_roomy_header(page);
        return;
    }
    auto& header = page.add<ui::Row>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(layout_.gap_mm, 0);
    header.set_fixed_mm(0, layout_.line_mm);
    agency_ = &text_in(header, "board.agency", TextRole::Body);
    agency_->set_grow(1);
    branch_ = nullptr;
    date_ = nullptr;
    clock_ = &text_in(header, "board.clock", TextRole::Strong);
    clock_->set_tone(Tone::Emphasis);
}

void BoardScreens::build_roomy_header(ui::Column& page) {
    auto& header = page.add<ui::Column>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(layout_.gap_mm, 0);
    header.set_gap_mm(0);
    header.set_fixed_mm(0, layout_.line_mm * (layout_.is_portrait ? 3.0F : 2.0F));
    auto& first = header.add<ui::Row>();
    first.set_grow(layout_.is_portrait ? 2 : 1);
    agency_ = &text_in(first, "board.agency", TextRole::Strong, layout_.agency_lines);
    agency_->set_grow(1);
    auto& second = header.add<ui::Row>();
    second.set_grow(1);
    ui::Row& with_clock = layout_.is_portrait ? second : first;
    branch_ = layout_.is_portrait ? nullptr : &text_in(second, "board.branch", TextRole::Body);
    if (branch_ != nullptr) {
        branch_->set_tone(Tone::Muted);
        branch_->set_grow(1);
    }
    date_ = &text_in(second, "board.date", TextRole::Body);
    date_->set_tone(Tone::Muted);
    if (layout_.is_portrait) {
        date_->set_grow(1);
    }
    clock_ = &text_in(with_clock, "board.clock", TextRole::Strong);
    clock_->set_tone(Tone::Emphasis);
}

void BoardScreens::build_body(ui::Column& page) {
    auto add_parts = [this](ui::Flow& body) {
        body.set_grow(1);
        body.set_gap_mm(layout_.gap_mm);
        body.set_padding_mm(layout_.gap_mm, layout_.gap_mm);
        build_current(body);
        build_rows(body);
    };
    if (layout_.is_portrait) {
        add_parts(page.add<ui::Column>());
    } else {
        add_parts(page.add<ui::Row>());
    }
}

void BoardScreens::build_current(ui::Flow& body) {
    current_ = &body.add<ui::Column>("board.current");
    current_->set_grow(1);
    current_->set_surface(Surface::Call);
    current_->set_padding_mm(layout_.gap_mm, 0);
    current_->set_gap_mm(0);

    call_ = &current_->add<ui::Column>();
    call_->set_grow(1);
    call_->set_gap_mm(0);
    state_ = &text_in(*call_, "board.current.state", TextRole::Strong);
    state_->set_text_align(Align::Centre);
    number_ = &call_->add<BigText>("board.current.number", Tone::Emphasis);
    number_->set_grow(1);
    call_->add<ui::Spacer>(0).set_fixed_mm(0, layout_.line_mm * call_gap_lines);
    place_ = &call_->add<BigText>("board.current.place");
    place_->set_grow(1.4F);  // its marks above and below take room that digits do not
    call_->add<ui::Spacer>(0).set_fixed_mm(0, layout_.is_roomy ? layout_.line_mm * small_gap_lines : 0);
    small_place_ = &text_in(*call_, "board.current.small", TextRole::Body);
    small_place_->set_fixed_mm(0, layout_.line_mm);  // also when empty: number and counter keep their size
    small_place_->set_text_align(Align::Centre);
    small_place_->set_tone(Tone::Muted);

    calm_ = &current_->add<ui::Column>("board.calm");
    calm_->set_grow(1);
    calm_->set_main(Align::Centre);
    calm_texts_.clear();
    for (std::size_t i = 0; i < languages_.shown.size(); ++i) {
        auto& text = calm_->add<ui::Label>("board.calm." + std::to_string(i), "", TextRole::Strong);
        text.set_text_align(Align::Centre);
        text.set_tone(i == 0 ? Tone::Normal : Tone::Muted);
        calm_texts_.push_back(&text);
    }
}

void BoardScreens::build_rows(ui::Flow& body) {
    list_ = &body.add<ui::Column>("board.rows");
    ui::Column& list = *list_;
    list.set_gap_mm(0);
    list.set_fixed_mm(layout_.side_mm, layout_.is_portrait ? layout_.rows_mm : 0);
    auto& title_row = list.add<ui::Row>();
    title_row.set_padding_mm(layout_.gap_mm, 0);  // in line with the numbers beneath
    title_row.set_fixed_mm(0, layout_.line_mm);
    rows_title_ = &text_in(title_row, "board.rows.title", TextRole::Body);
    rows_title_->set_tone(Tone::Muted);
    rows_.clear();
    for (int i = 0; i < layout_.rows; ++i) {
        const std::string id = "board.row." + std::to_string(i);
        RowWidgets made;
        made.row = &list.add<ui::Row>(id);
        made.row->set_surface(i % 2 == 0 ? Surface::Quiet : Surface::None);
        made.row->set_padding_mm(layout_.gap_mm, 0);
        made.row->set_fixed_mm(0, layout_.line_mm);
        made.number = &text_in(*made.row, id + ".number", TextRole::Strong);
        made.number->set_tone(Tone::Emphasis);
        made.place = &text_in(*made.row, id + ".place", TextRole::Body);
        made.place->set_grow(1);
        made.place->set_text_align(Align::End);
        rows_.push_back(made);
    }
}

void BoardScreens::build_foot(ui::Column& page) {
    info_row_ = &page.add<ui::Row>();
    info_row_->set_padding_mm(layout_.gap_mm, 0);
    info_row_->set_fixed_mm(0, layout_.line_mm);
    info_ = &text_in(*info_row_, "board.info", TextRole::Body);
    info_->set_grow(1);
    waiting_ = &text_in(*info_row_, "board.waiting", TextRole::Strong);

    auto& foot = page.add<ui::Stack>();
    foot.set_fixed_mm(0, layout_.line_mm * static_cast<float>(layout_.foot_lines));
    auto& notice_row = foot.add<ui::Row>();
    notice_row.set_surface(Surface::Header);
    notice_row.set_padding_mm(layout_.gap_mm, 0);
    notice_ = &text_in(notice_row, "board.notice", TextRole::Body, layout_.foot_lines);
    notice_->set_grow(1);
    notice_->set_tone(Tone::Muted);
    stale_row_ = &foot.add<ui::Row>();
    stale_row_->set_surface(Surface::Warning);
    stale_row_->set_padding_mm(layout_.gap_mm, 0);
    stale_row_->add<ui::IconView>(ui::Icon::Offline, layout_.line_mm * stale_icon_lines, Tone::Normal);
    stale_ = &text_in(*stale_row_, "board.stale", TextRole::Strong, layout_.foot_lines);
    stale_->set_grow(1);
}

void BoardScreens::build_message(ui::Stack& pages) {
    message_ = &pages.add<ui::Column>();
    message_->set_padding_mm(layout_.gap_mm + sentence_margin_mm(), layout_.gap_mm);
    message_->set_main(Align::Centre);
    message_->set_gap_mm(layout_.line_mm * 0.5F);
    message_title_ = &message_->add<ui::Label>("board.message.title", "", TextRole::Strong);
    message_title_->set_text_align(Align::Centre);
    message_code_ = &message_->add<BigText>("board.message.code", Tone::Emphasis);
    message_code_->set_fixed_mm(0, layout_.line_mm * code_lines);
    message_text_ = &message_->add<ui::Label>("board.message.text", "", TextRole::Body);
    message_text_->set_text_align(Align::Centre);
    message_text_->set_tone(Tone::Muted);
}

void BoardScreens::update(const BoardScreen& screen, const std::string& link_words) {
    const ui::Display& display = manager_.look().display;
    if (display.width_px != built_for_.width_px || display.height_px != built_for_.height_px) {
        build();
    }
    const bool is_greyed = screen.stale_since.has_value();
    if (is_greyed != is_greyed_) {
        is_greyed_ = is_greyed;
        const ui::Theme theme = sized(base_theme_, layout_);
        manager_.set_theme(is_greyed ? greyed(theme) : theme);
    }
    const bool shows_hall = screen.page == BoardPage::Hall;
    hall_->set_visible(shows_hall);
    message_->set_visible(!shows_hall);
    drift(screen.drift_step);
    if (shows_hall) {
        update_header(screen);
        update_current(screen);
        update_rows(screen);
        update_foot(screen);
    } else {
        update_message(screen, link_words);
    }
}

void BoardScreens::drift(std::uint32_t step) {
    const Offset offset = drift_at(step);
    const auto mm = [this](int px) { return built_for_.mm(static_cast<float>(px)); };
    left_->set_fixed_mm(mm(offset.x), 0);
    right_->set_fixed_mm(mm(drift_span_px - offset.x), 0);
    top_->set_fixed_mm(0, mm(offset.y));
    bottom_->set_fixed_mm(0, mm(drift_span_px - offset.y));
}

void BoardScreens::update_header(const BoardScreen& screen) {
    const std::string& tag = languages_.first().tag();
    const float gap_px = built_for_.px(layout_.gap_mm);
    clock_->set_text(screen.clock ? hhmm(screen.clock->minute_of_day) : std::string{});
    const float beside_clock_px =
        page_width_px() - width_px(clock_->text(), TextRole::Strong, layout_.text_mm) - gap_px;
    std::string date;
    if (screen.clock) {
        const float room_px = layout_.is_portrait ? beside_clock_px : page_width_px();
        date = layout_.is_roomy ? date_words(screen.clock->date, languages_.first(), fits(TextRole::Body, room_px))
                                : ddmmyyyy(screen.clock->date);
    }
    const TextRole role = layout_.is_roomy ? TextRole::Strong : TextRole::Body;
    auto agency = pages_of(screen.agency.in(tag), layout_.agency_lines,
                           fits(role, layout_.is_portrait ? page_width_px() : beside_clock_px));
    if (date_ != nullptr) {
        date_->set_text(date);
    } else {
        agency.push_back(date);
    }
    agency_->set_text(taking_turns(agency, screen.slow_turn));
    if (branch_ != nullptr) {
        const float date_px = width_px(date, TextRole::Body, layout_.text_mm) + gap_px;
        const auto branch = pages_of(screen.branch.in(tag), 1, fits(TextRole::Body, page_width_px() - date_px));
        branch_->set_text(taking_turns(branch, screen.slow_turn));
    }
}

void BoardScreens::update_current(const BoardScreen& screen) {
    call_->set_visible(screen.large.has_value());
    calm_->set_visible(!screen.large);
    list_->set_visible(screen.large || !screen.rows.empty());  // calm words take all the room
    for (std::size_t i = 0; i < calm_texts_.size(); ++i) {
        show_sentence(*calm_texts_[i], languages_.shown[i].tr("Please watch this board for your number"),
                      TextRole::Strong, i == 0 ? calm_scale : 1.0F, screen.slow_turn);
    }
    current_->set_surface(screen.large && screen.large->is_lit ? Surface::CallPulse : Surface::Call);
    if (!screen.large) {
        return;
    }
    state_->set_text(state_words(*screen.large, languages_.first()));
    number_->set_text(to_string(screen.large->number));
    show_place(*screen.large, screen);
}

/// The words beside the counter's name as large as all other text where that fits, in one line or in two; else smaller.
std::optional<BoardScreens::PlaceLines> BoardScreens::place_lines(const LargePlace& place) const {
    const ui::Look& look = manager_.look();
    const float name_px =
        look.fonts->width(place.large, type::Weight::Bold, look.font_px(type::Weight::Bold, layout_.large_mm));
    for (const float words_mm : {layout_.text_mm, layout_.least_mm}) {
        for (std::size_t lines = 1; lines <= words_lines; ++lines) {
            const PlaceLines made{balanced_lines(place.before, lines), balanced_lines(place.after, lines), words_mm};
            const float words_px = BigText::words_width_px(look, made.before, words_mm) +
                                   BigText::words_width_px(look, made.after, words_mm);
            if (name_px + words_px <= built_for_.px(layout_.call_width_mm)) {
                return made;
            }
        }
    }
    return std::nullopt;
}

void BoardScreens::show_place(const LargeCall& call, const BoardScreen& screen) {
    const LargePlace place = large_place(call, languages_.first(),
                                         [this](const LargePlace& tried) { return place_lines(tried).has_value(); });
    const PlaceLines lines = place_lines(place).value_or(PlaceLines{});
    place_->set_text(place.large);
    place_->set_words(lines.before, lines.after, lines.capital_mm);
    const auto small = small_lines(call, place, screen.calls_to_come, languages_,
                                   fits(TextRole::Body, built_for_.px(layout_.call_width_mm)));
    small_place_->set_text(taking_turns(small, screen.slow_turn));
}

void BoardScreens::update_rows(const BoardScreen& screen) {
    const RowsPage page = rows_in_turn(screen.rows, rows_.size(), screen.row_turn);
    const std::vector<BoardRow>& shown = page.rows;
    const std::string title = languages_.first().tr("Earlier calls");
    rows_title_->set_text(page.pages > 1 ? fmt::format("{} · {}/{}", title, page.page, page.pages) : title);
    rows_title_->set_visible(!screen.rows.empty());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool is_used = i < shown.size();
        rows_[i].row->set_visible(is_used);
        if (!is_used) {
            continue;
        }
        const BoardRow& row = shown[i];
        const std::string number = to_string(row.number);
        const float number_px = width_px(number, TextRole::Strong, layout_.text_mm) + built_for_.px(layout_.gap_mm);
        rows_[i].number->set_text(number);
        rows_[i].number->set_role(row.is_serving ? TextRole::Body : TextRole::Strong);  // never by colour alone
        rows_[i].number->set_tone(row.is_serving ? Tone::Muted : Tone::Emphasis);
        rows_[i].place->set_text(
            row_place(row, languages_.first(), fits(TextRole::Body, built_for_.px(layout_.row_width_mm) - number_px)));
    }
}

void BoardScreens::update_foot(const BoardScreen& screen) {
    const std::string waiting = filled(languages_.first().tr("Waiting: {}"), std::to_string(screen.waiting));
    waiting_->set_text(waiting);
    waiting_->set_visible(!layout_.is_portrait);
    const float waiting_px =
        layout_.is_portrait ? 0 : width_px(waiting, TextRole::Strong, layout_.text_mm) + built_for_.px(layout_.gap_mm);
    auto info = info_lines(screen, languages_, fits(TextRole::Body, page_width_px() - waiting_px));
    if (layout_.is_portrait) {
        info.push_back(waiting);  // beside it there is no room for a single number
    }
    info_->set_text(taking_turns(info, screen.slow_turn));
    const auto notices = notice_pages(screen, languages_, layout_.foot_lines, fits(TextRole::Body, page_width_px()));
    notice_->set_text(taking_turns(notices, screen.slow_turn));
    stale_row_->set_visible(screen.stale_since.has_value());
    if (screen.stale_since) {
        const Language& language = languages_.shown[screen.slow_turn % languages_.shown.size()];
        const std::string words = filled(screen.refusal == Refusal::StoreUnavailable
                                             ? language.tr("Nobody can be called at the moment. As of {}")
                                             : language.tr("No connection. As of {}"),
                                         hhmm(screen.stale_since->minute_of_day));
        const float room_px = page_width_px() - built_for_.px(layout_.line_mm * stale_icon_lines + layout_.gap_mm);
        const auto pages = pages_of(words, layout_.foot_lines, fits(TextRole::Strong, room_px));
        stale_->set_text(taking_turns(pages, screen.slow_turn / static_cast<std::uint32_t>(languages_.shown.size())));
    }
}

void BoardScreens::update_message(const BoardScreen& screen, const std::string& link_words) {
    const Language& language = languages_.first();
    std::string title;
    std::string text;
    message_code_->set_visible(screen.page == BoardPage::Pairing);
    switch (screen.page) {
        case BoardPage::Pairing:
            title = language.tr("This board waits to be accepted");
            message_code_->set_text(in_threes(screen.pairing_code));
            text = filled(language.tr("For the administrator: motcua device accept {}"), screen.pairing_code);
            break;
        case BoardPage::Refused:
            title = language.tr("The server does not accept this board");
            text = screen.refusal == Refusal::None ? link_words : refusal_text(language, screen.refusal);
            break;
        case BoardPage::NoZone:
            title = language.tr("This board shows no counter");
            text = filled(language.tr("This hall has no counter in the zone \"{}\". Please correct zone in the board's "
                                      "settings, or in the centre's."),
                          screen.zone);
            break;
        case BoardPage::Starting:
        case BoardPage::Hall:
            title = language.tr("The board is starting");
            text = link_words;
            break;
    }
    show_sentence(*message_title_, title, TextRole::Strong, title_scale, screen.slow_turn);
    show_sentence(*message_text_, text, TextRole::Body, 1, screen.slow_turn);
}

}  // namespace motcua::board
