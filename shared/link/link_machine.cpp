#include "shared/link/link_machine.hpp"
#include "shared/base/broken.hpp"

#include <algorithm>
#include <limits>

#include "shared/base/assert.hpp"
#include "shared/link/limits.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::link {
namespace {

/// What only a person can change: trying again at once would be noise.
bool is_definite(Refusal refusal) {
    switch (refusal) {
        case Refusal::VersionMismatch:
        case Refusal::UnknownHall:
        case Refusal::UnknownDevice:
        case Refusal::DeviceRevoked:
        case Refusal::NotAllowed:
        case Refusal::TooManyDevices:
            return true;
        default:
            return false;
    }
}

}  // namespace

LinkMachine::LinkMachine(LinkOptions options, const SigningKey& key, Pairing pairing, std::uint64_t seed)
    : options_(std::move(options)),
      key_(key),
      pairing_(std::move(pairing)),
      random_(seed),
      retry_step_ms_(first_retry_ms) {
    if (options_.server_identity)
        pairing_.server = options_.server_identity;
    status_.device = pairing_.device;
    status_.server = pairing_.server;
}

// --- connecting and losing

void LinkMachine::start(std::int64_t now_ms) {
    MOTCUA_ASSERT(phase_ == Phase::Stopped);
    status_.since_ms = now_ms;
    connect(now_ms);
}

void LinkMachine::enter(Phase phase, LinkState shown) {
    phase_ = phase;
    // While a refused client knocks again, its screen keeps the reason and does not flicker.
    const bool is_trying = phase == Phase::Connecting || phase == Phase::Greeting;
    if (!(is_trying && status_.state == LinkState::Rejected))
        status_.state = shown;
    if (phase != Phase::Pairing) {
        status_.pairing_code.clear();
        status_.pairing_ends_ms = 0;
    }
}

void LinkMachine::connect(std::int64_t now_ms) {
    enter(Phase::Connecting, LinkState::Connecting);
    deadline_ms_ = now_ms + connect_limit_ms;
    // Where it has been the server comes back: the others are tried seldom then, they may take long.
    if (failed_connects_ > 0 && (!was_connected_ || failed_connects_ % failures_before_another_address == 0))
        ++address_turn_;
    ++failed_connects_;  // until it is connected
    actions_.emplace_back(Connect{address_turn_});
}

void LinkMachine::connected(std::int64_t now_ms, const ServerIdentity& server) {
    if (phase_ != Phase::Connecting)
        return;
    if (pairing_.server && *pairing_.server != server)
        return lose(now_ms, Trouble::IdentityChanged, Refusal::None,
                    to_hex(*pairing_.server) + " -> " + to_hex(server));
    failed_connects_ = 0;
    was_connected_ = true;
    server_ = server;
    last_heard_ms_ = now_ms;
    enter(Phase::Greeting, LinkState::Greeting);
    deadline_ms_ = now_ms + greeting_limit_ms;
    say_hello(now_ms);
}

void LinkMachine::say_hello(std::int64_t now_ms) {
    protocol::Hello hello;
    hello.hall = options_.hall;
    hello.program = options_.program;
    hello.version = MOTCUA_VERSION;
    hello.device = pairing_.device;
    if (pairing_.device.empty()) {
        hello.pairing_role = options_.role;
        hello.pairing_name = options_.name;
        hello.pairing_key = key_.public_key();
        hello.pairing_counter = options_.counter;
    }
    say(now_ms, std::move(hello));
}

void LinkMachine::failed(std::int64_t now_ms, Trouble trouble, const std::string& detail) {
    if (phase_ == Phase::Stopped || phase_ == Phase::Waiting)
        return;
    lose(now_ms, trouble, Refusal::None, detail);
}

void LinkMachine::lose(std::int64_t now_ms, Trouble trouble, Refusal refusal, const std::string& detail) {
    actions_.emplace_back(Disconnect{});
    let_go_of_the_connection(now_ms);
    status_.trouble = trouble;
    status_.refusal = refusal;
    status_.detail = detail;
    const bool is_final = trouble == Trouble::IdentityChanged || is_definite(refusal);
    enter(Phase::Waiting, is_final ? LinkState::Rejected : LinkState::Offline);
    if (is_final) {
        deadline_ms_ = now_ms + rejected_retry_ms;
        return;
    }
    const std::int64_t half = retry_step_ms_ / 2;
    deadline_ms_ = now_ms + half + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(half) + 1));
    retry_step_ms_ = std::min(2 * retry_step_ms_, longest_retry_ms);
}

void LinkMachine::let_go_of_the_connection(std::int64_t now_ms) {
    if (phase_ == Phase::Online) {
        if (now_ms - status_.since_ms >= stable_ms)
            retry_step_ms_ = first_retry_ms;
        status_.since_ms = now_ms;
    }
    shown_ = {};
    status_.unsaved_since_ms.reset();
    for (const auto& question : questions_)
        actions_.emplace_back(GiveAnswer{question.id, std::nullopt});
    questions_.clear();
    std::erase_if(requests_, [this](Request& request) {
        request.correlation = 0;
        if (request.keep != Keep::OnlyNow)
            return false;
        actions_.emplace_back(GiveUp{request.id, Unanswered::MayHaveHappened});
        return true;
    });
    count_unanswered();
}

void LinkMachine::pair_again(std::int64_t now_ms) {
    pairing_ = Pairing{{}, options_.server_identity};
    actions_.emplace_back(KeepPairing{pairing_});
    status_.device = {};
    status_.server = pairing_.server;
    status_.role = Role::Unproven;
    if (phase_ == Phase::Stopped)
        return;
    if (phase_ != Phase::Waiting)
        actions_.emplace_back(Disconnect{});
    let_go_of_the_connection(now_ms);
    enter(Phase::Waiting, LinkState::Offline);
    connect(now_ms);
}

// --- messages

void LinkMachine::say(std::int64_t now_ms, protocol::Body body, std::uint64_t correlation) {
    last_sent_ms_ = now_ms;
    actions_.emplace_back(SendMessage{protocol::Message{correlation, std::move(body)}});
}

void LinkMachine::message(std::int64_t now_ms, const protocol::Message& message) {
    if (phase_ != Phase::Greeting && phase_ != Phase::Pairing && phase_ != Phase::Online)
        return;
    last_heard_ms_ = now_ms;
    if (phase_ == Phase::Pairing)
        deadline_ms_ = now_ms + pairing_silence_ms;
    if (const auto* goodbye = std::get_if<protocol::Goodbye>(&message.body)) {
        if (goodbye->reason == Refusal::None)
            return lose(now_ms, Trouble::ConnectionLost, Refusal::None, goodbye->detail);
        return lose(now_ms, Trouble::Refused, goodbye->reason, goodbye->detail);
    }
    if (const auto* ping = std::get_if<protocol::Ping>(&message.body))
        return say(now_ms, protocol::Pong{ping->value});
    if (std::holds_alternative<protocol::Pong>(message.body))
        return;
    if (phase_ == Phase::Online)
        online_message(now_ms, message);
    else
        greet(now_ms, message);
}

void LinkMachine::greet(std::int64_t now_ms, const protocol::Message& message) {
    if (const auto* challenge = std::get_if<protocol::Challenge>(&message.body)) {
        if (pairing_.device.empty())
            return lose(now_ms, Trouble::NotUnderstood, Refusal::None, "a challenge without a device");
        return say(now_ms, protocol::Proof{key_.sign(protocol::bytes_to_sign(challenge->nonce, server_))});
    }
    if (const auto* code = std::get_if<protocol::PairingCode>(&message.body)) {
        enter(Phase::Pairing, LinkState::Pairing);
        status_.trouble = Trouble::None;
        status_.refusal = Refusal::None;
        status_.detail.clear();
        status_.pairing_code = code->code;
        status_.pairing_ends_ms = now_ms + std::clamp<std::int64_t>(code->expires_in_ms, 0, hour_ms);
        deadline_ms_ = now_ms + pairing_silence_ms;
        return;
    }
    if (const auto* paired = std::get_if<protocol::Paired>(&message.body); paired && pairing_.device.empty()) {
        pairing_ = Pairing{paired->device, server_};
        status_.device = paired->device;
        status_.server = server_;
        actions_.emplace_back(KeepPairing{pairing_});
        enter(Phase::Greeting, LinkState::Greeting);
        deadline_ms_ = now_ms + greeting_limit_ms;
        return say_hello(now_ms);
    }
    if (const auto* in = std::get_if<protocol::Welcome>(&message.body); in && !pairing_.device.empty())
        return welcome(now_ms, *in);
    lose(now_ms, Trouble::NotUnderstood, Refusal::None, "an unexpected message while greeting");
}

void LinkMachine::welcome(std::int64_t now_ms, const protocol::Welcome& welcome) {
    const bool is_new = phase_ != Phase::Online;
    status_.device = welcome.device;
    status_.role = welcome.role;
    status_.device_name = welcome.device_name;
    status_.counter = welcome.counter;
    heartbeat_ms_ = std::clamp(welcome.heartbeat_ms, shortest_heartbeat_ms, longest_heartbeat_ms);
    if (!is_new)
        return;
    enter(Phase::Online, LinkState::Online);
    status_.trouble = Trouble::None;
    status_.refusal = Refusal::None;
    status_.detail.clear();
    status_.since_ms = now_ms;
    status_.server_time = welcome.server_time;
    status_.offset_min = welcome.offset_min;
    status_.was_online = true;
    if (subscription_.kind != ViewKind::None && !(MOTCUA_BROKEN(NotSubscribedAgain) && subscription_correlation_ != 0))
        send_subscription(now_ms);
    for (auto& request : requests_) {
        request.again_at_ms = 0;
        send(now_ms, request);
    }
}

void LinkMachine::online_message(std::int64_t now_ms, const protocol::Message& message) {
    if (const auto* view = std::get_if<protocol::ViewPush>(&message.body))
        show(view->view);
    else if (const auto* reply = std::get_if<protocol::CommandReply>(&message.body))
        replied(now_ms, id_of_reply(message.correlation, *reply), message.correlation, reply->reply);
    else if (const auto* answer = std::get_if<protocol::QueryAnswer>(&message.body))
        answered(message.correlation, answer->answer);
    else if (std::holds_alternative<protocol::Unsupported>(message.body))
        unsupported(now_ms, message.correlation);
    else if (const auto* in = std::get_if<protocol::Welcome>(&message.body))
        welcome(now_ms, *in);
    else if (const auto* state = std::get_if<protocol::ServerState>(&message.body))
        server_state(now_ms, *state);
    // Anything else has no meaning here; a newer server may know better, so it is no reason to leave.
}

void LinkMachine::server_state(std::int64_t now_ms, const protocol::ServerState& state) {
    const bool could_save = !status_.unsaved_since_ms;
    if (could_save == state.can_save)
        return;
    status_.unsaved_since_ms = state.can_save ? std::nullopt : std::optional(now_ms);
    if (state.can_save && subscription_.kind != ViewKind::None)
        send_subscription(now_ms);  // as after a reconnect: a screen takes the view that comes next for the truth
}

void LinkMachine::show(const View& view) {
    const std::pair made(header_of(view).version, header_of(view).at);
    if (made < shown_ && !MOTCUA_BROKEN(OlderViewAccepted))
        return;
    shown_ = made;
    status_.subscription_refusal = Refusal::None;
    actions_.emplace_back(ShowView{view});
}

// --- time

void LinkMachine::time(std::int64_t now_ms) {
    if (phase_ == Phase::Waiting && now_ms >= deadline_ms_) {
        connect(now_ms);
    } else if (phase_ == Phase::Connecting && now_ms >= deadline_ms_) {
        lose(now_ms, Trouble::NoAnswer, Refusal::None, "no connection in time");
    } else if ((phase_ == Phase::Greeting || phase_ == Phase::Pairing) && now_ms >= deadline_ms_) {
        lose(now_ms, Trouble::NoAnswer, Refusal::None, "no greeting in time");
    } else if (phase_ == Phase::Online) {
        if (now_ms - last_heard_ms_ >= silent_heartbeats * heartbeat_ms_)
            lose(now_ms, Trouble::NoAnswer, Refusal::None, "the server is silent");
        else if (now_ms - last_sent_ms_ >= heartbeat_ms_)
            say(now_ms, protocol::Ping{static_cast<std::uint64_t>(now_ms)});
    }
    give_up_late_ones(now_ms);
    if (phase_ == Phase::Online)
        send_again(now_ms);
}

void LinkMachine::give_up_late_ones(std::int64_t now_ms) {
    std::erase_if(requests_, [&](const Request& request) {
        if (now_ms < request.give_up_at_ms)
            return false;
        actions_.emplace_back(GiveUp{request.id, request.was_sent ? Unanswered::MayHaveHappened : Unanswered::NotSent});
        return true;
    });
    count_unanswered();
    std::erase_if(questions_, [&](const Question& question) {
        if (now_ms < question.give_up_at_ms)
            return false;
        actions_.emplace_back(GiveAnswer{question.id, std::nullopt});
        return true;
    });
}

std::int64_t LinkMachine::wake_at() const {
    if (phase_ == Phase::Stopped)
        return std::numeric_limits<std::int64_t>::max();
    std::int64_t at = deadline_ms_;
    if (phase_ == Phase::Online)
        at = std::min(last_sent_ms_ + heartbeat_ms_, last_heard_ms_ + silent_heartbeats * heartbeat_ms_);
    if (phase_ == Phase::Online && subscribe_again_at_ms_ > 0)
        at = std::min(at, subscribe_again_at_ms_);
    for (const auto& request : requests_) {
        at = std::min(at, request.give_up_at_ms);
        if (phase_ == Phase::Online && request.again_at_ms > 0 && request.correlation == 0)
            at = std::min(at, request.again_at_ms);
    }
    for (const auto& question : questions_)
        at = std::min(at, question.give_up_at_ms);
    return at;
}

std::vector<Action> LinkMachine::take_actions() {
    std::vector<Action> taken;
    if (!has_told_ || !(told_ == status_)) {
        has_told_ = true;
        told_ = status_;
        taken.emplace_back(TellStatus{});
    }
    std::move(actions_.begin(), actions_.end(), std::back_inserter(taken));
    actions_.clear();
    return taken;
}

}  // namespace motcua::link
