#include <doctest/doctest.h>

#include <algorithm>

#include <set>
#include <utility>

#include "shared/base/random.hpp"
#include "shared/base/secrets.hpp"
#include "shared/link/limits.hpp"
#include "tests/shared/link/memory_outbox_file.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

namespace {

RequestId id_of(int n) {
    RequestId id;
    id.bytes.fill(static_cast<std::uint8_t>(n));
    id.bytes[0] = static_cast<std::uint8_t>(n >> 8);
    return id;
}

std::string payload_of(int n) {
    return "payload " + std::to_string(n);
}

Outbox open(Disk& disk) {
    return Outbox(std::make_unique<MemoryOutboxFile>(disk));
}

}  // namespace

TEST_CASE("outbox: what is put is there after a restart until it is done") {
    Disk disk;
    {
        Outbox outbox = open(disk);
        CHECK(outbox.put(id_of(1), payload_of(1)).has_value());
        CHECK(outbox.put(id_of(2), payload_of(2)).has_value());
        CHECK(outbox.put(id_of(3), payload_of(3)).has_value());
        outbox.done(id_of(2));
        outbox.done(id_of(9));
    }
    Outbox outbox = open(disk);
    CHECK(outbox.trouble().empty());
    REQUIRE(outbox.waiting().size() == 2);
    CHECK(outbox.waiting()[0] == OutboxEntry{id_of(1), payload_of(1)});
    CHECK(outbox.waiting()[1] == OutboxEntry{id_of(3), payload_of(3)});
}

TEST_CASE("outbox: cut at every byte it keeps every record that was whole; what else was there lies aside") {
    Disk disk;
    std::vector<std::size_t> ends;
    {
        Outbox outbox = open(disk);
        for (int n = 1; n <= 4; ++n) {
            REQUIRE(outbox.put(id_of(n), payload_of(n)).has_value());
            ends.push_back(disk.bytes.size());
        }
    }
    for (std::size_t size = 0; size <= disk.bytes.size(); ++size) {
        for (const std::size_t zeros : {0, 1, 7, 4096}) {
            CAPTURE(size);
            CAPTURE(zeros);
            Disk cut;
            cut.bytes = disk.bytes.substr(0, size) + std::string(zeros, '\0');
            const auto whole = static_cast<std::size_t>(
                std::count_if(ends.begin(), ends.end(), [&](auto end) { return end <= size; }));
            const std::string as_found = cut.bytes;
            Outbox outbox = open(cut);
            CHECK(outbox.waiting().size() == whole);
            const std::size_t border = size < 8 ? 0 : whole == 0 ? 8 : ends[whole - 1];
            const bool is_only_zeros =
                disk.bytes.substr(border, size - border).find_first_not_of('\0') == std::string::npos;
            CHECK(outbox.trouble().empty() == is_only_zeros);
            REQUIRE(cut.aside.size() == (is_only_zeros ? 0 : 1));
            if (!is_only_zeros)
                CHECK(cut.aside[0] == as_found);
            // It goes on with what it has.
            REQUIRE(outbox.put(id_of(50), payload_of(50)).has_value());
            Outbox again = open(cut);
            CHECK(again.waiting().size() == whole + 1);
            CHECK(again.trouble().empty());
        }
    }
}

TEST_CASE("outbox: any flipped bit is told, what stood before it is kept, all lies aside, and it goes on") {
    Disk disk;
    {
        Outbox outbox = open(disk);
        for (int n = 1; n <= 3; ++n)
            REQUIRE(outbox.put(id_of(n), payload_of(n)).has_value());
    }
    for (std::size_t at = 0; at < disk.bytes.size() * 8; ++at) {
        CAPTURE(at);
        Disk damaged;
        damaged.bytes = disk.bytes;
        damaged.bytes[at / 8] = static_cast<char>(damaged.bytes[at / 8] ^ (1 << (at % 8)));
        const std::string as_found = damaged.bytes;
        Outbox outbox = open(damaged);
        CHECK(outbox.waiting().size() < 3);
        CHECK(outbox.trouble().find("outbox.damaged-1") != std::string::npos);
        CHECK(damaged.aside == std::vector<std::string>{as_found});
        for (std::size_t n = 0; n < outbox.waiting().size(); ++n)
            CHECK(outbox.waiting()[n] ==
                  OutboxEntry{id_of(static_cast<int>(n) + 1), payload_of(static_cast<int>(n) + 1)});
        CHECK(outbox.put(id_of(50), payload_of(50)).has_value());
        Outbox again = open(damaged);
        CHECK(again.waiting().size() == outbox.waiting().size());
        CHECK(again.trouble().empty());
    }
}

TEST_CASE("outbox: a damaged file is set aside and named") {
    Disk disk;
    disk.bytes = "this is a letter to the editor, not an outbox";
    Outbox outbox = open(disk);
    CHECK(outbox.waiting().empty());
    CHECK(outbox.trouble().find("outbox.damaged-1") != std::string::npos);
    REQUIRE(disk.aside.size() == 1);
    CHECK(disk.aside[0].find("letter") != std::string::npos);
    CHECK(outbox.put(id_of(1), payload_of(1)).has_value());
}

TEST_CASE("outbox: with writes that fail from any moment, what it said yes to is there afterwards") {
    for (const bool heals : {true, false}) {
        for (int from = 0; from < 14; ++from) {
            for (const std::size_t kept : {std::size_t{0}, std::size_t{1}, std::size_t{13}, std::size_t{1000}}) {
                CAPTURE(heals);
                CAPTURE(from);
                CAPTURE(kept);
                Disk disk;
                disk.fails_from = from;
                disk.fails_until = heals ? from + 2 : std::numeric_limits<int>::max();
                disk.kept_of_failed = kept;
                std::set<RequestId> promised;
                std::set<RequestId> struck;
                {
                    Outbox outbox = open(disk);
                    for (int n = 1; n <= 8; ++n) {
                        if (outbox.put(id_of(n), payload_of(n)))
                            promised.insert(id_of(n));
                        else
                            CHECK(!outbox.trouble().empty());
                        if (n % 2 == 0) {
                            outbox.done(id_of(n / 2));
                            struck.insert(id_of(n / 2));
                        }
                    }
                    if (heals && from < 9)
                        CHECK(outbox.trouble().empty());
                }
                Outbox outbox = open(disk);
                std::set<RequestId> found;
                for (const auto& entry : outbox.waiting())
                    found.insert(entry.id);
                for (const auto& id : promised)
                    CHECK((found.count(id) != 0 || struck.count(id) != 0));
                // A piece of a record that nothing could be written over is not known to be only that.
                CHECK((disk.aside.empty() || kept == 13));
            }
        }
    }
}

TEST_CASE(
    "outbox: what could not be put and is struck out does not go out in the next run, though it was written whole") {
    for (int from = 0; from < 3; ++from) {
        CAPTURE(from);
        Disk disk;
        disk.fails_from = from;
        disk.fails_until = from + 1;
        disk.kept_of_failed = 1000;
        bool has_failed = false;
        {
            Outbox outbox = open(disk);
            for (int n = 1; n <= 3 && !has_failed; ++n) {
                has_failed = outbox.put(id_of(n), payload_of(n)).has_error();
                if (has_failed)
                    outbox.done(id_of(n));
            }
            REQUIRE(has_failed);
            const std::size_t kept = outbox.waiting().size();
            CHECK(open(disk).waiting().size() == kept);
        }
    }
}

TEST_CASE("outbox: what is done does not come back, though nothing can be written from any moment on") {
    for (int from = 0; from < 14; ++from) {
        for (const std::size_t kept : {std::size_t{0}, std::size_t{13}, std::size_t{1000}}) {
            CAPTURE(from);
            CAPTURE(kept);
            Disk disk;
            {
                Outbox outbox = open(disk);
                disk.fails_from = from;
                disk.kept_of_failed = kept;
                for (int n = 1; n <= 6; ++n) {
                    // Where it cannot be kept it is asked all the same, with the answer as its only trace.
                    static_cast<void>(outbox.put(id_of(n), payload_of(n)));
                    outbox.done(id_of(n));
                }
            }
            CHECK(open(disk).waiting().empty());
        }
    }
}

TEST_CASE("outbox: what lies aside is not cut with the file") {
    Disk disk;
    {
        Outbox outbox = open(disk);
        REQUIRE(outbox.put(id_of(1), payload_of(1)).has_value());
    }
    disk.bytes += "noise";
    const std::string as_found = disk.bytes;
    disk.fails_from = disk.writes;
    Outbox outbox = open(disk);
    outbox.done(id_of(1));
    CHECK(disk.bytes == as_found);
    CHECK(disk.aside.front() == as_found);
    disk.fails_from = std::numeric_limits<int>::max();
    REQUIRE(outbox.put(id_of(2), payload_of(2)).has_value());
    REQUIRE(open(disk).waiting().size() == 1);
}

TEST_CASE("outbox: a file of zeros is not emptied to zeros, whatever the disk does") {
    Disk disk;
    disk.bytes = std::string(4096, '\0');
    disk.fails_from = 0;
    Outbox outbox = open(disk);
    outbox.done(id_of(9));  // nobody asked that here
    disk.fails_from = std::numeric_limits<int>::max();
    REQUIRE(outbox.put(id_of(1), payload_of(1)).has_value());
    CHECK(open(disk).waiting().size() == 1);
}

TEST_CASE("outbox: bounded in requests, in the size of one, and in the size of its file") {
    Disk disk;
    Outbox outbox = open(disk);
    CHECK(!outbox.put(id_of(1), std::string(outbox_payload_bytes + 1, 'x')).has_value());
    CHECK(!outbox.put(id_of(1), "").has_value());
    const std::string longest(outbox_payload_bytes, 'x');
    for (std::size_t n = 0; n < outbox_requests; ++n)
        REQUIRE(outbox.put(id_of(static_cast<int>(n) + 1), longest).has_value());
    const auto refused = outbox.put(id_of(500), "one more");
    REQUIRE(!refused.has_value());
    CHECK(refused.error().text.find("full") != std::string::npos);
    for (int round = 0; round < 300; ++round) {
        outbox.done(outbox.waiting().front().id);
        REQUIRE(outbox.put(id_of(1000 + round), longest).has_value());
        CHECK(disk.bytes.size() <= outbox_file_bytes);
    }
    CHECK(open(disk).waiting() == outbox.waiting());
    while (!outbox.waiting().empty())
        outbox.done(std::as_const(outbox).waiting().front().id);
    CHECK(disk.bytes.size() < outbox_file_bytes);
    CHECK(open(disk).waiting().empty());
}

TEST_CASE("outbox: a file that cannot be read is named, stays, and lies aside before anything is written over it") {
    Disk disk;
    {
        Outbox outbox = open(disk);
        REQUIRE(outbox.put(id_of(1), payload_of(1)).has_value());
        REQUIRE(outbox.put(id_of(2), payload_of(2)).has_value());
    }
    const std::string held = disk.bytes;
    disk.is_unreadable = true;
    SUBCASE("nothing is written: the next start reads it") {
        {
            Outbox outbox = open(disk);
            CHECK(outbox.trouble() == "cannot read");
            outbox.done(id_of(7));
        }
        CHECK(disk.aside.empty());
        disk.is_unreadable = false;
        CHECK(open(disk).waiting().size() == 2);
    }
    SUBCASE("something is written: it lies aside as it was, and that is told") {
        Outbox outbox = open(disk);
        CHECK(outbox.put(id_of(3), payload_of(3)).has_value());
        REQUIRE(disk.aside.size() == 1);
        CHECK(disk.aside[0] == held);
        CHECK(outbox.trouble().find("could not be read") != std::string::npos);
        CHECK(outbox.trouble().find("outbox.damaged-1") != std::string::npos);
        CHECK(outbox.put(id_of(4), payload_of(4)).has_value());
        CHECK(disk.aside.size() == 1);
        disk.is_unreadable = false;
        CHECK(open(disk).waiting().size() == 2);
    }
    SUBCASE("it cannot be set aside: nothing is promised, nothing is written") {
        disk.can_set_aside = false;
        Outbox outbox = open(disk);
        CHECK_FALSE(outbox.put(id_of(3), payload_of(3)).has_value());
        CHECK(outbox.trouble() == "cannot rename");
        CHECK(disk.bytes == held);
        disk.can_set_aside = true;
        CHECK(outbox.put(id_of(3), payload_of(3)).has_value());
        CHECK(disk.aside == std::vector<std::string>{held});
    }
}

TEST_CASE("outbox: a damaged file that cannot be set aside is not written over") {
    Disk disk;
    disk.bytes = "this is a letter to the editor, not an outbox";
    disk.can_set_aside = false;
    Outbox outbox = open(disk);
    CHECK(outbox.trouble() == "cannot rename");
    CHECK_FALSE(outbox.put(id_of(1), payload_of(1)).has_value());
    CHECK(disk.bytes.find("letter") != std::string::npos);
}

TEST_CASE("outbox: the format stays: one record, byte by byte") {
    Disk disk;
    Outbox outbox = open(disk);
    REQUIRE(outbox.put(id_of(2), "abc").has_value());
    std::string body = "p";
    body += '\0';
    body += std::string(15, '\2');
    body += "abc";
    std::string expected = "MOTCUAO1";
    expected += std::string("\0\0\0\x14", 4);
    const std::uint64_t digest = digest64(body);
    for (int shift = 56; shift >= 0; shift -= 8)
        expected += static_cast<char>((digest >> shift) & 0xff);
    CHECK(disk.bytes == expected + body);
}
