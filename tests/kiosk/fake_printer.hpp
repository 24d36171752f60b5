#pragma once
// A receipt printer on a TCP port of the loopback: prints through the independent decoder, answers status as told.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace motcua::kiosk::test {

class FakePrinter {
  public:
    struct Manner {
        std::optional<std::uint8_t> status = 0x12;         ///< answer to DLE EOT 4; nullopt: silent
        std::optional<std::uint8_t> offline_cause = 0x12;  ///< answer to DLE EOT 2
        int first_answer_ms = 0;              ///< how late the first answer comes; what it says is good then
        std::size_t breaks_after = SIZE_MAX;  ///< bytes, then it closes the connection
        bool reads = true;                    ///< false: takes the connection and nothing more
    };

    explicit FakePrinter(Manner manner) : manner_(manner) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int small = 4096;
        ::setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 4);
        socklen_t length = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~FakePrinter() {
        stopping_ = true;
        thread_.join();
        ::close(listener_);
    }

    std::uint16_t port() const { return port_; }
    void breaks_no_more() { breaks_after_ = SIZE_MAX; }
    /// What arrived to be printed, status requests taken out.
    std::vector<std::uint8_t> printed() {
        const std::lock_guard lock(mutex_);
        return printed_;
    }

  private:
    bool is_ready(int fd) const {
        pollfd waiting{fd, POLLIN, 0};
        return ::poll(&waiting, 1, 20) > 0;
    }

    void serve() {
        while (!stopping_) {
            if (!is_ready(listener_))
                continue;
            const int peer = ::accept(listener_, nullptr, nullptr);
            talk(peer);
            ::close(peer);
        }
    }

    void talk(int peer) {
        std::size_t taken = 0;
        std::vector<std::uint8_t> last;
        while (!stopping_) {
            if (!manner_.reads || !is_ready(peer)) {
                if (!manner_.reads)
                    ::poll(nullptr, 0, 20);
                continue;
            }
            std::uint8_t byte = 0;
            if (::read(peer, &byte, 1) != 1)
                return;
            if (++taken > breaks_after_)
                return;
            const std::lock_guard lock(mutex_);
            printed_.push_back(byte);
            const std::size_t n = printed_.size();
            const bool is_question = n >= 3 && printed_[n - 3] == 0x10 && printed_[n - 2] == 0x04;
            const std::uint8_t asked = printed_[n - 1];
            if (!is_question || (asked != 0x04 && asked != 0x02))
                continue;
            printed_.resize(n - 3);
            std::optional<std::uint8_t> answer = asked == 0x04 ? manner_.status : manner_.offline_cause;
            if (!std::exchange(has_answered_, true) && manner_.first_answer_ms > 0) {
                ::poll(nullptr, 0, manner_.first_answer_ms);
                answer = 0x12;
            }
            if (answer && ::write(peer, &*answer, 1) != 1)
                return;
        }
    }

    Manner manner_;
    std::atomic<std::size_t> breaks_after_ = manner_.breaks_after;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    bool has_answered_ = false;
    std::mutex mutex_;
    std::vector<std::uint8_t> printed_;
    std::thread thread_;
};

}  // namespace motcua::kiosk::test
