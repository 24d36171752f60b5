// Any bytes as an outbox file: it is read without harm, what it kept can be written and read again, and it goes on.
// The digest of each record would turn nearly every input away, so the records are sealed first; as they came they are
// tried too.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "shared/base/assert.hpp"
#include "shared/base/secrets.hpp"
#include "shared/link/limits.hpp"
#include "tests/shared/link/memory_outbox_file.hpp"

using namespace motcua;
using namespace motcua::link;

namespace {

constexpr std::size_t magic_bytes = 8;
constexpr std::size_t length_bytes = 4;
constexpr std::size_t digest_bytes = 8;

/// Length, digest, body; the same again. A length of nonsense ends it, and stays for the reader to find.
std::string sealed(std::string bytes) {
    std::size_t at = magic_bytes;
    while (at + length_bytes + digest_bytes <= bytes.size()) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < length_bytes; ++i)
            length = length << 8 | static_cast<std::uint8_t>(bytes[at + i]);
        const std::size_t body = at + length_bytes + digest_bytes;
        if (length > bytes.size() - body)
            break;
        const std::uint64_t digest = digest64(std::string_view(bytes).substr(body, length));
        for (std::size_t i = 0; i < digest_bytes; ++i)
            bytes[at + length_bytes + i] = static_cast<char>(digest >> (8 * (digest_bytes - 1 - i)) & 0xff);
        at = body + length;
    }
    return bytes;
}

void try_file(std::string bytes) {
    test::Disk disk;
    disk.bytes = std::move(bytes);
    const OutboxContent content = read_outbox(disk.bytes);
    MOTCUA_ASSERT(content.whole_bytes <= disk.bytes.size() && content.waiting.size() <= outbox_requests);
    for (std::size_t i = 0; i < content.waiting.size(); ++i)
        for (std::size_t other = 0; other < i; ++other)
            MOTCUA_ASSERT(content.waiting[i].id != content.waiting[other].id);

    Outbox outbox(std::make_unique<test::MemoryOutboxFile>(disk));
    MOTCUA_ASSERT(outbox.waiting() == content.waiting);
    MOTCUA_ASSERT(disk.aside.empty() == !content.is_damaged);
    RequestId id;
    id.bytes.fill(0xee);
    if (outbox.put(id, "one more"))
        MOTCUA_ASSERT(Outbox(std::make_unique<test::MemoryOutboxFile>(disk)).waiting() == outbox.waiting());
    if (outbox.waiting().empty())
        return;
    outbox.done(outbox.waiting().front().id);
    MOTCUA_ASSERT(Outbox(std::make_unique<test::MemoryOutboxFile>(disk)).waiting() == outbox.waiting());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    try_file(bytes);
    try_file(sealed(bytes));
    return 0;
}
