#pragma once
// Events and outcomes as the bytes of a journal row, and back. Pure functions, any thread.
//
// A row is its message (journal.proto) followed by 8 bytes of digest over what the row is about and the message: a
// cut, flipped or misplaced row is told apart from a good one. Encoding takes every value; decoding takes every input.

#include <cstdint>
#include <string>
#include <string_view>

#include "server/store/journal.hpp"

namespace motcua::store {

std::string encode_event(const HallId& hall, std::uint64_t sequence, const hall::EventRecord& record);

/// The problem names the hall and the sequence.
Result<hall::EventRecord> decode_event(const HallId& hall, std::uint64_t sequence, std::string_view bytes);

/// The bytes hold the reply; id, digest and time are covered by the digest and lie in columns of their own.
std::string encode_outcome(const HallId& hall, const StoredOutcome& outcome);

/// Fills `outcome.reply` and `asker` from the bytes; the other fields must be set. The problem names the hall and the
/// request.
Result<void> decode_outcome(const HallId& hall, std::string_view bytes, StoredOutcome& outcome);

}  // namespace motcua::store
