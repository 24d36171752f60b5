#include "server/cli/client.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "server/cli/limits.hpp"
#include "tests/server/cli/english.hpp"
#include "tests/shared/link/fake_server.hpp"

using namespace motcua;
using namespace motcua::cli;

TEST_CASE("client: however long its job may take, a server that lets nobody in is given up after the usual wait") {
    boost::asio::io_context io;
    link::test::FakeServer server(io);
    server.refuses = Refusal::StoreUnavailable;
    server.listen();
    std::thread serving([&] { io.run(); });
    link::LinkOptions options;
    options.port = server.port();
    options.hall = HallId{"kon-tum"};
    Client client(options, link::Credentials{DeviceId{"admin"}, SigningKey::generate(), server.identity()}, english,
                  usual_timeout_ms * 2);
    const std::int64_t before_ms = link::Link::now_ms();
    const auto outcome = client.connect();
    CHECK(link::Link::now_ms() - before_ms < usual_timeout_ms + usual_timeout_ms / 2);
    io.stop();
    serving.join();
    REQUIRE(outcome);
    CHECK(outcome->refusal == Refusal::StoreUnavailable);
}
