#include "server/net/listener.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <chrono>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"

namespace motcua::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// An IPv4 peer of a listener on "::" is told by its own address.
asio::ip::address as_told(const asio::ip::address& address) {
    const bool is_mapped = address.is_v6() && address.to_v6().is_v4_mapped();
    return is_mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()) : address;
}

}  // namespace

Listener::Listener(asio::io_context& io, Entrance entrance)
    : io_(io),
      entrance_(std::move(entrance)),
      acceptor_(io),
      pause_(io),
      guests_(limits::unproven_per_address),
      arrivals_(limits::arrivals_of_address_per_second, limits::arrivals_of_address_burst, limits::arrivals_networks),
      accepts_{limits::accepts_per_second, limits::accepts_burst, limits::accepts_burst},
      refusals_{limits::refusals_per_second, limits::refusals_burst, limits::refusals_burst} {}

Listener::~Listener() {
    stop();
    cut_all();
}

Result<void> Listener::open(const std::string& host, std::uint16_t port) {
    boost::system::error_code error;
    tcp::resolver resolver(io_);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
    if (error || found.empty())
        return Problem("cannot listen on {}: it names no address of this machine", host);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol(), error);
    if (!error)
        acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor_.bind(endpoint, error);
    if (!error)
        acceptor_.listen(limits::listen_backlog, error);
    if (error)
        return Problem("cannot listen on {}:{}: {}; choose another with --listen", host, port, error.message());
    accepts_.at_ms = refusals_.at_ms = read_clocks().steady_ms;
    accept();
    return {};
}

std::uint16_t Listener::port() const {
    boost::system::error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
}

void Listener::accept() {
    if (!acceptor_.is_open())
        return;
    const std::int64_t now_ms = read_clocks().steady_ms;
    // Who comes next is not known before: it needs a turn of either kind.
    if (!accepts_.has_one(now_ms) || !refusals_.has_one(now_ms))
        return accept_after(1 + 1000 / limits::accepts_per_second);
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted)
            return;
        if (error) {
            spdlog::warn("a connection could not be accepted: {}", error.message());
            return accept_after(limits::accept_retry_ms);
        }
        accepted(std::move(socket));
        accept();
    });
}

void Listener::accept_after(std::int64_t ms) {
    pause_.expires_after(std::chrono::milliseconds(ms));
    pause_.async_wait([this](boost::system::error_code error) {
        if (!error)
            accept();
    });
}

void Listener::accepted(TlsStream::Socket socket) {
    boost::system::error_code error;
    const tcp::endpoint from = socket.remote_endpoint(error);
    if (error) {  // the peer has gone already
        refusals_.left -= 1;
        return;
    }
    const std::string address = from.address().to_string();
    const std::int64_t now_ms = read_clocks().steady_ms;
    session::Turns& of_address = arrivals_.of(address, now_ms);
    const bool is_too_often = !of_address.has_one(now_ms);
    auto guest = is_too_often ? std::nullopt : guests_.enter(address);
    if (!guest || connections_.size() >= limits::connections) {
        refusals_.left -= 1;
        entrance_.turned_away.tell(from.address(), is_too_often ? "this address comes so often"
                                                   : guest      ? "so many are open"
                                                           : "so many of this address have not proved who they are");
        return;  // closes the socket
    }
    of_address.left -= 1;
    accepts_.left -= 1;
    const auto connection =
        std::make_shared<Connection>(std::move(socket), as_told(from.address()), entrance_, std::move(*guest));
    connections_.insert(connection);
    connection->start();
}

void Listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& connection : connections_)
        connection->cut_handshake();
}

void Listener::cut_all() {
    for (const auto& connection : std::exchange(connections_, {}))
        connection->cut();
}

void Listener::on_time(session::Now now) {
    for (auto it = connections_.begin(); it != connections_.end();) {
        (*it)->on_time(now);
        it = (*it)->is_closed() ? connections_.erase(it) : std::next(it);
    }
}

}  // namespace motcua::net
