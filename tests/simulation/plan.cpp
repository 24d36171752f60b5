#include "tests/simulation/plan.hpp"

#include <algorithm>

#include "shared/base/random.hpp"

namespace motcua::simulation {

namespace {

constexpr std::string_view fault_names[fault_count] = {
    "delay",     "split",       "cut",           "half_open",    "partition",      "slow_reader",
    "repeat",    "slow_commit", "failed_commit", "disk_full",    "failed_load",    "kill",
    "power_cut", "stop",        "clock_step",    "client_crash", "outbox_failure", "wrong_password",
    "midnight",  "abandon",     "old_view",      "revoke",       "new_settings",   "staff_removed"};

/// 23 November 2026, its midnight in UTC.
constexpr Instant monday{1'795'392'000'000};
/// Vietnam most often; the rest is where a mistake with the sign, or with a part of an hour, would show.
constexpr std::int32_t offsets_min[] = {420, 420, 0, 345, -210, 765};

LocalText text(const std::string& words) {
    return LocalText{{{"vi", words}, {"en", words}}};
}

WeekHours hours(Random& random) {
    WeekHours week;
    const bool is_always = random.chance(60);
    for (auto& day : week.days) {
        if (is_always)
            day.push_back(Session{0, 1440});
        else
            day = {Session{7 * 60, 11 * 60 + 30}, Session{13 * 60 + 30, 17 * 60}};
    }
    return week;
}

CentreSettings centre_of(const std::string& name, std::int32_t offset_min, Random& random) {
    CentreSettings centre;
    centre.agency = text(name);
    centre.languages = {"vi", "en"};
    centre.time_zone = "Asia/Ho_Chi_Minh";
    centre.offsets = {ZoneShift{Instant{0}, offset_min}};
    if (random.chance(20))  // the clocks are put on or back while people wait
        centre.offsets.push_back(
            ZoneShift{monday + -offset_min * minute_ms + (7 + static_cast<std::int64_t>(random.below(30))) * hour_ms,
                      offset_min + (random.chance(50) ? 60 : -60)});
    centre.groups = {GroupSettings{GroupId{"people"}, text("People"), ""}};
    const int services = static_cast<int>(1 + random.below(4));
    for (int i = 0; i < services; ++i) {
        ServiceSettings service;
        service.id = ServiceId{"service-" + std::to_string(i)};
        service.group = GroupId{"people"};
        service.letter = static_cast<char>('A' + i);
        service.name = text(service.id.value);
        service.hours = hours(random);
        if (random.chance(20))
            service.daily_cap = static_cast<std::int32_t>(5 + random.below(30));
        if (random.chance(20))
            service.last_number = static_cast<std::int32_t>(5 + random.below(30));
        centre.services.push_back(std::move(service));
    }
    centre.categories = {CategorySettings{CategoryId{"elderly"}, text("Elderly"), 2, ""},
                         CategorySettings{CategoryId{"disabled"}, text("Disabled"), 15, ""}};
    const int counters = static_cast<int>(1 + random.below(4));
    const bool has_zones = random.chance(30);
    for (int i = 0; i < counters; ++i) {
        CounterSettings counter;
        counter.name = std::to_string(i + 1);
        counter.id = CounterId{"c" + counter.name};
        counter.label = text("Counter " + counter.name);
        if (has_zones)
            counter.zone = i % 2 == 0 ? "east" : "west";
        for (int s = 0; s < services; ++s)
            if (s % counters == i || random.chance(50))
                counter.services.push_back(centre.services[static_cast<std::size_t>(s)].id);
        if (counter.services.empty())
            counter.services.push_back(centre.services.front().id);
        centre.counters.push_back(std::move(counter));
    }
    centre.missed_return_min = static_cast<std::int32_t>(1 + random.below(60));
    return centre;
}

HallPlan hall_of(int number, std::int32_t offset_min, Random& random) {
    HallPlan hall;
    hall.id = HallId{"hall-" + std::to_string(number)};
    hall.centre = centre_of(hall.id.value, offset_min, random);
    hall.kiosks = static_cast<int>(1 + random.below(2));
    hall.boards = static_cast<int>(1 + random.below(2));
    hall.machines = static_cast<int>(hall.centre.counters.size() + random.below(2));
    hall.between_arrivals_ms = static_cast<std::int64_t>(2'000 + random.below(12'000));
    hall.service_ms = static_cast<std::int64_t>(4'000 + random.below(30'000));
    return hall;
}

}  // namespace

CentreSettings changed(const CentreSettings& centre, Random& random) {
    CentreSettings other = centre;
    const auto any_of = [&](const auto& list) { return static_cast<std::size_t>(random.below(list.size())); };
    if (other.counters.size() > 1 && random.chance(40))
        other.counters.erase(other.counters.begin() + static_cast<std::ptrdiff_t>(any_of(other.counters)));
    if (other.services.size() > 1 && random.chance(30)) {
        const auto gone = other.services.begin() + static_cast<std::ptrdiff_t>(any_of(other.services));
        for (CounterSettings& counter : other.counters)
            std::erase(counter.services, gone->id);
        other.services.erase(gone);
    }
    if (random.chance(40)) {
        const ServiceId moved = other.services[any_of(other.services)].id;
        auto& services = other.counters[any_of(other.counters)].services;
        if (std::erase(services, moved) == 0)
            services.push_back(moved);
    }
    ServiceSettings& service = other.services[any_of(other.services)];
    if (random.chance(30))
        service.hours = hours(random);
    if (random.chance(20))
        service.daily_cap = static_cast<std::int32_t>(random.below(40));
    if (random.chance(20))
        service.last_number = static_cast<std::int32_t>(10 + random.below(900));
    if (other.services.size() > 1 && random.chance(15))
        std::swap(other.services.front().letter, other.services.back().letter);
    if (random.chance(20))
        other.categories[any_of(other.categories)].head_start_min = static_cast<std::int32_t>(random.below(30));
    return other;
}

std::int64_t begin_of_day_ms(Random& random) {
    constexpr std::int64_t ends_ms[] = {11 * hour_ms + 30 * minute_ms, 17 * hour_ms};
    if (random.chance(30)) {
        const std::int64_t end_ms = ends_ms[random.below(2)];
        return end_ms - static_cast<std::int64_t>(1 + random.below(4)) * minute_ms;
    }
    return 7 * hour_ms + static_cast<std::int64_t>(random.below(3 * 60 + 1)) * minute_ms;
}

std::string_view name_of(Fault fault) {
    return fault_names[static_cast<std::size_t>(fault)];
}

Plan plan_of(std::uint64_t seed, int days) {
    Random random(seed ^ 0x9e3779b97f4a7c15ULL);
    random.next();
    Plan plan;
    plan.seed = seed;
    plan.days = days > 0 ? days : static_cast<int>(1 + random.below(3));
    plan.offset_min = offsets_min[random.below(std::size(offsets_min))];
    plan.begins = monday + -plan.offset_min * minute_ms + begin_of_day_ms(random);
    const int halls = random.chance(75) ? 1 : static_cast<int>(2 + random.below(2));
    for (int i = 1; i <= halls; ++i)
        plan.halls.push_back(hall_of(i, plan.offset_min, random));
    const bool is_calm = random.chance(10);
    for (std::size_t i = 0; i < fault_count; ++i)
        plan.faults.set(i, random.chance(45) && !is_calm);
    plan.between_faults_ms = static_cast<std::int64_t>(2'000 + random.below(15'000));
    plan.open_ms = static_cast<std::int64_t>(4 + random.below(5)) * minute_ms;
    plan.no_show_percent = static_cast<int>(random.below(40));
    return plan;
}

Plan whole_day(Plan plan) {
    plan.is_whole_day = true;
    plan.days = 1;
    plan.begins = monday + -plan.offset_min * minute_ms + 6 * hour_ms + 50 * minute_ms;
    plan.open_ms = 10 * hour_ms + 30 * minute_ms;
    plan.pace = 5;
    plan.between_faults_ms *= 40;
    for (HallPlan& hall : plan.halls) {
        hall.between_arrivals_ms *= 5;
        hall.service_ms *= 6;
    }
    return plan;
}

std::int64_t mean_wait_ms(const Plan& plan, const HallPlan& hall, Instant now, std::int64_t since_open_ms) {
    constexpr int times_of_hour[24] = {9, 9, 9, 9, 9, 9, 2, 1, 1, 1, 2, 4, 9, 2, 1, 2, 3, 9, 9, 9, 9, 9, 9, 9};
    // A short day has the same profile in its few minutes: doors, rush, noon, rush, evening.
    constexpr int halves_of_tenth[10] = {4, 1, 1, 2, 3, 6, 2, 1, 2, 4};
    if (plan.is_whole_day)
        return hall.between_arrivals_ms * times_of_hour[local_ms_of(plan, now) / hour_ms];
    const auto tenth = static_cast<std::size_t>(std::clamp<std::int64_t>(10 * since_open_ms / plan.open_ms, 0, 9));
    return hall.between_arrivals_ms * halves_of_tenth[tenth] / 2;
}

std::int64_t local_ms_of(const Plan& plan, Instant at) {
    return ((at.ms + plan.offset_min * minute_ms) % day_ms + day_ms) % day_ms;
}

std::string Plan::description() const {
    std::string text = std::to_string(days) + (is_whole_day ? " whole days;" : " days;");
    for (const HallPlan& hall : halls)
        text += " " + hall.id.value + ": " + std::to_string(hall.centre.services.size()) + " services, " +
                std::to_string(hall.kiosks) + " kiosks, " + std::to_string(hall.boards) + " boards, " +
                std::to_string(hall.centre.counters.size()) + " counters with " + std::to_string(hall.machines) +
                " machines;";
    text += " faults:";
    for (std::size_t i = 0; i < fault_count; ++i)
        if (faults.test(i))
            text += " " + std::string(name_of(static_cast<Fault>(i)));
    return text;
}

}  // namespace motcua::simulation
