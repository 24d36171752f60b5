// FORMAT.md is what others write clients from: its bytes are the encoder's bytes.

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "same_message.hpp"
#include "sample_messages.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/limits.hpp"

namespace motcua::protocol {
namespace {

std::string document() {
    std::ifstream stream(MOTCUA_SOURCE_DIR "/shared/protocol/FORMAT.md");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// The block fenced by ```hex: offset, bytes, two spaces, explanation.
std::string bytes_of_example(const std::string& text) {
    const std::string fence = "```hex\n";
    const std::size_t begin = text.find(fence) + fence.size();
    std::istringstream block(text.substr(begin, text.find("```", begin) - begin));
    std::string bytes;
    for (std::string line; std::getline(block, line);) {
        std::istringstream words(line.substr(6, line.find("  ", 6) - 6));
        CHECK(std::stoul(line.substr(0, 4), nullptr, 16) == bytes.size());
        for (std::string word; words >> word;)
            bytes += static_cast<char>(std::stoi(word, nullptr, 16));
    }
    return bytes;
}

}  // namespace

TEST_CASE("format document: its worked example is what the encoder makes and the decoder takes") {
    const std::string bytes = bytes_of_example(document());
    CHECK(bytes == encode_frame(worked_example()));
    FrameReader reader;
    std::string_view rest = bytes;
    const auto payload = reader.take(rest);
    REQUIRE(payload);
    CHECK(is_same(decode(*payload).value(), worked_example()));
}

TEST_CASE("format document: it names the limits that the code has") {
    const std::string text = document();
    for (const std::size_t limit :
         {limits::frame_before_proof_bytes, limits::frame_bytes, limits::note_bytes, limits::name_bytes,
          limits::detail_bytes, limits::password_bytes, limits::tickets_listed, limits::listed_note_bytes})
        CHECK_MESSAGE(text.find(std::to_string(limit)) != std::string::npos, limit);
    CHECK(text.find("\"motcua-proof-1\"") != std::string::npos);
}

}  // namespace motcua::protocol
