#include "tests/simulation/persons.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/app/own_numbers_file.hpp"
#include "shared/link/limits.hpp"

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
    await_technician();
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
            return carry_out(model_->on_connecting(status.refusal, now_ms()));
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

namespace {

template <class Shown>
std::string told_of(const Shown& call) {
    return to_string(call.number) + " at " + call.counter_name;
}

}  // namespace

/// What the screen says against what the hall says, without the code that made the screen.
std::string Board::difference_from(const View& wanted) const {
    const auto& hall = std::get<BoardView>(wanted);
    const board::BoardScreen screen = model_->screen(now_ms());
    if (screen.page != (hall.is_zone_unknown ? board::BoardPage::NoZone : board::BoardPage::Hall))
        return "it shows another page than its hall's";
    if (screen.stale_since)
        return "it says that it is not up to date";
    if (hall.is_zone_unknown)
        return {};
    std::set<std::string> called;
    std::set<std::string> shown;
    for (const BoardCall& call : hall.calls)
        called.insert(told_of(call) + (call.is_serving ? ", served" : ""));
    for (const board::BoardRow& row : screen.rows)
        shown.insert(told_of(row) + (row.is_serving ? ", served" : ""));
    if (screen.large)
        shown.insert(told_of(*screen.large) + (screen.large->state == board::LargeState::Serving ? ", served" : ""));
    if (shown != called || shown.size() != screen.rows.size() + (screen.large ? 1 : 0))
        return "it shows other calls than there are";
    std::vector<TicketNumber> missed;
    for (const BoardCall& call : hall.missed)
        missed.push_back(call.number);
    if (screen.missed != missed || screen.coming != hall.coming || screen.waiting != hall.waiting)
        return "it shows others missed, coming or waiting than are";
    if (screen.agency != hall.hall.agency || screen.branch != hall.hall.branch || screen.notices != hall.notices)
        return "it shows another hall's name or notices";
    return {};
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
            return status.was_online || status.trouble != link::Trouble::None ? kiosk::Reach::Offline
                                                                              : kiosk::Reach::Connecting;
    }
}

}  // namespace

void Kiosk::started() {
    model_.emplace(no_catalogues(), static_cast<kiosk::Port&>(*this), "vi", kiosk_now());
    kiosk::EarlierRun run;
    if (!own_numbers_.empty()) {
        auto kept = kiosk::parse_own_numbers(own_numbers_);
        if (!kept)
            return world_.fail("a kiosk's file of its own numbers is damaged");
        run.kept = *std::move(kept);
    }
    for (const link::EarlierRequest& request : earlier_requests()) {
        if (std::holds_alternative<IssueTicket>(request.command))
            run.asked.push_back(request.id);
        else if (const auto* given = std::get_if<IssueReserved>(&request.command))
            run.given.push_back(*given);
    }
    run.asked_at = earlier_requests_at();
    if (!go_through([&] { model_->earlier_run_found(std::move(run), kiosk_now()); }))
        return;
    if (last_view_)
        model_->view_came(*last_view_, kiosk_now());
    await_technician();
    later(kiosk_turn_ms, [this] { pass_time(); });
}

void Kiosk::pass_time() {
    if (go_through([this] { model_->advance(kiosk_now()); }))
        later(kiosk_turn_ms, [this] { pass_time(); });
}

void Kiosk::status_changed() {
    const link::Status status = link::as_shown(this->status());
    kiosk::Connection connection;
    connection.reach = reach_of(status);
    connection.refusal = status.refusal;
    connection.since = own_now().wall;
    connection.since_ms = status.since_ms;
    connection.server_time = status.server_time;
    if (status.server && !status.device.empty())
        connection.owner = {status.device, link::to_hex(*status.server)};
    const bool is_let_go = connection.reach == kiosk::Reach::Rejected && is_final(status.refusal);
    if (go_through([&] { model_->connection_changed(connection, kiosk_now()); }) && is_let_go && !disk_fails())
        let_go_ = status.device;
}

void Kiosk::view_came(const View& view) {
    last_view_ = std::get<KioskView>(view);
    model_->view_came(*last_view_, kiosk_now());
}

void Kiosk::press(const ServiceId& service, const CategoryId& category, int taps) {
    if (!is_on())
        return;
    touch(kiosk::Wish::Home);
    touch(kiosk::ChooseService{service});
    const std::uint64_t mine = ++touches_;
    take(category);
    for (; taps > 1; --taps) {
        ++world_.statistics.double_taps;
        later(world_.between(0, 400), [this, category, mine] {
            if (touches_ == mine)
                take(category);
        });
    }
    const bool is_impatient = world_.has(Fault::Abandon) && world_.random.chance(20);
    if (is_impatient) {
        world_.count(Fault::Abandon);
        later(world_.between(1, 400), [this] { stop_waiting(); });
    }
}

void Kiosk::take(const CategoryId& category) {
    is_taking_ = true;
    touch(kiosk::TakeNumber{category});
    is_taking_ = false;
}

template <class Job>
bool Kiosk::go_through(Job job) {
    job();
    if (!std::exchange(has_no_power_, false))
        return true;
    power_failed_();
    return false;
}

bool Kiosk::loses_power(int per_mille) {
    if (!has_no_power_ && world_.has(Fault::ClientCrash) &&
        world_.random.below(1'000) < static_cast<std::uint64_t>(per_mille)) {
        has_no_power_ = true;
        ++world_.statistics.cuts_inside;
        world_.tell("loses its power within", about().name);
    }
    return has_no_power_;
}

void Kiosk::touch(const kiosk::Intent& intent) {
    if (is_on())
        go_through([&] { model_->touch(intent, kiosk_now()); });
}

void Kiosk::stop_waiting() {
    const auto waits_for = model_->state().pending;
    const bool is_gone = go_through([this] { model_->touch(kiosk::Wish::StopWaiting, kiosk_now()); });
    if (waits_for && is_gone && !disk_fails())
        checker_.gone(about().hall, waits_for->id);
}

RequestId Kiosk::send(Command command) {
    if (loses_power(5))
        return new_id();
    const bool is_issue = std::holds_alternative<IssueTicket>(command);
    const bool gives_back = is_answered_ && std::holds_alternative<CancelTicket>(command);
    if (const auto* cancel = std::get_if<CancelTicket>(&command))
        checker_.given_back(about().hall, cancel->token);
    const RequestId id = Client::send(std::move(command), link::Keep::UntilAnswered);
    if (is_issue) {
        if (is_taking_)
            asks_for_ = touches_;
        checker_.touched(about().hall, id, {about().number, asks_for_});
        if (disk_fails())
            checker_.forgive(about().hall, id);
    }
    if (gives_back)
        gives_back_[id] = shows_;
    loses_power(5);
    return id;
}

RequestId Kiosk::ask(Command command) {
    return loses_power(1) ? new_id() : Client::send(std::move(command), link::Keep::OnlyNow);
}

std::optional<RequestId> Kiosk::send_durably(Command command) {
    if (loses_power(30))
        return new_id();
    const auto id = Client::send_durably(std::move(command));
    if (id) {
        if (is_taking_)
            asks_for_ = touches_;
        shows_ = *id;
        checker_.touched(about().hall, *id, {about().number, asks_for_});
    }
    loses_power(30);
    return id;
}

void Kiosk::reply_came(const RequestId& id, const Reply& reply) {
    Reply heard = reply;
    if (world_.planted == Planted::OwnNumbersMixedUp && !heard.reserved.empty()) {
        for (ReservedNumbers& run : heard.reserved)
            run.first = run.last = 999;  // as if every kiosk had the same
    }
    if (world_.is_told && reply.refusal != Refusal::None)
        world_.tell("refused " + std::string(name_of(reply.refusal)), reply.detail);
    // More at once than a link holds.
    if (const auto back = gives_back_.find(id); back != gives_back_.end() && reply.refusal == Refusal::TooBusy)
        checker_.forgive(about().hall, back->second);
    gives_back_.erase(id);
    shows_ = id;
    go_through([&] { model_->reply_came(id, heard, kiosk_now()); });
}

void Kiosk::reply_is_coming(const RequestId& id, const Reply& reply) {
    shows_ = id;
    is_answered_ = true;
    if (disk_fails())
        checker_.forgive(about().hall, id);  // that it is given back is not kept
    go_through([&] { model_->reply_is_coming(id, reply, kiosk_now()); });
    is_answered_ = false;
}

void Kiosk::gave_up(const RequestId& id) {
    go_through([&] { model_->gave_up(id, kiosk_now()); });
}

bool Kiosk::keep(const kiosk::Kept& kept) {
    if (loses_power(30))
        return true;
    if (disk_fails())
        return false;
    own_numbers_ = kiosk::to_json(kept);
    loses_power(30);
    return true;
}

/// Spent in its file: no restart gives it out again.
bool Kiosk::is_kept(const TicketDetail& own) const {
    const auto kept = own_numbers_.empty() ? kiosk::Kept{} : kiosk::parse_own_numbers(own_numbers_);
    return kept && kept->own.is_spent(own.number, own.service_day);
}

TicketToken Kiosk::new_token() {
    return TicketToken{base32(new_id().bytes)};
}

bool Kiosk::print(std::uint64_t job, const TicketDetail& ticket, const std::string&, bool is_own) {
    if (loses_power(5))
        return true;
    world_.tell(is_own ? "own number" : "number", about().name + " " + to_string(ticket.number));
    const DeviceId& owner = model_->state().own.owner().device;
    if (is_own && !is_kept(ticket))
        world_.fail("a kiosk shows a number of its own that it has not kept");
    if (is_own && !let_go_.empty() && owner == let_go_)
        world_.fail("a kiosk that knows that it was let go gives out a number");
    checker_.handed_out(about().hall, ticket, shows_, is_own ? owner : DeviceId{});
    given_.push_back(ticket.token);
    later(world_.between(100, 3'000),
          [this, job] { go_through([&] { model_->print_ended(job, kiosk::PrintOutcome::Printed, kiosk_now()); }); });
    if (world_.random.chance(5)) {
        const auto token = given_[static_cast<std::size_t>(world_.random.below(given_.size()))];
        later(world_.between(0, 60'000), [this, token] { go_through([&] { send(CancelTicket{token}); }); });
    }
    loses_power(5);
    return true;
}

/// What the screen says against what the hall says, without the code that made the screen.
std::string Kiosk::difference_from(const View& wanted) const {
    const auto& hall = std::get<KioskView>(wanted);
    const kiosk::KioskScreen& screen = model_->screen();
    if (screen.page == kiosk::Page::Starting || screen.page == kiosk::Page::Pairing ||
        screen.page == kiosk::Page::Rejected || screen.page == kiosk::Page::Waiting)
        return "it lets nobody choose a service";
    if (!screen.banner.empty())
        return "it says that something is wrong: " + screen.banner;
    const std::string language = model_->state().shown_language();
    if (screen.agency != hall.hall.agency.in(language) || screen.branch != hall.hall.branch.in(language))
        return "it shows another hall's name";
    for (const kiosk::TileText& tile : screen.tiles) {
        const auto* chosen = std::get_if<kiosk::ChooseService>(&tile.intent);
        if (chosen == nullptr)
            continue;
        const auto service = std::find_if(hall.services.begin(), hall.services.end(),
                                          [&](const KioskService& each) { return each.id == chosen->service; });
        if (service == hall.services.end() || tile.title != service->name.in(language) ||
            tile.letter != std::string(1, service->letter) || tile.is_open != (service->state == ServiceState::Open))
            return "it offers a service that there is not, or in another state";
    }
    if (screen.page == kiosk::Page::Tiles && screen.tiles.empty() && !hall.services.empty())
        return "it offers no service";
    return {};
}

// --- counter

namespace {

constexpr std::int64_t counter_turn_ms = 1'000;  // the program's is shorter; nothing here hangs on it

/// As counter-client/app has it.
counter::Connection connection_of(const link::Status& heard) {
    const link::Status status = link::as_shown(heard);
    counter::Connection connection;
    connection.pairing_code = status.pairing_code;
    connection.since_ms = status.since_ms;
    if (heard.is_online())
        connection.server_time = status.server_time;
    connection.refusal = status.refusal;
    connection.role = status.role;
    connection.device = status.device;
    switch (status.state) {
        case link::LinkState::Online:
            connection.reach = counter::Reach::Online;
            break;
        case link::LinkState::Pairing:
            connection.reach = counter::Reach::Pairing;
            break;
        case link::LinkState::Rejected:
            connection.reach = counter::Reach::Rejected;
            break;
        default:
            connection.reach = status.was_online ? counter::Reach::Offline : counter::Reach::Connecting;
    }
    return connection;
}

constexpr counter::Act keys[] = {counter::Act::Next,         counter::Act::Recall,      counter::Act::Start,
                                 counter::Act::Finish,       counter::Act::NoShow,      counter::Act::Hold,
                                 counter::Act::Resume,       counter::Act::Undo,        counter::Act::OpenTransfer,
                                 counter::Act::OpenPause,    counter::Act::OpenSignOut, counter::Act::OpenKeys,
                                 counter::Act::NextLanguage, counter::Act::FullWindow,  counter::Act::MinimalWindow};
constexpr counter::Act hurried_keys[] = {counter::Act::Next, counter::Act::Start, counter::Act::Finish,
                                         counter::Act::NoShow, counter::Act::Hold};

}  // namespace

void Counter::started() {
    model_.emplace(no_catalogues(), static_cast<counter::Port&>(*this), about().subscription.counter, "",
                   counter_now());
    waits_for_.clear();
    busy_until_ms_ = 0;
    later(counter_turn_ms, [this] { pass_time(); });
    later(world_.between(100, 2'000), [this] { think(); });
    await_technician();
}

void Counter::pass_time() {
    model_->advance(counter_now());
    const auto& pending = model_->state().pending;
    if (pending &&
        world_.schedule.now_ms() - pending->since_ms > link::request_limit_ms + world_.plan.pace * counter_turn_ms)
        world_.fail("a clerk waits for an answer that does not come");
    later(world_.plan.pace * counter_turn_ms, [this] { pass_time(); });
}

void Counter::status_changed() {
    model_->connection_changed(connection_of(status()), counter_now());
}

void Counter::view_came(const View& view) {
    model_->view_came(std::get<CounterView>(view), counter_now());
}

RequestId Counter::send(Command command) {
    const Command asked = command;
    const RequestId id = Client::send(std::move(command), link::Keep::OnlyNow);
    checker_.clerk_asked(about().hall, id, Checker::Deed{about().number, pressed_.press, asked, pressed_.seen});
    waits_for_[id] = pressed_;
    return id;
}

RequestId Counter::sign_in(const StaffId& login, const std::string& password, const CounterId& counter,
                           bool take_over) {
    const RequestId id = send_once(protocol::SignIn{new_id(), login, password, counter, take_over});
    waits_for_[id] = pressed_;
    return id;
}

void Counter::expect_waiting_for(const RequestId& id) {
    const auto found = waits_for_.find(id);
    if (found == waits_for_.end())
        return world_.fail("a clerk got an answer twice, or to nothing");
    pressed_ = found->second;
    waits_for_.erase(found);
}

void Counter::expect_told(const std::string& what) {
    const bool says_why = screen().page == counter::Page::Rejected && !screen().lines.empty();
    if (screen().banner.empty() && screen().message.empty() && !screen().sheet && !says_why)
        world_.fail("a clerk is not told: " + what);
}

void Counter::reply_came(const RequestId& id, const Reply& reply) {
    expect_waiting_for(id);
    if (reply.refusal != Refusal::None)
        world_.tell("refused " + std::string(name_of(reply.refusal)), about().name);
    model_->reply_came(id, reply, counter_now());
    if (reply.refusal != Refusal::None)
        expect_told("refused, " + std::string(name_of(reply.refusal)));
    if (mood_ == Mood::Works && world_.random.chance(40))  // in a hurry: before or just when the view comes
        later(world_.between(0, 40), [this] { press(hurried_keys[world_.random.below(std::size(hurried_keys))]); });
}

void Counter::gave_up(const RequestId& id) {
    expect_waiting_for(id);
    model_->gave_up(id, counter_now());
    expect_told("perhaps not done");
}

// --- a clerk

void Counter::think() {
    later(world_.plan.pace * world_.between(300, 3'000), [this] { think(); });
    if (mood_ == Mood::Clears && model_->state().view && is_online())
        return clear_the_line(model_->state());
    if (mood_ != Mood::Works || world_.schedule.now_ms() < busy_until_ms_)
        return;
    if (world_.random.chance(3))
        return press(keys[world_.random.below(std::size(keys))]);
    if (screen().sheet)
        return use_sheet(counter::SheetText(*screen().sheet));
    if (screen().page == counter::Page::SignIn && screen().can_sign_in)
        return type_password();
    if (screen().page == counter::Page::Work)
        work_on(model_->state());
}

void Counter::type_password() {
    const StaffId& clerk = clerks_[static_cast<std::size_t>(world_.random.below(clerks_.size()))];
    const bool is_wrong = world_.has(Fault::WrongPassword) && world_.random.chance(15);
    if (is_wrong)
        world_.count(Fault::WrongPassword);
    press(counter::SignInAs{clerk.value, is_wrong ? "not the password" : password_of(clerk)}, {});
}

/// Any of its lines, or back.
void Counter::use_sheet(const counter::SheetText& sheet) {
    if (sheet.choices.empty() || world_.random.chance(20))
        return press(counter::Act::CloseSheet);
    const auto& choice = sheet.choices[static_cast<std::size_t>(world_.random.below(sheet.choices.size()))];
    if (!choice.is_enabled)
        return;
    counter::Intent intent = choice.intent;
    auto* transfer = std::get_if<counter::TransferTo>(&intent);
    if (transfer != nullptr && world_.random.chance(50))
        transfer->note = "please look at this";
    press(intent, transfer != nullptr ? whom(counter::Act::OpenTransfer) : choice.label);
}

void Counter::work_on(const counter::State& state) {
    if (state.view->state == CounterState::Paused) {
        if (world_.random.chance(40))
            press(counter::Act::Resume);
        return;
    }
    if (state.current() != nullptr)
        return with_current(*state.current());
    if (state.undo && world_.random.chance(20))
        return press(counter::Act::Undo);
    with_nobody(state);
}

void Counter::with_current(const CounterTicket& current) {
    const std::uint64_t die = world_.random.below(100);
    if (current.state == TicketState::Called) {
        if (die < static_cast<std::uint64_t>(world_.plan.no_show_percent))
            return press(current.recalls < 2 ? counter::Act::Recall : counter::Act::NoShow);
        if (die < 90) {
            busy_until_ms_ = world_.schedule.now_ms() + world_.between(0, plan_->service_ms);
            return press(counter::Act::Start);
        }
    } else if (die < 40) {
        return press(counter::Act::Finish);
    } else if (die < 80) {  // one key for both: finish, call the next
        press(counter::Act::Next);
        return later(world_.between(50, 600), [this] { press(counter::Act::Next); });
    }
    press(die % 2 == 0 ? counter::Act::Hold : counter::Act::OpenTransfer);
}

void Counter::with_nobody(const counter::State& state) {
    const std::uint64_t die = world_.random.below(100);
    if (die < 3)
        return press(counter::Act::OpenPause);
    if (die < 5)
        return press(counter::Act::OpenSignOut);
    if (die < 40 && !(state.view->missed.empty() && state.view->held.empty()))
        return press(counter::Act::OpenTakeBack);
    if (state.view->waiting_count > 0 || die < 45)
        return press(counter::Act::Next);
}

/// Each at the counter where the machine stands; a second machine there leaves it to the first. What it had itself
/// before it was let go it takes over.
void Counter::clear_the_line(const counter::State& state) {
    const auto press_once = [this](counter::Act act) { press(act, whom(act)); };
    const bool is_free = state.view->state == CounterState::Closed || was(state.view->device);
    if (screen().sheet)
        return press_once(is_free && screen().sheet->id == "take-over" ? counter::Act::TakeOver
                                                                       : counter::Act::CloseSheet);
    const StaffId& clerk = clerks_.front();
    if (screen().page == counter::Page::SignIn && screen().can_sign_in && is_free)
        return press(counter::SignInAs{clerk.value, password_of(clerk)}, {});
    if (screen().page != counter::Page::Work)
        return;
    if (state.view->state == CounterState::Paused)
        return press_once(counter::Act::Resume);
    if (const CounterTicket* current = state.current())
        return press_once(current->state == TicketState::Called ? counter::Act::Start : counter::Act::Finish);
    if (state.view->waiting_count > 0)
        press_once(counter::Act::Next);
}

/// Whom a clerk means who presses this key now.
std::string Counter::whom(counter::Act act) const {
    if (act == counter::Act::Undo)
        return screen().idle_detail;
    return screen().current ? screen().current->number : std::string();
}

void Counter::press(counter::Act act) {
    press(act, whom(act));
    if (world_.random.chance(12))  // the hand trembles, or the person is in a hurry
        later(world_.between(0, 400), [this, act] { press(act, whom(act)); });
}

void Counter::press(const counter::Intent& intent, const std::string& seen) {
    pressed_ = Pressed{++presses_, seen};
    world_.trace.add(world_.schedule.now_ms(), about().name, seen);
    model_->wish(intent, counter_now());
}

// --- in peace

/// What the screen says against what the hall says, without the code that made the screen.
std::string Counter::difference_from(const View& wanted) const {
    const auto& hall = std::get<CounterView>(wanted);
    if (model_->state().pending || !waits_for_.empty() || screen().has_spinner)
        return "its clerk still waits for an answer";
    const bool is_signed_in = hall.state != CounterState::Closed && hall.device == status().device;
    if (screen().page != (is_signed_in ? counter::Page::Work : counter::Page::SignIn))
        return "it shows another page than whether somebody is signed in there";
    if (!is_signed_in)
        return {};
    if ((screen().current ? screen().current->number : "") != (hall.current ? to_string(hall.current->number) : ""))
        return "it shows another person than is there";
    if (screen().waiting_total != hall.waiting_count || screen().waiting.size() != hall.waiting.size())
        return "it shows another line than waits";
    if (screen().aside.size() != hall.held.size() + hall.missed.size())
        return "it shows others aside than are";
    if (screen().staff != hall.staff_name)
        return "it shows another clerk than is signed in";
    return {};
}

// --- office

void Office::started() {
    pending_.reset();
    if (removed_)
        staff_.push_back(*std::exchange(removed_, std::nullopt));
    later(world_.between(100, 500), [this] { think(); });
}

void Office::gave_up(const RequestId& id) {
    if (pending_ != id)
        return;
    pending_.reset();
    if (removed_)  // perhaps
        staff_.push_back(*std::exchange(removed_, std::nullopt));
}

void Office::remove_a_clerk() {
    if (to_remove_.empty())
        to_remove_.push_back(clerks_[static_cast<std::size_t>(world_.random.below(clerks_.size()))]);
}

void Office::reply_came(const RequestId& id, const Reply& reply) {
    if (pending_ != id)
        return;
    pending_.reset();
    if (reply.refusal != Refusal::None)
        world_.tell("refused " + std::string(name_of(reply.refusal)), about().name);
    if (removed_ && reply.refusal == Refusal::None) {
        ++world_.statistics.removals;
        world_.count(Fault::StaffRemoved);
    }
    if (removed_)
        staff_.push_back(*std::exchange(removed_, std::nullopt));
    if (is_adding_staff_ && (reply.refusal == Refusal::None || reply.refusal == Refusal::LoginTaken))
        staff_.pop_back();
    if (!typed_.empty() && (reply.refusal == Refusal::None || reply.refusal == Refusal::PairingCodeUnknown ||
                            reply.refusal == Refusal::PairingCodeExpired))
        settled_.insert(typed_);
    if (is_letting_go_ && reply.refusal == Refusal::None && !to_let_go_.empty()) {
        ++world_.statistics.revocations;
        world_.count(Fault::Revoke);
        Client* device = to_let_go_.back().first;
        to_let_go_.pop_back();
        if (world_.random.chance(40))  // somebody does both at once: it may never hear that it was let go
            device->pair_again();
    }
}

/// From another room: the clerk's screen is behind for a moment, and its keys are about somebody who is gone.
void Office::take_over_a_ticket() {
    const auto hall = std::find_if(world_.plan.halls.begin(), world_.plan.halls.end(),
                                   [&](const HallPlan& each) { return each.id == about().hall; });
    const auto& counters = hall->centre.counters;
    const CounterId at = counters[static_cast<std::size_t>(world_.random.below(counters.size()))].id;
    pending_ = send(FinishService{at}, link::Keep::OnlyNow);
    send(CallNext{at}, link::Keep::OnlyNow);
}

const Client* Office::next_to_accept() const {
    const auto found = std::find_if(devices_.begin(), devices_.end(), [this](const Client* device) {
        return device->is_on() && !device->pairing_code().empty() && !settled_.contains(device->pairing_code());
    });
    return found == devices_.end() ? nullptr : *found;
}

void Office::think() {
    const bool has_work = !staff_.empty() || !to_let_go_.empty() || !to_remove_.empty() || next_to_accept() != nullptr;
    later(has_work ? world_.between(100, 600) : world_.between(2'000, 9'000), [this] { think(); });
    if (!is_online() || pending_)
        return;
    is_letting_go_ = false;
    is_adding_staff_ = !staff_.empty();
    if (is_adding_staff_) {
        pending_ = send_once(protocol::AddStaffRequest{new_id(), staff_.back(), "Name of " + staff_.back().value,
                                                       password_of(staff_.back())});
        return;
    }
    typed_.clear();
    if (const Client* device = next_to_accept()) {
        typed_ = device->pairing_code();
        pending_ = send_once(protocol::AcceptPairing{new_id(), typed_, "", {}});
        return;
    }
    if (!to_let_go_.empty()) {
        is_letting_go_ = true;
        world_.let_go.insert({about().hall, to_let_go_.back().second});
        pending_ = send(RevokeDevice{to_let_go_.back().second}, link::Keep::OnlyNow);
        return;
    }
    if (!to_remove_.empty()) {
        removed_ = to_remove_.back();
        to_remove_.pop_back();
        pending_ = send(RemoveStaff{*removed_}, link::Keep::OnlyNow);
        return;
    }
    if (world_.is_faulty && world_.random.chance(20))
        return take_over_a_ticket();
    if (world_.random.chance(30))
        query(world_.random.chance(50) ? Query{ListTickets{false}} : Query{ListDevices{}});
}

}  // namespace motcua::simulation
