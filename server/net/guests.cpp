#include "server/net/guests.hpp"

#include <algorithm>
#include <utility>

namespace motcua::net {

namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t prefix_bytes = 8;

std::array<unsigned char, 16> key_of(const ip::address& address) {
    if (address.is_v4())
        return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
    auto bytes = address.to_v6().to_bytes();
    if (!address.to_v6().is_v4_mapped())
        std::fill(bytes.begin() + prefix_bytes, bytes.end(), static_cast<unsigned char>(0));
    return bytes;
}

}  // namespace

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

std::optional<Guests::Place> Guests::enter(const ip::address& address) {
    const Key key = key_of(address);
    const auto found = counts_->find(key);
    if (found != counts_->end() && found->second >= most_per_address_)
        return std::nullopt;
    return Place(counts_, key);
}

}  // namespace motcua::net
