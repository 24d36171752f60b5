#include "server/net/listener.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <chrono>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"
#include "server/session/network.hpp"

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
      start_again_(io),
      starts_{limits::starts_per_second, limits::starts_burst, limits::starts_burst},
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
    starts_.at_ms = refusals_.at_ms = read_clocks().steady_ms;
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
    if (!refusals_.has_one(now_ms))  // who comes next is not known before
        return accept_after(1);
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
        // One that came just before stop() is not served any more, either.
        if (error == asio::error::operation_aborted || !acceptor_.is_open())
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
    const std::size_t open = connections_.size() + waiting_count_;
    const std::size_t most_of_address =
        open >= limits::crowded_connections ? limits::unproven_when_crowded : limits::unproven_per_address;
    auto guest = is_too_often ? std::nullopt : guests_.enter(address, most_of_address);
    if (!guest || open >= limits::connections) {
        refusals_.left -= 1;
        entrance_.turned_away.tell(from.address(), is_too_often ? "this address comes so often"
                                                   : guest      ? "so many are open"
                                                           : "so many of this address have not proved who they are");
        return;  // closes the socket
    }
    of_address.left -= 1;
    waiting_[session::network_of(address)].push_back(
        Waiting{std::move(socket), as_told(from.address()), std::move(*guest), now_ms});
    ++waiting_count_;
    start_who_waits();
}

/// One of each network in turn: however many of one wait, the next of another is not behind them.
void Listener::start_who_waits() {
    const std::int64_t now_ms = read_clocks().steady_ms;
    while (!waiting_.empty() && starts_.take(now_ms)) {
        auto next = waiting_.upper_bound(last_started_);
        if (next == waiting_.end())
            next = waiting_.begin();
        last_started_ = next->first;
        Waiting one = std::move(next->second.front());
        next->second.pop_front();
        if (next->second.empty())
            waiting_.erase(next);
        --waiting_count_;
        const auto connection =
            std::make_shared<Connection>(std::move(one.socket), std::move(one.from), entrance_, std::move(one.place));
        connections_.insert(connection);
        connection->start();
    }
    if (waiting_.empty())
        return;
    start_again_.expires_after(std::chrono::milliseconds(limits::start_again_ms));
    start_again_.async_wait([this](boost::system::error_code error) {
        if (!error)
            start_who_waits();
    });
}

void Listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    start_again_.cancel();
    waiting_.clear();
    waiting_count_ = 0;
    for (const auto& connection : connections_)
        connection->cut_handshake();
}

void Listener::cut_all() {
    for (const auto& connection : std::exchange(connections_, {}))
        connection->cut();
}

void Listener::on_time(session::Now now) {
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        std::deque<Waiting>& of_network = it->second;
        while (!of_network.empty() && now.steady_ms - of_network.front().since_ms >= limits::handshake_ms) {
            of_network.pop_front();  // whoever still waits comes again
            --waiting_count_;
        }
        it = of_network.empty() ? waiting_.erase(it) : std::next(it);
    }
    for (auto it = connections_.begin(); it != connections_.end();) {
        (*it)->on_time(now);
        it = (*it)->is_closed() ? connections_.erase(it) : std::next(it);
    }
}

}  // namespace motcua::net
