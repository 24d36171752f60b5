#include "shared/protocol/decode_pieces.hpp"

namespace motcua::protocol {
namespace {

void take(const wire::HallHeader& from, Check& check, HallHeader& to) {
    to.version = from.version();
    check.instant(from.at(), to.at, "time of the hall");
    std::int64_t offset_min = 0;
    check.within(from.offset_min(), -limits::offset_max_min, limits::offset_max_min, offset_min, "offset_min");
    to.offset_min = static_cast<std::int32_t>(offset_min);
    check.text(from.agency(), limits::short_text_bytes, to.agency, "agency");
    check.text(from.branch(), limits::short_text_bytes, to.branch, "branch");
    check.list(from.languages(), limits::languages, to.languages, "languages",
               [&check](const std::string& item, std::string& out) { check.language(item, out, "languages"); });
}

// --- kiosk -----------------------------------------------------------------------------------------------------------

void take(const wire::Group& from, Check& check, GroupSettings& to) {
    check.key(from.id(), to.id, "id of a group");
    check.text(from.name(), limits::name_bytes, to.name, "name of a group");
    check.line(from.icon(), limits::icon_bytes, to.icon, "icon of a group");
}

void take(const wire::KioskService& from, Check& check, KioskService& to) {
    check.key(from.id(), to.id, "id of a service");
    check.key_or_none(from.group(), to.group, "group of a service");
    check.letter(from.letter(), to.letter, "letter of a service");
    check.text(from.name(), limits::name_bytes, to.name, "name of a service");
    check.text(from.hint(), limits::hint_bytes, to.hint, "hint of a service");
    check.line(from.icon(), limits::icon_bytes, to.icon, "icon of a service");
    check.count(from.waiting(), to.waiting, "waiting of a service");
    check.one_of(from.state(), ServiceState::Open, ServiceState::NumbersOut, to.state, "state of a service");
    if (from.has_opens_at())
        check.instant(from.opens_at(), to.opens_at.emplace(), "opens_at of a service");
    if (from.has_closes_at())
        check.instant(from.closes_at(), to.closes_at.emplace(), "closes_at of a service");
}

void take(const wire::Category& from, Check& check, CategorySettings& to) {
    check.key(from.id(), to.id, "id of a category");
    check.text(from.name(), limits::name_bytes, to.name, "name of a category");
    std::int64_t head_start_min = 0;
    check.within(from.head_start_min(), 0, limits::head_start_min, head_start_min, "head_start_min of a category");
    to.head_start_min = static_cast<std::int32_t>(head_start_min);
    check.line(from.icon(), limits::icon_bytes, to.icon, "icon of a category");
}

void take(const wire::KioskView& from, Check& check, KioskView& to) {
    take(from.hall(), check, to.hall);
    check.list(from.groups(), limits::groups, to.groups, "groups",
               [&check](const wire::Group& item, GroupSettings& out) { take(item, check, out); });
    check.list(from.services(), limits::services, to.services, "services",
               [&check](const wire::KioskService& item, KioskService& out) { take(item, check, out); });
    check.list(from.categories(), limits::categories, to.categories, "categories",
               [&check](const wire::Category& item, CategorySettings& out) { take(item, check, out); });
    check.text(from.ticket_footer(), limits::short_text_bytes, to.ticket_footer, "ticket_footer");
    check.line(from.ticket_url(), limits::url_bytes, to.ticket_url, "ticket_url");
}

// --- board -----------------------------------------------------------------------------------------------------------

void take(const wire::BoardCall& from, Check& check, BoardCall& to) {
    to.sequence = from.sequence();
    check.number(from.number(), to.number, "number of a call");
    check.key(from.counter(), to.counter, "counter of a call");
    check.line(from.counter_name(), limits::name_bytes, to.counter_name, "counter_name of a call");
    check.text(from.counter_label(), limits::name_bytes, to.counter_label, "counter_label of a call");
    check.instant(from.called_at(), to.called_at, "called_at of a call");
    check.count(from.recalls(), to.recalls, "recalls of a call");
    to.is_serving = from.is_serving();
}

void take(const wire::BoardView& from, Check& check, BoardView& to) {
    const auto take_call = [&check](const wire::BoardCall& item, BoardCall& out) { take(item, check, out); };
    take(from.hall(), check, to.hall);
    check.line(from.zone(), limits::name_bytes, to.zone, "zone");
    to.is_zone_unknown = from.is_zone_unknown();
    check.list(from.calls(), limits::board_calls, to.calls, "calls", take_call);
    check.list(from.missed(), limits::board_missed, to.missed, "missed", take_call);
    check.list(from.coming(), limits::board_coming, to.coming, "coming",
               [&check](const wire::TicketNumber& item, TicketNumber& out) { check.number(item, out, "coming"); });
    check.count(from.waiting(), to.waiting, "waiting");
    check.list(from.notices(), limits::notices, to.notices, "notices",
               [&check](const wire::Notice& item, LocalText& out) {
                   check.text(item.text(), limits::short_text_bytes, out, "notices");
               });
}

// --- counter ---------------------------------------------------------------------------------------------------------

void take(const wire::CounterTicket& from, Check& check, CounterTicket& to) {
    if (from.id() == 0)
        check.refuse("id of a ticket", "is missing");
    to.id.value = from.id();
    check.number(from.number(), to.number, "number of a ticket");
    check.key(from.service(), to.service, "service of a ticket");
    check.key_or_none(from.category(), to.category, "category of a ticket");
    check.one_of(from.state(), TicketState::Waiting, TicketState::Cancelled, to.state, "state of a ticket");
    check.instant(from.issued_at(), to.issued_at, "issued_at of a ticket");
    check.instant(from.virtual_arrival(), to.virtual_arrival, "virtual_arrival of a ticket");
    check.instant(from.changed_at(), to.changed_at, "changed_at of a ticket");
    check.count(from.recalls(), to.recalls, "recalls of a ticket");
    to.is_reserved = from.is_reserved();
    check.key_or_none(from.last_counter(), to.last_counter, "last_counter of a ticket");
    check.line(from.note(), limits::note_bytes, to.note, "note of a ticket");
}

void take_names(const wire::CounterView& from, Check& check, CounterView& to) {
    check.list(from.services(), limits::services, to.services, "services",
               [&check](const wire::NamedService& item, NamedService& out) {
                   check.key(item.id(), out.id, "id of a service");
                   check.text(item.name(), limits::name_bytes, out.name, "name of a service");
                   check.count(item.norm_min(), out.norm_min, "norm_min of a service");
                   out.is_mine = item.is_mine();
                   out.is_unserved = item.is_unserved();
               });
    check.list(from.counters(), limits::counters, to.counters, "counters",
               [&check](const wire::NamedCounter& item, NamedCounter& out) {
                   check.key(item.id(), out.id, "id of a counter");
                   check.text(item.label(), limits::name_bytes, out.label, "label of a counter");
                   check.one_of(item.state(), CounterState::Closed, CounterState::Paused, out.state,
                                "state of a counter");
               });
    check.list(from.categories(), limits::categories, to.categories, "categories",
               [&check](const wire::NamedCategory& item, NamedCategory& out) {
                   check.key(item.id(), out.id, "id of a category");
                   check.text(item.name(), limits::name_bytes, out.name, "name of a category");
               });
}

void take(const wire::CounterView& from, Check& check, CounterView& to) {
    const auto take_listed = [&check](const wire::CounterTicket& item, CounterTicket& out) { take(item, check, out); };
    take(from.hall(), check, to.hall);
    check.key(from.counter(), to.counter, "counter");
    check.text(from.label(), limits::name_bytes, to.label, "label");
    check.one_of(from.state(), CounterState::Closed, CounterState::Paused, to.state, "state of the counter");
    check.key_or_none(from.staff(), to.staff, "staff");
    check.line(from.staff_name(), limits::name_bytes, to.staff_name, "staff_name");
    check.key_or_none(from.device(), to.device, "device");
    check.line(from.pause_reason(), limits::note_bytes, to.pause_reason, "pause_reason");
    if (from.has_current())
        take(from.current(), check, to.current.emplace());
    check.list(from.waiting(), limits::counter_listed, to.waiting, "waiting", take_listed);
    check.count(from.waiting_count(), to.waiting_count, "waiting_count");
    check.list(from.held(), limits::counter_listed, to.held, "held", take_listed);
    check.list(from.missed(), limits::counter_listed, to.missed, "missed", take_listed);
    check.count(from.served_today(), to.served_today, "served_today");
    check.within(from.median_service_ms(), 0, limits::instant_max_ms, to.median_service_ms, "median_service_ms");
    take_names(from, check, to);
}

}  // namespace

bool take(const wire::ViewPush& from, Check& check, View& to) {
    switch (from.view_case()) {
        case wire::ViewPush::kKiosk:
            take(from.kiosk(), check, to.emplace<KioskView>());
            return true;
        case wire::ViewPush::kBoard:
            take(from.board(), check, to.emplace<BoardView>());
            return true;
        case wire::ViewPush::kCounter:
            take(from.counter(), check, to.emplace<CounterView>());
            return true;
        case wire::ViewPush::VIEW_NOT_SET:
            return false;
    }
    return false;
}

}  // namespace motcua::protocol
