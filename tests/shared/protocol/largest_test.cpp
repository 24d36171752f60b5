// The largest messages that limits.hpp allows: they fit a frame, and what is cut of them is what FORMAT.md says.

#include <doctest/doctest.h>

#include "shared/protocol/convert.hpp"
#include "shared/protocol/limits.hpp"

namespace motcua::protocol {
namespace {

const Instant late{limits::instant_max_ms};
constexpr std::int32_t many = INT32_MAX;

std::string full(std::size_t bytes) {
    return std::string(bytes, 'w');
}
template <class Id>
Id longest_key() {
    return {full(max_key_bytes)};
}
LocalText full_text(std::size_t bytes) {
    LocalText text;
    for (std::size_t i = 0; i < limits::languages; ++i)
        text.by_language.emplace_back(full(limits::language_tag_bytes), full(bytes));
    return text;
}
HallHeader full_header() {
    return {UINT64_MAX,
            late,
            limits::offset_max_min,
            full_text(limits::short_text_bytes),
            full_text(limits::short_text_bytes),
            std::vector<std::string>(limits::languages, full(limits::language_tag_bytes))};
}

KioskView full_kiosk_view() {
    const LocalText name = full_text(limits::name_bytes);
    KioskView view;
    view.hall = full_header();
    view.groups.assign(limits::groups, {longest_key<GroupId>(), name, full(limits::icon_bytes)});
    view.services.assign(limits::services,
                         {longest_key<ServiceId>(), longest_key<GroupId>(), 'Z', name, full_text(limits::hint_bytes),
                          full(limits::icon_bytes), many, ServiceState::NumbersOut, late});
    view.categories.assign(limits::categories,
                           {longest_key<CategoryId>(), name, limits::head_start_min, full(limits::icon_bytes)});
    view.ticket_footer = full_text(limits::short_text_bytes);
    view.ticket_url = full(limits::url_bytes);
    return view;
}

BoardView full_board_view() {
    const BoardCall call{
        UINT64_MAX, {'Z', 999}, longest_key<CounterId>(), full(limits::name_bytes), full_text(limits::name_bytes), late,
        many,       true};
    BoardView view;
    view.hall = full_header();
    view.zone = full(limits::name_bytes);
    view.calls.assign(limits::board_calls, call);
    view.missed.assign(limits::board_missed, call);
    view.coming.assign(limits::board_coming, {'Z', 999});
    view.waiting = many;
    view.notices.assign(limits::notices, full_text(limits::short_text_bytes));
    return view;
}

CounterView full_counter_view() {
    const LocalText name = full_text(limits::name_bytes);
    const CounterTicket ticket{{UINT64_MAX},
                               {'Z', 999},
                               longest_key<ServiceId>(),
                               longest_key<CategoryId>(),
                               TicketState::Cancelled,
                               late,
                               late,
                               late,
                               many,
                               true,
                               longest_key<CounterId>(),
                               full(limits::note_bytes)};
    CounterView view;
    view.hall = full_header();
    view.counter = longest_key<CounterId>();
    view.label = name;
    view.state = CounterState::Paused;
    view.staff = longest_key<StaffId>();
    view.staff_name = full(limits::name_bytes);
    view.device = longest_key<DeviceId>();
    view.pause_reason = full(limits::note_bytes);
    view.current = ticket;
    for (auto* list : {&view.waiting, &view.held, &view.missed})
        list->assign(limits::counter_listed, ticket);
    view.waiting_count = view.served_today = many;
    view.median_service_ms = limits::instant_max_ms;
    view.services.assign(limits::services, {longest_key<ServiceId>(), name, many, true});
    view.counters.assign(limits::counters, {longest_key<CounterId>(), name, CounterState::Paused});
    view.categories.assign(limits::categories, {longest_key<CategoryId>(), name});
    return view;
}

TicketDetail full_ticket() {
    const PassedOver passed{{'Z', 999}, late, late, PassedOverReason::ChosenByStaff};
    const CallRecord call{late,
                          longest_key<CounterId>(),
                          CallRule::ChosenByStaff,
                          late,
                          std::vector<PassedOver>(limits::passed_over_listed, passed),
                          many,
                          many};
    return {{UINT64_MAX},
            {std::string(ticket_token_characters, 'z')},
            {'Z', 999},
            {limits::date_max_days},
            longest_key<ServiceId>(),
            longest_key<CategoryId>(),
            TicketState::Cancelled,
            late,
            late,
            late,
            longest_key<CounterId>(),
            longest_key<CounterId>(),
            many,
            full(limits::note_bytes),
            std::vector<CallRecord>(limits::legs_per_ticket, call)};
}

Message arrived(const Body& body) {
    const std::string payload = encode({UINT64_MAX, body});
    CAPTURE(name_of(body));
    CHECK(payload.size() <= limits::frame_bytes);
    const Decoded decoded = decode(payload);
    REQUIRE_MESSAGE(decoded.has_value(), decoded.error().text);
    return *decoded;
}
template <class V>
V view_arrived(const V& view) {
    return std::get<V>(std::get<ViewPush>(arrived(ViewPush{view}).body).view);
}
Answer answer_arrived(const Answer& answer) {
    return std::get<QueryAnswer>(arrived(QueryAnswer{answer}).body).answer;
}

}  // namespace

TEST_CASE("largest: the fullest kiosk view arrives whole") {
    CHECK(view_arrived(full_kiosk_view()) == full_kiosk_view());
}

TEST_CASE("largest: the fullest board view arrives whole") {
    CHECK(view_arrived(full_board_view()) == full_board_view());
}

TEST_CASE("largest: the fullest counter view keeps every line; notes and languages are cut") {
    const CounterView sent = full_counter_view();
    const CounterView got = view_arrived(sent);
    CHECK(got.waiting.size() == sent.waiting.size());
    CHECK(got.held.size() == sent.held.size());
    CHECK(got.missed.size() == sent.missed.size());
    CHECK(got.counters.size() == sent.counters.size());
    CHECK(got.services.size() == sent.services.size());
    CHECK(got.waiting[0].note.size() == limits::listed_note_bytes);
    CHECK(got.current == sent.current);
    CHECK(got.hall == sent.hall);
    REQUIRE(got.counters[0].label.by_language.size() == 1);
    CHECK(got.counters[0].label.by_language[0] == sent.counters[0].label.by_language[0]);
}

TEST_CASE("largest: a counter view whose notes alone are too much keeps all its languages") {
    CounterView sent = full_counter_view();
    sent.counters.resize(12);
    const CounterView got = view_arrived(sent);
    CHECK(got.waiting[0].note.size() == limits::listed_note_bytes);
    CHECK(got.counters == sent.counters);
    CHECK(got.services == sent.services);
}

TEST_CASE("largest: a counter view of a usual hall arrives whole") {
    CounterView sent = full_counter_view();
    sent.counters.resize(12);
    for (auto* list : {&sent.waiting, &sent.held, &sent.missed})
        for (CounterTicket& ticket : *list)
            ticket.note = "Chờ bổ sung giấy tờ";
    CHECK(view_arrived(sent) == sent);
}

TEST_CASE("largest: one ticket arrives with its whole story") {
    Reply reply{Refusal::CounterInUse, full_ticket(), longest_key<DeviceId>(), late, full(limits::detail_bytes)};
    CHECK(std::get<CommandReply>(arrived(CommandReply{{}, reply}).body).reply == reply);
    Answer answer;
    answer.tickets = {full_ticket()};
    CHECK(answer_arrived(answer) == answer);
}

TEST_CASE("largest: a ticket called too often arrives with its latest calls") {
    TicketDetail ticket = full_ticket();
    ticket.calls.resize(limits::legs_per_ticket + 5, CallRecord{{7}, {"a"}, CallRule::ChosenByStaff, {}, {}, 0, 0});
    Answer answer;
    answer.tickets = {ticket};
    const Answer got = answer_arrived(answer);
    REQUIRE(got.tickets[0].calls.size() == limits::legs_per_ticket);
    CHECK(got.tickets[0].calls.back() == ticket.calls.back());
    CHECK(got.tickets[0].calls.front() == ticket.calls[5]);
}

TEST_CASE("largest: two hundred tickets arrive, without notes and calls") {
    Answer answer;
    answer.tickets.assign(limits::tickets_listed, full_ticket());
    answer.detail = full(limits::detail_bytes);
    answer.file = full(limits::path_bytes);
    answer.reason = Problem("{}", full(limits::detail_bytes));
    const Answer got = answer_arrived(answer);
    CHECK(got.tickets.size() == limits::tickets_listed);
    CHECK_FALSE(got.cut_short);
    CHECK(got.reason == answer.reason);
    TicketDetail expected = full_ticket();
    expected.note.clear();
    expected.calls.clear();
    CHECK(got.tickets.back() == expected);
}

TEST_CASE("largest: a list over its bound or over the frame ends early and says so") {
    Answer answer;
    answer.tickets.assign(limits::tickets_listed + 1, full_ticket());
    CHECK(answer_arrived(answer).tickets.size() == limits::tickets_listed);
    CHECK(answer_arrived(answer).cut_short);

    const DeviceLine device{longest_key<DeviceId>(),
                            full(limits::name_bytes),
                            Role::Admin,
                            longest_key<CounterId>(),
                            "123456",
                            late,
                            true,
                            true};
    Answer devices;
    devices.devices.assign(limits::devices, device);
    CHECK(answer_arrived(devices).cut_short);
    CHECK(answer_arrived(devices).devices.size() > 300);
    devices.devices.assign(limits::devices, {{"kiosk-1"}, "Sảnh chính", Role::Kiosk, {"quay-1"}, "", late, true, true});
    CHECK(answer_arrived(devices) == devices);

    Answer others;
    others.staff.assign(limits::staff, {longest_key<StaffId>(), full(limits::name_bytes), longest_key<CounterId>()});
    const std::vector<Problem> values(limits::health_values, Problem::verbatim(full(limits::detail_bytes)));
    others.health.assign(limits::health_lines,
                         {full(limits::name_bytes), false, Problem::of(full(limits::detail_bytes), values)});
    CHECK(answer_arrived(others).cut_short);
}

TEST_CASE("largest: texts and lists over their bounds are cut at them, at a character's border") {
    CounterView view = full_counter_view();
    view.staff_name = std::string(95, 'x') + "ề";
    view.waiting.resize(limits::counter_listed + 100, view.waiting[0]);
    view.label.by_language.resize(9, {"vi", "x"});
    const CounterView got = view_arrived(view);
    CHECK(got.staff_name == std::string(95, 'x'));
    CHECK(got.waiting.size() == limits::counter_listed);
    CHECK(got.label.by_language.size() == limits::languages);
}

TEST_CASE("largest: every greeting fits the frame before the proof") {
    const Body greetings[] = {
        Hello{1,
              UINT32_MAX,
              longest_key<HallId>(),
              full(limits::program_bytes),
              full(limits::version_bytes),
              {},
              Role::Counter,
              full(limits::name_bytes),
              {1},
              longest_key<CounterId>()},
        Challenge{},
        Proof{},
        PairingCode{"123456", limits::pairing_expires_max_ms},
        Paired{longest_key<DeviceId>()},
        Welcome{UINT32_MAX, longest_key<DeviceId>(), Role::Admin, full(limits::name_bytes), longest_key<CounterId>(),
                limits::heartbeat_max_ms, late, -limits::offset_max_min},
        Goodbye{Refusal::CounterInUse, full(limits::detail_bytes)}};
    for (const Body& body : greetings)
        CHECK(encode(arrived(body)).size() <= limits::frame_before_proof_bytes);
}

}  // namespace motcua::protocol
