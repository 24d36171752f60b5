#include "kiosk/printer/ticket_paper.hpp"

#include "shared/base/filled.hpp"

namespace motcua::kiosk {
namespace {

PaperWords words_in(const Language& language, const std::string& tag, const TicketDetail& ticket, const KioskView& view,
                    bool is_own) {
    PaperWords words;
    words.heading = language.tr("QUEUE TICKET");
    for (const auto& service : view.services) {
        if (service.id == ticket.service)
            words.service = service.name.in(tag);
    }
    words.ahead = is_own ? language.tr("Given by this kiosk itself, valid.")
                         : filled(language.tr("Waiting before you: {}"), ticket.people_ahead);
    words.footer = view.ticket_footer.in(tag);
    return words;
}

}  // namespace

TicketPaper ticket_paper(const TicketDetail& ticket, const KioskView& view, const Language& vietnamese,
                         const Language& citizen, bool is_own) {
    TicketPaper paper;
    paper.agency = view.hall.agency.in("vi");
    paper.branch = view.hall.branch.in("vi");
    paper.number = to_string(ticket.number);
    const LocalTime issued = local_time(ticket.issued_at, view.hall.offset_min);
    paper.issued = hhmm(issued.minute_of_day) + "  " + ddmmyyyy(issued.date);
    if (!ticket.token.empty() && !view.ticket_url.empty())
        paper.qr_text = view.ticket_url + ticket.token.value;
    paper.vietnamese = words_in(vietnamese, "vi", ticket, view, is_own);
    if (citizen.tag() != vietnamese.tag()) {
        paper.second = words_in(citizen, citizen.tag(), ticket, view, is_own);
        // A text the centre wrote in one language only is printed once.
        if (paper.second.service == paper.vietnamese.service)
            paper.second.service.clear();
        if (paper.second.footer == paper.vietnamese.footer)
            paper.second.footer.clear();
    }
    return paper;
}

}  // namespace motcua::kiosk
