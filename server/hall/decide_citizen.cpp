// What a citizen asks: a number, or to give it back.
#include <algorithm>

#include "server/hall/opening_hours.hpp"
#include "server/hall/rules.hpp"
#include "shared/base/broken.hpp"

namespace motcua::hall {
namespace {

Decision refused_as_closed(const HallState& state, const ServiceSettings& service, const Asked& asked, Date first_day) {
    const CentreSettings& centre = state.settings;
    const Date today = state.local_date(asked.at);
    const bool has_any_session =
        std::any_of(centre.services.begin(), centre.services.end(),
                    [&](const ServiceSettings& each) { return has_session_on(centre, each, today); });
    Decision decision = refused(has_any_session ? Refusal::ServiceClosed : Refusal::HallClosed);
    decision.reply.opens_at = next_opening(centre, service, asked.at, first_day);
    return decision;
}

/// Numbers are given again on a later day.
Decision refused_as_used_up(const HallState& state, const ServiceSettings& service, const Asked& asked, Refusal why) {
    Decision decision =
        refused(why, why == Refusal::DailyCapReached ? std::to_string(service.daily_cap) : std::string());
    decision.reply.opens_at =
        next_opening(state.settings, service, asked.at, Date{state.local_date(asked.at).days + 1});
    return decision;
}

/// The smallest number of the service's range that its letter has not given out today; 0 = none left.
std::int32_t next_serial(const HallState& state, const ServiceSettings& service) {
    const auto found = state.day.numbers.find(service.letter);
    if (found == state.day.numbers.end())
        return service.first_number;
    if (MOTCUA_BROKEN(NumberFromCount))
        return service.first_number + static_cast<std::int32_t>(found->second.ordinal_of.size());
    const auto unused = ~found->second.used;
    const std::size_t serial = unused._Find_next(static_cast<std::size_t>(service.first_number) - 1);
    return serial <= static_cast<std::size_t>(service.last_number) ? static_cast<std::int32_t>(serial) : 0;
}

}  // namespace

std::string known_language(const CentreSettings& centre, const std::string& asked_for) {
    if (std::find(centre.languages.begin(), centre.languages.end(), asked_for) != centre.languages.end())
        return asked_for;
    return centre.languages.empty() ? std::string() : centre.languages.front();
}

Decision decide_on(const HallState& state, const IssueTicket& command, const Asked& asked) {
    const ServiceSettings* service = state.settings.service(command.service);
    if (service == nullptr)
        return refused(Refusal::UnknownService);
    const CategorySettings* category = state.settings.category(command.category);
    if (category == nullptr && !command.category.empty())
        return refused(Refusal::UnknownCategory);
    if (!is_ticket_token(command.token.value) || state.day.by_token.contains(command.token))
        return refused(Refusal::InvalidRequest, "token");
    const auto issued = state.day.issued.find(service->id);
    const std::int32_t issued_today = issued == state.day.issued.end() ? 0 : issued->second;
    const bool is_capped = service->daily_cap > 0 && issued_today >= service->daily_cap;
    const std::int32_t serial = next_serial(state, *service);
    if (!is_open_at(state.settings, *service, asked.at)) {
        // Where today's numbers are gone, later sessions of today do not help.
        const Date today = state.local_date(asked.at);
        return refused_as_closed(state, *service, asked, is_capped || serial == 0 ? Date{today.days + 1} : today);
    }
    if (is_capped || serial == 0)
        return refused_as_used_up(state, *service, asked,
                                  is_capped ? Refusal::DailyCapReached : Refusal::NumbersExhausted);

    const std::int64_t head_start_ms = category == nullptr ? 0 : std::int64_t{category->head_start_min} * minute_ms;
    const auto ordinal = static_cast<std::int32_t>(state.day.tickets.size()) + 1;
    const TicketId id = make_ticket_id(state.day.date, ordinal);
    TicketIssued event{id,
                       TicketNumber{service->letter, serial},
                       command.token,
                       service->id,
                       command.category,
                       asked.at - (MOTCUA_BROKEN(HeadStartTwice) ? 2 * head_start_ms : head_start_ms),
                       known_language(state.settings, command.language)};
    return granted(state, asked, id, {std::move(event)});
}

Decision decide_on(const HallState& state, const CancelTicket& command, const Asked& asked) {
    const auto found = state.day.by_token.find(command.token);
    if (found == state.day.by_token.end())
        return refused(Refusal::UnknownTicket);
    const Ticket& ticket = state.at_ordinal(found->second);
    if (ticket.state != TicketState::Waiting && ticket.state != TicketState::Held)
        return refused(Refusal::WrongState, std::string(name_of(ticket.state)));
    return granted(state, asked, ticket.id, {TicketCancelled{ticket.id, /*day_end=*/false}});
}

}  // namespace motcua::hall
