#include "shared/protocol/decode_pieces.hpp"

#include "shared/base/text.hpp"

namespace motcua::protocol {
namespace {

void take(const wire::PassedOver& from, Check& check, PassedOver& to) {
    check.number(from.number(), to.number, "number of a passed-over ticket");
    check.instant(from.arrival(), to.arrival, "arrival of a passed-over ticket");
    check.instant(from.virtual_arrival(), to.virtual_arrival, "virtual_arrival of a passed-over ticket");
    check.one_of(from.reason(), PassedOverReason::HeadStart, PassedOverReason::ChosenByStaff, to.reason,
                 "reason of a passed-over ticket");
}

void take(const wire::CallRecord& from, Check& check, CallRecord& to) {
    check.instant(from.at(), to.at, "time of a call");
    check.key(from.counter(), to.counter, "counter of a call");
    check.one_of(from.rule(), CallRule::SmallestVirtualArrival, CallRule::ChosenByStaff, to.rule, "rule of a call");
    check.instant(from.virtual_arrival(), to.virtual_arrival, "virtual_arrival of a call");
    check.list(from.passed_over(), limits::passed_over_listed, to.passed_over, "passed_over of a call",
               [&check](const wire::PassedOver& item, PassedOver& out) { take(item, check, out); });
    check.count(from.passed_over_count(), to.passed_over_count, "passed_over_count of a call");
    check.count(from.recalls(), to.recalls, "recalls of a call");
}

bool is_language_tag(std::string_view text) {
    return !text.empty() && text.size() <= limits::language_tag_bytes &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

}  // namespace

void Check::refuse(std::string_view what, const std::string& why) {
    if (problem_.empty())
        problem_ = std::string(what) + " " + why;
}

bool Check::fits(std::size_t size, std::size_t max, std::string_view what) {
    if (size > max)
        refuse(what, "has more than " + std::to_string(max) + " entries");
    return size <= max;
}

void Check::token(const std::string& from, TicketToken& to, std::string_view what) {
    if (!is_ticket_token(from))
        refuse(what, "is not a ticket's token (26 of a-z and 2-7)");
    else
        to.value = from;
}

void Check::token_or_none(const std::string& from, TicketToken& to, std::string_view what) {
    if (!from.empty())
        token(from, to, what);
}

void Check::line(const std::string& from, std::size_t max_bytes, std::string& to, std::string_view what) {
    if (from.size() > max_bytes)
        refuse(what, "is longer than " + std::to_string(max_bytes) + " bytes");
    else if (!is_utf8(from))
        refuse(what, "is not UTF-8");
    else if (!is_clean_line(from, max_bytes))
        refuse(what, "holds control characters or is not in NFC");
    else
        to = from;
}

void Check::language(const std::string& from, std::string& to, std::string_view what) {
    if (!is_language_tag(from))
        refuse(what, "is not a language tag");
    else
        to = from;
}

void Check::password(const std::string& from, std::string& to) {
    if (from.size() > limits::password_bytes)
        refuse("password", "is longer than " + std::to_string(limits::password_bytes) + " bytes");
    else
        to = from;
}

void Check::six_digits(const std::string& from, std::string& to, std::string_view what) {
    const bool is_good = from.size() == limits::pairing_code_digits &&
                         std::all_of(from.begin(), from.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_good)
        refuse(what, "is not six digits");
    else
        to = from;
}

void Check::instant(std::int64_t from, Instant& to, std::string_view what) {
    within(from, limits::instant_min_ms, limits::instant_max_ms, to.ms, what);
}

void Check::date(std::int32_t from, Date& to, std::string_view what) {
    std::int64_t days = 0;
    within(from, limits::date_min_days, limits::date_max_days, days, what);
    to.days = static_cast<std::int32_t>(days);
}

void Check::count(std::int32_t from, std::int32_t& to, std::string_view what) {
    if (from < 0)
        refuse(what, "is negative");
    else
        to = from;
}

void Check::within(std::int64_t from, std::int64_t first, std::int64_t last, std::int64_t& to, std::string_view what) {
    if (from < first || from > last)
        refuse(what, "is not within " + std::to_string(first) + " and " + std::to_string(last));
    else
        to = from;
}

void Check::refusal(int from, Refusal& to) {
    one_of(from, Refusal::None, static_cast<Refusal>(255), to, "refusal");
}

void Check::letter(std::uint32_t from, char& to, std::string_view what) {
    if (from < 'A' || from > 'Z')
        refuse(what, "is not a letter A to Z");
    else
        to = static_cast<char>(from);
}

void Check::text(const Repeated<wire::LocalText>& from, std::size_t max_bytes, LocalText& to, std::string_view what) {
    list(from, limits::languages, to.by_language, what, [this, max_bytes, what](const auto& item, auto& out) {
        language(item.language(), out.first, what);
        line(item.text(), max_bytes, out.second, what);
    });
}

void Check::number(const wire::TicketNumber& from, TicketNumber& to, std::string_view what) {
    letter(from.letter(), to.letter, what);
    if (from.serial() < 1 || from.serial() > static_cast<std::uint32_t>(limits::numbers_per_letter))
        refuse(what, "is not within 1 and 999");
    else
        to.serial = static_cast<std::int32_t>(from.serial());
}

void Check::ticket(const wire::TicketDetail& from, TicketDetail& to) {
    if (from.id() == 0)
        refuse("id of a ticket", "is missing");
    to.id.value = from.id();
    token_or_none(from.token(), to.token, "token of a ticket");
    number(from.number(), to.number, "number of a ticket");
    date(from.service_day(), to.service_day, "service_day of a ticket");
    key(from.service(), to.service, "service of a ticket");
    key_or_none(from.category(), to.category, "category of a ticket");
    one_of(from.state(), TicketState::Waiting, TicketState::Cancelled, to.state, "state of a ticket");
    instant(from.issued_at(), to.issued_at, "issued_at of a ticket");
    instant(from.virtual_arrival(), to.virtual_arrival, "virtual_arrival of a ticket");
    instant(from.changed_at(), to.changed_at, "changed_at of a ticket");
    key_or_none(from.counter(), to.counter, "counter of a ticket");
    key_or_none(from.reserved_for(), to.reserved_for, "reserved_for of a ticket");
    count(from.people_ahead(), to.people_ahead, "people_ahead of a ticket");
    line(from.note(), limits::note_bytes, to.note, "note of a ticket");
    list(from.calls(), limits::legs_per_ticket, to.calls, "calls of a ticket",
         [this](const wire::CallRecord& item, CallRecord& out) { take(item, *this, out); });
}

}  // namespace motcua::protocol
