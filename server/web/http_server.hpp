#pragma once
// HTTP/1.1 through Boost.Beast on the hall thread's io_context. Bounded in connections, requests and waits; what goes
// beyond is answered shortly or closed. Logs counts and reasons, never a target: it may hold a ticket's token.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <functional>
#include <memory>

#include "server/web/router.hpp"
#include "shared/base/result.hpp"

namespace motcua::web {

class HttpServer {
  public:
    using Clock = std::function<session::Now()>;

    /// The router and the io_context outlive the server.
    HttpServer(boost::asio::io_context& io, const Router& router, Clock clock);
    ~HttpServer();

    /// Binds and begins to accept. Port 0 takes a free one.
    Result<void> listen(const std::string& host, std::uint16_t port);
    std::uint16_t port() const;

    /// Stops accepting and closes what is idle; answers under way are sent. No handler is left after their limits.
    void stop();

  private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace motcua::web
