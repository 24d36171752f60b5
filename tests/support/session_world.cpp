#include "tests/support/session_world.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace motcua::test {

RequestId request_id(std::uint64_t n) {
    RequestId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(n >> (8 * i));
    id.bytes[15] = 0x77;
    return id;
}

// --- wire and passwords

protocol::Message FakeWire::message_of(const std::string& frame) {
    const auto decoded = protocol::decode(std::string_view(frame).substr(protocol::frame_header_bytes));
    if (decoded.has_error())
        throw std::runtime_error("the server sent what it would not accept: " + decoded.error().text);
    return *decoded;
}

View FakeWire::last_view() const {
    if (views.empty())
        throw std::runtime_error("no view came");
    return std::get<protocol::ViewPush>(message_of(*views.back()).body).view;
}

bool FakePasswords::check(std::string password, std::string hash, std::function<void(bool)> completion) {
    if (is_full)
        return false;
    jobs.push_back([this, password = std::move(password), hash = std::move(hash), completion = std::move(completion)] {
        ++checks;
        completion(!hash.empty() && hash == "hash of " + password);
    });
    return true;
}

bool FakePasswords::hash(std::string password, std::function<void(std::string)> completion) {
    if (is_full)
        return false;
    jobs.push_back(
        [password = std::move(password), completion = std::move(completion)] { completion("hash of " + password); });
    return true;
}

void FakePasswords::work() {
    while (!jobs.empty()) {
        const auto job = std::move(jobs.front());
        jobs.pop_front();
        job();
    }
}

// --- peer

Peer::Peer(SessionWorld& world, HallId of, const std::string& from) : hall(std::move(of)), world_(world) {
    number_ = world_.reception->opened(wire, from, world_.now);
}

Peer::~Peer() {
    close();
}

void Peer::close() {
    if (number_ != 0)
        world_.reception->closed(std::exchange(number_, 0), world_.now);
}

void Peer::say(protocol::Body body, std::uint64_t correlation) {
    say_raw(protocol::encode(protocol::Message{correlation, std::move(body)}));
}

void Peer::say_raw(std::string_view payload) {
    world_.reception->received(number_, payload, world_.now);
}

protocol::Message Peer::next(const protocol::Body& wanted) {
    // It comes between any two answers.
    if (!std::holds_alternative<protocol::ServerState>(wanted))
        std::erase_if(wire.inbox, [](const protocol::Message& message) {
            return std::holds_alternative<protocol::ServerState>(message.body);
        });
    while (!wire.inbox.empty() && std::holds_alternative<protocol::Ping>(wire.inbox.front().body) &&
           !std::holds_alternative<protocol::Ping>(wanted))
        wire.inbox.pop_front();
    if (wire.inbox.empty())
        throw std::runtime_error("expected " + std::string(protocol::name_of(wanted)) + ", got nothing");
    const protocol::Message message = wire.inbox.front();
    wire.inbox.pop_front();
    if (message.body.index() != wanted.index()) {
        std::string got(protocol::name_of(message.body));
        if (const auto* goodbye = std::get_if<protocol::Goodbye>(&message.body))
            got += " " + std::string(name_of(goodbye->reason)) + " " + goodbye->detail;
        throw std::runtime_error("expected " + std::string(protocol::name_of(wanted)) + ", got " + got);
    }
    return message;
}

void Peer::expect_nothing() {
    CHECK(wire.inbox.empty());
}

void Peer::expect_goodbye(Refusal reason) {
    CHECK(name_of(expect<protocol::Goodbye>().reason) == name_of(reason));
    CHECK(wire.is_closing);
    CHECK(wire.inbox.empty());
}

protocol::Welcome Peer::greet(const DeviceId& device, const SigningKey& key) {
    protocol::Hello hello;
    hello.hall = hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = device;
    say(hello);
    const auto challenge = expect<protocol::Challenge>();
    say(protocol::Proof{key.sign(protocol::bytes_to_sign(challenge.nonce, test_certificate))});
    return expect<protocol::Welcome>();
}

Reply Peer::ask(Command command, std::optional<RequestId> id) {
    const RequestId request = id ? *id : world_.new_id();
    say(protocol::CommandRequest{request, std::move(command)});
    world_.settle();
    const auto reply = expect<protocol::CommandReply>();
    CHECK(reply.id == request);
    return reply.reply;
}

Answer Peer::query(Query query) {
    say(protocol::QueryRequest{std::move(query)});
    world_.settle();
    return expect<protocol::QueryAnswer>().answer;
}

Refusal Peer::sign_in(const std::string& login, const std::string& password, const std::string& counter,
                      bool take_over) {
    say(protocol::SignIn{world_.new_id(), StaffId{login}, password, CounterId{counter}, take_over});
    world_.settle();
    return expect<protocol::CommandReply>().reply.refusal;
}

// --- world

SessionWorld::SessionWorld(std::vector<HallId> halls) : halls_(std::move(halls)) {
    start();
    import_settings();
}

SessionWorld::~SessionWorld() {
    stop();
}

void SessionWorld::start() {
    REQUIRE(MemoryServer::start(halls_, admin_key.public_key(), passwords));
}

void SessionWorld::import_settings() {
    for (const auto& hall : halls_)
        desk->submit_own(hall, ImportSettings{open_centre("Centre " + hall.value)}, now,
                         [](const Reply& reply) { REQUIRE(reply.refusal == Refusal::None); });
    settle();
}

void SessionWorld::settle() {
    do {
        journal.complete_all();
        passwords.work();
    } while (journal.waiting() > 0);
}

void SessionWorld::pass(std::int64_t ms) {
    while (ms > 0) {
        const std::int64_t step = std::min(ms, session::limits::pulse_ms);
        ms -= step;
        now.steady_ms += step;
        now.wall = now.wall + step;
        reception->on_time(now);
        settle();
    }
}

void SessionWorld::restart() {
    stop();
    journal.lose_power();
    passwords.jobs.clear();
    now.steady_ms += 1000;
    now.wall = now.wall + 1000;
    start();
}

DeviceId SessionWorld::pair(Role role, const std::string& counter, const HallId& hall) {
    return pair_with(SigningKey::generate(), role, counter, hall);
}

DeviceId SessionWorld::pair_with(const SigningKey& key, Role role, const std::string& counter, const HallId& hall) {
    Peer newcomer(*this, hall);
    protocol::Hello hello;
    hello.hall = hall;
    hello.program = "test";
    hello.version = "1";
    hello.pairing_role = role;
    hello.pairing_name = "new one";
    hello.pairing_key = key.public_key();
    hello.pairing_counter = CounterId{counter};
    newcomer.say(hello);
    const auto code = newcomer.expect<protocol::PairingCode>();
    const auto office = admin(hall);
    office->say(protocol::AcceptPairing{new_id(), code.code, "", {}});
    settle();
    const Reply reply = office->expect<protocol::CommandReply>().reply;
    REQUIRE(reply.refusal == Refusal::None);
    REQUIRE(newcomer.expect<protocol::Paired>().device == reply.device);
    keys_.insert_or_assign(reply.device, key);
    return reply.device;
}

void SessionWorld::add_staff(const std::string& login, const std::string& password, const HallId& hall) {
    const auto office = admin(hall);
    office->say(protocol::AddStaffRequest{new_id(), StaffId{login}, "Name of " + login, password});
    settle();
    REQUIRE(office->expect<protocol::CommandReply>().reply.refusal == Refusal::None);
}

std::unique_ptr<Peer> SessionWorld::admin(const HallId& hall) {
    auto peer = std::make_unique<Peer>(*this, hall);
    CHECK(peer->greet(DeviceId{"admin"}, admin_key).role == Role::Admin);
    return peer;
}

std::unique_ptr<Peer> SessionWorld::device(const DeviceId& device, const HallId& hall) {
    auto peer = std::make_unique<Peer>(*this, hall);
    peer->greet(device, key_of(device));
    return peer;
}

}  // namespace motcua::test
