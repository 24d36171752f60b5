#pragma once
// A TLS byte stream on a non-blocking socket: tries at once, or says what to wait for. OpenSSL works on the socket
// itself, which keeps an idle connection small. Owned by one connection, on the hall thread.

#include <openssl/types.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <string_view>

namespace motcua::net {

class TlsStream {
  public:
    using Socket = boost::asio::ip::tcp::socket;
    enum class Step {
        Done,
        WaitRead,   ///< try again when the socket can be read
        WaitWrite,  ///< try again when the socket can be written
        Ended,      ///< the peer closed in order
        Failed,
    };

    /// The socket is connected. `context` outlives the stream.
    TlsStream(Socket socket, SSL_CTX* context);

    /// Looks at the first byte without taking it. Done: `is_tls` tells whether a TLS client begins like that.
    Step look(bool& is_tls);
    /// Instead of a handshake: as much of it as goes at once.
    void say_plainly(std::string_view words);
    Step handshake();
    /// Done: `got` > 0 bytes were read.
    Step read(char* data, std::size_t size, std::size_t& got);
    /// A read would give more without looking at the socket.
    bool has_more() const;
    /// Done: `put` > 0 bytes were taken. After a Wait, the same bytes come first again.
    Step write(const char* data, std::size_t size, std::size_t& put);
    /// Says the TLS goodbye as far as it goes at once, and ends the sending side.
    void end_sending();
    /// Throws away what the peer still sends. False: the peer has closed.
    bool discard();

    Socket& socket() { return socket_; }

  private:
    struct Deleter {
        void operator()(SSL* ssl) const;
    };
    Step step_of(int result);

    Socket socket_;
    std::unique_ptr<SSL, Deleter> ssl_;
};

}  // namespace motcua::net
