#pragma once
// A waiting line: the tickets that wait for one service, or for one counter alone. Everything is O(log n).
// Plain value, owned by the hall's state; holds ordinals only, the tickets themselves lie in the day.

#include <compare>
#include <cstdint>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <functional>
#include <vector>

#include "shared/base/broken.hpp"
#include "shared/base/time.hpp"

namespace motcua::hall {

/// A place in every line: virtual arrival first, ties by issue order. The smallest is next.
struct Place {
    Instant virtual_arrival;
    std::int32_t ordinal = 0;  ///< of the day's order of issue, from 1
    bool operator==(const Place&) const = default;
    std::strong_ordering operator<=>(const Place& other) const {
        if (virtual_arrival != other.virtual_arrival)
            return virtual_arrival <=> other.virtual_arrival;
        return MOTCUA_BROKEN(TiesUnordered) ? other.ordinal <=> ordinal : ordinal <=> other.ordinal;
    }
};

/// When a number was taken. Of those that a kiosk gave without the server it is earlier than their ordinal says.
struct Issue {
    Instant at;
    std::int32_t ordinal = 0;
    auto operator<=>(const Issue&) const = default;
};

template <class T>
using RankedSet = __gnu_pbds::tree<T, __gnu_pbds::null_type, std::less<T>, __gnu_pbds::rb_tree_tag,
                                   __gnu_pbds::tree_order_statistics_node_update>;

class Line {
  public:
    void enter(Place place, Instant issued_at) {
        by_place_.insert(place);
        by_issue_.insert(Issue{issued_at, place.ordinal});
    }
    void leave(Place place, Instant issued_at) {
        by_place_.erase(place);
        by_issue_.erase(Issue{issued_at, place.ordinal});
    }

    std::int32_t size() const { return static_cast<std::int32_t>(by_place_.size()); }
    bool empty() const { return by_place_.empty(); }
    /// How many will be called before someone with this place.
    std::int32_t ahead_of(Place place) const { return static_cast<std::int32_t>(by_place_.order_of_key(place)); }
    /// How many took their number before that.
    std::int32_t issued_before(Issue issue) const { return static_cast<std::int32_t>(by_issue_.order_of_key(issue)); }

    const RankedSet<Place>& by_place() const { return by_place_; }
    const RankedSet<Issue>& by_issue() const { return by_issue_; }

  private:
    RankedSet<Place> by_place_;
    RankedSet<Issue> by_issue_;
};

/// The first `most` places over several lines, in the order in which they would be called.
std::vector<Place> first_of(const std::vector<const Line*>& lines, std::size_t most);

}  // namespace motcua::hall
