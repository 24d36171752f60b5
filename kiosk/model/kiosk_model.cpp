#include "kiosk/model/kiosk_model.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/model/compose.hpp"
#include "kiosk/model/limits.hpp"
#include "shared/base/broken.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::kiosk {
namespace {

bool take_out(std::vector<RequestId>& ids, const RequestId& id) {
    return std::erase(ids, id) != 0;
}

bool is_let_go(Refusal refusal) {
    return refusal == Refusal::DeviceRevoked || refusal == Refusal::UnknownDevice;
}

}  // namespace

const KioskService* State::find_service(const ServiceId& id) const {
    if (view) {
        for (const auto& known : view->services) {
            if (known.id == id)
                return &known;
        }
    }
    return nullptr;
}

std::vector<std::string> State::languages() const {
    if (view && !view->hall.languages.empty())
        return view->hall.languages;
    return {"vi", "en"};
}

std::string State::shown_language() const {
    if (!language.empty())
        return language;
    return default_language.empty() ? languages().front() : default_language;
}

std::int64_t State::idle_answer_ms() const {
    return is_accessible() ? limits::idle_answer_accessible_ms : limits::idle_answer_ms;
}

std::int64_t State::idle_answer_left_ms() const {
    return idle_answer_ms() - (now.steady_ms - std::max(*warned_ms, last_touch_ms));
}

Date State::today() const {
    return local_time(now.wall, view ? view->hall.offset_min : 0).date;
}

std::optional<TicketNumber> State::own_number(const ServiceId& id) const {
    return connection.reach == Reach::Offline ? own_number_left(id) : std::nullopt;
}

std::optional<TicketNumber> State::own_number_left(const ServiceId& id) const {
    const KioskService* wanted = find_service(id);
    const bool is_open = wanted != nullptr && wanted->state == ServiceState::Open &&
                         (!wanted->closes_at || now.wall < *wanted->closes_at);
    return is_open && can_keep_promises ? own.next(id, today()) : std::nullopt;
}

bool State::has_own_numbers() const {
    return view && std::any_of(view->services.begin(), view->services.end(),
                               [&](const KioskService& each) { return own_number(each.id).has_value(); });
}

KioskModel::KioskModel(const Catalogues& catalogues, Port& port, std::string default_language, Now now)
    : catalogues_(catalogues), port_(port) {
    state_.default_language = std::move(default_language);
    state_.last_touch_ms = now.steady_ms;
    state_.now = now;  // the port may not be ready yet
    compose_later();
}

void KioskModel::begin(Now now) {
    state_.now = now;
    note_promises();
}

void KioskModel::note_promises() {
    state_.can_keep_promises =
        port_.can_send_durably() && !keep_again_at_ms_ && state_.now.steady_ms >= promise_again_at_ms_;
}

void KioskModel::set_tiles_on_page(std::size_t tiles) {
    state_.tiles_on_page = std::clamp(tiles, limits::least_tiles_on_page, limits::tiles_on_page);
    compose_later();
}

void KioskModel::earlier_run_found(EarlierRun run, Now now) {
    begin(now);
    // Where it cannot be read, nobody knows who got another number instead: no ticket of then is shown any more.
    Kept kept = run.kept ? *std::move(run.kept) : Kept{{}, run.asked};
    state_.own = std::move(kept.own);
    earlier_ = std::move(run.asked);
    for (const RequestId& id : kept.abandoned) {
        if (take_out(earlier_, id))
            abandoned_.push_back(id);
    }
    // A clock that says it was later then than it is now was set back, or has lost the time: nobody knows how long ago.
    const bool is_age_known = run.asked_at && *run.asked_at <= now.wall;
    earlier_at_ = run.asked_at.value_or(Instant{});
    earlier_until_ms_ = now.steady_ms + (is_age_known ? limits::abandon_ms - (now.wall - earlier_at_) : 0);
    // What people hold is spent, also when the list is a copy of earlier.
    const OwnNumbers found = state_.own;
    for (const IssueReserved& given : run.given) {
        if (given.service_day >= state_.own.spent_day())
            state_.own.spend(given.number, given.service_day);
    }
    if (state_.own != found)
        keep();
    compose_later();
}

/// Before they are needed: half of them gone, or a new day. And once after each new connection: who brought this
/// kiosk's files back from an old copy, or paired it anew, has numbers in them that are its own no more.
void KioskModel::fill_up() {
    if (!state_.is_online() || !state_.view || filling_up_)
        return;
    const Date today = state_.today();
    if (today == fill_up_day_ && state_.now.steady_ms < fill_up_at_ms_)
        return;
    const bool is_low =
        std::any_of(state_.view->services.begin(), state_.view->services.end(), [&](const KioskService& service) {
            return service.state == ServiceState::Open &&
                   state_.own.left(service.id, today) <= motcua::limits::reserved_numbers / 2;
        });
    if (!is_low && !must_compare_own_)
        return;
    fill_up_day_ = today;
    filling_up_ = port_.ask(ReserveNumbers{});
}

bool KioskModel::give_own_number(const ServiceId& service, const CategoryId& category) {
    const auto number = spend_own_number(service);
    return number && promise(*number, service, category);
}

/// Spent first, then promised to the hall, then shown: a power cut in between costs a number, never two people one.
/// nullopt: there is none, or the disk takes nothing and all is as before.
std::optional<TicketNumber> KioskModel::spend_own_number(const ServiceId& service) {
    const auto number = state_.own_number_left(service);
    if (!number)
        return std::nullopt;
    const OwnNumbers own_before = state_.own;
    const auto abandoned_before = abandoned_;
    const auto earlier_before = earlier_;
    state_.own.spend(*number, state_.today());
    abandon_earlier();
    if (!MOTCUA_BROKEN(ShownBeforeKept) && !keep()) {
        state_.own = own_before;
        abandoned_ = abandoned_before;
        earlier_ = earlier_before;
        return std::nullopt;
    }
    fill_up_at_ms_ = 0;
    return number;
}

bool KioskModel::promise(TicketNumber number, const ServiceId& service, const CategoryId& category) {
    const Date today = state_.today();
    IssueReserved command{
        service, category, number, port_.new_token(), today, state_.now.wall, state_.shown_language()};
    if (!port_.send_durably(command)) {
        // The number may be in the outbox after all. The next one is not tried at once: it would go the same way.
        promise_again_at_ms_ = state_.now.steady_ms + limits::promise_again_ms;
        note_promises();
        return false;
    }
    TicketDetail ticket;
    ticket.token = command.token;
    ticket.number = number;
    ticket.service_day = today;
    ticket.service = service;
    ticket.category = category;
    ticket.issued_at = state_.now.wall;
    show_ticket(ticket, /*is_own=*/true);
    return true;
}

bool KioskModel::keep() {
    const bool is_kept = port_.keep(Kept{state_.own, abandoned_});
    keep_again_at_ms_ = is_kept ? std::nullopt : std::optional(state_.now.steady_ms + limits::keep_again_ms);
    note_promises();
    return is_kept;
}

/// The hall has let this kiosk go: it would refuse them, whenever it hears of them.
void KioskModel::drop_own_numbers() {
    if (state_.own.runs().empty() || MOTCUA_BROKEN(LetGoGivesOn))
        return;
    state_.own.drop();
    keep();
}

void KioskModel::connection_changed(const Connection& connection, Now now) {
    begin(now);
    if (connection.reach == Reach::Online && !state_.is_online()) {
        must_compare_own_ = true;
        fill_up_at_ms_ = 0;
    }
    state_.connection = connection;
    const bool had_numbers = !state_.own.runs().empty();
    state_.own.belong_to(connection.owner);
    if (had_numbers && state_.own.runs().empty())
        keep();
    if (connection.reach == Reach::Rejected && is_let_go(connection.refusal))
        drop_own_numbers();
    // Whoever was told "no connection" goes on where they wanted to go, or learns what is in the way now.
    if (state_.is_online() && state_.place == Place::Problem && state_.obstacle.kind == ObstacleKind::Offline)
        wished(ChooseService{ServiceId(state_.obstacle.service)});
    compose_later();
}

void KioskModel::view_came(const KioskView& view, Now now) {
    begin(now);
    state_.view = view;
    if (state_.place == Place::Service && state_.find_service(state_.service) == nullptr && !state_.pending)
        show_problem(ObstacleKind::Vanished, state_.service);
    const auto known = state_.languages();
    if (!state_.language.empty() && std::find(known.begin(), known.end(), state_.language) == known.end())
        state_.language.clear();
    compose_later();
}

/// By both clocks, as far as they can be compared: this kiosk's may have lost the time with its power.
bool KioskModel::may_still_stand_here(const TicketDetail& ticket) const {
    const Instant hall_time = state_.connection.server_time + (state_.now.steady_ms - state_.connection.since_ms);
    return !is_anybody_there() && !state_.shown && hall_time - ticket.issued_at <= limits::abandon_ms &&
           hall_time - earlier_at_ <= limits::abandon_ms;
}

void KioskModel::reply_is_coming(const RequestId& id, const Reply& reply, Now now) {
    begin(now);
    const bool is_earlier = std::find(earlier_.begin(), earlier_.end(), id) != earlier_.end();
    const bool is_for_nobody = is_earlier && !(reply.ticket && may_still_stand_here(*reply.ticket));
    if (take_out(abandoned_, id) || (is_for_nobody && take_out(earlier_, id)))
        give_back(reply);
    compose_later();
}

void KioskModel::reply_came(const RequestId& id, const Reply& reply, Now now) {
    begin(now);
    if (filling_up_ && *filling_up_ == id) {
        filling_up_.reset();
        const bool is_filled = reply.refusal == Refusal::None;
        fill_up_at_ms_ = now.steady_ms + (is_filled ? limits::fill_up_again_ms : limits::fill_up_retry_ms);
        if (is_filled) {
            must_compare_own_ = false;
            state_.own.replace(reply.reserved);
            keep();
        } else if (is_let_go(reply.refusal)) {
            drop_own_numbers();
        }
        return compose_later();
    }
    const bool is_granted = reply.refusal == Refusal::None && reply.ticket.has_value();
    if (state_.pending && state_.pending->id == id) {
        const IssueTicket wanted = state_.pending->command;
        state_.pending.reset();
        // A server that cannot write is as good as away.
        const bool is_as_away = reply.refusal == Refusal::StoreUnavailable;
        if (is_granted)
            show_ticket(*reply.ticket);
        else if (!is_as_away || !give_own_number(wanted.service, wanted.category))
            refused(reply, wanted.service);
    } else if (take_out(earlier_, id) && is_granted) {
        show_ticket(*reply.ticket);
    }
    // Anything else is no news: of a number that its person holds already, or that was given back.
    compose_later();
}

void KioskModel::gave_up(const RequestId& id, Now now) {
    Reply reply;
    reply.refusal = Refusal::TooBusy;
    reply_is_coming(id, reply, now);
    reply_came(id, reply, now);
}

void KioskModel::print_ended(std::uint64_t job, PrintOutcome outcome, Now now) {
    begin(now);
    state_.printer_in_trouble = outcome == PrintOutcome::Failed;
    if (state_.shown && state_.shown->job == job) {
        ShownTicket& shown = *state_.shown;
        switch (outcome) {
            case PrintOutcome::Printed:
                shown.print = PrintState::Printed;
                break;
            case PrintOutcome::Unknown:
                shown.print = PrintState::Unknown;
                shown.leave_ms = std::max(shown.leave_ms, now.steady_ms + limits::ticket_to_photograph_ms);
                break;
            case PrintOutcome::Failed:
                shown.print = PrintState::Failed;
                shown.leave_ms = std::max(shown.leave_ms, now.steady_ms + limits::ticket_to_photograph_ms);
                break;
            case PrintOutcome::NoPrinter:
                shown.print = PrintState::NoPrinter;
                shown.leave_ms = std::max(shown.leave_ms, now.steady_ms + limits::ticket_to_photograph_ms);
                break;
        }
    }
    compose_later();
}

void KioskModel::activity(Now now) {
    begin(now);
    state_.last_touch_ms = now.steady_ms;
    compose_later();
}

void KioskModel::touch(const Intent& intent, Now now) {
    begin(now);
    state_.in_tap_series = now.steady_ms - state_.last_wish_ms < limits::tap_series_ms;
    state_.last_wish_ms = state_.last_touch_ms = now.steady_ms;
    state_.warned_ms.reset();
    std::visit([this](const auto& wish) { wished(wish); }, intent);
    compose_later();
}

void KioskModel::wished(const ChooseService& intent) {
    if (state_.pending || state_.shown)
        return;
    const KioskService* service = state_.find_service(intent.service);
    if (service == nullptr)
        return show_problem(ObstacleKind::Vanished, intent.service);
    // What was closed when the connection went is closed until it would open; what then is, nobody knows.
    const bool is_closed_still = service->state != ServiceState::Open &&
                                 (state_.is_online() || !service->opens_at || state_.now.wall < *service->opens_at);
    if (is_closed_still)
        return show_problem(ObstacleKind::Closed, intent.service);
    if (!state_.is_online() && !state_.own_number(intent.service))
        return show_problem(ObstacleKind::Offline, intent.service);
    state_.service = intent.service;
    state_.place = Place::Service;
}

void KioskModel::wished(const ChooseGroup& intent) {
    if (state_.pending || state_.shown)
        return;
    state_.group = intent.group;
    state_.place = Place::Group;
    state_.page = 0;
}

void KioskModel::wished(const TakeNumber& intent) {
    // One request at a time: a second touch, or a second person's, is the same wish.
    if ((state_.pending && !MOTCUA_BROKEN(EveryTapCounts)) || state_.place != Place::Service)
        return;
    if (!state_.is_online()) {
        if (!give_own_number(state_.service, intent.category))
            show_problem(ObstacleKind::Offline, state_.service);
        return;
    }
    IssueTicket command;
    command.service = state_.service;
    command.category = intent.category;
    command.language = state_.shown_language();
    if (!earlier_.empty()) {
        abandon_earlier();
        keep();
    }
    const RequestId id = port_.send(command);
    state_.pending = Pending{id, command, state_.now.steady_ms};
}

void KioskModel::wished(const ChooseLanguage& intent) {
    const auto known = state_.languages();
    if (std::find(known.begin(), known.end(), intent.tag) != known.end())
        state_.language = intent.tag;
}

void KioskModel::wished(Wish wish) {
    switch (wish) {
        case Wish::MoreServices:
            if (state_.pending || state_.shown)
                return;
            state_.place = Place::More;
            state_.came_through_more = true;
            state_.page = 0;
            return;
        case Wish::NextPage:
            if (!screen().next_page.empty())
                ++state_.page;
            return;
        case Wish::PreviousPage:
            if (state_.page > 0)
                --state_.page;
            return;
        case Wish::Back:
            return go_back();
        case Wish::Home:
            if (!state_.pending && !is_ticket_fresh())
                go_home();
            return;
        case Wish::ShowHelp:
            state_.help_open = true;
            return;
        case Wish::CloseHelp:
            state_.help_open = false;
            return;
        case Wish::ToggleLargeText:
            state_.large_text = !state_.large_text;
            state_.page = 0;
            return;
        case Wish::ToggleHighContrast:
            state_.high_contrast = !state_.high_contrast;
            return;
        case Wish::StayHere:
            return;
        case Wish::StopWaiting:
            if (state_.pending) {
                abandon_pending();
                keep();
                go_home();
            }
            return;
        case Wish::TryAgain:
            if (state_.place == Place::Problem)
                wished(ChooseService{state_.obstacle.service});
            return;
    }
}

bool KioskModel::is_ticket_fresh() const {
    return state_.shown &&
           (state_.in_tap_series || state_.now.steady_ms - state_.shown->since_ms < limits::ticket_guard_ms);
}

void KioskModel::go_back() {
    if (state_.pending || state_.shown)
        return;
    state_.page = 0;
    if ((state_.place == Place::Service || state_.place == Place::Problem) && state_.group) {
        state_.place = Place::Group;
    } else if (state_.came_through_more && state_.place != Place::More) {
        state_.place = Place::More;
        state_.group.reset();
    } else {
        // The same person: language and large text stay.
        state_.place = Place::Home;
        state_.group.reset();
        state_.came_through_more = false;
    }
}

void KioskModel::go_home() {
    state_.place = Place::Home;
    state_.group.reset();
    state_.came_through_more = false;
    state_.page = 0;
    state_.service = {};
    state_.obstacle = {};
    state_.shown.reset();
    state_.language.clear();
    state_.large_text = false;
    state_.high_contrast = false;
    state_.help_open = false;
    state_.warned_ms.reset();
}

void KioskModel::show_problem(ObstacleKind kind, const ServiceId& service) {
    state_.obstacle = {kind, service, Refusal::None, std::nullopt};
    if (const KioskService* known = state_.find_service(service))
        state_.obstacle.opens_at = known->opens_at;
    state_.place = Place::Problem;
}

void KioskModel::refused(const Reply& reply, const ServiceId& service) {
    show_problem(ObstacleKind::Refused, service);
    state_.obstacle.refusal = reply.refusal;
    if (reply.opens_at)
        state_.obstacle.opens_at = reply.opens_at;
}

void KioskModel::show_ticket(const TicketDetail& ticket, bool is_own) {
    ShownTicket shown;
    shown.ticket = ticket;
    shown.is_own = is_own;
    shown.job = next_job_++;
    shown.since_ms = state_.now.steady_ms;
    shown.leave_ms =
        shown.since_ms + (state_.is_accessible() ? limits::ticket_shown_accessible_ms : limits::ticket_shown_ms);
    state_.help_open = false;
    state_.place = Place::Ticket;
    state_.shown = shown;
    if (!port_.print(shown.job, ticket, state_.shown_language(), is_own)) {
        state_.printer_in_trouble = true;
        state_.shown->print = PrintState::Failed;
        state_.shown->leave_ms = shown.since_ms + limits::ticket_to_photograph_ms;
    }
}

void KioskModel::give_back(const Reply& reply) {
    const bool is_given = reply.refusal == Refusal::None && reply.ticket && !reply.ticket->token.empty();
    if (is_given && !MOTCUA_BROKEN(NothingGivenBack))
        port_.send(CancelTicket{reply.ticket->token});
}

/// In memory: whoever calls it keeps it.
void KioskModel::abandon(const RequestId& id) {
    abandoned_.push_back(id);
    if (abandoned_.size() > limits::abandoned_kept)
        abandoned_.erase(abandoned_.begin());
}

void KioskModel::abandon_pending() {
    abandon(state_.pending->id);
    state_.pending.reset();
}

void KioskModel::abandon_earlier() {
    for (const RequestId& id : earlier_)
        abandon(id);
    earlier_.clear();
}

bool KioskModel::is_anybody_there() const {
    return state_.place != Place::Home || state_.help_open || state_.is_accessible() || !state_.language.empty() ||
           state_.pending.has_value();
}

void KioskModel::advance(Now now) {
    begin(now);
    if (keep_again_at_ms_ && now.steady_ms >= *keep_again_at_ms_)
        keep();
    if (!earlier_.empty() && now.steady_ms >= earlier_until_ms_) {
        abandon_earlier();
        keep();
    }
    fill_up();
    if (state_.pending) {
        const bool is_lost = state_.connection.reach == Reach::Offline &&
                             now.steady_ms - state_.pending->since_ms >= limits::alone_after_ms;
        if (is_lost && state_.own_number(state_.pending->command.service)) {
            // Whether the hall has given one is not known: if it has, that one is given back.
            const Pending waited_for = *state_.pending;
            if (!MOTCUA_BROKEN(AnotherNumberToo))
                abandon_pending();
            const ServiceId& service = waited_for.command.service;
            const auto number = spend_own_number(service);
            if (!number || !promise(*number, service, waited_for.command.category)) {
                const bool was_kept = number.has_value();
                take_out(abandoned_, waited_for.id);  // whoever waits goes on waiting
                state_.pending = waited_for;
                if (was_kept)
                    keep();
            }
        } else if (now.steady_ms - std::max(state_.pending->since_ms, state_.last_touch_ms) >= limits::abandon_ms) {
            abandon_pending();
            keep();
            go_home();
        }
    } else if (state_.shown) {
        ShownTicket& shown = *state_.shown;
        if (shown.print == PrintState::Printing && now.steady_ms - shown.since_ms >= limits::print_silence_ms) {
            shown.print = PrintState::Unknown;
            shown.leave_ms = std::max(shown.leave_ms, now.steady_ms + limits::ticket_to_photograph_ms);
        }
        // Whoever touched something is still reading, and who opened the help sheet reads longer.
        const auto reads_ms = state_.help_open         ? limits::idle_warning_accessible_ms
                              : state_.is_accessible() ? limits::ticket_shown_accessible_ms
                                                       : limits::ticket_shown_ms;
        if (now.steady_ms >= shown.leave_ms && now.steady_ms - state_.last_touch_ms >= reads_ms)
            go_home();
    } else {
        // "This screen goes on by itself": also with a number of this kiosk's own.
        if (state_.place == Place::Problem && state_.obstacle.kind == ObstacleKind::Offline &&
            state_.own_number(state_.obstacle.service))
            wished(ChooseService{ServiceId(state_.obstacle.service)});
        advance_idle();
    }
    compose_later();
}

void KioskModel::advance_idle() {
    if (!is_anybody_there()) {
        state_.warned_ms.reset();
        state_.page = 0;
        return;
    }
    const std::int64_t now_ms = state_.now.steady_ms;
    if (state_.warned_ms) {
        if (state_.idle_answer_left_ms() <= 0)
            go_home();
        return;
    }
    const auto quiet = state_.is_accessible() ? limits::idle_warning_accessible_ms : limits::idle_warning_ms;
    if (now_ms - state_.last_touch_ms >= quiet)
        state_.warned_ms = now_ms;
}

const KioskScreen& KioskModel::screen() const {
    return screen_.get([this] { return compose(state_, catalogues_.language(state_.shown_language())); });
}

bool KioskModel::take_changed() {
    (void)screen();
    return screen_.take_changed();
}

}  // namespace motcua::kiosk
