#include <doctest/doctest.h>

#include "kiosk/model/opening_text.hpp"
#include "shared/base/filled.hpp"
#include "tests/kiosk/kiosk_fixture.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;

TEST_CASE("kiosk: opening times are told in the hall's own clock, by day") {
    const Language english;
    constexpr std::int32_t vietnam = 7 * 60;
    CHECK(opening_text(english, std::nullopt, morning, vietnam).empty());
    CHECK(opening_text(english, morning + 5 * hour_ms, morning, vietnam) == "Opens at 13:15");
    CHECK(opening_text(english, morning - 1, morning, vietnam) == "Opens at 08:14");
    // 23:15 UTC of the same UTC day is already tomorrow in Vietnam.
    CHECK(opening_text(english, morning + 22 * hour_ms, morning, vietnam) == "Opens tomorrow at 06:15");
    CHECK(opening_text(english, morning + 3 * day_ms, morning, vietnam) == "Opens on Friday 27/11 at 08:15");
    CHECK(opening_text(english, morning + 3 * day_ms, morning, vietnam, OpeningLength::Short) == "Opens 27/11, 08:15");
}

TEST_CASE("kiosk: a translation with broken placeholders shows as it is") {
    CHECK(filled("{} waiting", 3) == "3 waiting");
    CHECK(filled("{ waiting", 3) == "{ waiting");
    CHECK(filled("{1} waiting", 3) == "{1} waiting");
    CHECK(filled("{:zz} waiting", 3) == "{:zz} waiting");
}

TEST_CASE("kiosk: languages are named in themselves and stand in the hall's order") {
    Kiosk kiosk;
    REQUIRE(kiosk.screen().languages.size() == 2);
    CHECK(kiosk.screen().languages[0].name == "Tiếng Việt");
    CHECK(kiosk.screen().languages[1].name == "English");
    CHECK(kiosk.screen().languages[1].is_chosen);
}

TEST_CASE("kiosk: the clock is the hall's") {
    Kiosk kiosk;
    CHECK(kiosk.screen().clock == "08:15");
    CHECK(kiosk.screen().date == "24/11/2026");
}
