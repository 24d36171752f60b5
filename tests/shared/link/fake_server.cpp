#include "tests/shared/link/fake_server.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <boost/asio/write.hpp>

#include <array>

#include "shared/base/assert.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::link::test {

namespace asio = boost::asio;
using asio::ip::tcp;

struct FakeServer::Peer : std::enable_shared_from_this<FakeServer::Peer> {
    Peer(FakeServer& owner, tcp::socket socket) : server(&owner), stream(std::move(socket), owner.tls_) {}

    void start() {
        stream.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const auto& failed) {
            if (!failed && self->server)
                self->read();
        });
    }
    void read() {
        stream.async_read_some(asio::buffer(incoming),
                               [self = shared_from_this()](const auto& failed, std::size_t size) {
                                   if (failed || !self->server)
                                       return;
                                   std::string_view bytes(self->incoming.data(), size);
                                   while (const auto payload = self->reader.take(bytes)) {
                                       const auto message = protocol::decode(*payload);
                                       if (message && self->server)
                                           self->server->handle(*self, *message);
                                   }
                                   if (self->server)
                                       self->read();
                               });
    }
    void say(protocol::Body body, std::uint64_t correlation = 0) {
        write(protocol::encode_frame(protocol::Message{correlation, std::move(body)}));
    }
    void write(std::string bytes) {
        outgoing += bytes;
        if (is_writing || outgoing.empty())
            return;
        is_writing = true;
        writing = std::exchange(outgoing, {});
        asio::async_write(stream, asio::buffer(writing), [self = shared_from_this()](const auto& failed, std::size_t) {
            self->is_writing = false;
            if (!failed && self->server)
                self->write({});
        });
    }
    void die() {
        server = nullptr;
        boost::system::error_code ignored;
        stream.lowest_layer().close(ignored);
    }

    FakeServer* server;
    asio::ssl::stream<tcp::socket> stream;
    std::array<char, 4096> incoming{};
    protocol::FrameReader reader{limits::frame_bytes};
    std::string outgoing;
    std::string writing;
    bool is_writing = false;
};

FakeServer::FakeServer(asio::io_context& io) : tls_(asio::ssl::context::tls_server), acceptor_(io) {
    make_new_identity();
}

FakeServer::~FakeServer() {
    die();
}

void FakeServer::make_new_identity() {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    X509* certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    tls_ = asio::ssl::context(asio::ssl::context::tls_server);
    MOTCUA_ASSERT(SSL_CTX_use_certificate(tls_.native_handle(), certificate) == 1);
    MOTCUA_ASSERT(SSL_CTX_use_PrivateKey(tls_.native_handle(), key) == 1);
    unsigned int size = 0;
    X509_digest(certificate, EVP_sha256(), identity_.data(), &size);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

void FakeServer::speak_at_most(int tls_version) {
    MOTCUA_ASSERT(SSL_CTX_set_max_proto_version(tls_.native_handle(), tls_version) == 1);
}

void FakeServer::listen(std::uint16_t port) {
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    accept();
}

void FakeServer::accept() {
    acceptor_.async_accept([this](const boost::system::error_code& failed, tcp::socket socket) {
        if (failed)
            return;
        ++connections;
        if (peer_)
            peer_->die();
        peer_ = std::make_shared<Peer>(*this, std::move(socket));
        peer_->start();
        accept();
    });
}

void FakeServer::die() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    if (peer_)
        peer_->die();
    peer_.reset();
}

void FakeServer::push(const protocol::Message& message) {
    MOTCUA_ASSERT(peer_ != nullptr);
    peer_->write(protocol::encode_frame(message));
}

void FakeServer::push_bytes(const std::string& bytes) {
    MOTCUA_ASSERT(peer_ != nullptr);
    peer_->write(bytes);
}

void FakeServer::handle(Peer& peer, const protocol::Message& message) {
    seen.push_back(message);
    if (const auto* hello = std::get_if<protocol::Hello>(&message.body); hello && greets) {
        if (refuses != Refusal::None) {
            peer.say(protocol::Goodbye{refuses, {}});
        } else if (hello->device.empty()) {
            device_key = hello->pairing_key;
            peer.say(protocol::PairingCode{"424242", 60'000});
            if (accepts_at_once)
                peer.say(protocol::Paired{DeviceId{"kiosk-1"}});
        } else {
            nonce_ = new_nonce();
            peer.say(protocol::Challenge{nonce_});
        }
    } else if (const auto* proof = std::get_if<protocol::Proof>(&message.body)) {
        if (!verify(device_key, protocol::bytes_to_sign(nonce_, identity_), proof->signature)) {
            ++bad_proofs;
            return;
        }
        protocol::Welcome welcome;
        welcome.device = DeviceId{"kiosk-1"};
        welcome.role = Role::Kiosk;
        welcome.heartbeat_ms = 1000;
        peer.say(welcome);
    } else if (const auto* request = std::get_if<protocol::CommandRequest>(&message.body);
               request && answers_commands) {
        peer.say(protocol::CommandReply{request->id, Reply{}}, message.correlation);
    } else if (std::holds_alternative<protocol::QueryRequest>(message.body)) {
        Answer answer;
        answer.health.push_back(HealthLine{"store", true, Problem("fine")});
        peer.say(protocol::QueryAnswer{answer}, message.correlation);
    } else if (std::holds_alternative<protocol::Subscribe>(message.body)) {
        KioskView view;
        view.hall.version = 1;
        peer.say(protocol::ViewPush{view});
    }
}

}  // namespace motcua::link::test
