#include "server/net/connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"

namespace motcua::net {

using Step = TlsStream::Step;

Connection::Connection(TlsStream::Socket socket, boost::asio::ip::address from, Entrance& entrance,
                       session::Guests::Place guest)
    : stream_(std::move(socket), entrance.tls), from_(std::move(from)), entrance_(entrance), guest_(std::move(guest)) {}

void Connection::start() {
    phase_since_ms_ = read_clocks().steady_ms;
    look();
}

void Connection::wait(Step step, void (Connection::*next)()) {
    const auto what = step == Step::WaitWrite ? TlsStream::Socket::wait_write : TlsStream::Socket::wait_read;
    stream_.socket().async_wait(what, [self = shared_from_this(), next](boost::system::error_code error) {
        if (self->phase_ == Phase::Closed)
            return;
        if (error)
            return self->cut();
        ((*self).*next)();
    });
}

void Connection::post(void (Connection::*next)()) {
    boost::asio::post(stream_.socket().get_executor(), [self = shared_from_this(), next] {
        if (self->phase_ != Phase::Closed)
            ((*self).*next)();
    });
}

/// A person with a browser or telnet, or a program with the wrong port, is told so in words it can read.
void Connection::look() {
    bool is_tls = false;
    const Step step = stream_.look(is_tls);
    if (step == Step::WaitRead)
        return wait(step, &Connection::look);
    if (step != Step::Done)
        return cut();
    if (!is_tls)
        return say_plainly();
    phase_ = Phase::Handshaking;
    handshake();
}

void Connection::say_plainly() {
    entrance_.turned_away.tell(from_, "it does not speak TLS");
    phase_ = Phase::Lingering;
    phase_since_ms_ = read_clocks().steady_ms;
    stream_.say_plainly(entrance_.plain_words);
    stream_.end_sending();
    linger();
}

void Connection::handshake() {
    if (phase_ != Phase::Handshaking)
        return;
    const Step step = stream_.handshake();
    if (step == Step::WaitRead || step == Step::WaitWrite)
        return wait(step, &Connection::handshake);
    if (step != Step::Done)
        return cut();
    const session::Now now = read_clocks();
    phase_ = Phase::Open;
    progress_ms_ = now.steady_ms;
    session_ = entrance_.reception.opened(*this, from_.to_string(), now);
    is_reading_ = true;
    read();
}

// --- in

void Connection::read() {
    is_reading_ = false;
    char buffer[limits::record_bytes];
    std::size_t turn = 0;
    while (phase_ == Phase::Open) {
        if (!queue_.may_hear())
            return;  // read_on() when the peer has taken its answers
        if (!rest_.empty()) {
            if (!take(std::exchange(rest_, {})))
                return;
            continue;
        }
        is_reading_ = true;
        if (turn >= limits::read_turn_bytes)
            return post(&Connection::read);
        if (turn > 0 && !stream_.has_more())
            return wait(Step::WaitRead, &Connection::read);
        std::size_t got = 0;
        const Step step = stream_.read(buffer, sizeof buffer, got);
        if (step == Step::WaitRead || step == Step::WaitWrite)
            return wait(step, &Connection::read);
        if (step != Step::Done)
            return cut();
        turn += got;
        is_reading_ = false;
        if (!take(std::string_view(buffer, got)))
            return;
    }
}

bool Connection::take(std::string_view bytes) {
    while (const auto payload = reader_.take(bytes)) {
        entrance_.reception.received(session_, *payload, read_clocks());
        if (phase_ != Phase::Open)
            return false;
        if (!queue_.may_hear()) {  // the peer's turn to read; the rest of what it said can wait
            rest_ = bytes;
            return true;
        }
    }
    if (reader_.error() != protocol::FrameError::None)
        entrance_.reception.bad_frame(session_, reader_.error(), read_clocks());
    return phase_ == Phase::Open;
}

void Connection::raise_limit() {
    guest_.reset();
    reader_.set_limit(motcua::limits::frame_bytes);
}

// --- out

void Connection::send(session::Frame frame) {
    if (phase_ != Phase::Open)
        return;
    if (!queue_.send(std::move(frame)))
        return post(&Connection::cut);
    write_soon();
}

void Connection::show(session::Frame view) {
    if (phase_ != Phase::Open)
        return;
    queue_.show(std::move(view));
    if (!queue_.is_empty())
        write_soon();
}

/// What one batch answers leaves together: the write comes after the handlers that are running.
void Connection::write_soon() {
    if (std::exchange(is_writing_, true))
        return;
    progress_ms_ = read_clocks().steady_ms;
    post(&Connection::write);
}

void Connection::write() {
    if (phase_ != Phase::Open && phase_ != Phase::Flushing)
        return;
    char buffer[limits::record_bytes];
    while (const std::size_t size = queue_.gather(buffer, sizeof buffer)) {
        std::size_t put = 0;
        const Step step = stream_.write(buffer, size, put);
        if (step == Step::WaitRead || step == Step::WaitWrite)
            return wait(step, &Connection::write);
        if (step != Step::Done)
            return cut();
        progress_ms_ = read_clocks().steady_ms;
        queue_.written(put);
        read_on();
    }
    is_writing_ = false;
    if (phase_ == Phase::Flushing) {
        phase_ = Phase::Lingering;
        phase_since_ms_ = read_clocks().steady_ms;
        stream_.end_sending();
        return linger();
    }
}

/// However long views take to leave: it is answers that a peer has to take before it is heard again.
void Connection::read_on() {
    if (phase_ == Phase::Open && queue_.may_hear() && !std::exchange(is_reading_, true))
        post(&Connection::read);
}

// --- the end

void Connection::close_after_flush() {
    if (phase_ != Phase::Open)
        return;
    phase_ = Phase::Flushing;
    phase_since_ms_ = read_clocks().steady_ms;
    queue_.show(nullptr);
    write_soon();
}

/// A socket closed over unread bytes would throw away the last words on their way: read on until the peer closes.
void Connection::linger() {
    if (phase_ != Phase::Lingering)
        return;
    if (!stream_.discard())
        return cut();
    wait(Step::WaitRead, &Connection::linger);
}

void Connection::cut() {
    if (phase_ == Phase::Closed)
        return;
    phase_ = Phase::Closed;
    boost::system::error_code ignored;
    stream_.socket().close(ignored);
    guest_.reset();
    queue_.clear();
    if (session_ != 0)
        entrance_.reception.closed(session_, read_clocks());
}

void Connection::cut_handshake() {
    if (phase_ == Phase::Arriving || phase_ == Phase::Handshaking)
        cut();
}

void Connection::on_time(session::Now now) {
    const std::int64_t phase_ms = now.steady_ms - phase_since_ms_;
    const bool is_over =
        ((phase_ == Phase::Arriving || phase_ == Phase::Handshaking) && phase_ms >= limits::handshake_ms) ||
        (phase_ == Phase::Flushing && phase_ms >= limits::flush_ms) ||
        (phase_ == Phase::Lingering && phase_ms >= limits::linger_ms) ||
        (phase_ == Phase::Open && is_writing_ && now.steady_ms - progress_ms_ >= limits::stalled_write_ms);
    if (is_over)
        cut();
}

}  // namespace motcua::net
