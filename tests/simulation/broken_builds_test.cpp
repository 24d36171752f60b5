// Proof that the harness can fail: with each break that is compiled into these twins of the product's libraries, one of
// the fixed seeds must complain, and about that.

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string>

#include "tests/simulation/breaks.hpp"
#include "tests/simulation/child_process.hpp"
#include "tests/simulation/replay.hpp"

namespace {

using namespace motcua;
using namespace motcua::simulation;

constexpr std::uint64_t fixed_seeds = 30;  // as many as test_simulation walks

/// The first complaint with these words, and its seed: another checker may come upon a break first in some seeds.
/// Leaves its progress in the pipe, for a run that is aborted.
void run_seeds(Break which, std::string_view words, int out) {
    broken_now = which;
    const auto say = [out](const std::string& text) {
        const auto written = write(out, text.data(), text.size());
        (void)written;
    };
    for (std::uint64_t seed = 1; seed <= fixed_seeds; ++seed) {
        say("seed " + std::to_string(seed) + ": ");
        const Outcome outcome = simulate(Options{seed});
        if (outcome.failure.find(words) != std::string::npos && !outcome.failure.empty())
            return say(outcome.failure);
        if (!outcome.failure.empty())
            say(outcome.failure + "\n");
    }
    say("nothing of it was found");
}

std::string last_line_about(const std::string& said) {
    const std::size_t at = said.rfind("seed ", said.find("ended within"));  // whose command has the word too
    return at == std::string::npos ? said : said.substr(at);
}

/// In a process of its own: an assertion of the product may be what finds it.
std::string complaint_about(const KnownBreak& each) {
    const ChildEnd end = run_in_child([&each] {
        std::signal(SIGABRT, SIG_DFL);  // doctest's own would tell of it as its failure
        run_seeds(each.which, each.complaint, STDERR_FILENO);
    });
    return last_line_about(end.said) + (end.signal != 0 ? strsignal(end.signal) : "");
}

TEST_CASE("broken builds: with no break on, the seeds are content") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        CHECK(simulate(Options{seed}).failure.empty());
}

// Here and not with the other seeds, because this build is optimised.
TEST_CASE("broken builds: with no break on, whole days are good days") {
    for (const std::uint64_t seed : {1, 2}) {  // busy ones
        Options options{seed};
        options.is_whole_day = true;
        const Outcome outcome = simulate(options);
        CHECK_MESSAGE(outcome.failure.empty(), outcome.failure << "\n" << how_to_replay(options));
        CHECK(outcome.statistics.calls > 200);
    }
}

TEST_CASE("broken builds: each break is found, by the checker that is there for it") {
    int assertions = 0;  // of the product, which end the run
    for (const KnownBreak& each : breaks) {
        const std::string complaint = complaint_about(each);
        MESSAGE(each.name << ": " << complaint);
        CHECK_MESSAGE(complaint.find(each.complaint) != std::string::npos, each.name << ": " << complaint);
        CHECK_MESSAGE(complaint.find("nothing of it was found") == std::string::npos, each.name);
        if (complaint.find("does not hold") != std::string::npos) {
            ++assertions;
            CHECK_MESSAGE(complaint.find("  replay: tests/simulation/run --seed ") != std::string::npos, complaint);
        }
    }
    CHECK(assertions > 0);
}

}  // namespace
