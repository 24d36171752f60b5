#pragma once
// A server of one connection at a time, on loopback with real TLS, that follows a simple script: for the tests of the
// link's shell. Runs on the test's io_context.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/link/status.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::link::test {

class FakeServer {
  public:
    explicit FakeServer(boost::asio::io_context& io);
    ~FakeServer();

    void listen(std::uint16_t port = 0);
    /// As kill -9 would: connections reset, nobody listens.
    void die();
    std::uint16_t port() const { return port_; }
    void make_new_identity();
    void speak_at_most(int tls_version);
    const ServerIdentity& identity() const { return identity_; }

    void push(const protocol::Message& message);
    void push_bytes(const std::string& bytes);

    // How it behaves.
    bool answers_commands = true;
    bool greets = true;
    Refusal refuses = Refusal::None;  ///< every greeting, with this
    bool accepts_at_once = true;      ///< an unpaired device

    // What it saw.
    std::vector<protocol::Message> seen;
    int connections = 0;
    int bad_proofs = 0;
    PublicKey device_key{};

    template <class Body>
    std::size_t count() const {
        std::size_t n = 0;
        for (const auto& message : seen)
            n += std::holds_alternative<Body>(message.body) ? 1 : 0;
        return n;
    }

  private:
    struct Peer;
    void accept();
    void handle(Peer& peer, const protocol::Message& message);

    boost::asio::ssl::context tls_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::shared_ptr<Peer> peer_;
    std::uint16_t port_ = 0;
    ServerIdentity identity_{};
    Nonce nonce_{};
};

}  // namespace motcua::link::test
