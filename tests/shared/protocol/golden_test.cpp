// The bytes of every kind of message, kept as files: a change of the wire is seen. After a change that is meant,
// MOTCUA_WRITE_GOLDENS=1 build/dev/tests/test_protocol -tc="golden: the encoder*" writes them anew; look at the diff.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "same_message.hpp"
#include "sample_messages.hpp"
#include "shared/base/random.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"

using namespace motcua;
using namespace motcua::protocol;

namespace {

const std::filesystem::path folder = std::filesystem::path(MOTCUA_SOURCE_DIR) / "tests/data/wire";

std::filesystem::path file_of(const Sample& sample) {
    return folder / (sample.name + ".frame");
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A decoded message must be one that travels again and stays what it is.
void check_stable(const Decoded& decoded) {
    if (decoded.has_error()) {
        CHECK_FALSE(decoded.error().text.empty());
        return;
    }
    const std::string payload = encode(*decoded);
    const Decoded again = decode(payload);
    REQUIRE_MESSAGE(again.has_value(), again.error().text);
    CHECK(encode(*again) == payload);
}

}  // namespace

TEST_CASE("golden: the encoder makes the bytes of every file, and the files are of nothing else") {
    const bool writes = std::getenv("MOTCUA_WRITE_GOLDENS") != nullptr;
    std::set<std::filesystem::path> expected;
    for (const Sample& sample : sample_messages()) {
        CAPTURE(sample.name);
        const std::string bytes = encode_frame(sample.message);
        if (writes)
            std::ofstream(file_of(sample), std::ios::binary) << bytes;
        CHECK(read(file_of(sample)) == bytes);
        expected.insert(file_of(sample));
    }
    std::set<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".frame")
            found.insert(entry.path());
    CHECK(found == expected);
}

TEST_CASE("golden: every file is read back as its message, one byte at a time") {
    for (const Sample& sample : sample_messages()) {
        CAPTURE(sample.name);
        FrameReader reader(motcua::limits::frame_bytes);
        std::optional<std::string> payload;
        for (const char& byte : read(file_of(sample))) {
            std::string_view piece(&byte, 1);
            REQUIRE_FALSE(payload);
            payload = reader.take(piece);
        }
        REQUIRE(payload);
        const Decoded decoded = decode(*payload);
        REQUIRE(decoded.has_value());
        CHECK(is_same(*decoded, sample.message));
    }
}

TEST_CASE("golden: a payload cut at any byte is never taken for the whole") {
    for (const Sample& sample : sample_messages()) {
        CAPTURE(sample.name);
        const std::string payload = encode(sample.message);
        for (std::size_t size = 0; size < payload.size(); ++size) {
            const Decoded decoded = decode(std::string_view(payload).substr(0, size));
            check_stable(decoded);
            // The body is the last field, so a cut one is always damaged.
            REQUIRE(decoded.has_error());
            CHECK(decoded.error().kind == DecodeError::Malformed);
        }
    }
}

TEST_CASE("golden: a frame cut at any byte gives no payload and no error") {
    for (const Sample& sample : sample_messages()) {
        const std::string bytes = encode_frame(sample.message);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            FrameReader reader(motcua::limits::frame_bytes);
            std::string_view piece = std::string_view(bytes).substr(0, size);
            CHECK_FALSE(reader.take(piece));
            CHECK(reader.error() == FrameError::None);
            CHECK(reader.buffered_bytes() == size);
        }
    }
}

TEST_CASE("golden: a flipped byte gives a typed problem or another valid message, never worse") {
    constexpr int flips_of_one = 400;
    Random random(20'261'123);
    for (const Sample& sample : sample_messages()) {
        CAPTURE(sample.name);
        const std::string whole = encode(sample.message);
        for (int i = 0; i < flips_of_one; ++i) {
            std::string payload = whole;
            for (std::uint64_t left = 1 + random.below(3); left > 0; --left)
                payload[random.below(payload.size())] = static_cast<char>(random.below(256));
            check_stable(decode(payload));
        }
    }
}
