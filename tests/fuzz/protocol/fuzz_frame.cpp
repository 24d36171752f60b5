// Any stream in any pieces: the same payloads whole or in pieces, no more held than allowed, errors that stay. The
// pieces are cut by a seed made of the stream itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/assert.hpp"
#include "shared/base/random.hpp"
#include "shared/protocol/framing.hpp"

using namespace motcua;
using namespace motcua::protocol;

namespace {

void take_all(FrameReader& reader, std::string_view bytes, std::vector<std::string>& payloads) {
    while (auto payload = reader.take(bytes)) {
        MOTCUA_ASSERT(!payload->empty() && payload->size() <= limits::frame_bytes);
        payloads.push_back(std::move(*payload));
        reader.set_limit(limits::frame_bytes);  // as after a proof
    }
    MOTCUA_ASSERT(bytes.empty() || reader.error() != FrameError::None);
    MOTCUA_ASSERT(reader.buffered_bytes() <= frame_header_bytes + limits::frame_bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream(reinterpret_cast<const char*>(data), size);
    FrameReader whole;
    std::vector<std::string> expected;
    take_all(whole, stream, expected);

    Random random(size == 0 ? 0 : data[size - 1]);
    FrameReader reader;
    std::vector<std::string> payloads;
    for (std::size_t at = 0; at < size;) {
        const std::size_t piece = 1 + random.below(64);
        take_all(reader, stream.substr(at, piece), payloads);
        at += piece;
    }
    MOTCUA_ASSERT(payloads == expected && reader.error() == whole.error());

    std::string again;
    for (const std::string& payload : payloads)
        again += frame(payload);
    MOTCUA_ASSERT(stream.substr(0, again.size()) == again);
    return 0;
}
