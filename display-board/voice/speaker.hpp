#pragma once
// The board's voice: chime, then the call's sentences, spoken on a thread of its own named "voice". The window's thread
// gives it work and asks what has ended; nothing else is shared. What fails is left out: without speech the chime goes
// on, without sound the picture does.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "display-board/voice/speech.hpp"

namespace motcua::board {

struct SpeakerSettings {
    SpeechSettings speech;
    float chime_volume = 70;        ///< 0..100, apart from the voice's: neither mutes the other
    float voice_volume = 100;       ///< 0..100
    std::int64_t pause_ms = 2'000;  ///< between two readings
};

/// One announcement: a chime, then all sentences, and all of them again after a pause.
struct Utterance {
    std::uint64_t id = 0;
    std::vector<Sentence> sentences;
    int readings = 2;
};

enum class SpeakerState : std::uint8_t {
    Starting,
    Working,
    NoVoice,  ///< the last attempt to speak failed; tried again with every announcement
    NoSound,  ///< no sound device; tried again with every announcement
};

class Speaker {
  public:
    /// Starts the thread, which first tries the speech program and the sound device without being heard.
    explicit Speaker(SpeakerSettings settings);
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;
    /// Silence at once; returns within speech_limit_ms.
    ~Speaker();

    void say(Utterance utterance);
    void finish_early();  ///< the one being spoken ends after its present sentence
    /// Ids of the announcements that have ended since the last call, in order.
    std::vector<std::uint64_t> take_finished();
    SpeakerState state() const { return state_; }

  private:
    class Player;
    enum class Wake : std::uint8_t { Ended, Cut };

    void run();
    struct Outcome {
        bool is_heard = true;
        bool is_spoken = true;
    };
    void speak(const Utterance& utterance, Player& player);
    void read_once(const Utterance& utterance, Player& player, Outcome& outcome);
    void try_out(Player& player);
    bool play(Player& player, const SoundClip& clip, float volume);
    void set_state(const Outcome& outcome);
    Wake wait(std::int64_t ms);
    bool is_cut();

    const SpeakerSettings settings_;
    std::atomic<SpeakerState> state_ = SpeakerState::Starting;
    std::mutex mutex_;  ///< of what follows
    std::condition_variable wake_;
    std::deque<Utterance> waiting_;
    std::vector<std::uint64_t> finished_;
    bool is_stopping_ = false;
    bool is_cut_ = false;
    std::thread thread_;
};

}  // namespace motcua::board
