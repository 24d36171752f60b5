// Any payload: a typed problem, or a message that encodes and decodes to itself. The first four bytes are passed over,
// so that whole frames serve as seeds.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/base/assert.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"

using namespace motcua;
using namespace motcua::protocol;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < frame_header_bytes)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Decoded decoded = decode(bytes.substr(frame_header_bytes));
    if (decoded.has_error()) {
        MOTCUA_ASSERT(!decoded.error().text.empty() && decoded.error().text.size() < 200);
        return 0;
    }
    const std::string payload = encode(*decoded);
    MOTCUA_ASSERT(payload.size() <= limits::frame_bytes);
    const Decoded again = decode(payload);
    MOTCUA_ASSERT(again.has_value());
    MOTCUA_ASSERT(encode(*again) == payload);
    return 0;
}
