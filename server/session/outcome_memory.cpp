#include "server/session/outcome_memory.hpp"

#include <algorithm>

namespace motcua::session {

const OutcomeMemory::Kept* OutcomeMemory::find(const RequestId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

void OutcomeMemory::keep(store::StoredOutcome outcome, std::uint64_t round) {
    const RequestId id = outcome.id;
    const DeviceId asker = outcome.asker;
    if (!by_id_.emplace(id, Kept{std::move(outcome), round}).second)
        return;
    by_asker_[asker].push_back(id);
    if (by_id_.size() > most_)
        forget_one();
}

void OutcomeMemory::forget_one() {
    const auto most = std::max_element(by_asker_.begin(), by_asker_.end(), [](const auto& left, const auto& right) {
        return left.second.size() < right.second.size();
    });
    by_id_.erase(most->second.front());
    most->second.pop_front();
    if (most->second.empty())
        by_asker_.erase(most);
}

void OutcomeMemory::forget_rounds_from(std::uint64_t round) {
    for (auto& [asker, ids] : by_asker_) {
        while (!ids.empty()) {
            const auto newest = by_id_.find(ids.back());
            if (newest->second.round < round)
                break;
            by_id_.erase(newest);
            ids.pop_back();
        }
    }
    std::erase_if(by_asker_, [](const auto& asker) { return asker.second.empty(); });
}

}  // namespace motcua::session
