#include "kiosk/model/opening_text.hpp"

#include "shared/base/filled.hpp"

namespace motcua::kiosk {

std::string opening_text(const Language& language, std::optional<Instant> at, Instant now, std::int32_t offset_min,
                         OpeningLength length) {
    static const char* const weekdays[] = {MOTCUA_N("Monday"),   MOTCUA_N("Tuesday"), MOTCUA_N("Wednesday"),
                                           MOTCUA_N("Thursday"), MOTCUA_N("Friday"),  MOTCUA_N("Saturday"),
                                           MOTCUA_N("Sunday")};
    if (!at)
        return {};
    const LocalTime opens = local_time(*at, offset_min);
    const std::int32_t days = opens.date.days - local_time(now, offset_min).date.days;
    const std::string time = hhmm(opens.minute_of_day);
    if (days <= 0)
        return filled(language.tr("Opens at {}"), time);
    if (days == 1)
        return filled(language.tr("Opens tomorrow at {}"), time);
    // Within the fortnight that a view looks ahead, the year says nothing.
    const std::string day_and_month = ddmmyyyy(opens.date).substr(0, 5);
    if (length == OpeningLength::Short)
        return filled(language.tr("Opens {0}, {1}"), day_and_month, time);
    return filled(language.tr("Opens on {0} {1} at {2}"), language.tr(weekdays[weekday_of(opens.date)]), day_and_month,
                  time);
}

}  // namespace motcua::kiosk
