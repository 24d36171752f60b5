#include "display-board/model/announcement_queue.hpp"

#include <algorithm>
#include <vector>

namespace motcua::board {
namespace {

Announcement announcement_of(const BoardCall& call) {
    Announcement made;
    made.sequence = call.sequence;
    made.number = call.number;
    made.counter = call.counter;
    made.counter_name = call.counter_name;
    made.counter_label = call.counter_label;
    made.called_at = call.called_at;
    made.is_recall = call.recalls > 0;
    return made;
}

}  // namespace

bool still_stands(const BoardView& view, const Announcement& call) {
    for (const BoardCall& shown : view.calls) {
        if (shown.number == call.number) {
            return shown.counter == call.counter && !shown.is_serving;
        }
    }
    if (view.calls.size() < limits::board_calls) {
        return false;
    }
    const bool is_missed = std::any_of(view.missed.begin(), view.missed.end(),
                                       [&](const BoardCall& missed) { return missed.number == call.number; });
    const bool is_beyond_the_list = std::all_of(view.calls.begin(), view.calls.end(),
                                                [&](const BoardCall& shown) { return shown.sequence > call.sequence; });
    return is_beyond_the_list && !is_missed;
}

void AnnouncementQueue::take(const BoardView& view, Instant hall_now, ViewOrigin origin) {
    const Instant oldest = hall_now - call_spoken_age_ms;
    if (origin == ViewOrigin::FirstAfterConnect && view.hall.version < newest_version_) {
        newest_taken_ = 0;  // the hall was restored from a backup: its sequence may have gone back with it
    }
    newest_version_ = view.hall.version;
    std::erase_if(waiting_, [&](const Announcement& call) { return !still_stands(view, call); });

    std::vector<Announcement> fresh;
    std::uint64_t newest = newest_taken_;
    for (const BoardCall& call : view.calls) {
        newest = std::max(newest, call.sequence);
        if (call.sequence > newest_taken_ && !call.is_serving && call.called_at >= oldest) {
            fresh.push_back(announcement_of(call));
        }
    }
    newest_taken_ = newest;
    std::sort(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    for (Announcement& call : fresh) {
        if (waiting_.size() == announcements_queued) {
            waiting_.pop_front();
            ++given_up_;
        }
        waiting_.push_back(std::move(call));
    }
}

void AnnouncementQueue::drop_older_than(Instant oldest) {
    std::erase_if(waiting_, [&](const Announcement& call) { return call.called_at < oldest; });
}

std::optional<Announcement> AnnouncementQueue::pop() {
    if (waiting_.empty()) {
        return std::nullopt;
    }
    Announcement next = std::move(waiting_.front());
    waiting_.pop_front();
    next.readings = waiting_.size() >= hurry_queue ? 1 : readings;
    return next;
}

}  // namespace motcua::board
