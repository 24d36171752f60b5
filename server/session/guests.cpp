#include "server/session/guests.hpp"

#include <utility>

#include "server/session/network.hpp"

namespace motcua::session {

Guests::Place::Place(std::shared_ptr<Counts> counts, const Key& key) : counts_(std::move(counts)), key_(key) {
    ++(*counts_)[key_];
}

Guests::Place::~Place() {
    if (!counts_)  // moved from
        return;
    const auto found = counts_->find(key_);
    if (--found->second == 0)
        counts_->erase(found);
}

Guests::Place& Guests::Place::operator=(Place&& other) noexcept {
    std::swap(counts_, other.counts_);
    std::swap(key_, other.key_);
    return *this;
}

std::optional<Guests::Place> Guests::enter(const std::string& address, std::size_t most) {
    const Key key = network_of(address);
    const auto found = counts_->find(key);
    if (found != counts_->end() && found->second >= most)
        return std::nullopt;
    return Place(counts_, key);
}

}  // namespace motcua::session
