#include "server/store/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "server/hall/hall.hpp"
#include "server/store/journal_rows.hpp"
#include "server/store/limits.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::store {
namespace {

std::string in_one_line(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

class Inspector {
  public:
    explicit Inspector(Connection& connection) : connection_(connection) {}

    void check_structure() {
        {
            Rows rows = connection_.query("PRAGMA integrity_check(20)");
            while (rows.next())
                if (rows.text(0) != "ok")
                    add(Problem::verbatim(in_one_line(rows.text(0))));
        }
        move_failure();
    }

    void check_halls() {
        const std::vector<HallId> halls = halls_in(connection_);
        move_failure();
        for (const HallId& hall : halls)
            check_hall(hall);
    }

    void check_ends() {
        if (found_.version < first_headed_version)
            return;
        check_heads(connection_);
        move_failure();
    }

    Inspection& found() { return found_; }

  private:
    void check_hall(const HallId& id) {
        hall::Hall hall(id);
        auto& summary = found_.halls.emplace_back();
        summary.hall = id;
        walk_events(connection_, id, [&](std::uint64_t sequence, const hall::EventRecord& record) {
            ++summary.events;
            if (hall.apply(record))
                return true;
            add(Problem("event {} of hall {} cannot follow the events before it", sequence, id.value));
            return false;
        });
        const bool was_walked = !connection_.has_failed();
        move_failure();
        summary.service_day = hall.service_day();
        walk_outcomes(connection_, id, 0, [&](const StoredOutcome&) { ++summary.outcomes; });
        summary.tickets = count("SELECT count(*) FROM tickets WHERE hall = ?1", id.value);
        summary.tickets_of_day = count("SELECT count(*) FROM tickets WHERE service_day = ?1 AND hall = ?2",
                                       summary.service_day.days, id.value);
        move_failure();
        if (was_walked)
            compare_tickets(hall);
        move_failure();
    }

    template <class... Values>
    std::uint64_t count(const char* sql, const Values&... values) {
        return static_cast<std::uint64_t>(connection_.integer(sql, values...).value_or(0));
    }

    void add(Problem problem) {
        if (found_.problems.size() < limits::problems_listed)
            found_.problems.push_back(std::move(problem));
    }

    void move_failure() {
        if (!connection_.has_failed())
            return;
        add(connection_.fault());
        connection_.recover();
    }

    /// The last day's tickets: as replayed and as in the table.
    void compare_tickets(const hall::Hall& hall) {
        std::map<std::int64_t, std::string> in_table;
        {
            Rows rows = connection_.query(
                "SELECT ticket, letter || serial || ' ' || state || ' ' || service || ' ' || changed_at || ' ' || "
                "token "
                "FROM tickets WHERE service_day = ?1 AND hall = ?2",
                hall.service_day().days, hall.id().value);
            while (rows.next())
                in_table[rows.integer(0)] = rows.text(1);
        }
        std::size_t total = 0;
        for (const TicketDetail& ticket :
             hall.tickets(/*open_only=*/false, {}, motcua::limits::tickets_per_day, total)) {
            const auto found = in_table.find(static_cast<std::int64_t>(ticket.id.value));
            if (found == in_table.end() ||
                found->second != fmt::format("{}{} {} {} {} {}", ticket.number.letter, ticket.number.serial,
                                             name_of(ticket.state), ticket.service.value, ticket.changed_at.ms,
                                             ticket.token.value))
                add(Problem("ticket {} of hall {} differs between the journal and the table of tickets",
                            to_string(ticket.number), hall.id().value));
        }
        if (total != in_table.size())
            add(Problem("hall {} has {} tickets in its journal and {} in the table of tickets", hall.id().value, total,
                        in_table.size()));
    }

    Connection& connection_;
    Inspection found_;
};

Result<Inspection> look_through(const std::filesystem::path& file, const ToldAs& told_as) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return Problem("{}: there is no such file", told_as.file);
    const auto bytes = std::filesystem::file_size(file, error);
    if (bytes == 0)
        return Problem("{}: the file is empty", told_as.file);
    auto opened = Connection::open(file, Access::Read, {}, told_as);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    Inspector inspector(connection);
    inspector.found().version = checked_version(connection);
    inspector.found().bytes = bytes;
    if (connection.has_failed())
        return connection.problem();
    // One snapshot for all that follows, though a server may be writing.
    connection.execute("BEGIN");
    inspector.check_structure();
    inspector.check_halls();
    inspector.check_ends();
    return std::move(inspector.found());
}

}  // namespace

Result<Inspection> inspect(const std::filesystem::path& file) {
    return look_through(file, {file, nullptr});
}

Result<Inspection> inspect_copy(const std::filesystem::path& copy, const std::filesystem::path& backup) {
    return look_through(copy, {backup, MOTCUA_N("take another backup")});
}

}  // namespace motcua::store
