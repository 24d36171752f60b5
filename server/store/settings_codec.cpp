#include "server/store/codec_parts.hpp"

namespace motcua::store {
namespace {

void write(const LocalText& text, pb::Text& message) {
    for (const auto& [language, words] : text.by_language) {
        auto& added = *message.add_by_language();
        added.set_language(language);
        added.set_text(words);
    }
}

void read(const pb::Text& message, LocalText& text) {
    for (const auto& each : message.by_language())
        text.by_language.emplace_back(each.language(), each.text());
}

void write(const WeekHours& hours, pb::Hours& message) {
    for (const auto& day : hours.days) {
        auto& added = *message.add_days();
        for (const Session& session : day) {
            auto& part = *added.add_sessions();
            part.set_from_min(session.from_min);
            part.set_to_min(session.to_min);
        }
    }
}

bool read(const pb::Hours& message, WeekHours& hours) {
    if (message.days_size() != static_cast<int>(std::size(hours.days)))
        return false;
    for (int day = 0; day < message.days_size(); ++day)
        for (const auto& session : message.days(day).sessions())
            hours.days[static_cast<std::size_t>(day)].push_back({session.from_min(), session.to_min()});
    return true;
}

void write(const ServiceSettings& service, pb::Service& message) {
    message.set_id(service.id.value);
    message.set_group(service.group.value);
    message.set_letter(static_cast<unsigned char>(service.letter));
    message.set_first_number(service.first_number);
    message.set_last_number(service.last_number);
    write(service.name, *message.mutable_name());
    write(service.hint, *message.mutable_hint());
    message.set_icon(service.icon);
    write(service.hours, *message.mutable_hours());
    message.set_daily_cap(service.daily_cap);
    message.set_norm_min(service.norm_min);
}

bool read(const pb::Service& message, ServiceSettings& service) {
    service.id.value = message.id();
    service.group.value = message.group();
    service.first_number = message.first_number();
    service.last_number = message.last_number();
    read(message.name(), service.name);
    read(message.hint(), service.hint);
    service.icon = message.icon();
    service.daily_cap = message.daily_cap();
    service.norm_min = message.norm_min();
    return read_letter(message.letter(), service.letter) && read(message.hours(), service.hours);
}

void write(const CounterSettings& counter, pb::Counter& message) {
    message.set_id(counter.id.value);
    message.set_name(counter.name);
    write(counter.label, *message.mutable_label());
    message.set_zone(counter.zone);
    for (const ServiceId& service : counter.services)
        message.add_services(service.value);
}

void read(const pb::Counter& message, CounterSettings& counter) {
    counter.id.value = message.id();
    counter.name = message.name();
    read(message.label(), counter.label);
    counter.zone = message.zone();
    for (const auto& service : message.services())
        counter.services.push_back(ServiceId{service});
}

void write_lists(const CentreSettings& centre, pb::Centre& message) {
    for (const GroupSettings& group : centre.groups) {
        auto& added = *message.add_groups();
        added.set_id(group.id.value);
        write(group.name, *added.mutable_name());
        added.set_icon(group.icon);
    }
    for (const ServiceSettings& service : centre.services)
        write(service, *message.add_services());
    for (const CategorySettings& category : centre.categories) {
        auto& added = *message.add_categories();
        added.set_id(category.id.value);
        write(category.name, *added.mutable_name());
        added.set_head_start_min(category.head_start_min);
        added.set_icon(category.icon);
    }
    for (const CounterSettings& counter : centre.counters)
        write(counter, *message.add_counters());
}

bool read_lists(const pb::Centre& message, CentreSettings& centre) {
    for (const auto& each : message.groups()) {
        auto& group = centre.groups.emplace_back();
        group.id.value = each.id();
        read(each.name(), group.name);
        group.icon = each.icon();
    }
    for (const auto& each : message.services())
        if (!read(each, centre.services.emplace_back()))
            return false;
    for (const auto& each : message.categories()) {
        auto& category = centre.categories.emplace_back();
        category.id.value = each.id();
        read(each.name(), category.name);
        category.head_start_min = each.head_start_min();
        category.icon = each.icon();
    }
    for (const auto& each : message.counters())
        read(each, centre.counters.emplace_back());
    return true;
}

}  // namespace

void write(const CentreSettings& centre, pb::Centre& message) {
    write(centre.agency, *message.mutable_agency());
    write(centre.branch, *message.mutable_branch());
    for (const std::string& language : centre.languages)
        message.add_languages(language);
    message.set_time_zone(centre.time_zone);
    for (const ZoneShift& shift : centre.offsets) {
        auto& added = *message.add_offsets();
        added.set_from(shift.from.ms);
        added.set_offset_min(shift.offset_min);
    }
    for (const Date holiday : centre.holidays)
        message.add_holidays(holiday.days);
    write_lists(centre, message);
    for (const LocalText& notice : centre.notices)
        write(notice, *message.add_notices());
    write(centre.ticket_footer, *message.mutable_ticket_footer());
    message.set_missed_return_min(centre.missed_return_min);
}

bool read(const pb::Centre& message, CentreSettings& centre) {
    read(message.agency(), centre.agency);
    read(message.branch(), centre.branch);
    centre.languages.assign(message.languages().begin(), message.languages().end());
    centre.time_zone = message.time_zone();
    for (const auto& shift : message.offsets())
        centre.offsets.push_back({Instant{shift.from()}, shift.offset_min()});
    for (const std::int32_t days : message.holidays())
        centre.holidays.push_back(Date{days});
    for (const auto& notice : message.notices())
        read(notice, centre.notices.emplace_back());
    read(message.ticket_footer(), centre.ticket_footer);
    centre.missed_return_min = message.missed_return_min();
    return read_lists(message, centre);
}

}  // namespace motcua::store
