#include "server/net/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace motcua::net {

namespace {

constexpr std::size_t discard_bytes = 16 * 1024;
constexpr int discard_turns = 16;
constexpr char handshake_record = 22;  // the first byte of a TLS client (RFC 8446, 5.1)

}  // namespace

void TlsStream::Deleter::operator()(SSL* ssl) const {
    SSL_free(ssl);
}

TlsStream::TlsStream(Socket socket, SSL_CTX* context) : socket_(std::move(socket)), ssl_(SSL_new(context)) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.native_non_blocking(true, ignored);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    if (ssl_)
        SSL_set_fd(ssl_.get(), socket_.native_handle());
}

TlsStream::Step TlsStream::step_of(int result) {
    const int error = SSL_get_error(ssl_.get(), result);
    ERR_clear_error();
    switch (error) {
        case SSL_ERROR_NONE:
            return Step::Done;
        case SSL_ERROR_WANT_READ:
            return Step::WaitRead;
        case SSL_ERROR_WANT_WRITE:
            return Step::WaitWrite;
        case SSL_ERROR_ZERO_RETURN:
            return Step::Ended;
        default:
            return Step::Failed;
    }
}

TlsStream::Step TlsStream::look(bool& is_tls) {
    char first = 0;
    boost::system::error_code error;
    socket_.receive(boost::asio::buffer(&first, 1), Socket::message_peek, error);
    is_tls = first == handshake_record;
    if (error == boost::asio::error::would_block)
        return Step::WaitRead;
    return error ? Step::Ended : Step::Done;
}

void TlsStream::say_plainly(std::string_view words) {
    boost::system::error_code ignored;
    socket_.write_some(boost::asio::buffer(words.data(), words.size()), ignored);
}

TlsStream::Step TlsStream::handshake() {
    return ssl_ ? step_of(SSL_accept(ssl_.get())) : Step::Failed;
}

TlsStream::Step TlsStream::read(char* data, std::size_t size, std::size_t& got) {
    return step_of(SSL_read_ex(ssl_.get(), data, size, &got));
}

bool TlsStream::has_more() const {
    return SSL_has_pending(ssl_.get()) == 1;
}

TlsStream::Step TlsStream::write(const char* data, std::size_t size, std::size_t& put) {
    return step_of(SSL_write_ex(ssl_.get(), data, size, &put));
}

void TlsStream::end_sending() {
    if (ssl_ && SSL_is_init_finished(ssl_.get()))
        SSL_shutdown(ssl_.get());
    ERR_clear_error();
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

bool TlsStream::discard() {
    char dust[discard_bytes];
    for (int turn = 0; turn < discard_turns; ++turn) {
        boost::system::error_code error;
        socket_.read_some(boost::asio::buffer(dust), error);
        if (error == boost::asio::error::would_block)
            return true;
        if (error)
            return false;
    }
    return true;
}

}  // namespace motcua::net
