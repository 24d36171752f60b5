#pragma once
// Proves the chain through the action log (`events`) of a data file. Reads only; the file may be in use by a server.
//
// What it cannot see: rows that were rewritten with all links behind them and the chain's end in `heads`, or an end
// that was cut off together with that and all that the other tables tell of it, where nobody kept a head from before.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/hall/events.hpp"
#include "server/store/event_chain.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace motcua::store {

enum class ChainFault : std::uint8_t {
    Changed,    ///< the row does not follow from the one before it: changed, put in or moved
    Missing,    ///< a row was removed; the next one shows it
    EndCut,     ///< the last rows were removed: the chain's end, other tables or a kept head name later ones
    OtherHead,  ///< the row's link is not the one that was kept: it, or one before it, was rewritten
};
std::string_view name_of(ChainFault fault);  ///< "changed", "missing", "end_cut", "other_head"

/// The row that shows the fault: the wrong one, the one behind a missing one, or the last one before a cut.
struct RowSeen {
    std::int64_t sequence = 0;
    Instant at;  ///< within the years that can be shown, whatever the row says
    std::string kind;
    std::optional<std::int32_t> offset_min;  ///< of the hall's local clock then; none without settings in the file
};

struct ChainBreak {
    ChainFault fault = ChainFault::Changed;
    std::int64_t sequence = 0;  ///< the first row that is wrong or missing
    std::optional<RowSeen> seen;
};

/// One hall's part; names are escaped where a file holds what no hall has.
struct HallChain {
    HallId hall;
    std::uint64_t rows = 0;            ///< that are whole
    std::optional<ChainHead> head;     ///< of a whole chain that has rows
    std::optional<ChainBreak> broken;  ///< the first fault
};

struct Audit {
    std::vector<HallChain> halls;  ///< by name, and all that `kept` names
    bool is_whole() const;
};

/// Every hall's chain from its first row; each of the `kept` heads must be in it. A file that cannot be read, or has no
/// chain yet, is a Problem.
Result<Audit> verify_chain(const std::filesystem::path& file, const std::vector<ChainHead>& kept = {});

/// One of the refusals that the log keeps.
struct RefusalRow {
    HallId hall;
    Instant at;
    Actor who;  ///< Role::Unproven with a device: it only claimed to be that
    hall::RequestRefused refused;
    std::optional<std::int32_t>
        offset_min;  ///< of the hall's local clock then; none where the file has no settings of it
};

/// The latest of all halls, oldest first, at most `most`. A file that cannot be read is a Problem.
Result<std::vector<RefusalRow>> list_refusals(const std::filesystem::path& file, std::size_t most);

}  // namespace motcua::store
