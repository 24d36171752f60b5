#pragma once
// What every part of one simulated run shares: virtual time, the one source of random numbers, the trace, the first
// failure. One thread; a run owns its world and two runs share nothing.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/hall/events.hpp"
#include "server/session/now.hpp"
#include "shared/base/random.hpp"
#include "tests/simulation/decoded.hpp"
#include "tests/simulation/plan.hpp"

namespace motcua::simulation {

/// Events in a total order: by time, then by the order in which they were made. Time jumps from one to the next.
class Schedule {
  public:
    using Job = std::function<void()>;

    std::int64_t now_ms() const { return now_ms_; }
    void after(std::int64_t ms, Job job) {
        heap_.push_back(Item{now_ms_ + std::max<std::int64_t>(ms, 0), ++last_sequence_, std::move(job)});
        std::push_heap(heap_.begin(), heap_.end(), is_later);
    }
    /// Does the next event up to `until_ms`; false when there is none, and then it is `until_ms`.
    bool run_next(std::int64_t until_ms) {
        if (heap_.empty() || heap_.front().at_ms > until_ms) {
            now_ms_ = std::max(now_ms_, until_ms);
            return false;
        }
        std::pop_heap(heap_.begin(), heap_.end(), is_later);
        const Item item = std::move(heap_.back());
        heap_.pop_back();
        now_ms_ = item.at_ms;
        ++done_;
        item.job();
        return true;
    }
    std::uint64_t done() const { return done_; }

  private:
    struct Item {
        std::int64_t at_ms = 0;
        std::uint64_t sequence = 0;
        Job job;
    };
    static bool is_later(const Item& left, const Item& right) {
        return left.at_ms != right.at_ms ? left.at_ms > right.at_ms : left.sequence > right.sequence;
    }

    std::vector<Item> heap_;
    std::int64_t now_ms_ = 1'000'000;
    std::uint64_t last_sequence_ = 0;
    std::uint64_t done_ = 0;
};

/// FNV-1a, eight bytes a step, over everything that happened, in order: equal for equal seeds, else something is not
/// deterministic.
class Trace {
  public:
    void add(std::int64_t at_ms, std::string_view what, std::string_view detail = {}) {
        mix(static_cast<std::uint64_t>(at_ms));
        mix(what);
        mix(detail);
    }
    std::uint64_t hash() const { return hash_; }

  private:
    void mix(std::uint64_t value) {
        hash_ = (hash_ ^ value) * 0x100000001b3ULL;
        hash_ ^= hash_ >> 32;  // a multiplication carries nothing down to the low bits
    }
    void mix(std::string_view text) {
        mix(text.size());
        for (; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof(std::uint64_t)))) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
            mix(word);
        }
    }
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

struct Statistics {
    std::uint64_t hall_days = 0;
    std::uint64_t presses = 0;
    std::uint64_t tickets = 0;
    std::uint64_t calls = 0;
    std::uint64_t commits = 0;
    std::uint64_t failed_commits = 0;
    std::uint64_t crashes = 0;
    std::uint64_t cuts = 0;
    std::uint64_t repeats = 0;
    std::uint64_t views_checked = 0;
    std::uint64_t announcements = 0;
    std::uint64_t agreements = 0;
    std::uint64_t own_numbers = 0;  ///< given out by kiosks without their server
    std::uint64_t cuts_inside = 0;  ///< of a kiosk's power, between two steps of one event
    std::uint64_t revocations = 0;
    std::uint64_t imports = 0;                        ///< of centres' files, the first of a hall too
    std::uint64_t removals = 0;                       ///< of clerks
    std::uint64_t cuts_within = 0;                    ///< connections that ended inside a frame
    std::uint64_t double_taps = 0;                    ///< on "take a number", by one person
    std::array<std::uint64_t, fault_count> faults{};  ///< how often each took effect
    std::array<std::uint64_t, std::variant_size_v<hall::Event>> events{};  ///< durable ones, of each kind

    void add(const Statistics& other) {
        hall_days += other.hall_days;
        presses += other.presses;
        tickets += other.tickets;
        calls += other.calls;
        commits += other.commits;
        failed_commits += other.failed_commits;
        crashes += other.crashes;
        cuts += other.cuts;
        repeats += other.repeats;
        views_checked += other.views_checked;
        announcements += other.announcements;
        agreements += other.agreements;
        own_numbers += other.own_numbers;
        cuts_inside += other.cuts_inside;
        revocations += other.revocations;
        imports += other.imports;
        removals += other.removals;
        cuts_within += other.cuts_within;
        double_taps += other.double_taps;
        for (std::size_t i = 0; i < faults.size(); ++i)
            faults[i] += other.faults[i];
        for (std::size_t i = 0; i < events.size(); ++i)
            events[i] += other.events[i];
    }
};

/// A bug put in on purpose, to see that the checkers find it. Each is a wrong port around the real programs: what the
/// journal, the network or a disk must not do. Wrongs of the programs themselves are in shared/base/broken.hpp.
enum class Planted : std::uint8_t {
    None,
    DurableTooEarly,       ///< the journal says "durable" before it is
    FailureCalledSuccess,  ///< a failed write is reported as done
    OutcomesForgotten,     ///< after a restart the journal has lost what request ids were answered
    OutcomeApart,          ///< events and answers are two transactions: a crash keeps the first alone
    LastBatchForgotten,    ///< the journal loads all but the last batch
    ViewLostWhenBusy,      ///< a connection that is still sending throws the newer view away, not the older
    OutboxForgotten,       ///< a kiosk starts again with an empty outbox
    OwnNumbersMixedUp,     ///< two kiosks believe that the same numbers are their own
};
constexpr int planted_count = 9;
std::string_view name_of(Planted planted);

struct World {
    World(Plan the_plan, Planted the_bug, bool is_talkative)
        : plan(std::move(the_plan)), planted(the_bug), is_told(is_talkative), random(plan.seed) {}

    /// The server's clocks. Each client's wall clock is another: Client::own_now.
    session::Now now() const { return session::Now{true_wall() + wall_offset_ms, schedule.now_ms()}; }
    Instant true_wall() const { return plan.begins + (schedule.now_ms() - start_ms); }
    /// The first failure ends the run.
    void fail(const std::string& what) {
        if (failure.empty())
            failure = "at " + iso_utc(now().wall) + ": " + what;
    }
    void tell(std::string_view what, std::string_view detail = {}) {
        trace.add(schedule.now_ms(), what, detail);
        if (is_told)
            fmt::print(stderr, "{:>10} {} {}\n", schedule.now_ms() - start_ms, what, detail);
    }
    /// from .. to, both possible
    std::int64_t between(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(to - from + 1)));
    }
    bool has(Fault fault) const { return is_faulty && plan.has(fault); }
    void count(Fault fault) { ++statistics.faults[static_cast<std::size_t>(fault)]; }
    /// The time of day in the halls, by the server's clock.
    std::int64_t local_ms() const { return local_ms_of(plan, now().wall); }

    Plan plan;
    Planted planted;
    bool is_told;
    Schedule schedule;
    Random random;
    Trace trace;
    Decoded decoded;
    Statistics statistics;
    std::set<std::pair<HallId, DeviceId>> let_go;  ///< whom an office wished to let go
    std::string failure;
    bool is_faulty = true;  ///< the first phase of a day; in the second nothing fails any more
    std::int64_t start_ms = schedule.now_ms();
    std::int64_t wall_offset_ms = 0;
    int server_life = 0;  ///< how often the server was started
};

}  // namespace motcua::simulation
