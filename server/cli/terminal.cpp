#include "server/cli/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include "shared/vocabulary/limits.hpp"

namespace motcua::cli {
namespace {

/// While it lives, the signals that end or stop a program wait: what was changed for the time of a question is put back
/// before they do.
class SignalsWait {
  public:
    SignalsWait() {
        sigemptyset(&ending_);
        for (const int one : ending_signals)
            sigaddset(&ending_, one);
        ::pthread_sigmask(SIG_BLOCK, &ending_, &before_);
    }
    ~SignalsWait() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsWait(const SignalsWait&) = delete;
    SignalsWait& operator=(const SignalsWait&) = delete;

    /// False: such a signal has come, and waits.
    bool wait_for_input(int fd) const {
        sigset_t pending;
        pollfd waiting{fd, POLLIN, 0};
        do {
            ::poll(&waiting, 1, look_ms);
            sigpending(&pending);
            for (const int one : ending_signals)
                if (sigismember(&pending, one) == 1)
                    return false;
        } while (waiting.revents == 0);
        return true;
    }

  private:
    static constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    static constexpr int look_ms = 100;
    sigset_t ending_{};
    sigset_t before_{};
};

/// One line, without its end; longer ones are read to their end and refused by their length later.
bool read_line(int fd, std::string& line, const SignalsWait* signals = nullptr) {
    line.clear();
    char c = 0;
    while (true) {
        if (signals != nullptr && !signals->wait_for_input(fd))
            return false;
        const ssize_t got = ::read(fd, &c, 1);
        if (got <= 0)
            return !line.empty();
        if (c == '\n')
            break;
        if (line.size() <= limits::password_bytes)
            line += c;
    }
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return true;
}

/// Puts the terminal back however the asking ends.
class Unshown {
  public:
    explicit Unshown(int fd) : fd_(fd) {
        is_set_ = ::tcgetattr(fd_, &before_) == 0;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_set_ = is_set_ && ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
    }
    ~Unshown() {
        if (is_set_)
            ::tcsetattr(fd_, TCSAFLUSH, &before_);
    }
    Unshown(const Unshown&) = delete;
    Unshown& operator=(const Unshown&) = delete;
    bool is_set() const { return is_set_; }

  private:
    int fd_;
    termios before_{};
    bool is_set_ = false;
};

void say(int fd, const std::string& text) {
    [[maybe_unused]] const auto written = ::write(fd, text.data(), text.size());
}

}  // namespace

Result<std::string> ask_new_password(const Language& language) {
    const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return Problem("There is no terminal to type a password at; give it with --password-stdin.");
    std::string first;
    std::string second;
    bool is_read = false;
    {
        const SignalsWait signals;
        const Unshown unshown(fd);
        if (unshown.is_set()) {
            say(fd, language.tr("New password: "));
            is_read = read_line(fd, first, &signals);
            if (is_read) {
                say(fd, "\n" + language.tr("Once more: "));
                is_read = read_line(fd, second, &signals);
            }
            say(fd, "\n");
        }
    }
    ::close(fd);
    if (!is_read)
        return Problem("No password was given.");
    if (first != second)
        return Problem("The two passwords differ.");
    return first;
}

Result<std::string> password_from_stdin() {
    std::string password;
    if (!read_line(STDIN_FILENO, password) || password.empty())
        return Problem("No password was given.");
    return password;
}

}  // namespace motcua::cli
