#pragma once
// The journal's port over a simulated disk: commits take time and may fail, a crash may come before or after one.
// Rows go through the real codec. What the disk holds outlives the server; what it holds is what "durable" means here.

#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "server/store/journal.hpp"
#include "tests/simulation/world.hpp"

namespace motcua::simulation {

class SimulatedJournal : public store::AsyncJournal {
  public:
    /// `on_commit` is told of each entry in the moment in which it is durable.
    using OnCommit = std::function<void(const store::Entry&)>;
    SimulatedJournal(World& world, OnCommit on_commit) : world_(world), on_commit_(std::move(on_commit)) {}

    void load(Loaded completion) override;
    void append(store::Batch batch, Done completion) override;
    bool may_come_back() const override { return failed_.has_value(); }
    void back_up(std::filesystem::path file, Done completion) override;

    /// The server is gone: its calls are never answered. A batch that was being written, or failed unsurely, may be
    /// there or not.
    void crash();
    void fill_disk(std::int64_t for_ms) { full_until_ms_ = world_.schedule.now_ms() + for_ms; }
    /// Once, somewhere between the next append's call and its answer.
    void at_next_commit(std::function<void()> job) { at_next_commit_ = std::move(job); }
    /// Whenever an append failed whose batch could not be taken off the log.
    void on_unsure_failure(std::function<void()> job) { on_unsure_failure_ = std::move(job); }
    bool is_idle() const { return !is_loading_ && !is_appending_; }

    /// All that was ever made durable in one hall, of all days.
    const std::vector<hall::EventRecord>& history(const HallId& hall) const;

  private:
    struct Image {
        store::LoadedHall loaded;
        std::vector<hall::EventRecord> history;
        std::vector<std::uint64_t> outcome_sequences;  ///< the hall's last event at each of loaded.outcomes
        std::deque<std::uint64_t> days_opened;
    };
    Result<void> try_to_commit(const store::Batch& batch);
    void commit(const store::Batch& batch);
    void keep(const store::Entry& entry);
    static void prune(Image& image, std::uint64_t day_opened);
    Result<std::vector<store::LoadedHall>> read();
    void forget_last_batch(store::LoadedHall& hall) const;

    World& world_;
    OnCommit on_commit_;
    std::map<HallId, Image> images_;
    std::uint64_t life_ = 0;  ///< calls of an earlier server's life are never answered
    bool is_loading_ = false;
    bool is_appending_ = false;
    bool accepts_ = false;
    std::int64_t full_until_ms_ = 0;
    std::function<void()> at_next_commit_;
    std::function<void()> on_unsure_failure_;
    std::optional<store::Batch> writing_;       ///< not committed yet
    std::optional<store::Batch> failed_;        ///< reported as failed, and it could not be taken off the log
    std::map<HallId, std::size_t> last_batch_;  ///< for a planted bug
};

}  // namespace motcua::simulation
