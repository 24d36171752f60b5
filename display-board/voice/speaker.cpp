#include "display-board/voice/speaker.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <SFML/Audio/Sound.hpp>
#include <SFML/Audio/SoundBuffer.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "display-board/voice/limits.hpp"

namespace motcua::board {
namespace {

constexpr std::int64_t play_poll_ms = 10;
constexpr std::int64_t silence_ms = 60;
constexpr std::int64_t between_sentences_ms = 400;

SoundClip silence() {
    constexpr unsigned rate_hz = 22'050;
    return {rate_hz, std::vector<std::int16_t>(rate_hz * silence_ms / 1000)};
}

}  // namespace

/// Plays one clip at a time. Keeps the sound device open while it works, and lets go of it when it does not, so that
/// the next clip tries to open it again.
class Speaker::Player {
  public:
    /// False when nothing can be heard.
    bool start(const SoundClip& clip, float volume) {
        if (!device_) {
            device_.emplace();
        }
        buffer_.emplace();
        sound_.emplace();
        const bool is_loaded = buffer_->loadFromSamples(clip.samples.data(), clip.samples.size(), 1, clip.rate_hz);
        if (is_loaded) {
            sound_->setBuffer(*buffer_);
            sound_->setVolume(volume);
            sound_->play();
        }
        if (!is_loaded || sound_->getStatus() != sf::Sound::Playing) {
            stop();
            device_.reset();
            return false;
        }
        return true;
    }
    bool is_playing() const { return sound_ && sound_->getStatus() == sf::Sound::Playing; }
    void stop() {
        sound_.reset();
        buffer_.reset();
    }

  private:
    std::optional<sf::SoundBuffer> device_;  ///< SFML holds the device as long as any of its sound objects lives
    std::optional<sf::SoundBuffer> buffer_;
    std::optional<sf::Sound> sound_;
};

Speaker::Speaker(SpeakerSettings settings) : settings_(std::move(settings)), thread_([this] { run(); }) {}

Speaker::~Speaker() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Speaker::say(Utterance utterance) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() == utterances_queued) {
            finished_.push_back(waiting_.front().id);
            waiting_.pop_front();
        }
        waiting_.push_back(std::move(utterance));
    }
    wake_.notify_all();
}

void Speaker::finish_early() {
    {
        const std::lock_guard lock(mutex_);
        is_cut_ = true;
    }
    wake_.notify_all();
}

std::vector<std::uint64_t> Speaker::take_finished() {
    const std::lock_guard lock(mutex_);
    return std::exchange(finished_, {});
}

void Speaker::run() {
    pthread_setname_np(pthread_self(), "voice");
    Player player;
    bool is_tried_out = false;
    while (true) {
        std::optional<Utterance> next;
        try {
            if (!std::exchange(is_tried_out, true)) {
                try_out(player);
            }
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
                if (is_stopping_) {
                    return;
                }
                next = std::move(waiting_.front());
                waiting_.pop_front();
                is_cut_ = false;
            }
            speak(*next, player);
        } catch (const std::exception& error) {
            spdlog::warn("voice: {}", error.what());
            state_ = SpeakerState::NoSound;
        }
        if (next) {
            const std::lock_guard lock(mutex_);
            finished_.push_back(next->id);
        }
    }
}

void Speaker::try_out(Player& player) {
    const auto spoken = Speech(settings_.speech).say({"vi", "Xin chào."});
    if (!spoken) {
        spdlog::warn("voice: {}; calls have the chime only", spoken.error().text);
    }
    const bool is_heard = player.start(silence(), 0);
    if (!is_heard) {
        spdlog::warn("voice: no sound device; calls are silent");
    }
    set_state({is_heard, spoken.has_value()});
    wait(silence_ms);
    player.stop();
}

void Speaker::set_state(const Outcome& outcome) {
    state_ = !outcome.is_heard    ? SpeakerState::NoSound
             : !outcome.is_spoken ? SpeakerState::NoVoice
                                  : SpeakerState::Working;
}

void Speaker::speak(const Utterance& utterance, Player& player) {
    static const SoundClip chime = make_chime();
    Outcome outcome;
    outcome.is_heard = play(player, chime, settings_.chime_volume);
    for (int reading = 0; reading < utterance.readings && outcome.is_heard; ++reading) {
        if (is_cut() || (reading > 0 && wait(settings_.pause_ms) == Wake::Cut)) {
            break;
        }
        read_once(utterance, player, outcome);
    }
    set_state(outcome);
}

void Speaker::read_once(const Utterance& utterance, Player& player, Outcome& outcome) {
    const Speech speech(settings_.speech);
    bool is_first = true;
    for (const Sentence& sentence : utterance.sentences) {
        if (!std::exchange(is_first, false) && wait(between_sentences_ms) == Wake::Cut) {
            return;
        }
        const auto clip = speech.say(sentence);
        if (!clip) {
            spdlog::warn("voice: {}", clip.error().text);
            outcome.is_spoken = false;
            continue;
        }
        outcome.is_heard = play(player, *clip, settings_.voice_volume) && outcome.is_heard;
    }
}

/// Until the clip has ended, the speaker stops, or the device is stuck. False: not heard.
bool Speaker::play(Player& player, const SoundClip& clip, float volume) {
    if (!player.start(clip, volume)) {
        return false;
    }
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::milliseconds(clip.duration_ms() + playing_slack_ms);
    std::unique_lock lock(mutex_);
    bool is_stuck = false;
    while (player.is_playing() && !is_stopping_ && !is_stuck) {
        wake_.wait_for(lock, std::chrono::milliseconds(play_poll_ms), [this] { return is_stopping_; });
        is_stuck = Clock::now() >= deadline;
    }
    lock.unlock();
    player.stop();
    return !is_stuck;
}

bool Speaker::is_cut() {
    const std::lock_guard lock(mutex_);
    return is_cut_ || is_stopping_;
}

Speaker::Wake Speaker::wait(std::int64_t ms) {
    std::unique_lock lock(mutex_);
    const bool is_woken =
        wake_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return is_cut_ || is_stopping_; });
    return is_woken ? Wake::Cut : Wake::Ended;
}

}  // namespace motcua::board
