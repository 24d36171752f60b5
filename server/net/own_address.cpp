#include "server/net/own_address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

namespace motcua::net {

namespace asio = boost::asio;
using asio::ip::udp;

std::optional<std::string> own_address(bool is_v6) {
    // Addresses for documentation (RFC 5737, RFC 3849): a datagram socket that is connected sends nothing.
    const auto outside = asio::ip::make_address(is_v6 ? "2001:db8::1" : "192.0.2.1");
    asio::io_context io;
    udp::socket socket(io);
    boost::system::error_code error;
    socket.connect({outside, 9}, error);
    if (error)
        return std::nullopt;
    const udp::endpoint local = socket.local_endpoint(error);
    if (error || local.address().is_unspecified() || local.address().is_loopback())
        return std::nullopt;
    return local.address().to_string();
}

}  // namespace motcua::net
