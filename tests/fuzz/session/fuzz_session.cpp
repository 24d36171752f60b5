// Any order of connections, frames, whole greetings, requests, passing time, journal faults and restarts against a real
// reception and desk. What must hold is asserted in world.cpp. The input is a list of steps: a byte that chooses one,
// and the bytes that it takes; make_seeds.py writes the same.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tests/fuzz/session/world.hpp"

using namespace motcua;
using namespace motcua::fuzz;

namespace {

constexpr int most_steps = 300;
constexpr unsigned longest_step_bits = 24;  ///< of the steady clock: 2^24 ms, 4.7 h
constexpr unsigned longest_jump_bits = 42;  ///< of the wall clock: 2^42 ms, 139 years

class Bytes {
  public:
    explicit Bytes(std::string_view rest) : rest_(rest) {}

    bool empty() const { return rest_.empty(); }
    std::uint8_t one() {
        const std::uint8_t byte = rest_.empty() ? 0 : static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        return byte;
    }
    std::string_view some(std::size_t count) {
        const std::string_view part = rest_.substr(0, count);
        rest_.remove_prefix(part.size());
        return part;
    }
    std::string_view counted() {  ///< length in two bytes, then so many
        const std::size_t high = one();
        return some(high << 8 | one());
    }

  private:
    std::string_view rest_;
};

Who who_of(std::uint8_t byte) {
    return static_cast<Who>(byte % who_count);
}

CounterId counter_of(std::uint8_t byte) {
    static constexpr std::array<const char*, 4> ids = {"c1", "c2", "c9", ""};
    return CounterId{ids[byte % ids.size()]};
}

ServiceId service_of(std::uint8_t byte) {
    static constexpr std::array<const char*, 3> ids = {"civil", "land", "none"};
    return ServiceId{ids[byte % ids.size()]};
}

/// One of its own numbers, when it was told of some; else one that nobody has.
IssueReserved own_number_of(std::uint8_t which, const Peer& peer) {
    IssueReserved command{service_of(which), CategoryId{which & 0x80 ? "elderly" : ""}, {'A', 999}, {}, {}, {}, "vi"};
    if (!peer.reserved.empty()) {
        const ReservedNumbers& run = peer.reserved[which % peer.reserved.size()];
        command.service = run.service;
        command.number = {run.letter, std::min(run.first + (which >> 3) % 4, run.last)};
        command.service_day = run.service_day;
    }
    command.token = TicketToken{std::string(26, static_cast<char>('a' + which % 26))};
    command.issued_at = Instant{peer.heard_at.ms + (which % 4 - 2) * hour_ms};
    return command;
}

RequestId request_of(std::uint8_t byte) {
    RequestId id;
    id.bytes[0] = byte;
    id.bytes[15] = 0x77;
    return id;
}

Command command_of(Bytes& bytes, const Peer& peer) {
    const std::uint8_t kind = bytes.one();
    const std::uint8_t which = bytes.one();
    const CounterId counter = counter_of(which);
    switch (kind % 20) {
        case 0:
        case 1:
            return IssueTicket{service_of(which), CategoryId{which & 0x80 ? "elderly" : ""}, {}, "vi"};
        case 2:
            return CancelTicket{peer.token.value.empty() ? TicketToken{std::string(26, 'a')} : peer.token};
        case 3:
            return CloseCounter{counter};
        case 4:
            return CallNext{counter};
        case 5:
            return Recall{counter};
        case 6:
            return StartService{counter};
        case 7:
            return FinishService{counter};
        case 8:
            return MarkNoShow{counter};
        case 9:
            return HoldTicket{counter, "note"};
        case 10:
            return TakeBack{counter, peer.ticket.value == 0 ? TicketId{1} : peer.ticket};
        case 11:
            return which & 0x80 ? TransferTicket{counter, service_of(which >> 2), {}, ""}
                                : TransferTicket{counter, {}, counter_of(which >> 2), ""};
        case 12:
            return PauseCounter{counter, "pause"};
        case 13:
            return ResumeCounter{counter};
        case 14:
            return RevokeDevice{DeviceId{which % 2 == 0 ? "kiosk-1" : "counter-1"}};
        case 16:
            return ReserveNumbers{};
        case 17:
            return own_number_of(which, peer);
        case 18:
            return OpenCounter{counter, StaffId{which & 0x40 ? "lan" : ""}, (which & 0x20) != 0};
        default:
            return RemoveStaff{StaffId{"lan"}};
    }
}

Query query_of(std::uint8_t kind, const Peer& peer) {
    switch (kind % 7) {
        case 0:
            return ListTickets{};
        case 1:
            return ListTickets{true, peer.ticket};
        case 2:
            return ShowTicket{peer.token.value.empty() ? TicketToken{std::string(26, 'a')} : peer.token, {}};
        case 3:
            return ListDevices{};
        case 4:
            return ListStaff{};
        case 5:
            return AskHealth{};
        default:
            return BackUp{"backup.db"};
    }
}

void pass(World& world, Bytes& bytes) {
    const std::uint8_t steady = bytes.one();
    const std::uint8_t jump = bytes.one();
    const std::int64_t ms = (std::int64_t{1} << steady % (longest_step_bits + 1)) - 1;
    if (jump == 0)
        return world.pass(ms, ms);
    const std::int64_t by = std::int64_t{1} << jump % (longest_jump_bits + 1);
    world.pass(ms, jump & 0x80 ? -by : by);
}

/// Steps of one connection.
void talk(World& world, std::uint8_t step, Peer& peer, Bytes& bytes) {
    switch (step) {
        case 0:
            return peer.stream(bytes.counted());
        case 1: {
            const std::string_view payload = bytes.counted();
            return payload.empty() ? void() : peer.stream(protocol::frame(payload));
        }
        case 2:
            return peer.greet(who_of(bytes.one()));
        case 3: {
            const Who who = who_of(bytes.one());
            return peer.prove(who, /*is_right=*/bytes.one() % 8 != 0);
        }
        case 4: {
            const Who who = who_of(bytes.one());
            peer.greet(who);
            return peer.prove(who, /*is_right=*/true);
        }
        case 5: {
            const std::uint8_t what = bytes.one();
            return peer.ask_to_be_paired(who_of(what & 0x0f), static_cast<Role>((what >> 4) % session::role_count));
        }
        case 6: {
            const std::uint8_t id = bytes.one();
            const Peer* other = world.peer(bytes.one());
            const std::string code = other && !other->pairing_code().empty() ? other->pairing_code() : "123456";
            return peer.say(protocol::AcceptPairing{request_of(id), code, "", {}});
        }
        case 7: {
            const std::uint8_t id = bytes.one();
            return peer.say(protocol::CommandRequest{request_of(id), command_of(bytes, peer)});
        }
        case 8: {
            const std::uint8_t id = bytes.one();
            const std::uint8_t how = bytes.one();
            return peer.say(protocol::SignIn{request_of(id), StaffId{how & 0x40 ? "hoa" : "lan"},
                                             how & 0x20 ? "wrong" : "a good password", counter_of(how),
                                             (how & 0x10) != 0});
        }
        case 9: {
            const std::uint8_t id = bytes.one();
            return peer.say(protocol::AddStaffRequest{request_of(id), StaffId{"hoa"}, "Hoa", "a good password"});
        }
        case 10:
            return peer.say(protocol::QueryRequest{query_of(bytes.one(), peer)});
        default: {
            const std::uint8_t what = bytes.one();
            return peer.say(protocol::Subscribe{Subscription{static_cast<ViewKind>(what % 4), "",
                                                             what % 4 == 3 ? counter_of(what >> 2) : CounterId{}}});
        }
    }
}

constexpr std::uint8_t talk_steps = 12;
constexpr std::uint8_t all_steps = talk_steps + 12;

void take_step(World& world, Bytes& bytes) {
    const std::uint8_t step = bytes.one() % all_steps;
    if (step < talk_steps) {
        const std::size_t place = bytes.one();
        if (world.peer(place) == nullptr)
            world.open(place);
        return talk(world, step, *world.peer(place), bytes);
    }
    switch (step - talk_steps) {
        case 0:
            return world.open(bytes.one());
        case 1:
            return world.close(bytes.one());
        case 2:
        case 3:
            return pass(world, bytes);
        case 4:
        case 5:
            static_cast<void>(world.journal.complete_one());
            return;
        case 6:
            return world.settle();
        case 7:
            static_cast<void>(world.passwords.work_one());
            return;
        case 8:
            return world.journal.fail_append(1 + bytes.one() % 4);
        case 9:
            return world.journal.fail_loads(1 + bytes.one() % 3);
        case 10:
            return world.restart();
        default:
            // Rarely: after it nothing else is served.
            if (bytes.one() % 4 == 0)
                world.reception->drain(world.now, [] {});
            return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    spdlog::set_level(spdlog::level::off);  // the faults are meant
    Bytes bytes(std::string_view(reinterpret_cast<const char*>(data), size));
    World world;
    for (int steps = 0; steps < most_steps && !bytes.empty(); ++steps) {
        take_step(world, bytes);
        world.check();
    }
    world.finish();
    return 0;
}
