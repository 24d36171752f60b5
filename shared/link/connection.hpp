#pragma once
// One TLS connection of a client: resolves, connects, shakes hands, cuts the bytes into messages, writes what it is
// given. Decides nothing. Used once, on the thread of its io_context; after close() it calls nothing any more.

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/link/status.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::link {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    struct Events {
        std::function<void(const ServerIdentity&)> on_connected;
        std::function<void(const protocol::Message&)> on_message;
        /// Once; nothing follows.
        std::function<void(Trouble, const std::string& detail)> on_failed;
    };

    Connection(boost::asio::io_context& io, boost::asio::ssl::context& tls, Events events);
    using Addresses = std::vector<boost::asio::ip::tcp::endpoint>;
    void open(const std::string& host, std::uint16_t port, std::size_t turn);
    /// Tries the addresses one after another, from the `turn`-th on, counted round: one that stays silent takes all the
    /// time that a connection is given. There is at least one.
    void connect(Addresses addresses, std::size_t turn);
    void send(const protocol::Message& message);
    /// The server has proved to know us: larger frames may come.
    void allow_large_frames();
    void close();

    /// TLS 1.3 only. The certificate is not checked against an authority: the machine pins it.
    static boost::asio::ssl::context make_tls();

  private:
    void fail(Trouble trouble, const std::string& detail);
    void shake_hands();
    void shaken();
    void read();
    void take(std::string_view bytes);
    bool take_payload(const std::string& payload);
    void write();

    boost::asio::ip::tcp::resolver resolver_;
    Addresses addresses_;  ///< in the order in which they are tried
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
    Events events_;
    bool is_open_ = true;
    protocol::FrameReader reader_;
    std::array<char, 16 * 1024> incoming_;
    std::deque<std::string> outgoing_;
    std::size_t outgoing_bytes_ = 0;
};

}  // namespace motcua::link
