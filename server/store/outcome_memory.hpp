#pragma once
// Which request ids one hall has answered, and how: a retry gets the same answer. Bounded: when there are too many, the
// oldest of whoever asked most is forgotten, so that one device gone wild costs the others nothing. Plain data, and all
// of it here: the desk has only the port of the store.

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/store/journal.hpp"

namespace motcua::store {

class OutcomeMemory {
  public:
    struct Kept {
        StoredOutcome outcome;
        std::uint64_t round = 0;  ///< the batch that makes it durable
    };

    explicit OutcomeMemory(std::size_t most = outcomes_kept) : most_(most) {}

    const Kept* find(const RequestId& id) const;
    /// Rounds never fall. Of one id the newest answer counts.
    void keep(StoredOutcome outcome, std::uint64_t round);
    /// After a failed append: these rounds never happened.
    void forget_rounds_from(std::uint64_t round);
    std::size_t size() const { return by_id_.size(); }
    /// By their rounds.
    std::vector<StoredOutcome> in_order() const;

  private:
    void forget_one();

    std::size_t most_;
    std::unordered_map<RequestId, Kept> by_id_;
    std::map<std::string, std::deque<RequestId>> by_asker_;  ///< the oldest first; as many as a hall has devices
};

inline const OutcomeMemory::Kept* OutcomeMemory::find(const RequestId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

inline void OutcomeMemory::keep(StoredOutcome outcome, std::uint64_t round) {
    const RequestId id = outcome.id;
    const std::string asker = outcome.asker;
    const auto [place, is_new] = by_id_.try_emplace(id);
    place->second = Kept{std::move(outcome), round};
    if (!is_new)
        return;
    by_asker_[asker].push_back(id);
    if (by_id_.size() > most_)
        forget_one();
}

inline void OutcomeMemory::forget_one() {
    const auto most = std::max_element(by_asker_.begin(), by_asker_.end(), [](const auto& left, const auto& right) {
        return left.second.size() < right.second.size();
    });
    by_id_.erase(most->second.front());
    most->second.pop_front();
    if (most->second.empty())
        by_asker_.erase(most);
}

inline void OutcomeMemory::forget_rounds_from(std::uint64_t round) {
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

inline std::vector<StoredOutcome> OutcomeMemory::in_order() const {
    std::vector<const Kept*> kept;
    kept.reserve(by_id_.size());
    for (const auto& [id, one] : by_id_)
        kept.push_back(&one);
    std::sort(kept.begin(), kept.end(), [](const Kept* left, const Kept* right) { return left->round < right->round; });
    std::vector<StoredOutcome> outcomes;
    outcomes.reserve(kept.size());
    for (const Kept* one : kept)
        outcomes.push_back(one->outcome);
    return outcomes;
}

}  // namespace motcua::store
