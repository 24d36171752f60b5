#include "shared/protocol/encode_pieces.hpp"

namespace motcua::protocol {
static void put(const PassedOver& from, wire::PassedOver* to) {
    put(from.number, to->mutable_number());
    to->set_arrival(from.arrival.ms);
    to->set_virtual_arrival(from.virtual_arrival.ms);
    to->set_reason(static_cast<wire::PassedOverReason>(from.reason));
}

static void put(const CallRecord& from, wire::CallRecord* to) {
    to->set_at(from.at.ms);
    to->set_counter(from.counter.value);
    to->set_rule(static_cast<wire::CallRule>(from.rule));
    to->set_virtual_arrival(from.virtual_arrival.ms);
    put_list(from.passed_over, limits::passed_over_listed, to->mutable_passed_over(),
             [](const PassedOver& item, wire::PassedOver* out) { put(item, out); });
    to->set_passed_over_count(from.passed_over_count);
    to->set_recalls(from.recalls);
}

std::string cleaned(const std::string& text, std::size_t max_bytes) {
    if (is_clean_line(text, max_bytes))
        return text;
    return cut_to_bytes(is_utf8(text) ? without_controls(*nfc(text)) : escaped_for_log(text, max_bytes), max_bytes);
}

void put(const LocalText& from, std::size_t max_bytes, Repeated<wire::LocalText>* to, std::size_t max_languages) {
    put_list(from.by_language, max_languages, to, [max_bytes](const auto& item, wire::LocalText* out) {
        out->set_language(cut_to_bytes(item.first, limits::language_tag_bytes));
        out->set_text(cut_to_bytes(item.second, max_bytes));
    });
}

void put(TicketNumber from, wire::TicketNumber* to) {
    to->set_letter(static_cast<unsigned char>(from.letter));
    to->set_serial(static_cast<std::uint32_t>(from.serial));
}

void put(const TicketDetail& from, TicketParts parts, wire::TicketDetail* to) {
    to->set_id(from.id.value);
    to->set_token(from.token.value);
    put(from.number, to->mutable_number());
    to->set_service_day(from.service_day.days);
    to->set_service(from.service.value);
    to->set_category(from.category.value);
    to->set_state(static_cast<wire::TicketState>(from.state));
    to->set_issued_at(from.issued_at.ms);
    to->set_virtual_arrival(from.virtual_arrival.ms);
    to->set_changed_at(from.changed_at.ms);
    to->set_counter(from.counter.value);
    to->set_reserved_for(from.reserved_for.value);
    to->set_people_ahead(from.people_ahead);
    if (parts == TicketParts::WithoutStory)
        return;
    to->set_note(cut_to_bytes(from.note, limits::note_bytes));
    const std::size_t left_out = from.calls.size() - std::min<std::size_t>(from.calls.size(), limits::legs_per_ticket);
    for (std::size_t i = left_out; i < from.calls.size(); ++i)
        put(from.calls[i], to->add_calls());
}

}  // namespace motcua::protocol
