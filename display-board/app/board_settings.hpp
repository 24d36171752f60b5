#pragma once
// The board's own settings and flags, beside those that every client has (shared/link/client_settings.hpp):
//
//     zone = "tang-1"              # calls of this zone's counters only; "" = all
//     languages = ["vi", "en"]     # shown: the first large, the second beneath
//     [display]
//     width = 1920
//     height = 1080
//     diagonal_inch = 55.0
//     distance_m = 8.0             # of the farthest reader; sizes follow from it
//     fullscreen = true
//     theme = "board.toml"         # colours over the built-in ones; relative to this file
//     [voice]
//     enabled = true
//     languages = ["vi"]           # spoken one after another: vi, en
//     chime_volume = 70            # 0..100 each
//     voice_volume = 100
//     words_per_minute = 130
//     zero_tens = "le"             # 101: "le" một trăm lẻ một, "linh" một trăm linh một
//     thousand = "nghin"           # or "ngan"
//     program = "espeak-ng"

#include <filesystem>
#include <string>
#include <vector>

#include "display-board/voice/speaker.hpp"
#include "shared/base/settings.hpp"
#include "shared/ui/window.hpp"

namespace CLI {
class App;
}

namespace motcua::board {

struct BoardSettings {
    std::string zone;
    std::vector<std::string> languages = {"vi", "en"};

    int width_px = 1920;
    int height_px = 1080;
    double diagonal_inch = 55;
    double distance_m = 8;
    bool is_fullscreen = false;
    std::string theme;

    bool has_voice = true;
    std::vector<std::string> voice_languages = {"vi"};
    double chime_volume = 70;
    double voice_volume = 100;
    int words_per_minute = 130;
    std::string zero_tens = "le";
    std::string thousand = "nghin";
    std::string speech_program = "espeak-ng";

    std::string position;  ///< "X,Y", by a flag only
    std::string screenshot_file;
    std::string screen_map_file;
};

/// Reads the keys above from a settings file's root; problems go to the file's list.
void read_board_settings(SettingsTable& root, BoardSettings& settings);

/// The board's own flags, kept until apply(): they win over the file, which is read later.
class BoardFlags {
  public:
    void add_to(CLI::App& app);
    /// A flag whose value cannot be is a Problem that names it.
    Result<void> apply(BoardSettings& settings) const;

  private:
    std::optional<std::string> zone_;
    std::vector<std::string> languages_;
    std::string size_;
    std::optional<double> diagonal_inch_;
    std::optional<double> distance_m_;
    bool is_fullscreen_ = false;
    std::string position_;
    std::string voice_;
    std::vector<std::string> voice_languages_;
    std::optional<double> chime_volume_;
    std::optional<double> voice_volume_;
    std::string screenshot_file_;
    std::string screen_map_file_;
};

ui::Display display_of(const BoardSettings& settings);
ui::WindowOptions window_options(const BoardSettings& settings);
SpeakerSettings speaker_settings(const BoardSettings& settings, const std::filesystem::path& data);
ReadingOptions reading_options(const BoardSettings& settings);

}  // namespace motcua::board
