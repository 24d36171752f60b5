#include "shared/link/connection.hpp"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include "shared/base/assert.hpp"
#include "shared/link/limits.hpp"
#include "shared/protocol/convert.hpp"

namespace motcua::link {

namespace asio = boost::asio;
using Error = boost::system::error_code;

asio::ssl::context Connection::make_tls() {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_3_VERSION);
    char groups[] = "X25519:P-256";  // OpenSSL's macro casts const away
    SSL_CTX_set1_groups_list(tls.native_handle(), groups);
    SSL_CTX_set_session_cache_mode(tls.native_handle(), SSL_SESS_CACHE_OFF);
    tls.set_verify_mode(asio::ssl::verify_none);
    return tls;
}

Connection::Connection(asio::io_context& io, asio::ssl::context& tls, Events events)
    : resolver_(io), stream_(io, tls), events_(std::move(events)) {}

void Connection::fail(Trouble trouble, const std::string& detail) {
    if (!is_open_)
        return;
    const auto self = shared_from_this();
    const auto tell = events_.on_failed;
    close();
    tell(trouble, detail);
}

void Connection::close() {
    is_open_ = false;
    resolver_.cancel();
    Error ignored;
    stream_.lowest_layer().close(ignored);
}

void Connection::open(const std::string& host, std::uint16_t port, std::size_t turn) {
    resolver_.async_resolve(
        host, std::to_string(port),
        [self = shared_from_this(), turn](const Error& failed, const asio::ip::tcp::resolver::results_type& found) {
            if (!self->is_open_)
                return;
            if (failed)
                return self->fail(Trouble::Unreachable, failed.message());
            self->connect(Addresses(found.begin(), found.end()), turn);
        });
}

void Connection::connect(Addresses addresses, std::size_t turn) {
    const auto first = static_cast<std::ptrdiff_t>(turn % addresses.size());
    std::rotate(addresses.begin(), addresses.begin() + first, addresses.end());
    addresses_ = std::move(addresses);
    asio::async_connect(stream_.lowest_layer(), addresses_,
                        [self = shared_from_this()](const Error& refused, const asio::ip::tcp::endpoint&) {
                            if (!self->is_open_)
                                return;
                            if (refused)
                                return self->fail(Trouble::Unreachable, refused.message());
                            self->shake_hands();
                        });
}

void Connection::shake_hands() {
    Error ignored;
    stream_.lowest_layer().set_option(asio::ip::tcp::no_delay(true), ignored);
    stream_.lowest_layer().set_option(asio::socket_base::keep_alive(true), ignored);
    stream_.async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](const Error& failed) {
        if (!self->is_open_)
            return;
        if (!failed)
            return self->shaken();
        // A server that is being stopped cuts the handshake short; that it speaks no TLS is another matter.
        const bool is_cut = failed.category() != asio::error::get_ssl_category();
        self->fail(is_cut ? Trouble::ConnectionLost : Trouble::NotUnderstood, "TLS: " + failed.message());
    });
}

void Connection::shaken() {
    ServerIdentity identity{};
    X509* certificate = SSL_get1_peer_certificate(stream_.native_handle());
    unsigned int size = 0;
    const bool is_known = certificate != nullptr && X509_digest(certificate, EVP_sha256(), identity.data(), &size) == 1;
    X509_free(certificate);
    if (!is_known || size != identity.size())
        return fail(Trouble::NotUnderstood, "TLS: no certificate");
    read();
    events_.on_connected(identity);
}

void Connection::read() {
    stream_.async_read_some(asio::buffer(incoming_),
                            [self = shared_from_this()](const Error& failed, std::size_t size) {
                                if (!self->is_open_)
                                    return;
                                if (failed)
                                    return self->fail(Trouble::ConnectionLost, failed.message());
                                self->take(std::string_view(self->incoming_.data(), size));
                                if (self->is_open_)
                                    self->read();
                            });
}

void Connection::take(std::string_view bytes) {
    while (const auto payload = reader_.take(bytes)) {
        if (!take_payload(*payload) || !is_open_)
            return;
    }
    if (reader_.error() != protocol::FrameError::None)
        fail(Trouble::NotUnderstood, std::string(protocol::name_of(reader_.error())));
}

bool Connection::take_payload(const std::string& payload) {
    const auto message = protocol::decode(payload);
    if (message) {
        events_.on_message(*message);
        return true;
    }
    const auto& problem = message.error();
    if (problem.kind != protocol::DecodeError::UnknownBody) {
        fail(Trouble::NotUnderstood, problem.text);
        return false;
    }
    send(protocol::Message{problem.correlation, protocol::Unsupported{problem.field}});
    return true;
}

void Connection::allow_large_frames() {
    reader_.set_limit(motcua::limits::frame_bytes);
}

void Connection::send(const protocol::Message& message) {
    if (!is_open_)
        return;
    outgoing_.push_back(protocol::encode_frame(message));
    outgoing_bytes_ += outgoing_.back().size();
    if (outgoing_bytes_ > write_queue_bytes)
        return fail(Trouble::NoAnswer, "the server does not read");
    if (outgoing_.size() == 1)
        write();
}

void Connection::write() {
    asio::async_write(stream_, asio::buffer(outgoing_.front()),
                      [self = shared_from_this()](const Error& failed, std::size_t) {
                          if (!self->is_open_)
                              return;
                          if (failed)
                              return self->fail(Trouble::ConnectionLost, failed.message());
                          self->outgoing_bytes_ -= self->outgoing_.front().size();
                          self->outgoing_.pop_front();
                          if (!self->outgoing_.empty())
                              self->write();
                      });
}

}  // namespace motcua::link
