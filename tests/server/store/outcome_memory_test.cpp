// A bounded memory of answers that one asker cannot empty for the others.

#include "server/store/outcome_memory.hpp"

#include <doctest/doctest.h>

namespace motcua::store {
namespace {

const std::string some_kiosk = "kiosk";
const std::string some_counter = "counter";

RequestId request_id(std::uint64_t n) {
    RequestId id;
    id.bytes[0] = static_cast<std::uint8_t>(n);
    return id;
}

StoredOutcome outcome_of(std::uint64_t id, const std::string& asker) {
    StoredOutcome kept;
    kept.id = request_id(id);
    kept.asker = asker;
    return kept;
}

std::vector<std::uint64_t> kept_of(const OutcomeMemory& memory, std::uint64_t ids) {
    std::vector<std::uint64_t> kept;
    for (std::uint64_t id = 1; id <= ids; ++id)
        if (memory.find(request_id(id)))
            kept.push_back(id);
    return kept;
}

}  // namespace

TEST_CASE("outcomes: whoever asked most loses its oldest, and nobody else") {
    OutcomeMemory memory(6);
    for (std::uint64_t id = 1; id <= 3; ++id)
        memory.keep(outcome_of(id, some_kiosk), 1);
    for (std::uint64_t id = 4; id <= 103; ++id)
        memory.keep(outcome_of(id, some_counter), 1);
    CHECK(kept_of(memory, 103) == std::vector<std::uint64_t>{1, 2, 3, 101, 102, 103});
    memory.keep(outcome_of(104, some_kiosk), 1);  // more than the other now
    CHECK(kept_of(memory, 104) == std::vector<std::uint64_t>{2, 3, 101, 102, 103, 104});
    CHECK(memory.size() == 6);
}

TEST_CASE("outcomes: rounds that never happened are forgotten, whoever asked") {
    OutcomeMemory memory(6);
    memory.keep(outcome_of(1, some_kiosk), 1);
    memory.keep(outcome_of(2, some_counter), 1);
    memory.keep(outcome_of(3, some_kiosk), 2);
    memory.keep(outcome_of(4, some_counter), 3);
    memory.forget_rounds_from(2);
    CHECK(kept_of(memory, 4) == std::vector<std::uint64_t>{1, 2});
    memory.forget_rounds_from(1);
    CHECK(memory.size() == 0);
    for (std::uint64_t id = 5; id <= 20; ++id)
        memory.keep(outcome_of(id, some_kiosk), 4);
    CHECK(memory.size() == 6);
}

TEST_CASE("outcomes: given out in order, and of one id the newest counts") {
    OutcomeMemory memory(6);
    memory.keep(outcome_of(1, some_kiosk), 1);
    memory.keep(outcome_of(2, some_counter), 2);
    StoredOutcome again = outcome_of(1, some_kiosk);
    again.digest = 7;
    memory.keep(again, 3);
    const auto kept = memory.in_order();
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].id == request_id(2));
    CHECK(kept[1].id == request_id(1));
    CHECK(kept[1].digest == 7);
}

}  // namespace motcua::store
