#pragma once
// One peer's connection: bytes from the TLS stream to frames for the reception, and its frames back. Everything that
// waits to leave is bounded. Shared between the listener and the handlers that wait for its socket; on the hall thread.

#include <memory>
#include <optional>
#include <string>

#include "server/net/entrance.hpp"
#include "server/net/tls_stream.hpp"
#include "server/net/write_queue.hpp"
#include "server/session/guests.hpp"

namespace motcua::net {

class Connection : public session::Wire, public std::enable_shared_from_this<Connection> {
  public:
    /// The entrance outlives what happens here. `guest` is given back when the peer has proved itself, or is gone.
    Connection(TlsStream::Socket socket, boost::asio::ip::address from, Entrance& entrance,
               session::Guests::Place guest);

    void start();
    /// Looks after the limits of time.
    void on_time(session::Now now);
    /// At once, without last words.
    void cut();
    /// The server is stopping: who has not shaken hands has nothing in hand.
    void cut_handshake();
    bool is_closed() const { return phase_ == Phase::Closed; }

    void send(session::Frame frame) override;
    void show(session::Frame view) override;
    void raise_limit() override;
    void close_after_flush() override;

  private:
    enum class Phase { Arriving, Handshaking, Open, Flushing, Lingering, Closed };

    void look();
    void say_plainly();
    void handshake();
    void read();
    bool take(std::string_view bytes);
    void write_soon();
    void write();
    void read_on();
    void linger();
    void wait(TlsStream::Step step, void (Connection::*next)());
    void post(void (Connection::*next)());

    TlsStream stream_;
    boost::asio::ip::address from_;
    Entrance& entrance_;
    std::optional<session::Guests::Place> guest_;
    session::Reception::SessionNumber session_ = 0;  ///< 0 until the handshake is done
    protocol::FrameReader reader_;
    std::string rest_;  ///< read, and not looked at before answers have left; at most limits::record_bytes
    Phase phase_ = Phase::Arriving;
    WriteQueue queue_;
    bool is_writing_ = false;  ///< a write waits for the socket, or is posted
    bool is_reading_ = false;  ///< a read waits for the socket, or is posted
    std::int64_t phase_since_ms_ = 0;
    std::int64_t progress_ms_ = 0;  ///< when something left last, or began to wait
};

}  // namespace motcua::net
