#include "display-board/app/board_program.hpp"

#include <spdlog/spdlog.h>

#include "shared/link/status_text.hpp"

namespace motcua::board {
namespace {

VoiceState voice_state(SpeakerState state) {
    switch (state) {
        case SpeakerState::NoVoice:
            return VoiceState::NoVoice;
        case SpeakerState::NoSound:
            return VoiceState::NoSound;
        case SpeakerState::Starting:
        case SpeakerState::Working:
            break;
    }
    return VoiceState::Working;
}

}  // namespace

BoardProgram::BoardProgram(const BoardSettings& settings, const std::filesystem::path& data, BoardLanguages languages,
                           ui::Manager& manager)
    : settings_(settings),
      languages_(std::move(languages)),
      screens_(manager, languages_),
      model_(settings.has_voice ? VoiceState::Working : VoiceState::Off) {
    if (settings.has_voice) {
        speaker_ = std::make_unique<Speaker>(speaker_settings(settings, data));
        voice_ = VoiceState::Working;
    }
}

void BoardProgram::on_status(const link::Status& heard) {
    const link::Status status = link::as_shown(heard);
    link_words_ = link::status_text(languages_.first(), status);
    is_changed_ = true;
    const std::int64_t now_ms = ui::Window::now_ms();
    const bool is_new = link_state_ != status.state;
    link_state_ = status.state;
    switch (status.state) {
        case link::LinkState::Online:
            if (is_new) {
                carry_out(model_.on_connected(status.server_time + (now_ms - status.since_ms), now_ms));
            }
            break;
        case link::LinkState::Pairing:
            carry_out(model_.on_pairing(status.pairing_code, now_ms));
            break;
        case link::LinkState::Rejected:
            carry_out(model_.on_refused(status.refusal, now_ms));
            break;
        case link::LinkState::Offline:
        case link::LinkState::Connecting:
        case link::LinkState::Greeting:
            carry_out(model_.on_connecting(status.refusal, now_ms));
            break;
    }
}

void BoardProgram::on_view(const View& view) {
    if (const auto* board = std::get_if<BoardView>(&view)) {
        carry_out(model_.on_view(*board, ui::Window::now_ms()));
        is_changed_ = true;
    }
}

void BoardProgram::carry_out(const BoardEffects& effects) {
    if (effects.finish_early && speaker_) {
        speaker_->finish_early();
    }
    if (effects.announce) {
        is_changed_ = true;
        speak(*effects.announce);
    }
}

void BoardProgram::speak(const Announcement& call) {
    spdlog::info("{} {} to counter {}", call.is_recall ? "recall" : "call", to_string(call.number), call.counter_name);
    if (!speaker_) {
        return;
    }
    const SpokenCall spoken{call.number, call.counter_name, call.counter_label,
                            call.is_recall ? CallKind::Again : CallKind::First};
    Utterance utterance{call.sequence, {}, call.readings};
    for (const std::string& language : settings_.voice_languages) {
        utterance.sentences.push_back(call_sentence(spoken, language, reading_options(settings_)));
    }
    speaker_->say(std::move(utterance));
}

void BoardProgram::listen_to_voice(std::int64_t now_ms) {
    if (!speaker_) {
        return;
    }
    for (const std::uint64_t sequence : speaker_->take_finished()) {
        carry_out(model_.on_announced(sequence, now_ms));
        is_changed_ = true;
    }
    const VoiceState voice = voice_state(speaker_->state());
    if (voice != voice_) {
        voice_ = voice;
        carry_out(model_.on_voice(voice, now_ms));
        is_changed_ = true;
    }
}

void BoardProgram::turn() {
    const std::int64_t now_ms = ui::Window::now_ms();
    listen_to_voice(now_ms);
    if (now_ms >= deadline_ms_) {
        carry_out(model_.on_time(now_ms));
        is_changed_ = true;
    }
    if (model_.given_up() != given_up_) {
        given_up_ = model_.given_up();
        spdlog::warn("{} calls so far were shown but not spoken: too many at once", given_up_);
    }
    if (is_changed_) {
        is_changed_ = false;
        screens_.update(model_.screen(now_ms), link_words_);
        deadline_ms_ = model_.next_deadline_ms(now_ms);
    }
}

}  // namespace motcua::board
