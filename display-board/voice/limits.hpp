#pragma once
// Bounds of the voice.

#include <cstddef>
#include <cstdint>

namespace motcua::board {

constexpr std::int64_t speech_limit_ms = 3'000;   ///< the speech program needs some 5 ms; after this it is killed
constexpr std::size_t cached_sentences = 400;     ///< at the bound the oldest file goes
constexpr std::size_t sentence_bytes = 1'000;     ///< a longer one is not spoken
constexpr std::size_t utterances_queued = 4;      ///< at the bound the oldest is reported as finished, unspoken
constexpr std::int64_t playing_slack_ms = 1'500;  ///< beyond its length a clip is given up as stuck

}  // namespace motcua::board
