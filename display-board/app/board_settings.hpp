#pragma once
// The board's own settings and flags, beside those that every client has (shared/link/client_settings.hpp)
// and [window] (shared/ui/window_settings.hpp):
//
//     zone = "tang-1"              # calls of this zone's counters only; "" = all
//     languages = ["vi", "en"]     # shown: the first large, the second beneath
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
#include "shared/ui/window_settings.hpp"

namespace CLI {
class App;
}

namespace motcua::board {

/// 55 inches at 8 m.
ui::WindowSettings usual_window();

struct BoardSettings {
    std::string zone;
    std::vector<std::string> languages = {"vi", "en"};

    ui::WindowSettings window = usual_window();

    bool has_voice = true;
    std::vector<std::string> voice_languages = {"vi"};
    double chime_volume = 70;
    double voice_volume = 100;
    int words_per_minute = 130;
    std::string zero_tens = "le";
    std::string thousand = "nghin";
    std::string speech_program = "espeak-ng";
};

/// Reads the keys above from the root of a settings file in `folder`; problems go to the file's list.
void read_board_settings(SettingsTable& root, const std::filesystem::path& folder, BoardSettings& settings);

/// The board's own flags, kept until apply(): they win over the file, which is read later.
class BoardFlags {
  public:
    void add_to(CLI::App& app);
    /// A flag whose value cannot be is a Problem that names it.
    Result<void> apply(BoardSettings& settings) const;

  private:
    std::optional<std::string> zone_;
    std::vector<std::string> languages_;
    std::string voice_;
    std::vector<std::string> voice_languages_;
    std::optional<double> chime_volume_;
    std::optional<double> voice_volume_;
    ui::WindowFlags window_;
};

SpeakerSettings speaker_settings(const BoardSettings& settings, const std::filesystem::path& data);
ReadingOptions reading_options(const BoardSettings& settings);

}  // namespace motcua::board
