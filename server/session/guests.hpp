#pragma once
// Counts the peers of each address, those of the link until they have proved who they are: a flood from one address
// leaves the rest of the server's places to others. Each listener has its own; on the hall thread.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace motcua::session {

class Guests {
    using Key = std::string;  ///< network_of
    using Counts = std::map<Key, std::size_t>;

  public:
    /// One peer's place; given back when it ends or is reset. May outlive the guests.
    class Place {
      public:
        Place(std::shared_ptr<Counts> counts, const Key& key);
        ~Place();
        Place(Place&& other) noexcept = default;
        Place& operator=(Place&& other) noexcept;

      private:
        std::shared_ptr<Counts> counts_;
        Key key_;
    };

    explicit Guests(std::size_t most_per_address) : most_per_address_(most_per_address) {}

    /// nullopt: so many of this address are here already.
    std::optional<Place> enter(const std::string& address) { return enter(address, most_per_address_); }
    std::optional<Place> enter(const std::string& address, std::size_t most);
    std::size_t addresses() const { return counts_->size(); }

  private:
    std::size_t most_per_address_;
    std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace motcua::session
