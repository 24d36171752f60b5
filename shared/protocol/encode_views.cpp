#include "shared/protocol/encode_pieces.hpp"

namespace motcua::protocol {
static void put(const HallHeader& from, wire::HallHeader* to) {
    to->set_version(from.version);
    to->set_at(from.at.ms);
    to->set_offset_min(from.offset_min);
    put(from.agency, limits::short_text_bytes, to->mutable_agency());
    put(from.branch, limits::short_text_bytes, to->mutable_branch());
    put_list(from.languages, limits::languages, to->mutable_languages(),
             [](const std::string& tag, std::string* out) { *out = cut_to_bytes(tag, limits::language_tag_bytes); });
}

// --- kiosk -----------------------------------------------------------------------------------------------------------

static void put(const GroupSettings& from, wire::Group* to) {
    to->set_id(from.id.value);
    put(from.name, limits::name_bytes, to->mutable_name());
    to->set_icon(cut_to_bytes(from.icon, limits::icon_bytes));
}

static void put(const KioskService& from, wire::KioskService* to) {
    to->set_id(from.id.value);
    to->set_group(from.group.value);
    to->set_letter(static_cast<unsigned char>(from.letter));
    put(from.name, limits::name_bytes, to->mutable_name());
    put(from.hint, limits::hint_bytes, to->mutable_hint());
    to->set_icon(cut_to_bytes(from.icon, limits::icon_bytes));
    to->set_waiting(from.waiting);
    to->set_state(static_cast<wire::ServiceState>(from.state));
    if (from.opens_at)
        to->set_opens_at(from.opens_at->ms);
    if (from.closes_at)
        to->set_closes_at(from.closes_at->ms);
}

static void put(const CategorySettings& from, wire::Category* to) {
    to->set_id(from.id.value);
    put(from.name, limits::name_bytes, to->mutable_name());
    to->set_head_start_min(from.head_start_min);
    to->set_icon(cut_to_bytes(from.icon, limits::icon_bytes));
}

static void put(const KioskView& from, wire::KioskView* to) {
    put(from.hall, to->mutable_hall());
    put_list(from.groups, limits::groups, to->mutable_groups(),
             [](const GroupSettings& item, wire::Group* out) { put(item, out); });
    put_list(from.services, limits::services, to->mutable_services(),
             [](const KioskService& item, wire::KioskService* out) { put(item, out); });
    put_list(from.categories, limits::categories, to->mutable_categories(),
             [](const CategorySettings& item, wire::Category* out) { put(item, out); });
    put(from.ticket_footer, limits::short_text_bytes, to->mutable_ticket_footer());
    to->set_ticket_url(cut_to_bytes(from.ticket_url, limits::url_bytes));
}

// --- board -----------------------------------------------------------------------------------------------------------

static void put(const BoardCall& from, wire::BoardCall* to) {
    to->set_sequence(from.sequence);
    put(from.number, to->mutable_number());
    to->set_counter(from.counter.value);
    to->set_counter_name(cut_to_bytes(from.counter_name, limits::name_bytes));
    put(from.counter_label, limits::name_bytes, to->mutable_counter_label());
    to->set_called_at(from.called_at.ms);
    to->set_recalls(from.recalls);
    to->set_is_serving(from.is_serving);
}

static void put(const BoardView& from, wire::BoardView* to) {
    const auto put_call = [](const BoardCall& item, wire::BoardCall* out) { put(item, out); };
    put(from.hall, to->mutable_hall());
    to->set_zone(cut_to_bytes(from.zone, limits::name_bytes));
    to->set_is_zone_unknown(from.is_zone_unknown);
    put_list(from.calls, limits::board_calls, to->mutable_calls(), put_call);
    put_list(from.missed, limits::board_missed, to->mutable_missed(), put_call);
    put_list(from.coming, limits::board_coming, to->mutable_coming(),
             [](TicketNumber item, wire::TicketNumber* out) { put(item, out); });
    to->set_waiting(from.waiting);
    put_list(from.notices, limits::notices, to->mutable_notices(), [](const LocalText& item, wire::Notice* out) {
        put(item, limits::short_text_bytes, out->mutable_text());
    });
}

// --- counter ---------------------------------------------------------------------------------------------------------

static void put(const CounterTicket& from, std::size_t note_bytes, wire::CounterTicket* to) {
    to->set_id(from.id.value);
    put(from.number, to->mutable_number());
    to->set_service(from.service.value);
    to->set_category(from.category.value);
    to->set_state(static_cast<wire::TicketState>(from.state));
    to->set_issued_at(from.issued_at.ms);
    to->set_virtual_arrival(from.virtual_arrival.ms);
    to->set_changed_at(from.changed_at.ms);
    to->set_recalls(from.recalls);
    to->set_is_reserved(from.is_reserved);
    to->set_last_counter(from.last_counter.value);
    to->set_note(cut_to_bytes(from.note, note_bytes));
}

static void put_names(const CounterView& from, std::size_t languages, wire::CounterView* to) {
    put_list(from.services, limits::services, to->mutable_services(),
             [languages](const NamedService& item, wire::NamedService* out) {
                 out->set_id(item.id.value);
                 put(item.name, limits::name_bytes, out->mutable_name(), languages);
                 out->set_norm_min(item.norm_min);
                 out->set_is_mine(item.is_mine);
                 out->set_is_unserved(item.is_unserved);
             });
    put_list(from.counters, limits::counters, to->mutable_counters(),
             [languages](const NamedCounter& item, wire::NamedCounter* out) {
                 out->set_id(item.id.value);
                 put(item.label, limits::name_bytes, out->mutable_label(), languages);
                 out->set_state(static_cast<wire::CounterState>(item.state));
             });
    put_list(from.categories, limits::categories, to->mutable_categories(),
             [languages](const NamedCategory& item, wire::NamedCategory* out) {
                 out->set_id(item.id.value);
                 put(item.name, limits::name_bytes, out->mutable_name(), languages);
             });
}

static void put(const CounterView& from, Fullness fullness, wire::CounterView* to) {
    const std::size_t note_bytes = fullness == Fullness::Whole ? limits::note_bytes : limits::listed_note_bytes;
    const auto put_listed = [note_bytes](const CounterTicket& item, wire::CounterTicket* out) {
        put(item, note_bytes, out);
    };
    put(from.hall, to->mutable_hall());
    to->set_counter(from.counter.value);
    put(from.label, limits::name_bytes, to->mutable_label());
    to->set_state(static_cast<wire::CounterState>(from.state));
    to->set_staff(from.staff.value);
    to->set_staff_name(cut_to_bytes(from.staff_name, limits::name_bytes));
    to->set_device(from.device.value);
    to->set_pause_reason(cut_to_bytes(from.pause_reason, limits::note_bytes));
    if (from.current)
        put(*from.current, limits::note_bytes, to->mutable_current());
    put_list(from.waiting, limits::counter_listed, to->mutable_waiting(), put_listed);
    to->set_waiting_count(from.waiting_count);
    put_list(from.held, limits::counter_listed, to->mutable_held(), put_listed);
    put_list(from.missed, limits::counter_listed, to->mutable_missed(), put_listed);
    to->set_served_today(from.served_today);
    to->set_median_service_ms(from.median_service_ms);
    put_names(from, fullness == Fullness::OneLanguage ? 1 : limits::languages, to);
}

void put(const View& from, Fullness fullness, wire::ViewPush* to) {
    if (const auto* kiosk = std::get_if<KioskView>(&from))
        put(*kiosk, to->mutable_kiosk());
    if (const auto* board = std::get_if<BoardView>(&from))
        put(*board, to->mutable_board());
    if (const auto* counter = std::get_if<CounterView>(&from))
        put(*counter, fullness, to->mutable_counter());
}

}  // namespace motcua::protocol
