#include <algorithm>
#include <array>

#include "counter-client/model/counter_model.hpp"
#include "counter-client/model/limits.hpp"
#include "shared/base/filled.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::counter {
namespace {

constexpr std::string_view choice_keys = "123456789abcdefghijklmnopqrstuvwxyz0";
static_assert(choice_keys.size() == limits::keyed_choices && limits::keyed_choices <= limits::sheet_choices);

struct ActionRow {
    Act act;
    const char* id;
    const char* label;
    const char* key;
};
constexpr std::array<ActionRow, 10> action_rows = {{
    {Act::Next, "work.next", MOTCUA_N("Call next"), "Space"},
    {Act::Recall, "work.recall", MOTCUA_N("Call again"), "F2"},
    {Act::Start, "work.start", MOTCUA_N("Start"), "F9"},
    {Act::Finish, "work.finish", MOTCUA_N("Finish"), "F3"},
    {Act::NoShow, "work.no-show", MOTCUA_N("Did not come"), "F4"},
    {Act::OpenTransfer, "work.transfer", MOTCUA_N("Transfer"), "F5"},
    {Act::Hold, "work.hold", MOTCUA_N("Set aside"), "F6"},
    {Act::OpenTakeBack, "work.take-back", MOTCUA_N("Take back"), "F7"},
    {Act::OpenPause, "work.pause", MOTCUA_N("Break"), "F8"},
    {Act::OpenSignOut, "work.sign-out", MOTCUA_N("Sign out"), "F10"},
}};

/// `key` is what travels and is kept (wire.proto names them all); whoever shows it has the words.
struct PauseReason {
    const char* key;
    const char* words;
};
constexpr std::array<PauseReason, 5> pause_reasons = {{{"lunch", MOTCUA_N("Lunch")},
                                                       {"short-break", MOTCUA_N("Short break")},
                                                       {"meeting", MOTCUA_N("Meeting")},
                                                       {"files", MOTCUA_N("Work on files")},
                                                       {"other", MOTCUA_N("Other")}}};

/// Composes one screen; holds what every part needs.
class Composer {
  public:
    Composer(const State& state, const Language& language) : state_(state), language_(language) {}

    CounterScreen whole() {
        screen_.page = page();
        // A sheet or a sign-in needs the room; the small window comes back after it.
        const bool needs_room = state_.sheet != Sheet::None || screen_.page != Page::Work;
        screen_.size = needs_room ? WindowSize::Full : state_.size;
        header();
        trouble();
        if (screen_.page == Page::Work)
            work();
        else
            before_work();
        sheet();
        return std::move(screen_);
    }

  private:
    std::string tr(const char* text) const { return language_.tr(text); }
    const std::string& local(const LocalText& text) const { return text.in(language_.tag()); }
    const CounterView& view() const { return *state_.view; }

    Page page() const {
        if (state_.connection.reach == Reach::Pairing)
            return Page::Pairing;
        if (state_.is_turned_away())
            return Page::Rejected;
        if (!state_.view)
            return Page::Starting;
        if (state_.is_counter_gone())
            return Page::Rejected;
        return state_.is_signed_in() ? Page::Work : Page::SignIn;
    }

    /// Ages are of the hall's instants, so they are measured by the hall's clock.
    Instant hall_now() const { return state_.hall_time(state_.now.steady_ms); }

    std::string clock_at(std::int64_t steady_ms) const {
        const std::int32_t offset = state_.view ? view().hall.offset_min : 7 * 60;
        return hhmm(local_time(state_.hall_time(steady_ms), offset).minute_of_day);
    }

    std::string minutes_since(Instant then) const {
        const std::int64_t minutes = std::max<std::int64_t>(0, (hall_now() - then) / minute_ms);
        return filled(language_.tr_n("{} min", "{} min", minutes), minutes);
    }

    std::string stopwatch(Instant then) const {
        const std::int64_t seconds = std::max<std::int64_t>(0, (hall_now() - then) / second_ms);
        return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
    }

    std::string service_name(const ServiceId& id) const {
        for (const auto& service : view().services) {
            if (service.id == id)
                return local(service.name);
        }
        return id.value;
    }

    std::string category_name(const CategoryId& id) const {
        for (const auto& category : view().categories) {
            if (category.id == id)
                return local(category.name);
        }
        return id.value;
    }

    void header() {
        if (state_.view)
            screen_.clock = clock_at(state_.now.steady_ms);
        screen_.counter = state_.view ? local(view().label) : filled(tr("Counter {}"), state_.counter.value);
        if (screen_.page != Page::Work)
            return;
        screen_.staff = view().staff_name;
        screen_.state = view().state == CounterState::Open ? tr("Open")
                        : view().pause_reason.empty()
                            ? tr("On a break")
                            : filled(tr("On a break: {}"), translated_reason(view().pause_reason));
        screen_.day = filled(tr("Served today: {}"), view().served_today);
        if (view().median_service_ms > 0)
            screen_.day +=
                " · " + filled(tr("usually {} min"),
                               std::max<std::int64_t>(1, (view().median_service_ms + minute_ms / 2) / minute_ms));
    }

    /// What is no key was typed by a person, and is shown as it is. Earlier versions told the words.
    std::string translated_reason(const std::string& reason) const {
        const auto known = std::find_if(pause_reasons.begin(), pause_reasons.end(), [&](const PauseReason& one) {
            return reason == one.key || reason == one.words;
        });
        return known == pause_reasons.end() ? reason : tr(known->words);
    }

    void trouble() {
        if (state_.connection.reach == Reach::Offline)
            screen_.banner =
                filled(state_.connection.refusal == Refusal::StoreUnavailable
                           ? tr("The server has been unable to save since {}. Nothing is lost; please tell "
                                "whoever looks after it.")
                           : tr("No connection since {}. Trying again; nothing is lost."),
                       clock_at(state_.connection.since_ms));
        const bool is_to_be_read = state_.message && state_.message->waits_for_somebody;
        if (state_.message && state_.message->is_trouble && !(is_to_be_read && !screen_.banner.empty()))
            screen_.banner =
                state_.message->text;  // for a few seconds, also over the lost connection: it answers a key
        if (state_.message && !state_.message->is_trouble)
            screen_.message = state_.message->text;
        if (!state_.pending)
            return;
        const std::int64_t waited = state_.now.steady_ms - state_.pending->since_ms;
        screen_.has_spinner = waited >= limits::spinner_ms;
        if (waited >= limits::late_reply_ms && (screen_.banner.empty() || is_to_be_read))
            screen_.banner = tr("This takes longer than usual. Please wait.");
    }

    void before_work() {
        switch (screen_.page) {
            case Page::Starting:
                screen_.title = tr("Connecting to the server ...");
                if (!state_.connection.trouble.empty())
                    screen_.lines = {tr(state_.connection.trouble.c_str())};
                return;
            case Page::Pairing:
                screen_.title = tr("This counter is not accepted yet");
                screen_.lines = {tr("Give this code to the administrator. The window goes on by itself.")};
                screen_.code = state_.connection.pairing_code;
                return;
            case Page::Rejected:
                screen_.title = tr("The server does not let this counter in");
                screen_.lines = {
                    state_.connection.reach == Reach::IdentityChanged
                        ? tr("The server is not the one this counter knows. Please call the administrator.")
                        : refusal_text(language_,
                                       state_.is_turned_away() ? state_.connection.refusal : Refusal::UnknownCounter)};
                return;
            case Page::SignIn:
                return sign_in();
            case Page::Work:
                return;
        }
    }

    /// An administrator opens a counter without a person.
    bool has_person_here() const { return !state_.view || !view().staff_name.empty(); }

    std::string who_is_here() const {
        if (!state_.view)
            return tr("Somebody is signed in here now.");
        return !has_person_here() ? tr("The office has opened this counter.")
                                  : filled(tr("{} is signed in here now."), view().staff_name);
    }

    void sign_in() {
        screen_.title = filled(tr("Sign in at {}"), screen_.counter);
        if (view().state != CounterState::Closed)
            screen_.lines = {who_is_here()};
        screen_.login_prompt = tr("Login");
        screen_.password_prompt = tr("Password");
        screen_.sign_in = tr("Sign in");
        screen_.can_sign_in = state_.is_online() && !state_.pending;
    }

    void work() {
        current();
        actions();
        quick();
        screen_.waiting_title = tr("Waiting");
        screen_.waiting_count = std::to_string(view().waiting_count);
        screen_.waiting_total = view().waiting_count;
        if (!view().waiting.empty())
            screen_.next_up = filled(tr("next: {}"), to_string(view().waiting.front().number));
        screen_.more = language_.tr_n("and {} more", "and {} more", screen_.waiting_total);
        for (const auto& ticket : view().waiting)
            screen_.waiting.push_back(line("waiting.", ticket, ticket.issued_at,
                                           ticket.is_reserved ? tr("for this counter") : std::string()));
        screen_.aside_title = tr("Set aside and missed");
        for (const auto& ticket : view().held)
            screen_.aside.push_back(line("held.", ticket, ticket.changed_at, tr("set aside")));
        for (const auto& ticket : view().missed)
            screen_.aside.push_back(line("missed.", ticket, ticket.changed_at, tr("did not come")));
    }

    LineText line(const char* prefix, const CounterTicket& ticket, Instant since, std::string mark) const {
        const std::string number = to_string(ticket.number);
        return LineText{prefix + number,
                        number,
                        service_name(ticket.service),
                        ticket.category.empty() ? std::string() : category_name(ticket.category),
                        minutes_since(since),
                        std::move(mark)};
    }

    void current() {
        const CounterTicket* ticket = state_.current();
        if (ticket == nullptr) {
            screen_.idle_text = view().state == CounterState::Paused ? tr("On a break. Press F8 to go on.")
                                : view().waiting_count > 0           ? tr("Press Space to call the next.")
                                                                     : tr("Nobody is waiting for this counter.");
            if (state_.undo)
                screen_.idle_detail = filled(tr("Ctrl+Z brings {} back."), to_string(state_.undo->number));
            return;
        }
        CurrentText text;
        text.number = to_string(ticket->number);
        text.service = service_name(ticket->service);
        text.category = ticket->category.empty() ? std::string() : category_name(ticket->category);
        text.note = ticket->note;
        const bool is_serving = ticket->state == TicketState::Serving;
        text.state = is_serving ? tr("Being served")
                     : ticket->recalls == 0
                         ? tr("Called")
                         : filled(language_.tr_n("Called again {} time", "Called again {} times", ticket->recalls),
                                  ticket->recalls);
        text.waited = hall_now() - ticket->issued_at < minute_ms
                          ? tr("Has just come")
                          : filled(tr("In the hall for {}"), minutes_since(ticket->issued_at));
        text.timer = stopwatch(ticket->changed_at);
        const std::int32_t norm_min = norm_of(ticket->service);
        if (is_serving && norm_min > 0 && hall_now() - ticket->changed_at >= norm_min * minute_ms)
            text.over = filled(tr("Longer than the usual {} min"), norm_min);
        screen_.current = std::move(text);
    }

    std::int32_t norm_of(const ServiceId& id) const {
        for (const auto& service : view().services) {
            if (service.id == id)
                return service.norm_min;
        }
        return 0;
    }

    /// The action that the moment probably asks for.
    Act main_act() const {
        const CounterTicket* ticket = state_.current();
        if (view().state == CounterState::Paused)
            return Act::Resume;
        if (ticket == nullptr)
            return Act::Next;
        return ticket->state == TicketState::Called ? Act::Start : Act::Finish;
    }

    void actions() {
        for (const auto& row : action_rows) {
            ActionText action{row.id, tr(row.label), row.key, is_possible(state_, row.act), false, row.act};
            if (row.act == Act::OpenPause && view().state == CounterState::Paused) {
                action.label = tr("Go on");
                action.act = Act::Resume;
                action.is_enabled = is_possible(state_, Act::Resume);
            }
            if (row.act == Act::OpenTakeBack && is_possible(state_, Act::Undo)) {
                action.label = tr("Undo");
                action.key = "Ctrl+Z";
                action.act = Act::Undo;
                action.is_enabled = true;
            }
            action.is_main = action.act == main_act();
            action.is_enabled = action.is_enabled && state_.is_online();
            screen_.actions.push_back(std::move(action));
        }
    }

    /// What small windows have room for; the rest has its key.
    void quick() {
        for (const std::string_view id : quick_ids()) {
            for (const auto& action : screen_.actions) {
                if (action.id == id)
                    screen_.quick.push_back(action);
            }
        }
    }

    std::vector<std::string_view> quick_ids() const {
        const CounterTicket* ticket = state_.current();
        if (view().state == CounterState::Paused)
            return {"work.pause", "work.take-back"};
        if (ticket == nullptr)
            return {"work.next", "work.take-back", "work.pause"};
        if (ticket->state == TicketState::Called)
            return {"work.start", "work.recall", "work.no-show", "work.hold"};
        return {"work.finish", "work.next", "work.transfer", "work.hold"};
    }

    void sheet() {
        if (state_.sheet == Sheet::None)
            return;
        SheetText sheet;
        sheet.close = tr("Back (Esc)");
        switch (state_.sheet) {
            case Sheet::None:
                break;
            case Sheet::Transfer:
                transfer(sheet);
                break;
            case Sheet::TakeBack:
                take_back(sheet);
                break;
            case Sheet::Pause:
                sheet.id = "pause";
                sheet.title = tr("Why is the counter on a break?");
                for (const PauseReason& reason : pause_reasons)
                    choose(sheet, std::string("pause.") + reason.key, tr(reason.words), {}, PauseFor{reason.key});
                break;
            case Sheet::SignOut:
                sheet.id = "sign-out";
                sheet.title = tr("Sign out and close this counter?");
                choose(sheet, "sign-out.yes", tr("Yes, sign out"), {}, Act::SignOut);
                break;
            case Sheet::TakeOver:
                take_over(sheet);
                break;
            case Sheet::Keys:
                keys(sheet);
                break;
        }
        if (left_out_ > 0)
            sheet.lines.push_back(
                filled(language_.tr_n("and {} further choice", "and {} further choices", left_out_), left_out_));
        screen_.sheet = std::move(sheet);
    }

    void take_over(SheetText& sheet) {
        sheet.id = "take-over";
        const bool has_left = state_.view && view().state == CounterState::Closed;
        sheet.title = has_left ? tr("Nobody is signed in here any more.") : who_is_here();
        if (!has_left)
            sheet.lines = {has_person_here() ? tr("Take over this counter? The other person is told.")
                                             : tr("Take over this counter?")};
        choose(sheet, "take-over.yes", has_left ? tr("Sign in") : tr("Yes, take over"), {}, Act::TakeOver);
    }

    void choose(SheetText& sheet, std::string id, std::string label, std::string detail, Intent intent,
                std::string group = {}, bool is_enabled = true) {
        if (sheet.choices.size() >= limits::sheet_choices) {
            ++left_out_;
            return;
        }
        const std::size_t place = sheet.choices.size();  // the last ones have no key, only their button
        const std::string key = place < choice_keys.size() ? std::string(1, choice_keys[place]) : std::string();
        sheet.choices.push_back(
            {std::move(id), key, std::move(label), std::move(detail), std::move(intent), std::move(group), is_enabled});
    }

    void transfer(SheetText& sheet) {
        sheet.id = "transfer";
        const CounterTicket* ticket = state_.current();
        sheet.title = filled(tr("Where should {} go? It keeps its place."),
                             ticket != nullptr ? to_string(ticket->number) : std::string());
        sheet.note_prompt = tr("Note for the colleague (may be empty)");
        for (const auto& service : view().services) {
            if (ticket == nullptr || service.id != ticket->service)
                choose(sheet, "transfer.service." + service.id.value, local(service.name), {},
                       TransferTo{service.id, {}, {}}, tr("To a service: whichever counter is free"));
        }
        // Should there be too many, those that nobody can be sent to are left out. Else a key keeps its meaning while
        // counters open and close.
        const bool is_crowded = view().services.size() + view().counters.size() > limits::sheet_choices;
        for (const auto& counter : view().counters) {
            const bool is_closed = counter.state == CounterState::Closed;
            if (counter.id == state_.counter)
                continue;
            if (is_crowded && is_closed)
                ++left_out_;
            else
                choose(sheet, "transfer.counter." + counter.id.value, local(counter.label), state_of(counter.state),
                       TransferTo{{}, counter.id, {}}, tr("To one counter"), !is_closed);
        }
    }

    std::string state_of(CounterState state) const {
        switch (state) {
            case CounterState::Open:
                return {};
            case CounterState::Paused:
                return tr("on a break");
            case CounterState::Closed:
                break;
        }
        return tr("closed");
    }

    void take_back(SheetText& sheet) {
        sheet.id = "take-back";
        sheet.title = tr("Who comes back?");
        for (const Aside& aside : state_.listed) {
            const std::string number = to_string(aside.number);
            const auto is_this = [&](const CounterTicket& ticket) { return ticket.id == aside.ticket; };
            std::string detail;
            if (const auto held = std::find_if(view().held.begin(), view().held.end(), is_this);
                held != view().held.end())
                detail = tr("set aside") + " · " + minutes_since(held->changed_at);
            else if (const auto missed = std::find_if(view().missed.begin(), view().missed.end(), is_this);
                     missed != view().missed.end())
                detail = tr("did not come") + " · " + minutes_since(missed->changed_at);
            const bool is_there = !detail.empty();
            if (!is_there)
                detail = tr("no longer in the list");
            choose(sheet, "take-back." + number, number, std::move(detail), TakeBackTicket{aside.ticket}, {}, is_there);
        }
    }

    void keys(SheetText& sheet) const {
        sheet.id = "keys";
        sheet.title = tr("Keys");
        for (const auto& row : action_rows)
            sheet.lines.push_back(fmt::format("{}{} · {}", row.key, row.act == Act::Next ? ", F1" : "", tr(row.label)));
        sheet.lines.push_back("Ctrl+Z · " +
                              tr("Undo the last \"did not come\", \"set aside\" or transfer (10 seconds)"));
        sheet.lines.push_back("Ctrl+1, 2, 3 · " + tr("Large window, bar, small window"));
        sheet.lines.push_back("F12 · " + tr("Next language"));
    }

    const State& state_;
    const Language& language_;
    CounterScreen screen_;
    std::int64_t left_out_ = 0;  ///< choices for which the sheet has no room
};

}  // namespace

CounterScreen compose(const State& state, const Language& language) {
    return Composer(state, language).whole();
}

}  // namespace motcua::counter
