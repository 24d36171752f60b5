#include "tests/support/memory_journal.hpp"

#include <doctest/doctest.h>

#include "server/store/sqlite_journal.hpp"
#include "tests/server/store/store_support.hpp"

namespace motcua::test {

TEST_CASE("memory journal: it loads what the real one loads") {
    TempFolder folder;
    store::SqliteJournal real(folder.path());
    REQUIRE(problem_of(real.load()) == "");
    MemoryJournal memory;
    memory.load([](auto) {});
    LivedHall hall("kon-tum");
    for (int i = 0; i < 150; ++i) {
        const store::Batch batch{{hall.step()}};
        REQUIRE(problem_of(real.append(batch)) == "");
        memory.append(batch, [](auto done) { CHECK(problem_of(done) == ""); });
        memory.complete_all();
        if (i % 50 == 49)
            hall.sleep_until_next_day();
    }
    const auto expected = real.load();
    REQUIRE(problem_of(expected) == "");
    bool is_loaded = false;
    memory.load([&](auto halls) {
        REQUIRE(problem_of(halls) == "");
        REQUIRE(halls->size() == 1);
        CHECK(halls->at(0).last_sequence == expected->at(0).last_sequence);
        CHECK(halls->at(0).events.size() == expected->at(0).events.size());
        CHECK((replayed(halls->at(0)).fingerprint() == replayed(expected->at(0)).fingerprint()));
        is_loaded = true;
    });
    CHECK_FALSE(is_loaded);
    CHECK(memory.complete_one());
    CHECK(is_loaded);
    CHECK_FALSE(memory.complete_one());
}

TEST_CASE("memory journal: after a failed append nothing is taken until a load") {
    MemoryJournal memory;
    LivedHall hall("kon-tum");
    std::vector<std::string> said;
    const auto note = [&](const auto& done) { said.push_back(problem_of(done)); };
    const store::Batch first{{hall.step()}};
    memory.load(note);
    memory.complete_all();
    memory.fail_append();
    memory.append(first, note);
    memory.complete_all();
    memory.append(first, note);
    memory.complete_all();
    memory.fail_loads(1);
    memory.load(note);
    memory.complete_all();
    memory.load(note);
    memory.complete_all();
    memory.append(first, note);
    memory.complete_all();
    REQUIRE(said.size() == 6);
    CHECK(said[0] == "");
    CHECK(has(said[1], "disk is full"));
    CHECK(has(said[2], "until the journal was loaded again"));
    CHECK(has(said[3], "disk is full"));
    CHECK(said[4] == "");
    CHECK(said[5] == "");
    CHECK(memory.batches.size() == 1);
}

}  // namespace motcua::test
