#include "kiosk/printer/channel.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace motcua::kiosk {
namespace {

using Clock = std::chrono::steady_clock;

std::string reason(int error) {
    return std::system_category().message(error);
}

/// Waits until `events` or the deadline; false when the time is over.
bool wait_for(int fd, short events, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd waiting{fd, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left > 0 ? left : 0));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

Clock::time_point in(int timeout_ms) {
    return Clock::now() + std::chrono::milliseconds(timeout_ms);
}

}  // namespace

Result<Channel> Channel::connect_tcp(const std::string& address, std::uint16_t port, int timeout_ms) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
        return Problem::verbatim(fmt::format("printer address \"{}\" is not a numeric address", address));
    const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    Channel channel(fd, /*can_read=*/true);
    const int started = fd < 0 ? -1 : ::connect(fd, found->ai_addr, found->ai_addrlen);
    int error = started == 0 ? 0 : errno;
    ::freeaddrinfo(found);
    if (fd >= 0 && error == EINPROGRESS) {
        socklen_t length = sizeof error;
        if (!wait_for(fd, POLLOUT, in(timeout_ms)))
            error = ETIMEDOUT;
        else if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
            error = errno;
    }
    if (error != 0)
        return Problem::verbatim(fmt::format("printer {}:{}: {}", address, port, reason(error)));
    return channel;
}

Result<Channel> Channel::open_device(const std::filesystem::path& file) {
    int fd = ::open(file.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    const bool can_read = fd >= 0;
    if (fd < 0 && (errno == EACCES || errno == EINVAL))
        fd = ::open(file.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return Problem::verbatim(fmt::format("printer {}: {}", file.string(), reason(errno)));
    if (termios line{}; ::isatty(fd) != 0 && ::tcgetattr(fd, &line) == 0) {
        const termios before = line;
        ::cfmakeraw(&line);  // else every 0x0A of a picture becomes two bytes
        line.c_cflag = before.c_cflag;
        line.c_iflag |= before.c_iflag & (IXON | IXOFF);
        ::tcsetattr(fd, TCSANOW, &line);
    }
    return Channel(fd, can_read);
}

Channel::Channel(Channel&& other) noexcept : fd_(other.fd_), can_read_(other.can_read_) {
    other.fd_ = -1;
}

Channel::~Channel() {
    if (fd_ >= 0)
        ::close(fd_);
}

std::size_t Channel::write(std::span<const std::uint8_t> bytes, int timeout_ms, std::string& problem) {
    const auto deadline = in(timeout_ms);
    std::size_t done = 0;
    while (done < bytes.size()) {
        if (!wait_for(fd_, POLLOUT, deadline)) {
            problem = "the printer takes no more data";
            break;
        }
        // MSG_NOSIGNAL exists for sockets only; main ignores SIGPIPE for device files.
        ssize_t sent = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (sent < 0 && errno == ENOTSOCK)
            sent = ::write(fd_, bytes.data() + done, bytes.size() - done);
        if (sent > 0) {
            done += static_cast<std::size_t>(sent);
        } else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
            problem = reason(errno);
            break;
        }
    }
    return done;
}

bool Channel::is_taken(int timeout_ms) {
    return wait_for(fd_, POLLOUT, in(timeout_ms));
}

int Channel::line_ms(std::size_t bytes) const {
    constexpr std::pair<speed_t, int> speeds[] = {{B9600, 9'600},   {B19200, 19'200},   {B38400, 38'400},
                                                  {B57600, 57'600}, {B115200, 115'200}, {B230400, 230'400}};
    constexpr std::size_t bits_of_byte = 10;  // with its start and stop
    termios line{};
    if (::isatty(fd_) == 0 || ::tcgetattr(fd_, &line) != 0)
        return 0;
    for (const auto& [speed, bits_per_s] : speeds) {
        if (speed == ::cfgetospeed(&line))
            return static_cast<int>(bytes * bits_of_byte * 1000 / static_cast<std::size_t>(bits_per_s));
    }
    return 0;
}

std::optional<std::uint8_t> Channel::read_byte(int timeout_ms) {
    std::uint8_t byte = 0;
    if (!can_read_ || !wait_for(fd_, POLLIN, in(timeout_ms)) || ::read(fd_, &byte, 1) != 1)
        return std::nullopt;
    return byte;
}

}  // namespace motcua::kiosk
