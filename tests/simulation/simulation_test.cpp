// The fixed seeds, and proof that the harness can fail: each planted bug must be found within a few of them.

#include "tests/simulation/simulation.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <vector>

#include "tests/simulation/child_process.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/replay.hpp"

namespace {

using namespace motcua;
using namespace motcua::simulation;

constexpr std::uint64_t fixed_seeds = 30;

TEST_CASE("simulation: the fixed seeds keep every rule") {
    Statistics sum;
    for (std::uint64_t seed = 1; seed <= fixed_seeds; ++seed) {
        const Outcome outcome = simulate(Options{seed});
        CHECK_MESSAGE(outcome.failure.empty(), outcome.failure << "\n" << how_to_replay(Options{seed}));
        sum.add(outcome.statistics);
    }
    // What did not happen was not tried.
    CHECK(sum.tickets > 1'000);
    CHECK(sum.calls > 1'000);
    CHECK(sum.crashes > 100);
    CHECK(sum.failed_commits > 100);
    CHECK(sum.cuts > 50);
    CHECK(sum.cuts_within > 20);
    CHECK(sum.double_taps > 100);
    CHECK(sum.views_checked > 10'000);
    CHECK(sum.repeats > 50);
    CHECK(sum.agreements >= fixed_seeds);
    CHECK(sum.announcements > 1'000);
    CHECK(sum.own_numbers > 100);
    CHECK(sum.cuts_inside > 10);
    CHECK(sum.revocations > 10);
    CHECK(sum.imports > 2 * fixed_seeds);
    CHECK(sum.removals > 10);
    for (int fault = 0; fault < fault_count; ++fault)
        CHECK_MESSAGE(sum.faults[static_cast<std::size_t>(fault)] > 5, name_of(static_cast<Fault>(fault)));
    for (std::size_t kind = 0; kind < sum.events.size(); ++kind)
        CHECK_MESSAGE(sum.events[kind] > 5, "events of the kind " << kind);
}

TEST_CASE("simulation: a clock that jumps ahead by months forgets no answer") {
    // In such runs a retry was once applied twice.
    for (const std::uint64_t seed : {25, 37, 5, 12, 18}) {
        Options options{seed};
        options.has_leaps = true;
        const Outcome outcome = simulate(options);
        CHECK_MESSAGE(outcome.failure.empty(), outcome.failure << "\n" << how_to_replay(options));
    }
}

TEST_CASE("simulation: one seed gives one trace, another seed another") {
    const Outcome first = simulate(Options{2});
    CHECK(simulate(Options{2}).trace == first.trace);
    CHECK(simulate(Options{3}).trace != first.trace);
}

TEST_CASE("simulation: a crash tells the command and the commit first") {
    const ChildEnd end = run_in_child([] {
        std::signal(SIGILL, SIG_DFL);  // doctest's own would tell of it as its failure
        tell_on_end(Options{9});
        __builtin_trap();
    });
    CHECK(end.signal != 0);
    CHECK(end.said.find("ended within:\n  replay: tests/simulation/run --seed 9\n  commit: ") != std::string::npos);
}

TEST_CASE("simulation: a failure tells its command and its commit, also where there is no git") {
    Options options{7};
    options.has_leaps = true;
    options.days = 2;
    CHECK(how_to_replay(options).find("replay: tests/simulation/run --seed 7 --days 2 --leaps\n  commit: ") !=
          std::string::npos);
    CHECK(commit_of("/proc").empty());  // certainly no working tree
    const std::string commit = commit_of(MOTCUA_SOURCE_DIR);
    CHECK(commit.substr(0, commit.find('-')).find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("simulation: every planted bug is found") {
    for (int number = 1; number < planted_count; ++number) {
        const auto bug = static_cast<Planted>(number);
        bool is_found = false;
        for (std::uint64_t seed = 1; seed <= fixed_seeds && !is_found; ++seed) {
            Options options{seed};
            options.planted = bug;
            is_found = !simulate(options).failure.empty();
        }
        CHECK_MESSAGE(is_found, name_of(bug));
    }
}

// --- the ledger: what no port can do wrong, its rules see all the same

CentreSettings centre() {
    CentreSettings centre;
    ServiceSettings service;
    service.id = ServiceId{"civil"};
    centre.services = {service};
    centre.categories = {CategorySettings{CategoryId{"elderly"}, {}, 15, ""}};
    centre.counters = {CounterSettings{CounterId{"c1"}, "1", {}, "", {ServiceId{"civil"}}},
                       CounterSettings{CounterId{"c2"}, "2", {}, "", {ServiceId{"civil"}}}};
    return centre;
}

class Script {
  public:
    Script() {
        see(hall::SettingsImported{centre()});
        see(hall::DayOpened{day});
    }
    void see(hall::Event event) { ledger_.see(hall::EventRecord{Instant{1'000}, day, {}, std::move(event)}); }
    void issue(std::uint64_t id, int serial, std::int64_t head_start_min = 0) {
        const std::string token(26, static_cast<char>('a' + id));
        see(hall::TicketIssued{TicketId{id}, TicketNumber{'A', serial}, TicketToken{token}, ServiceId{"civil"},
                               CategoryId{head_start_min > 0 ? "elderly" : ""},
                               Instant{1'000} - head_start_min * minute_ms, "vi"});
    }
    void issue_own(std::uint64_t id, int serial, const DeviceId& kiosk) {
        hall::TicketIssued event;
        event.ticket = TicketId{id};
        event.number = TicketNumber{'A', serial};
        event.token = TicketToken{std::string(26, static_cast<char>('a' + id))};
        event.service = ServiceId{"civil"};
        event.virtual_arrival = Instant{1'000};
        event.issued_at = Instant{1'000};
        ledger_.see(hall::EventRecord{Instant{1'000}, day, Actor{Role::Kiosk, kiosk, {}}, event});
    }
    void call(std::uint64_t id, const std::string& counter, std::int32_t passed_over = 0,
              Instant virtual_arrival = Instant{1'000}) {
        hall::TicketCalled event;
        event.ticket = TicketId{id};
        event.counter = CounterId{counter};
        event.virtual_arrival = virtual_arrival;
        event.passed_over_count = passed_over;
        event.passed_over.resize(static_cast<std::size_t>(passed_over));
        see(event);
    }
    void open(const std::string& counter, const std::string& staff) {
        see(hall::CounterOpened{CounterId{counter}, StaffId{staff}, false});
    }
    std::string what_is_left() const { return ledger_.what_is_left(); }
    void finish(std::uint64_t id, const std::string& counter) {
        see(hall::ServiceFinished{TicketId{id}, CounterId{counter}, false});
    }
    bool has_complained(const std::string& of) const {
        for (const auto& complaint : complaints_)
            if (complaint.find(of) != std::string::npos)
                return true;
        return false;
    }
    bool is_content() const { return complaints_.empty(); }

    const Date day{20'780};

  private:
    std::vector<std::string> complaints_;
    Ledger ledger_{[this](const std::string& what) { complaints_.push_back(what); }};
};

TEST_CASE("ledger: a day as it should be") {
    Script script;
    script.issue(1, 1);
    script.issue(2, 2, 15);
    script.call(2, "c1", 1, Instant{1'000} - 15 * minute_ms);
    script.call(1, "c2");
    script.finish(2, "c1");
    script.finish(1, "c2");
    CHECK(script.is_content());
}

TEST_CASE("ledger: a number that is issued twice") {
    Script script;
    script.issue(1, 7);
    script.issue(2, 7);
    CHECK(script.has_complained("issued twice"));
}

TEST_CASE("ledger: ties that are not called in the order of issue") {
    Script script;
    script.issue(1, 1);
    script.issue(2, 2);
    script.call(2, "c1", 1);
    CHECK(script.has_complained("out of the order"));
}

TEST_CASE("ledger: a head start that is forgotten at the call, or larger than its category's") {
    Script script;
    script.issue(1, 1);
    script.issue(2, 2, 15);
    script.call(1, "c1");
    CHECK(script.has_complained("out of the order"));
    Script larger;
    larger.issue(1, 1, 16);
    CHECK(larger.has_complained("head start"));
}

TEST_CASE("ledger: an explanation that leaves somebody out") {
    Script script;
    script.issue(1, 1);
    script.issue(2, 2, 15);
    script.call(2, "c1", 0, Instant{1'000} - 15 * minute_ms);
    CHECK(script.has_complained("explanation"));
}

TEST_CASE("ledger: one ticket at two counters, two tickets at one") {
    Script one_ticket;
    one_ticket.issue(1, 1);
    one_ticket.call(1, "c1");
    one_ticket.call(1, "c2");
    CHECK(one_ticket.has_complained("two counters"));
    Script one_counter;
    one_counter.issue(1, 1);
    one_counter.issue(2, 2);
    one_counter.call(1, "c1");
    one_counter.call(2, "c1");
    CHECK(one_counter.has_complained("second ticket"));
}

TEST_CASE("ledger: a finished ticket that is called, or finished again") {
    Script script;
    script.issue(1, 1);
    script.call(1, "c1");
    script.finish(1, "c1");
    script.call(1, "c1");
    CHECK(script.has_complained("does not wait"));
    Script twice;
    twice.issue(1, 1);
    twice.call(1, "c1");
    twice.finish(1, "c1");
    twice.finish(1, "c1");
    CHECK(twice.has_complained("finish"));
}

TEST_CASE("ledger: a hall is empty when all counters are open and nobody waits or is served") {
    Script script;
    script.open("c1", "lan");
    CHECK(script.what_is_left() == "counter c2 is not open");
    script.open("c2", "hoa");
    script.see(hall::CounterPaused{CounterId{"c2"}, "lunch"});
    script.see(hall::CounterOpened{CounterId{"c2"}, StaffId{"hoa"}, true});  // her break goes on at another machine
    CHECK(script.what_is_left() == "counter c2 is not open");
    script.see(hall::CounterResumed{CounterId{"c2"}});
    CHECK(script.what_is_left().empty());
    script.issue(1, 1);
    script.issue(2, 2);
    CHECK(script.what_is_left() == "ticket A001 is still waiting");
    script.call(1, "c1");
    script.finish(1, "c1");
    script.call(2, "c1");
    CHECK(script.what_is_left() == "ticket A002 is still called");
    script.see(hall::TicketHeld{TicketId{2}, CounterId{"c1"}, ""});
    CHECK(script.what_is_left().empty());
    CHECK(script.is_content());
}

TEST_CASE("ledger: a kiosk that was let go and tells of a number of its own") {
    Script script;
    const DeviceId kiosk{"kiosk-1"};
    script.see(hall::NumbersReserved{kiosk, ServiceId{"civil"}, 'A', 980, 999});
    script.issue_own(1, 980, kiosk);
    CHECK(script.is_content());
    script.see(hall::DeviceRevoked{kiosk});
    script.issue_own(2, 981, kiosk);
    CHECK(script.has_complained("was let go"));
}

TEST_CASE("ledger: a day that is closed over an open ticket") {
    Script script;
    script.issue(1, 1);
    script.see(hall::DayOpened{Date{20'781}});
    CHECK(script.has_complained("closed over"));
}

}  // namespace
