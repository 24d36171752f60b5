#pragma once
// Which request ids one hall has answered, and how: a retry gets the same answer. Bounded; the oldest is forgotten.
// Owned by the desk, on the hall thread.

#include <deque>
#include <unordered_map>

#include "server/store/journal.hpp"

namespace motcua::session {

class OutcomeMemory {
  public:
    struct Kept {
        store::StoredOutcome outcome;
        std::uint64_t round = 0;  ///< the batch that makes it durable
    };

    const Kept* find(const RequestId& id) const;
    void keep(store::StoredOutcome outcome, std::uint64_t round);
    /// After a failed append: these rounds never happened.
    void forget_rounds_from(std::uint64_t round);
    std::size_t size() const { return by_id_.size(); }

  private:
    std::unordered_map<RequestId, Kept> by_id_;
    std::deque<RequestId> by_age_;
};

}  // namespace motcua::session
