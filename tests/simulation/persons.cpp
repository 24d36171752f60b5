#include "tests/simulation/persons.hpp"

#include <algorithm>

#include "kiosk/app/own_numbers_file.hpp"

namespace motcua::simulation {

std::string password_of(const StaffId& clerk) {
    return "password of " + clerk.value;
}

// --- board

void Board::started() {
    model_.emplace(board::VoiceState::Working);
    shown_ = link::LinkState::Offline;
    last_announced_ = 0;
    look_at_the_time();
}

void Board::look_at_the_time() {
    carry_out(model_->on_time(now_ms()));
    later(1'000, [this] { look_at_the_time(); });
}

void Board::status_changed() {
    const link::Status status = link::as_shown(this->status());
    if (std::exchange(shown_, status.state) == status.state)
        return;
    switch (shown_) {
        case link::LinkState::Online:
            return carry_out(model_->on_connected(status.server_time, now_ms()));
        case link::LinkState::Pairing:
            return carry_out(model_->on_pairing(status.pairing_code, now_ms()));
        case link::LinkState::Rejected:
            return carry_out(model_->on_refused(status.refusal, now_ms()));
        default:
            return carry_out(model_->on_connecting(now_ms()));
    }
}

void Board::view_came(const View& view) {
    carry_out(model_->on_view(std::get<BoardView>(view), now_ms()));
}

void Board::carry_out(const board::BoardEffects& effects) {
    if (!effects.announce)
        return;
    const std::uint64_t sequence = effects.announce->sequence;
    if (sequence <= last_announced_)
        world_.fail("a board's voice called " + to_string(effects.announce->number) + " again or out of order");
    last_announced_ = sequence;
    ++world_.statistics.announcements;
    later(world_.between(2'000, 9'000), [this, sequence] { carry_out(model_->on_announced(sequence, now_ms())); });
}

// --- kiosk

namespace {

constexpr std::int64_t kiosk_turn_ms = 2'000;  // the program's is shorter; nothing here hangs on it

const Catalogues& no_catalogues() {
    static const Catalogues none({});
    return none;
}

/// As kiosk/app has it.
kiosk::Reach reach_of(const link::Status& status) {
    switch (status.state) {
        case link::LinkState::Online:
            return kiosk::Reach::Online;
        case link::LinkState::Pairing:
            return kiosk::Reach::Pairing;
        case link::LinkState::Rejected:
            return kiosk::Reach::Rejected;
        default:
            if (status.trouble == link::Trouble::Refused)
                return kiosk::Reach::Rejected;
            return status.was_online || status.trouble != link::Trouble::None ? kiosk::Reach::Offline
                                                                              : kiosk::Reach::Connecting;
    }
}

}  // namespace

void Kiosk::started() {
    model_.emplace(no_catalogues(), static_cast<kiosk::Port&>(*this), "vi", kiosk_now());
    if (!own_numbers_.empty()) {
        auto numbers = kiosk::parse_own_numbers(own_numbers_);
        if (!numbers)
            return world_.fail("a kiosk's file of its own numbers is damaged");
        model_->own_numbers_found(*std::move(numbers), kiosk_now());
    }
    later(kiosk_turn_ms, [this] { pass_time(); });
}

void Kiosk::pass_time() {
    model_->advance(kiosk_now());
    later(kiosk_turn_ms, [this] { pass_time(); });
}

void Kiosk::status_changed() {
    const link::Status status = link::as_shown(this->status());
    kiosk::Connection connection;
    connection.reach = reach_of(status);
    connection.refusal = status.refusal;
    connection.since = world_.now().wall;
    model_->connection_changed(connection, kiosk_now());
}

void Kiosk::view_came(const View& view) {
    model_->view_came(std::get<KioskView>(view), kiosk_now());
}

void Kiosk::press(const ServiceId& service, const CategoryId& category) {
    if (!is_on())
        return;
    touch(kiosk::Wish::Home);
    touch(kiosk::ChooseService{service});
    touch(kiosk::TakeNumber{category});
    const bool is_impatient = world_.has(Fault::Abandon) && world_.random.chance(20);
    if (is_impatient)
        later(world_.between(1, 400), [this] { touch(kiosk::Wish::StopWaiting); });
}

void Kiosk::reply_came(const RequestId& id, const Reply& reply) {
    Reply heard = reply;
    if (world_.planted == Planted::OwnNumbersMixedUp && !heard.reserved.empty()) {
        for (ReservedNumbers& run : heard.reserved)
            run.first = run.last = 999;  // as if every kiosk had the same
    }
    if (world_.is_told && reply.refusal != Refusal::None)
        world_.tell("refused " + std::string(name_of(reply.refusal)), reply.detail);
    model_->reply_came(id, heard, kiosk_now());
}

bool Kiosk::keep(const kiosk::OwnNumbers& numbers) {
    if (disk_fails())
        return false;
    own_numbers_ = kiosk::to_json(numbers);
    return true;
}

TicketToken Kiosk::new_token() {
    return TicketToken{base32(new_id().bytes)};
}

bool Kiosk::print(std::uint64_t job, const TicketDetail& ticket, const std::string&, bool is_own) {
    world_.tell(is_own ? "own number" : "number", about().name + " " + to_string(ticket.number));
    checker_.handed_out(about().hall, ticket, is_own);
    given_.push_back(ticket.token);
    later(world_.between(100, 3'000),
          [this, job] { model_->print_ended(job, kiosk::PrintOutcome::Printed, kiosk_now()); });
    if (world_.random.chance(5)) {
        const auto token = given_[static_cast<std::size_t>(world_.random.below(given_.size()))];
        later(world_.between(0, 60'000), [this, token] { send(CancelTicket{token}); });
    }
    return true;
}

// --- counter

void Counter::started() {
    pending_.reset();
    undo_.reset();
    later(world_.between(100, 2'000), [this] { think(); });
}

void Counter::status_changed() {
    if (!is_online())
        takes_over_next_ = false;
}

void Counter::gave_up(const RequestId& id) {
    if (pending_ == id)
        pending_.reset();
}

void Counter::reply_came(const RequestId& id, const Reply& reply) {
    if (pending_ != id)
        return;
    pending_.reset();
    takes_over_next_ = is_signing_in_ && reply.refusal == Refusal::CounterOccupied && world_.random.chance(50);
    if (reply.refusal == Refusal::None && reply.ticket &&
        (reply.ticket->state == TicketState::NoShow || reply.ticket->state == TicketState::Held) &&
        world_.random.chance(20))
        undo_ = reply.ticket->id;
}

void Counter::think() {
    later(world_.between(300, 3'000), [this] { think(); });
    if (!works_ || !is_online() || pending_ || world_.schedule.now_ms() < busy_until_ms_ || !view())
        return;
    const auto& shown = std::get<CounterView>(*view());
    is_signing_in_ = false;
    if (status().role == Role::Counter || shown.state == CounterState::Closed)
        return sign_in();
    act_on(shown);
}

void Counter::sign_in() {
    const StaffId& clerk = clerks_[static_cast<std::size_t>(world_.random.below(clerks_.size()))];
    const bool is_wrong = world_.has(Fault::WrongPassword) && world_.random.chance(15);
    const RequestId id = new_id();
    is_signing_in_ = true;
    pending_ = send_once(protocol::SignIn{id, clerk, is_wrong ? "not the password" : password_of(clerk),
                                          about().counter, std::exchange(takes_over_next_, false)},
                         id);
}

void Counter::act_on(const CounterView& view) {
    if (view.state == CounterState::Paused) {
        if (world_.random.chance(40))
            ask(ResumeCounter{view.counter});
        return;
    }
    if (view.current)
        return with_current(*view.current, view);
    if (undo_)
        return ask(TakeBack{view.counter, *std::exchange(undo_, std::nullopt)});
    with_nobody(view);
}

void Counter::with_current(const CounterTicket& current, const CounterView& view) {
    const std::uint64_t die = world_.random.below(100);
    if (current.state == TicketState::Called) {
        if (die < static_cast<std::uint64_t>(world_.plan.no_show_percent))
            return current.recalls < 2 ? ask(Recall{view.counter}) : ask(MarkNoShow{view.counter});
        if (die < 90) {
            busy_until_ms_ = world_.schedule.now_ms() + world_.between(0, plan_->service_ms);
            return ask(StartService{view.counter});
        }
    } else if (die < 80) {
        return ask(FinishService{view.counter});
    }
    die % 2 == 0 ? ask(HoldTicket{view.counter, "brings a paper"}) : transfer(current, view);
}

void Counter::transfer(const CounterTicket& current, const CounterView& view) {
    TransferTicket command{view.counter, {}, {}, "please look at this"};
    if (world_.random.chance(50))
        command.to_service = view.services[static_cast<std::size_t>(world_.random.below(view.services.size()))].id;
    else
        command.to_counter = view.counters[static_cast<std::size_t>(world_.random.below(view.counters.size()))].id;
    (void)current;
    ask(std::move(command));
}

void Counter::with_nobody(const CounterView& view) {
    const std::uint64_t die = world_.random.below(100);
    if (die < 3)
        return ask(PauseCounter{view.counter, "lunch"});
    if (die < 5)
        return ask(CloseCounter{view.counter});
    if (die < 15 && !view.missed.empty())
        return ask(TakeBack{view.counter, view.missed.front().id});
    if (die < 40 && !view.held.empty())
        return ask(TakeBack{view.counter, view.held.front().id});
    if (view.waiting_count > 0 || die < 45)
        return ask(CallNext{view.counter});
}

// --- office

void Office::started() {
    pending_.reset();
    later(world_.between(100, 500), [this] { think(); });
}

void Office::gave_up(const RequestId& id) {
    if (pending_ == id)
        pending_.reset();
}

void Office::reply_came(const RequestId& id, const Reply& reply) {
    if (pending_ != id)
        return;
    pending_.reset();
    if (is_adding_staff_ && (reply.refusal == Refusal::None || reply.refusal == Refusal::LoginTaken))
        staff_.pop_back();
}

void Office::think() {
    const bool has_work = !staff_.empty() || std::any_of(devices_.begin(), devices_.end(), [](const Client* device) {
        return device->is_on() && !device->pairing_code().empty();
    });
    later(has_work ? world_.between(100, 600) : world_.between(2'000, 9'000), [this] { think(); });
    if (!is_online() || pending_)
        return;
    is_adding_staff_ = !staff_.empty();
    const RequestId id = new_id();
    if (is_adding_staff_) {
        pending_ = send_once(
            protocol::AddStaffRequest{id, staff_.back(), "Name of " + staff_.back().value, password_of(staff_.back())},
            id);
        return;
    }
    for (const Client* device : devices_)
        if (device->is_on() && !device->pairing_code().empty()) {
            pending_ = send_once(protocol::AcceptPairing{id, device->pairing_code(), "", {}}, id);
            return;
        }
    if (world_.random.chance(30))
        query(world_.random.chance(50) ? Query{ListTickets{false}} : Query{ListDevices{}});
}

}  // namespace motcua::simulation
