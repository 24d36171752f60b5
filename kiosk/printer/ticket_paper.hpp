#pragma once
// The words of one ticket on paper: Vietnamese, and the citizen's language beside it when that is another.
// Nothing of category or person is ever in it. Pure.

#include <string>

#include "shared/language/language.hpp"
#include "shared/vocabulary/ticket.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::kiosk {

/// The lines that exist in both languages.
struct PaperWords {
    std::string heading;
    std::string service;
    std::string ahead;
    std::string footer;
    bool operator==(const PaperWords&) const = default;
    bool empty() const { return heading.empty(); }
};

struct TicketPaper {
    std::string agency;
    std::string branch;
    std::string number;
    std::string issued;   ///< local time and date
    std::string qr_text;  ///< empty: no code
    PaperWords vietnamese;
    PaperWords second;  ///< empty when the citizen reads Vietnamese
    bool operator==(const TicketPaper&) const = default;
};

/// `is_own`: given out by the kiosk while there was no server; instead of who waits before it, it says so.
TicketPaper ticket_paper(const TicketDetail& ticket, const KioskView& view, const Language& vietnamese,
                         const Language& citizen, bool is_own = false);

}  // namespace motcua::kiosk
