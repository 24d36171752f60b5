#include "shared/vocabulary/centre.hpp"

#include <algorithm>

namespace motcua {
namespace {

template <class List, class Id>
auto find_in(const List& list, const Id& id) -> decltype(&list.front()) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace

const ServiceSettings* CentreSettings::service(const ServiceId& id) const {
    return find_in(services, id);
}
const CounterSettings* CentreSettings::counter(const CounterId& id) const {
    return find_in(counters, id);
}
const CategorySettings* CentreSettings::category(const CategoryId& id) const {
    return find_in(categories, id);
}

std::int32_t offset_min_at(const CentreSettings& centre, Instant at) {
    std::int32_t offset = centre.offsets.empty() ? 0 : centre.offsets.front().offset_min;
    for (const auto& shift : centre.offsets) {
        if (shift.from <= at)
            offset = shift.offset_min;
    }
    return offset;
}

}  // namespace motcua
