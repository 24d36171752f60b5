#include "tests/shared/link/machine_script.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

TEST_CASE("requests: a reply is given once, to the request that it names") {
    Script script;
    script.go_online();
    script.ask(1, Keep::WhileRunning);
    script.ask(2, Keep::UntilAnswered);
    CHECK(script.sent<protocol::CommandRequest>().size() == 2);
    CHECK(script.machine.status().unanswered == 2);
    script.answer(2, Refusal::ServiceClosed);
    script.answer(2);
    script.answer(9);
    const auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].id == request_id(2));
    CHECK(replies[0].reply.refusal == Refusal::ServiceClosed);
    CHECK(script.machine.status().unanswered == 1);
}

TEST_CASE("requests: what is unanswered goes out again under the same id, in order") {
    Script script;
    script.ask(1, Keep::UntilAnswered);
    script.ask(2, Keep::WhileRunning);
    script.ask(3, Keep::UntilAnswered);
    script.go_online();
    CHECK(script.sent<protocol::CommandRequest>().size() == 3);
    script.answer(2);
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    CHECK(script.sent<protocol::CommandRequest>().empty());
    script.come_back();
    const auto again = script.sent<protocol::CommandRequest>();
    REQUIRE(again.size() == 2);
    CHECK(again[0].id == request_id(1));
    CHECK(again[1].id == request_id(3));
    CHECK(again[0].command.index() == 0);
}

TEST_CASE("requests: the subscription goes out before them, so that the view shows what they did") {
    Script script;
    script.machine.subscribe(script.now, Subscription{ViewKind::Kiosk, {}, {}});
    script.ask(1, Keep::UntilAnswered);
    script.go_online();
    const auto sent = script.take<SendMessage>();
    REQUIRE(sent.size() == 4);
    CHECK(std::holds_alternative<protocol::Subscribe>(sent[2].message.body));
    CHECK(std::holds_alternative<protocol::CommandRequest>(sent[3].message.body));
    CHECK(sent[2].message.correlation > 0);
    CHECK(sent[3].message.correlation > sent[2].message.correlation);
}

TEST_CASE("requests: one for now only is refused while offline and given up with its connection") {
    Script script;
    script.ask(1, Keep::OnlyNow);
    auto given_up = script.take<GiveUp>();
    REQUIRE(given_up.size() == 1);
    CHECK(given_up[0].why == Unanswered::NotSent);
    script.go_online();
    CHECK(script.sent<protocol::CommandRequest>().empty());
    script.ask(2, Keep::OnlyNow);
    script.take<SendMessage>();
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    given_up = script.take<GiveUp>();
    REQUIRE(given_up.size() == 1);
    CHECK(given_up[0].id == request_id(2));
    CHECK(given_up[0].why == Unanswered::MayHaveHappened);
    script.come_back();
    CHECK(script.sent<protocol::CommandRequest>().empty());
}

TEST_CASE("requests: one of this run is given up in time, one of the outbox never") {
    Script script;
    script.start();
    script.ask(1, Keep::WhileRunning);
    script.ask(2, Keep::UntilAnswered);
    const std::int64_t made = script.now;
    for (int i = 0; i < 100 && script.now < made + 60'000; ++i) {
        script.machine.failed(script.now, Trouble::Unreachable, "");
        script.sleep();
    }
    const auto given_up = script.take<GiveUp>();
    REQUIRE(given_up.size() == 1);
    CHECK(given_up[0].id == request_id(1));
    CHECK(given_up[0].why == Unanswered::NotSent);
    CHECK(script.machine.status().unanswered == 1);
}

TEST_CASE("requests: a server that takes a request and never answers costs a bounded wait") {
    Script script;
    script.go_online();
    script.ask(1, Keep::OnlyNow);
    const std::int64_t made = script.now;
    for (int i = 0; i < 100 && script.take<GiveUp>().empty(); ++i) {
        script.hear(protocol::Ping{1});
        script.sleep();
    }
    CHECK(script.now - made == request_limit_ms);
    CHECK(script.state() == LinkState::Online);
}

TEST_CASE("requests: a server that shuts down has not done it; the next one is asked the same") {
    Script script;
    script.go_online();
    script.ask(1, Keep::UntilAnswered);
    script.ask(2, Keep::OnlyNow);
    script.take<SendMessage>();
    script.answer(1, Refusal::ShuttingDown);
    script.answer(2, Refusal::ShuttingDown);
    const auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].id == request_id(2));
    script.hear(protocol::Goodbye{Refusal::ShuttingDown, ""});
    script.come_back();
    const auto again = script.sent<protocol::CommandRequest>();
    REQUIRE(again.size() == 1);
    CHECK(again[0].id == request_id(1));
}

TEST_CASE("requests: what a person holds is asked again until the hall has decided") {
    Script script;
    script.go_online();
    script.ask(1, Keep::UntilDone);
    script.ask(2, Keep::UntilAnswered);
    CHECK(script.sent<protocol::CommandRequest>().size() == 2);
    script.answer(1, Refusal::StoreUnavailable);
    script.answer(2, Refusal::StoreUnavailable);
    auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);  // the other is an answer that a person can be told
    CHECK(replies[0].id == request_id(2));
    CHECK(script.machine.wake_at() <= script.now + ask_again_ms);
    script.after(ask_again_ms);
    auto again = script.sent<protocol::CommandRequest>();
    REQUIRE(again.size() == 1);
    CHECK(again[0].id == request_id(1));
    script.answer(1, Refusal::DeviceRevoked);  // perhaps it is accepted again
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    script.come_back();
    again = script.sent<protocol::CommandRequest>();
    REQUIRE(again.size() == 1);  // once, though its second wait was not over
    script.after(2 * ask_again_ms);
    CHECK(script.sent<protocol::CommandRequest>().empty());
    script.answer(1, Refusal::NotReserved);
    replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].reply.refusal == Refusal::NotReserved);
    CHECK(script.machine.status().unanswered == 0);
}

TEST_CASE("requests: there is a bound, and one too many is told so at once") {
    Script script;
    for (std::size_t i = 0; i < requests_unanswered; ++i)
        script.ask(static_cast<std::uint8_t>(i + 1), Keep::UntilAnswered);
    CHECK(script.take<GiveReply>().empty());
    script.ask(200, Keep::UntilAnswered);
    const auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].id == request_id(200));
    CHECK(replies[0].reply.refusal == Refusal::TooBusy);
    CHECK(script.machine.status().unanswered == requests_unanswered);
}

TEST_CASE("requests: a withdrawn one is not sent again and its late reply is not given") {
    Script script;
    script.go_online();
    script.ask(1, Keep::UntilAnswered);
    script.machine.withdraw(request_id(1));
    script.answer(1);
    CHECK(script.take<GiveReply>().empty());
    script.take<SendMessage>();
    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    script.come_back();
    CHECK(script.sent<protocol::CommandRequest>().empty());
}

TEST_CASE("requests: what the server does not know is answered so") {
    Script script;
    script.go_online();
    script.ask(1, Keep::UntilAnswered);
    script.sent<protocol::CommandRequest>();
    script.hear(protocol::Unsupported{12}, script.last_correlation);
    const auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].reply.refusal == Refusal::Unsupported);

    const QueryId query = script.machine.query(script.now, AskHealth{});
    script.sent<protocol::QueryRequest>();
    script.hear(protocol::Unsupported{15}, script.last_correlation);
    const auto answers = script.take<GiveAnswer>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].id == query);
    REQUIRE(answers[0].answer);
    CHECK(answers[0].answer->refusal == Refusal::Unsupported);
    script.hear(protocol::Unsupported{1}, 0);
    CHECK(script.state() == LinkState::Online);
}

TEST_CASE("requests: a server that could not read a request names it by its correlation") {
    Script script;
    script.go_online();
    script.ask(1, Keep::UntilAnswered);
    script.sent<protocol::CommandRequest>();
    Reply reply;
    reply.refusal = Refusal::InvalidRequest;
    reply.detail = "service";
    script.hear(protocol::CommandReply{RequestId{}, reply}, script.last_correlation);
    const auto replies = script.take<GiveReply>();
    REQUIRE(replies.size() == 1);
    CHECK(replies[0].id == request_id(1));
    CHECK(replies[0].reply == reply);

    const QueryId query = script.machine.query(script.now, BackUp{"x"});
    script.sent<protocol::QueryRequest>();
    script.hear(protocol::CommandReply{RequestId{}, reply}, script.last_correlation);
    const auto answers = script.take<GiveAnswer>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].id == query);
    REQUIRE(answers[0].answer);
    CHECK(answers[0].answer->refusal == Refusal::InvalidRequest);
    CHECK(answers[0].answer->detail == "service");
}

TEST_CASE("requests: a granted sign-in makes the machine a clerk's, closing the counter ends that") {
    Script script;
    script.go_online();
    script.machine.request(
        script.now, protocol::SignIn{request_id(1), StaffId{"lan"}, "secret", CounterId{"c1"}, false}, Keep::OnlyNow);
    CHECK(script.sent<protocol::SignIn>().size() == 1);
    SUBCASE("refused") {
        script.answer(1, Refusal::SignInFailed);
        CHECK(script.machine.status().role == Role::Kiosk);
    }
    SUBCASE("granted") {
        script.answer(1);
        CHECK(script.machine.status().role == Role::Staff);
        script.machine.request(script.now, protocol::CommandRequest{request_id(2), CloseCounter{CounterId{"c1"}}},
                               Keep::OnlyNow);
        script.answer(2);
        CHECK(script.machine.status().role == Role::Counter);
    }
    SUBCASE("lost: the password is not sent again") {
        script.machine.failed(script.now, Trouble::ConnectionLost, "");
        CHECK(script.take<GiveUp>().size() == 1);
        script.come_back();
        CHECK(script.sent<protocol::SignIn>().empty());
    }
}

TEST_CASE("queries: answered by correlation, empty when the link is lost, late or offline") {
    Script script;
    const QueryId offline = script.machine.query(script.now, AskHealth{});
    auto answers = script.take<GiveAnswer>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].id == offline);
    CHECK(!answers[0].answer);

    script.go_online();
    const QueryId first = script.machine.query(script.now, ListStaff{});
    script.sent<protocol::QueryRequest>();
    const auto first_correlation = script.last_correlation;
    const QueryId second = script.machine.query(script.now, ListDevices{});
    Answer answer;
    answer.detail = "first";
    script.hear(protocol::QueryAnswer{answer}, first_correlation);
    answers = script.take<GiveAnswer>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].id == first);
    CHECK(answers[0].answer->detail == "first");

    script.machine.failed(script.now, Trouble::ConnectionLost, "");
    answers = script.take<GiveAnswer>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].id == second);
    CHECK(!answers[0].answer);
}
