#pragma once
// A journal in memory whose calls finish when the test says so, for tests of whoever stands on AsyncJournal.
//
// A call waits until complete_one(), which does it and runs its completion. Like the real one it takes one append at a
// time, and nothing between a failed append and a load that succeeded.

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/store/journal.hpp"
#include "shared/base/assert.hpp"

namespace motcua::test {

class MemoryJournal : public store::AsyncJournal {
  public:
    void load(Loaded completion) override {
        MOTCUA_ASSERT(std::exchange(is_loading_, true) == false);
        waiting_.push_back([this, completion = std::move(completion)] {
            is_loading_ = false;
            completion(loaded());
        });
    }
    void append(store::Batch batch, Done completion) override {
        MOTCUA_ASSERT(std::exchange(is_appending_, true) == false);
        waiting_.push_back([this, batch = std::move(batch), completion = std::move(completion)] {
            is_appending_ = false;
            completion(appended(batch));
        });
    }
    void back_up(std::filesystem::path file, Done completion) override {
        waiting_.push_back([this, file = std::move(file), completion = std::move(completion)] {
            const bool is_new = std::find(backups.begin(), backups.end(), file) == backups.end();
            if (is_new)
                backups.push_back(file);
            completion(is_new ? Result<void>{} : Problem("{}: there is a file of this name already", file));
        });
    }

    /// Does the oldest waiting call and runs its completion. False when none waits.
    bool complete_one() {
        if (waiting_.empty())
            return false;
        const auto call = std::move(waiting_.front());
        waiting_.pop_front();
        call();
        return true;
    }
    /// Until nothing waits, also what completions asked for meanwhile.
    void complete_all() {
        while (complete_one()) {
        }
    }
    std::size_t waiting() const { return waiting_.size(); }

    bool may_come_back() const override { return may_come_back_; }

    /// The n-th append from now on fails (1 = the next), as a full disk does.
    void fail_append(int n = 1) { appends_until_failure_ = n; }
    /// As fail_append(); nobody knows whether it was written until a load, and then it was not.
    void fail_append_unsurely() {
        fail_append();
        is_unsure_ = true;
    }
    /// The batch that failed unsurely is there, as after a power cut.
    void bring_back() {
        MOTCUA_ASSERT(failed_.has_value());
        accepts_ = true;
        MOTCUA_ASSERT(appended(*std::exchange(failed_, std::nullopt)).has_value());
    }
    /// So many loads from now on fail.
    void fail_loads(int count) { failing_loads_ = count; }
    /// What waits was never asked; what was acknowledged stays. The server's own memory is the test's matter.
    void lose_power() {
        waiting_.clear();
        is_loading_ = is_appending_ = false;
        accepts_ = false;
    }

    std::vector<store::Batch> batches;  ///< acknowledged, in order
    std::vector<std::filesystem::path> backups;

  private:
    Result<void> appended(const store::Batch& batch) {
        may_come_back_ = false;
        if (!accepts_)
            return Problem("nothing is written after a failure until the journal was loaded again");
        if (appends_until_failure_ > 0 && --appends_until_failure_ == 0) {
            accepts_ = false;
            may_come_back_ = std::exchange(is_unsure_, false);
            if (may_come_back_)
                failed_ = batch;
            return Problem("the disk is full; free some space");
        }
        for (const store::Entry& entry : batch.entries) {
            std::uint64_t& last = last_sequences_[entry.hall];
            MOTCUA_ASSERT(entry.events.empty() || entry.first_sequence == last + 1);
            last += entry.events.size();
        }
        batches.push_back(batch);
        return {};
    }

    Result<std::vector<store::LoadedHall>> loaded() {
        if (failing_loads_ > 0) {
            --failing_loads_;
            return Problem("the disk is full; free some space");
        }
        failed_.reset();
        std::map<HallId, store::LoadedHall> halls;
        for (const store::Batch& batch : batches)
            for (const store::Entry& entry : batch.entries)
                replay(entry, halls[entry.hall]);
        std::vector<store::LoadedHall> result;
        for (auto& [id, hall] : halls) {
            hall.hall = id;
            result.push_back(std::move(hall));
        }
        accepts_ = true;
        return result;
    }

    /// As the real one: Setup events of all days, Day events of the last.
    static void replay(const store::Entry& entry, store::LoadedHall& hall) {
        for (const hall::EventRecord& record : entry.events) {
            if (std::holds_alternative<hall::DayOpened>(record.event))
                std::erase_if(hall.events, [](const hall::EventRecord& old) {
                    return hall::scope_of(old.event) == hall::Scope::Day;
                });
            hall.events.push_back(record);
            ++hall.last_sequence;
        }
        if (entry.outcome)
            hall.outcomes.push_back(*entry.outcome);
    }

    std::deque<std::function<void()>> waiting_;
    std::map<HallId, std::uint64_t> last_sequences_;
    bool is_loading_ = false;
    bool is_appending_ = false;
    bool accepts_ = false;
    int appends_until_failure_ = 0;
    int failing_loads_ = 0;
    bool is_unsure_ = false;
    bool may_come_back_ = false;
    std::optional<store::Batch> failed_;
};

}  // namespace motcua::test
