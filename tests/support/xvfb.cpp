#include "tests/support/xvfb.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

Xvfb::Xvfb() {
    constexpr int start_timeout_ms = 20'000;
    int ends[2];
    if (pipe(ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    child_ = fork();
    if (child_ == 0) {
        const int quiet = open("/dev/null", O_WRONLY);
        dup2(quiet, STDERR_FILENO);
        const std::string to = std::to_string(ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", to.c_str(), "-screen", "0", "3840x2200x24", "-nolisten", "tcp",
               "-noreset",  // else it starts over whenever its last client leaves, and the next one comes too early
               static_cast<char*>(nullptr));
        _exit(127);
    }
    close(ends[1]);
    std::string display = ":";
    char c = 0;
    pollfd readable{ends[0], POLLIN, 0};
    while (poll(&readable, 1, start_timeout_ms) > 0 && read(ends[0], &c, 1) == 1 && c != '\n') {
        display.push_back(c);
    }
    close(ends[0]);
    if (c != '\n') {
        throw std::runtime_error("Xvfb does not start: install the package xvfb");
    }
    name_ = display;
    use();
}

void Xvfb::use() const {
    setenv("DISPLAY", name_.c_str(), 1);
}

Xvfb::~Xvfb() {
    if (child_ > 0) {
        kill(child_, SIGTERM);
        waitpid(child_, nullptr, 0);
    }
}

Xvfb& test_display() {
    static Xvfb server;
    server.use();
    return server;
}
