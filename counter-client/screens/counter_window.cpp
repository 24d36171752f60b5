#include "counter-client/screens/counter_window.hpp"

#include <algorithm>

namespace motcua::counter {

using namespace ui;

namespace {

constexpr int bar_height_px = 220;     // lower windows are bars
constexpr int minimal_width_px = 480;  // narrower bars show the number and one button
constexpr int narrow_width_px = 900;   // narrower windows stack their parts
constexpr float row_height_mm = 8.5F;  // of a line in a list, with its gap
constexpr float sheet_width_mm = 265;
constexpr float lists_width_mm = 100;  // at most; whatever stands in them, the buttons beside keep their width
constexpr float lists_share = 0.4F;
constexpr float body_padding_mm = 5;
constexpr float pane_gap_mm = 5;
constexpr float action_width_mm = 39;  // the longest word with its key
constexpr int most_action_columns = 5;
constexpr int least_action_columns = 3;

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::string with_dot(const std::string& left, const std::string& right) {
    return left.empty() ? right : right.empty() ? left : left + " · " + right;
}

}  // namespace

Layout layout_for(const Display& display) {
    if (display.height_px <= bar_height_px)
        return display.width_px < minimal_width_px ? Layout::Minimal : Layout::Bar;
    return display.width_px < narrow_width_px ? Layout::Narrow : Layout::Full;
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
    const bool has_new_sheet = !is_built_ || screen.sheet != shown_.sheet;
    layout_ = layout;
    shown_ = screen;
    is_built_ = true;
    build_header(shown_);
    if (keeps_fields)
        update_sign_in(shown_);
    else
        build_body(shown_);
    if (has_new_sheet)
        build_sheet(shown_);
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
        if (layout_ == Layout::Full)
            row.add<Label>("header.day", screen.day, TextRole::Body);
        row.add<Label>("header.clock", screen.clock, TextRole::Title);
    }
    if (screen.has_spinner && !is_bar)
        header_->add<Spinner>(6);
    if (layout_ == Layout::Minimal)
        return;
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
    card.add<Label>("page.title", screen.title, TextRole::Heading).set_text_align(Align::Centre);
    if (!screen.code.empty())
        card.add<Label>("page.code", screen.code, TextRole::Number).set_text_align(Align::Centre);
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
    if (layout_ == Layout::Narrow) {
        add_current(*body_, screen);
        add_actions(*body_, screen, 3);
        auto& lists = body_->add<Column>();
        lists.set_grow(1);
        add_lists(lists, screen);
        return;
    }
    auto& row = body_->add<Row>();
    row.set_grow(1);
    row.set_gap_mm(pane_gap_mm);
    const float width_mm = manager_.look().display.width_mm() - 2 * body_padding_mm - pane_gap_mm;
    const float lists_mm = std::min(lists_width_mm, width_mm * lists_share);
    auto& left = row.add<Column>();
    left.set_grow(1);
    add_current(left, screen);
    add_actions(left, screen,
                std::clamp(static_cast<int>((width_mm - lists_mm) / action_width_mm), least_action_columns,
                           most_action_columns));
    auto& right = row.add<Column>();
    right.set_fixed_mm(lists_mm, 0);
    add_lists(right, screen);
}

void CounterWindow::add_current(Box& parent, const CounterScreen& screen) {
    auto& card = parent.add<Column>("work.current");
    card.set_surface(screen.current ? Surface::Call : Surface::Card);
    card.set_padding_mm(7);
    card.set_main(Align::Centre);
    if (layout_ == Layout::Full)
        card.set_grow(1);
    if (!screen.current) {
        auto& idle = card.add<Label>("work.idle", screen.idle_text, TextRole::Heading);
        idle.set_text_align(Align::Centre);
        return;
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
}

void CounterWindow::add_action(Box& parent, const ActionText& action) {
    auto& button = parent.add<Button>(
        action.id, action.label, action.is_main && action.is_enabled ? ButtonKind::Primary : ButtonKind::Secondary);
    if (layout_ == Layout::Full || layout_ == Layout::Narrow)
        button.set_key_hint(action.key);
    button.set_enabled(action.is_enabled);
    button.on_click([this, act = action.act] { wish_(act); });
}

void CounterWindow::add_actions(Box& parent, const CounterScreen& screen, int columns) {
    auto& grid = parent.add<Grid>(columns, "work.actions");
    grid.set_gap_mm(2.5F);
    grid.set_max_cell_height_mm(16);
    grid.set_min_mm(0, layout_ == Layout::Full ? 32 : 44);
    for (const auto& action : screen.actions)
        add_action(grid, action);
}

std::size_t CounterWindow::rows_that_fit(float share) const {
    const float height_mm = manager_.look().display.height_mm() * share;
    return static_cast<std::size_t>(std::max(1.0F, height_mm / row_height_mm));
}

void CounterWindow::add_lists(Box& parent, const CounterScreen& screen) {
    const bool is_narrow = layout_ == Layout::Narrow;
    add_list(parent, "waiting", screen.waiting_title, screen.waiting_count, screen.waiting,
             rows_that_fit(is_narrow              ? 0.15F
                           : screen.aside.empty() ? 0.6F
                                                  : 0.35F));
    if (!screen.aside.empty())
        add_list(parent, "aside", screen.aside_title, std::to_string(screen.aside.size()), screen.aside,
                 rows_that_fit(is_narrow ? 0.08F : 0.2F));
}

void CounterWindow::add_list(Box& parent, const std::string& id, const std::string& title, const std::string& count,
                             const std::vector<LineText>& lines, std::size_t most) {
    auto& card = parent.add<Column>("list." + id);
    card.set_surface(Surface::Card);
    card.set_padding_mm(4, 3);
    card.set_gap_mm(1);
    if (id == "waiting")
        card.set_grow(1);
    auto& head = card.add<Row>();
    head.add<Label>(title, TextRole::Title).set_grow(1);
    head.add<Label>("list." + id + ".count", count, TextRole::Title);
    for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
        const LineText& line = lines[i];
        auto& row = card.add<Row>(line.id);
        row.set_surface(i % 2 == 0 ? Surface::Quiet : Surface::Card);
        row.set_padding_mm(2, 1);
        row.set_radius_mm(1);
        row.set_cross(Align::Centre);
        auto& number = row.add<Label>(line.id + ".number", line.number, TextRole::Strong);
        number.set_min_mm(14, 0);
        auto& what = row.add<Label>(with_dot(with_dot(line.service, line.category), line.mark), TextRole::Body);
        what.set_grow(1);
        what.set_max_lines(1);
        row.add<Label>(line.since, TextRole::Body);
    }
    if (lines.size() > most)
        card.add<Label>("…", TextRole::Body);
}

void CounterWindow::build_bar(const CounterScreen& screen) {
    auto& row = body_->add<Row>();
    row.set_grow(1);
    row.set_cross(Align::Centre);
    const std::string number = screen.current ? screen.current->number : std::string("---");
    row.add<Label>("work.number", number, TextRole::Huge).set_tone(Tone::Emphasis);
    if (layout_ == Layout::Minimal) {
        row.add<Spacer>();
        for (const auto& action : screen.actions) {
            if (action.id == "work.next")
                add_action(row, action);
        }
        return;
    }
    auto& words = row.add<Column>();
    words.set_gap_mm(1);
    words.set_grow(1);
    auto& state = words.add<Label>(
        "work.state", screen.current ? with_dot(screen.current->state, screen.current->timer) : screen.idle_text,
        TextRole::Strong);
    state.set_max_lines(1);
    auto& waiting =
        words.add<Label>("list.waiting.count", screen.waiting_title + ": " + screen.waiting_count, TextRole::Body);
    waiting.set_max_lines(1);
    for (const auto& action : screen.actions) {
        const bool is_in_bar = action.id == "work.next" || action.id == "work.recall" || action.id == "work.start" ||
                               action.id == "work.finish" || action.id == "work.no-show";
        if (is_in_bar)
            add_action(row, action);
    }
}

void CounterWindow::build_sheet(const CounterScreen& screen) {
    note_ = nullptr;
    dialog_->card().clear();
    dialog_->set_visible(screen.sheet.has_value());
    if (!screen.sheet)
        return;
    const SheetText& sheet = *screen.sheet;
    auto& card = dialog_->card();
    card.add<Label>("sheet.title", sheet.title, TextRole::Heading);
    for (const auto& line : sheet.lines)
        card.add<Label>(line, TextRole::Body);
    if (!sheet.note_prompt.empty())
        note_ = &card.add<TextField>("sheet.note", sheet.note_prompt);
    const bool is_long = sheet.choices.size() > 6;
    auto& grid = card.add<Grid>(is_long ? 3 : 1, "sheet.choices");
    grid.set_gap_mm(2);
    for (const auto& choice : sheet.choices) {
        auto& button = grid.add<Button>(choice.id, with_dot(choice.label, is_long ? std::string() : choice.detail));
        button.set_key_hint(note_ == nullptr || choice.key.empty() ? choice.key : "Alt+" + choice.key);
        button.on_click([this, choice] { choose(choice); });
    }
    card.add<Button>("sheet.close", sheet.close, ButtonKind::Quiet).on_click([this] { wish_(Act::CloseSheet); });
    if (note_ != nullptr)
        manager_.focus("sheet.note");  // what is typed is the note, never a choice
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
    constexpr std::pair<Key, const char*> keys[] = {
        {Key::F2, "work.recall"},   {Key::F3, "work.finish"}, {Key::F4, "work.no-show"},
        {Key::F5, "work.transfer"}, {Key::F6, "work.hold"},   {Key::F7, "work.take-back"},
        {Key::F8, "work.pause"},    {Key::F9, "work.start"},  {Key::F10, "work.sign-out"}};
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
            choose(choice);
            return true;
        }
    }
    return false;
}

}  // namespace motcua::counter
