// Greeting, pairing, heartbeats and the end. What a proven peer may ask is in session_requests.cpp.

#include "server/session/session_machine.hpp"

#include <algorithm>

#include "server/session/rights.hpp"
#include "shared/protocol/convert.hpp"

namespace motcua::session {

namespace {

Answer invalid_answer(const std::string& why) {
    Answer answer;
    answer.refusal = Refusal::InvalidRequest;
    answer.detail = why;
    return answer;
}

}  // namespace

Actions SessionMachine::start(Now now) {
    now_ms_ = heard_ms_ = sent_ms_ = now.steady_ms;
    greeting_until_ms_ = now.steady_ms + limits::greeting_ms;
    return take();
}

Actions SessionMachine::frame(std::string_view payload, Now now) {
    if (state_ == State::Closed || state_ == State::Leaving)
        return take();
    now_ms_ = heard_ms_ = now.steady_ms;
    const protocol::Decoded decoded = protocol::decode(payload);
    if (decoded.has_value()) {
        handle(*decoded, now);
        return take();
    }
    answer_unread(decoded.error());
    return take();
}

/// Whether the body may be sent at all comes before what is in it, as for one that could be read.
void SessionMachine::answer_unread(const protocol::DecodeProblem& problem) {
    namespace body_field = protocol::body_field;
    if (problem.kind == protocol::DecodeError::Malformed)
        return leave(Refusal::InvalidRequest, problem.text);
    if (problem.field == body_field::goodbye)
        return close();  // for a reason that this version does not know
    if (state_ != State::Proven) {
        asked_ = Asked{"unreadable", device_.value};
        const bool is_awaited = (state_ == State::AwaitHello && problem.field == body_field::hello) ||
                                (state_ == State::AwaitProof && problem.field == body_field::proof);
        return leave(is_awaited ? Refusal::InvalidRequest : Refusal::NotAllowed, problem.text);
    }
    if (protocol::is_never_asked(problem.field))
        return leave(Refusal::InvalidRequest, problem.text);
    if (problem.kind == protocol::DecodeError::UnknownBody)
        return send(problem.correlation, protocol::Unsupported{problem.field});
    if (problem.field == body_field::query_request)
        return send(problem.correlation, protocol::QueryAnswer{invalid_answer(problem.text)});
    refuse(problem.correlation, RequestId{}, Refusal::InvalidRequest, problem.text);
}

Actions SessionMachine::bad_frame(protocol::FrameError error) {
    leave(Refusal::InvalidRequest, std::string(protocol::name_of(error)));
    return take();
}

Actions SessionMachine::end(Refusal reason, std::string detail) {
    asked_ = {};  // the peer asked for nothing that is refused
    leave(reason, std::move(detail));
    return take();
}

void SessionMachine::send(std::uint64_t correlation, protocol::Body body) {
    sent_ms_ = now_ms_;
    actions_.push_back(Send{protocol::Message{correlation, std::move(body)}});
}

void SessionMachine::leave(Refusal reason, std::string detail) {
    if (state_ == State::Closed)
        return;
    send(0, protocol::Goodbye{reason, std::move(detail)});
    note(reason);
    close();
}

void SessionMachine::send_when_durable(protocol::Body body) {
    sent_ms_ = now_ms_;
    actions_.push_back(SendWhenDurable{protocol::Message{0, std::move(body)}});
}

void SessionMachine::leave_when_durable(Refusal reason, std::string detail) {
    actions_.push_back(SendWhenDurable{protocol::Message{0, protocol::Goodbye{reason, std::move(detail)}}, true});
    note(reason);
    state_ = State::Leaving;  // not for longer than a greeting may take
}

Actions SessionMachine::durable(SendWhenDurable held, Refusal refusal) {
    if (state_ == State::Closed)
        return take();
    asked_ = {};  // the peer asked for nothing that is refused
    if (refusal != Refusal::None) {
        leave(refusal);
        return take();
    }
    actions_.push_back(Send{std::move(held.message)});
    if (held.is_last)
        close();
    return take();
}

void SessionMachine::close() {
    actions_.push_back(Close{});
    state_ = State::Closed;
    jobs_.clear();
}

void SessionMachine::handle(const protocol::Message& message, Now now) {
    if (std::holds_alternative<protocol::Goodbye>(message.body))
        return close();
    if (state_ != State::Proven)
        asked_ = Asked{std::string(protocol::name_of(message.body)), device_.value};
    switch (state_) {
        case State::AwaitHello:
            if (const auto* hello = std::get_if<protocol::Hello>(&message.body))
                return greeted(*hello, now);
            if (ping_ > 0 && std::holds_alternative<protocol::Pong>(message.body))
                return;  // to a Ping of while it waited for its acceptance
            return leave(Refusal::NotAllowed, std::string(protocol::name_of(message.body)));
        case State::AwaitProof:
            if (const auto* proof = std::get_if<protocol::Proof>(&message.body))
                return proved(*proof, now);
            return leave(Refusal::NotAllowed, std::string(protocol::name_of(message.body)));
        case State::AwaitPairing:
            if (const auto* ping = std::get_if<protocol::Ping>(&message.body))
                return send(message.correlation, protocol::Pong{ping->value});
            if (std::holds_alternative<protocol::Pong>(message.body))
                return;
            return leave(Refusal::NotAllowed, std::string(protocol::name_of(message.body)));
        case State::Proven:
            return handle_proven(message, now);
        case State::Leaving:
        case State::Closed:
            return;
    }
}

void SessionMachine::greeted(const protocol::Hello& hello, Now now) {
    if (hello.major != protocol::major_version)
        return leave(Refusal::VersionMismatch, std::to_string(protocol::major_version));
    asked_.about = hello.hall.value;
    if (!around_.desk.knows(hello.hall))
        return leave(Refusal::UnknownHall, hello.hall.value);
    const bool is_admin = hello.device == admin_device;
    const hall::Hall* hall = around_.desk.hall(hello.hall);
    // The administrator's key needs no hall: who can ask why it does not serve must get in just then.
    if (!hall && !is_admin)
        return leave(Refusal::StoreUnavailable);
    hall_ = hello.hall;
    if (hello.device.empty())
        return ask_for_pairing(hello, *hall, now);
    asked_.about = hello.device.value;
    if (!is_admin) {
        const hall::DeviceRecord* record = hall->device(hello.device);
        if (!record)
            return leave(Refusal::UnknownDevice, hello.device.value);
        if (record->revoked)
            return leave_when_durable(Refusal::DeviceRevoked, hello.device.value);
    }
    device_ = hello.device;
    around_.random(nonce_);
    state_ = State::AwaitProof;
    send(0, protocol::Challenge{nonce_});
}

void SessionMachine::ask_for_pairing(const protocol::Hello& hello, const hall::Hall& hall, Now now) {
    const Role role = hello.pairing_role;
    if (role != Role::Kiosk && role != Role::Board && role != Role::Counter)
        return leave(Refusal::NotAllowed, std::string(name_of(role)));
    // Accepted while the connection was lost: the device has not heard its name yet.
    for (const auto& known : hall.devices()) {
        if (known.key != hello.pairing_key || known.revoked || known.role != role)
            continue;
        if (state_ == State::AwaitPairing)  // accepted without this session hearing of it
            greeting_until_ms_ = now.steady_ms + limits::greeting_ms;
        state_ = State::AwaitHello;
        return send_when_durable(protocol::Paired{known.id});
    }
    const auto code = around_.pairing.add(
        PairingRequest{number_, network_, hall_, role, hello.pairing_name, hello.pairing_key, hello.pairing_counter},
        now.wall, now.steady_ms);
    if (!code)
        return leave(Refusal::TooManyPairings, std::to_string(around_.pairing.size()));
    pairing_ = hello;
    state_ = State::AwaitPairing;
    pairing_until_ms_ = now.steady_ms + limits::pairing_code_ms;
    send(0, protocol::PairingCode{*code, limits::pairing_code_ms});
}

Actions SessionMachine::paired(const DeviceId& device, Now now) {
    if (state_ != State::AwaitPairing)
        return take();
    now_ms_ = now.steady_ms;
    state_ = State::AwaitHello;
    greeting_until_ms_ = now.steady_ms + limits::greeting_ms;
    send(0, protocol::Paired{device});
    return take();
}

void SessionMachine::proved(const protocol::Proof& proof, Now now) {
    const bool is_admin = device_ == admin_device;
    const hall::Hall* hall = around_.desk.hall(hall_);
    if (!hall && !is_admin)
        return leave(Refusal::StoreUnavailable);
    const hall::DeviceRecord* record = is_admin ? nullptr : hall->device(device_);
    if (!is_admin && (!record || record->revoked))
        return leave_when_durable(Refusal::DeviceRevoked, device_.value);
    const PublicKey& key = is_admin ? around_.admin_key : record->key;
    if (!verify(key, protocol::bytes_to_sign(nonce_, around_.certificate), proof.signature))
        return leave(Refusal::NotAllowed, device_.value);
    base_role_ = is_admin ? Role::Admin : record->role;
    home_ = is_admin ? CounterId{} : record->counter;
    state_ = State::Proven;
    actions_.push_back(RaiseLimit{});
    const Seats* seats = around_.desk.seats(hall_);
    is_seated_ = base_role_ == Role::Counter && seats && !seats->counter_of(device_).empty() &&
                 around_.clerks.absent_ms(hall_, device_, now.steady_ms) <= limits::seat_return_ms;
    protocol::Welcome welcome;
    welcome.device = device_;
    welcome.role = role();
    welcome.device_name = is_admin ? "admin" : record->name;
    welcome.counter = is_seated_ ? seats->counter_of(device_) : home_;
    welcome.heartbeat_ms = limits::heartbeat_ms;
    welcome.server_time = around_.desk.time(now);  // what a board measures the age of a call with
    if (hall)
        welcome.offset_min = offset_min_at(hall->settings(), welcome.server_time);
    send(0, std::move(welcome));
}

// --- time

Actions SessionMachine::time(Now now) {
    if (state_ == State::Closed)
        return take();
    now_ms_ = now.steady_ms;
    const bool is_greeting = state_ == State::AwaitHello || state_ == State::AwaitProof;
    if (state_ == State::Leaving) {
        if (now_ms_ >= greeting_until_ms_)
            leave(Refusal::StoreUnavailable);
    } else if (is_greeting && now_ms_ >= greeting_until_ms_) {
        leave(Refusal::InvalidRequest, std::to_string(limits::greeting_ms) + " ms");
    } else if (now_ms_ - heard_ms_ >= limits::silence_ms) {
        leave(Refusal::None, std::to_string(limits::silence_ms) + " ms");
    } else if (state_ == State::AwaitPairing && now_ms_ >= pairing_until_ms_) {
        if (const hall::Hall* hall = around_.desk.hall(hall_))
            ask_for_pairing(protocol::Hello(pairing_), *hall, now);
        else
            leave(Refusal::StoreUnavailable);
    } else if (!is_greeting && now_ms_ - sent_ms_ >= limits::heartbeat_ms) {
        send(0, protocol::Ping{++ping_});
    }
    return take();
}

std::int64_t SessionMachine::next_wait(Now now) const {
    std::int64_t at = heard_ms_ + limits::silence_ms;
    switch (state_) {
        case State::Closed:
            return limits::longest_wait_ms;
        case State::AwaitHello:
        case State::AwaitProof:
        case State::Leaving:
            at = std::min(at, greeting_until_ms_);
            break;
        case State::AwaitPairing:
            at = std::min({at, pairing_until_ms_, sent_ms_ + limits::heartbeat_ms});
            break;
        case State::Proven:
            at = std::min(at, sent_ms_ + limits::heartbeat_ms);
            break;
    }
    return std::clamp<std::int64_t>(at - now.steady_ms, 0, limits::longest_wait_ms);
}

}  // namespace motcua::session
