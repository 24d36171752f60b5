#pragma once
// Decides what a board shows and what its voice says. Pure: no window, socket, clock or sound. One owner, one thread.
//
// Call protocol: feed every event with `now_ms` of a steady clock and carry out the effects it returns; draw screen().
// Call on_time() at next_deadline_ms() at the latest. For every Announce, on_announced() comes back once the speaker
// is done, or at once when there is no voice.

#include <cstdint>
#include <optional>
#include <string>

#include "display-board/model/announcement_queue.hpp"
#include "display-board/model/board_screen.hpp"

namespace motcua::board {

enum class LinkState : std::uint8_t { Connecting, Pairing, Refused, Connected };

/// What to do now; finish_early first.
struct BoardEffects {
    std::optional<Announcement> announce;  ///< chime, then speak
    bool finish_early = false;  ///< nobody is left to call: end the one before after the sentence being spoken
    bool operator==(const BoardEffects&) const = default;
};

class BoardModel {
  public:
    explicit BoardModel(VoiceState voice = VoiceState::Off) : voice_(voice) {}

    /// The link's state as it changes. `server_time` comes with Connected.
    /// `why`: what the server said when it let the board go; None where it said nothing.
    BoardEffects on_connecting(Refusal why, std::int64_t now_ms);
    BoardEffects on_pairing(std::string code, std::int64_t now_ms);
    BoardEffects on_refused(Refusal reason, std::int64_t now_ms);
    BoardEffects on_connected(Instant server_time, std::int64_t now_ms);

    /// A view older than the last one of the same connection is ignored: a board never goes back in time.
    BoardEffects on_view(const BoardView& view, std::int64_t now_ms);
    /// The voice has ended the announcement of this sequence; a late or repeated end of another one is ignored.
    BoardEffects on_announced(std::uint64_t sequence, std::int64_t now_ms);
    BoardEffects on_voice(VoiceState voice, std::int64_t now_ms);
    BoardEffects on_time(std::int64_t now_ms);

    BoardScreen screen(std::int64_t now_ms) const;
    /// When screen() or the announcements change by time alone.
    std::int64_t next_deadline_ms(std::int64_t now_ms) const;
    std::uint64_t given_up() const { return queue_.given_up(); }

  private:
    struct Current {
        Announcement call;
        std::int64_t started_ms = 0;
        bool is_spoken = false;     ///< the voice has ended
        bool is_cut_short = false;  ///< finish_early was given
    };

    BoardEffects proceed(std::int64_t now_ms);
    void link_changed(LinkState state, std::int64_t now_ms);
    bool is_over(const Current& current, std::int64_t now_ms) const;
    bool is_stale(std::int64_t now_ms) const;  ///< the link is lost for longer than a blip
    Instant hall_now(std::int64_t now_ms) const;
    WallClock wall_clock(Instant at) const;
    std::optional<LargeCall> large_call(std::int64_t now_ms) const;

    VoiceState voice_;
    LinkState link_ = LinkState::Connecting;
    std::string pairing_code_;
    Refusal refusal_ = Refusal::None;
    std::optional<std::int64_t> lost_at_ms_;  ///< set while a board that has a view has no link
    std::optional<BoardView> view_;
    bool awaits_first_view_ = true;              ///< of this connection
    std::optional<std::int64_t> hall_ahead_ms_;  ///< hall's clock minus the steady clock
    AnnouncementQueue queue_;
    std::optional<Current> current_;
};

}  // namespace motcua::board
