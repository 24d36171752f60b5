#pragma once
// What waits to leave for one peer: answers in their order, and the latest view behind them. Plain data, without I/O.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>

#include "server/net/limits.hpp"
#include "server/session/ports.hpp"

namespace motcua::net {

class WriteQueue {
  public:
    /// False: so much waits already that a peer which reads this slowly is to be cut off; nothing was added.
    bool send(session::Frame frame) {
        if (bytes_ > limits::write_queue_bytes)
            return false;
        bytes_ += frame->size();
        frames_.push_back({std::move(frame), /*is_answer=*/true});
        return true;
    }
    /// Replaces a view that has not begun to leave; null: none is to leave.
    void show(session::Frame view) { view_ = std::move(view); }
    void clear() {
        frames_.clear();
        view_ = nullptr;
        bytes_ = front_sent_ = 0;
    }

    bool is_empty() const { return frames_.empty() && !view_; }
    /// Of answers. Views do not count: there is one at a time, however slowly it leaves.
    std::size_t bytes() const { return bytes_; }
    /// False: the peer has to take its answers before it is heard again.
    bool may_hear() const { return bytes_ <= limits::pause_reading_bytes; }

    /// Copies what leaves next, at most `room` bytes, and tells how many; written() takes them off.
    std::size_t gather(char* buffer, std::size_t room) {
        if (frames_.empty() && view_)
            frames_.push_back({std::exchange(view_, nullptr), /*is_answer=*/false});
        std::size_t size = 0;
        std::size_t skip = front_sent_;
        for (const auto& waiting : frames_) {
            const std::size_t part = std::min(waiting.frame->size() - skip, room - size);
            std::copy_n(waiting.frame->data() + skip, part, buffer + size);
            size += part;
            skip = 0;
            if (size == room)
                break;
        }
        return size;
    }
    void written(std::size_t bytes) {
        while (bytes > 0) {
            const Waiting& front = frames_.front();
            const std::size_t rest = front.frame->size() - front_sent_;
            if (bytes < rest) {
                front_sent_ += bytes;
                return;
            }
            bytes -= rest;
            bytes_ -= front.is_answer ? front.frame->size() : 0;
            frames_.pop_front();
            front_sent_ = 0;
        }
    }

  private:
    struct Waiting {
        session::Frame frame;
        bool is_answer;
    };
    std::deque<Waiting> frames_;
    std::size_t bytes_ = 0;
    std::size_t front_sent_ = 0;  ///< bytes of the first frame that have left
    session::Frame view_;         ///< waits for its turn
};

}  // namespace motcua::net
