#include <doctest/doctest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "server/web/http_server.hpp"
#include "server/web/limits.hpp"
#include "tests/server/web/web_world.hpp"

using namespace motcua;
using namespace motcua::web;
namespace asio = boost::asio;

namespace {

/// The server on its own thread, as the hall thread; the test is the network.
struct Running {
    WebWorld world;
    asio::io_context io;
    HttpServer server{io, world.router, [this] { return world.now; }};
    TicketToken token;
    std::thread thread;

    Running() {
        token = world.issue(0);
        REQUIRE(server.listen("127.0.0.1", 0).has_value());
        thread = std::thread([this] { io.run(); });
    }
    ~Running() {
        asio::post(io, [this] { server.stop(); });
        thread.join();
    }

    asio::ip::tcp::socket connect(asio::io_context& own, const std::string& from = "127.0.0.1") const {
        asio::ip::tcp::socket socket(own);
        socket.open(asio::ip::tcp::v4());
        socket.bind({asio::ip::make_address(from), 0});
        socket.connect({asio::ip::make_address("127.0.0.1"), server.port()});
        return socket;
    }
    /// Everything the server says until it closes.
    std::string say(const std::vector<std::string>& pieces) const {
        asio::io_context own;
        auto socket = connect(own);
        boost::system::error_code ended;
        for (const auto& piece : pieces)
            asio::write(socket, asio::buffer(piece), ended);
        std::string answer;
        asio::read(socket, asio::dynamic_buffer(answer), ended);
        return answer;
    }
};

/// Waits for the server to close it.
bool is_closed(asio::ip::tcp::socket& socket) {
    boost::system::error_code ended;
    char byte = 0;
    asio::read(socket, asio::buffer(&byte, 1), ended);
    return ended == asio::error::eof || ended == asio::error::connection_reset;
}

const std::string last = "Host: x\r\nConnection: close\r\n\r\n";

}  // namespace

TEST_CASE("http: a page arrives whole with the headers that protect its token") {
    Running running;
    const std::string answer = running.say({"GET /t/" + running.token.value + " HTTP/1.1\r\n" + last});
    CHECK(answer.rfind("HTTP/1.1 200 OK\r\n", 0) == 0);
    for (const char* header : {"Referrer-Policy: no-referrer", "Cache-Control: no-store", "X-Robots-Tag: noindex",
                               "default-src 'none'", "X-Content-Type-Options: nosniff"})
        CHECK_MESSAGE(has(answer, header), header);
    CHECK(has(answer, "B001"));
}

TEST_CASE("http: a request in two segments, byte by byte, or two in one segment") {
    Running running;
    CHECK(has(running.say({"GET /hea", "lthz HTTP/1.1\r\n" + last}), "\"good\":true"));
    std::vector<std::string> bytes;
    for (const char c : "GET /healthz HTTP/1.1\r\n" + last)
        bytes.emplace_back(1, c);
    CHECK(has(running.say(bytes), "\"good\":true"));
    const std::string both = running.say({"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\n" + last});
    CHECK(both.find("HTTP/1.1 200") != both.rfind("HTTP/1.1 200"));
}

TEST_CASE("http: HEAD has the headers and no body; another method is refused") {
    Running running;
    const std::string head = running.say({"HEAD /healthz HTTP/1.1\r\n" + last});
    CHECK(has(head, "Content-Length: "));
    CHECK(!has(head, "\"good\""));
    const std::string post = running.say({"POST /healthz HTTP/1.1\r\nContent-Length: 1\r\n" + last + "x"});
    CHECK(has(post, "405 Method Not Allowed"));
    CHECK(has(post, "Allow: GET, HEAD"));
}

TEST_CASE("http: what is too large or is no HTTP is answered shortly and closed") {
    Running running;
    CHECK(has(running.say({"GET /" + std::string(motcua::web::limits::header_bytes, 'a') + " HTTP/1.1\r\n" + last}),
              " 431 "));
    CHECK(has(running.say({"POST / HTTP/1.1\r\nContent-Length: 99999\r\n" + last}), " 413 "));
    CHECK(has(running.say({"exit\r\n\r\n"}), " 400 "));
    CHECK(has(running.say({"GET /healthz HTTP/1.1\r\n" + last}), "\"good\":true"));
}

TEST_CASE("http: where all places are taken by silent connections, the longest silent one gives way") {
    Running running;
    asio::io_context own;
    std::vector<asio::ip::tcp::socket> idle;
    for (std::size_t i = 0; i < motcua::web::limits::connections; ++i)
        idle.push_back(
            running.connect(own, "127.0.1." + std::to_string(1 + i / motcua::web::limits::connections_of_network)));
    for (int page = 0; page < 3; ++page)
        CHECK(has(running.say({"GET /healthz HTTP/1.1\r\n" + last}), "\"good\":true"));
    // The place of the first was free again after each page.
    CHECK(is_closed(idle.front()));
    boost::system::error_code failed;
    const std::string request = "GET /healthz HTTP/1.1\r\n" + last;
    asio::write(idle[1], asio::buffer(request), failed);
    std::string answer;
    asio::read(idle[1], asio::dynamic_buffer(answer), failed);
    CHECK(has(answer, "\"good\":true"));
}

TEST_CASE("http: silent connections of one address, or one slow request each, keep nobody behind it from a page") {
    Running running;
    asio::io_context own;
    std::vector<asio::ip::tcp::socket> slow;
    for (std::size_t i = 0; i < motcua::web::limits::connections_of_network; ++i) {
        slow.push_back(running.connect(own));
        asio::write(slow.back(), asio::buffer(std::string("GET /he")));
    }
    CHECK(has(running.say({"GET /healthz HTTP/1.1\r\n" + last}), "\"good\":true"));
    CHECK(is_closed(slow.front()));
}

TEST_CASE("http: one address cannot take all places") {
    Running running;
    asio::io_context own;
    std::vector<asio::ip::tcp::socket> idle;
    for (std::size_t i = 0; i < motcua::web::limits::connections; ++i)
        idle.push_back(running.connect(own, "127.0.0.2"));
    CHECK(has(running.say({"GET /healthz HTTP/1.1\r\n" + last}), "\"good\":true"));
}

TEST_CASE("http: a port that is taken is a clear problem") {
    Running running;
    HttpServer second(running.io, running.world.router, [&] { return running.world.now; });
    const auto result = second.listen("127.0.0.1", running.server.port());
    REQUIRE(!result.has_value());
    CHECK(has(result.error().text, "cannot listen for web pages on 127.0.0.1:"));
    CHECK(has(result.error().text, "--web"));
}

TEST_CASE("http: a name of this machine is as good as its address") {
    Running running;
    asio::io_context never_run;
    HttpServer named(never_run, running.world.router, [] { return session::Now{}; });
    const auto result = named.listen("localhost", 0);
    CHECK_MESSAGE(result.has_value(), (result.has_error() ? result.error().text : ""));
    CHECK(named.port() != 0);
}
