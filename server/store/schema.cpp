#include "server/store/schema.hpp"

#include <fmt/format.h>

#include <iterator>

#include "server/store/event_chain.hpp"

namespace motcua::store {
namespace {

// Times are milliseconds since 1970 UTC, days are days since 1970, states and rules are the names of shared/vocabulary.
// The service day and the hall come first in keys: what is written now lies together.
// `events` and `outcomes` are the journal; every other table is made from the events, in the same transaction.
constexpr const char* first_version = R"sql(
CREATE TABLE events (
  hall TEXT NOT NULL,
  sequence INTEGER NOT NULL,   -- 1, 2, 3 ... without a gap in each hall
  service_day INTEGER NOT NULL,
  scope INTEGER NOT NULL,      -- 1 = set-up of the hall, 2 = of one service day
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,          -- 'ticket_issued', ...
  payload BLOB NOT NULL,       -- journal.proto's Record and its digest
  PRIMARY KEY (hall, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_setup ON events (hall, sequence) WHERE scope = 1;
CREATE INDEX events_day_opened ON events (hall, sequence) WHERE kind = 'day_opened';

-- The answer each request id got, kept for some service days.
CREATE TABLE outcomes (
  hall TEXT NOT NULL,
  sequence INTEGER NOT NULL,   -- the hall's last event when the answer was given
  request BLOB NOT NULL,       -- 16 bytes
  digest INTEGER NOT NULL,     -- of the request
  at INTEGER NOT NULL,
  reply BLOB NOT NULL,         -- journal.proto's Reply and its digest
  PRIMARY KEY (hall, sequence, request)
) STRICT, WITHOUT ROWID;

CREATE TABLE tickets (
  service_day INTEGER NOT NULL,
  hall TEXT NOT NULL,
  ticket INTEGER NOT NULL,
  letter TEXT NOT NULL,
  serial INTEGER NOT NULL,
  token TEXT NOT NULL UNIQUE,
  service TEXT NOT NULL,       -- the present one: a transfer changes it
  first_service TEXT NOT NULL,
  category TEXT NOT NULL,      -- '' = none
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  virtual_arrival INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  first_called_at INTEGER,
  started_at INTEGER,          -- of the last start of service
  finished_at INTEGER,         -- finished or cancelled
  closed_by_day_end INTEGER NOT NULL DEFAULT 0,
  counter TEXT NOT NULL DEFAULT '',
  reserved_for TEXT NOT NULL DEFAULT '',
  calls INTEGER NOT NULL DEFAULT 0,
  recalls INTEGER NOT NULL DEFAULT 0,
  transfers INTEGER NOT NULL DEFAULT 0,
  served_ms INTEGER NOT NULL DEFAULT 0,  -- over all counters
  last_call INTEGER,           -- calls.sequence
  PRIMARY KEY (service_day, hall, ticket),
  UNIQUE (service_day, hall, letter, serial)
) STRICT, WITHOUT ROWID;

-- Each call with its explanation.
CREATE TABLE calls (
  service_day INTEGER NOT NULL,
  hall TEXT NOT NULL,
  sequence INTEGER NOT NULL,   -- of the event
  ticket INTEGER NOT NULL,
  counter TEXT NOT NULL,
  service TEXT NOT NULL,
  staff TEXT NOT NULL,
  at INTEGER NOT NULL,
  rule TEXT NOT NULL,
  virtual_arrival INTEGER NOT NULL,
  passed_over_count INTEGER NOT NULL,
  passed_over TEXT NOT NULL,   -- JSON: [{"number","arrival","virtual_arrival","reason"}]
  recalls INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (service_day, hall, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  hall TEXT NOT NULL,
  counter TEXT NOT NULL,
  state TEXT NOT NULL,
  staff TEXT NOT NULL,         -- '' = nobody
  pause_reason TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (hall, counter)
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  hall TEXT NOT NULL,
  device TEXT NOT NULL,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  key BLOB NOT NULL,
  counter TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (hall, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  hall TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (hall, login)
) STRICT, WITHOUT ROWID;
)sql";

// Each event's link to the one before it: event_chain.hpp.
constexpr const char* chain_column = "ALTER TABLE events ADD COLUMN chain BLOB NOT NULL DEFAULT x''";

// A new event, or a new field of one: a program that does not know it must not begin to read.
constexpr const char* numbers_reserved = "-- NumbersReserved";
constexpr const char* request_refused = "-- RequestRefused";
constexpr const char* transfer_taken_back = "-- TicketCalled.back_to";

// Where each hall's chain ends, so that a cut end is missed.
constexpr const char* heads = R"sql(
CREATE TABLE heads (
  hall TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL,   -- of the hall's last event
  chain BLOB NOT NULL          -- its link
) STRICT, WITHOUT ROWID;
INSERT INTO heads SELECT hall, sequence, chain FROM events AS e
WHERE NOT EXISTS (SELECT 1 FROM events WHERE hall = e.hall AND sequence = e.sequence + 1);
)sql";

// A token is unique among the tickets of its hall and day; the hall sees to that before it decides. Over all days the
// file cannot ask for it: a kiosk chooses the tokens of the numbers that it gives alone, and one that repeats an old
// one would have kept the batch of everybody from being written.
constexpr const char* tokens_of_a_day = R"sql(
CREATE TABLE new_tickets (
  service_day INTEGER NOT NULL,
  hall TEXT NOT NULL,
  ticket INTEGER NOT NULL,
  letter TEXT NOT NULL,
  serial INTEGER NOT NULL,
  token TEXT NOT NULL,
  service TEXT NOT NULL,       -- the present one: a transfer changes it
  first_service TEXT NOT NULL,
  category TEXT NOT NULL,      -- '' = none
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  virtual_arrival INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  first_called_at INTEGER,
  started_at INTEGER,          -- of the last start of service
  finished_at INTEGER,         -- finished or cancelled
  closed_by_day_end INTEGER NOT NULL DEFAULT 0,
  counter TEXT NOT NULL DEFAULT '',
  reserved_for TEXT NOT NULL DEFAULT '',
  calls INTEGER NOT NULL DEFAULT 0,
  recalls INTEGER NOT NULL DEFAULT 0,
  transfers INTEGER NOT NULL DEFAULT 0,
  served_ms INTEGER NOT NULL DEFAULT 0,  -- over all counters
  last_call INTEGER,           -- calls.sequence
  PRIMARY KEY (service_day, hall, ticket),
  UNIQUE (service_day, hall, letter, serial)
) STRICT, WITHOUT ROWID;
INSERT INTO new_tickets SELECT * FROM tickets;
DROP TABLE tickets;
ALTER TABLE new_tickets RENAME TO tickets;
)sql";

constexpr const char* next_event_sql =
    "SELECT hall, sequence, service_day, scope, at, kind, payload FROM events WHERE (hall, sequence) > (?1, ?2) "
    "ORDER BY hall, sequence LIMIT 1";
// What later versions brought: the column of links, the table of the chains' ends, tickets without an index of tokens.
constexpr const char* has_chain_sql = "SELECT count(*) FROM pragma_table_info('events') WHERE name = 'chain'";
constexpr const char* has_heads_sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'heads'";
constexpr const char* has_tokens_of_a_day_sql =
    "SELECT count(*) FROM sqlite_schema WHERE name = 'tickets' AND sql NOT LIKE '%token TEXT NOT NULL UNIQUE%'";
constexpr const char* set_link_sql = "UPDATE events SET chain = ?3 WHERE hall = ?1 AND sequence = ?2";

/// Links the rows that are there already. One row at a time, however many there are.
void link_old_events(Connection& connection) {
    std::string hall;
    std::int64_t sequence = 0;
    ChainLink link{};
    for (;;) {
        {
            Rows rows = connection.query(next_event_sql, hall, sequence);
            if (!rows.next())
                return;
            if (rows.text(0) != hall)
                link = {};
            hall = rows.text(0);
            sequence = rows.integer(1);
            link = next_link(link, EventRow{hall, sequence, rows.integer(2), rows.integer(3), rows.integer(4),
                                            rows.text(5), rows.text(6)});
        }
        connection.run(set_link_sql, hall, sequence, Bytes(link));
    }
}

/// Else whoever calls the data old has no chain looked at, or has it made anew over what they changed.
bool is_newer_than(Connection& connection, std::int64_t version) {
    const auto has = [&](const char* sql) { return connection.integer(sql).value_or(0) != 0; };
    return (version < first_chained_version && has(has_chain_sql)) ||
           (version < first_headed_version && has(has_heads_sql)) ||
           (version < first_without_token_index && has(has_tokens_of_a_day_sql));
}

/// What a statement cannot do is done by `fill`, in the same transaction.
struct Step {
    const char* sql;
    void (*fill)(Connection&) = nullptr;
};

// Step n turns version n into n + 1. Only added to: a released step is never changed.
constexpr Step steps[] = {{first_version},
                          {chain_column, link_old_events},
                          {numbers_reserved},
                          {request_refused},
                          {heads},
                          {tokens_of_a_day},
                          {transfer_taken_back}};

}  // namespace

std::int64_t data_version() {
    return static_cast<std::int64_t>(std::size(steps));
}

std::int64_t checked_version(Connection& connection) {
    const auto id = connection.integer("PRAGMA application_id").value_or(0);
    const auto version = connection.integer("PRAGMA user_version").value_or(0);
    if (id != application_id)
        connection.fail(Problem("this is another program's database, not a data file of this one"),
                        name_another_folder);
    else if (version > data_version())
        connection.fail(
            Problem("the data were written by a newer program (version {} of the data, this program knows up to {}); "
                    "install the newer program, or restore an older backup",
                    version, data_version()));
    else if (version < 1)
        connection.fail(Problem("the data file names no version"), restore_a_backup);
    else if (is_newer_than(connection, version))
        connection.fail(Problem("the data call themselves older than they are"), restore_a_backup);
    return version;
}

void migrate(Connection& connection) {
    for (auto version = connection.integer("PRAGMA user_version").value_or(0);
         version < data_version() && !connection.has_failed(); ++version) {
        connection.execute("BEGIN IMMEDIATE");
        connection.execute(steps[version].sql);
        if (steps[version].fill != nullptr)
            steps[version].fill(connection);
        connection.execute(fmt::format("PRAGMA user_version = {}", version + 1));
        connection.execute("COMMIT");
    }
}

}  // namespace motcua::store
