#include <doctest/doctest.h>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

AcceptDevice device(const std::string& id, Role role = Role::Kiosk) {
    return AcceptDevice{DeviceId{id}, role, "Kiosk " + id, PublicKey{}, CounterId{}};
}

}  // namespace

TEST_CASE("device: accepted, listed by id, revoked once") {
    HallScript s;
    const Reply reply = s.ask(device("k2"));
    CHECK(reply.device.value == "k2");
    s.ask(device("k1"));
    REQUIRE(s.hall().devices().size() == 2);
    CHECK(s.hall().devices()[0].id.value == "k1");
    CHECK(s.hall().device(DeviceId{"k2"})->since == s.now());
    CHECK(s.refusal(RevokeDevice{DeviceId{"k2"}}) == Refusal::None);
    CHECK(s.hall().device(DeviceId{"k2"})->revoked);
    CHECK(s.refusal(RevokeDevice{DeviceId{"k2"}}) == Refusal::None);
    CHECK(s.last_events().empty());
    CHECK(s.refusal(RevokeDevice{DeviceId{"k3"}}) == Refusal::UnknownDevice);
    CHECK(s.hall().device(DeviceId{"k3"}) == nullptr);
}

TEST_CASE("device: what cannot be accepted") {
    HallScript s;
    s.ask(device("k1"));
    CHECK(s.refusal(device("k1")) == Refusal::InvalidRequest);
    CHECK(s.refusal(device("")) == Refusal::InvalidRequest);
    CHECK(s.refusal(device("Bad Id")) == Refusal::InvalidRequest);
    CHECK(s.refusal(device("k2", Role::Admin)) == Refusal::InvalidRequest);
    AcceptDevice at_counter = device("pc", Role::Counter);
    at_counter.counter.value = "nowhere";
    CHECK(s.refusal(at_counter) == Refusal::UnknownCounter);
    at_counter.counter.value = "c1";
    CHECK(s.refusal(at_counter) == Refusal::None);
    at_counter.device.value = "board";
    at_counter.role = Role::Board;
    CHECK(s.refusal(at_counter) == Refusal::InvalidRequest);
}

TEST_CASE("device: a full list forgets the longest revoked one, else refuses") {
    HallScript s(HallScript::Start::Empty);
    for (std::size_t i = 0; i < limits::devices; ++i)
        REQUIRE(s.refusal(device("k" + std::to_string(i))) == Refusal::None);
    CHECK(s.refusal(device("more")) == Refusal::TooManyDevices);
    s.ask(RevokeDevice{DeviceId{"k7"}});
    CHECK(s.refusal(device("more")) == Refusal::None);
    CHECK(s.hall().device(DeviceId{"k7"}) == nullptr);
    CHECK(s.hall().devices().size() == limits::devices);
    CHECK(s.refusal(device("most")) == Refusal::TooManyDevices);
}

TEST_CASE("staff: added once, removed once") {
    HallScript s;
    CHECK(s.refusal(AddStaff{StaffId{"an"}, "Another", "hash"}) == Refusal::LoginTaken);
    CHECK(s.refusal(AddStaff{StaffId{"An"}, "Another", "hash"}) == Refusal::InvalidRequest);
    CHECK(s.refusal(AddStaff{StaffId{"dung"}, "", "hash"}) == Refusal::InvalidRequest);
    CHECK(s.refusal(AddStaff{StaffId{"dung"}, " \u00a0 ", "hash"}) == Refusal::InvalidRequest);
    CHECK(s.refusal(AddStaff{StaffId{"dung"}, "Dũng", ""}) == Refusal::InvalidRequest);
    CHECK(s.hall().staff(StaffId{"an"})->name == "Person an");
    CHECK(s.hall().staff().size() == 3);
    CHECK(s.refusal(RemoveStaff{StaffId{"an"}}) == Refusal::None);
    CHECK(s.refusal(RemoveStaff{StaffId{"an"}}) == Refusal::UnknownStaff);
    CHECK(s.refusal(AddStaff{StaffId{"an"}, "New", "hash"}) == Refusal::None);
}

TEST_CASE("staff: a person who is signed in is removed with the counter closed, not with a ticket open") {
    HallScript s;
    s.open("c1", "an");
    s.issue("civil");
    s.call("c1");
    CHECK(s.refusal(RemoveStaff{StaffId{"an"}}) == Refusal::CounterBusy);
    s.ask(FinishService{CounterId{"c1"}});
    CHECK(s.refusal(RemoveStaff{StaffId{"an"}}) == Refusal::None);
    CHECK(s.last_events() == "counter_closed staff_removed");
    CHECK(s.counter("c1").state == CounterState::Closed);
}

TEST_CASE("staff: at most as many as the limit") {
    HallScript s(HallScript::Start::Empty);
    for (std::size_t i = 0; i < limits::staff; ++i)
        REQUIRE(s.refusal(AddStaff{StaffId{"p" + std::to_string(i)}, "P", "hash"}) == Refusal::None);
    CHECK(s.refusal(AddStaff{StaffId{"more"}, "P", "hash"}) == Refusal::TooManyStaff);
}

TEST_CASE("empty hall: only set-up works before the settings") {
    HallScript s(HallScript::Start::Empty);
    CHECK_FALSE(s.hall().has_settings());
    CHECK(s.try_issue("civil").refusal == Refusal::UnknownService);
    CHECK(s.refusal(OpenCounter{CounterId{"c1"}, {}, false}) == Refusal::UnknownCounter);
    CHECK(s.refusal(CancelTicket{token(1)}) == Refusal::UnknownTicket);
    CHECK(s.refusal(Tick{}) == Refusal::None);
    CHECK(s.refusal(AddStaff{StaffId{"an"}, "An", "hash"}) == Refusal::None);
    CHECK(s.refusal(device("k1")) == Refusal::None);
    CHECK(s.hall().kiosk_view(s.now()).services.empty());
    CHECK(s.board("").calls.empty());
    CHECK_FALSE(s.hall().counter_view(CounterId{"c1"}, s.now()).has_value());
    CHECK_FALSE(s.hall().next_change_after(s.now()).has_value());
}
