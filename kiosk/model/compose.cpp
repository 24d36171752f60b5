#include "kiosk/model/compose.hpp"

#include <utility>

#include "kiosk/model/limits.hpp"
#include "shared/base/filled.hpp"
#include "shared/base/text.hpp"
#include "shared/language/own_name.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::kiosk {
namespace {

void compose_frame(const State& state, const Language& language, KioskScreen& screen) {
    const std::string tag = state.shown_language();
    if (state.view) {
        const HallHeader& hall = state.view->hall;
        screen.agency = hall.agency.in(tag);
        screen.branch = hall.branch.in(tag);
        const LocalTime local = local_time(state.now.wall, hall.offset_min);
        screen.clock = hhmm(local.minute_of_day);
        screen.date = ddmmyyyy(local.date);
    }
    for (const auto& known : state.languages())
        screen.languages.push_back({known, own_name_of_language(known), known == tag});
    screen.large_text = language.tr("Large text");
    screen.high_contrast = language.tr("High contrast");
    screen.help = language.tr("Help");
    screen.has_large_text = state.large_text;
    screen.has_high_contrast = state.high_contrast;
}

std::string banner(const State& state, const Language& language) {
    const Reach reach = state.connection.reach;
    // Connecting: the first attempt after a start, which nothing was lost before.
    const bool is_lost = reach != Reach::Online && reach != Reach::Pairing && reach != Reach::Connecting;
    if (state.view && is_lost) {
        const LocalTime since = local_time(state.connection.since, state.view->hall.offset_min);
        const bool can_give = state.has_own_numbers();
        const std::string words =
            state.connection.refusal == Refusal::StoreUnavailable
                ? (can_give ? language.tr("The system has been unable to save since {}. You get a number all the same.")
                            : language.tr("The system has been unable to save since {}. Numbers cannot be given at the "
                                          "moment."))
                : (can_give ? language.tr("No connection since {}. You get a number all the same.")
                            : language.tr("No connection since {}. Numbers cannot be given at the moment."));
        return filled(words, hhmm(since.minute_of_day));
    }
    // Said before somebody begins; the ticket's own page says it again.
    if (state.printer_in_trouble && state.place == Place::Home)
        return language.tr("The printer is not working. Please photograph your number on this screen.");
    return {};
}

HelpText help_sheet(const Language& language) {
    HelpText help;
    help.title = language.tr("How to take a number");
    help.lines = {
        filled(language.tr("1. Touch the service you came for. If it is not on the first page, touch \"{}\"."),
               language.tr("More services")),
        filled(language.tr("2. If you belong to one of the groups shown, touch your group. Otherwise touch \"{}\"."),
               language.tr("Take a number")),
        language.tr("3. Take your ticket, sit down and watch the board. You are called by your number."),
        language.tr("You need no paper and no card. Language and text size can be changed at any time."),
        language.tr("If you need a hand, please ask at the information desk."),
    };
    help.close = language.tr("Close");
    return help;
}

IdleText idle_text(const State& state, const Language& language) {
    IdleText idle;
    idle.title = language.tr("Are you still here?");
    idle.text = language.tr("Without a touch, this screen returns to the beginning.");
    idle.stay = language.tr("I am still here");
    idle.leave = language.tr("Start over");
    const std::int64_t left = state.idle_answer_left_ms();
    idle.seconds_left = static_cast<std::int32_t>((left + 999) / 1000);
    idle.seconds_of = static_cast<std::int32_t>(state.idle_answer_ms() / 1000);
    return idle;
}

void compose_pairing(const State& state, const Language& language, KioskScreen& screen) {
    screen.page = Page::Pairing;
    screen.title = language.tr("This kiosk is not connected yet");
    screen.code = in_threes(state.connection.pairing_code);
    screen.lines = {language.tr("For the administrator: check that this is the right machine, then accept this code."),
                    filled("motcua device accept {}", state.connection.pairing_code),
                    language.tr("Please take a number at another kiosk or ask at the information desk.")};
}

/// Today's of them: "A980, A981 and 3 more"; "" where there are none.
std::string first_of(const std::vector<GivenNumber>& numbers, Date today, const Language& language) {
    std::string text;
    std::size_t shown = 0;
    std::int64_t left = 0;
    for (const GivenNumber& given : numbers) {
        if (given.day != today)
            continue;
        if (shown == limits::untaken_shown)
            ++left;
        else
            text += (shown++ == 0 ? "" : ", ") + to_string(given.number);
    }
    return left == 0 ? text : text + " " + filled(language.tr_n("and {} more", "and {} more", left), left);
}

void compose_rejected(const State& state, const Language& language, KioskScreen& screen) {
    screen.page = Page::Rejected;
    screen.is_trouble = true;
    screen.title = language.tr("This kiosk is out of service");
    screen.lines = {language.tr("Please take a number at another kiosk or ask at the information desk.")};
    if (const std::string given = first_of(state.connection.untaken, state.today(), language); !given.empty())
        screen.lines.push_back(
            filled(language.tr("Given here without a connection, and perhaps not known to the hall: {}. Whoever holds "
                               "such a number, please ask at the information desk."),
                   given));
    if (state.connection.reach == Reach::IdentityChanged)
        screen.lines.push_back(language.tr(
            "For the administrator: the server's identity has changed. Unless the server was set up anew, somebody may "
            "be pretending to be it. Pair this kiosk again only when you are sure."));
    else
        screen.lines.push_back(
            filled(language.tr("For the administrator: {}"), refusal_text(language, state.connection.refusal)));
}

void compose_starting(const State& state, const Language& language, KioskScreen& screen) {
    screen.page = Page::Starting;
    if (state.connection.reach == Reach::Offline) {
        screen.is_trouble = true;
        screen.title = language.tr("The server cannot be reached");
        screen.lines = {language.tr("Numbers cannot be given at the moment. This kiosk goes on trying by itself."),
                        language.tr("Please take a number at another kiosk or ask at the information desk.")};
        if (!state.connection.trouble.empty())
            screen.lines.push_back(
                filled(language.tr("For the administrator: {}"), language.tr(state.connection.trouble.c_str())));
        return;
    }
    screen.has_spinner = true;
    screen.title = language.tr("One moment, please");
}

}  // namespace

bool TileText::operator==(const TileText& other) const {
    // The intent follows from the id.
    return id == other.id && title == other.title && subtitle == other.subtitle && badge == other.badge &&
           letter == other.letter && icon == other.icon && is_open == other.is_open;
}

KioskScreen compose(const State& state, const Language& language) {
    KioskScreen screen;
    compose_frame(state, language, screen);
    if (!state.shown && state.connection.reach == Reach::Pairing) {
        compose_pairing(state, language, screen);
    } else if (!state.shown &&
               (state.connection.reach == Reach::Rejected || state.connection.reach == Reach::IdentityChanged)) {
        compose_rejected(state, language, screen);
    } else if (!state.view) {
        compose_starting(state, language, screen);
    } else {
        screen.banner = banner(state, language);
        compose_place(state, language, screen);
    }
    if (state.help_open)
        screen.help_sheet = help_sheet(language);
    if (state.warned_ms)
        screen.idle = idle_text(state, language);
    return screen;
}

}  // namespace motcua::kiosk
