// The shell with a real TLS server on loopback. Each wait is bounded; nothing depends on how long a step takes.
#include "shared/link/link.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <fstream>
#include <sstream>

#include "shared/link/connection.hpp"
#include "shared/link/outbox.hpp"
#include "shared/protocol/framing.hpp"
#include "tests/shared/link/fake_server.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

namespace {

struct Client {
    Client(boost::asio::io_context& context, std::uint16_t port, const std::filesystem::path& data) : io(context) {
        options.port = port;
        options.hall = HallId{"kon-tum"};
        options.program = "motcua-kiosk";
        options.role = Role::Kiosk;
        options.name = "Door";
        Listener listener;
        listener.on_status = [this](const Status& told) { status = told; };
        listener.on_view = [this](const View&) { ++views; };
        listener.on_reply = [this](const RequestId& id, const Reply&) { replies.push_back(id); };
        listener.on_unanswered = [this](const RequestId& id, Unanswered) { unanswered.push_back(id); };
        listener.on_answer = [this](QueryId, const std::optional<Answer>& answer) { answers.push_back(answer); };
        auto opened = Link::open(io, options, data, listener);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().text);
        link = std::move(*opened);
    }

    RequestId issue(Keep keep = Keep::UntilAnswered) {
        return link->send(IssueTicket{ServiceId{"birth"}, {}, {}, {}}, keep);
    }

    boost::asio::io_context& io;
    LinkOptions options;
    std::unique_ptr<Link> link;
    Status status;
    int views = 0;
    std::vector<RequestId> replies;
    std::vector<RequestId> unanswered;
    std::vector<std::optional<Answer>> answers;
};

template <class Condition>
bool run_until(boost::asio::io_context& io, Condition is_so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_so() && std::chrono::steady_clock::now() < end) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
    return is_so();
}

}  // namespace

TEST_CASE("link: pairs, proves itself, sees a view, gets replies and answers over real TLS") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    Client client(io, server.port(), folder.path());
    client.link->subscribe(Subscription{ViewKind::Kiosk, {}, {}});
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.is_online() && client.views == 1; }));
    CHECK(server.bad_proofs == 0);
    CHECK(client.status.role == Role::Kiosk);
    const RequestId id = client.issue();
    const QueryId query = client.link->query(AskHealth{});
    CHECK(query != 0);
    REQUIRE(run_until(io, [&] { return client.replies.size() == 1 && client.answers.size() == 1; }));
    CHECK(client.replies[0] == id);
    REQUIRE(client.answers[0]);
    CHECK(client.answers[0]->health.size() == 1);
    CHECK(std::filesystem::exists(folder.path() / "device.toml"));
}

TEST_CASE("link: no callback comes from inside a method") {
    TempFolder folder;
    boost::asio::io_context io;
    Client client(io, 1, folder.path());
    client.link->send(CallNext{CounterId{"c1"}}, Keep::OnlyNow);
    client.link->query(AskHealth{});
    CHECK(client.unanswered.empty());
    CHECK(client.answers.empty());
    REQUIRE(run_until(io, [&] { return client.unanswered.size() == 1 && client.answers.size() == 1; }));
    CHECK(!client.answers[0]);
}

TEST_CASE("link: after the server died it comes back by itself and asks again under the same id") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    server.answers_commands = false;
    Client client(io, server.port(), folder.path());
    client.link->subscribe(Subscription{ViewKind::Kiosk, {}, {}});
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.views == 1; }));
    const RequestId id = client.issue();
    REQUIRE(run_until(io, [&] { return server.count<protocol::CommandRequest>() == 1; }));
    server.die();
    REQUIRE(run_until(io, [&] { return client.status.trouble == Trouble::Unreachable; }));
    CHECK(client.status.unanswered == 1);
    server.answers_commands = true;
    server.listen(server.port());
    REQUIRE(run_until(io, [&] { return client.replies.size() == 1 && client.views == 2; }));
    CHECK(client.replies[0] == id);
    CHECK(server.count<protocol::CommandRequest>() == 2);
}

TEST_CASE("link: a request of the run before goes out again in the next run, once") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    server.answers_commands = false;
    RequestId id;
    {
        Client client(io, server.port(), folder.path());
        client.link->start();
        id = client.issue();
        REQUIRE(run_until(io, [&] { return server.count<protocol::CommandRequest>() == 1; }));
        client.link->stop();
    }
    server.answers_commands = true;
    {
        Client client(io, server.port(), folder.path());
        client.link->start();
        REQUIRE(run_until(io, [&] { return client.replies.size() == 1; }));
        CHECK(client.replies[0] == id);
        client.link->stop();
    }
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.is_online(); }));
    CHECK(client.status.unanswered == 0);
}

TEST_CASE("link: a server with another identity gets no word") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    {
        Client client(io, server.port(), folder.path());
        client.link->start();
        REQUIRE(run_until(io, [&] { return client.status.is_online(); }));
    }
    server.die();
    server.make_new_identity();
    server.seen.clear();
    server.listen(server.port());
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.state == LinkState::Rejected; }));
    CHECK(client.status.trouble == Trouble::IdentityChanged);
    CHECK(server.seen.empty());
}

TEST_CASE("link: a server that speaks nothing newer than TLS 1.2 gets no word") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.speak_at_most(TLS1_2_VERSION);
    server.listen();
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return server.connections > 1; }));  // it comes again, and again in vain
    CHECK_FALSE(client.status.is_online());
    CHECK(client.status.trouble != Trouble::None);
    CHECK(server.seen.empty());
    server.die();
    server.speak_at_most(TLS1_3_VERSION);
    server.listen(server.port());
    CHECK(run_until(io, [&] { return client.status.is_online(); }));
}

TEST_CASE("link: garbage, a frame too long and an unknown body") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.is_online(); }));
    const int before = server.connections;
    SUBCASE("garbage ends the connection, and it comes back") {
        server.push_bytes(protocol::frame("\xff\xff\xff\xff garbage"));
        REQUIRE(run_until(io, [&] { return server.connections > before && client.status.is_online(); }));
    }
    SUBCASE("a frame too long ends the connection, and it comes back") {
        server.push_bytes(std::string("\x7f\xff\xff\xff", 4));
        REQUIRE(run_until(io, [&] { return server.connections > before && client.status.is_online(); }));
    }
    SUBCASE("a body of a newer version is answered, and nothing ends") {
        // Field 2000, length-delimited, empty: tag 2000 << 3 | 2 = 16002 as a varint.
        server.push_bytes(protocol::frame(std::string("\x82\x7d\x00", 3)));
        REQUIRE(run_until(io, [&] { return server.count<protocol::Unsupported>() == 1; }));
        CHECK(client.status.is_online());
        CHECK(server.connections == before);
    }
}

TEST_CASE("link: something else listens there") {
    TempFolder folder;
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor plain(io, {boost::asio::ip::address_v4::loopback(), 0});
    std::vector<boost::asio::ip::tcp::socket> peers;
    plain.async_accept([&](const auto& failed, boost::asio::ip::tcp::socket socket) {
        if (failed)
            return;
        boost::system::error_code ignored;
        const std::string text = "HTTP/1.1 400 Bad Request\r\n\r\n";
        socket.write_some(boost::asio::buffer(text), ignored);
        peers.push_back(std::move(socket));
    });
    Client client(io, plain.local_endpoint().port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.trouble != Trouble::None; }));
    CHECK(client.status.trouble == Trouble::NotUnderstood);
}

TEST_CASE("link: a server that takes the connection and says nothing is left in bounded time") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.greets = false;
    server.listen();
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.trouble == Trouble::NoAnswer; }));
    CHECK(server.count<protocol::Hello>() == 1);
}

TEST_CASE("connection: a host's addresses take turns at being the first, and each is tried") {
    using boost::asio::ip::tcp;
    boost::asio::io_context io;
    boost::asio::ssl::context tls = Connection::make_tls();
    FakeServer one(io);
    FakeServer other(io);
    one.listen();
    other.listen();
    const auto at = [](std::uint16_t port) { return tcp::endpoint(boost::asio::ip::address_v4::loopback(), port); };
    const auto reached = [&](const Connection::Addresses& addresses, std::size_t turn) {
        std::optional<ServerIdentity> server;
        Connection::Events events;
        events.on_connected = [&](const ServerIdentity& identity) { server = identity; };
        events.on_message = [](const protocol::Message&) {};
        events.on_failed = [](Trouble, const std::string&) {};
        const auto connection = std::make_shared<Connection>(io, tls, std::move(events));
        connection->connect(addresses, turn);
        CHECK(run_until(io, [&] { return server.has_value(); }));
        connection->close();
        return server.value_or(ServerIdentity{});
    };
    const Connection::Addresses both{at(one.port()), at(other.port())};
    CHECK(reached(both, 0) == one.identity());
    CHECK(reached(both, 1) == other.identity());
    CHECK(reached(both, 2) == one.identity());
    one.die();
    CHECK(reached(both, 0) == other.identity());  // refused at once: the next
}

TEST_CASE("link: stopped, it calls nobody, and the program ends at once") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    Client client(io, server.port(), folder.path());
    client.link->subscribe(Subscription{ViewKind::Kiosk, {}, {}});
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.is_online(); }));
    client.issue();
    client.link->stop();
    const int views = client.views;
    for (int i = 0; i < 20; ++i) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(10));
    }
    CHECK(client.replies.empty());
    CHECK(client.views == views);
}

TEST_CASE("link: with a full disk requests still go out while the program runs") {
    TempFolder folder;
    boost::asio::io_context io;
    FakeServer server(io);
    server.listen();
    // A folder where the file should be: it can be neither read nor written nor renamed over.
    std::filesystem::create_directories(folder.path() / "outbox.bin" / "in the way");
    Client client(io, server.port(), folder.path());
    client.link->start();
    REQUIRE(run_until(io, [&] { return client.status.is_online(); }));
    const RequestId id = client.issue();
    REQUIRE(run_until(io, [&] { return client.replies.size() == 1; }));
    CHECK(client.replies[0] == id);
    CHECK(!client.status.outbox_trouble.empty());
}

TEST_CASE("link: two programs do not share a data folder") {
    TempFolder folder;
    boost::asio::io_context io;
    Client client(io, 1, folder.path());
    const auto second = Link::open(io, client.options, folder.path(), Listener{});
    REQUIRE(!second.has_value());
    CHECK(second.error().text.find("another program uses") == 0);
}

TEST_CASE("link: what an earlier run asked for without an answer is told at the start, and how old it is") {
    TempFolder folder;
    boost::asio::io_context io;
    RequestId id;
    {
        Client client(io, 1, folder.path());
        CHECK(client.link->earlier_requests().empty());
        id = client.issue();
    }
    const auto file = folder.path() / "outbox.bin";
    const auto earlier = std::filesystem::last_write_time(file) - std::chrono::hours(1);
    std::filesystem::last_write_time(file, earlier);
    Client client(io, 1, folder.path());
    REQUIRE(client.link->earlier_requests().size() == 1);
    CHECK(client.link->earlier_requests()[0].id == id);
    CHECK(std::holds_alternative<IssueTicket>(client.link->earlier_requests()[0].command));
    const auto wall = std::chrono::file_clock::to_sys(earlier).time_since_epoch();
    CHECK(client.link->earlier_requests_at() ==
          Instant{std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()});
}

TEST_CASE("link: a request that only another version can read lies aside with the whole outbox; the others are sent") {
    TempFolder folder;
    boost::asio::io_context io;
    const auto file = folder.path() / "outbox.bin";
    RequestId id;
    {
        Client client(io, 1, folder.path());
        id = client.issue();
    }
    RequestId unknown;
    unknown.bytes.fill(9);
    REQUIRE(Outbox(open_outbox_file(file)).put(unknown, "\xff of a later version").has_value());
    std::stringstream found;
    found << std::ifstream(file).rdbuf();
    {
        Client client(io, 1, folder.path());
        REQUIRE(client.link->earlier_requests().size() == 1);
        CHECK(client.link->earlier_requests()[0].id == id);
        CHECK(client.link->status().outbox_trouble.find("outbox.bin.damaged-1") != std::string::npos);
    }
    std::stringstream aside;
    aside << std::ifstream(file.string() + ".damaged-1").rdbuf();
    CHECK(aside.str() == found.str());
    CHECK(Outbox(open_outbox_file(file)).waiting().size() == 1);
    Client client(io, 1, folder.path());
    CHECK(client.link->status().outbox_trouble.empty());
}
