#pragma once
// A raw client of the link for tests: TLS on OpenSSL, frames by hand, every wait bounded. One thread.

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::test {

/// A connected TCP socket to 127.0.0.1, or -1. The caller closes it.
int connect_tcp(std::uint16_t port);
/// What comes until the peer closes, or nullopt when it has not closed after the limit.
std::optional<std::string> read_until_closed(int socket, int limit_ms);

class TlsClient {
  public:
    enum class Version { Tls13, Tls12 };
    static constexpr int patience_ms = 10'000;

    /// Throws std::runtime_error when the handshake does not succeed.
    explicit TlsClient(std::uint16_t port, Version version = Version::Tls13);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    void send_raw(std::string_view bytes);
    void send(protocol::Body body, std::uint64_t correlation = 1);
    /// The next message; nullopt when the server closed. Throws when nothing came for limit_ms.
    std::optional<protocol::Message> receive(int limit_ms = patience_ms);
    /// The next message of this kind: pings and views in front of it are passed over.
    template <class Kind>
    Kind expect() {
        return std::get<Kind>(next(Kind{}).body);
    }
    /// True when the server closed within the limit, whatever it said before.
    bool is_closed_within(int limit_ms);

    protocol::Welcome greet(const HallId& hall, const DeviceId& device, const SigningKey& key);
    Reply ask(const RequestId& id, Command command);

    const protocol::CertificateHash& certificate() const { return certificate_; }
    std::string tls_version() const;

  private:
    protocol::Message next(const protocol::Body& wanted);
    bool await_bytes(int limit_ms);

    struct Deleter {
        void operator()(SSL* ssl) const;
        void operator()(SSL_CTX* context) const;
    };
    int socket_ = -1;
    std::unique_ptr<SSL_CTX, Deleter> context_;
    std::unique_ptr<SSL, Deleter> ssl_;
    protocol::FrameReader reader_{limits::frame_bytes};
    std::string unread_;
    protocol::CertificateHash certificate_{};
};

}  // namespace motcua::test
