#pragma once
// Looks a data file through, for the doctor and before a restore. Reads only; the file may be in use by a server.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace motcua::store {

struct HallSummary {
    HallId hall;
    std::uint64_t events = 0;
    Date service_day;                  ///< the last; Date{} before the first
    std::uint64_t tickets = 0;         ///< of all days
    std::uint64_t tickets_of_day = 0;  ///< of the last day
    std::uint64_t outcomes = 0;        ///< answers kept for retries
};

struct Inspection {
    std::int64_t version = 0;  ///< of the data
    std::uint64_t bytes = 0;   ///< the file, without its log
    std::vector<HallSummary> halls;
    std::vector<Problem> problems;  ///< none = good; at most limits::problems_listed; they do not name the file
};

/// Checks the file's structure, every event and answer, replays every hall from its first event, and compares the
/// tables with it. A file that is not a readable data file at all is a Problem.
Result<Inspection> inspect(const std::filesystem::path& file);
/// The same of a copy of `backup`: what is wrong with it is told of the backup.
Result<Inspection> inspect_copy(const std::filesystem::path& copy, const std::filesystem::path& backup);

}  // namespace motcua::store
