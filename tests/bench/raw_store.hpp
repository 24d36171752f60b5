#pragma once
// What the disk and SQLite alone can do: the rows that a server wrote, written again with nothing around them.

#include <filesystem>

namespace motcua::bench {

struct RawRates {
    double grouped_per_s = 0;    ///< tickets a second, `group` tickets a commit
    double single_per_s = 0;     ///< tickets a second, one commit each
    double commit_median_s = 0;  ///< of one ticket's commit, one right after the other
    double paced_median_s = 0;   ///< of one ticket's commit after a pause: the machine has to wake up for it
    double paced_p99_s = 0;
};

/// Reads the tickets, events and outcomes of `database` and writes them to a new file beside it, with the same schema
/// and pragmas: once in groups, once one by one (`singles` of them), once more one by
/// one with `pause_ms` before each (0 = not at all).
RawRates measure_raw(const std::filesystem::path& database, int group, int singles, int pause_ms = 0);

}  // namespace motcua::bench
