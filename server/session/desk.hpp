#pragma once
// The desk owns every hall of a server. Commands come in, replies and views leave, and nothing leaves before the
// journal has made durable what it tells. Runs on the hall thread; knows no socket, timer or thread.
//
// Call protocol: open() once and wait for its completion; then anything. The shell calls on_time() when next_wait()
// has passed. No completion is called after the desk is gone; a completion may call the desk again.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/hall/hall.hpp"
#include "server/session/frame.hpp"
#include "server/session/hall_clock.hpp"
#include "server/session/limits.hpp"
#include "server/session/now.hpp"
#include "server/session/seats.hpp"
#include "server/session/turns.hpp"
#include "server/session/views.hpp"
#include "server/store/journal.hpp"
#include "server/store/outcome_memory.hpp"

namespace motcua::session {

class Desk {
  public:
    struct Settings {
        std::vector<HallId> halls;
        std::string ticket_url;  ///< for the kiosk's QR: what a token is appended to
    };
    using Opened = std::function<void(Result<void>)>;
    using Replied = std::function<void(const Reply&)>;
    /// None: what was seen is durable. Else it must not be told: StoreUnavailable, TooBusy.
    using Durable = std::function<void(Refusal)>;

    Desk(Settings settings, store::AsyncJournal& journal);
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Called whenever serves() has become another, before anything of it is told to anybody.
    void watch_state(std::function<void()> changed) { state_changed_ = std::move(changed); }

    /// Before any view is made; the web's port is known late.
    void set_ticket_url(std::string url) { settings_.ticket_url = std::move(url); }

    /// Reads the journal. A Problem is a reason not to start, or to keep_trying().
    void open(Now now, Opened completion);
    /// After a Problem that passes: goes on as after a write that failed, until the journal can be read.
    void keep_trying();

    // --- commands ----------------------------------------------------------------------------------------------------
    /// `completion` is called once, perhaps at once (a refusal that changed nothing, a retry whose answer is durable).
    /// The same id and digest of the same device get the same reply; else the same id is RequestIdReused. A device that
    /// asks for new things too often is TooBusy. A request whose batch failed and may come back is answered when the
    /// journal was read again: until then nobody knows.
    void submit(const HallId& hall, const RequestId& id, std::uint64_t digest, const Command& command,
                const Actor& actor, Now now, Replied completion);
    /// This id of this device was answered before, or is being answered.
    bool remembers(const HallId& hall, const RequestId& id, const DeviceId& asker) const;
    /// A command of the server itself: no request id, nobody waits for the reply but the server.
    void submit_own(const HallId& hall, const Command& command, Now now, Replied completion);

    // --- questions ---------------------------------------------------------------------------------------------------
    /// nullptr: no such hall, or its state cannot be trusted now (see serves()). What is read from it may not be
    /// durable yet: keep the answer back with when_durable().
    const hall::Hall* hall(const HallId& id) const;
    const std::vector<HallId>& halls() const { return settings_.halls; }
    bool knows(const HallId& id) const;
    /// False while the journal is being opened (again).
    bool serves() const { return state_ == State::Serving; }
    /// No command and no answer is in hand.
    bool is_idle() const { return is_clean() && commands_waiting_ == 0 && waiters_waiting_ == 0 && undecided_.empty(); }
    const Seats* seats(const HallId& hall) const;

    struct FoundTicket {
        const hall::Hall* hall = nullptr;
        TicketDetail detail;
    };
    /// Looks through all halls: a token alone names its ticket. Tickets of the current service day only.
    std::optional<FoundTicket> find_ticket(const TicketToken& token) const;

    /// Into the hall's journal with the next batch. Nothing while the store is not there.
    void note(const HallId& hall, hall::RequestRefused refused, const Actor& actor, Now now);

    /// Calls back when everything that can be seen now is durable; at once when it is already.
    void when_durable(Durable completion);

    void back_up(const std::filesystem::path& file, std::function<void(Result<void>)> completion);

    // --- views -------------------------------------------------------------------------------------------------------
    using SubscriberId = std::uint64_t;  ///< chosen by the caller; one subscription each, a newer one replaces it
    /// The current view comes as soon as it is durable. False: the desk has limits::subscribers of them already.
    bool subscribe(SubscriberId subscriber, const HallId& hall, const Subscription& what, Now now, Viewer viewer);
    void unsubscribe(SubscriberId subscriber);
    bool is_subscribed(SubscriberId subscriber) const { return subscribers_.contains(subscriber); }

    // --- time and health ---------------------------------------------------------------------------------------------
    /// Milliseconds until on_time() has something to do; 0 .. limits::longest_wait_ms.
    std::int64_t next_wait(Now now) const;
    void on_time(Now now);
    /// A batch is being written: its answers can leave when that is done.
    bool is_saving() const { return in_flight_.has_value(); }
    /// Another with each batch that begins to be written, and never while one is.
    std::uint64_t round() const { return rounds_; }

    /// The halls' time at this reading: the wall clock's, or ahead of it where that was set back.
    Instant time(Now now) const { return clock_.at(now); }
    /// What the health page says: one line a part of the desk, each good or with its reason.
    std::vector<HealthLine> health(Now now) const;
    /// The journal takes what comes and some hall can be worked in. One hall without settings does not keep the others.
    bool is_ready(Now now) const;

    /// New commands are refused with ShuttingDown from now on; `completion` is called when nothing is in flight.
    void drain(std::function<void()> completion);

  private:
    enum class State { Opening, Serving, Rebuilding };

    struct Room {  ///< one hall and what belongs to it
        explicit Room(const HallId& id) : hall(id) {}
        hall::Hall hall;
        std::uint64_t last_sequence = 0;  ///< of the last event applied, durable or not
        store::OutcomeMemory outcomes;
        Seats seats;
        Views views;
        std::optional<Instant> next_change;
        bool is_changed = false;  ///< since the last cut
    };
    struct Asked {  ///< one request that waits for its answer
        HallId hall;
        RequestId id;  ///< none of a command of the server itself
        std::uint64_t digest = 0;
        std::string asker;
        Replied completion;
    };
    struct Pace {  ///< how often one device asks
        Turns turns;
        std::optional<std::int64_t> told_ms{};  ///< when the log was told last that it has to wait
    };
    struct Round {  ///< one batch and everyone who waits for it
        store::Batch batch;
        std::vector<std::pair<Asked, Reply>> replies;
        std::vector<Durable> waiters;
        std::vector<PreparedView> views;
    };

    static Reply refused(Refusal refusal);
    Room* room(const HallId& id);
    const Room* room(const HallId& id) const;
    bool answer_again(const Asked& asked);
    bool has_turn(const HallId& hall, const Actor& actor);
    void add_entry(Room& room, std::vector<hall::EventRecord> events, std::optional<store::StoredOutcome> outcome);
    Views::Source source_of(const Room& room) const;
    bool is_clean() const { return !in_flight_ && is_empty(pending_); }
    static bool is_empty(const Round& round);
    void cut();
    void appended(const Result<void>& result);
    void release(Round& round);
    void deliver_views(const Round& round) const;
    void fail(const Problem& reason, bool may_come_back);
    void read(Now now);
    void start_loading();
    void loaded(Result<std::vector<store::LoadedHall>> result);
    void ask_while_closed(Asked asked);
    void decide();
    Result<void> rebuild(std::vector<store::LoadedHall> halls);
    void remember_next_change(Room& room);
    void tick(Room& room);
    void finish_drain();
    HealthLine health_of_store(Now now) const;
    bool has_room() const;  ///< for one more command

    Settings settings_;
    store::AsyncJournal& journal_;
    State state_ = State::Opening;
    std::function<void()> state_changed_ = [] {};
    Opened opened_;
    std::map<HallId, Room> rooms_;
    std::map<HallId, std::map<DeviceId, Pace>> paces_;  ///< of the devices that asked, at most those a hall has
    Round pending_;
    std::optional<Round> in_flight_;
    std::vector<Asked> undecided_;  ///< of a failed batch that may come back; at most commands_in_flight
    std::uint64_t epoch_ = 0;       ///< grows with every failure: completions of an older epoch are void
    std::uint64_t rounds_ = 1;      ///< number of the round being filled; 0 is what was loaded
    std::uint64_t durable_ = 1;     ///< rounds below this number are durable
    std::size_t commands_waiting_ = 0;
    std::size_t waiters_waiting_ = 0;
    HallClock clock_;
    Now now_;  ///< latest reading; its wall is the halls' time, not the machine's
    std::int64_t append_since_ms_ = 0;
    Problem failure_;  ///< why the journal cannot be written; empty when it can
    bool is_loading_ = false;
    std::int64_t retry_at_ms_ = 0;
    std::int64_t retry_wait_ms_ = limits::retry_first_ms;
    std::map<SubscriberId, HallId> subscribers_;
    bool is_draining_ = false;
    std::vector<std::function<void()>> drained_;
    std::shared_ptr<bool> alive_;  ///< completions that outlive the desk do nothing
};

}  // namespace motcua::session
