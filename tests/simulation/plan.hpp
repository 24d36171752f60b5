#pragma once
// What a seed chooses before a run begins: halls, machines, rates, and which faults are on. Pure.

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/random.hpp"
#include "shared/base/time.hpp"
#include "shared/vocabulary/centre.hpp"

namespace motcua::simulation {

enum class Fault : std::uint8_t {
    Delay,          ///< bytes take up to seconds
    Split,          ///< frames arrive in pieces
    Cut,            ///< a connection ends at any byte
    HalfOpen,       ///< a connection is dead and nobody is told
    Partition,      ///< a machine is away for a while, then its bytes arrive after all
    SlowReader,     ///< a client takes few bytes at a time
    Repeat,         ///< an old request comes again
    SlowCommit,     ///< a commit takes up to seconds
    FailedCommit,   ///< a commit fails, and may come back after a crash
    DiskFull,       ///< all commits fail for a while
    FailedLoad,     ///< the journal cannot be read
    Kill,           ///< the server dies, before or after a commit; its sockets are closed
    PowerCut,       ///< the same, and its sockets fall silent
    Stop,           ///< the server is stopped in order
    ClockStep,      ///< a wall clock steps: the server's, or a client's
    ClientCrash,    ///< a client dies and starts again
    OutboxFailure,  ///< a kiosk's own disk fails
    WrongPassword,
    Midnight,      ///< the hall is in use when the service day turns
    Abandon,       ///< people do not wait for a late number
    OldView,       ///< an older view comes again after a newer one
    Revoke,        ///< a machine is let go, and paired anew later
    NewSettings,   ///< a centre's file changes in the middle of the day
    StaffRemoved,  ///< a clerk is removed, and added anew later
};
constexpr int fault_count = 24;
std::string_view name_of(Fault fault);

struct HallPlan {
    HallId id;
    CentreSettings centre;
    int kiosks = 1;
    int boards = 1;
    int machines = 1;  ///< counter machines; the n-th stands at the counter n modulo the counters
    std::int64_t between_arrivals_ms = 10'000;
    std::int64_t service_ms = 30'000;
};

struct Plan {
    std::uint64_t seed = 0;
    int days = 2;
    Instant begins;                 ///< the wall clock's first reading
    std::int32_t offset_min = 420;  ///< of the halls' local time, before a shift that comes in some of them
    std::vector<HallPlan> halls;
    std::bitset<fault_count> faults;
    std::int64_t between_faults_ms = 8'000;
    std::int64_t open_ms = 6 * minute_ms;  ///< of each day, with faults
    int no_show_percent = 15;
    bool is_whole_day = false;
    int pace = 1;  ///< a clerk takes so many times longer for each key

    bool has(Fault fault) const { return faults.test(static_cast<std::size_t>(fault)); }
    std::string description() const;
};

/// What an office may make of a centre's file at noon: less counters or services, other services at a counter, other
/// hours, caps, ranges, letters and head starts. Nothing that `centre` does not have, so that the way back is open.
CentreSettings changed(const CentreSettings& centre, Random& random);

Plan plan_of(std::uint64_t seed, int days = 0);  ///< days 0: the seed chooses

/// The same halls from before the doors open until after they have closed, with a day's people and a day's pace.
Plan whole_day(Plan plan);
/// Since midnight, by the halls' local time.
std::int64_t local_ms_of(const Plan& plan, Instant at);

/// Until the next person comes, on average: a day has its rush and its noon.
std::int64_t mean_wait_ms(const Plan& plan, const HallPlan& hall, Instant now, std::int64_t since_open_ms);

/// When a short day begins, in local time since midnight: in the morning, or a little before a session ends.
std::int64_t begin_of_day_ms(Random& random);

}  // namespace motcua::simulation
