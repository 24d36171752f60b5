#include <doctest/doctest.h>

#include "server/web/pages.hpp"
#include "tests/server/web/web_world.hpp"

using namespace motcua;
using namespace motcua::web;

TEST_CASE("web: a ticket's page tells number, state and people ahead in Vietnamese and English") {
    WebWorld world;
    world.issue(0);
    const auto token = world.issue(1);
    const auto vietnamese = world.get("/t/" + token.value);
    REQUIRE(vietnamese);
    CHECK(vietnamese->status == 200);
    CHECK(has(vietnamese->body, "<html lang=\"vi\">"));
    CHECK(has(vietnamese->body, ">B002<"));
    CHECK(has(vietnamese->body, "Còn 1 người trước Ông/Bà"));
    CHECK(has(vietnamese->body, "Khai sinh, kết hôn, khai tử"));
    CHECK(has(vietnamese->body, "http-equiv=\"refresh\""));
    const auto english = world.get("/t/" + token.value + "?lang=en");
    CHECK(has(english->body, "<html lang=\"en\">"));
    CHECK(has(english->body, "1 person before you"));
    CHECK(!has(english->body, token.value));
}

TEST_CASE("web: a phone of a language that the centre has not shows the one chosen at the kiosk") {
    WebWorld world;
    const auto english = "/t/" + world.issue(0, "en").value;
    CHECK(has(world.get(english, "ko-KR,ko;q=0.9")->body, "<html lang=\"en\">"));
    CHECK(has(world.get(english)->body, "<html lang=\"en\">"));
    CHECK(has(world.get(english, "vi")->body, "<html lang=\"vi\">"));
    CHECK(has(world.get(english + "?lang=vi", "ko")->body, "<html lang=\"vi\">"));
    CHECK(has(world.get("/t/" + world.issue(1).value, "ko")->body, "<html lang=\"vi\">"));
}

TEST_CASE("web: the page follows the ticket through its day") {
    WebWorld world;
    const auto token = world.issue(0);
    const std::string page = "/t/" + token.value + "?lang=en";
    CHECK(has(world.get(page)->body, "Nobody is before you in this line"));
    CHECK(world.tell(OpenCounter{CounterId{"1"}, {}, false}).refusal == Refusal::None);
    CHECK(world.tell(CallNext{CounterId{"1"}}).refusal == Refusal::None);
    CHECK(has(world.get(page)->body, "Please go to Counter 1"));
    CHECK(has(world.get(page)->body, "class=\"called\""));
    world.tell(StartService{CounterId{"1"}});
    CHECK(has(world.get(page)->body, "You are being served at Counter 1"));
    world.tell(FinishService{CounterId{"1"}});
    const auto finished = world.get(page);
    CHECK(has(finished->body, "Finished. Thank you!"));
    CHECK(!has(finished->body, "http-equiv=\"refresh\""));
    CHECK(!has(finished->body, "renews itself"));
}

TEST_CASE("web: a called ticket's page has the counter before the number; one that has ended looks for nothing more") {
    WebWorld world;
    const auto token = world.issue(0);
    const std::string page = "/t/" + token.value + "?lang=en";
    CHECK(has(world.get(page)->body, "Look again now"));
    world.tell(OpenCounter{CounterId{"1"}, {}, false});
    world.tell(CallNext{CounterId{"1"}});
    const std::string called = world.get(page)->body;
    CHECK(has(called, "Please go to <strong class=\"counter\">Counter 1</strong>"));
    CHECK(called.find("class=\"counter\"") < called.find("class=\"number\""));
    CHECK(has(world.get("/t/" + token.value + "?lang=vi")->body, "<title>B001 · Mời Ông/Bà đến Quầy 1</title>"));
    world.tell(StartService{CounterId{"1"}});
    world.tell(FinishService{CounterId{"1"}});
    CHECK(!has(world.get(page)->body, "Look again now"));
    CHECK(has(world.get(page)->body, "href=\"?lang=vi\""));
    const auto cancelled = world.issue(1);
    world.tell(CancelTicket{cancelled});
    CHECK(!has(world.get("/t/" + cancelled.value + "?lang=en")->body, "Look again now"));
}

TEST_CASE("web: a ticket that waits for one counter says which") {
    WebWorld world;
    const auto token = world.issue(0);
    const std::string page = "/t/" + token.value + "?lang=en";
    CHECK(!has(world.get(page)->body, "will be called at"));
    for (const char* counter : {"1", "2"})
        CHECK(world.tell(OpenCounter{CounterId{counter}, {}, false}).refusal == Refusal::None);
    world.tell(CallNext{CounterId{"1"}});
    CHECK(world.tell(TransferTicket{CounterId{"1"}, {}, CounterId{"2"}, {}}).refusal == Refusal::None);
    CHECK(has(world.get(page)->body, "Your number will be called at Counter 2"));
    // Nobody serves its service, and the counter that it is kept for is open.
    CHECK(world.tell(CloseCounter{CounterId{"1"}}).refusal == Refusal::None);
    CHECK(has(world.get(page)->body, "Your number will be called at Counter 2"));
    CHECK(!has(world.get(page)->body, "No counter is open"));
    world.tell(CallNext{CounterId{"2"}});
    CHECK(!has(world.get(page)->body, "will be called at"));
}

TEST_CASE("web: a ticket whose line nobody serves is not told that its turn is near") {
    WebWorld world;
    const std::string page = "/t/" + world.issue(0).value + "?lang=en";
    CHECK(has(world.get(page)->body, "No counter is open for this at the moment"));
    CHECK(!has(world.get(page)->body, "Your turn is near"));
    world.tell(OpenCounter{CounterId{"1"}, {}, false});
    CHECK(!has(world.get(page)->body, "No counter is open"));
    CHECK(has(world.get(page)->body, "Your turn is near"));
    world.tell(PauseCounter{CounterId{"1"}, "tea"});  // back soon
    CHECK(has(world.get(page)->body, "Your turn is near"));
}

TEST_CASE("web: with few people before it a ticket's page says that its turn is near") {
    WebWorld world;
    world.tell(OpenCounter{CounterId{"1"}, {}, false});
    for (int i = 0; i < 4; ++i)
        CHECK(has(world.get("/t/" + world.issue(i).value + "?lang=en")->body, "Your turn is near"));
    CHECK(!has(world.get("/t/" + world.issue(4).value + "?lang=en")->body, "Your turn is near"));
}

TEST_CASE("web: a page says the time at which it was made, also in a hall where nothing happens") {
    WebWorld world;
    const std::string page = "/t/" + world.issue(0).value + "?lang=en";
    const std::string at_first = world.get(page)->body;
    world.now.wall.ms += 5 * minute_ms;
    world.now.steady_ms += 5 * minute_ms;
    const std::string later = world.get(page)->body;
    const auto told = [](const std::string& body) { return body.substr(body.find("As of"), 14); };
    CHECK(has(at_first, "As of"));
    CHECK(told(at_first) != told(later));
}

TEST_CASE("web: a page never tells what is not yet durable") {
    WebWorld world;
    const auto token = world.issue(0);
    world.tell(OpenCounter{CounterId{"1"}, {}, false});
    Actor admin;
    admin.role = Role::Admin;
    RequestId id;
    id.bytes[0] = 99;
    world.desk.submit(world.hall, id, 99, CallNext{CounterId{"1"}}, admin, world.now, [](const Reply&) {});
    CHECK(!world.get("/t/" + token.value));
    world.journal.complete_all();
    REQUIRE(world.last->has_value());
    CHECK((*world.last)->status == 200);

    id.bytes[0] = 100;
    world.journal.fail_append();
    world.desk.submit(world.hall, id, 100, StartService{CounterId{"1"}}, admin, world.now, [](const Reply&) {});
    CHECK(!world.get("/t/" + token.value + "?lang=en"));
    world.journal.complete_one();
    REQUIRE(world.last->has_value());
    CHECK((*world.last)->status == 503);
    CHECK(!has((*world.last)->body, "being served"));
    CHECK(has((*world.last)->body, "http-equiv=\"refresh\""));  // a phone comes back by itself
}

TEST_CASE("web: an unknown token, a wrong path and another method are told in words") {
    WebWorld world;
    // A kiosk that is alone may have given it just now.
    const auto not_yet = world.get("/t/" + std::string(26, 'z') + "?lang=en");
    CHECK(not_yet->status == 404);
    CHECK(has(not_yet->body, "This number is not known yet"));
    CHECK(has(not_yet->body, "http-equiv=\"refresh\""));
    const auto unknown = world.get("/t/short?lang=en");
    CHECK(has(unknown->body, "This is no ticket of today"));
    CHECK(has(unknown->body, "href=\"?lang=vi\""));
    CHECK(!has(unknown->body, "http-equiv=\"refresh\""));
    CHECK(world.get("/t/../../etc/passwd")->status == 404);
    CHECK(world.get("/")->status == 404);
    CHECK(world.get("/t/" + std::string(26, 'z'), "", Method::Other)->status == 405);
    CHECK(world.get("")->status == 404);
}

TEST_CASE("web: health tells its reasons; readiness follows the desk, not a settings file") {
    WebWorld world;
    CHECK(world.get("/readyz")->status == 200);
    world.health = {{"settings of hall kon-tum", false, Problem("a {}", "mistake")}};
    const std::string checks =
        "\"checks\":[{\"name\":\"settings of hall kon-tum\",\"good\":false,\"detail\":\"a mistake\"}]}\n";
    CHECK(world.get("/readyz")->status == 200);
    CHECK(world.get("/readyz")->body == "{\"ready\":true,\"good\":false," + checks);
    CHECK(world.get("/healthz")->status == 200);
    CHECK(world.get("/healthz")->content_type == "application/json");
    CHECK(world.get("/healthz")->body == "{\"good\":false," + checks);
    world.desk.drain([] {});
    CHECK(world.get("/readyz")->status == 503);
    CHECK(world.get("/readyz")->body == "{\"ready\":false,\"good\":false," + checks);
    CHECK(world.get("/healthz")->status == 200);
}

TEST_CASE("web: a hall without settings does not keep the others from being ready") {
    WebWorld world;
    test::MemoryJournal journal;
    session::Desk desk{{{HallId{"kon-tum"}, HallId{"new"}}, "http://127.0.0.1/t/"}, journal};
    const Router router{desk, world.catalogues, [&](session::Now now) { return desk.health(now); }};
    const auto ready = [&] {
        Response answer;
        router.handle({Method::Get, "/readyz", ""}, world.now,
                      [&](Response response) { answer = std::move(response); });
        return std::pair(answer.status, answer.body.substr(0, answer.body.find(",\"checks")));
    };
    CHECK(ready() == std::pair(503, std::string("{\"ready\":false,\"good\":false")));
    desk.open(world.now, [](Result<void>) {});
    journal.complete_all();
    CHECK(ready() == std::pair(503, std::string("{\"ready\":false,\"good\":false")));  // nothing to work in
    const auto centre = settings::read_centre(std::string(MOTCUA_SOURCE_DIR) + "/sample/kon-tum.toml").value();
    desk.submit_own(HallId{"kon-tum"}, ImportSettings{centre}, world.now, [](const Reply&) {});
    journal.complete_all();
    CHECK(ready() == std::pair(200, std::string("{\"ready\":true,\"good\":false")));
    desk.submit_own(HallId{"new"}, ImportSettings{centre}, world.now, [](const Reply&) {});
    journal.complete_all();
    CHECK(ready() == std::pair(200, std::string("{\"ready\":true,\"good\":true")));
}

TEST_CASE("web: the person's language is found by address, then by the browser's list with weights") {
    const std::vector<std::string> offered = {"vi", "en", "bdq"};
    CHECK(preferred_language(offered, "/t/x", "") == "vi");
    CHECK(preferred_language(offered, "/t/x", "en-GB,en;q=0.8") == "en");
    CHECK(preferred_language(offered, "/t/x", "fr, en;q=0.3, bdq;q=0.7") == "bdq");
    CHECK(preferred_language(offered, "/t/x?lang=en", "vi") == "en");
    CHECK(preferred_language(offered, "/t/x?lang=xx", "en") == "en");
    CHECK(preferred_language(offered, "/t/x?x=1&lang=en", "vi") == "en");
    CHECK(preferred_language(offered, "/t/x?lang&x=1&&lang=en&y=2", "vi") == "en");
    CHECK(preferred_language(offered, "/t/x?slang=en&langx=en&lang=", "vi") == "vi");
    CHECK(preferred_language(offered, "/t/x", ";;;q=,,q=9,en;q=abc") == "vi");
    CHECK(preferred_language({}, "/t/x", "en").empty());
}

TEST_CASE("web: texts of a centre cannot become markup") {
    CHECK(escape_html("<b>\"&'") == "&lt;b&gt;&quot;&amp;&#39;");
    CentreSettings centre;
    centre.languages = {"vi"};
    centre.agency.by_language = {{"vi", "<script>alert(1)</script>"}};
    TicketDetail ticket;
    ticket.number = {'A', 1};
    CHECK(!has(ticket_page(Language(), centre, ticket, Instant{0}, /*is_served=*/true), "<script>"));
}
