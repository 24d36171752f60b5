#include "server/net/own_address.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

namespace motcua::net {

namespace asio = boost::asio;
using asio::ip::udp;

namespace {

bool is_useful(const asio::ip::address& address) {
    return !address.is_unspecified() && !address.is_loopback();
}

/// Of the interface that leads to a place outside. A datagram socket that is connected sends nothing.
std::optional<std::string> address_towards(const char* outside) {
    asio::io_context io;
    udp::socket socket(io);
    boost::system::error_code error;
    socket.connect({asio::ip::make_address(outside), 9}, error);
    if (error)
        return std::nullopt;
    const auto local = socket.local_endpoint(error).address();
    return !error && is_useful(local) ? std::optional(local.to_string()) : std::nullopt;
}

/// A hall's network may lead nowhere: then of the first interface that has one.
std::optional<std::string> first_ipv4_address() {
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0)
        return std::nullopt;
    std::optional<std::string> found;
    for (const ifaddrs* one = all; one != nullptr && !found; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_UP) == 0)
            continue;
        const auto* in = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        const asio::ip::address address(asio::ip::address_v4(ntohl(in->sin_addr.s_addr)));
        if (is_useful(address))
            found = address.to_string();
    }
    ::freeifaddrs(all);
    return found;
}

}  // namespace

std::optional<std::string> own_address(bool is_v6) {
    // Addresses for documentation (RFC 5737, RFC 3849).
    auto found = address_towards("192.0.2.1");
    if (!found)
        found = first_ipv4_address();
    if (!found && is_v6)
        found = address_towards("2001:db8::1");
    return found;
}

}  // namespace motcua::net
