#include "counter-client/screens/counter_window.hpp"

#include <algorithm>
#include <cmath>

#include "shared/base/filled.hpp"
#include "shared/base/text.hpp"

namespace motcua::counter {

using namespace ui;

namespace {

constexpr float bar_height_mm = 105;     // windows as low as this are bars
constexpr float minimal_width_mm = 160;  // narrower bars show the number and one button
constexpr float narrow_width_mm = 225;   // narrower windows stack their parts
constexpr float sheet_width_mm = 265;
constexpr float spinner_mm = 6;
constexpr float lists_width_mm = 100;  // at most; whatever stands in them, the buttons beside keep their width
constexpr float lists_share = 0.4F;
constexpr float aside_share = 0.4F;     // of the lists' height, at most, while those who wait need the rest
constexpr float sums_mm = 0.1F;         // heights that were added and taken away again are equal within this
constexpr float least_lists_mm = 26;    // lower ones would show no line
constexpr float list_head_mm = 13;      // heading and padding of a list
constexpr float line_height_mm = 8.5F;  // of a line in a list, with its gap
constexpr float more_line_mm = 4.7F;    // what it grows by for a mark, for a category
constexpr float list_more_mm = 7;       // "and 12 more"
constexpr float unbounded_mm = 10'000;  // to ask what a widget would like
constexpr float action_row_mm = 12.5F;
constexpr float body_padding_mm = 5;
constexpr float pane_gap_mm = 5;
constexpr float action_gap_mm = 2.5F;
constexpr int most_action_columns = 5;
constexpr int least_action_columns = 2;
constexpr int most_choice_columns = 4;
constexpr float choice_gap_mm = 2;
constexpr float sheet_margin_mm = 12;  // both sides of a sheet in a window that is narrower than it
constexpr float sheet_padding_mm = 8;
constexpr std::size_t few_choices = 6;  // stand in one column
constexpr float bar_words_mm = 70;      // kept for words beside a bar's buttons

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string with_dot(const std::string& left, const std::string& right) {
    return left.empty() ? right : right.empty() ? left : left + " · " + right;
}

float height_of(const LineText& line) {
    return line_height_mm + (line.mark.empty() ? 0 : more_line_mm) + (line.category.empty() ? 0 : more_line_mm);
}

/// Of a list that leaves no line out.
float wanted_mm(const std::vector<LineText>& lines, std::size_t count) {
    float sum_mm = list_head_mm + (lines.size() < count ? list_more_mm : 0);
    for (const LineText& line : lines)
        sum_mm += height_of(line);
    return sum_mm;
}

/// Of a small window as a whole, which has no room for a banner.
Surface surface_of(const CounterScreen& screen) {
    const bool is_late = screen.current && !screen.current->over.empty();
    return !screen.banner.empty()    ? Surface::Warning
           : !screen.message.empty() ? Surface::Good
           : is_late                 ? Surface::Warning
           : screen.current          ? Surface::Call
                                     : Surface::Card;
}

}  // namespace

Layout layout_for(const Display& display) {
    if (display.height_mm() <= bar_height_mm)
        return display.width_mm() < minimal_width_mm ? Layout::Minimal : Layout::Bar;
    return display.width_mm() < narrow_width_mm ? Layout::Narrow : Layout::Full;
}

std::pair<int, int> size_px(const Display& display, WindowSize size) {
    const auto [width_mm, height_mm] =
        size == WindowSize::Compact ? std::pair{260.0F, 37.5F} : std::pair{100.0F, 34.0F};
    return {static_cast<int>(std::lround(display.px(width_mm))), static_cast<int>(std::lround(display.px(height_mm)))};
}

CounterWindow::CounterWindow(Manager& manager, Wish wish) : manager_(manager), wish_(std::move(wish)) {
    auto root = std::make_unique<Stack>();
    root->set_surface(Surface::Background);
    auto& page = root->add<Column>();
    page.set_gap_mm(0);
    header_ = &page.add<Column>();
    header_->set_gap_mm(0);
    body_ = &page.add<Column>();
    body_->set_grow(1);
    dialog_ = &root->add<Dialog>("sheet", sheet_width_mm);
    dialog_->set_visible(false);
    dialog_->on_dismiss([this] { wish_(Act::CloseSheet); });
    manager_.set_root(std::move(root));
    manager_.on_key([this](const KeyEvent& event) { return key(event); });
    manager_.on_text([this](char32_t character) { return typed(character); });
}

void CounterWindow::update(const CounterScreen& screen) {
    const Layout layout = layout_for(manager_.look().display);
    const bool is_same_layout = is_built_ && layout == layout_;
    const bool keeps_fields = is_same_layout && screen.page == Page::SignIn && shown_.page == Page::SignIn;
    const Display& display = manager_.look().display;
    const bool is_same_size = display.width_px == width_px_ && display.height_px == height_px_;
    const bool has_new_sheet = !is_built_ || !is_same_size || screen.sheet != shown_.sheet;
    const bool is_same_sheet = screen.sheet && shown_.sheet && screen.sheet->id == shown_.sheet->id;
    const std::string note = is_same_sheet && note_ != nullptr ? note_->text() : std::string();
    width_px_ = display.width_px;
    height_px_ = display.height_px;
    layout_ = layout;
    shown_ = screen;
    is_built_ = true;
    build_header(shown_);
    if (keeps_fields)
        update_sign_in(shown_);
    else
        build_body(shown_);
    if (has_new_sheet)
        build_sheet(shown_, note);
}

void CounterWindow::build_header(const CounterScreen& screen) {
    header_->clear();
    const bool is_bar = layout_ == Layout::Bar || layout_ == Layout::Minimal;
    if (!is_bar) {
        auto& row = header_->add<Row>();
        row.set_surface(Surface::Header);
        row.set_padding_mm(5, 2.5F);
        row.set_cross(Align::Centre);
        row.add<Label>("header.counter", screen.counter, TextRole::Heading);
        auto& who = row.add<Label>("header.staff", with_dot(screen.staff, screen.state), TextRole::Body);
        who.set_grow(1);
        who.set_max_lines(1);
        if (screen.has_spinner)
            row.add<Spinner>(spinner_mm);  // where it moves nothing that a person is about to touch
        if (layout_ == Layout::Full)
            row.add<Label>("header.day", screen.day, TextRole::Body);
        row.add<Label>("header.clock", screen.clock, TextRole::Title);
    }
    if (is_bar)
        return;  // it says the same among its own words
    if (!screen.banner.empty())
        header_->add<Banner>("banner", screen.banner);
    else if (!screen.message.empty())
        header_->add<Banner>("message", screen.message, Surface::Good, Icon::Info);
}

void CounterWindow::build_body(const CounterScreen& screen) {
    body_->clear();
    login_ = password_ = nullptr;
    title_ = lines_ = nullptr;
    sign_in_ = nullptr;
    body_->set_padding_mm(layout_ == Layout::Full || layout_ == Layout::Narrow ? body_padding_mm : 1.5F);
    if (screen.page == Page::SignIn)
        build_sign_in(screen);
    else if (screen.page != Page::Work)
        build_notice(screen);
    else if (layout_ == Layout::Bar || layout_ == Layout::Minimal)
        build_bar(screen);
    else
        build_work(screen);
}

void CounterWindow::build_notice(const CounterScreen& screen) {
    auto& card = body_->add<Column>();
    card.set_surface(Surface::Card);
    card.set_padding_mm(8);
    card.set_main(Align::Centre);
    card.set_grow(1);
    const bool is_low = layout_ == Layout::Bar || layout_ == Layout::Minimal;
    if (is_low)
        card.set_padding_mm(2);
    card.add<Label>("page.title", screen.title, is_low ? TextRole::Strong : TextRole::Heading)
        .set_text_align(Align::Centre);
    if (!screen.code.empty())
        card.add<Label>("page.code", in_threes(screen.code), is_low ? TextRole::Heading : TextRole::Number)
            .set_text_align(Align::Centre);
    if (layout_ != Layout::Minimal)
        card.add<Label>("page.lines", joined(screen.lines), TextRole::Body).set_text_align(Align::Centre);
}

void CounterWindow::build_sign_in(const CounterScreen& screen) {
    auto& middle = body_->add<Column>();
    middle.set_grow(1);
    middle.set_main(Align::Centre);
    middle.set_cross(Align::Centre);
    auto& card = middle.add<Column>();
    card.set_surface(Surface::Card);
    card.set_padding_mm(8);
    card.set_min_mm(110, 0);
    card.set_max_mm(130, 0);
    title_ = &card.add<Label>("page.title", screen.title, TextRole::Heading);
    lines_ = &card.add<Label>("page.lines", joined(screen.lines), TextRole::Body);
    card.add<Label>(screen.login_prompt, TextRole::Strong);
    login_ = &card.add<TextField>("sign-in.login");
    card.add<Label>(screen.password_prompt, TextRole::Strong);
    password_ = &card.add<TextField>("sign-in.password", "", Echo::Masked);
    sign_in_ = &card.add<Button>("sign-in.submit", screen.sign_in, ButtonKind::Primary);
    login_->on_submit([this] { manager_.focus("sign-in.password"); });
    password_->on_submit([this] { submit(); });
    sign_in_->on_click([this] { submit(); });
    update_sign_in(screen);
    manager_.focus("sign-in.login");
}

void CounterWindow::update_sign_in(const CounterScreen& screen) {
    title_->set_text(screen.title);
    lines_->set_text(joined(screen.lines));
    lines_->set_visible(!screen.lines.empty());
    sign_in_->set_text(screen.sign_in);
    sign_in_->set_enabled(screen.can_sign_in);
}

void CounterWindow::submit() {
    const SignInAs who{login_->text(), password_->text()};
    password_->set_text("");
    wish_(who);
}

void CounterWindow::build_work(const CounterScreen& screen) {
    const float width_mm = manager_.look().display.width_mm() - 2 * body_padding_mm;
    if (layout_ == Layout::Narrow) {
        Widget& current = add_current(*body_, screen);
        Widget& actions = add_actions(*body_, screen, action_columns(screen, width_mm));
        float rest_mm = body_height_mm() - 2 * manager_.look().theme.gap_mm;
        for (const Widget* above : {&current, &actions})
            rest_mm -= mm_high(*above, width_mm);
        if (rest_mm < least_lists_mm)
            return;
        auto& lists = body_->add<Row>();
        lists.set_grow(1);
        lists.set_gap_mm(pane_gap_mm);
        add_lists(lists, screen, rest_mm);
        return;
    }
    auto& row = body_->add<Row>();
    row.set_grow(1);
    row.set_gap_mm(pane_gap_mm);
    const float lists_mm = std::min(lists_width_mm, (width_mm - pane_gap_mm) * lists_share);
    auto& left = row.add<Column>();
    left.set_grow(1);
    add_current(left, screen);
    add_actions(left, screen, action_columns(screen, width_mm - pane_gap_mm - lists_mm));
    auto& right = row.add<Column>();
    right.set_fixed_mm(lists_mm, 0);
    add_lists(right, screen, body_height_mm());
}

float CounterWindow::body_height_mm() const {
    const Display& display = manager_.look().display;
    return display.height_mm() - mm_high(*header_, display.width_mm()) - 2 * body_padding_mm;
}

float CounterWindow::mm_high(const Widget& widget, float width_mm) const {
    const Look& look = manager_.look();
    return look.display.mm(widget.hint(look, {look.px(width_mm), look.px(unbounded_mm)}).h);
}

float CounterWindow::mm_wide(const std::string& words, const std::string& key) const {
    Button button({}, words);
    button.set_key_hint(key);
    const Look& look = manager_.look();
    return look.display.mm(button.hint(look, {look.px(unbounded_mm), look.px(unbounded_mm)}).w);
}

int CounterWindow::action_columns(const CounterScreen& screen, float width_mm) const {
    float widest_mm = 1;
    for (const auto& action : screen.actions)
        widest_mm = std::max(widest_mm, mm_wide(action.label, action.key));
    // As many as leave every button its words.
    return std::clamp(columns_that_fit(width_mm, widest_mm, action_gap_mm), least_action_columns, most_action_columns);
}

Widget& CounterWindow::add_current(Box& parent, const CounterScreen& screen) {
    auto& card = parent.add<Column>("work.current");
    card.set_surface(screen.current ? Surface::Call : Surface::Card);
    card.set_padding_mm(layout_ == Layout::Full ? 7 : 3.5F);
    card.set_main(Align::Centre);
    if (layout_ == Layout::Full)
        card.set_grow(1);
    if (!screen.current) {
        auto& idle = card.add<Label>("work.idle", screen.idle_text, TextRole::Heading);
        idle.set_text_align(Align::Centre);
        if (!screen.idle_detail.empty())
            card.add<Label>("work.idle.detail", screen.idle_detail, TextRole::Strong).set_text_align(Align::Centre);
        return card;
    }
    const CurrentText& current = *screen.current;
    auto& top = card.add<Row>();
    top.set_cross(Align::Centre);
    auto& number = top.add<Label>("work.number", current.number, TextRole::Number);
    number.set_tone(Tone::Emphasis);
    number.set_grow(1);
    auto& times = top.add<Column>();
    times.set_gap_mm(1.5F);
    times.add<Label>("work.timer", current.timer, TextRole::Huge).set_text_align(Align::End);
    times.add<Label>("work.state", current.state, TextRole::Strong).set_text_align(Align::End);
    card.add<Label>("work.service", current.service, TextRole::Title);
    card.add<Label>("work.waited", with_dot(current.category, current.waited), TextRole::Body);
    if (!current.note.empty())
        card.add<Label>("work.note", current.note, TextRole::Strong);
    if (!current.over.empty())
        card.add<Banner>("work.over", current.over, Surface::Warning, Icon::Clock);
    return card;
}

void CounterWindow::add_action(Box& parent, const ActionText& action) {
    auto& button = parent.add<Button>(
        action.id, action.label, action.is_main && action.is_enabled ? ButtonKind::Primary : ButtonKind::Secondary);
    button.set_key_hint(action.key);
    button.set_enabled(action.is_enabled);
    button.on_click([this, act = action.act] { wish_(act); });
}

Widget& CounterWindow::add_actions(Box& parent, const CounterScreen& screen, int columns) {
    auto& grid = parent.add<Grid>(columns, "work.actions");
    grid.set_gap_mm(action_gap_mm);
    grid.set_max_cell_height_mm(16);
    const int rows = (static_cast<int>(screen.actions.size()) + columns - 1) / columns;
    grid.set_min_mm(0, static_cast<float>(rows) * (layout_ == Layout::Full ? 16 : action_row_mm));
    for (const auto& action : screen.actions)
        add_action(grid, action);
    return grid;
}

void CounterWindow::add_lists(Box& parent, const CounterScreen& screen, float height_mm) {
    const ListText waiting{"waiting", screen.waiting_title, static_cast<std::size_t>(screen.waiting_total),
                           screen.waiting, screen.more};
    const ListText aside{"aside", screen.aside_title, screen.aside.size(), screen.aside, screen.more};
    if (layout_ == Layout::Narrow || screen.aside.empty()) {
        add_list(parent, waiting, height_mm);
        if (!screen.aside.empty())
            add_list(parent, aside, height_mm);
        return;
    }
    const float both_mm = height_mm - pane_gap_mm;
    const float free_mm = both_mm - wanted_mm(waiting.lines, waiting.count);
    const float aside_mm = std::min(wanted_mm(aside.lines, aside.count), std::max(height_mm * aside_share, free_mm));
    add_list(parent, waiting, both_mm - aside_mm);
    add_list(parent, aside, aside_mm);
}

void CounterWindow::add_list(Box& parent, const ListText& list, float height_mm) {
    auto& card = parent.add<Column>("list." + list.id);
    card.set_surface(Surface::Card);
    card.set_padding_mm(4, 3);
    card.set_gap_mm(1);
    if (list.id == "waiting" || layout_ == Layout::Narrow)
        card.set_grow(1);
    auto& head = card.add<Row>();
    auto& title = head.add<Label>(list.title, TextRole::Title);
    title.set_grow(1);
    title.set_max_lines(1);
    head.add<Label>("list." + list.id + ".count", std::to_string(list.count), TextRole::Title);
    float room_mm = height_mm - list_head_mm;
    std::size_t shown = 0;
    for (const LineText& line : list.lines) {
        const float line_mm = height_of(line);
        const float after_mm = shown + 1 < list.count ? list_more_mm : 0;
        if (room_mm + sums_mm < line_mm + after_mm)
            break;
        room_mm -= line_mm;
        auto& row = card.add<Row>(line.id);
        row.set_surface(shown++ % 2 == 0 ? Surface::Quiet : Surface::Card);
        row.set_padding_mm(2, 1);
        row.set_radius_mm(1);
        row.set_cross(Align::Centre);
        auto& number = row.add<Label>(line.id + ".number", line.number, TextRole::Strong);
        number.set_min_mm(14, 0);
        auto& words = row.add<Column>();
        words.set_gap_mm(0.5F);
        words.set_grow(1);
        auto& first = words.add<Row>();
        auto& service = first.add<Label>(line.id + ".service", line.service, TextRole::Body);
        service.set_max_lines(1);
        service.set_grow(1);
        first.add<Label>(line.since, TextRole::Body);
        if (!line.mark.empty())
            words.add<Label>(line.id + ".mark", line.mark, TextRole::Strong).set_max_lines(1);
        if (!line.category.empty())
            words.add<Label>(line.id + ".category", line.category, TextRole::Strong).set_max_lines(1);
    }
    if (shown < list.count)
        card.add<Label>("list." + list.id + ".more", filled(list.more, list.count - shown), TextRole::Body)
            .set_tone(Tone::Muted);
}

void CounterWindow::build_bar(const CounterScreen& screen) {
    if (layout_ == Layout::Minimal)
        return build_minimal(screen);
    auto& row = body_->add<Row>();
    row.set_grow(1);
    row.set_cross(Align::Centre);
    row.set_padding_mm(2, 1);
    const bool is_late = screen.current && !screen.current->over.empty();
    row.set_surface(surface_of(screen));
    if (screen.current)
        row.add<Label>("work.number", screen.current->number, TextRole::Huge).set_tone(Tone::Emphasis);
    auto& words = row.add<Column>();
    words.set_gap_mm(1);
    words.set_grow(1);
    const auto say = [&words](const char* id, const std::string& text, TextRole role, std::size_t lines = 1) {
        if (!text.empty())
            words.add<Label>(id, text, role).set_max_lines(lines);
    };
    const std::string& told = screen.banner.empty() ? screen.message : screen.banner;
    say("work.state", screen.current ? with_dot(screen.current->timer, screen.current->state) : screen.state,
        TextRole::Strong);
    if (!told.empty()) {
        say("told", told, TextRole::Strong, 2);
    } else if (screen.current) {
        say("work.service", screen.current->service, TextRole::Body);
        say("work.waited", is_late ? screen.current->over : with_dot(screen.current->category, screen.current->waited),
            TextRole::Body);
    } else {
        say("work.idle", screen.idle_detail.empty() ? screen.idle_text : screen.idle_detail, TextRole::Body);
    }
    say("list.waiting.count", with_dot(screen.waiting_title + ": " + screen.waiting_count, screen.next_up),
        TextRole::Body);
    auto& actions = row.add<Row>("work.actions");
    actions.set_cross(Align::Centre);
    float room_mm = manager_.look().display.width_mm() - bar_words_mm -
                    (screen.current ? manager_.look().display.mm(manager_.look().font_px(TextRole::Huge)) * 3 : 0);
    for (const auto& action : screen.quick) {
        room_mm -= mm_wide(action.label, action.key) + action_gap_mm;
        if (room_mm < 0 && &action != &screen.quick.front())
            break;
        add_action(actions, action);
    }
}

void CounterWindow::build_minimal(const CounterScreen& screen) {
    auto& page = body_->add<Column>();
    page.set_grow(1);
    page.set_gap_mm(1);
    page.set_padding_mm(2, 1);
    const bool is_late = screen.current && !screen.current->over.empty();
    page.set_surface(surface_of(screen));
    auto& row = page.add<Row>();
    row.set_grow(1);
    row.set_cross(Align::Centre);
    if (screen.current)
        row.add<Label>("work.number", screen.current->number, TextRole::Huge).set_tone(Tone::Emphasis);
    auto& waiting =
        row.add<Label>("list.waiting.count", screen.waiting_title + ": " + screen.waiting_count, TextRole::Body);
    waiting.set_max_lines(2);
    waiting.set_grow(1);
    auto& actions = row.add<Row>("work.actions");
    if (!screen.quick.empty())
        add_action(actions, screen.quick.front());
    const std::string words = !screen.banner.empty()    ? screen.banner
                              : !screen.message.empty() ? screen.message
                              : !screen.current ? screen.idle_detail.empty() ? screen.idle_text : screen.idle_detail
                              : is_late         ? with_dot(screen.current->timer, screen.current->over)
                                                : with_dot(screen.current->timer, screen.current->state);
    auto& state = page.add<Label>("work.state", words, TextRole::Strong);
    state.set_max_lines(2);
}

void CounterWindow::build_sheet(const CounterScreen& screen, const std::string& note) {
    note_ = nullptr;
    dialog_->card().clear();
    dialog_->set_visible(screen.sheet.has_value());
    if (!screen.sheet)
        return;
    const SheetText& sheet = *screen.sheet;
    auto& card = dialog_->card();
    card.set_gap_mm(choice_gap_mm);
    card.add<Label>("sheet.title", sheet.title, TextRole::Heading);
    for (const auto& line : sheet.lines)
        card.add<Label>(line, TextRole::Body);
    if (!sheet.note_prompt.empty())
        note_ = &card.add<TextField>("sheet.note", sheet.note_prompt);
    if (note_ != nullptr)
        note_->set_text(note);  // what is being typed outlives a change of the choices
    add_choices(card, sheet.choices);
    card.add<Button>("sheet.close", sheet.close, ButtonKind::Quiet).on_click([this] { wish_(Act::CloseSheet); });
    if (note_ != nullptr)
        manager_.focus("sheet.note");  // what is typed is the note, never a choice
}

void CounterWindow::add_choices(Box& card, const std::vector<ChoiceText>& choices) {
    const float width_mm =
        std::min(sheet_width_mm, manager_.look().display.width_mm() - sheet_margin_mm) - 2 * sheet_padding_mm;
    const int most_columns = choices.size() > few_choices ? most_choice_columns : 1;
    const auto words_of = [](const ChoiceText& choice) { return with_dot(choice.label, choice.detail); };
    const auto key_of = [this](const ChoiceText& choice) {
        return note_ == nullptr || choice.key.empty() ? choice.key : "Alt+" + choice.key;
    };
    for (auto first = choices.begin(); first != choices.end();) {
        const auto last = std::find_if(first, choices.end(),
                                       [first](const ChoiceText& choice) { return choice.group != first->group; });
        float widest_mm = 1;
        for (auto choice = first; choice != last; ++choice)
            widest_mm = std::max(widest_mm, mm_wide(words_of(*choice), key_of(*choice)));
        if (!first->group.empty())
            card.add<Label>(first->group, TextRole::Strong);
        const int columns = std::min(most_columns, columns_that_fit(width_mm, widest_mm, choice_gap_mm));
        auto& grid = card.add<Grid>(columns);
        grid.set_gap_mm(choice_gap_mm);
        // Gives way first where there are very many; every row as much as any other.
        grid.set_grow(std::ceil(static_cast<float>(last - first) / static_cast<float>(columns)));
        for (; first != last; ++first) {
            auto& button = grid.add<Button>(first->id, words_of(*first));
            button.set_key_hint(key_of(*first));
            button.set_enabled(first->is_enabled);
            button.on_click([this, choice = *first] { choose(choice); });
        }
    }
}

void CounterWindow::choose(const ChoiceText& choice) {
    Intent intent = choice.intent;
    if (auto* transfer = std::get_if<TransferTo>(&intent); transfer != nullptr && note_ != nullptr)
        transfer->note = note_->text();
    wish_(intent);
}

namespace {

char32_t character_of(ui::Key key) {
    using ui::Key;
    if (key >= Key::A && key <= Key::Z)
        return U'a' + static_cast<char32_t>(static_cast<int>(key) - static_cast<int>(Key::A));
    if (key >= Key::Digit0 && key <= Key::Digit9)
        return U'0' + static_cast<char32_t>(static_cast<int>(key) - static_cast<int>(Key::Digit0));
    return 0;
}

}  // namespace

bool CounterWindow::key(const KeyEvent& event) {
    using ui::Key;
    if (event.key == Key::F12) {
        wish_(Act::NextLanguage);
        return true;
    }
    if (event.control && event.key >= Key::Digit1 && event.key <= Key::Digit3) {
        wish_(event.key == Key::Digit1   ? Act::FullWindow
              : event.key == Key::Digit2 ? Act::CompactWindow
                                         : Act::MinimalWindow);
        return true;
    }
    if (event.key == Key::Escape && shown_.sheet) {
        wish_(Act::CloseSheet);
        return true;
    }
    if (shown_.sheet && event.alt)
        return choose_by(character_of(event.key));
    if (shown_.page != Page::Work || shown_.sheet)
        return false;
    if (event.control && event.key == Key::Z) {
        wish_(Act::Undo);
        return true;
    }
    if (event.control || event.alt)
        return false;
    if (event.key == Key::Space || event.key == Key::F1) {
        wish_(Act::Next);
        return true;
    }
    if (event.key == Key::F7) {  // whatever its button offers meanwhile: what can be undone has Ctrl+Z
        wish_(Act::OpenTakeBack);
        return true;
    }
    constexpr std::pair<Key, const char*> keys[] = {
        {Key::F2, "work.recall"}, {Key::F3, "work.finish"}, {Key::F4, "work.no-show"}, {Key::F5, "work.transfer"},
        {Key::F6, "work.hold"},   {Key::F8, "work.pause"},  {Key::F9, "work.start"},   {Key::F10, "work.sign-out"}};
    for (const auto& [pressed, id] : keys) {
        if (pressed != event.key)
            continue;
        for (const auto& action : shown_.actions) {
            if (action.id == id) {
                wish_(action.act);
                return true;
            }
        }
    }
    return false;
}

bool CounterWindow::typed(char32_t character) {
    if (shown_.page == Page::Work && character == U'?') {
        wish_(Act::OpenKeys);
        return true;
    }
    return note_ == nullptr && choose_by(character);
}

/// Where there is a note to type, a choice's key goes with Alt.
bool CounterWindow::choose_by(char32_t character) {
    if (!shown_.sheet || character == 0 || character > 0x7f)
        return false;
    for (const auto& choice : shown_.sheet->choices) {
        if (choice.key == std::string(1, static_cast<char>(character))) {
            if (choice.is_enabled)
                choose(choice);
            return true;
        }
    }
    return false;
}

}  // namespace motcua::counter
