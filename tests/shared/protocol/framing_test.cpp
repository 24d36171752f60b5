#include "shared/protocol/framing.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "shared/base/random.hpp"

using namespace motcua;
using namespace motcua::protocol;

namespace {

std::vector<std::string> take_all(FrameReader& reader, std::string_view bytes) {
    std::vector<std::string> payloads;
    while (auto payload = reader.take(bytes))
        payloads.push_back(std::move(*payload));
    return payloads;
}

std::string header(std::uint32_t size) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>((size >> shift) & 0xff);
    return bytes;
}

}  // namespace

TEST_CASE("framing: a frame is its length in big-endian order, then the payload") {
    CHECK(frame("abc") == std::string("\0\0\0\3abc", 7));
    CHECK(frame(std::string(0x0102, 'x')).substr(0, 4) == std::string("\0\0\1\2", 4));
}

TEST_CASE("framing: one byte at a time gives the same frames as all at once") {
    const std::string stream = frame("one") + frame(std::string(300, 'z')) + frame("three");
    FrameReader at_once;
    const auto expected = take_all(at_once, stream);
    REQUIRE(expected.size() == 3);
    FrameReader slow;
    std::vector<std::string> payloads;
    for (const char& byte : stream)
        for (std::string& payload : take_all(slow, {&byte, 1}))
            payloads.push_back(std::move(payload));
    CHECK(payloads == expected);
    CHECK(slow.buffered_bytes() == 0);
}

TEST_CASE("framing: pieces of any size give the same frames") {
    Random random(1);
    for (int round = 0; round < 200; ++round) {
        std::string stream;
        std::vector<std::string> expected;
        for (std::uint64_t left = 1 + random.below(6); left > 0; --left) {
            expected.emplace_back(1 + random.below(2000), static_cast<char>(random.below(256)));
            stream += frame(expected.back());
        }
        FrameReader reader;
        std::vector<std::string> payloads;
        for (std::size_t at = 0; at < stream.size();) {
            const std::size_t size = 1 + random.below(700);
            for (std::string& payload : take_all(reader, std::string_view(stream).substr(at, size)))
                payloads.push_back(std::move(payload));
            at += size;
        }
        CHECK(payloads == expected);
        CHECK(reader.error() == FrameError::None);
    }
}

TEST_CASE("framing: an empty frame is an error as soon as its length is there") {
    FrameReader reader;
    CHECK(take_all(reader, header(0).substr(0, 3)).empty());
    CHECK(reader.error() == FrameError::None);
    CHECK(take_all(reader, header(0).substr(3)).empty());
    CHECK(reader.error() == FrameError::Empty);
    CHECK(name_of(reader.error()) == "empty_frame");
}

TEST_CASE("framing: a frame over the limit is an error before any byte of it is kept, and stays one") {
    for (const std::uint32_t size : {4097u, 65'536u, 0x65786974u /* "exit" */, 0xffffffffu}) {
        FrameReader reader;
        std::string_view bytes = "payload";
        CHECK(take_all(reader, header(size)).empty());
        CHECK(reader.error() == FrameError::TooLong);
        CHECK_FALSE(reader.take(bytes));
        CHECK(bytes == "payload");
        CHECK(reader.buffered_bytes() == frame_header_bytes);
    }
}

TEST_CASE("framing: a frame of exactly the limit is taken, before and after the proof") {
    FrameReader reader;
    CHECK(take_all(reader, frame(std::string(limits::frame_before_proof_bytes, 'a'))).size() == 1);
    reader.set_limit(limits::frame_bytes);
    CHECK(take_all(reader, frame(std::string(limits::frame_bytes, 'b'))).size() == 1);
    CHECK(take_all(reader, header(limits::frame_bytes + 1)).empty());
    CHECK(reader.error() == FrameError::TooLong);
}

TEST_CASE("framing: a raised limit counts from the next frame of bytes already read") {
    FrameReader reader;
    const std::string stream = frame("proof") + frame(std::string(limits::frame_bytes, 'b'));
    std::string_view bytes = stream;
    REQUIRE(reader.take(bytes) == "proof");
    reader.set_limit(limits::frame_bytes);
    const auto large = reader.take(bytes);
    REQUIRE(large);
    CHECK(large->size() == limits::frame_bytes);
}

TEST_CASE("framing: never more is held than header and limit, whatever comes") {
    Random random(2);
    for (int round = 0; round < 300; ++round) {
        FrameReader reader;
        for (int piece = 0; piece < 40; ++piece) {
            std::string bytes(1 + random.below(900), '\0');
            for (char& byte : bytes)
                byte = static_cast<char>(random.chance(70) ? 0 : random.below(256));
            take_all(reader, bytes);
            CHECK(reader.buffered_bytes() <= frame_header_bytes + limits::frame_before_proof_bytes);
        }
    }
}
