#include "server/net/write_queue.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace motcua;
using namespace motcua::net;

namespace {

session::Frame frame(std::size_t bytes, char filled_with) {
    return std::make_shared<const std::string>(bytes, filled_with);
}

/// What leaves in pieces of at most `room` bytes until nothing is left, each letter once.
std::string order_of(WriteQueue& queue, std::size_t room) {
    std::string buffer(room, '\0');
    std::string order;
    while (const std::size_t size = queue.gather(buffer.data(), room)) {
        for (const char letter : buffer.substr(0, size))
            if (order.empty() || order.back() != letter)
                order += letter;
        queue.written(size);
    }
    return order;
}

}  // namespace

TEST_CASE("write queue: answers leave in their order, the latest view behind them, in pieces of any size") {
    for (const std::size_t room : {1, 7, 100, 5000}) {
        CAPTURE(room);
        WriteQueue queue;
        CHECK(queue.is_empty());
        queue.show(frame(50, 'v'));
        CHECK(queue.send(frame(30, 'a')));
        queue.show(frame(60, 'w'));
        CHECK(queue.send(frame(3, 'b')));
        CHECK(queue.bytes() == 33);
        CHECK(order_of(queue, room) == "abw");
        CHECK(queue.is_empty());
        CHECK(queue.bytes() == 0);
    }
}

TEST_CASE("write queue: a view that has begun to leave goes on, one that is taken back does not begin") {
    WriteQueue queue;
    queue.show(frame(50, 'v'));
    char buffer[10];
    queue.written(queue.gather(buffer, sizeof buffer));
    queue.show(nullptr);
    CHECK(order_of(queue, sizeof buffer) == "v");
    queue.show(frame(50, 'v'));
    queue.show(nullptr);
    CHECK(queue.is_empty());
    CHECK(order_of(queue, sizeof buffer).empty());
}

TEST_CASE("write queue: a peer is heard while a view leaves, however large; not while so many answers wait") {
    WriteQueue queue;
    char buffer[1000];
    queue.show(frame(2 * net::limits::pause_reading_bytes, 'v'));
    queue.written(queue.gather(buffer, sizeof buffer));
    CHECK(queue.may_hear());
    CHECK(queue.send(frame(net::limits::pause_reading_bytes + 1, 'a')));
    CHECK_FALSE(queue.may_hear());
    CHECK(order_of(queue, sizeof buffer) == "va");
    CHECK(queue.may_hear());
}

TEST_CASE("write queue: who reads nothing is not waited for without end") {
    WriteQueue queue;
    std::size_t taken = 0;
    while (queue.send(frame(1000, 'a')))
        ++taken;
    CHECK(queue.bytes() == taken * 1000);
    CHECK(queue.bytes() > net::limits::write_queue_bytes);
    CHECK(queue.bytes() <= net::limits::write_queue_bytes + 1000);
    queue.clear();
    CHECK(queue.is_empty());
    CHECK(queue.send(frame(1, 'b')));
    CHECK(order_of(queue, 10) == "b");
}
