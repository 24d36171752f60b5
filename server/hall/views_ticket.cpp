#include "server/hall/views.hpp"

#include <algorithm>

namespace motcua::hall {

HallHeader make_header(const HallState& state, Instant now) {
    HallHeader header;
    header.version = state.version;
    header.at = std::max(state.time, now);
    header.offset_min = offset_min_at(state.settings, now);
    header.agency = state.settings.agency;
    header.branch = state.settings.branch;
    header.languages = state.settings.languages;
    return header;
}

TicketDetail make_ticket_detail(const HallState& state, const Ticket& ticket) {
    TicketDetail detail;
    detail.id = ticket.id;
    detail.token = ticket.token;
    detail.number = ticket.number;
    detail.service_day = state.day.date;
    detail.service = ticket.service;
    detail.category = ticket.category;
    detail.state = ticket.state;
    detail.issued_at = ticket.issued_at;
    detail.virtual_arrival = ticket.virtual_arrival;
    detail.changed_at = ticket.changed_at;
    detail.counter = ticket.counter;
    detail.reserved_for = ticket.reserved_for;
    detail.people_ahead = state.people_ahead(ticket);
    detail.note = ticket.note;
    detail.calls = ticket.calls;
    return detail;
}

}  // namespace motcua::hall
