#pragma once
// A centre's settings as data: validated when imported from its file, journaled as one event, replayed with the rest.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/time.hpp"
#include "shared/vocabulary/texts.hpp"

namespace motcua {

/// Minutes of a local day, [from, to). Sessions of a day are in order and do not overlap.
struct Session {
    std::int32_t from_min = 0;
    std::int32_t to_min = 0;
    bool operator==(const Session&) const = default;
};

/// Sessions of each weekday, 0 = Monday. A day without sessions is closed.
struct WeekHours {
    std::array<std::vector<Session>, 7> days;
    bool operator==(const WeekHours&) const = default;
};

/// From this moment on the local clock is offset_min minutes east of UTC.
struct ZoneShift {
    Instant from;
    std::int32_t offset_min = 0;
    bool operator==(const ZoneShift&) const = default;
};

struct GroupSettings {
    GroupId id;
    LocalText name;
    std::string icon;  ///< a pictogram's name of the theme; "" = none
    bool operator==(const GroupSettings&) const = default;
};

struct ServiceSettings {
    ServiceId id;
    GroupId group;
    char letter = 'A';  ///< A..Z, of one service only
    std::int32_t first_number = 1;
    std::int32_t last_number = 999;
    LocalText name;
    LocalText hint;  ///< one line under the name: what to bring; may be empty
    std::string icon;
    WeekHours hours;             ///< when numbers are given
    std::int32_t daily_cap = 0;  ///< tickets a service day; 0 = as many as there are numbers
    std::int32_t norm_min = 10;  ///< usual service time, for the counter's timer
    bool operator==(const ServiceSettings&) const = default;
};

struct CategorySettings {
    CategoryId id;
    LocalText name;
    std::int32_t head_start_min = 0;  ///< 0 .. limits::head_start_min
    std::string icon;
    bool operator==(const CategorySettings&) const = default;
};

struct CounterSettings {
    CounterId id;
    std::string name;  ///< as shown: "3", "A1"; not always a number
    LocalText label;   ///< "Quầy 3"; how the board and the phone name it
    std::string zone;  ///< boards of a zone show its counters only; "" = the hall's one zone
    std::vector<ServiceId> services;
    bool operator==(const CounterSettings&) const = default;
};

struct CentreSettings {
    LocalText agency;                    ///< "Trung tâm Phục vụ hành chính công tỉnh ..."
    LocalText branch;                    ///< second line of a ticket; may be empty
    std::vector<std::string> languages;  ///< tags, the first is the default
    std::string time_zone;               ///< IANA name, for people; the offsets below are what counts
    std::vector<ZoneShift> offsets;      ///< ascending; the first reaches back before any ticket
    std::vector<Date> holidays;          ///< ascending
    std::vector<GroupSettings> groups;
    std::vector<ServiceSettings> services;
    std::vector<CategorySettings> categories;
    std::vector<CounterSettings> counters;
    std::vector<LocalText> notices;       ///< the board's footer
    LocalText ticket_footer;              ///< "Vui lòng giữ phiếu ..."
    std::int32_t missed_return_min = 60;  ///< how long a missed number may come back
    bool operator==(const CentreSettings&) const = default;

    const ServiceSettings* service(const ServiceId& id) const;
    const CounterSettings* counter(const CounterId& id) const;
    const CategorySettings* category(const CategoryId& id) const;
};

std::int32_t offset_min_at(const CentreSettings& centre, Instant at);

}  // namespace motcua
