#pragma once
// A small centre for tests: always open, UTC+7, services civil (A) and land (B), category elderly (15 min), counters c1
// (civil) and c2 (both).

#include <string>
#include <utility>

#include "shared/vocabulary/centre.hpp"

namespace motcua::test {

inline CentreSettings open_centre(const std::string& agency = "Test centre") {
    const auto text = [](const std::string& words) { return LocalText{{{"vi", words}, {"en", words}}}; };
    WeekHours always;
    for (auto& day : always.days)
        day.push_back(Session{0, 1440});
    CentreSettings centre;
    centre.agency = text(agency);
    centre.languages = {"vi", "en"};
    centre.time_zone = "Asia/Ho_Chi_Minh";
    centre.offsets = {ZoneShift{Instant{0}, 420}};
    centre.groups = {GroupSettings{GroupId{"people"}, text("People"), ""}};
    for (const auto& [id, letter] : {std::pair{"civil", 'A'}, std::pair{"land", 'B'}}) {
        ServiceSettings service;
        service.id = ServiceId{id};
        service.group = GroupId{"people"};
        service.letter = letter;
        service.name = text(id);
        service.hours = always;
        centre.services.push_back(service);
    }
    centre.categories = {CategorySettings{CategoryId{"elderly"}, text("Elderly"), 15, ""}};
    centre.counters = {
        CounterSettings{CounterId{"c1"}, "1", text("Counter 1"), "", {ServiceId{"civil"}}},
        CounterSettings{CounterId{"c2"}, "2", text("Counter 2"), "", {ServiceId{"civil"}, ServiceId{"land"}}}};
    return centre;
}

}  // namespace motcua::test
