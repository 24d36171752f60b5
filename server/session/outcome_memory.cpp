#include "server/session/outcome_memory.hpp"

#include <algorithm>

#include "server/session/limits.hpp"

namespace motcua::session {

const OutcomeMemory::Kept* OutcomeMemory::find(const RequestId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

void OutcomeMemory::keep(store::StoredOutcome outcome, std::uint64_t round) {
    const RequestId id = outcome.id;
    if (!by_id_.emplace(id, Kept{std::move(outcome), round}).second)
        return;
    by_age_.push_back(id);
    while (by_age_.size() > limits::outcomes_kept) {
        by_id_.erase(by_age_.front());
        by_age_.pop_front();
    }
}

void OutcomeMemory::forget_rounds_from(std::uint64_t round) {
    while (!by_age_.empty()) {
        const auto newest = by_id_.find(by_age_.back());
        if (newest->second.round < round)
            return;
        by_id_.erase(newest);
        by_age_.pop_back();
    }
}

}  // namespace motcua::session
