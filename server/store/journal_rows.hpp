#pragma once
// Reading a data file's journal. Private to this folder. Failures stay on the connection.

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "server/store/event_chain.hpp"
#include "server/store/journal.hpp"
#include "server/store/sqlite.hpp"

namespace motcua::store {

/// By name.
std::vector<HallId> halls_in(Connection& connection);

/// All events of a hall in order; false from `take` ends the walk. A missing or damaged event is a failure.
void walk_events(Connection& connection, const HallId& hall,
                 const std::function<bool(std::uint64_t sequence, hall::EventRecord record)>& take);

/// Every outcome given since the event `from`, in order.
void walk_outcomes(Connection& connection, const HallId& hall, std::uint64_t from,
                   const std::function<void(StoredOutcome)>& take);
/// The same, as many as are kept: of more, those that OutcomeMemory forgets are left out.
std::vector<StoredOutcome> read_outcomes(Connection& connection, const HallId& hall, std::uint64_t from);

/// Where a hall's days begin in its journal, and where it goes on.
struct HallPlace {
    std::uint64_t last_sequence = 0;
    ChainLink link{};                       ///< of the last event; zeros = none
    std::uint64_t day_opened = 0;           ///< sequence of the last DayOpened; 0 = none
    std::deque<std::uint64_t> days_opened;  ///< of the last limits::outcome_days of them, the oldest first

    void open_day(std::uint64_t sequence);
    /// Answers given before this event may be forgotten. Counted in days that were opened, not by a clock: one that
    /// jumps ahead by months forgets nothing.
    std::uint64_t outcomes_from() const;
};
HallPlace find_place(Connection& connection, const HallId& hall);

/// The end of a hall's chain as it was written with its last event; nullopt = there is none, or it is no link.
std::optional<ChainHead> read_head(Connection& connection, const HallId& hall);
void write_head(Connection& connection, const ChainHead& head);
/// Halls that have a head, by name.
std::vector<HallId> halls_with_head(Connection& connection);
/// A head that is not that of the hall's last event is a failure: the end of its events was cut off, or changed.
void check_heads(Connection& connection);

/// Set-up of all days and the last day, found by index. A gap anywhere in the hall's journal is a failure.
LoadedHall read_hall(Connection& connection, const HallId& hall, const HallPlace& place);

}  // namespace motcua::store
