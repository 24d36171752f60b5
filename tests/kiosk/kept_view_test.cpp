// What a kiosk knows of its hall after a start without its server.
#include <doctest/doctest.h>

#include "kiosk/app/kept_view.hpp"

#include <fstream>

#include "tests/kiosk/kiosk_fixture.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::kiosk;
using namespace motcua::kiosk::test;
using link::test::TempFolder;

namespace {

std::filesystem::file_time_type written_at(const std::filesystem::path& file) {
    return std::filesystem::last_write_time(file);
}

}  // namespace

TEST_CASE("kept view: what a start needs is kept, and written only when it changes") {
    const TempFolder folder;
    const auto file = folder.path() / "last-view.bin";
    KeptView kept(file);
    const auto none = kept.read();
    REQUIRE_MESSAGE(none.has_value(), none.error().text);
    CHECK(!none->has_value());
    KioskView view = provincial_hall(8);
    view.services[0].closes_at = Instant{morning.ms + hour_ms};
    view.ticket_url = "http://10.0.0.5:7480/t/";
    REQUIRE(kept.keep(view).has_value());

    std::filesystem::last_write_time(file, std::filesystem::file_time_type{});
    const auto untouched = written_at(file);
    view.services[0].waiting = 17;
    view.hall.version += 5;
    view.hall.at = morning;
    REQUIRE(kept.keep(view).has_value());
    CHECK(written_at(file) == untouched);
    view.services[1].state = ServiceState::Closed;
    REQUIRE(kept.keep(view).has_value());
    CHECK(written_at(file) != untouched);

    const auto found = KeptView(file).read();
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    for (auto& service : view.services)
        service.waiting = 0;
    view.hall.version = 0;
    view.hall.at = {};
    CHECK(**found == view);
}

TEST_CASE("kept view: a file cut, flipped or of something else is told and not believed") {
    const std::string good = to_bytes(provincial_hall(8));
    REQUIRE(view_from_bytes(good).has_value());
    for (std::size_t length = 0; length < good.size(); length += 7)
        CHECK(!view_from_bytes(std::string_view(good).substr(0, length)).has_value());
    for (std::size_t at = 0; at < good.size(); at += 5) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        CHECK(!view_from_bytes(bad).has_value());
    }
    const TempFolder folder;
    std::ofstream(folder.path() / "last-view.bin") << "not a view at all";
    CHECK(KeptView(folder.path() / "last-view.bin").read().has_error());
}

TEST_CASE("kept view: a folder that cannot be written is told once for each change, not for each ticket") {
    KeptView kept("/nonexistent/folder/last-view.bin");
    KioskView view = provincial_hall(8);
    CHECK(kept.keep(view).has_error());
    view.services[0].waiting = 3;
    CHECK(kept.keep(view).has_value());
}
