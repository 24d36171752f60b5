#include "display-board/app/board_settings.hpp"

#include <charconv>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <utility>

#include "display-board/voice/call_sentence.hpp"

namespace motcua::board {
namespace {

constexpr int least_px = 320;
constexpr int most_px = 7'680;
constexpr std::size_t shown_languages = 2;

/// "1920x1080" or "0,-20": two numbers with this between them and nothing after.
std::optional<std::pair<int, int>> two_numbers(const std::string& text, char between) {
    std::pair<int, int> numbers{0, 0};
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, numbers.first);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != between) {
        return std::nullopt;
    }
    const auto second = std::from_chars(first.ptr + 1, end, numbers.second);
    if (second.ec != std::errc{} || second.ptr != end) {
        return std::nullopt;
    }
    return numbers;
}

bool is_size(int px) {
    return px >= least_px && px <= most_px;
}

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

std::string one_of(SettingsTable& table, const char* key, const std::string& usual, const std::string& other) {
    std::string text = table.text(key, usual);
    if (text != usual && text != other) {
        table.complain(key, "is \"" + usual + "\" or \"" + other + "\"");
        return usual;
    }
    return text;
}

void read_display(SettingsTable table, BoardSettings& settings) {
    settings.width_px = static_cast<int>(table.integer("width", settings.width_px, least_px, most_px));
    settings.height_px = static_cast<int>(table.integer("height", settings.height_px, least_px, most_px));
    settings.diagonal_inch = table.number("diagonal_inch", settings.diagonal_inch, 5, 400);
    settings.distance_m = table.number("distance_m", settings.distance_m, 0.3, 100);
    settings.is_fullscreen = table.boolean("fullscreen", settings.is_fullscreen);
    settings.theme = table.text("theme", settings.theme);
}

void read_voice(SettingsTable table, BoardSettings& settings) {
    settings.has_voice = table.boolean("enabled", settings.has_voice);
    if (table.has("languages")) {
        settings.voice_languages = table.texts("languages", shown_languages);
        for (const std::string& language : settings.voice_languages) {
            if (!can_speak(language)) {
                table.complain("languages", "\"" + language + "\" cannot be spoken; \"vi\" and \"en\" can");
            }
        }
    }
    settings.chime_volume = table.number("chime_volume", settings.chime_volume, 0, 100);
    settings.voice_volume = table.number("voice_volume", settings.voice_volume, 0, 100);
    settings.words_per_minute = static_cast<int>(table.integer("words_per_minute", settings.words_per_minute, 80, 250));
    settings.zero_tens = one_of(table, "zero_tens", "le", "linh");
    settings.thousand = one_of(table, "thousand", "nghin", "ngan");
    settings.speech_program = table.text("program", settings.speech_program);
}

}  // namespace

void read_board_settings(SettingsTable& root, BoardSettings& settings) {
    settings.zone = root.text("zone", settings.zone);
    if (root.has("languages")) {
        settings.languages = root.texts("languages", shown_languages);
        if (settings.languages.empty()) {
            root.complain("languages", "names at least one language");
            settings.languages = {"vi"};
        }
    }
    if (auto display = root.table("display")) {
        read_display(*display, settings);
    }
    if (auto voice = root.table("voice")) {
        read_voice(*voice, settings);
    }
}

void BoardFlags::add_to(CLI::App& app) {
    app.add_option("--zone", zone_, "Show and speak the calls of this zone only");
    app.add_option("--languages", languages_, "Shown languages, the first large: vi,en")->delimiter(',');
    app.add_option("--size", size_, "Window in pixels, such as 1920x1080");
    app.add_option("--diagonal", diagonal_inch_, "The display's diagonal in inches")->check(CLI::Range(5, 400));
    app.add_option("--distance", distance_m_, "Metres from the display to its farthest reader")
        ->check(CLI::Range(0.3, 100.0));
    app.add_flag("--fullscreen", is_fullscreen_, "Fill the display");
    app.add_option("--position", position_, "Upper left corner of the window on the desktop: X,Y");
    app.add_option("--voice", voice_, "on or off")->check(CLI::IsMember({"on", "off"}));
    app.add_option("--voice-languages", voice_languages_, "Spoken languages in their order: vi,en")
        ->delimiter(',')
        ->check(CLI::IsMember({"vi", "en"}));
    app.add_option("--chime-volume", chime_volume_, "0 to 100")->check(CLI::Range(0, 100));
    app.add_option("--voice-volume", voice_volume_, "0 to 100")->check(CLI::Range(0, 100));
    app.add_option("--screenshot-file", screenshot_file_, "Keep the latest picture in this PNG file");
    app.add_option("--screen-map-file", screen_map_file_,
                   "Keep the places and texts of what is shown in this JSON file");
}

Result<void> BoardFlags::apply(BoardSettings& settings) const {
    put(zone_, settings.zone);
    put_unless_empty(languages_, settings.languages);
    if (settings.languages.size() > shown_languages) {
        return Problem{"--languages: at most two can be shown"};
    }
    if (!size_.empty()) {
        const auto size = two_numbers(size_, 'x');
        if (!size || !is_size(size->first) || !is_size(size->second)) {
            return Problem{"--size: not a size such as 1920x1080: " + size_};
        }
        std::tie(settings.width_px, settings.height_px) = *size;
    }
    put(diagonal_inch_, settings.diagonal_inch);
    put(distance_m_, settings.distance_m);
    settings.is_fullscreen = settings.is_fullscreen || is_fullscreen_;
    if (!position_.empty() && !two_numbers(position_, ',')) {
        return Problem{"--position: not a place such as 0,0: " + position_};
    }
    settings.position = position_;
    settings.has_voice = voice_.empty() ? settings.has_voice : voice_ == "on";
    put_unless_empty(voice_languages_, settings.voice_languages);
    put(chime_volume_, settings.chime_volume);
    put(voice_volume_, settings.voice_volume);
    put_unless_empty(screenshot_file_, settings.screenshot_file);
    put_unless_empty(screen_map_file_, settings.screen_map_file);
    return {};
}

ui::Display display_of(const BoardSettings& settings) {
    return ui::Display::from_diagonal(settings.width_px, settings.height_px, static_cast<float>(settings.diagonal_inch),
                                      static_cast<float>(settings.distance_m));
}

ui::WindowOptions window_options(const BoardSettings& settings) {
    ui::WindowOptions options;
    options.title = "Một Cửa: bảng gọi số";
    options.mode = settings.is_fullscreen ? ui::WindowMode::Fullscreen : ui::WindowMode::Borderless;
    options.close_request = ui::CloseRequest::Ignored;
    options.pointer = ui::Pointer::Hidden;
    options.position = two_numbers(settings.position, ',').value_or(std::pair{0, 0});
    options.screenshot_file = settings.screenshot_file;
    options.screen_map_file = settings.screen_map_file;
    return options;
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
