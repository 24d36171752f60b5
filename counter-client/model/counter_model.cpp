#include "counter-client/model/counter_model.hpp"

#include <algorithm>
#include <utility>

#include "counter-client/model/limits.hpp"
#include "shared/base/broken.hpp"
#include "shared/base/filled.hpp"
#include "shared/base/text.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::counter {

std::string State::shown_language() const {
    if (!language.empty())
        return language;
    return view && !view->hall.languages.empty() ? view->hall.languages.front() : std::string("vi");
}

bool is_possible(const State& state, Act act) {
    const CounterTicket* current = state.current();
    const bool is_called = current != nullptr && current->state == TicketState::Called;
    const bool is_paused = state.is_signed_in() && state.view->state == CounterState::Paused;
    switch (act) {
        case Act::Next:
            return state.is_open() && (current != nullptr || state.view->waiting_count > 0);
        case Act::Recall:
        case Act::Start:
        case Act::NoShow:
            return state.is_open() && is_called;
        case Act::Finish:
        case Act::Hold:
        case Act::OpenTransfer:
            return state.is_open() && current != nullptr;
        case Act::OpenTakeBack:
            return state.is_open() && current == nullptr && !(state.view->held.empty() && state.view->missed.empty());
        case Act::Undo:
            return state.is_open() && current == nullptr && state.undo.has_value();
        case Act::OpenPause:
            return state.is_open() && current == nullptr;
        case Act::Resume:
            return is_paused;
        case Act::OpenSignOut:
        case Act::SignOut:
            return state.is_signed_in() && current == nullptr;
        case Act::TakeOver:
            return state.for_take_over.has_value();
        case Act::OpenKeys:
            return state.is_signed_in();
        case Act::CloseSheet:
            return state.sheet != Sheet::None;
        case Act::NextLanguage:
        case Act::FullWindow:
        case Act::CompactWindow:
        case Act::MinimalWindow:
            return true;
    }
    return false;
}

CounterModel::CounterModel(const Catalogues& catalogues, Port& port, CounterId counter, std::string language, Now now)
    : catalogues_(catalogues), port_(port) {
    state_.counter = std::move(counter);
    state_.language = std::move(language);
    state_.now = now;
    settle();
}

void CounterModel::sign_in_by_itself(SignInAs who, Now now) {
    state_.now = now;
    state_.demonstration = std::move(who);
    settle();
}

void CounterModel::connection_changed(const Connection& connection, Now now) {
    state_.now = now;
    if (connection.server_time && !state_.connection.server_time) {
        state_.hall_ahead_ms = connection.server_time->ms - connection.since_ms;
        state_.awaits_first_view = true;
    }
    state_.connection = connection;
    settle();
}

void CounterModel::view_came(const CounterView& view, Now now) {
    state_.now = now;
    const bool was_signed_in = state_.is_signed_in();
    const StaffId staff_before = was_signed_in ? state_.view->staff : StaffId{};
    set_hall_clock(view.hall);
    state_.view = view;
    if (!was_signed_in && state_.is_signed_in() && state_.message && state_.message->waits_for_somebody)
        state_.message.reset();
    if (was_signed_in && view.state != CounterState::Closed && !state_.is_signed_in())
        say_to_who_comes_back(
            view.staff == staff_before
                ? language().tr("You signed in at another machine. This window is signed out; your tickets are safe.")
                : language().tr("Somebody else signed in at this counter. Your tickets are safe."));
    else if (was_signed_in && view.state == CounterState::Closed && !state_.leaves)
        say_to_who_comes_back(language().tr(
            "You are signed out here: you signed in at another counter, the office did it, or nothing was done "
            "here for four hours."));
    if (view.state == CounterState::Closed)
        state_.leaves = false;  // it is done
    if (view.current && state_.undo && view.current->id == state_.undo->ticket)
        state_.undo.reset();
    list_aside();
    settle();
}

void CounterModel::reply_came(const RequestId& id, const Reply& reply, Now now) {
    state_.now = now;
    if (state_.pending && state_.pending->id == id) {
        const Pending pending = *state_.pending;
        state_.pending.reset();
        if (reply.refusal == Refusal::None)
            answered(pending, reply);
        else
            refused(pending, reply);
    }
    settle();
}

std::string CounterModel::why_not_now() const {
    return state_.connection.refusal == Refusal::StoreUnavailable
               ? refusal_text(language(), Refusal::StoreUnavailable)
               : language().tr("No connection: this cannot be done now.");
}

void CounterModel::gave_up(const RequestId& id, Now now) {
    state_.now = now;
    if (state_.pending && state_.pending->id == id && !MOTCUA_BROKEN(WaitsForEver)) {
        state_.pending.reset();
        state_.leaves = false;
        say(language().tr("That was perhaps not done. The window shows how it is."), /*is_trouble=*/true);
    }
    settle();
}

void CounterModel::wish(const Intent& intent, Now now) {
    state_.now = now;
    std::visit([this](const auto& wanted) { wished(wanted); }, intent);
    settle();
}

void CounterModel::advance(Now now) {
    state_.now = now;
    settle();
}

const CounterScreen& CounterModel::screen() const {
    return screen_.get([this] { return compose(state_, language()); });
}

bool CounterModel::take_changed() {
    (void)screen();
    return screen_.take_changed();
}

void CounterModel::wished(Act act) {
    if (!is_possible(state_, act)) {
        if (state_.connection.reach == Reach::Offline)
            say(why_not_now(), /*is_trouble=*/true);
        else if (state_.is_signed_in())
            say(why_not(act), /*is_trouble=*/false);
        return;
    }
    switch (act) {
        case Act::Next:
            return next();
        case Act::Recall:
            return ask(Recall{state_.counter, shown_ticket()});
        case Act::Start:
            return ask(StartService{state_.counter, shown_ticket()});
        case Act::Finish:
            return ask(FinishService{state_.counter, shown_ticket()});
        case Act::NoShow:
            return ask(MarkNoShow{state_.counter, shown_ticket()}, Purpose::NoShow);
        case Act::Hold:
            return ask(HoldTicket{state_.counter, {}, shown_ticket()}, Purpose::Hold);
        case Act::Resume:
            return ask(ResumeCounter{state_.counter});
        case Act::Undo:
            return ask(TakeBack{state_.counter, state_.undo->ticket},
                       state_.undo->was_serving ? Purpose::BackToService : Purpose::Other);
        case Act::OpenTransfer:
            return open(Sheet::Transfer);
        case Act::OpenTakeBack:
            return open(Sheet::TakeBack);
        case Act::OpenPause:
            return open(Sheet::Pause);
        case Act::OpenSignOut:
            return open(Sheet::SignOut);
        case Act::OpenKeys:
            return open(state_.sheet == Sheet::Keys ? Sheet::None : Sheet::Keys);
        case Act::CloseSheet:
            state_.for_take_over.reset();
            return open(Sheet::None);
        case Act::SignOut:
            return ask(CloseCounter{state_.counter}, Purpose::SignOut);
        case Act::TakeOver:
            return sign_in(*state_.for_take_over, /*take_over=*/true);
        case Act::NextLanguage:
            return choose_next_language();
        case Act::FullWindow:
            state_.size = WindowSize::Full;
            return;
        case Act::CompactWindow:
            state_.size = WindowSize::Compact;
            return;
        case Act::MinimalWindow:
            state_.size = WindowSize::Minimal;
            return;
    }
}

/// A key that does nothing says why; "" for those of which nobody expects anything.
std::string CounterModel::why_not(Act act) const {
    const CounterTicket* current = state_.current();
    if (state_.view->state == CounterState::Paused)
        return refusal_text(language(), Refusal::CounterPaused);
    switch (act) {
        case Act::Next:
            return language().tr("Nobody is waiting for this counter.");
        case Act::Recall:
        case Act::Start:
        case Act::Finish:
        case Act::NoShow:
        case Act::Hold:
        case Act::OpenTransfer:
            return refusal_text(language(), current == nullptr ? Refusal::NoCurrentTicket : Refusal::WrongState);
        case Act::OpenTakeBack:
            if (current == nullptr)
                return language().tr("Nobody is set aside, and nobody has missed their call.");
            [[fallthrough]];
        case Act::OpenPause:
        case Act::OpenSignOut:
            return filled(language().tr("Please finish {} first."), to_string(current->number));
        case Act::Undo:
            if (current != nullptr && state_.undo && is_aside(state_.undo->ticket))
                return filled(language().tr("{0} is at the counter. F6 sets {0} aside, then F7 brings {1} back."),
                              to_string(current->number), to_string(state_.undo->number));
            if (current != nullptr && state_.undo)
                return filled(language().tr("Please finish {} first."), to_string(current->number));
            return language().tr("There is nothing to take back.");
        default:
            return {};
    }
}

void CounterModel::next() {
    const CounterTicket* current = state_.current();
    if (current == nullptr)
        return ask(CallNext{state_.counter});
    if (current->state == TicketState::Called)  // whether the person came, only the clerk knows
        return say(filled(language().tr("{} was called. Did they come? F9 starts, F4 says that nobody came."),
                          to_string(current->number)),
                   /*is_trouble=*/false);
    const std::int64_t since_ms = state_.next_pressed_ms < 0 ? -1 : state_.now.steady_ms - state_.next_pressed_ms;
    if (since_ms >= 0 && since_ms < limits::press_again_least_ms)
        return;
    if (since_ms >= 0 && since_ms <= limits::press_again_ms)
        return ask(FinishService{state_.counter, shown_ticket()}, Purpose::FinishThenNext);
    state_.next_pressed_ms = state_.now.steady_ms;
    say(filled(language().tr("{} is still open. Press again to finish it and call the next."),
               to_string(current->number)),
        /*is_trouble=*/false);
}

void CounterModel::wished(const SignInAs& who) {
    if (state_.is_signed_in() || state_.pending)  // Enter once more, or held: what was typed is being looked at
        return;
    if (who.login.empty() || who.password.empty())
        return say(language().tr("Please type your login and your password."), /*is_trouble=*/true);
    if (!is_key(who.login))
        return say(refusal_text(language(), Refusal::SignInFailed), /*is_trouble=*/true);
    sign_in(who, /*take_over=*/false);
}

void CounterModel::wished(const TransferTo& target) {
    if (state_.sheet == Sheet::Transfer && is_possible(state_, Act::OpenTransfer))
        ask(TransferTicket{state_.counter, target.service, target.counter,
                           cut_to_bytes(nfc(target.note).value_or(""), limits::note_bytes), shown_ticket()},
            Purpose::Transfer);
}

void CounterModel::wished(const TakeBackTicket& which) {
    if (state_.is_open() && state_.current() == nullptr)
        ask(TakeBack{state_.counter, which.ticket});
}

void CounterModel::wished(const PauseFor& why) {
    if (is_possible(state_, Act::OpenPause))
        ask(PauseCounter{state_.counter, why.reason});
}

/// The hall does nothing to another one: between an answer and the view after it, the screen is older than the hall.
TicketId CounterModel::shown_ticket() const {
    const CounterTicket* current = state_.current();
    return current != nullptr ? current->id : TicketId{};
}

void CounterModel::open(Sheet sheet) {
    state_.sheet = sheet;
    state_.listed.clear();
    list_aside();
}

/// The list of those who may come back has them.
bool CounterModel::is_aside(TicketId ticket) const {
    const auto is_it = [&](const CounterTicket& each) { return each.id == ticket; };
    return state_.view && (std::any_of(state_.view->held.begin(), state_.view->held.end(), is_it) ||
                           std::any_of(state_.view->missed.begin(), state_.view->missed.end(), is_it));
}

/// Whoever is new goes to the end, whoever is gone keeps a place that calls nobody.
void CounterModel::list_aside() {
    if (state_.sheet != Sheet::TakeBack || !state_.view)
        return;
    // Who is gone keeps the key all the same; only places without a key are taken again.
    const auto is_gone = [this](const Aside& each) { return !is_aside(each.ticket); };
    if (state_.listed.size() > limits::keyed_choices)
        state_.listed.erase(std::remove_if(state_.listed.begin() + limits::keyed_choices, state_.listed.end(), is_gone),
                            state_.listed.end());
    for (const auto* tickets : {&state_.view->held, &state_.view->missed}) {
        for (const CounterTicket& ticket : *tickets) {
            const bool is_known = std::any_of(state_.listed.begin(), state_.listed.end(),
                                              [&](const Aside& each) { return each.ticket == ticket.id; });
            if (!is_known)
                state_.listed.push_back({ticket.id, ticket.number});
        }
    }
}

void CounterModel::ask(Command command, Purpose purpose) {
    if (state_.pending)
        return;
    if (!state_.is_online())  // an open sheet stays, with what was typed
        return say(why_not_now(), /*is_trouble=*/true);
    state_.sheet = Sheet::None;
    state_.next_pressed_ms = -1;
    state_.message.reset();
    if (MOTCUA_BROKEN(KeySentTwice))
        port_.send(Command(command));
    const CounterTicket* current = state_.current();
    const bool is_serving = current != nullptr && current->state == TicketState::Serving;
    state_.pending = Pending{port_.send(std::move(command)), purpose, shown_ticket(), state_.now.steady_ms, is_serving};
    state_.leaves = purpose == Purpose::SignOut;
}

void CounterModel::sign_in(const SignInAs& who, bool take_over) {
    if (state_.pending)
        return;
    state_.sheet = Sheet::None;
    state_.message.reset();
    if (!state_.is_online())
        return say(why_not_now(), /*is_trouble=*/true);
    state_.for_take_over = who;
    state_.pending = Pending{port_.sign_in(StaffId{who.login}, who.password, state_.counter, take_over),
                             Purpose::SignIn, TicketId{}, state_.now.steady_ms};
}

void CounterModel::say(std::string text, bool is_trouble, std::int64_t for_ms) {
    if (text.empty())
        return;
    state_.message = Message{std::move(text), is_trouble, state_.now.steady_ms + for_ms};
}

void CounterModel::say_to_who_comes_back(std::string text) {
    say(std::move(text), /*is_trouble=*/true, limits::until_read_ms);
    state_.message->waits_for_somebody = true;
}

/// The person still stands there, and should know.
void CounterModel::tell_where_sent(const TicketDetail& sent) {
    if (!state_.view)
        return;
    const std::string tag = state_.shown_language();
    for (const NamedCounter& counter : state_.view->counters) {
        if (counter.id == sent.reserved_for)
            return say(filled(language().tr("{0} was sent to {1}."), to_string(sent.number), counter.label.in(tag)),
                       /*is_trouble=*/false, limits::undo_ms);
    }
    for (const NamedService& service : state_.view->services) {
        if (service.id != sent.service)
            continue;
        if (service.is_unserved)
            return say(filled(language().tr("{0} waits, but no counter is open for \"{1}\" now."),
                              to_string(sent.number), service.name.in(tag)),
                       /*is_trouble=*/true, limits::to_pass_on_ms);
        return say(filled(language().tr("{0} was sent to {1}."), to_string(sent.number), service.name.in(tag)),
                   /*is_trouble=*/false, limits::undo_ms);
    }
}

void CounterModel::answered(const Pending& pending, const Reply& reply) {
    switch (pending.purpose) {
        case Purpose::FinishThenNext:
            return ask(CallNext{state_.counter});
        case Purpose::NoShow:
        case Purpose::Hold:
        case Purpose::Transfer:
            if (reply.ticket)
                state_.undo = Undo{reply.ticket->id, reply.ticket->number, pending.was_serving,
                                   state_.now.steady_ms + limits::undo_ms};
            if (reply.ticket && pending.purpose == Purpose::Transfer)
                tell_where_sent(*reply.ticket);
            return;
        case Purpose::BackToService:
            if (reply.ticket)
                ask(StartService{state_.counter, reply.ticket->id});
            return;
        case Purpose::SignIn:
            state_.for_take_over.reset();
            return;
        case Purpose::SignOut:
            state_.demonstration.reset();
            return;  // a person asked for it: it stays signed out
        case Purpose::Other:
            return;
    }
}

void CounterModel::refused(const Pending& pending, const Reply& reply) {
    state_.leaves = false;
    const bool may_take_over = pending.purpose == Purpose::SignIn && reply.refusal == Refusal::CounterOccupied &&
                               state_.for_take_over && !state_.demonstration;
    if (may_take_over)
        return open(Sheet::TakeOver);
    if (pending.purpose == Purpose::SignIn)
        state_.for_take_over.reset();
    if (pending.purpose == Purpose::SignIn && reply.refusal == Refusal::SignInFailed)
        state_.demonstration.reset();  // a wrong password stays wrong: trying on would lock the person out everywhere
    if (!MOTCUA_BROKEN(RefusalUntold))
        say(refusal_text(language(), reply.refusal), /*is_trouble=*/reply.refusal != Refusal::NobodyWaiting);
}

void CounterModel::choose_next_language() {
    const auto languages = state_.view ? state_.view->hall.languages : std::vector<std::string>{"vi", "en"};
    const auto shown = std::find(languages.begin(), languages.end(), state_.shown_language());
    const bool is_last = shown == languages.end() || shown + 1 == languages.end();
    state_.message.reset();  // in the language before
    state_.language = languages.empty() ? "vi" : is_last ? languages.front() : *(shown + 1);
}

Language CounterModel::language() const {
    return catalogues_.language(state_.shown_language());
}

/// As a board does. A view of something new was made just now; the first of a connection may have waited until it was
/// durable.
void CounterModel::set_hall_clock(const HallHeader& header) {
    const std::int64_t ahead_ms = header.at.ms - state_.now.steady_ms;
    const bool is_first = std::exchange(state_.awaits_first_view, false);
    const bool is_fresh = !is_first && state_.view && header.version > state_.view->hall.version;
    state_.hall_ahead_ms = is_fresh ? ahead_ms : std::max(ahead_ms, state_.hall_ahead_ms.value_or(ahead_ms));
}

void CounterModel::settle() {
    const std::int64_t now_ms = state_.now.steady_ms;
    if (state_.message && state_.message->until_ms <= now_ms)
        state_.message.reset();
    if (state_.undo && state_.undo->until_ms <= now_ms)
        state_.undo.reset();
    // Somebody who is not let in sees no names and numbers, and what they typed is not kept.
    if (state_.is_turned_away() || state_.is_counter_gone()) {
        state_.sheet = Sheet::None;
        state_.for_take_over.reset();
        state_.message.reset();
    }
    const bool sheet_lost_its_sense =
        state_.sheet != Sheet::None && state_.sheet != Sheet::TakeOver && !state_.is_signed_in();
    const bool transfer_has_no_ticket = state_.sheet == Sheet::Transfer && state_.current() == nullptr;
    if (sheet_lost_its_sense || transfer_has_no_ticket)
        state_.sheet = Sheet::None;
    const bool may_sign_in_itself = state_.demonstration && state_.is_online() && state_.view &&
                                    state_.connection.role == Role::Counter && !state_.pending;
    const bool is_its_time =
        state_.last_own_sign_in_ms < 0 || now_ms - state_.last_own_sign_in_ms >= limits::sign_in_again_ms;
    if (may_sign_in_itself && is_its_time) {
        state_.last_own_sign_in_ms = now_ms;
        sign_in(*state_.demonstration, /*take_over=*/false);
    }
    screen_.outdate();
}

}  // namespace motcua::counter
