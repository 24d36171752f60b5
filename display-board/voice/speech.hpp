#pragma once
// Sentences as WAV files, made by espeak-ng, a program of its own, and kept in a bounded folder. Blocks for at most
// speech_limit_ms; used on the voice's thread only.

#include <filesystem>
#include <string>

#include "display-board/voice/call_sentence.hpp"
#include "display-board/voice/sound_clip.hpp"

namespace motcua::board {

struct SpeechSettings {
    std::string program = "espeak-ng";  ///< a name on PATH, or a path
    int words_per_minute = 130;
    std::filesystem::path cache_folder;  ///< made when it is missing
};

class Speech {
  public:
    explicit Speech(SpeechSettings settings);

    /// The sentence as sound, from the cache when it was said before. A damaged file in the cache is made again.
    Result<SoundClip> say(const Sentence& sentence) const;
    std::filesystem::path cache_file(const Sentence& sentence) const;

  private:
    Result<void> make(const Sentence& sentence, const std::filesystem::path& file) const;
    void make_room() const;

    SpeechSettings settings_;
};

}  // namespace motcua::board
