// The state as text. Left out is `version` alone: it counts the events of all days, and a hall that was rebuilt from
// its set-up and its last day has the same state with fewer of them.
#include <fmt/format.h>

#include <iterator>

#include "server/hall/state.hpp"

namespace motcua::hall {
namespace {

/// Fields with their lengths, so that no two states write the same text.
class Writer {
  public:
    void open(std::string_view name) { fmt::format_to(out(), "\n{}:", name); }
    void add(std::int64_t value) { fmt::format_to(out(), " {}", value); }
    void add(std::string_view value) { fmt::format_to(out(), " {}'{}'", value.size(), value); }
    template <class Tag>
    void add(const Key<Tag>& key) {
        add(std::string_view(key.value));
    }
    void add(Instant at) { add(at.ms); }
    void add(Date date) { add(std::int64_t{date.days}); }
    void add(TicketNumber number) { add(std::string_view(to_string(number))); }
    void add(TicketId id) { add(static_cast<std::int64_t>(id.value)); }
    void add(const LocalText& text) {
        add(static_cast<std::int64_t>(text.by_language.size()));
        for (const auto& [language, words] : text.by_language)
            add_all(std::string_view(language), std::string_view(words));
    }
    template <class... Values>
    void add_all(const Values&... values) {
        (add(values), ...);
    }
    std::string take() { return std::move(text_); }

  private:
    std::back_insert_iterator<std::string> out() { return std::back_inserter(text_); }
    std::string text_;
};

template <class Enum>
std::int64_t number_of(Enum value) {
    return static_cast<std::int64_t>(value);
}

std::string_view view(const std::string& text) {
    return text;
}

void write_service(Writer& out, const ServiceSettings& service) {
    out.open("service");
    out.add_all(service.id, service.group, std::int64_t{service.letter}, std::int64_t{service.first_number},
                std::int64_t{service.last_number}, service.name, service.hint, view(service.icon),
                std::int64_t{service.daily_cap}, std::int64_t{service.norm_min});
    for (const auto& day : service.hours.days) {
        out.add(static_cast<std::int64_t>(day.size()));
        for (const Session& session : day)
            out.add_all(std::int64_t{session.from_min}, std::int64_t{session.to_min});
    }
}

void write_centre(Writer& out, const CentreSettings& centre) {
    out.open("centre");
    out.add_all(centre.agency, centre.branch, view(centre.time_zone), centre.ticket_footer,
                std::int64_t{centre.missed_return_min});
    out.open("languages");
    for (const std::string& language : centre.languages)
        out.add(view(language));
    out.open("offsets");
    for (const ZoneShift& shift : centre.offsets)
        out.add_all(shift.from, std::int64_t{shift.offset_min});
    out.open("holidays");
    for (const Date holiday : centre.holidays)
        out.add(holiday);
    for (const GroupSettings& group : centre.groups) {
        out.open("group");
        out.add_all(group.id, group.name, view(group.icon));
    }
    for (const ServiceSettings& service : centre.services)
        write_service(out, service);
    for (const CategorySettings& category : centre.categories) {
        out.open("category");
        out.add_all(category.id, category.name, std::int64_t{category.head_start_min}, view(category.icon));
    }
    for (const CounterSettings& counter : centre.counters) {
        out.open("counter_settings");
        out.add_all(counter.id, view(counter.name), counter.label, view(counter.zone));
        for (const ServiceId& service : counter.services)
            out.add(service);
    }
    for (const LocalText& notice : centre.notices) {
        out.open("notice");
        out.add(notice);
    }
}

void write_people(Writer& out, const HallState& state) {
    for (const auto& [id, device] : state.devices) {
        out.open("device");
        out.add_all(device.id, number_of(device.role), view(device.name), device.counter, device.since,
                    std::int64_t{device.revoked});
        out.add(view(fmt::format("{:02x}", fmt::join(device.key, ""))));
    }
    for (const auto& [login, person] : state.staff) {
        out.open("staff");
        out.add_all(person.login, view(person.name), view(person.password_hash));
    }
}

void write_ticket(Writer& out, const Ticket& ticket) {
    out.open("ticket");
    out.add_all(ticket.id, std::int64_t{ticket.ordinal}, ticket.number, ticket.token, ticket.service, ticket.category,
                view(ticket.language), number_of(ticket.state), ticket.issued_at, ticket.virtual_arrival,
                ticket.changed_at, ticket.counter, ticket.reserved_for, ticket.sent_from, view(ticket.note),
                ticket.called_at, static_cast<std::int64_t>(ticket.call_sequence), ticket.serving_since,
                ticket.served_ms);
    for (const CallRecord& call : ticket.calls) {
        out.open(" call");
        out.add_all(call.at, call.counter, number_of(call.rule), call.virtual_arrival,
                    std::int64_t{call.passed_over_count}, std::int64_t{call.recalls});
        for (const PassedOver& passed : call.passed_over)
            out.add_all(passed.number, passed.arrival, passed.virtual_arrival, number_of(passed.reason));
    }
}

void write_line(Writer& out, const std::string& owner, const Line& line) {
    if (line.empty())
        return;
    out.open("line");
    out.add(view(owner));
    for (const Place& place : line.by_place())
        out.add_all(place.virtual_arrival, std::int64_t{place.ordinal});
    for (const Issue& issue : line.by_issue())
        out.add_all(issue.at, std::int64_t{issue.ordinal});
}

void write_indexes(Writer& out, const Day& day) {
    for (const auto& [letter, use] : day.numbers) {
        out.open("numbers");
        out.add_all(std::int64_t{letter}, static_cast<std::int64_t>(use.used.count()));
        for (const auto& [serial, ordinal] : use.ordinal_of)
            out.add_all(std::int64_t{serial}, std::int64_t{ordinal});
    }
    for (const Reserve& reserve : day.reserves) {
        out.open("reserve");
        out.add_all(reserve.device, reserve.service, std::int64_t{reserve.letter}, std::int64_t{reserve.first},
                    std::int64_t{reserve.last}, reserve.since);
    }
    for (const auto& [service, count] : day.issued) {
        out.open("issued");
        out.add_all(service, std::int64_t{count});
    }
    for (const auto& [service, line] : day.service_lines)
        write_line(out, "service " + service.value, line);
    for (const auto& [counter, line] : day.reserved_lines)
        write_line(out, "counter " + counter.value, line);
    out.open("held");
    for (const auto& [since, ordinal] : day.held)
        out.add_all(since, std::int64_t{ordinal});
    out.open("missed");
    for (const auto& [since, ordinal] : day.missed)
        out.add_all(since, std::int64_t{ordinal});
}

void write_day(Writer& out, const Day& day) {
    out.open("day");
    out.add_all(std::int64_t{day.has_begun}, day.date, std::int64_t{day.calls},
                static_cast<std::int64_t>(day.by_token.size()));
    for (const Ticket& ticket : day.tickets)
        write_ticket(out, ticket);
    write_indexes(out, day);
    for (const auto& [counter, today] : day.counters) {
        out.open("counter");
        out.add_all(counter, number_of(today.state), today.staff, today.device, today.active_at,
                    view(today.pause_reason), std::int64_t{today.current});
        for (const auto& [service_ms, ordinal] : today.service_ms)
            out.add_all(service_ms, std::int64_t{ordinal});
    }
}

}  // namespace

std::string Hall::fingerprint() const {
    Writer out;
    out.open("hall");
    out.add_all(state_->id, state_->time, std::int64_t{state_->has_settings});
    write_centre(out, state_->settings);
    write_people(out, *state_);
    write_day(out, state_->day);
    return out.take();
}

}  // namespace motcua::hall
