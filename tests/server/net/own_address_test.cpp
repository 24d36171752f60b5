#include "server/net/own_address.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

using namespace motcua;
using boost::asio::ip::udp;

TEST_CASE("own address: one of this machine that others can reach, or none") {
    for (const bool is_v6 : {false, true}) {
        const auto own = net::own_address(is_v6);
        if (!own)
            continue;  // a machine without a network
        CAPTURE(*own);
        const auto address = boost::asio::ip::make_address(*own);
        CHECK_FALSE(address.is_loopback());
        CHECK_FALSE(address.is_unspecified());
        boost::asio::io_context io;
        CHECK_NOTHROW(udp::socket(io, udp::endpoint(address, 0)));  // only an address of its own can be bound
    }
}
