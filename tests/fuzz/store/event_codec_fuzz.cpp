// Any bytes as a journal row: a problem, or a record that is written and read again as the same.
// The digest at a row's end would turn nearly every input away, so the input is sealed first.
#include <algorithm>
#include <cstdlib>

#include "server/store/event_codec.hpp"
#include "server/store/row_seal.hpp"

using namespace motcua;

namespace {

constexpr std::size_t seal_bytes = 8;

void try_event(std::string_view input) {
    const HallId hall{"hall"};
    // A fuzzer that watches comparisons forges a digest, which keeps out a disk's mistakes and not a person's.
    const std::string_view message = input.substr(0, input.size() - std::min<std::size_t>(input.size(), seal_bytes));
    const bool is_sealed = store::sealed(store::about_event(hall, 1), std::string(message)) == input;
    if (store::decode_event(hall, 1, input).has_value() && !is_sealed)
        std::abort();
    const auto record = store::decode_event(hall, 1, store::sealed(store::about_event(hall, 1), std::string(input)));
    if (record.has_error())
        return;
    const std::string bytes = store::encode_event(hall, 1, *record);
    const auto again = store::decode_event(hall, 1, bytes);
    if (again.has_error() || store::encode_event(hall, 1, *again) != bytes)
        std::abort();
}

void try_outcome(std::string_view input) {
    const HallId hall{"hall"};
    store::StoredOutcome outcome;
    const std::string row = store::sealed(store::about_outcome(hall, outcome), std::string(input));
    if (store::decode_outcome(hall, row, outcome).has_error())
        return;
    const std::string bytes = store::encode_outcome(hall, outcome);
    if (store::decode_outcome(hall, bytes, outcome).has_error() || store::encode_outcome(hall, outcome) != bytes)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    try_event(input);
    try_outcome(input);
    return 0;
}
