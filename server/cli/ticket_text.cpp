// One ticket for a person, with the reason of every call.
#include <fmt/format.h>

#include "server/cli/text_output.hpp"
#include "shared/base/filled.hpp"

namespace motcua::cli {
namespace {

std::string rule_text(CallRule rule, const Language& language) {
    switch (rule) {
        case CallRule::SmallestVirtualArrival:
            return language.tr("the earliest counted arrival of those this counter serves");
        case CallRule::ChosenByStaff:
            return language.tr("chosen by the clerk");
    }
    return std::string(name_of(rule));
}

std::string reason_text(PassedOverReason reason, const Language& language) {
    switch (reason) {
        case PassedOverReason::HeadStart:
            return language.tr("came earlier, but the called ticket has a head start");
        case PassedOverReason::NotServedHere:
            return language.tr("its service is not served at this counter");
        case PassedOverReason::OtherCounter:
            return language.tr("waits for another counter");
        case PassedOverReason::ChosenByStaff:
            return language.tr("the clerk chose the called ticket out of turn");
    }
    return std::string(name_of(reason));
}

std::string call_text(const CallRecord& call, const Language& language, std::int32_t offset_min) {
    const auto clock = [&](Instant at) { return clock_text(at, offset_min); };
    std::string text = "  " +
                       filled(language.tr("{} to counter {}: {} (counted from {})"), clock(call.at), call.counter.value,
                              rule_text(call.rule, language), clock(call.virtual_arrival)) +
                       "\n";
    if (call.recalls > 0)
        text += "    " +
                filled(language.tr_n("called again {} time", "called again {} times", call.recalls), call.recalls) +
                "\n";
    if (call.passed_over_count == 0)
        text += "    " + language.tr("nobody was passed over") + "\n";
    for (const auto& person : call.passed_over)
        text += "    " +
                filled(language.tr("passed over {} (came {}, counted from {}): {}"), to_string(person.number),
                       clock(person.arrival), clock(person.virtual_arrival), reason_text(person.reason, language)) +
                "\n";
    const auto more = call.passed_over_count - static_cast<std::int32_t>(call.passed_over.size());
    if (more > 0)
        text += "    " + filled(language.tr_n("and {} more", "and {} more", more), more) + "\n";
    return text;
}

}  // namespace

std::string state_text(TicketState state, const Language& language) {
    switch (state) {
        case TicketState::Waiting:
            return language.tr("waiting");
        case TicketState::Called:
            return language.tr("called");
        case TicketState::Serving:
            return language.tr("being served");
        case TicketState::Held:
            return language.tr("put aside");
        case TicketState::Finished:
            return language.tr("finished");
        case TicketState::NoShow:
            return language.tr("did not come");
        case TicketState::Cancelled:
            return language.tr("cancelled");
    }
    return std::string(name_of(state));
}

std::string clock_text(Instant at, std::int32_t offset_min) {
    const LocalTime local = local_time(at, offset_min);
    return fmt::format("{}:{:02}", hhmm(local.minute_of_day), local.second);
}

std::string ticket_text(const TicketDetail& ticket, bool explains_calls, const Language& language,
                        std::int32_t offset_min) {
    std::string text =
        fmt::format("{}  {}  {}", to_string(ticket.number), ticket.service.value, state_text(ticket.state, language));
    if (!ticket.category.empty())
        text += "  " + ticket.category.value;
    if (!ticket.counter.empty() && ticket.state != TicketState::Waiting)  // who was sent on is at no counter
        text += "  " + filled(language.tr("counter {}"), ticket.counter.value);
    if (ticket.state == TicketState::Waiting)
        text += "  " +
                filled(language.tr_n("{} person ahead", "{} people ahead", ticket.people_ahead), ticket.people_ahead);
    text += "\n";
    if (!ticket.token.empty())
        text += "  " + filled(language.tr("token {}"), ticket.token.value) + "\n";
    if (!explains_calls)
        return text;
    text += "  " +
            filled(language.tr("issued {} on {}, counted from {}"), clock_text(ticket.issued_at, offset_min),
                   ddmmyyyy(ticket.service_day), clock_text(ticket.virtual_arrival, offset_min)) +
            "\n";
    if (!ticket.reserved_for.empty())
        text += "  " + filled(language.tr("waits for counter {}"), ticket.reserved_for.value) + "\n";
    if (!ticket.note.empty())
        text += "  " + filled(language.tr("note: {}"), ticket.note) + "\n";
    for (const auto& call : ticket.calls)
        text += call_text(call, language, offset_min);
    return text;
}

}  // namespace motcua::cli
