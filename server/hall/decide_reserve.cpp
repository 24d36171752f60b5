// What a kiosk asks that may lose its server: numbers of its own, and later what became of them.
// Why it is done like this: docs/decisions/0008-numbers-without-a-server.md
#include <algorithm>

#include "server/hall/rules.hpp"

namespace motcua::hall {
namespace {

/// Numbers of the reserve that nobody got yet, as runs without a gap.
void add_unspent(const HallState& state, const Reserve& reserve, std::vector<ReservedNumbers>& runs) {
    bool goes_on = false;
    for (std::int32_t serial = reserve.first; serial <= reserve.last; ++serial) {
        if (state.is_given_out(TicketNumber{reserve.letter, serial})) {
            goes_on = false;
        } else if (goes_on) {
            runs.back().last = serial;
        } else if (runs.size() < limits::reserved_ranges) {
            runs.push_back({state.day.date, reserve.service, reserve.letter, serial, serial});
            goes_on = true;
        }
    }
}

std::int32_t count_of(const std::vector<ReservedNumbers>& runs, const ServiceSettings& service) {
    std::int32_t count = 0;
    for (const ReservedNumbers& run : runs) {
        if (run.service == service.id && run.letter == service.letter)
            count += run.last - run.first + 1;
    }
    return count;
}

/// How many more numbers of the service kiosks may have: a part of its range, and of what its daily cap leaves.
std::int32_t room_of(const HallState& state, const ServiceSettings& service) {
    std::int32_t reserved = 0;
    std::int32_t unspent = 0;
    for (const Reserve& reserve : state.day.reserves) {
        if (reserve.service != service.id)
            continue;
        reserved += reserve.size();
        std::vector<ReservedNumbers> runs;
        add_unspent(state, reserve, runs);
        unspent += count_of(runs, service);
    }
    const std::int32_t numbers = service.last_number - service.first_number + 1;
    std::int32_t room = numbers / limits::reserved_share - reserved;
    if (service.daily_cap > 0) {
        const auto issued = state.day.issued.find(service.id);
        const std::int32_t left = service.daily_cap - (issued == state.day.issued.end() ? 0 : issued->second);
        room = std::min(room, left / limits::reserved_share - unspent);
    }
    return std::max(room, 0);
}

/// `wanted` free numbers from the top of the range downwards: the ordinary ones, from below, stay in order.
void reserve(const HallState& state, const DeviceId& device, const ServiceSettings& service, std::int32_t wanted,
             std::vector<Event>& events) {
    const auto letter = state.day.numbers.find(service.letter);
    std::int32_t serial = service.last_number;
    while (wanted > 0 && serial >= service.first_number) {
        const auto is_free = [&](std::int32_t each) {
            return letter == state.day.numbers.end() || !letter->second.used.test(static_cast<std::size_t>(each));
        };
        if (!is_free(serial)) {
            --serial;
            continue;
        }
        const std::int32_t last = serial;
        while (wanted > 0 && serial >= service.first_number && is_free(serial)) {
            --serial;
            --wanted;
        }
        events.emplace_back(NumbersReserved{device, service.id, service.letter, serial + 1, last});
    }
}

}  // namespace

Decision decide_on(const HallState& state, const ReserveNumbers&, const Asked& asked) {
    if (!state.devices.contains(asked.actor.device))
        return refused(Refusal::UnknownDevice);
    std::vector<ReservedNumbers> runs;
    for (const Reserve& reserve : state.day.reserves) {
        if (reserve.device == asked.actor.device)
            add_unspent(state, reserve, runs);
    }
    std::vector<Event> events;
    for (const ServiceSettings& service : state.settings.services) {
        const std::int32_t missing = limits::reserved_numbers - count_of(runs, service);
        reserve(state, asked.actor.device, service, std::min(missing, room_of(state, service)), events);
    }
    // A list that would be longer than an answer is not made longer.
    events.resize(std::min(events.size(), limits::reserved_ranges - runs.size()));
    for (const Event& event : events) {
        const auto& made = std::get<NumbersReserved>(event);
        runs.push_back({state.day.date, made.service, made.letter, made.first, made.last});
    }
    Decision decision = granted(state, asked, TicketId{}, std::move(events));
    decision.reply.reserved = std::move(runs);
    return decision;
}

/// Hours and the daily cap are not asked again: the person holds the number.
Decision decide_on(const HallState& state, const IssueReserved& command, const Asked& asked) {
    if (command.service_day != state.day.date)
        return refused(Refusal::DayIsOver);
    const Reserve* reserve = state.reserve_of(asked.actor.device, command.number);
    if (reserve == nullptr || reserve->service != command.service || state.is_given_out(command.number))
        return refused(Refusal::NotReserved, to_string(command.number));
    const ServiceSettings* service = state.settings.service(command.service);
    if (service == nullptr)
        return refused(Refusal::UnknownService);
    if (!is_ticket_token(command.token.value) || state.day.by_token.contains(command.token))
        return refused(Refusal::InvalidRequest, "token");
    // A category that new settings no longer have gives no head start.
    const CategorySettings* category = state.settings.category(command.category);
    const std::int64_t head_start_ms = category == nullptr ? 0 : std::int64_t{category->head_start_min} * minute_ms;
    const Instant issued_at = std::clamp(command.issued_at, reserve->since, asked.at);
    const TicketId id = make_ticket_id(state.day.date, static_cast<std::int32_t>(state.day.tickets.size()) + 1);
    TicketIssued event{id,
                       command.number,
                       command.token,
                       service->id,
                       category == nullptr ? CategoryId{} : command.category,
                       issued_at - head_start_ms,
                       known_language(state.settings, command.language),
                       issued_at};
    return granted(state, asked, id, {std::move(event)});
}

}  // namespace motcua::hall
