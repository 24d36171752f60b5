#include "kiosk/screens/kiosk_screens.hpp"

#include <algorithm>
#include <memory>

#include "kiosk/model/limits.hpp"
#include "kiosk/screens/pages.hpp"

namespace motcua::kiosk {
namespace {

using namespace ui;

constexpr float compact_under_mm = 240;
constexpr float roomy_from_mm = 350;
constexpr float roomy_text = 1.25F;
constexpr float large_text_mm_per_metre = 12.2F;  // 0.7 degrees
constexpr float least_text_mm = 4.8F;
constexpr float clock_from_mm = 250;  // a panel this wide has room for the clock in the header
constexpr float clock_from_large_text_mm = 500;
constexpr float help_width_mm = 400;
constexpr float idle_width_mm = 240;
constexpr float roomy_card_padding_mm = 8;
constexpr std::size_t landscape_rows = 2;

/// 1.5 for who stands 0.6 m away; less where the smallest letters are larger already.
float large_text_scale(const Display& display, const Theme& theme) {
    const float wanted = std::clamp(large_text_mm_per_metre * display.viewing_distance_m / least_text_mm, 1.25F, 2.0F);
    return std::max(1.0F, wanted * least_text_mm / theme.text(TextRole::Small).capital_mm);
}

/// The part of a screen that lies between header and bar.
KioskScreen body_of(const KioskScreen& screen) {
    KioskScreen body = screen;
    body.agency.clear();
    body.branch.clear();
    body.clock.clear();
    body.date.clear();
    body.banner.clear();
    body.languages.clear();
    body.help_sheet.reset();
    body.idle.reset();
    return body;
}

}  // namespace

Measures measures_for(const Display& display) {
    Measures measures;
    measures.is_roomy = display.is_portrait() && display.width_mm() >= roomy_from_mm;
    measures.is_compact = !display.is_portrait() && display.height_mm() < compact_under_mm;
    if (measures.is_compact) {
        measures.margin_mm = 5;
        measures.gap_mm = 3.2F;
        measures.bar_padding_mm = 1.5F;
        measures.main_button_mm = 22;
    }
    const float width_mm = display.width_mm() - 2 * measures.margin_mm;
    const int columns = columns_that_fit(width_mm, measures.least_tile_width_mm, measures.gap_mm);
    // A landscape panel has the height for two rows of whole words.
    if (!display.is_portrait())
        measures.tiles_on_page = std::min(landscape_rows * static_cast<std::size_t>(columns), limits::tiles_on_page);
    return measures;
}

Theme fitted(Theme theme, const Measures& measures) {
    if (measures.is_roomy) {
        for (const TextRole role :
             {TextRole::Small, TextRole::Body, TextRole::Strong, TextRole::Button, TextRole::Title, TextRole::Heading})
            theme.text(role).capital_mm *= roomy_text;
    }
    if (!measures.is_compact)
        return theme;
    theme.padding_mm = 3;
    theme.gap_mm = 3.2F;
    theme.text(TextRole::Body).capital_mm = 4.8F;
    theme.text(TextRole::Strong).capital_mm = 4.8F;
    theme.text(TextRole::Button).capital_mm = 4.9F;
    theme.text(TextRole::Title).capital_mm = 6;
    theme.text(TextRole::Heading).capital_mm = 7;
    return theme;
}

KioskScreens::KioskScreens(Manager& manager, Hand hand)
    : manager_(manager),
      hand_(std::move(hand)),
      measures_(measures_for(manager.look().display)),
      theme_(fitted(manager.look().theme, measures_)) {
    build_tree();
}

void KioskScreens::build_tree() {
    auto root = std::make_unique<Stack>();
    root->set_surface(Surface::Background);
    auto& page = root->add<Column>();
    page.set_gap_mm(0);

    auto& header = page.add<Row>();
    header.set_surface(Surface::Header);
    header.set_padding_mm(measures_.margin_mm, measures_.bar_padding_mm);
    header.set_cross(Align::Centre);
    auto& names = header.add<Column>();
    names.set_gap_mm(0);
    names.set_grow(1);
    agency_ = &names.add<Label>("frame.agency", "", TextRole::Strong);
    agency_->set_max_lines(3);
    branch_ = &names.add<Label>("frame.branch", "", TextRole::Small);
    branch_->set_tone(Tone::Muted);
    branch_->set_max_lines(1);
    clock_ = &header.add<Label>("frame.clock", "", TextRole::Strong);
    clock_->set_max_lines(1);
    header_languages_ = &header.add<Row>();
    header_languages_->set_gap_mm(3);

    banner_ = &page.add<Banner>("frame.banner");
    body_ = &page.add<Column>();
    body_->set_padding_mm(measures_.margin_mm, measures_.gap_mm);
    body_->set_gap_mm(measures_.gap_mm);
    body_->set_grow(1);
    bar_ = &page.add<Column>();
    bar_->set_surface(Surface::Quiet);
    bar_->set_padding_mm(measures_.margin_mm, measures_.bar_padding_mm);
    bar_->set_radius_mm(0);
    bar_->set_gap_mm(3);

    const float width_mm = manager_.look().display.width_mm() - 2 * measures_.margin_mm;
    help_ = &root->add<Dialog>("help", std::min(help_width_mm, width_mm));
    help_->set_visible(false);
    help_->on_dismiss([this] { hand_(Wish::CloseHelp); });
    idle_ = &root->add<Dialog>("idle", std::min(idle_width_mm, width_mm));
    idle_->set_visible(false);
    idle_->on_dismiss([this] { hand_(Wish::StayHere); });
    manager_.set_root(std::move(root));
}

void KioskScreens::update(const KioskScreen& screen) {
    if (shown_ && *shown_ == screen)
        return;
    screen_ = screen;
    update_theme();
    update_frame();
    if (!shown_ || body_of(*shown_) != body_of(screen_) || shown_->tiles != screen_.tiles)
        build_body();
    update_help();
    update_idle();
    shown_ = screen;
}

void KioskScreens::update_theme() {
    if (shown_ && shown_->has_large_text == screen_.has_large_text &&
        shown_->has_high_contrast == screen_.has_high_contrast)
        return;
    Theme theme = screen_.has_high_contrast ? high_contrast(theme_) : theme_;
    theme.text_scale =
        theme_.text_scale * (screen_.has_large_text ? large_text_scale(manager_.look().display, theme_) : 1.0F);
    manager_.set_theme(std::move(theme));
}

void KioskScreens::update_frame() {
    agency_->set_text(screen_.agency);
    const bool is_tight = has_little_room(screen_, manager_.look().display);
    branch_->set_text(is_tight ? "" : screen_.branch);
    branch_->set_visible(!is_tight);
    // Next to large letters there is no room for it on small screens; the time matters less than the words.
    const float least_width_mm = screen_.has_large_text ? clock_from_large_text_mm : clock_from_mm;
    const bool has_room = manager_.look().display.width_mm() > least_width_mm;
    clock_->set_text(has_room ? screen_.clock : "");
    banner_->show(screen_.banner);
    if (!shown_ || shown_->languages != screen_.languages) {
        header_languages_->clear();
        if (!is_portrait())
            build_languages(*header_languages_);
    }
    const auto differs = [this](auto member) { return (*shown_).*member != screen_.*member; };
    if (!shown_ || differs(&KioskScreen::languages) || differs(&KioskScreen::back) || differs(&KioskScreen::home) ||
        differs(&KioskScreen::help) || differs(&KioskScreen::has_large_text) ||
        differs(&KioskScreen::has_high_contrast) || differs(&KioskScreen::page))
        build_bar();
}

void KioskScreens::build_languages(Row& row) {
    for (const auto& language : screen_.languages) {
        auto& button = row.add<Button>("language." + language.tag, language.name, ButtonKind::Secondary,
                                       language.is_chosen ? Icon::Check : Icon::None);
        button.set_selected(language.is_chosen);
        button.on_click([this, tag = language.tag] { hand_(ChooseLanguage{tag}); });
    }
}

Button& KioskScreens::bar_button(Box& box, const char* id, const std::string& text, Icon icon, Wish wish) {
    auto& button = box.add<Button>(id, text, ButtonKind::Secondary, icon);
    button.on_click([this, wish] { hand_(wish); });
    return button;
}

void KioskScreens::build_bar() {
    bar_->clear();
    auto ways = std::make_unique<Row>();
    if (!screen_.back.empty())
        bar_button(*ways, "bar.back", screen_.back, Icon::Back, Wish::Back);
    if (!screen_.home.empty() && screen_.page != Page::Ticket)
        bar_button(*ways, "bar.home", screen_.home, Icon::Home, Wish::Home);
    auto tools = std::make_unique<Row>();
    auto languages = std::make_unique<Row>();
    if (is_portrait())
        build_languages(*languages);
    tools->set_main(Align::End);
    const auto add_views = [this](Row& row) {
        bar_button(row, "bar.large_text", screen_.large_text, Icon::TextSize, Wish::ToggleLargeText)
            .set_selected(screen_.has_large_text);
        bar_button(row, "bar.high_contrast", screen_.high_contrast, Icon::Contrast, Wish::ToggleHighContrast)
            .set_selected(screen_.has_high_contrast);
    };
    const auto add_help = [this](Row& row) { bar_button(row, "bar.help", screen_.help, Icon::Help, Wish::ShowHelp); };
    add_views(*tools);
    add_help(*tools);

    const Look& look = manager_.look();
    const auto wide = Size{1e5F, 1e5F};
    const float room = static_cast<float>(look.display.width_px) - 2 * look.px(measures_.margin_mm);
    float both = ways->hint(look, wide).w + tools->hint(look, wide).w + look.px(look.theme.gap_mm);
    if (both > room && ways->children().size() > 1 && has_little_room(screen_, look.display)) {
        ways->clear();  // "back" leads there too, in more steps
        bar_button(*ways, "bar.back", screen_.back, Icon::Back, Wish::Back);
        both = ways->hint(look, wide).w + tools->hint(look, wide).w + look.px(look.theme.gap_mm);
    }
    if (is_portrait()) {
        // Two rows, or three where letters are too large for that, on every page alike, so that nothing moves:
        // languages and ways, tools; or languages, ways with help, views.
        const auto width = [&](const Row& row) { return row.hint(look, wide).w; };
        const float gap = look.px(look.theme.gap_mm);
        // The tools stand for the ways of any page: those are two of three such buttons at the most.
        const bool is_crowded = width(*languages) + gap + width(*tools) > room;
        languages->set_grow(1);
        auto& upper = bar_->add<Row>();
        upper.add_child(std::move(languages));
        if (is_crowded) {
            Row only_help;
            add_help(only_help);
            if (ways->children().size() > 1 && width(*ways) + 2 * gap + width(only_help) > room) {
                ways->clear();  // "back" leads home too, in more steps
                bar_button(*ways, "bar.back", screen_.back, Icon::Back, Wish::Back);
            }
            tools->clear();
            add_views(*tools);
            auto& middle = bar_->add<Row>();
            middle.add_child(std::move(ways));
            middle.add<Spacer>();
            add_help(middle);
        } else {
            upper.add_child(std::move(ways));
        }
        bar_->add_child(std::move(tools));
        return;
    }
    if (!ways->children().empty() && both > room) {
        bar_->add_child(std::move(ways));
        bar_->add_child(std::move(tools));
        return;
    }
    auto& one = bar_->add<Row>();
    if (!ways->children().empty())
        one.add_child(std::move(ways));
    tools->set_grow(1);
    one.add_child(std::move(tools));
}

void KioskScreens::build_body() {
    body_->clear();
    const PageTools tools{*body_, screen_, manager_.look(), hand_, measures_};
    switch (screen_.page) {
        case Page::Tiles:
            return build_tiles_page(tools);
        case Page::Service:
            return build_service_page(tools);
        case Page::Ticket:
            return build_ticket_page(tools);
        case Page::Starting:
        case Page::Pairing:
        case Page::Rejected:
        case Page::Waiting:
        case Page::Problem:
            return build_message_page(tools);
    }
}

void KioskScreens::update_help() {
    help_->set_visible(screen_.help_sheet.has_value());
    if (!screen_.help_sheet ||
        (shown_ && shown_->help_sheet == screen_.help_sheet && shown_->has_large_text == screen_.has_large_text))
        return;
    const HelpText& text = *screen_.help_sheet;
    Column& card = help_->card();
    card.clear();
    const auto add_close = [&](Box& box) {
        auto& close = box.add<Button>("help.close", text.close, ButtonKind::Primary, Icon::Check);
        close.on_click([this] { hand_(Wish::CloseHelp); });
    };
    // Where the height is short the button stands beside the title: no line is left out.
    const bool is_short = has_little_room(screen_, manager_.look().display);
    card.set_padding_mm(is_short ? measures_.margin_mm : roomy_card_padding_mm);
    auto& top = card.add<Row>();
    top.set_cross(Align::Centre);
    top.add<Label>("help.title", text.title, TextRole::Title).set_grow(1);
    if (is_short)
        add_close(top);
    for (std::size_t i = 0; i < text.lines.size(); ++i)
        card.add<Label>("help.line" + std::to_string(i + 1), text.lines[i]);
    if (!is_short)
        add_close(card);
}

void KioskScreens::update_idle() {
    idle_->set_visible(screen_.idle.has_value());
    if (!screen_.idle)
        return;
    const IdleText& text = *screen_.idle;
    if (!shown_ || !shown_->idle || shown_->idle->title != text.title) {
        Column& card = idle_->card();
        card.clear();
        auto& top = card.add<Row>();
        top.set_cross(Align::Centre);
        idle_ring_ = &top.add<ProgressRing>("idle.ring", 40);
        auto& words = top.add<Column>();
        words.set_grow(1);
        words.add<Label>("idle.title", text.title, TextRole::Title);
        words.add<Label>("idle.text", text.text);
        auto& stay = card.add<Button>("idle.stay", text.stay, ButtonKind::Primary);
        stay.set_min_mm(0, measures_.main_button_mm);
        stay.on_click([this] { hand_(Wish::StayHere); });
        auto& leave = card.add<Button>("idle.leave", text.leave, ButtonKind::Secondary);
        leave.on_click([this] { hand_(Wish::Home); });
    }
    idle_ring_->set_fraction(static_cast<float>(text.seconds_left) / static_cast<float>(std::max(1, text.seconds_of)));
    idle_ring_->set_text(std::to_string(text.seconds_left));
}

}  // namespace motcua::kiosk
