#pragma once
// The port to whatever keeps a server's journal. What append() has returned success for survives a power cut.
// A Journal is used by one thread (the journal thread); JournalThread gives the hall thread its asynchronous side.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/hall/events.hpp"
#include "shared/base/result.hpp"

namespace motcua::store {

/// Answers remembered of one hall: 14 days of 14,000 requests.
constexpr std::size_t outcomes_kept = 200'000;

/// The answer that a request id got, so that a retry gets the same, also after a restart.
struct StoredOutcome {
    RequestId id;
    std::uint64_t digest = 0;  ///< of the request: another request under the same id is told apart
    std::string asker;         ///< the key of the device that asked, the name of one without: nobody else gets the
                               ///< answer. Empty: not known (an earlier program's row)
    Instant at;
    Reply reply;
};

/// One command's part of a batch.
struct Entry {
    HallId hall;
    std::uint64_t first_sequence = 0;       ///< of events[0]; a hall's events are numbered 1, 2, 3 ... without a gap
    std::vector<hall::EventRecord> events;  ///< may be empty: a refusal is an outcome too
    std::optional<StoredOutcome> outcome;
};

struct Batch {
    std::vector<Entry> entries;
};

struct LoadedHall {
    HallId hall;
    std::vector<hall::EventRecord> events;  ///< all of Scope::Setup and those of the last service day, in order
    std::uint64_t last_sequence = 0;        ///< 0 = nothing yet
    std::vector<StoredOutcome> outcomes;    ///< of the last limits::outcome_days, at most outcomes_kept
};

class Journal {
  public:
    virtual ~Journal() = default;

    /// Opens (or opens again after a failure), migrates, and reads every hall. Also the way back after a failed append.
    virtual Result<std::vector<LoadedHall>> load() = 0;

    /// All of the batch or nothing of it, synced. After a Problem nothing more is accepted until load() succeeded.
    virtual Result<void> append(const Batch& batch) = 0;
    /// Of an append that failed, on its thread: true when its batch could not be taken off the log, so that a program
    /// that is started anew may find it whole. A load() that succeeded has taken it off,
    /// or gives it as done.
    virtual bool may_come_back() const { return false; }

    /// The log has grown: checkpoint() should be called soon. Asked after append(), on its thread.
    virtual bool wants_checkpoint() { return false; }
    /// Carries what is committed over from the log to where it is read. May run on another thread than load() and
    /// append(), at the same time. A failure loses nothing; it is tried again.
    virtual void checkpoint() noexcept {}

    /// A consistent copy while the server runs, checked before it is called done. The file must not exist.
    /// May run on another thread than load() and append(), at the same time.
    virtual Result<void> back_up(const std::filesystem::path& file) = 0;

    /// From any thread: a running back_up() ends soon, with a Problem, and none begins any more.
    virtual void stop_back_up() noexcept {}
};

/// What the desk sees: calls return at once, completions run on the hall thread: those of load and append in the order
/// of the calls, that of a back_up when it is done. At most one load and one append are in flight; the desk keeps the
/// rest. A back_up while another is being made is answered with a Problem.
class AsyncJournal {
  public:
    virtual ~AsyncJournal() = default;
    using Loaded = std::function<void(Result<std::vector<LoadedHall>>)>;
    using Done = std::function<void(Result<void>)>;
    virtual void load(Loaded completion) = 0;
    virtual void append(Batch batch, Done completion) = 0;
    /// As Journal's, of the last append. For its completion.
    virtual bool may_come_back() const { return false; }
    virtual void back_up(std::filesystem::path file, Done completion) = 0;
};

}  // namespace motcua::store
