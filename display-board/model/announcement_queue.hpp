#pragma once
// Which calls are still to be announced, in the order of the hall's sequence. Pure; owned by the BoardModel.
//
// Every call and recall newer than the last one taken enters once. It leaves unspoken only when there is nobody left to
// call (the ticket has come to the counter, finished, or is called elsewhere), when it is older than
// call_spoken_age_ms on coming in or while the link is lost for longer than a blip, or when the queue is at its bound.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "display-board/model/limits.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::board {

struct Announcement {
    std::uint64_t sequence = 0;
    TicketNumber number;
    CounterId counter;
    std::string counter_name;
    LocalText counter_label;
    Instant called_at;
    bool is_recall = false;
    int readings = board::readings;
    bool operator==(const Announcement&) const = default;
};

enum class ViewOrigin : std::uint8_t { Live, FirstAfterConnect };

class AnnouncementQueue {
  public:
    /// Takes what is new in the view and drops what the view says is over. `hall_now` is the hall's clock.
    void take(const BoardView& view, Instant hall_now, ViewOrigin origin);
    /// For a link that is lost: nobody can say whether a call still stands, and old ones are not spoken.
    void drop_older_than(Instant oldest);
    void clear() { waiting_.clear(); }
    /// The next one, its readings set by how many wait behind it.
    std::optional<Announcement> pop();

    std::size_t size() const { return waiting_.size(); }
    std::uint64_t given_up() const { return given_up_; }  ///< left unspoken because of the bound, since the start

  private:
    std::deque<Announcement> waiting_;  ///< ascending by sequence
    std::uint64_t newest_taken_ = 0;
    std::uint64_t newest_version_ = 0;
    std::uint64_t given_up_ = 0;
};

/// Whether the call of this number at this counter still waits for its citizen, as far as the view can tell: the view
/// lists the newest limits::board_calls only, and an older call beyond them counts as standing.
bool still_stands(const BoardView& view, const Announcement& call);

}  // namespace motcua::board
