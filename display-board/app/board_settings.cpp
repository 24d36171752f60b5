#include "display-board/app/board_settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <utility>

#include "display-board/voice/call_sentence.hpp"
#include "shared/base/ids.hpp"

namespace motcua::board {
namespace {

constexpr std::size_t shown_languages = 2;

template <class T>
void put(const std::optional<T>& flag, T& setting) {
    if (flag) {
        setting = *flag;
    }
}
template <class T>
void put_unless_empty(const T& flag, T& setting) {
    if (!flag.empty()) {
        setting = flag;
    }
}

/// Says nothing of itself: the flag's type does.
CLI::Validator one_of(const std::vector<std::string>& words) {
    return CLI::IsMember(words).description("");
}

void read_voice(SettingsTable table, BoardSettings& settings) {
    settings.has_voice = table.boolean("enabled", settings.has_voice);
    if (table.has("languages")) {
        settings.voice_languages = table.texts("languages", shown_languages);
        for (const std::string& language : settings.voice_languages) {
            if (!can_speak(language)) {
                table.complain("languages", "\"{}\" cannot be spoken; \"vi\" and \"en\" can", language);
            }
        }
    }
    settings.chime_volume = table.number("chime_volume", settings.chime_volume, 0, 100);
    settings.voice_volume = table.number("voice_volume", settings.voice_volume, 0, 100);
    settings.words_per_minute = static_cast<int>(table.integer("words_per_minute", settings.words_per_minute, 80, 250));
    settings.zero_tens = table.choice("zero_tens", {"le", "linh"});
    settings.thousand = table.choice("thousand", {"nghin", "ngan"});
    settings.speech_program = table.text("program", settings.speech_program);
    table.finish();
}

}  // namespace

ui::WindowSettings usual_window() {
    ui::WindowSettings window;
    window.diagonal_inch = 55;
    window.distance_m = 8;
    return window;
}

void read_board_settings(SettingsTable& root, const std::filesystem::path& folder, BoardSettings& settings) {
    settings.zone = root.text("zone", settings.zone);
    if (!settings.zone.empty() && !is_key(settings.zone)) {
        root.complain("zone", "\"{}\" is not a zone's id: small letters, digits and '-'", settings.zone);
    }
    if (root.has("languages")) {
        settings.languages = root.texts("languages", shown_languages);
        if (settings.languages.empty()) {
            root.complain("languages", "\"languages\" names at least one language");
            settings.languages = {"vi"};
        }
    }
    ui::read_window_settings(root, folder, settings.window);
    if (auto voice = root.table("voice")) {
        read_voice(*voice, settings);
    }
}

void BoardFlags::add_to(CLI::App& app) {
    app.add_option("--zone", zone_, MOTCUA_N("Show and speak the calls of this zone only"))->type_name("ID");
    app.add_option("--languages", languages_, MOTCUA_N("Shown languages, the first large: vi,en"))
        ->delimiter(',')
        ->type_name("TAG");
    app.add_option("--voice", voice_, MOTCUA_N("Speak or not"))->type_name("on|off")->check(one_of({"on", "off"}));
    app.add_option("--voice-languages", voice_languages_, MOTCUA_N("Spoken languages in their order: vi,en"))
        ->delimiter(',')
        ->type_name("vi|en")
        ->check(one_of({"vi", "en"}));
    app.add_option("--chime-volume", chime_volume_, MOTCUA_N("Volume of the chime"))
        ->type_name("0..100")
        ->check(CLI::Range(0, 100).description(""));
    app.add_option("--voice-volume", voice_volume_, MOTCUA_N("Volume of the voice"))
        ->type_name("0..100")
        ->check(CLI::Range(0, 100).description(""));
    window_.add_to(app);
}

Result<void> BoardFlags::apply(BoardSettings& settings) const {
    put(zone_, settings.zone);
    if (!settings.zone.empty() && !is_key(settings.zone)) {
        return Problem("{}: {}", "--zone",
                       Problem("\"{}\" is not a zone's id: small letters, digits and '-'", settings.zone));
    }
    put_unless_empty(languages_, settings.languages);
    if (settings.languages.size() > shown_languages) {
        return Problem("--languages: at most two can be shown");
    }
    settings.has_voice = voice_.empty() ? settings.has_voice : voice_ == "on";
    put_unless_empty(voice_languages_, settings.voice_languages);
    put(chime_volume_, settings.chime_volume);
    put(voice_volume_, settings.voice_volume);
    return window_.apply(settings.window);
}

SpeakerSettings speaker_settings(const BoardSettings& settings, const std::filesystem::path& data) {
    SpeakerSettings made;
    made.speech = {settings.speech_program, settings.words_per_minute, data / "voice"};
    made.chime_volume = static_cast<float>(settings.chime_volume);
    made.voice_volume = static_cast<float>(settings.voice_volume);
    return made;
}

ReadingOptions reading_options(const BoardSettings& settings) {
    return {settings.zero_tens == "linh" ? ZeroTens::Linh : ZeroTens::Le,
            settings.thousand == "ngan" ? ThousandWord::Ngan : ThousandWord::Nghin};
}

}  // namespace motcua::board
