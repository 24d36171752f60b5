#include "shared/protocol/convert.hpp"

#include <doctest/doctest.h>

#include <set>

#include "random_message.hpp"
#include "same_message.hpp"
#include "sample_messages.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/limits.hpp"
#include "shared/protocol/proof.hpp"

using namespace motcua;
using namespace motcua::protocol;

TEST_CASE("convert: every sample message comes back field by field") {
    for (const Sample& sample : sample_messages()) {
        CAPTURE(sample.name);
        const Decoded decoded = decode(encode(sample.message));
        REQUIRE_MESSAGE(decoded.has_value(), decoded.error().text);
        CHECK(is_same(*decoded, sample.message));
    }
}

TEST_CASE("convert: the samples are of every kind that travels") {
    std::set<std::size_t> bodies, commands, queries, views;
    for (const Sample& sample : sample_messages()) {
        bodies.insert(sample.message.body.index());
        if (const auto* request = std::get_if<CommandRequest>(&sample.message.body))
            commands.insert(request->command.index());
        if (const auto* request = std::get_if<QueryRequest>(&sample.message.body))
            queries.insert(request->query.index());
        if (const auto* push = std::get_if<ViewPush>(&sample.message.body))
            views.insert(push->view.index());
    }
    CHECK(bodies.size() == std::variant_size_v<Body>);
    CHECK(commands.size() == std::variant_size_v<Command> - 4);  // without Tick, ImportSettings, AcceptDevice, AddStaff
    CHECK(queries.size() == std::variant_size_v<Query>);
    CHECK(views.size() == std::variant_size_v<View>);
}

TEST_CASE("convert: random messages of every kind come back field by field") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Random random(seed);
        for (std::size_t kind = 0; kind < std::variant_size_v<Body>; ++kind) {
            const Message message = random_message(random, kind);
            CAPTURE(seed);
            CAPTURE(name_of(message.body));
            const std::string payload = encode(message);
            const Decoded decoded = decode(payload);
            REQUIRE_MESSAGE(decoded.has_value(), decoded.error().text);
            CHECK(is_same(*decoded, message));
            CHECK(encode(*decoded) == payload);
        }
    }
}

TEST_CASE("convert: a service need not be in a group") {
    KioskView view;
    view.hall.languages = {"vi"};
    KioskService service;
    service.id = ServiceId{"land"};
    service.letter = 'A';
    view.services.push_back(service);
    const auto heard = decode(encode(Message{0, ViewPush{view}}));
    REQUIRE(heard.has_value());
    CHECK(std::get<KioskView>(std::get<ViewPush>(heard->body).view) == view);
}

TEST_CASE("convert: a frame is the length and the payload") {
    const Message message{7, Ping{1}};
    CHECK(encode_frame(message) == frame(encode(message)));
}

TEST_CASE("convert: the token of a ticket to be issued does not travel") {
    const Message asked{1, CommandRequest{{}, IssueTicket{{"khai-sinh"}, {}, {"abcdefghijklmnopqrstuvwxyz"}, ""}}};
    const Decoded decoded = decode(encode(asked));
    REQUIRE(decoded.has_value());
    const auto& command = std::get<CommandRequest>(decoded->body).command;
    CHECK(std::get<IssueTicket>(command).token.empty());
}

TEST_CASE("convert: commands that only the server makes have no form on the wire") {
    CHECK_FALSE(has_wire_form(Tick{}));
    CHECK_FALSE(has_wire_form(ImportSettings{}));
    CHECK_FALSE(has_wire_form(AcceptDevice{}));
    CHECK_FALSE(has_wire_form(AddStaff{}));
    CHECK(has_wire_form(IssueTicket{}));
    CHECK(has_wire_form(RemoveStaff{}));
}

TEST_CASE("convert: a greeting of another major version says only its version") {
    const Message hello{1, Hello{2, 7, {"Not A Key!"}, "x", "y", {}, Role::Admin, "", {}, {}}};
    const Decoded decoded = decode(encode(hello));
    REQUIRE(decoded.has_value());
    const auto& taken = std::get<Hello>(decoded->body);
    CHECK(taken.major == 2);
    CHECK(taken.minor == 7);
    CHECK(taken.hall.empty());
}

TEST_CASE("convert: a refusal of a newer version is kept as a number") {
    Reply reply;
    reply.refusal = static_cast<Refusal>(200);
    const Decoded decoded = decode(encode({1, CommandReply{{}, reply}}));
    REQUIRE(decoded.has_value());
    CHECK(std::get<CommandReply>(decoded->body).reply.refusal == static_cast<Refusal>(200));
}

TEST_CASE("convert: what a program says of an error is cleaned so that it arrives") {
    const Decoded decoded =
        decode(encode({1, Goodbye{Refusal::InvalidRequest, "line 1\nline \xff" + std::string(900, 'x')}}));
    REQUIRE_MESSAGE(decoded.has_value(), decoded.error().text);
    const std::string& detail = std::get<Goodbye>(decoded->body).detail;
    CHECK(detail.substr(0, 6) == "line 1");
    CHECK(detail.size() <= 480);
    for (const char* told : {"a\nb\tc\x7f", "a\u2028b", "a\u202eb"})
        CHECK(decode(encode({1, Goodbye{Refusal::None, told}})).value().body.index() == Body(Goodbye{}).index());
}

TEST_CASE("convert: a reason within a reason arrives with its own text and values, or whole in English") {
    const auto arrived = [](const Problem& what) {
        Answer answer;
        answer.health = {{"store", false, what}};
        answer.reason = what;
        const Decoded decoded = decode(encode({1, QueryAnswer{answer}}));
        REQUIRE_MESSAGE(decoded.has_value(), decoded.error().text);
        const Answer& got = std::get<QueryAnswer>(decoded->body).answer;
        CHECK(got.health.at(0).what == got.reason);
        return got.reason;
    };
    const Problem disk = Problem::verbatim("No space left on device");
    const Problem nested("the journal cannot be written: {}", Problem("{1}: {0}", disk, Problem("the data file")));
    CHECK(arrived(nested) == nested);
    CHECK(arrived(disk) == disk);
    CHECK(arrived(Problem("written and synced")) == Problem("written and synced"));
    const auto in_capitals = [](const char* english) {
        return english == std::string("the data file") ? "FILE" : english;
    };
    CHECK(told(arrived(nested), in_capitals) == "the journal cannot be written: FILE: No space left on device");

    CHECK(arrived(Problem("a {}", "b\nc \xff")).text == "a b\\x0ac \\xff");
    Problem deep = disk;
    for (std::size_t i = 0; i < protocol::limits::sentence_depth; ++i)
        deep = Problem("in {}", deep);
    CHECK(arrived(deep) == Problem::verbatim(deep.text));
    CHECK(arrived(Problem::of("all {}", std::vector<Problem>(protocol::limits::health_values + 1, nested)))
              .pattern.empty());
    const Problem large("{0} {0}", Problem("so {}", std::string(300, 'x')));
    CHECK(arrived(large) == Problem::verbatim(large.text.substr(0, protocol::limits::detail_bytes)));
}

TEST_CASE("convert: the signed bytes are prefix, nonce and certificate hash") {
    Nonce nonce;
    nonce.fill(1);
    CertificateHash certificate;
    certificate.fill(2);
    const auto bytes = bytes_to_sign(nonce, certificate);
    const std::string expected = "motcua-proof-1" + std::string(32, '\1') + std::string(32, '\2');
    CHECK(std::string(bytes.begin(), bytes.end()) == expected);
}
