#include "tests/fuzz/session/world.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/assert.hpp"
#include "shared/base/secrets.hpp"
#include "shared/protocol/proof.hpp"
#include "tests/support/open_centre.hpp"

namespace motcua::fuzz {

namespace {

namespace limits = session::limits;

const HallId hall_id{"hall"};
constexpr Instant latest_wall{7'258'118'400'000};  ///< the year 2200: a clock is set to no later
constexpr std::int64_t recovery_ms = 4 * limits::retry_most_ms;

const std::array<SigningKey, who_count>& keys() {
    static const std::array<SigningKey, who_count> made = {SigningKey::generate(), SigningKey::generate(),
                                                           SigningKey::generate(), SigningKey::generate(),
                                                           SigningKey::generate()};
    return made;
}

protocol::Hello hello_of_fuzzer() {
    protocol::Hello hello;
    hello.hall = hall_id;
    hello.program = "fuzz";
    hello.version = "1";
    return hello;
}

/// What a peer that has not proved itself may hear.
bool is_for_strangers(const protocol::Body& body) {
    return std::holds_alternative<protocol::Challenge>(body) || std::holds_alternative<protocol::PairingCode>(body) ||
           std::holds_alternative<protocol::Paired>(body) || std::holds_alternative<protocol::Goodbye>(body) ||
           std::holds_alternative<protocol::Ping>(body) || std::holds_alternative<protocol::Pong>(body);
}

/// How much a hall holds, and how often it changed.
struct HallSize {
    std::array<std::size_t, 3> parts{};  ///< tickets, devices, people
    std::uint64_t version = 0;
};

HallSize size_of(const hall::Hall* hall) {
    HallSize size;
    if (hall == nullptr)
        return size;
    hall->tickets(false, TicketId{}, 0, size.parts[0]);
    size.parts[1] = hall->devices().size();
    size.parts[2] = hall->staff().size();
    size.version = hall->version();
    return size;
}

}  // namespace

// --- one connection

Peer::Peer(World& world) : world_(world), number_(world.reception->opened(*this, "10.0.0.9", world.now)) {}

Peer::~Peer() {
    world_.reception->closed(number_, world_.now);
}

void Peer::stream(std::string_view bytes) {
    while (const auto whole = is_closing_ ? std::nullopt : reader_.take(bytes))
        payload(*whole);
    if (!is_closing_ && reader_.error() != protocol::FrameError::None) {
        world_.reception->bad_frame(number_, reader_.error(), world_.now);
        MOTCUA_ASSERT(is_closing_);
    }
}

void Peer::payload(const std::string& bytes) {
    const protocol::Decoded decoded = protocol::decode(bytes);
    const bool is_greeting = decoded.has_value() && std::holds_alternative<protocol::Hello>(decoded->body);
    const bool is_watch = decoded.has_value() && std::holds_alternative<protocol::Subscribe>(decoded->body);
    const bool was_proven = is_proven_;
    const HallSize before = size_of(world_.desk->hall(hall_id));
    const std::size_t answers = answered;
    if (was_proven)
        count_question(decoded);
    world_.reception->received(number_, bytes, world_.now);
    if (!was_proven) {
        // A stranger changes nothing, and is sent away for anything but a greeting. That may be noted.
        const HallSize after = size_of(world_.desk->hall(hall_id));
        MOTCUA_ASSERT(after.parts == before.parts && after.version <= before.version + 1);
        MOTCUA_ASSERT(has_greeted_ || is_greeting || is_closing_);
    }
    if (was_proven && is_watch && answered == answers)
        --asked;  // it was not refused, and is answered by views
    MOTCUA_ASSERT(is_closing_ || asked - answered <= limits::requests_in_flight);
    has_greeted_ = has_greeted_ || is_greeting;
}

void Peer::count_question(const protocol::Decoded& decoded) {
    if (decoded.has_error()) {
        if (decoded.error().kind == protocol::DecodeError::Invalid)
            ++asked;
        return;
    }
    const protocol::Body& body = decoded->body;
    if (const auto* request = std::get_if<protocol::CommandRequest>(&body))
        world_.askers_[request->id].insert(device_);
    if (std::holds_alternative<protocol::CommandRequest>(body) || std::holds_alternative<protocol::SignIn>(body) ||
        std::holds_alternative<protocol::AcceptPairing>(body) ||
        std::holds_alternative<protocol::AddStaffRequest>(body) ||
        std::holds_alternative<protocol::QueryRequest>(body) || std::holds_alternative<protocol::Subscribe>(body))
        ++asked;
}

void Peer::say(protocol::Body body) {
    stream(protocol::encode_frame(protocol::Message{1, std::move(body)}));
}

void Peer::greet(Who who) {
    protocol::Hello hello = hello_of_fuzzer();
    hello.device = world_.device(who);
    say(std::move(hello));
}

void Peer::ask_to_be_paired(Who who, Role role) {
    protocol::Hello hello = hello_of_fuzzer();
    hello.pairing_role = role;
    hello.pairing_name = "new";
    hello.pairing_key = world_.key(who).public_key();
    say(std::move(hello));
}

void Peer::prove(Who who, bool is_right) {
    Nonce nonce = nonce_;
    nonce[0] = static_cast<std::uint8_t>(nonce[0] + (is_right ? 0 : 1));
    has_proof_ = is_right;
    signed_by_ = world_.key(who).public_key();
    say(protocol::Proof{world_.key(who).sign(protocol::bytes_to_sign(nonce, test::test_certificate))});
}

void Peer::send(session::Frame frame) {
    MOTCUA_ASSERT(!is_closing_);
    MOTCUA_ASSERT(frame->size() <= protocol::frame_header_bytes + motcua::limits::frame_bytes);
    const auto decoded = protocol::decode(std::string_view(*frame).substr(protocol::frame_header_bytes));
    MOTCUA_ASSERT(decoded.has_value());
    hear(*decoded);
}

void Peer::hear(const protocol::Message& message) {
    MOTCUA_ASSERT(is_proven_ || is_for_strangers(message.body));
    if (const auto* challenge = std::get_if<protocol::Challenge>(&message.body)) {
        MOTCUA_ASSERT(!is_proven_);
        nonce_ = challenge->nonce;
    } else if (const auto* code = std::get_if<protocol::PairingCode>(&message.body)) {
        MOTCUA_ASSERT(!is_proven_);
        code_ = code->code;
    } else if (const auto* paired = std::get_if<protocol::Paired>(&message.body)) {
        MOTCUA_ASSERT(!is_proven_);
        world_.newcomer_ = paired->device;
    } else if (const auto* welcome = std::get_if<protocol::Welcome>(&message.body)) {
        // Whose key made the proof: nobody is welcomed by another's name.
        const hall::Hall* hall = world_.desk->hall(hall_id);
        const bool is_admin = welcome->device == world_.device(Who::Admin);
        const hall::DeviceRecord* record = hall ? hall->device(welcome->device) : nullptr;
        MOTCUA_ASSERT(is_admin || (record != nullptr && !record->revoked));
        device_ = welcome->device;
        MOTCUA_ASSERT(signed_by_ == (is_admin ? world_.key(Who::Admin).public_key() : record->key));
    } else if (const auto* reply = std::get_if<protocol::CommandReply>(&message.body)) {
        ++answered;
        if (reply->reply.refusal == Refusal::None && reply->reply.ticket) {
            world_.look_at_batches();
            MOTCUA_ASSERT(world_.durable_.contains(reply->reply.ticket->id.value));
            ticket = reply->reply.ticket->id;
            token = reply->reply.ticket->token.value.empty() ? token : reply->reply.ticket->token;
        }
        if (!reply->reply.reserved.empty())
            hear_of_own_numbers(reply->id, reply->reply.reserved);
    } else if (std::holds_alternative<protocol::QueryAnswer>(message.body)) {
        ++answered;
    }
    MOTCUA_ASSERT(answered <= asked);
}

/// They are durable, and belong to one who asked so: an answer is remembered for its request id, whoever says it again.
void Peer::hear_of_own_numbers(const RequestId& id, const std::vector<ReservedNumbers>& runs) {
    world_.look_at_batches();
    const std::set<DeviceId>& askers = world_.askers_.at(id);
    for (const ReservedNumbers& run : runs)
        for (TicketNumber number{run.letter, run.first}; number.serial <= run.last; ++number.serial)
            MOTCUA_ASSERT(askers.contains(world_.reserved_.at({run.service_day, number})));
    reserved = runs;
    heard_at = world_.now.wall;
}

void Peer::show(session::Frame view) {
    MOTCUA_ASSERT(is_proven_ && !is_closing_);
    if (!view)
        return;
    const auto decoded = protocol::decode(std::string_view(*view).substr(protocol::frame_header_bytes));
    MOTCUA_ASSERT(decoded.has_value());
    const View& shown = std::get<protocol::ViewPush>(decoded->body).view;
    world_.look_at_batches();
    std::visit([&](const auto& of) { MOTCUA_ASSERT(of.hall.version <= world_.durable_events_); }, shown);
}

void Peer::raise_limit() {
    MOTCUA_ASSERT(has_proof_ && !is_proven_ && !is_closing_);
    is_proven_ = true;
    reader_.set_limit(motcua::limits::frame_bytes);
}

void Peer::close_after_flush() {
    MOTCUA_ASSERT(!is_closing_);
    is_closing_ = true;
}

// --- passwords

bool Passwords::check(std::string password, std::string hash, std::function<void(bool)> completion) {
    if (jobs_.size() >= limits::password_jobs)
        return false;
    jobs_.push_back(
        [is_right = !hash.empty() && hash == password, completion = std::move(completion)] { completion(is_right); });
    return true;
}

bool Passwords::hash(std::string password, std::function<void(std::string)> completion) {
    if (jobs_.size() >= limits::password_jobs)
        return false;
    jobs_.push_back([password = std::move(password), completion = std::move(completion)] { completion(password); });
    return true;
}

bool Passwords::work_one() {
    if (jobs_.empty())
        return false;
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    job();
    return true;
}

// --- world

World::World() {
    start();
    set_up();
}

World::~World() {
    for (auto& one : peers_)
        one.reset();
    stop();
}

const SigningKey& World::key(Who who) const {
    return keys()[static_cast<std::size_t>(who)];
}

DeviceId World::device(Who who) const {
    static const std::array<const char*, who_count> ids = {"admin", "kiosk-1", "board-1", "counter-1", ""};
    return who == Who::Newcomer ? newcomer_ : DeviceId{ids[static_cast<std::size_t>(who)]};
}

void World::start() {
    const bool is_open = MemoryServer::start({hall_id}, key(Who::Admin).public_key(), passwords);
    MOTCUA_ASSERT(is_open);
}

void World::set_up() {
    const auto tell = [&](const Command& command) {
        desk->submit_own(hall_id, command, now,
                         [](const Reply& reply) { MOTCUA_ASSERT(reply.refusal == Refusal::None); });
    };
    tell(ImportSettings{test::open_centre()});
    tell(AcceptDevice{device(Who::Kiosk), Role::Kiosk, "kiosk", key(Who::Kiosk).public_key(), {}});
    tell(AcceptDevice{device(Who::Board), Role::Board, "board", key(Who::Board).public_key(), {}});
    tell(AcceptDevice{device(Who::Counter), Role::Counter, "counter", key(Who::Counter).public_key(), {}});
    tell(AddStaff{StaffId{"lan"}, "Lan", "a good password"});
    journal.complete_all();
}

void World::open(std::size_t place) {
    auto& slot = peers_[place % peers];
    slot.reset();
    slot = std::make_unique<Peer>(*this);
}

void World::settle() {
    do {
        journal.complete_all();
        while (passwords.work_one()) {
        }
    } while (journal.waiting() > 0);
}

void World::pass(std::int64_t steady_ms, std::int64_t wall_ms) {
    now.steady_ms += steady_ms;
    now.wall = std::clamp(now.wall + wall_ms, Instant{0}, latest_wall);
    reception->on_time(now);
}

void World::restart() {
    for (auto& one : peers_)
        one.reset();
    stop();
    journal.lose_power();
    journal.fail_loads(0);
    passwords.forget();
    start();
}

void World::look_at_batches() {
    for (; batches_seen_ < journal.batches.size(); ++batches_seen_)
        for (const store::Entry& entry : journal.batches[batches_seen_].entries) {
            durable_events_ += entry.events.size();
            for (const hall::EventRecord& record : entry.events) {
                if (const auto* made = std::get_if<hall::NumbersReserved>(&record.event))
                    look_at_reserve(record.service_day, *made);
                const auto* issued = std::get_if<hall::TicketIssued>(&record.event);
                if (issued == nullptr)
                    continue;
                const auto reserve = reserved_.find({record.service_day, issued->number});
                MOTCUA_ASSERT(issued->issued_at ? reserve != reserved_.end() && reserve->second == record.actor.device
                                                : reserve == reserved_.end());
                MOTCUA_ASSERT(durable_.insert(issued->ticket.value).second);
                MOTCUA_ASSERT(numbers_.emplace(record.service_day, issued->number).second);
            }
        }
}

void World::look_at_reserve(Date day, const hall::NumbersReserved& made) {
    for (TicketNumber number{made.letter, made.first}; number.serial <= made.last; ++number.serial) {
        MOTCUA_ASSERT(!numbers_.contains({day, number}));
        MOTCUA_ASSERT(reserved_.emplace(std::pair(day, number), made.device).second);
    }
}

void World::check() {
    look_at_batches();
    const auto open = std::count_if(peers_.begin(), peers_.end(), [](const auto& one) { return one != nullptr; });
    MOTCUA_ASSERT(reception->session_count() == static_cast<std::size_t>(open));
    const std::int64_t wait = reception->next_wait(now);
    MOTCUA_ASSERT(wait >= 0 && wait <= limits::longest_wait_ms);
    MOTCUA_ASSERT(journal.waiting() <= 2 + peers * limits::requests_in_flight);
}

void World::finish() {
    journal.fail_append(0);
    journal.fail_loads(0);
    settle();
    for (std::int64_t ms = 0; ms < recovery_ms && !desk->serves(); ms += limits::longest_wait_ms) {
        pass(limits::longest_wait_ms, limits::longest_wait_ms);
        settle();
    }
    MOTCUA_ASSERT(desk->serves());
    for (const auto& one : peers_)
        MOTCUA_ASSERT(!one || one->is_closing() || one->answered == one->asked);
    MOTCUA_ASSERT(!reception->health(now).empty());
    hall::Hall again(hall_id);
    for (const store::Batch& batch : journal.batches)
        for (const store::Entry& entry : batch.entries)
            for (const hall::EventRecord& record : entry.events)
                MOTCUA_ASSERT(again.apply(record));
    MOTCUA_ASSERT(desk->hall(hall_id)->fingerprint() == again.fingerprint());
    restart();
}

}  // namespace motcua::fuzz
