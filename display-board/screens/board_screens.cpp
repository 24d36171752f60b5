#include "display-board/screens/board_screens.hpp"

#include "display-board/screens/board_theme.hpp"
#include "shared/language/filled.hpp"
#include "shared/language/refusal_text.hpp"
#include "shared/type/wrap.hpp"

namespace motcua::board {
namespace {

using ui::Align;
using ui::Surface;
using ui::TextRole;
using ui::Tone;

constexpr float shrink_words = 0.8F;   ///< of words that are known beforehand, in the narrowest case
constexpr float shrink_names = 0.55F;  ///< of names that a centre writes as it likes
constexpr float call_gap_lines = 0.18F;  ///< so that a mark on the counter's name never hangs on a digit above it

ui::Label& one_line(ui::Widget& parent, const char* id, TextRole role, float shrink = shrink_words) {
    auto& label = parent.add<ui::Label>(id, "", role);
    label.set_max_lines(1);
    label.set_shrink(shrink);
    return label;
}

}  // namespace

BoardScreens::BoardScreens(ui::Manager& manager, BoardLanguages languages)
    : manager_(manager), languages_(std::move(languages)), base_theme_(manager.look().theme) {
    build();
}

bool BoardScreens::fits(const std::string& text, TextRole role, float width_px) const {
    const ui::Look& look = manager_.look();
    return look.fonts->width(text, look.theme.text(role).weight, look.font_px(role)) <= width_px;
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
    header.set_gap_mm(2 * layout_.gap_mm);
    header.set_fixed_mm(0, layout_.line_mm);
    agency_ = &header.add<ui::Label>("board.agency", "", TextRole::Body);
    agency_->set_max_lines(2);
    agency_->set_shrink(0.5F);  // two lines in the height of one: the office's name is read from near
    agency_->set_grow(1);
    branch_ = nullptr;
    date_ = &one_line(header, "board.date", TextRole::Body);
    date_->set_tone(Tone::Muted);
    clock_ = &one_line(header, "board.clock", TextRole::Strong);
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
    agency_ = &first.add<ui::Label>("board.agency", "", TextRole::Strong);
    agency_->set_max_lines(layout_.is_portrait ? 2 : 1);
    agency_->set_shrink(shrink_names);
    agency_->set_grow(1);
    auto& second = header.add<ui::Row>();
    second.set_grow(1);
    ui::Row& with_clock = layout_.is_portrait ? second : first;
    branch_ = layout_.is_portrait ? nullptr : &one_line(second, "board.branch", TextRole::Body, shrink_names);
    if (branch_ != nullptr) {
        branch_->set_tone(Tone::Muted);
        branch_->set_grow(1);
    }
    date_ = &one_line(second, "board.date", TextRole::Body);
    date_->set_tone(Tone::Muted);
    if (layout_.is_portrait) {
        date_->set_grow(1);
    }
    clock_ = &one_line(with_clock, "board.clock", TextRole::Strong);
    clock_->set_tone(Tone::Emphasis);
}

void BoardScreens::build_body(ui::Column& page) {
    auto add_parts = [this](ui::Flow& body) {
        body.set_grow(1);
        body.set_gap_mm(layout_.gap_mm);
        body.set_padding_mm(0, layout_.gap_mm);
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
    state_ = &one_line(*call_, "board.current.state", TextRole::Strong);
    state_->set_text_align(Align::Centre);
    number_ = &call_->add<BigText>("board.current.number", Tone::Emphasis);
    number_->set_grow(1);
    call_->add<ui::Spacer>(0).set_fixed_mm(0, layout_.line_mm * call_gap_lines);
    place_ = &call_->add<BigText>("board.current.place");
    place_->set_grow(1.4F);  // its marks above and below take room that digits do not
    small_place_ = &one_line(*call_, "board.current.small", TextRole::Body);
    small_place_->set_text_align(Align::Centre);
    small_place_->set_tone(Tone::Muted);

    calm_ = &current_->add<ui::Column>("board.calm");
    calm_->set_grow(1);
    calm_->set_main(Align::Centre);
    calm_texts_.clear();
    for (std::size_t i = 0; i < languages_.shown.size(); ++i) {
        auto& text = calm_->add<ui::Label>("board.calm." + std::to_string(i), "", TextRole::Strong);
        text.set_shrink(0.5F);
        text.set_capital_mm(layout_.text_mm * (i == 0 ? 1.5F : 1.0F));
        text.set_text_align(Align::Centre);
        text.set_tone(i == 0 ? Tone::Normal : Tone::Muted);
        calm_texts_.push_back(&text);
    }
}

void BoardScreens::build_rows(ui::Flow& body) {
    auto& list = body.add<ui::Column>("board.rows");
    list.set_gap_mm(0);
    list.set_fixed_mm(layout_.side_mm, layout_.is_portrait ? layout_.rows_mm : 0);
    rows_title_ = &one_line(list, "board.rows.title", TextRole::Body);
    rows_title_->set_tone(Tone::Muted);
    rows_title_->set_fixed_mm(0, layout_.line_mm);
    rows_.clear();
    for (int i = 0; i < layout_.rows; ++i) {
        const std::string id = "board.row." + std::to_string(i);
        RowWidgets made;
        made.row = &list.add<ui::Row>(id);
        made.row->set_surface(i % 2 == 0 ? Surface::Quiet : Surface::None);
        made.row->set_padding_mm(layout_.gap_mm, 0);
        made.row->set_fixed_mm(0, layout_.line_mm);
        made.number = &one_line(*made.row, (id + ".number").c_str(), TextRole::Strong);
        made.number->set_tone(Tone::Emphasis);
        made.place = &one_line(*made.row, (id + ".place").c_str(), TextRole::Body, shrink_names);
        made.place->set_grow(1);
        made.place->set_text_align(Align::End);
        rows_.push_back(made);
    }
}

void BoardScreens::build_foot(ui::Column& page) {
    info_row_ = &page.add<ui::Row>();
    info_row_->set_padding_mm(layout_.gap_mm, 0);
    info_row_->set_fixed_mm(0, layout_.line_mm);
    info_ = &one_line(*info_row_, "board.info", TextRole::Body);
    info_->set_grow(1);
    waiting_ = &one_line(*info_row_, "board.waiting", TextRole::Strong);

    auto& foot = page.add<ui::Stack>();
    foot.set_fixed_mm(0, layout_.line_mm);
    auto& notice_row = foot.add<ui::Row>();
    notice_row.set_surface(Surface::Header);
    notice_row.set_padding_mm(layout_.gap_mm, 0);
    notice_ = &one_line(notice_row, "board.notice", TextRole::Body);
    notice_->set_grow(1);
    notice_->set_tone(Tone::Muted);
    stale_row_ = &foot.add<ui::Row>();
    stale_row_->set_surface(Surface::Warning);
    stale_row_->set_padding_mm(layout_.gap_mm, 0);
    stale_row_->add<ui::IconView>(ui::Icon::Offline, layout_.line_mm * 0.8F, Tone::Normal);
    stale_ = &one_line(*stale_row_, "board.stale", TextRole::Strong);
    stale_->set_grow(1);
}

void BoardScreens::build_message(ui::Stack& pages) {
    message_ = &pages.add<ui::Column>();
    message_->set_padding_mm(2 * layout_.line_mm, layout_.line_mm);
    message_->set_main(Align::Centre);
    message_->set_gap_mm(layout_.line_mm * 0.5F);
    message_title_ = &message_->add<ui::Label>("board.message.title", "", TextRole::Strong);
    message_title_->set_capital_mm(layout_.text_mm * 1.4F);
    message_title_->set_text_align(Align::Centre);
    message_title_->set_shrink(shrink_names);
    message_code_ = &message_->add<BigText>("board.message.code", Tone::Emphasis);
    message_code_->set_fixed_mm(0, layout_.line_mm * 2);
    message_text_ = &message_->add<ui::Label>("board.message.text", "", TextRole::Body);
    message_text_->set_text_align(Align::Centre);
    message_text_->set_tone(Tone::Muted);
    message_text_->set_shrink(shrink_names);
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
    agency_->set_text(screen.agency.in(languages_.first().tag()));
    if (branch_ != nullptr) {
        branch_->set_text(screen.branch.in(languages_.first().tag()));
    }
    if (screen.clock) {
        clock_->set_text(hhmm(screen.clock->minute_of_day));
        date_->set_text(layout_.is_roomy ? date_words(screen.clock->date, languages_.first())
                                         : ddmmyyyy(screen.clock->date));
    }
}

void BoardScreens::update_current(const BoardScreen& screen) {
    call_->set_visible(screen.large.has_value());
    calm_->set_visible(!screen.large);
    for (std::size_t i = 0; i < calm_texts_.size(); ++i) {
        calm_texts_[i]->set_text(languages_.shown[i].tr("Please watch this board for your number"));
    }
    current_->set_surface(screen.large && screen.large->is_lit ? Surface::CallPulse : Surface::Call);
    if (!screen.large) {
        return;
    }
    state_->set_text(state_words(*screen.large, languages_.first()));
    number_->set_text(to_string(screen.large->number));
    place_->set_text(large_place(*screen.large, languages_.first()));
    small_place_->set_text(small_place(*screen.large, languages_));
}

void BoardScreens::update_rows(const BoardScreen& screen) {
    const auto title = [&](const Language& language) {
        const auto more = static_cast<std::int64_t>(screen.calls_to_come);
        return more == 0
                   ? language.tr("Earlier calls")
                   : filled(language.tr_n("{} more call follows", "{} more calls follow", more), std::to_string(more));
    };
    rows_title_->set_text(title(languages_.first()));
    rows_title_->set_visible(!screen.rows.empty());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool is_used = i < screen.rows.size();
        rows_[i].row->set_visible(is_used);
        if (!is_used) {
            continue;
        }
        const BoardRow& row = screen.rows[i];
        const std::string& label = row.counter_label.in(languages_.first().tag());
        rows_[i].number->set_text(to_string(row.number));
        rows_[i].number->set_tone(row.is_serving ? Tone::Muted : Tone::Emphasis);
        rows_[i].place->set_text(label.empty() ? row.counter_name : label);
    }
}

void BoardScreens::update_foot(const BoardScreen& screen) {
    const ui::Look& look = manager_.look();
    const float width_px = look.px(built_for_.width_mm() - 2 * layout_.gap_mm) - drift_span_px;
    const std::string waiting = filled(languages_.first().tr("Waiting: {}"), std::to_string(screen.waiting));
    waiting_->set_text(waiting);
    waiting_->set_visible(!layout_.is_portrait);
    const float waiting_px =
        layout_.is_portrait
            ? 0
            : look.fonts->width(waiting, look.theme.text(TextRole::Strong).weight, look.font_px(TextRole::Strong));
    const float info_px = width_px - waiting_px - look.px(2 * layout_.gap_mm);
    auto info =
        info_lines(screen, languages_, [&](const std::string& text) { return fits(text, TextRole::Body, info_px); });
    if (layout_.is_portrait) {
        info.push_back(waiting);  // beside it there is no room for a single number
    }
    info_->set_text(taking_turns(info, screen.slow_turn));
    const auto notices = notice_lines(screen, languages_, [&](const std::string& text) {
        return type::wrap(*look.fonts, text, look.theme.text(TextRole::Body).weight, look.font_px(TextRole::Body),
                          {width_px, 0});
    });
    notice_->set_text(taking_turns(notices, screen.slow_turn));
    stale_row_->set_visible(screen.stale_since.has_value());
    if (screen.stale_since) {
        const Language& language = languages_.shown[screen.slow_turn % languages_.shown.size()];
        stale_->set_text(filled(language.tr("No connection. As of {}"), hhmm(screen.stale_since->minute_of_day)));
    }
}

void BoardScreens::update_message(const BoardScreen& screen, const std::string& link_words) {
    const Language& language = languages_.first();
    message_code_->set_visible(screen.page == BoardPage::Pairing);
    switch (screen.page) {
        case BoardPage::Pairing:
            message_title_->set_text(language.tr("This board waits to be accepted"));
            message_code_->set_text(screen.pairing_code);
            message_text_->set_text(language.tr("The administrator enters this code: motcua device accept CODE"));
            break;
        case BoardPage::Refused:
            message_title_->set_text(language.tr("The server does not accept this board"));
            message_text_->set_text(screen.refusal == Refusal::None ? link_words
                                                                    : refusal_text(language, screen.refusal));
            break;
        case BoardPage::Starting:
        case BoardPage::Hall:
            message_title_->set_text(language.tr("The board is starting"));
            message_text_->set_text(link_words);
            break;
    }
}

}  // namespace motcua::board
