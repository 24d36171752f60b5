#include "kiosk/model/own_numbers.hpp"

namespace motcua::kiosk {

void OwnNumbers::replace(std::vector<ReservedNumbers> runs) {
    runs_ = std::move(runs);
}

void OwnNumbers::belong_to(const Owner& owner) {
    if (owner_ == owner)
        return;
    drop();
    owner_ = owner;
}

std::optional<TicketNumber> OwnNumbers::next(const ServiceId& service, Date day) const {
    for (const ReservedNumbers& run : runs_) {
        if (run.service != service || run.service_day != day)
            continue;
        for (std::int32_t serial = run.first; serial <= run.last; ++serial) {
            if (const TicketNumber number{run.letter, serial}; !is_spent(number, day))
                return number;
        }
    }
    return std::nullopt;
}

std::int32_t OwnNumbers::left(const ServiceId& service, Date day) const {
    std::int32_t count = 0;
    for (const ReservedNumbers& run : runs_) {
        if (run.service != service || run.service_day != day)
            continue;
        for (std::int32_t serial = run.first; serial <= run.last; ++serial)
            count += is_spent({run.letter, serial}, day) ? 0 : 1;
    }
    return count;
}

void OwnNumbers::spend(TicketNumber number, Date day) {
    if (spent_day_ != day)
        spent_.clear();
    spent_day_ = day;
    spent_.insert(number);
}

bool OwnNumbers::is_spent(TicketNumber number, Date day) const {
    return spent_day_ == day && spent_.contains(number);
}

}  // namespace motcua::kiosk
