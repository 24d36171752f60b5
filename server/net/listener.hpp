#pragma once
// Accepts the link's connections, not faster and not more than its limits say, and keeps them. Owned by the
// application, on the hall thread.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "server/net/connection.hpp"
#include "server/net/entrance.hpp"
#include "server/session/guests.hpp"
#include "server/session/network_turns.hpp"
#include "server/session/turns.hpp"
#include "shared/base/result.hpp"

namespace motcua::net {

class Listener {
  public:
    /// What is referred to outlives the listener.
    Listener(boost::asio::io_context& io, Entrance entrance);
    ~Listener();

    /// Port 0: any free one; port() tells which.
    Result<void> open(const std::string& host, std::uint16_t port);
    std::uint16_t port() const;

    /// Accepts nobody any more; who is still shaking hands is cut off.
    void stop();
    /// Ends every connection without waiting.
    void cut_all();
    bool has_connections() const { return !connections_.empty(); }

    /// Every session::limits::pulse_ms: limits of time, connections that have ended.
    void on_time(session::Now now);

  private:
    void accept();
    void accepted(TlsStream::Socket socket);
    void accept_after(std::int64_t ms);
    void start_who_waits();

    boost::asio::io_context& io_;
    Entrance entrance_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    std::set<std::shared_ptr<Connection>> connections_;
    session::Guests guests_;
    session::NetworkTurns arrivals_;  ///< of each network: one that comes and goes leaves the others their turns
    /// Accepted, and not yet begun to shake hands.
    struct Waiting {
        TlsStream::Socket socket;
        boost::asio::ip::address from;
        session::Guests::Place place;
        std::int64_t since_ms = 0;
    };
    std::map<std::string, std::deque<Waiting>> waiting_;  ///< by network; no empty one
    std::size_t waiting_count_ = 0;
    std::string last_started_;  ///< the network whose turn was last
    boost::asio::steady_timer start_again_;
    session::Turns starts_;
    session::Turns refusals_;  ///< of connections that are closed as they come: cheap, but not for nothing
};

}  // namespace motcua::net
