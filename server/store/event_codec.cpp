#include "server/store/event_codec.hpp"

#include "server/store/codec_parts.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::store {
namespace {

using namespace hall;  // the events

// --- writing: one overload an event ----------------------------------------------------------------------------------

void write(const SettingsImported& event, pb::Record& record) {
    store::write(event.settings, *record.mutable_settings_imported()->mutable_settings());
}
void write(const DeviceAccepted& event, pb::Record& record) {
    auto& message = *record.mutable_device_accepted();
    message.set_device(event.device.value);
    message.set_role(static_cast<std::uint32_t>(event.role));
    message.set_name(event.name);
    message.set_key(event.key.data(), event.key.size());
    message.set_counter(event.counter.value);
}
void write(const DeviceRevoked& event, pb::Record& record) {
    record.mutable_device_revoked()->set_device(event.device.value);
}
void write(const StaffAdded& event, pb::Record& record) {
    auto& message = *record.mutable_staff_added();
    message.set_login(event.login.value);
    message.set_name(event.name);
    message.set_password_hash(event.password_hash);
}
void write(const StaffRemoved& event, pb::Record& record) {
    record.mutable_staff_removed()->set_login(event.login.value);
}
void write(const DayOpened& event, pb::Record& record) {
    record.mutable_day_opened()->set_day(event.day.days);
}
void write(const TicketIssued& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_issued();
    message.set_ticket(event.ticket.value);
    store::write(event.number, *message.mutable_number());
    message.set_token(event.token.value);
    message.set_service(event.service.value);
    message.set_category(event.category.value);
    message.set_virtual_arrival(event.virtual_arrival.ms);
    message.set_language(event.language);
    if (event.issued_at)
        message.set_issued_at(event.issued_at->ms);
}
void write(const NumbersReserved& event, pb::Record& record) {
    auto& message = *record.mutable_numbers_reserved();
    message.set_device(event.device.value);
    message.set_service(event.service.value);
    store::write(TicketNumber{event.letter, event.first}, *message.mutable_first());
    message.set_last(event.last);
}
void write(const RequestRefused& event, pb::Record& record) {
    auto& message = *record.mutable_request_refused();
    message.set_request(event.request);
    message.set_refusal(static_cast<std::uint32_t>(event.refusal));
    message.set_about(event.about);
    message.set_from(event.from);
    message.set_left_out(event.left_out);
}
void write(const TicketCalled& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_called();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
    message.set_rule(static_cast<std::uint32_t>(event.rule));
    message.set_virtual_arrival(event.virtual_arrival.ms);
    for (const PassedOver& passed : event.passed_over)
        store::write(passed, *message.add_passed_over());
    message.set_passed_over_count(event.passed_over_count);
    message.set_back_to(event.back_to.value);
}
void write(const TicketRecalled& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_recalled();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
}
void write(const ServiceStarted& event, pb::Record& record) {
    auto& message = *record.mutable_service_started();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
}
void write(const ServiceFinished& event, pb::Record& record) {
    auto& message = *record.mutable_service_finished();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
    message.set_day_end(event.day_end);
}
void write(const TicketMissed& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_missed();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
}
void write(const TicketHeld& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_held();
    message.set_ticket(event.ticket.value);
    message.set_counter(event.counter.value);
    message.set_note(event.note);
}
void write(const TicketTransferred& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_transferred();
    message.set_ticket(event.ticket.value);
    message.set_from_counter(event.from_counter.value);
    message.set_to_service(event.to_service.value);
    message.set_to_counter(event.to_counter.value);
    message.set_note(event.note);
}
void write(const TicketCancelled& event, pb::Record& record) {
    auto& message = *record.mutable_ticket_cancelled();
    message.set_ticket(event.ticket.value);
    message.set_day_end(event.day_end);
}
void write(const CounterOpened& event, pb::Record& record) {
    auto& message = *record.mutable_counter_opened();
    message.set_counter(event.counter.value);
    message.set_staff(event.staff.value);
    message.set_took_over(event.took_over);
}
void write(const CounterClosed& event, pb::Record& record) {
    auto& message = *record.mutable_counter_closed();
    message.set_counter(event.counter.value);
    message.set_day_end(event.day_end);
}
void write(const CounterPaused& event, pb::Record& record) {
    auto& message = *record.mutable_counter_paused();
    message.set_counter(event.counter.value);
    message.set_reason(event.reason);
}
void write(const CounterResumed& event, pb::Record& record) {
    record.mutable_counter_resumed()->set_counter(event.counter.value);
}

// --- reading ---------------------------------------------------------------------------------------------------------

bool read(const pb::DeviceAccepted& message, DeviceAccepted& event) {
    event.device.value = message.device();
    event.name = message.name();
    event.counter.value = message.counter();
    if (message.key().size() != event.key.size())
        return false;
    std::copy(message.key().begin(), message.key().end(), event.key.begin());
    return read_enum(message.role(), Role::Unproven, Role::Admin, event.role);
}

bool read(const pb::TicketIssued& message, TicketIssued& event) {
    event.ticket.value = message.ticket();
    event.token.value = message.token();
    event.service.value = message.service();
    event.category.value = message.category();
    event.virtual_arrival.ms = message.virtual_arrival();
    event.language = message.language();
    if (message.has_issued_at())
        event.issued_at = Instant{message.issued_at()};
    return store::read(message.number(), event.number);
}

bool read(const pb::NumbersReserved& message, NumbersReserved& event) {
    TicketNumber first;
    event.device.value = message.device();
    event.service.value = message.service();
    event.last = message.last();
    if (!store::read(message.first(), first))
        return false;
    event.letter = first.letter;
    event.first = first.serial;
    return true;
}

bool read(const pb::RequestRefused& message, RequestRefused& event) {
    event.request = message.request();
    event.about = message.about();
    event.from = message.from();
    event.left_out = message.left_out();
    event.refusal = static_cast<Refusal>(message.refusal());  // a newer program's is kept by its number
    return message.refusal() <= 255;
}

bool read(const pb::TicketCalled& message, TicketCalled& event) {
    event.ticket.value = message.ticket();
    event.counter.value = message.counter();
    event.virtual_arrival.ms = message.virtual_arrival();
    for (const auto& passed : message.passed_over())
        if (!store::read(passed, event.passed_over.emplace_back()))
            return false;
    event.passed_over_count = message.passed_over_count();
    event.back_to.value = message.back_to();
    return read_enum(message.rule(), CallRule::SmallestVirtualArrival, CallRule::ChosenByStaff, event.rule);
}

TicketTransferred transferred(const pb::TicketTransferred& message) {
    return {TicketId{message.ticket()}, CounterId{message.from_counter()}, ServiceId{message.to_service()},
            CounterId{message.to_counter()}, message.note()};
}

/// Events whose fields may have any value.
bool read_plain(const pb::Record& record, Event& event) {
    switch (record.event_case()) {
        case pb::Record::kDeviceRevoked:
            event = DeviceRevoked{DeviceId{record.device_revoked().device()}};
            return true;
        case pb::Record::kStaffAdded:
            event = StaffAdded{StaffId{record.staff_added().login()}, record.staff_added().name(),
                               record.staff_added().password_hash()};
            return true;
        case pb::Record::kStaffRemoved:
            event = StaffRemoved{StaffId{record.staff_removed().login()}};
            return true;
        case pb::Record::kDayOpened:
            event = DayOpened{Date{record.day_opened().day()}};
            return true;
        case pb::Record::kTicketTransferred:
            event = transferred(record.ticket_transferred());
            return true;
        case pb::Record::kTicketCancelled:
            event = TicketCancelled{TicketId{record.ticket_cancelled().ticket()}, record.ticket_cancelled().day_end()};
            return true;
        case pb::Record::kCounterOpened:
            event = CounterOpened{CounterId{record.counter_opened().counter()},
                                  StaffId{record.counter_opened().staff()}, record.counter_opened().took_over()};
            return true;
        case pb::Record::kCounterClosed:
            event = CounterClosed{CounterId{record.counter_closed().counter()}, record.counter_closed().day_end()};
            return true;
        case pb::Record::kCounterPaused:
            event = CounterPaused{CounterId{record.counter_paused().counter()}, record.counter_paused().reason()};
            return true;
        case pb::Record::kCounterResumed:
            event = CounterResumed{CounterId{record.counter_resumed().counter()}};
            return true;
        default:
            return false;
    }
}

/// Events of one ticket at one counter.
template <class E, class Message>
E at_counter(const Message& message) {
    E event;
    event.ticket.value = message.ticket();
    event.counter.value = message.counter();
    return event;
}

bool read(const pb::Record& record, Event& event) {
    switch (record.event_case()) {
        case pb::Record::kSettingsImported:
            return store::read(record.settings_imported().settings(), event.emplace<SettingsImported>().settings);
        case pb::Record::kDeviceAccepted:
            return read(record.device_accepted(), event.emplace<DeviceAccepted>());
        case pb::Record::kTicketIssued:
            return read(record.ticket_issued(), event.emplace<TicketIssued>());
        case pb::Record::kNumbersReserved:
            return read(record.numbers_reserved(), event.emplace<NumbersReserved>());
        case pb::Record::kRequestRefused:
            return read(record.request_refused(), event.emplace<RequestRefused>());
        case pb::Record::kTicketCalled:
            return read(record.ticket_called(), event.emplace<TicketCalled>());
        case pb::Record::kTicketRecalled:
            event = at_counter<TicketRecalled>(record.ticket_recalled());
            return true;
        case pb::Record::kServiceStarted:
            event = at_counter<ServiceStarted>(record.service_started());
            return true;
        case pb::Record::kTicketMissed:
            event = at_counter<TicketMissed>(record.ticket_missed());
            return true;
        case pb::Record::kServiceFinished: {
            auto finished = at_counter<ServiceFinished>(record.service_finished());
            finished.day_end = record.service_finished().day_end();
            event = finished;
            return true;
        }
        case pb::Record::kTicketHeld: {
            auto held = at_counter<TicketHeld>(record.ticket_held());
            held.note = record.ticket_held().note();
            event = held;
            return true;
        }
        default:
            return read_plain(record, event);
    }
}

bool read(const pb::Record& message, EventRecord& record) {
    record.at.ms = message.at();
    record.service_day.days = message.service_day();
    record.actor.device.value = message.actor().device();
    record.actor.staff.value = message.actor().staff();
    return read_enum(message.actor().role(), Role::Unproven, Role::Admin, record.actor.role) &&
           read(message, record.event);
}

}  // namespace

bool read_letter(std::uint32_t code, char& letter) {
    if (code < 'A' || code > 'Z')
        return false;
    letter = static_cast<char>(code);
    return true;
}

void write(TicketNumber number, pb::Number& message) {
    message.set_letter(static_cast<unsigned char>(number.letter));
    message.set_serial(number.serial);
}

bool read(const pb::Number& message, TicketNumber& number) {
    number.serial = message.serial();
    return read_letter(message.letter(), number.letter) && number.serial >= 0 &&
           number.serial <= motcua::limits::numbers_per_letter;
}

void write(const PassedOver& passed, pb::PassedOver& message) {
    write(passed.number, *message.mutable_number());
    message.set_arrival(passed.arrival.ms);
    message.set_virtual_arrival(passed.virtual_arrival.ms);
    message.set_reason(static_cast<std::uint32_t>(passed.reason));
}

bool read(const pb::PassedOver& message, PassedOver& passed) {
    passed.arrival.ms = message.arrival();
    passed.virtual_arrival.ms = message.virtual_arrival();
    return read(message.number(), passed.number) &&
           read_enum(message.reason(), PassedOverReason::HeadStart, PassedOverReason::ChosenByStaff, passed.reason);
}

std::string encode_event(const HallId& hall, std::uint64_t sequence, const EventRecord& record) {
    pb::Record message;
    message.set_at(record.at.ms);
    message.set_service_day(record.service_day.days);
    auto& actor = *message.mutable_actor();
    actor.set_role(static_cast<std::uint32_t>(record.actor.role));
    actor.set_device(record.actor.device.value);
    actor.set_staff(record.actor.staff.value);
    std::visit([&](const auto& event) { write(event, message); }, record.event);
    return sealed(about_event(hall, sequence), message.SerializeAsString());
}

Result<EventRecord> decode_event(const HallId& hall, std::uint64_t sequence, std::string_view bytes) {
    EventRecord record;
    pb::Record message;
    std::string_view body;
    if (!opened(about_event(hall, sequence), bytes, body))
        return Problem("event {} of hall {} is damaged", sequence, hall.value);
    if (!message.ParseFromArray(body.data(), static_cast<int>(body.size())) || !read(message, record))
        return Problem("event {} of hall {} is not one this program knows", sequence, hall.value);
    return record;
}

}  // namespace motcua::store
