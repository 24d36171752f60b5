// Any bytes as an outbox file: it is read without harm, what it kept can be written and read again, and it goes on.
#include <cstdint>
#include <memory>

#include "shared/base/assert.hpp"
#include "tests/shared/link/memory_outbox_file.hpp"

using namespace motcua;
using namespace motcua::link;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    test::Disk disk;
    disk.bytes.assign(reinterpret_cast<const char*>(data), size);
    const OutboxContent content = read_outbox(disk.bytes);
    MOTCUA_ASSERT(content.whole_bytes <= size);

    Outbox outbox(std::make_unique<test::MemoryOutboxFile>(disk));
    MOTCUA_ASSERT(outbox.waiting() == content.waiting);
    RequestId id;
    id.bytes.fill(0xee);
    if (!outbox.put(id, "one more"))
        return 0;
    Outbox again(std::make_unique<test::MemoryOutboxFile>(disk));
    MOTCUA_ASSERT(again.waiting() == outbox.waiting());
    return 0;
}
