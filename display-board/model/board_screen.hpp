#pragma once
// What a board shows, as plain values: equal when nothing changed. No words of the program's own: the screen has them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/vocabulary/refusal.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::board {

enum class BoardPage : std::uint8_t {
    Starting,  ///< no state of the hall yet
    Pairing,   ///< shows the code that an administrator accepts
    Refused,   ///< the server said no, and why
    NoZone,    ///< the hall has no counter in the board's zone
    Hall,
};

enum class LargeState : std::uint8_t {
    Announcing,  ///< its call is being spoken now, or would be if there were a voice
    Called,      ///< announced, not yet at the counter
    Serving,     ///< at the counter
};

struct LargeCall {
    TicketNumber number;
    std::string counter_name;
    LocalText counter_label;
    LargeState state = LargeState::Called;
    bool is_recall = false;
    bool is_lit = false;  ///< the bright half of the pulse
    bool operator==(const LargeCall&) const = default;
};

struct BoardRow {
    TicketNumber number;
    std::string counter_name;
    LocalText counter_label;
    bool is_serving = false;
    bool operator==(const BoardRow&) const = default;
};

enum class VoiceState : std::uint8_t {
    Off,  ///< by the settings
    Working,
    NoVoice,  ///< chime only: the speech program is missing or fails
    NoSound,  ///< nothing can be heard
};

struct WallClock {
    Date date;
    std::int32_t minute_of_day = 0;
    bool operator==(const WallClock&) const = default;
};

struct BoardScreen {
    BoardPage page = BoardPage::Starting;
    std::string pairing_code;
    Refusal refusal = Refusal::None;
    std::string zone;  ///< where there is no such
    LocalText agency;
    LocalText branch;
    std::optional<WallClock> clock;        ///< the hall's, not this machine's
    std::optional<WallClock> stale_since;  ///< the link is lost: everything below was true at this time
    std::optional<LargeCall> large;        ///< none: "please watch this board"
    std::vector<BoardRow> rows;            ///< the other open calls, newest first
    std::size_t calls_to_come = 0;         ///< waiting to be announced after the large one
    std::vector<TicketNumber> missed;
    std::vector<TicketNumber> coming;
    std::int32_t waiting = 0;
    std::vector<LocalText> notices;
    VoiceState voice = VoiceState::Off;
    std::uint32_t slow_turn = 0;   ///< grows every slow_turn_ms; things that share a place take it modulo their count
    std::uint32_t row_turn = 0;    ///< grows every row_turn_ms: which of the rows are shown where not all fit
    std::uint32_t drift_step = 0;  ///< grows every drift_period_ms
    bool operator==(const BoardScreen&) const = default;
};

}  // namespace motcua::board
