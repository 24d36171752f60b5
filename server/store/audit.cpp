#include "server/store/audit.hpp"

#include <algorithm>
#include <map>

#include "server/store/event_codec.hpp"
#include "server/store/journal_rows.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"
#include "shared/base/text.hpp"

namespace motcua::store {
namespace {

constexpr std::size_t shown_bytes = 64;
constexpr std::int64_t last_shown_ms = 253'402'300'799'999;  // 31 December 9999

/// Of every table, so that a hall whose rows are all gone is still asked for.
constexpr const char* halls_sql =
    "SELECT hall FROM events UNION SELECT hall FROM outcomes UNION SELECT hall FROM tickets UNION "
    "SELECT hall FROM calls UNION SELECT hall FROM counters UNION SELECT hall FROM devices UNION "
    "SELECT hall FROM staff ORDER BY hall";
constexpr const char* rows_sql =
    "SELECT sequence, service_day, scope, at, kind, payload, chain FROM events WHERE hall = ?1 ORDER BY sequence";
constexpr const char* latest_named_sql =
    "SELECT max(sequence) FROM (SELECT max(sequence) AS sequence FROM outcomes WHERE hall = ?1 UNION ALL "
    "SELECT max(sequence) FROM calls WHERE hall = ?1 UNION ALL SELECT max(last_call) FROM tickets WHERE hall = ?1)";
/// The hall's time never runs back: what happened later than the last row has lost its row.
constexpr const char* latest_time_sql =
    "SELECT max(at) FROM (SELECT max(changed_at) AS at FROM tickets WHERE hall = ?1 UNION ALL "
    "SELECT max(at) FROM calls WHERE hall = ?1 UNION ALL SELECT max(changed_at) FROM counters WHERE hall = ?1 "
    "UNION ALL SELECT max(max(accepted_at, coalesce(revoked_at, 0))) FROM devices WHERE hall = ?1 UNION ALL "
    "SELECT max(added_at) FROM staff WHERE hall = ?1)";

constexpr const char* refusals_sql =
    "SELECT hall, sequence, payload FROM events WHERE kind = 'request_refused' ORDER BY at DESC, sequence DESC LIMIT "
    "?1";

// By the index of set-up events: settings are imported seldom, the log may be long.
constexpr const char* settings_sql =
    "SELECT sequence, payload FROM events WHERE hall = ?1 AND scope = 1 AND kind = 'settings_imported' ORDER BY "
    "sequence DESC LIMIT 1";

/// The hall's latest settings; nullopt where there are none, or none that can be read: then times are told otherwise.
std::optional<CentreSettings> settings_of(Connection& connection, const HallId& hall) {
    Rows rows = connection.query(settings_sql, hall.value);
    if (!rows.next())
        return std::nullopt;
    auto record = decode_event(hall, static_cast<std::uint64_t>(rows.integer(0)), rows.text(1));
    auto* imported = record ? std::get_if<hall::SettingsImported>(&record->event) : nullptr;
    if (!imported)
        return std::nullopt;
    return std::move(imported->settings);
}

class ChainWalk {
  public:
    /// `own_end` is what the file itself says of the chain's end; a file of before has none.
    ChainWalk(Connection& connection, std::string hall, const std::vector<ChainHead>& kept, bool has_own_end)
        : connection_(connection), hall_(std::move(hall)) {
        for (const ChainHead& head : kept)
            if (head.hall.value == hall_)
                heads_.push_back(head);
        if (has_own_end) {
            const auto own_end = read_head(connection_, HallId{hall_});
            own_end_ = own_end ? static_cast<std::int64_t>(own_end->sequence) : 0;
            if (own_end)
                heads_.push_back(*own_end);
        }
        chain_.hall.value = escaped_for_log(hall_, shown_bytes);
    }

    HallChain walk() {
        {
            Rows rows = connection_.query(rows_sql, hall_);
            while (rows.next() && follows(rows))
                ++chain_.rows;
        }
        if (!chain_.broken && is_end_cut())
            breaks(ChainFault::EndCut, expected());
        if (!chain_.broken && own_end_ && *own_end_ < expected() - 1)
            breaks(*own_end_ == 0 ? ChainFault::EndCut : ChainFault::Changed,
                   *own_end_ == 0 ? expected() : *own_end_ + 1);  // put in behind the end
        if (!chain_.broken && chain_.rows > 0)
            chain_.head = ChainHead{chain_.hall, chain_.rows, link_};
        return std::move(chain_);
    }

  private:
    std::int64_t expected() const { return static_cast<std::int64_t>(chain_.rows) + 1; }

    bool follows(const Rows& rows) {
        const EventRow row{hall_,           rows.integer(0), rows.integer(1), rows.integer(2),
                           rows.integer(3), rows.text(4),    rows.text(5)};
        seen_ = RowSeen{row.sequence, Instant{std::clamp(row.at, std::int64_t{0}, last_shown_ms)},
                        escaped_for_log(row.kind, shown_bytes), std::nullopt};
        last_at_ = std::max(last_at_, row.at);
        if (row.sequence > expected())
            return breaks(ChainFault::Missing, expected());
        link_ = next_link(link_, row);
        ChainLink stored;
        if (row.sequence != expected() || !read_link(rows.text(6), stored) || stored != link_)
            return breaks(ChainFault::Changed, row.sequence);
        for (const ChainHead& head : heads_)
            if (static_cast<std::int64_t>(head.sequence) == row.sequence && head.link != link_)
                return breaks(ChainFault::OtherHead, row.sequence);
        return true;
    }

    bool is_end_cut() {
        std::int64_t named = connection_.integer(latest_named_sql, hall_).value_or(0);
        for (const ChainHead& head : heads_)
            named = std::max(named, static_cast<std::int64_t>(std::min(head.sequence, std::uint64_t{INT64_MAX})));
        const auto time = connection_.integer(latest_time_sql, hall_);
        return named >= expected() || (time && (!seen_ || *time > last_at_));
    }

    bool breaks(ChainFault fault, std::int64_t sequence) {
        if (const auto settings = seen_ ? settings_of(connection_, HallId{hall_}) : std::nullopt)
            seen_->offset_min = offset_min_at(*settings, seen_->at);
        chain_.broken = ChainBreak{fault, sequence, seen_};
        return false;
    }

    Connection& connection_;
    const std::string hall_;
    std::vector<ChainHead> heads_;         ///< each must be in the chain
    std::optional<std::int64_t> own_end_;  ///< 0 = it ought to be there, and is not: who knows what it told
    HallChain chain_;
    ChainLink link_{};
    std::optional<RowSeen> seen_;
    std::int64_t last_at_ = 0;
};

std::vector<std::string> halls_of(Connection& connection, const std::vector<ChainHead>& kept, bool has_own_ends) {
    std::vector<std::string> halls;
    {
        Rows rows = connection.query(halls_sql);
        while (rows.next())
            halls.emplace_back(rows.text(0));
    }
    for (const ChainHead& head : kept)
        halls.push_back(head.hall.value);
    if (has_own_ends)
        for (HallId& hall : halls_with_head(connection))
            halls.push_back(std::move(hall.value));
    std::sort(halls.begin(), halls.end());
    halls.erase(std::unique(halls.begin(), halls.end()), halls.end());
    return halls;
}

/// One view of the data for all that follows, though a server may be writing.
Result<std::unique_ptr<Connection>> open_snapshot(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return Problem("{}: there is no such file", file);
    auto opened = Connection::open(file, Access::Read);
    if (opened)
        (*opened)->execute("BEGIN");
    return opened;
}

}  // namespace

std::string_view name_of(ChainFault fault) {
    switch (fault) {
        case ChainFault::Changed:
            return "changed";
        case ChainFault::Missing:
            return "missing";
        case ChainFault::EndCut:
            return "end_cut";
        case ChainFault::OtherHead:
            return "other_head";
    }
    return "changed";
}

bool Audit::is_whole() const {
    return std::none_of(halls.begin(), halls.end(), [](const HallChain& hall) { return hall.broken.has_value(); });
}

Result<Audit> verify_chain(const std::filesystem::path& file, const std::vector<ChainHead>& kept) {
    auto opened = open_snapshot(file);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    const auto version = checked_version(connection);
    const bool has_own_ends = version >= first_headed_version;
    if (version < first_chained_version)
        connection.fail(
            Problem("the data are of an older program, without a chain; the server adds it when it starts"));
    Audit audit;
    for (const std::string& hall : halls_of(connection, kept, has_own_ends))
        audit.halls.push_back(ChainWalk(connection, hall, kept, has_own_ends).walk());
    if (connection.has_failed())
        return connection.problem();
    return audit;
}

Result<std::vector<RefusalRow>> list_refusals(const std::filesystem::path& file, std::size_t most) {
    auto opened = open_snapshot(file);
    if (!opened)
        return opened.error();
    Connection& connection = **opened;
    static_cast<void>(checked_version(connection));
    std::vector<RefusalRow> found;
    {
        Rows rows = connection.query(refusals_sql, static_cast<std::int64_t>(most));
        while (rows.next()) {
            const HallId hall{std::string(rows.text(0))};
            auto record = decode_event(hall, static_cast<std::uint64_t>(rows.integer(1)), rows.text(2));
            if (!record)
                return record.error();
            if (auto* refused = std::get_if<hall::RequestRefused>(&record->event))
                found.push_back(RefusalRow{hall, record->at, record->actor, std::move(*refused), std::nullopt});
        }
    }
    std::map<HallId, std::optional<CentreSettings>> settings;
    for (RefusalRow& row : found) {
        const auto [of_hall, is_new] = settings.try_emplace(row.hall);
        if (is_new)
            of_hall->second = settings_of(connection, row.hall);
        if (of_hall->second)
            row.offset_min = offset_min_at(*of_hall->second, row.at);
    }
    if (connection.has_failed())
        return connection.problem();
    std::reverse(found.begin(), found.end());
    return found;
}

}  // namespace motcua::store
