// What a proven peer asks: rights, bounds, and the answers on their way back.

#include "server/session/session_machine.hpp"

#include <algorithm>

#include "shared/base/ids.hpp"
#include "shared/base/text.hpp"
#include "shared/protocol/convert.hpp"

namespace motcua::session {

namespace {

/// Tells two requests under one id apart. A password is no part of it: digests are journaled.
std::uint64_t digest_of(protocol::Body body) {
    return digest64(protocol::encode(protocol::Message{0, std::move(body)}));
}

std::string login_name(const HallId& hall, const StaffId& login) {
    return "login " + hall.value + " " + login.value;
}
std::string machine_name(const HallId& hall, const DeviceId& device) {
    return "machine " + hall.value + " " + device.value;
}

bool has_key(const hall::Hall& hall, const PublicKey& key) {
    const auto devices = hall.devices();
    return std::any_of(devices.begin(), devices.end(),
                       [&](const hall::DeviceRecord& device) { return device.key == key && !device.revoked; });
}

/// "staff, admin"; "" where it is nobody's.
std::string roles_with(Deed deed) {
    std::string roles;
    for (std::size_t i = 0; i < role_count; ++i) {
        const Role role = static_cast<Role>(i);
        if (right_of(role, deed) != Right::No)
            roles += (roles.empty() ? "" : ", ") + std::string(name_of(role));
    }
    return roles;
}

}  // namespace

// --- who asks

Role SessionMachine::role() {
    if (state_ != State::Proven)
        return Role::Unproven;
    if (base_role_ != Role::Counter || !is_seated_)
        return base_role_;
    // Signed out, or another took over. Looked at each time: a batch that failed takes that back.
    const Seats* seats = around_.desk.seats(hall_);
    return seats && seats->counter_of(device_).empty() ? Role::Counter : Role::Staff;
}

CounterId SessionMachine::own_counter() {
    const Seats* seats = around_.desk.seats(hall_);
    return seats && role() == Role::Staff ? seats->counter_of(device_) : home_;
}

Refusal SessionMachine::denial(Deed deed, const CounterId& counter) {
    const Role asker = role();
    const Right right = right_of(asker, deed);
    if (right == Right::Any)
        return Refusal::None;
    if (right == Right::No)
        return asker == Role::Counter && right_of(Role::Staff, deed) != Right::No ? Refusal::NotSignedIn
                                                                                  : Refusal::NotAllowed;
    // Who sits where is not known while the journal cannot be written. The desk refuses then with the true reason, but
    // for a view, which it gives as soon as it can.
    const bool is_at_home = !around_.desk.serves() || asker == Role::Counter || deed == Deed::SignIn;
    const bool is_its_own = is_at_home ? home_.empty() || counter == home_ : counter == own_counter();
    return is_its_own ? Refusal::None : Refusal::OtherCounter;
}

/// The detail says whose it is: the counter of this machine, or the roles that may.
std::string SessionMachine::whose(Refusal why, Deed deed) {
    if (why == Refusal::OtherCounter)
        return own_counter().value;
    return why == Refusal::NotAllowed ? roles_with(deed) : std::string();
}

Actor SessionMachine::actor() {
    Actor actor;
    actor.role = role();
    if (actor.role != Role::Admin)
        actor.device = device_;
    const Seats* seats = around_.desk.seats(hall_);
    if (const Seat* seat = actor.role == Role::Staff && seats ? seats->at(own_counter()) : nullptr)
        actor.staff = seat->staff;
    return actor;
}

// --- jobs

std::optional<JobId> SessionMachine::new_job(Job job) {
    if (jobs_.size() >= limits::requests_in_flight)
        return std::nullopt;
    job.asked = asked_;
    jobs_.emplace(++last_job_, std::move(job));
    return last_job_;
}

std::optional<SessionMachine::Job> SessionMachine::take_job(JobId id) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end())
        return std::nullopt;
    Job job = std::move(found->second);
    jobs_.erase(found);
    return job;
}

void SessionMachine::submit_job(JobId id, const Job& job, Command command, Actor who) {
    actions_.push_back(Submit{id, job.id, job.digest, std::move(command), std::move(who)});
}

bool SessionMachine::remembers(const RequestId& id) const {
    return around_.desk.remembers(hall_, id, device_);
}

void SessionMachine::refuse(std::uint64_t correlation, const RequestId& id, Refusal refusal, std::string detail) {
    Reply reply;
    reply.refusal = refusal;
    reply.detail = std::move(detail);
    send(correlation, protocol::CommandReply{id, std::move(reply)});
    note(refusal);
}

void SessionMachine::note(Refusal refusal) {
    if (is_about_rights(refusal) && !asked_.request.empty())
        actions_.push_back(NoteRefusal{actor(), asked_.request, asked_.about, refusal});
}

// --- requests

void SessionMachine::handle_proven(const protocol::Message& message, Now now) {
    now_ms_ = now.steady_ms;
    const std::uint64_t correlation = message.correlation;
    if (const auto* ping = std::get_if<protocol::Ping>(&message.body))
        return send(correlation, protocol::Pong{ping->value});
    if (std::holds_alternative<protocol::Pong>(message.body) ||
        std::holds_alternative<protocol::Unsupported>(
            message.body))  // an older client does not know what it was pushed
        return;
    asked_ = Asked{std::string(protocol::name_of(message.body)), {}};
    if (const auto* watch = std::get_if<protocol::Subscribe>(&message.body))
        return subscribe(correlation, watch->subscription);
    if (const auto* request = std::get_if<protocol::CommandRequest>(&message.body))
        return command(correlation, *request);
    if (const auto* request = std::get_if<protocol::SignIn>(&message.body))
        return sign_in(correlation, *request);
    if (const auto* request = std::get_if<protocol::AcceptPairing>(&message.body))
        return accept_pairing(correlation, *request);
    if (const auto* request = std::get_if<protocol::AddStaffRequest>(&message.body))
        return add_staff(correlation, *request);
    if (const auto* request = std::get_if<protocol::QueryRequest>(&message.body))
        return query(correlation, request->query);
    leave(Refusal::InvalidRequest, std::string(protocol::name_of(message.body)));
}

void SessionMachine::subscribe(std::uint64_t correlation, const Subscription& what) {
    asked_.about = what.counter.value;
    const bool is_leaving = what.kind == ViewKind::None;
    if (const Refusal why = is_leaving ? Refusal::None : denial(deed_of(what.kind), what.counter); why != Refusal::None)
        return refuse(correlation, RequestId{}, why, whose(why, deed_of(what.kind)));
    const hall::Hall* hall = around_.desk.hall(hall_);
    if (what.kind == ViewKind::Counter && hall && !hall->settings().counter(what.counter))
        return refuse(correlation, RequestId{}, Refusal::UnknownCounter, what.counter.value);
    if (!is_leaving && !subscribes_.take(now_ms_))
        return refuse(correlation, RequestId{}, Refusal::TooBusy);
    watched_ = what.counter;
    actions_.push_back(Watch{what});
}

void SessionMachine::command(std::uint64_t correlation, const protocol::CommandRequest& request) {
    asked_ = Asked{std::string(name_of(request.command)), counter_of(request.command).value};
    // A retry gets its first answer whatever the asker's role is by now: closing a counter ends the role that asked.
    const bool is_retry = remembers(request.id);
    const Deed deed = deed_of(request.command);
    if (const Refusal why = is_retry ? Refusal::None : denial(deed, counter_of(request.command)); why != Refusal::None)
        return refuse(correlation, request.id, why, whose(why, deed));
    Job job;
    job.correlation = correlation;
    job.id = request.id;
    job.digest = digest_of(request);
    Command command = request.command;
    if (auto* issue = std::get_if<IssueTicket>(&command)) {
        std::array<std::uint8_t, 16> bytes{};
        around_.random(bytes);
        issue->token = TicketToken{base32(bytes)};
        job.shows_token = true;
    }
    const auto id = new_job(job);
    if (!id)
        return refuse(correlation, request.id, Refusal::TooBusy);
    submit_job(*id, job, std::move(command), actor());
}

/// A login that nobody has is left out: it may be a password in the wrong field.
SessionMachine::Asked SessionMachine::asked_to_sign_in(const StaffId& login) const {
    const hall::Hall* hall = around_.desk.hall(hall_);
    return Asked{"sign_in", hall && hall->staff(login) ? login.value : std::string()};
}

void SessionMachine::sign_in(std::uint64_t correlation, const protocol::SignIn& request) {
    asked_ = asked_to_sign_in(request.login);
    if (const Refusal why = denial(Deed::SignIn, request.counter); why != Refusal::None)
        return refuse(correlation, request.id, why, whose(why, Deed::SignIn));
    const hall::Hall* hall = around_.desk.hall(hall_);
    if (!hall)
        return refuse(correlation, request.id, Refusal::StoreUnavailable);
    const std::string login = login_name(hall_, request.login);
    const std::string machine = machine_name(hall_, device_);
    if (around_.sign_ins.must_wait(login, machine, now_ms_))
        return refuse(correlation, request.id, Refusal::TooManyAttempts);
    if (checks_password_)
        return refuse(correlation, request.id, Refusal::TooBusy);
    Job job;
    job.kind = JobKind::SignIn;
    job.correlation = correlation;
    job.id = request.id;
    job.sign_in = request;
    job.sign_in.password.clear();
    job.digest = digest_of(job.sign_in);
    const auto id = new_job(std::move(job));
    if (!id)
        return refuse(correlation, request.id, Refusal::TooBusy);
    // An unknown login has no hash: the check takes its time all the same.
    const hall::StaffRecord* staff = hall->staff(request.login);
    checks_password_ = true;
    around_.sign_ins.begins(login, machine, now_ms_);
    actions_.push_back(CheckPassword{*id, request.password, staff ? staff->password_hash : std::string()});
}

Actions SessionMachine::password_checked(JobId id, bool is_right, Now now) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end())
        return take();
    now_ms_ = now.steady_ms;
    checks_password_ = false;
    const Job& job = found->second;
    if (!is_right) {
        asked_ = asked_to_sign_in(job.sign_in.login);
        const Job failed = *take_job(id);
        refuse(failed.correlation, failed.id, Refusal::SignInFailed);
        return take();
    }
    around_.sign_ins.succeeded(login_name(hall_, job.sign_in.login), machine_name(hall_, device_));
    const Actor who{Role::Staff, device_, job.sign_in.login};
    submit_job(id, job, OpenCounter{job.sign_in.counter, job.sign_in.login, job.sign_in.take_over}, who);
    return take();
}

Actions SessionMachine::password_refused(JobId id) {
    if (const auto job = take_job(id)) {
        if (job->kind == JobKind::SignIn) {
            checks_password_ = false;
            around_.sign_ins.was_not_checked(login_name(hall_, job->sign_in.login), machine_name(hall_, device_));
        }
        refuse(job->correlation, job->id, Refusal::TooBusy);
    }
    return take();
}

void SessionMachine::accept_pairing(std::uint64_t correlation, const protocol::AcceptPairing& request) {
    if (const Refusal why = denial(Deed::AcceptPairing, {}); why != Refusal::None)
        return refuse(correlation, request.id, why, whose(why, Deed::AcceptPairing));
    const hall::Hall* hall = around_.desk.hall(hall_);
    if (!hall)
        return refuse(correlation, request.id, Refusal::StoreUnavailable);
    AcceptDevice accept;
    if (!remembers(request.id)) {  // else the code was used up by this very request: the desk repeats its answer
        const std::string asker = machine_name(hall_, device_);
        if (around_.codes.must_wait(asker, now_ms_))
            return refuse(correlation, request.id, Refusal::TooManyAttempts);
        Pairing::Found found = around_.pairing.find(hall_, request.code, now_ms_);
        if (found.refusal == Refusal::None && has_key(*hall, found.request.key))
            found.refusal = Refusal::PairingCodeUnknown;  // another request used it a moment ago
        if (found.refusal != Refusal::None) {
            around_.codes.failed(asker, now_ms_);
            return refuse(correlation, request.id, found.refusal);
        }
        around_.codes.succeeded(asker);
        accept.device = around_.pairing.new_device_id(
            found.request.role, [&](const DeviceId& device) { return hall->device(device) != nullptr; });
        accept.role = found.request.role;
        accept.name = request.name.empty() ? found.request.name : request.name;
        accept.key = found.request.key;
        accept.counter = request.counter.empty() ? found.request.counter : request.counter;
    }
    Job job;
    job.kind = JobKind::AcceptPairing;
    job.correlation = correlation;
    job.id = request.id;
    job.digest = digest_of(request);
    const auto id = new_job(job);
    if (!id)
        return refuse(correlation, request.id, Refusal::TooBusy);
    submit_job(*id, job, std::move(accept), actor());
}

void SessionMachine::add_staff(std::uint64_t correlation, const protocol::AddStaffRequest& request) {
    if (const Refusal why = denial(Deed::AddStaffRequest, {}); why != Refusal::None)
        return refuse(correlation, request.id, why, whose(why, Deed::AddStaffRequest));
    if (characters_of(request.password) < limits::password_min_characters)
        return refuse(correlation, request.id, Refusal::WeakPassword);
    Job job;
    job.kind = JobKind::AddStaff;
    job.correlation = correlation;
    job.id = request.id;
    job.add_staff = request;
    job.add_staff.password.clear();
    job.digest = digest_of(job.add_staff);
    const auto id = new_job(job);
    if (!id)
        return refuse(correlation, request.id, Refusal::TooBusy);
    if (remembers(request.id))
        submit_job(*id, job, AddStaff{request.login, request.name, {}}, actor());
    else
        actions_.push_back(HashPassword{*id, request.password});
}

Actions SessionMachine::password_hashed(JobId id, std::string hash) {
    const auto found = jobs_.find(id);
    if (found != jobs_.end()) {
        const Job& job = found->second;
        submit_job(id, job, AddStaff{job.add_staff.login, job.add_staff.name, std::move(hash)}, actor());
    }
    return take();
}

void SessionMachine::query(std::uint64_t correlation, const Query& query) {
    Answer refused;
    refused.refusal = denial(deed_of(query), {});
    refused.detail = whose(refused.refusal, deed_of(query));
    asked_.request = name_of(query);
    if (const Refusal why = refused.refusal; why != Refusal::None) {
        send(correlation, protocol::QueryAnswer{std::move(refused)});
        return note(why);
    }
    Job job;
    job.kind = JobKind::Query;
    job.correlation = correlation;
    const auto id = new_job(std::move(job));
    refused.refusal = Refusal::TooBusy;
    if (!id)
        return send(correlation, protocol::QueryAnswer{std::move(refused)});
    actions_.push_back(Ask{*id, query});
}

// --- answers

Actions SessionMachine::replied(JobId id, const Reply& reply, Now now) {
    const auto job = take_job(id);
    if (!job)
        return take();
    now_ms_ = now.steady_ms;
    Reply shown = reply;
    if (shown.ticket && !job->shows_token)
        shown.ticket->token = {};
    if (job->kind == JobKind::SignIn && reply.refusal == Refusal::None) {
        const Seats* seats = around_.desk.seats(hall_);
        const Seat* seat = seats ? seats->at(job->sign_in.counter) : nullptr;
        is_seated_ = seat && seat->device == device_ && seat->staff == job->sign_in.login;
        // What may be watched while nobody is signed in may be another's from now on.
        if (!watched_.empty() && denial(Deed::WatchCounter, watched_) != Refusal::None) {
            watched_ = {};
            actions_.push_back(Watch{});
        }
    }
    send(job->correlation, protocol::CommandReply{job->id, std::move(shown)});
    asked_ = job->asked;
    if (asked_.about.empty())
        asked_.about = reply.detail;
    note(reply.refusal);
    return take();
}

Actions SessionMachine::answered(JobId id, Answer answer) {
    if (const auto job = take_job(id))
        send(job->correlation, protocol::QueryAnswer{std::move(answer)});
    return take();
}

}  // namespace motcua::session
