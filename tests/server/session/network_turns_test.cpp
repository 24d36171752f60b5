#include "server/session/network_turns.hpp"

#include <doctest/doctest.h>

#include "server/session/network.hpp"

using namespace motcua::session;

namespace {

/// How many of `asked` turns an address gets at that moment.
int takes(NetworkTurns& turns, const std::string& address, int asked, std::int64_t at_ms) {
    int taken = 0;
    for (; taken < asked; ++taken) {
        Turns& of_network = turns.of(address, at_ms);
        if (!of_network.has_one(at_ms))
            break;
        of_network.left -= 1;
    }
    return taken;
}

}  // namespace

TEST_CASE("networks: of IPv6 the first half, whatever interface the address names") {
    CHECK(network_of("fe80::1%eth0") == network_of("fe80::2%eth0"));
    CHECK(network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::1"));
    CHECK(network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1"));
    CHECK(network_of("192.0.2.1") != network_of("192.0.2.2"));
}

TEST_CASE("network turns: a burst, then so many a second, and another network has its own") {
    NetworkTurns turns(10, 5, 8);
    CHECK(takes(turns, "192.0.2.1", 100, 0) == 5);
    CHECK(takes(turns, "192.0.2.1", 100, 99) == 0);
    CHECK(takes(turns, "192.0.2.1", 100, 300) == 3);
    CHECK(takes(turns, "::ffff:192.0.2.1", 100, 300) == 0);  // the same one, through a socket of both kinds
    CHECK(takes(turns, "192.0.2.2", 100, 300) == 5);
    CHECK(takes(turns, "192.0.2.1", 100, 60'000) == 5);  // no more than a burst is saved up
}

TEST_CASE("network turns: so many networks are remembered, and the quietest is forgotten first") {
    NetworkTurns turns(1, 2, 3);
    for (int i = 1; i <= 3; ++i)
        CHECK(takes(turns, "192.0.2." + std::to_string(i), 9, i) == 2);
    CHECK(takes(turns, "192.0.2.1", 9, 5) == 0);  // heard of again: now the second is the quietest
    CHECK(takes(turns, "192.0.2.4", 9, 6) == 2);
    CHECK(turns.networks() == 3);
    CHECK(takes(turns, "192.0.2.1", 9, 7) == 0);
    CHECK(takes(turns, "192.0.2.2", 9, 8) == 2);
}
