#pragma once
// One simulated run: whole halls for some days, from one seed. Each day has three phases: in the first people come and
// things fail; in the second nothing fails and nobody asks, and all screens must agree with the hall in time; in the
// third the clerks serve whoever is left, until the hall is empty.

#include <cstdint>
#include <string>

#include "tests/simulation/world.hpp"

namespace motcua::simulation {

/// All screens agree with the hall this long after the last fault.
constexpr std::int64_t agreement_limit_ms = 30 * second_ms;
/// When nobody comes any more, everybody has been served after this and so much for each who waits.
constexpr std::int64_t clearing_limit_ms = 3 * minute_ms;
constexpr std::int64_t clearing_limit_each_ms = 30 * second_ms;

struct Options {
    std::uint64_t seed = 1;
    int days = 0;  ///< 0: the seed chooses
    Planted planted = Planted::None;
    bool has_leaps = false;     ///< the server's clock may jump ahead by months
    bool is_whole_day = false;  ///< ten hours and a half instead of the crowd's minutes
    bool is_told = false;       ///< what happens, on standard error
};

struct Outcome {
    std::string failure;  ///< "" = none
    std::uint64_t trace = 0;
    Statistics statistics;
};

Plan plan_of(const Options& options);
Outcome simulate(const Options& options);

}  // namespace motcua::simulation
