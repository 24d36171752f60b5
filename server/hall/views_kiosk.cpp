#include "server/hall/opening_hours.hpp"
#include "server/hall/views.hpp"

namespace motcua::hall {
namespace {

struct Use {
    std::int32_t waiting = 0;
    bool is_capped = false;
    bool is_exhausted = false;
};

Use use_of(const Day& day, const ServiceSettings& service) {
    Use use;
    if (const auto line = day.service_lines.find(service.id); line != day.service_lines.end())
        use.waiting = line->second.size();
    const auto issued = day.issued.find(service.id);
    use.is_capped = service.daily_cap > 0 && issued != day.issued.end() && issued->second >= service.daily_cap;
    if (const auto letter = day.numbers.find(service.letter); letter != day.numbers.end()) {
        const auto unused = ~letter->second.used;
        use.is_exhausted = unused._Find_next(static_cast<std::size_t>(service.first_number) - 1) >
                           static_cast<std::size_t>(service.last_number);
    }
    return use;
}

ServiceState state_of(const Use& use, bool is_open) {
    if (use.is_capped)
        return ServiceState::CapReached;
    if (use.is_exhausted)
        return ServiceState::NumbersOut;
    return is_open ? ServiceState::Open : ServiceState::Closed;
}

}  // namespace

KioskView make_kiosk_view(const HallState& state, Instant now) {
    const CentreSettings& centre = state.settings;
    const Date today = state.local_date(now);
    const bool is_day_of_tickets = state.day.has_begun && today <= state.day.date;
    KioskView view;
    view.hall = make_header(state, now);
    view.groups = centre.groups;
    view.categories = centre.categories;
    view.ticket_footer = centre.ticket_footer;
    for (const ServiceSettings& service : centre.services) {
        const Use use = is_day_of_tickets ? use_of(state.day, service) : Use{};
        KioskService shown{service.id,   service.group, service.letter,     service.name, service.hint,
                           service.icon, use.waiting,   ServiceState::Open, std::nullopt, std::nullopt};
        shown.state = state_of(use, is_open_at(centre, service, now));
        // Where today's numbers are gone, later sessions of today do not help.
        const Date first_day = use.is_capped || use.is_exhausted ? Date{today.days + 1} : today;
        if (shown.state != ServiceState::Open)
            shown.opens_at = next_opening(centre, service, now, first_day);
        else
            shown.closes_at = next_closing(centre, service, now);
        view.services.push_back(std::move(shown));
    }
    return view;
}

}  // namespace motcua::hall
