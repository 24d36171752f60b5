#pragma once
// Joins the parts of a running board: the link's news go into the model, its effects to the speaker, its screen to the
// window. On the main thread; knows no socket.

#include <cstdint>
#include <memory>
#include <string>

#include "display-board/app/board_settings.hpp"
#include "display-board/model/board_model.hpp"
#include "display-board/screens/board_screens.hpp"
#include "shared/link/status.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::board {

class BoardProgram {
  public:
    BoardProgram(const BoardSettings& settings, const std::filesystem::path& data, BoardLanguages languages,
                 ui::Manager& manager);

    void on_status(const link::Status& heard);
    void on_view(const View& view);
    /// Once a turn: time, the voice's news, and the screen where something changed.
    void turn();

  private:
    void carry_out(const BoardEffects& effects);
    void speak(const Announcement& call);
    void listen_to_voice(std::int64_t now_ms);

    const BoardSettings settings_;
    BoardLanguages languages_;
    BoardScreens screens_;
    BoardModel model_;
    std::unique_ptr<Speaker> speaker_;  ///< none: no voice wanted
    link::LinkState link_state_ = link::LinkState::Offline;
    std::string link_words_;
    VoiceState voice_ = VoiceState::Off;
    std::uint64_t given_up_ = 0;
    std::int64_t deadline_ms_ = 0;
    bool is_changed_ = true;
};

}  // namespace motcua::board
