#include "server/store/event_codec.hpp"

#include <doctest/doctest.h>

#include <boost/pfr/ops.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/server/store/store_support.hpp"

namespace motcua::store {
namespace {

const HallId hall_id{"kon-tum"};

/// Every field unlike its default, every event once.
std::vector<hall::Event> one_of_each() {
    const TicketId ticket{0xfedcba9876543210ULL};
    const CounterId counter{"a1"};
    const PassedOver passed{{'B', 999}, Instant{-5}, Instant{6}, PassedOverReason::OtherCounter};
    CentreSettings centre = test::small_centre();
    centre.branch.by_language = {{"vi", "Chi nhánh"}};
    centre.holidays = {Date{-1}, Date{20454}};
    centre.offsets = {{Instant{-9'000'000'000'000}, -210}, {Instant{5}, 420}};
    centre.notices = {centre.agency, centre.branch};
    centre.missed_return_min = 45;
    centre.services[1].hint = centre.branch;
    centre.services[1].icon = "paper";
    centre.services[1].hours.days[5].clear();
    centre.services[1].daily_cap = 120;
    centre.services[1].norm_min = 7;
    centre.services[1].first_number = 100;
    centre.services[1].last_number = 200;
    centre.counters[2].zone = "tầng 2";
    PublicKey key;
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(i * 7);
    return {
        hall::SettingsImported{centre},
        hall::DeviceAccepted{DeviceId{"kiosk-1"}, Role::Counter, "Ki-ốt cửa chính", key, counter},
        hall::DeviceRevoked{DeviceId{"kiosk-1"}},
        hall::StaffAdded{StaffId{"lan"}, "Chị Lan", "$argon2id$..."},
        hall::StaffRemoved{StaffId{"lan"}},
        hall::DayOpened{Date{20780}},
        hall::TicketIssued{
            ticket, {'Z', 1}, TicketToken{"token"}, ServiceId{"land"}, CategoryId{"elderly"}, Instant{-1}, "en"},
        hall::TicketCalled{ticket, counter, CallRule::ChosenByStaff, Instant{77}, {passed, passed}, 9, ServiceId{"a"}},
        hall::TicketRecalled{ticket, counter},
        hall::ServiceStarted{ticket, counter},
        hall::ServiceFinished{ticket, counter, true},
        hall::TicketMissed{ticket, counter},
        hall::TicketHeld{ticket, counter, "thiếu giấy"},
        hall::TicketTransferred{ticket, counter, ServiceId{"land"}, CounterId{"b2"}, "sang đất đai"},
        hall::TicketCancelled{ticket, true},
        hall::CounterOpened{counter, StaffId{"lan"}, true},
        hall::CounterClosed{counter, true},
        hall::CounterPaused{counter, "nghỉ trưa"},
        hall::CounterResumed{counter},
        hall::NumbersReserved{DeviceId{"kiosk-1"}, ServiceId{"land"}, 'Z', 980, 999},
        hall::RequestRefused{"call_next", Refusal::NotAllowed, "counter-2", "10.1.2.3", 7}};
}

hall::EventRecord record_of(hall::Event event) {
    return {Instant{1795395600123}, Date{20780}, Actor{Role::Staff, DeviceId{"machine"}, StaffId{"lan"}},
            std::move(event)};
}

bool same(const hall::EventRecord& left, const hall::EventRecord& right) {
    if (left.at != right.at || left.service_day != right.service_day || left.actor != right.actor ||
        left.event.index() != right.event.index())
        return false;
    return std::visit(
        [&](const auto& event) { return boost::pfr::eq(event, std::get<std::decay_t<decltype(event)>>(right.event)); },
        left.event);
}

StoredOutcome full_outcome() {
    TicketDetail ticket;
    ticket.id.value = 42;
    ticket.token.value = "abc";
    ticket.number = {'C', 31};
    ticket.service_day = Date{20780};
    ticket.service.value = "land";
    ticket.category.value = "elderly";
    ticket.state = TicketState::NoShow;
    ticket.issued_at = Instant{1};
    ticket.virtual_arrival = Instant{-2};
    ticket.changed_at = Instant{3};
    ticket.counter.value = "1";
    ticket.reserved_for.value = "2";
    ticket.people_ahead = 7;
    ticket.note = "ghi chú";
    ticket.calls = {{Instant{4},
                     CounterId{"1"},
                     CallRule::ChosenByStaff,
                     Instant{5},
                     {{{'A', 2}, Instant{6}, Instant{7}, PassedOverReason::NotServedHere}},
                     8,
                     2}};
    StoredOutcome outcome;
    outcome.id.bytes[15] = 0xff;
    outcome.digest = ~0ULL;
    outcome.asker = "kiosk-1";
    outcome.at = Instant{99};
    outcome.reply = {Refusal::WrongState, ticket, DeviceId{"kiosk"}, Instant{0}, "chi tiết"};
    outcome.reply.reserved = {{Date{20780}, ServiceId{"land"}, 'Z', 980, 999}};
    return outcome;
}

}  // namespace

TEST_CASE("codec: every event comes back as it was") {
    const auto events = one_of_each();
    REQUIRE(events.size() == std::variant_size_v<hall::Event>);
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].index() == i);
        CAPTURE(hall::name_of(events[i]));
        const auto record = record_of(events[i]);
        const auto back = decode_event(hall_id, 7, encode_event(hall_id, 7, record));
        REQUIRE(test::problem_of(back) == "");
        CHECK(same(record, *back));
    }
}

// What the fuzzer begins with: rows without their digest, which it makes itself. MOTCUA_WRITE_GOLDENS=1 writes them.
TEST_CASE("codec: the fuzzer has a seed of every event, and of an answer") {
    const bool writes = std::getenv("MOTCUA_WRITE_GOLDENS") != nullptr;
    const std::filesystem::path folder = std::filesystem::path(MOTCUA_SOURCE_DIR) / "tests/data/fuzz/events";
    constexpr std::size_t digest_bytes = 8;
    const auto check = [&](std::string_view name, std::string row) {
        CAPTURE(name);
        row.resize(row.size() - digest_bytes);
        if (writes)
            std::ofstream(folder / name, std::ios::binary) << row;
        std::ifstream file(folder / name, std::ios::binary);
        CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == row);
    };
    for (const hall::Event& event : one_of_each())
        check(hall::name_of(event), encode_event(hall_id, 7, record_of(event)));
    check("reply", encode_outcome(hall_id, full_outcome()));
}

TEST_CASE("codec: a ticket that its kiosk gave out keeps the time of that, also 1970") {
    for (const std::int64_t ms : {0, 1, 1'795'395'600}) {
        const auto record = record_of(
            hall::TicketIssued{TicketId{7}, {'Z', 999}, {}, ServiceId{"land"}, {}, Instant{-1}, "en", Instant{ms}});
        const auto back = decode_event(hall_id, 7, encode_event(hall_id, 7, record));
        REQUIRE(test::problem_of(back) == "");
        CHECK(same(record, *back));
    }
}

TEST_CASE("codec: text that is not UTF-8 comes back as it was") {
    const auto record = record_of(hall::CounterPaused{CounterId{std::string("\xff\0\xc3", 3)}, "\x80"});
    const auto back = decode_event(hall_id, 1, encode_event(hall_id, 1, record));
    REQUIRE(test::problem_of(back) == "");
    CHECK(same(record, *back));
}

TEST_CASE("codec: a row cut at any byte, or with any byte changed, is a problem that names it") {
    for (const auto& event : one_of_each()) {
        CAPTURE(hall::name_of(event));
        const std::string whole = encode_event(hall_id, 12, record_of(event));
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto read = decode_event(hall_id, 12, std::string_view(whole).substr(0, length));
            REQUIRE(read.has_error());
            REQUIRE(read.error().text.find("event 12 of hall kon-tum") != std::string::npos);
        }
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            REQUIRE(test::problem_of(decode_event(hall_id, 12, changed)) != "");
        }
        CHECK(test::problem_of(decode_event(hall_id, 12, whole + '\0')) != "");
    }
}

TEST_CASE("codec: a row of another place or hall is damaged") {
    const std::string bytes = encode_event(hall_id, 12, record_of(hall::DayOpened{Date{1}}));
    CHECK(test::problem_of(decode_event(hall_id, 12, bytes)) == "");
    CHECK(test::problem_of(decode_event(hall_id, 13, bytes)) != "");
    CHECK(test::problem_of(decode_event(HallId{"gia-lai"}, 12, bytes)) != "");
}

TEST_CASE("codec: an answer comes back as it was, and a damaged one names the request") {
    for (const bool is_full : {true, false}) {
        StoredOutcome outcome = full_outcome();
        if (!is_full)
            outcome.reply = Reply{};
        const std::string bytes = encode_outcome(hall_id, outcome);
        StoredOutcome back = outcome;
        back.reply = Reply{Refusal::TooBusy, {}, {}, Instant{5}, "x"};
        back.asker = {};
        REQUIRE(test::problem_of(decode_outcome(hall_id, bytes, back)) == "");
        CHECK(back.reply == outcome.reply);
        CHECK(back.asker == outcome.asker);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto read = decode_outcome(hall_id, std::string_view(bytes).substr(0, length), back);
            REQUIRE(read.has_error());
            REQUIRE(read.error().text.find(to_hex(outcome.id)) != std::string::npos);
        }
        back.digest = 1;  // a column that was changed
        CHECK(test::problem_of(decode_outcome(hall_id, bytes, back)) != "");
    }
}

}  // namespace motcua::store
