// motcua-simulation: runs seeds and says which fail.
//
//   motcua-simulation --seed N [--days N] [--tell]   one run; --tell writes what happens to standard error
//   motcua-simulation --seeds FROM-TO [--twice]      many; --twice runs each again and compares the traces
//   motcua-simulation --soak [--seconds N]           from a seed of the clock on, until one fails or the time is over
//   motcua-simulation ... --planted NAME             with a bug put in on purpose
//   motcua-simulation-broken ... --broken NAME       with a break of the product (shared/base/broken.hpp)
//   motcua-simulation ... --whole-day                ten and a half hours, with a day's pace
//   motcua-simulation ... --leaps                    the server's clock may also jump ahead by months

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>

#include "tests/simulation/replay.hpp"
#ifdef MOTCUA_BROKEN_BUILD
#include "tests/simulation/breaks.hpp"
#endif

namespace {

using motcua::simulation::Options;
using motcua::simulation::Outcome;
using motcua::simulation::Planted;

struct Wanted {
    Options options;
    std::uint64_t from = 1;
    std::uint64_t to = 1;
    bool is_soak = false;
    bool is_twice = false;
    std::int64_t seconds = 0;  ///< 0 = for ever
};

std::optional<std::uint64_t> number(const char* text) {
    char* end = nullptr;
    const auto value = std::strtoull(text, &end, 10);
    if (end == text || (*end != '\0' && *end != '-'))
        return std::nullopt;
    return value;
}

/// False: no such break, or none at all in this build.
bool turn_on_break([[maybe_unused]] const std::string& name) {
#ifdef MOTCUA_BROKEN_BUILD
    for (const auto& each : motcua::simulation::breaks)
        if (each.name == name)
            motcua::broken_now = each.which;
    return motcua::broken_now != motcua::Break::None;
#else
    return false;
#endif
}

std::optional<Wanted> read(int count, char** words) {
    Wanted wanted;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const char* value = i + 1 < count ? words[i + 1] : "";
        const bool takes_value = word == "--seed" || word == "--seeds" || word == "--days" || word == "--seconds";
        if (takes_value && !number(value))
            return std::nullopt;
        if (word == "--seed") {
            wanted.from = wanted.to = *number(value);
        } else if (word == "--seeds") {
            const char* dash = std::strchr(value, '-');
            if (dash == nullptr || !number(dash + 1))
                return std::nullopt;
            wanted.from = *number(value);
            wanted.to = *number(dash + 1);
        } else if (word == "--days") {
            wanted.options.days = static_cast<int>(*number(value));
        } else if (word == "--seconds") {
            wanted.seconds = static_cast<std::int64_t>(*number(value));
        } else if (word == "--soak") {
            wanted.is_soak = true;
        } else if (word == "--twice") {
            wanted.is_twice = true;
        } else if (word == "--leaps") {
            wanted.options.has_leaps = true;
        } else if (word == "--whole-day") {
            wanted.options.is_whole_day = true;
        } else if (word == "--tell") {
            wanted.options.is_told = true;
        } else if (word == "--broken") {
            if (!turn_on_break(value))
                return std::nullopt;
            ++i;
        } else if (word == "--planted") {
            for (int bug = 0; bug < motcua::simulation::planted_count; ++bug)
                if (name_of(static_cast<Planted>(bug)) == std::string(value))
                    wanted.options.planted = static_cast<Planted>(bug);
            if (wanted.options.planted == Planted::None)
                return std::nullopt;
            ++i;
        } else {
            return std::nullopt;
        }
        i += takes_value ? 1 : 0;
    }
    return wanted;
}

/// False: it failed, and was told.
bool run(const Options& options, bool is_twice, bool is_one, motcua::simulation::Statistics& sum) {
    const Outcome outcome = simulate(options);
    sum.add(outcome.statistics);
    std::string failure = outcome.failure;
    if (failure.empty() && is_twice) {
        const Outcome again = simulate(options);
        if (again.trace != outcome.trace)
            failure = fmt::format("two runs of one seed differ: {:016x} and {:016x}", outcome.trace, again.trace);
    }
    if (failure.empty() && is_one)
        fmt::print("seed {}: trace {:016x}\n", options.seed, outcome.trace);
    if (failure.empty())
        return true;
    fmt::print("seed {} FAILED: {}\n  {}\n{}\n", options.seed, failure,
               motcua::simulation::plan_of(options).description(), how_to_replay(options));
    std::fflush(stdout);
    return false;
}

}  // namespace

int main(int count, char** words) {
    const auto wanted = read(count, words);
    if (!wanted) {
        fmt::print(stderr,
                   "usage: motcua-simulation --seed N | --seeds FROM-TO | --soak [--seconds N]\n"
                   "       [--days N] [--twice] [--tell] [--leaps] [--whole-day] [--planted NAME] [--broken NAME, in "
                   "motcua-simulation-broken]\n");
        return 2;
    }
    Options options = wanted->options;
    motcua::simulation::Statistics sum;
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - began).count(); };
    std::uint64_t from = wanted->from;
    if (wanted->is_soak)
        from = static_cast<std::uint64_t>(std::time(nullptr)) * 1000;
    const bool is_one = !wanted->is_soak && wanted->from == wanted->to;
    std::uint64_t runs = 0;
    std::uint64_t failures = 0;
    for (options.seed = from; wanted->is_soak || options.seed <= wanted->to; ++options.seed) {
        ++runs;
        if (!run(options, wanted->is_twice, is_one, sum) && (++failures >= 10 || wanted->is_soak))
            break;
        if (wanted->seconds > 0 && seconds() >= static_cast<double>(wanted->seconds))
            break;
    }
    const double took = seconds();
    fmt::print(
        "{} seeds from {}, {} failed, {:.1f} s; {} hall-days ({:.0f} a minute), {} presses, {} tickets, {} calls, "
        "{} commits, {} failed commits, {} crashes, {} cuts, {} repeats, {} views checked, {} announcements, {} "
        "agreements, {} numbers given without a server, {} power cuts within an event, {} machines let go, {} times "
        "settings, {} "
        "clerks removed\n",
        runs, from, failures, took, sum.hall_days, 60.0 * static_cast<double>(sum.hall_days) / took, sum.presses,
        sum.tickets, sum.calls, sum.commits, sum.failed_commits, sum.crashes, sum.cuts, sum.repeats, sum.views_checked,
        sum.announcements, sum.agreements, sum.own_numbers, sum.cuts_inside, sum.revocations, sum.imports,
        sum.removals);
    return failures == 0 ? 0 : 1;
}
