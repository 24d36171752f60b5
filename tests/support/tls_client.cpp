#include "tests/support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace motcua::test {

namespace {

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

int connect_tcp(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval limit{TlsClient::patience_ms / 1000, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return socket;
}

std::optional<std::string> read_until_closed(int socket, int limit_ms) {
    std::string bytes;
    const std::int64_t until = steady_ms() + limit_ms;
    while (true) {
        pollfd waiting{socket, POLLIN, 0};
        const std::int64_t rest = until - steady_ms();
        if (rest <= 0 || ::poll(&waiting, 1, static_cast<int>(rest)) <= 0)
            return std::nullopt;
        char buffer[4096];
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            return bytes;
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
}

void TlsClient::Deleter::operator()(SSL* ssl) const {
    SSL_free(ssl);
}
void TlsClient::Deleter::operator()(SSL_CTX* context) const {
    SSL_CTX_free(context);
}

TlsClient::TlsClient(std::uint16_t port, Version version)
    : socket_(connect_tcp(port)), context_(SSL_CTX_new(TLS_client_method())) {
    if (socket_ < 0)
        throw std::runtime_error("cannot connect");
    if (version == Version::Tls12)
        SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    if (SSL_connect(ssl_.get()) != 1) {
        char reason[256];
        ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
        ::close(socket_);
        throw std::runtime_error(std::string("no handshake: ") + reason);
    }
    X509* certificate = SSL_get1_peer_certificate(ssl_.get());
    unsigned int size = 0;
    X509_digest(certificate, EVP_sha256(), certificate_.data(), &size);
    X509_free(certificate);
}

TlsClient::~TlsClient() {
    ssl_.reset();
    ::close(socket_);
}

std::string TlsClient::tls_version() const {
    return SSL_get_version(ssl_.get());
}

void TlsClient::send_raw(std::string_view bytes) {
    std::size_t put = 0;
    if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put) != 1)
        throw std::runtime_error("the server takes no more bytes");
}

void TlsClient::send(protocol::Body body, std::uint64_t correlation) {
    send_raw(protocol::encode_frame(protocol::Message{correlation, std::move(body)}));
}

bool TlsClient::await_bytes(int limit_ms) {
    if (SSL_pending(ssl_.get()) > 0)
        return true;
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, limit_ms) > 0;
}

std::optional<protocol::Message> TlsClient::receive(int limit_ms) {
    const std::int64_t until = steady_ms() + limit_ms;
    while (true) {
        std::string_view rest = unread_;
        const auto payload = reader_.take(rest);
        unread_.erase(0, unread_.size() - rest.size());
        if (payload) {
            auto decoded = protocol::decode(*payload);
            if (decoded.has_error())
                throw std::runtime_error("the server sent what it would not accept: " + decoded.error().text);
            return *decoded;
        }
        const std::int64_t left = until - steady_ms();
        if (left <= 0 || !await_bytes(static_cast<int>(left)))
            throw std::runtime_error("nothing came in time");
        char buffer[16384];
        std::size_t got = 0;
        if (SSL_read_ex(ssl_.get(), buffer, sizeof buffer, &got) != 1)
            return std::nullopt;
        unread_.append(buffer, got);
    }
}

bool TlsClient::is_closed_within(int limit_ms) {
    const std::int64_t until = steady_ms() + limit_ms;
    try {
        while (receive(static_cast<int>(std::max<std::int64_t>(1, until - steady_ms())))) {
        }
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

protocol::Message TlsClient::next(const protocol::Body& wanted) {
    while (true) {
        const auto message = receive();
        if (!message)
            throw std::runtime_error("expected " + std::string(protocol::name_of(wanted)) + ", the server closed");
        if (message->body.index() == wanted.index())
            return *message;
        if (std::holds_alternative<protocol::Ping>(message->body)) {
            send(protocol::Pong{});
            continue;
        }
        if (std::holds_alternative<protocol::ViewPush>(message->body))
            continue;
        std::string got(protocol::name_of(message->body));
        if (const auto* goodbye = std::get_if<protocol::Goodbye>(&message->body))
            got += " " + std::string(name_of(goodbye->reason)) + " " + goodbye->detail;
        throw std::runtime_error("expected " + std::string(protocol::name_of(wanted)) + ", got " + got);
    }
}

protocol::Welcome TlsClient::greet(const HallId& hall, const DeviceId& device, const SigningKey& key) {
    protocol::Hello hello;
    hello.hall = hall;
    hello.program = "test";
    hello.version = "1";
    hello.device = device;
    send(hello);
    const auto challenge = expect<protocol::Challenge>();
    send(protocol::Proof{key.sign(protocol::bytes_to_sign(challenge.nonce, certificate_))});
    return expect<protocol::Welcome>();
}

Reply TlsClient::ask(const RequestId& id, Command command) {
    send(protocol::CommandRequest{id, std::move(command)});
    return expect<protocol::CommandReply>().reply;
}

}  // namespace motcua::test
