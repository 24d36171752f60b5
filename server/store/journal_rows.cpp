#include "server/store/journal_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "server/store/event_codec.hpp"
#include "server/store/limits.hpp"
#include "server/store/outcome_memory.hpp"

namespace motcua::store {
namespace {

/// One step through an index for each hall, however many rows they have.
constexpr const char* next_hall_sql =
    "SELECT min(hall) FROM (SELECT min(hall) AS hall FROM events WHERE hall > ?1 "
    "UNION ALL SELECT min(hall) FROM outcomes WHERE hall > ?1)";
constexpr const char* all_events_sql =
    "SELECT sequence, payload FROM events WHERE hall = ?1 AND sequence > 0 ORDER BY sequence";
constexpr const char* setup_before_sql =
    "SELECT sequence, payload FROM events INDEXED BY events_setup "
    "WHERE hall = ?1 AND scope = 1 AND sequence < ?2 ORDER BY sequence";
constexpr const char* events_from_sql =
    "SELECT sequence, payload FROM events WHERE hall = ?1 AND sequence >= ?2 ORDER BY sequence";
constexpr const char* outcomes_from_sql =
    "SELECT request, digest, at, reply FROM outcomes WHERE hall = ?1 AND sequence >= ?2 ORDER BY sequence, at, request";

constexpr const char* head_sql = "SELECT sequence, chain FROM heads WHERE hall = ?1";
constexpr const char* write_head_sql =
    "INSERT INTO heads (hall, sequence, chain) VALUES (?1, ?2, ?3) ON CONFLICT (hall) DO UPDATE SET "
    "sequence = excluded.sequence, chain = excluded.chain";

void report_missing(Connection& connection, const HallId& hall, std::uint64_t sequence) {
    connection.fail(Problem("event {} of hall {} is missing", sequence, hall.value), restore_a_backup);
}

/// False when the row is damaged.
bool take_event(Connection& connection, const HallId& hall, const Rows& row, std::vector<hall::EventRecord>& events) {
    auto record = decode_event(hall, static_cast<std::uint64_t>(row.integer(0)), row.text(1));
    if (!record) {
        connection.fail(record.error(), restore_a_backup);
        return false;
    }
    events.push_back(std::move(*record));
    return true;
}

/// Only where the chain goes on: whether it is whole is for verify_chain(), which takes its time.
void find_link(Connection& connection, const HallId& hall, HallPlace& place) {
    Rows rows =
        connection.query("SELECT chain FROM events WHERE hall = ?1 AND sequence = ?2", hall.value, place.last_sequence);
    if (rows.next() && !read_link(rows.text(0), place.link))
        connection.fail(Problem("the chain of hall {} is damaged at event {}", hall.value, place.last_sequence),
                        restore_a_backup);
}

/// "'settings_imported', ...": how SQL names the kinds of the set-up.
std::string setup_kinds_in_sql() {
    std::string kinds;
    for (const std::string_view kind : hall::setup_kinds())
        kinds += fmt::format("{}'{}'", kinds.empty() ? "" : ", ", kind);
    return kinds;
}

/// One look over all rows, of which only those of the set-up and of the last day are read: nothing is missing, and of
/// the set-up the index has named as many as there are. A removed clerk who comes back is worth the look.
void check_all_there(Connection& connection, const HallId& hall, const HallPlace& place, std::int64_t setup_read) {
    static const std::string count_sql =
        fmt::format("SELECT count(*), ifnull(sum(kind IN ({}) AND sequence < ?2), 0) FROM events WHERE hall = ?1",
                    setup_kinds_in_sql());
    std::int64_t count = 0, setup = 0;
    {
        Rows rows = connection.query(count_sql.c_str(), hall.value, place.day_opened);
        if (!rows.next())
            return;
        count = rows.integer(0);
        setup = rows.integer(1);
    }
    if (connection.has_failed())
        return;
    if (static_cast<std::uint64_t>(count) == place.last_sequence) {
        if (setup != setup_read)
            connection.fail(Problem("the set-up of hall {} has {} events, and the index of them names {}", hall.value,
                                    setup, setup_read),
                            restore_a_backup);
        return;
    }
    const auto after_gap = connection.integer(
        "SELECT min(sequence) FROM events AS e WHERE hall = ?1 AND sequence > 1 AND NOT EXISTS "
        "(SELECT 1 FROM events WHERE hall = ?1 AND sequence = e.sequence - 1)",
        hall.value);
    report_missing(connection, hall, static_cast<std::uint64_t>(after_gap.value_or(2)) - 1);
}

}  // namespace

std::vector<HallId> halls_in(Connection& connection) {
    std::vector<HallId> halls;
    std::string last;
    for (;;) {
        Rows rows = connection.query(next_hall_sql, last);
        if (!rows.next() || rows.is_null(0))
            return halls;
        last = std::string(rows.text(0));
        halls.push_back(HallId{last});
    }
}

void walk_events(Connection& connection, const HallId& hall,
                 const std::function<bool(std::uint64_t sequence, hall::EventRecord record)>& take) {
    Rows rows = connection.query(all_events_sql, hall.value);
    for (std::uint64_t expected = 1; rows.next(); ++expected) {
        const auto sequence = static_cast<std::uint64_t>(rows.integer(0));
        if (sequence != expected)
            return report_missing(connection, hall, expected);
        auto record = decode_event(hall, sequence, rows.text(1));
        if (!record)
            return connection.fail(record.error(), restore_a_backup);
        if (!take(sequence, std::move(*record)))
            return;
    }
}

void walk_outcomes(Connection& connection, const HallId& hall, std::uint64_t from,
                   const std::function<void(StoredOutcome)>& take) {
    Rows rows = connection.query(outcomes_from_sql, hall.value, from);
    while (rows.next()) {
        StoredOutcome outcome;
        const std::string_view id = rows.text(0);
        if (id.size() != outcome.id.bytes.size())
            return connection.fail(Problem("a kept answer of hall {} is damaged", hall.value), restore_a_backup);
        std::copy(id.begin(), id.end(), outcome.id.bytes.begin());
        outcome.digest = static_cast<std::uint64_t>(rows.integer(1));
        outcome.at.ms = rows.integer(2);
        if (const auto read = decode_outcome(hall, rows.text(3), outcome); !read)
            return connection.fail(read.error(), restore_a_backup);
        take(std::move(outcome));
    }
}

std::vector<StoredOutcome> read_outcomes(Connection& connection, const HallId& hall, std::uint64_t from) {
    OutcomeMemory memory;
    std::uint64_t place = 0;
    walk_outcomes(connection, hall, from, [&](StoredOutcome outcome) { memory.keep(std::move(outcome), ++place); });
    return memory.in_order();
}

HallPlace find_place(Connection& connection, const HallId& hall) {
    HallPlace place;
    place.last_sequence = static_cast<std::uint64_t>(
        connection.integer("SELECT max(sequence) FROM events WHERE hall = ?1", hall.value).value_or(0));
    find_link(connection, hall, place);
    Rows rows = connection.query(
        "SELECT sequence FROM events INDEXED BY events_day_opened WHERE hall = ?1 AND kind = 'day_opened' "
        "ORDER BY sequence DESC LIMIT ?2",
        hall.value, limits::outcome_days);
    while (rows.next())
        place.days_opened.push_front(static_cast<std::uint64_t>(rows.integer(0)));
    if (!place.days_opened.empty())
        place.day_opened = place.days_opened.back();
    return place;
}

std::optional<ChainHead> read_head(Connection& connection, const HallId& hall) {
    Rows rows = connection.query(head_sql, hall.value);
    if (!rows.next())
        return std::nullopt;
    ChainHead head{hall, static_cast<std::uint64_t>(rows.integer(0)), {}};
    return read_link(rows.text(1), head.link) ? std::optional(std::move(head)) : std::nullopt;
}

void write_head(Connection& connection, const ChainHead& head) {
    connection.run(write_head_sql, head.hall.value, head.sequence, Bytes(head.link));
}

std::vector<HallId> halls_with_head(Connection& connection) {
    std::vector<HallId> halls;
    Rows rows = connection.query("SELECT hall FROM heads ORDER BY hall");
    while (rows.next())
        halls.push_back(HallId{std::string(rows.text(0))});
    return halls;
}

void check_heads(Connection& connection) {
    std::vector<HallId> halls = halls_in(connection);
    const std::vector<HallId> headed = halls_with_head(connection);
    halls.insert(halls.end(), headed.begin(), headed.end());
    for (const HallId& hall : halls) {
        const HallPlace place = find_place(connection, hall);
        const auto head = read_head(connection, hall);
        if (head && head->sequence > place.last_sequence)
            return report_missing(connection, hall, place.last_sequence + 1);
        if (place.last_sequence != 0 && (!head || head->sequence != place.last_sequence || head->link != place.link))
            return connection.fail(Problem("the last event of hall {} ({}) is not the one that was written last",
                                           hall.value, place.last_sequence),
                                   restore_a_backup);
    }
}

void HallPlace::open_day(std::uint64_t sequence) {
    day_opened = sequence;
    days_opened.push_back(sequence);
    if (days_opened.size() > static_cast<std::size_t>(limits::outcome_days))
        days_opened.pop_front();
}

std::uint64_t HallPlace::outcomes_from() const {
    return days_opened.size() < static_cast<std::size_t>(limits::outcome_days) ? 0 : days_opened.front();
}

LoadedHall read_hall(Connection& connection, const HallId& hall, const HallPlace& place) {
    LoadedHall loaded;
    loaded.hall = hall;
    loaded.last_sequence = place.last_sequence;
    {
        Rows setup = connection.query(setup_before_sql, hall.value, place.day_opened);
        while (setup.next() && take_event(connection, hall, setup, loaded.events)) {
        }
    }
    check_all_there(connection, hall, place, static_cast<std::int64_t>(loaded.events.size()));
    Rows rows = connection.query(events_from_sql, hall.value, place.day_opened);
    while (rows.next() && take_event(connection, hall, rows, loaded.events)) {
    }
    loaded.outcomes = read_outcomes(connection, hall, place.outcomes_from());
    return loaded;
}

}  // namespace motcua::store
