#include "shared/vocabulary/ticket.hpp"

#include <fmt/format.h>

#include "shared/vocabulary/limits.hpp"

namespace motcua {

std::string_view name_of(TicketState state) {
    switch (state) {
        case TicketState::Waiting:
            return "waiting";
        case TicketState::Called:
            return "called";
        case TicketState::Serving:
            return "serving";
        case TicketState::Held:
            return "held";
        case TicketState::Finished:
            return "finished";
        case TicketState::NoShow:
            return "no_show";
        case TicketState::Cancelled:
            return "cancelled";
    }
    return "unknown";
}

std::string_view name_of(PassedOverReason reason) {
    switch (reason) {
        case PassedOverReason::HeadStart:
            return "head_start";
        case PassedOverReason::NotServedHere:
            return "not_served_here";
        case PassedOverReason::OtherCounter:
            return "other_counter";
        case PassedOverReason::ChosenByStaff:
            return "chosen_by_staff";
    }
    return "unknown";
}

std::string_view name_of(CallRule rule) {
    switch (rule) {
        case CallRule::SmallestVirtualArrival:
            return "smallest_virtual_arrival";
        case CallRule::ChosenByStaff:
            return "chosen_by_staff";
    }
    return "unknown";
}

std::string to_string(TicketNumber number) {
    return fmt::format("{}{:03}", number.letter, number.serial);
}

std::optional<TicketNumber> parse_ticket_number(std::string_view text) {
    if (text.size() < 2)
        return std::nullopt;
    TicketNumber number;
    number.letter = text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
    if (number.letter < 'A' || number.letter > 'Z')
        return std::nullopt;
    text.remove_prefix(text[1] == '-' ? 2 : 1);
    if (text.empty() || text.size() > 3)
        return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number.serial = number.serial * 10 + (c - '0');
    }
    if (number.serial < 1 || number.serial > limits::numbers_per_letter)
        return std::nullopt;
    return number;
}

}  // namespace motcua
