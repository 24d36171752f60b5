#include "server/web/http_server.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <set>

#include "server/session/guests.hpp"
#include "server/session/network.hpp"
#include "server/web/http_message.hpp"
#include "server/web/limits.hpp"

namespace motcua::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

/// One connection: reads a request, answers it, reads the next. Owns itself through its handlers.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Gone = std::function<void(Connection*)>;

    Connection(asio::ip::tcp::socket socket, std::string network, session::Guests::Place place, const Router& router,
               const HttpServer::Clock& clock, Gone gone)
        : stream_(std::move(socket)),
          patience_(stream_.get_executor()),
          network_(std::move(network)),
          place_(std::move(place)),
          router_(router),
          clock_(clock),
          gone_(std::move(gone)) {}
    ~Connection() { gone_(this); }

    void read() {
        waiting_since_ = std::chrono::steady_clock::now();
        parser_.emplace();
        set_limits(*parser_);
        stream_.expires_after(std::chrono::seconds(limits::request_seconds));
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](error_code failed, std::size_t) { self->on_read(failed); });
    }

    void close_when_idle() {
        is_closing_ = true;
        if (!is_answering_)
            close();
    }

    /// For a request; nullopt: one is being answered.
    std::optional<std::chrono::steady_clock::time_point> waiting_since() const {
        return is_answering_ ? std::nullopt : std::optional(waiting_since_);
    }
    const std::string& network() const { return network_; }

    /// Ends it, and its place is free at once.
    void give_way() {
        place_.reset();
        gone_(this);
        close();
    }

  private:
    void on_read(error_code failed) {
        if (failed) {
            auto answer = answer_to_failure(failed);
            return answer ? send(std::move(*answer), Method::Get, /*keep_alive=*/false) : close();
        }
        const Request request = request_of(parser_->get());
        const bool keep_alive = parser_->get().keep_alive() && ++requests_ < limits::requests_per_connection;
        is_answering_ = true;
        stream_.expires_never();
        const std::size_t number = ++asked_;
        patience_.expires_after(std::chrono::seconds(limits::page_seconds));
        patience_.async_wait([self = shared_from_this(), request, number](error_code cancelled) {
            if (!cancelled)
                self->answer(number, self->router_.too_slow(request), request.method, /*keep_alive=*/false);
        });
        router_.handle(request, clock_(),
                       [self = shared_from_this(), keep_alive, number, method = request.method](Response response) {
                           self->answer(number, std::move(response), method, keep_alive);
                       });
    }

    /// The first answer to a request is the one that is sent.
    void answer(std::size_t number, Response response, Method method, bool keep_alive) {
        if (number <= answered_)
            return;
        answered_ = number;
        patience_.cancel();
        send(std::move(response), method, keep_alive);
    }

    void send(Response response, Method method, bool keep_alive) {
        is_answering_ = true;
        answer_ = answer_of(std::move(response), method, keep_alive && !is_closing_);
        stream_.expires_after(std::chrono::seconds(limits::answer_seconds));
        auto sent = [self = shared_from_this()](error_code failed, std::size_t) { self->on_sent(failed); };
        if (method != Method::Head)
            return http::async_write(stream_, answer_, std::move(sent));
        header_only_.emplace(answer_);
        http::async_write_header(stream_, *header_only_, std::move(sent));
    }

    void on_sent(error_code failed) {
        is_answering_ = false;
        if (failed || !answer_.keep_alive() || is_closing_)
            return close();
        read();
    }

    void close() {
        error_code ignored;
        stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    asio::steady_timer patience_;
    std::string network_;
    std::optional<session::Guests::Place> place_;
    std::chrono::steady_clock::time_point waiting_since_;
    const Router& router_;
    const HttpServer::Clock& clock_;
    Gone gone_;
    HttpBuffer buffer_;
    std::optional<HttpParser> parser_;
    HttpAnswer answer_;
    std::optional<http::response_serializer<http::string_body>> header_only_;
    std::size_t requests_ = 0;
    std::size_t asked_ = 0;  ///< requests that went to the router
    std::size_t answered_ = 0;
    bool is_answering_ = false;
    bool is_closing_ = false;
};

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(asio::io_context& io, const Router& router, Clock clock)
        : acceptor_(io), pause_(io), router_(router), clock_(std::move(clock)) {}

    Result<void> listen(const std::string& host, std::uint16_t port) {
        error_code failed;
        asio::ip::tcp::resolver resolver(acceptor_.get_executor());
        const auto found =
            resolver.resolve(host, std::to_string(port), asio::ip::tcp::resolver::numeric_service, failed);
        if (!failed && found.empty())
            failed = asio::error::host_not_found;
        const auto endpoint = failed ? asio::ip::tcp::endpoint() : found.begin()->endpoint();
        if (!failed)
            acceptor_.open(endpoint.protocol(), failed);
        if (!failed)
            acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
        if (!failed)
            acceptor_.bind(endpoint, failed);
        if (!failed)
            acceptor_.listen(asio::socket_base::max_listen_connections, failed);
        if (failed)
            return Problem("cannot listen for web pages on {}:{}: {}; choose another with --web", host, port,
                           failed.message());
        accept();
        return {};
    }

    std::uint16_t port() const {
        error_code ignored;
        return acceptor_.local_endpoint(ignored).port();
    }

    void stop() {
        is_stopped_ = true;
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        const auto open = connections_;  // closing may end some of them
        for (Connection* connection : open)
            connection->close_when_idle();
    }

  private:
    void accept() {
        acceptor_.async_accept([self = shared_from_this()](error_code failed, asio::ip::tcp::socket socket) {
            self->on_accept(failed, std::move(socket));
        });
    }

    void on_accept(error_code failed, asio::ip::tcp::socket socket) {
        if (is_stopped_)
            return;
        if (failed) {  // out of file descriptors, say: try again shortly instead of spinning
            spdlog::warn("web: cannot accept a connection: {}", failed.message());
            pause_.expires_after(std::chrono::milliseconds(200));
            return pause_.async_wait([self = shared_from_this()](error_code cancelled) {
                if (!cancelled)
                    self->accept();
            });
        }
        const auto from = socket.remote_endpoint(failed);  // fails where the peer has gone already
        const std::string network = failed ? "" : session::network_of(from.address().to_string());
        if (auto place = failed ? std::nullopt : find_place(network)) {
            auto connection = std::make_shared<Connection>(std::move(socket), network, std::move(*place), router_,
                                                           clock_, [weak = weak_from_this()](Connection* gone) {
                                                               if (auto self = weak.lock())
                                                                   self->connections_.erase(gone);
                                                           });
            connections_.insert(connection.get());
            connection->read();
        }
        accept();
    }

    /// Where all places are taken, the one that has been silent for the longest time gives way: a browser keeps its
    /// connection for a while, and a flood of silent ones keeps nobody from a page. nullopt: all are being answered.
    std::optional<session::Guests::Place> find_place(const std::string& network) {
        auto place = guests_.enter(network);
        if (!place && free_one([&](const Connection& other) { return other.network() == network; }))
            place = guests_.enter(network);
        if (place && connections_.size() >= limits::connections && !free_one([](const Connection&) { return true; }))
            return std::nullopt;
        return place;
    }

    template <class Predicate>
    bool free_one(Predicate may_go) {
        Connection* longest = nullptr;
        for (Connection* connection : connections_)
            if (connection->waiting_since() && may_go(*connection) &&
                (longest == nullptr || *connection->waiting_since() < *longest->waiting_since()))
                longest = connection;
        if (longest != nullptr)
            longest->give_way();
        return longest != nullptr;
    }

    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    const Router& router_;
    Clock clock_;
    session::Guests guests_{limits::connections_of_network};
    std::set<Connection*> connections_;
    bool is_stopped_ = false;
};

HttpServer::HttpServer(asio::io_context& io, const Router& router, Clock clock)
    : impl_(std::make_shared<Impl>(io, router, std::move(clock))) {}
HttpServer::~HttpServer() {
    stop();
}
Result<void> HttpServer::listen(const std::string& host, std::uint16_t port) {
    return impl_->listen(host, port);
}
std::uint16_t HttpServer::port() const {
    return impl_->port();
}
void HttpServer::stop() {
    impl_->stop();
}

}  // namespace motcua::web
