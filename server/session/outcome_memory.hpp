#pragma once
// Which request ids one hall has answered, and how: a retry gets the same answer. Bounded: when there are too many, the
// oldest of whoever asked most is forgotten, so that one device gone wild costs the others nothing. Owned by the desk,
// on the hall thread.

#include <deque>
#include <map>
#include <unordered_map>

#include "server/store/journal.hpp"

namespace motcua::session {

class OutcomeMemory {
  public:
    struct Kept {
        store::StoredOutcome outcome;
        std::uint64_t round = 0;  ///< the batch that makes it durable
    };

    explicit OutcomeMemory(std::size_t most = store::outcomes_kept) : most_(most) {}

    const Kept* find(const RequestId& id) const;
    /// Rounds in the order of time.
    void keep(store::StoredOutcome outcome, std::uint64_t round);
    /// After a failed append: these rounds never happened.
    void forget_rounds_from(std::uint64_t round);
    std::size_t size() const { return by_id_.size(); }

  private:
    void forget_one();

    std::size_t most_;
    std::unordered_map<RequestId, Kept> by_id_;
    std::map<DeviceId, std::deque<RequestId>> by_asker_;  ///< the oldest first; as many as a hall has devices
};

}  // namespace motcua::session
