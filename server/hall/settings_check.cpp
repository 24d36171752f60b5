#include "server/hall/settings_check.hpp"

#include <algorithm>
#include <set>

#include "shared/base/text.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::hall {
namespace {

constexpr std::int32_t minutes_per_day = 24 * 60;
constexpr std::int32_t largest_offset_min = 16 * 60;
constexpr std::size_t time_zone_bytes = 64;

template <class List>
std::string id_fault(const List& list, const std::string& kind) {
    std::set<std::string> seen;
    for (const auto& item : list) {
        if (!is_key(item.id.value))
            return kind + ": bad id '" + cut_to_bytes(item.id.value, max_key_bytes) + "'";
        if (!seen.insert(item.id.value).second)
            return kind + " " + item.id.value + ": twice";
    }
    return {};
}

std::string letters_fault(const CentreSettings& settings) {
    std::set<char> letters;
    for (const ServiceSettings& service : settings.services) {
        if (service.letter < 'A' || service.letter > 'Z')
            return "service " + service.id.value + ": letter outside A..Z";
        if (!letters.insert(service.letter).second)
            return "service " + service.id.value + ": letter " + service.letter + " is taken";
        if (service.first_number < 1 || service.last_number > limits::numbers_per_letter ||
            service.first_number > service.last_number)
            return "service " + service.id.value + ": numbers outside 1..999";
    }
    return {};
}

std::string reference_fault(const CentreSettings& settings) {
    for (const ServiceSettings& service : settings.services) {
        const auto is_its_group = [&](const GroupSettings& group) { return group.id == service.group; };
        if (!service.group.empty() && std::none_of(settings.groups.begin(), settings.groups.end(), is_its_group))
            return "service " + service.id.value + ": unknown group " + service.group.value;
    }
    for (const CounterSettings& counter : settings.counters) {
        std::set<ServiceId> seen;
        for (const ServiceId& service : counter.services) {
            if (settings.service(service) == nullptr)
                return "counter " + counter.id.value + ": unknown service " + service.value;
            if (!seen.insert(service).second)
                return "counter " + counter.id.value + ": service " + service.value + " twice";
        }
    }
    return {};
}

std::string hours_fault(const ServiceSettings& service) {
    for (const std::vector<Session>& day : service.hours.days) {
        if (day.size() > limits::sessions_per_day)
            return "service " + service.id.value + ": too many sessions on a day";
        std::int32_t free_from = 0;
        for (const Session& session : day) {
            if (session.from_min < free_from || session.to_min <= session.from_min || session.to_min > minutes_per_day)
                return "service " + service.id.value + ": sessions out of order";
            free_from = session.to_min;
        }
    }
    return {};
}

bool is_text_within(const LocalText& text, std::size_t most_bytes) {
    return text.by_language.size() <= limits::languages &&
           std::all_of(text.by_language.begin(), text.by_language.end(), [&](const auto& entry) {
               return is_clean_line(entry.first, max_key_bytes) && is_clean_line(entry.second, most_bytes);
           });
}

std::string service_fault(const ServiceSettings& service) {
    if (!is_text_within(service.name, limits::name_bytes) || !is_text_within(service.hint, limits::hint_bytes) ||
        service.icon.size() > max_key_bytes)
        return "service " + service.id.value + ": text too long";
    if (service.daily_cap < 0 || service.daily_cap > limits::tickets_per_day)
        return "service " + service.id.value + ": daily cap out of range";
    if (service.norm_min < 0 || service.norm_min > minutes_per_day)
        return "service " + service.id.value + ": usual minutes out of range";
    return hours_fault(service);
}

std::string counter_fault(const CentreSettings& settings) {
    std::set<std::string> zones;
    for (const CounterSettings& counter : settings.counters) {
        zones.insert(counter.zone);
        if (!is_clean_line(counter.name, limits::name_bytes) || !is_clean_line(counter.zone, max_key_bytes) ||
            !is_text_within(counter.label, limits::name_bytes))
            return "counter " + counter.id.value + ": text too long";
    }
    return zones.size() > limits::zones ? "too many zones" : "";
}

std::string count_fault(const CentreSettings& settings) {
    if (settings.languages.empty() || settings.languages.size() > limits::languages)
        return "languages: at least one, at most four";
    if (settings.groups.size() > limits::groups)
        return "too many groups";
    if (settings.services.size() > limits::services)
        return "too many services";
    if (settings.counters.size() > limits::counters)
        return "too many counters";
    if (settings.categories.size() > limits::categories)
        return "too many categories";
    if (settings.holidays.size() > limits::holidays)
        return "too many holidays";
    if (settings.notices.size() > limits::notices)
        return "too many notices";
    return {};
}

std::string time_fault(const CentreSettings& settings) {
    if (settings.offsets.empty() || settings.offsets.size() > limits::zone_shifts)
        return "time zone: no offsets, or too many";
    const auto is_out = [](const ZoneShift& shift) {
        return shift.offset_min < -largest_offset_min || shift.offset_min > largest_offset_min;
    };
    const auto is_not_before = [](const ZoneShift& left, const ZoneShift& right) { return left.from >= right.from; };
    if (std::any_of(settings.offsets.begin(), settings.offsets.end(), is_out) ||
        std::adjacent_find(settings.offsets.begin(), settings.offsets.end(), is_not_before) != settings.offsets.end())
        return "time zone: offsets out of order or out of range";
    if (!is_clean_line(settings.time_zone, time_zone_bytes))
        return "time zone: name too long";
    if (std::adjacent_find(settings.holidays.begin(), settings.holidays.end(), std::greater_equal<>()) !=
        settings.holidays.end())
        return "holidays out of order";
    if (settings.missed_return_min < 0 || settings.missed_return_min > minutes_per_day)
        return "minutes for a missed number out of range";
    return {};
}

std::string text_fault(const CentreSettings& settings) {
    const auto is_notice_too_long = [](const LocalText& text) {
        return !is_text_within(text, limits::short_text_bytes);
    };
    if (!is_text_within(settings.agency, limits::short_text_bytes) ||
        !is_text_within(settings.branch, limits::short_text_bytes) ||
        !is_text_within(settings.ticket_footer, limits::short_text_bytes) ||
        std::any_of(settings.notices.begin(), settings.notices.end(), is_notice_too_long))
        return "a text of the centre is too long";
    for (const GroupSettings& group : settings.groups) {
        if (!is_text_within(group.name, limits::name_bytes) || group.icon.size() > max_key_bytes)
            return "group " + group.id.value + ": text too long";
    }
    for (const CategorySettings& category : settings.categories) {
        if (!is_text_within(category.name, limits::name_bytes) || category.icon.size() > max_key_bytes)
            return "category " + category.id.value + ": text too long";
        if (category.head_start_min < 0 || category.head_start_min > limits::head_start_min)
            return "category " + category.id.value + ": head start out of range";
    }
    return {};
}

}  // namespace

std::string structure_fault(const CentreSettings& settings) {
    for (std::string fault : {id_fault(settings.groups, "group"), id_fault(settings.services, "service"),
                              id_fault(settings.categories, "category"), id_fault(settings.counters, "counter"),
                              letters_fault(settings), reference_fault(settings)}) {
        if (!fault.empty())
            return fault;
    }
    return {};
}

std::string settings_fault(const CentreSettings& settings) {
    for (std::string fault : {count_fault(settings), structure_fault(settings), time_fault(settings),
                              text_fault(settings), counter_fault(settings)}) {
        if (!fault.empty())
            return fault;
    }
    for (const ServiceSettings& service : settings.services) {
        if (std::string fault = service_fault(service); !fault.empty())
            return fault;
    }
    return {};
}

}  // namespace motcua::hall
