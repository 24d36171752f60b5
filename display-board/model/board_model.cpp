#include "display-board/model/board_model.hpp"

#include <algorithm>
#include <utility>

namespace motcua::board {
namespace {

std::int64_t next_multiple(std::int64_t now_ms, std::int64_t period_ms) {
    return (now_ms / period_ms + 1) * period_ms;
}

bool shows_same_call(const BoardCall& call, const LargeCall& large) {
    return call.number == large.number;
}

LargeCall large_of(const BoardCall& call) {
    LargeCall large;
    large.number = call.number;
    large.counter_name = call.counter_name;
    large.counter_label = call.counter_label;
    large.state = call.is_serving ? LargeState::Serving : LargeState::Called;
    large.is_recall = call.recalls > 0 && !call.is_serving;
    return large;
}

}  // namespace

BoardEffects BoardModel::on_connecting(Refusal why, std::int64_t now_ms) {
    refusal_ = why;
    link_changed(LinkState::Connecting, now_ms);
    return proceed(now_ms);
}

BoardEffects BoardModel::on_pairing(std::string code, std::int64_t now_ms) {
    pairing_code_ = std::move(code);
    refusal_ = Refusal::None;
    link_changed(LinkState::Pairing, now_ms);
    return proceed(now_ms);
}

BoardEffects BoardModel::on_refused(Refusal reason, std::int64_t now_ms) {
    refusal_ = reason;
    link_changed(LinkState::Refused, now_ms);
    return proceed(now_ms);
}

BoardEffects BoardModel::on_connected(Instant server_time, std::int64_t now_ms) {
    refusal_ = Refusal::None;
    link_changed(LinkState::Connected, now_ms);
    hall_ahead_ms_ = server_time.ms - now_ms;
    awaits_first_view_ = true;
    return proceed(now_ms);
}

/// The last state stays true to its time until a view of the new connection has come: connecting alone ends nothing.
/// A board that is not of this hall (any more) knows nothing to show or say.
void BoardModel::link_changed(LinkState state, std::int64_t now_ms) {
    if (state == LinkState::Pairing || state == LinkState::Refused) {
        view_.reset();
        lost_at_ms_.reset();
        queue_.clear();
    }
    if (state != LinkState::Connected) {
        if (link_ == LinkState::Connected && view_ && !lost_at_ms_) {
            lost_at_ms_ = now_ms;
        }
        awaits_first_view_ = true;
    }
    link_ = state;
}

BoardEffects BoardModel::on_view(const BoardView& view, std::int64_t now_ms) {
    const bool is_first = std::exchange(awaits_first_view_, false);
    if (!is_first && view_ && view.hall.version < view_->hall.version) {
        return proceed(now_ms);
    }
    // A view of something new was made just now; the first of a connection may have waited until it was durable.
    const std::int64_t ahead_ms = view.hall.at.ms - now_ms;
    const bool is_fresh = !is_first && view_ && view.hall.version > view_->hall.version;
    hall_ahead_ms_ = is_fresh ? ahead_ms : std::max(ahead_ms, hall_ahead_ms_.value_or(ahead_ms));
    if (is_stale(now_ms))
        queue_.drop_older_than(hall_now(now_ms) - call_spoken_age_ms);
    if (link_ == LinkState::Connected)  // one that was under way when nothing could be saved any more ends nothing
        lost_at_ms_.reset();
    queue_.take(view, hall_now(now_ms), is_first ? ViewOrigin::FirstAfterConnect : ViewOrigin::Live);
    view_ = view;
    return proceed(now_ms);
}

BoardEffects BoardModel::on_announced(std::uint64_t sequence, std::int64_t now_ms) {
    if (current_ && current_->call.sequence == sequence) {
        current_->is_spoken = true;
    }
    return proceed(now_ms);
}

BoardEffects BoardModel::on_voice(VoiceState voice, std::int64_t now_ms) {
    voice_ = voice;
    return proceed(now_ms);
}

BoardEffects BoardModel::on_time(std::int64_t now_ms) {
    return proceed(now_ms);
}

bool BoardModel::is_stale(std::int64_t now_ms) const {
    return lost_at_ms_ && now_ms - *lost_at_ms_ >= stale_grace_ms;
}

bool BoardModel::is_over(const Current& current, std::int64_t now_ms) const {
    const std::int64_t shown_ms = now_ms - current.started_ms;
    const bool is_spoken = current.is_spoken || voice_ == VoiceState::Off;
    return !view_ || shown_ms >= announcement_limit_ms || (is_spoken && shown_ms >= call_shown_ms);
}

BoardEffects BoardModel::proceed(std::int64_t now_ms) {
    BoardEffects effects;
    if (is_stale(now_ms)) {
        queue_.drop_older_than(hall_now(now_ms) - call_spoken_age_ms);
    }
    if (current_ && is_over(*current_, now_ms)) {
        effects.finish_early = !current_->is_spoken && voice_ != VoiceState::Off;
        current_.reset();
    }
    if (!current_) {
        if (auto next = queue_.pop()) {
            current_ = Current{*next, now_ms};
            effects.announce = std::move(next);
        }
        return effects;
    }
    const bool is_answered = !still_stands(*view_, current_->call);
    if (is_answered && !current_->is_spoken && !current_->is_cut_short) {
        current_->is_cut_short = true;
        effects.finish_early = true;
    }
    return effects;
}

Instant BoardModel::hall_now(std::int64_t now_ms) const {
    return Instant{now_ms + hall_ahead_ms_.value_or(0)};
}

WallClock BoardModel::wall_clock(Instant at) const {
    const LocalTime local = local_time(at, view_ ? view_->hall.offset_min : 0);
    return {local.date, local.minute_of_day};
}

std::optional<LargeCall> BoardModel::large_call(std::int64_t now_ms) const {
    if (current_) {
        const Announcement& call = current_->call;
        const std::int64_t shown_ms = now_ms - current_->started_ms;
        LargeCall large{call.number, call.counter_name, call.counter_label, LargeState::Announcing, call.is_recall};
        large.is_lit = shown_ms < pulse_ms && (shown_ms / pulse_half_period_ms) % 2 == 0;
        return large;
    }
    const auto newest_called =
        std::find_if(view_->calls.begin(), view_->calls.end(), [](const BoardCall& call) { return !call.is_serving; });
    if (newest_called != view_->calls.end()) {
        return large_of(*newest_called);
    }
    if (!view_->calls.empty()) {
        return large_of(view_->calls.front());
    }
    return std::nullopt;
}

BoardScreen BoardModel::screen(std::int64_t now_ms) const {
    BoardScreen screen;
    screen.voice = voice_;
    screen.slow_turn = static_cast<std::uint32_t>(now_ms / slow_turn_ms);
    screen.row_turn = static_cast<std::uint32_t>(now_ms / row_turn_ms);
    screen.drift_step = static_cast<std::uint32_t>(now_ms / drift_period_ms);
    screen.pairing_code = link_ == LinkState::Pairing ? pairing_code_ : std::string{};
    screen.refusal = refusal_;
    if (link_ == LinkState::Pairing) {
        screen.page = BoardPage::Pairing;
        return screen;
    }
    if (link_ == LinkState::Refused) {
        screen.page = BoardPage::Refused;
        return screen;
    }
    if (!view_) {
        return screen;
    }
    if (view_->is_zone_unknown && !current_) {
        screen.page = BoardPage::NoZone;
        screen.zone = view_->zone;
        return screen;
    }
    screen.page = BoardPage::Hall;
    screen.agency = view_->hall.agency;
    screen.branch = view_->hall.branch;
    screen.clock = wall_clock(hall_now(now_ms));
    if (is_stale(now_ms)) {
        screen.stale_since = wall_clock(hall_now(*lost_at_ms_));
    }
    screen.large = large_call(now_ms);
    screen.calls_to_come = queue_.size();
    for (const BoardCall& call : view_->calls) {
        if (!screen.large || !shows_same_call(call, *screen.large)) {
            screen.rows.push_back({call.number, call.counter_name, call.counter_label, call.is_serving});
        }
    }
    for (const BoardCall& call : view_->missed) {
        screen.missed.push_back(call.number);
    }
    screen.coming = view_->coming;
    screen.waiting = view_->waiting;
    screen.notices = view_->notices;
    return screen;
}

std::int64_t BoardModel::next_deadline_ms(std::int64_t now_ms) const {
    std::int64_t next = std::min({next_multiple(now_ms, slow_turn_ms), next_multiple(now_ms, row_turn_ms),
                                  next_multiple(now_ms, drift_period_ms)});
    if (hall_ahead_ms_) {
        next = std::min(next, next_multiple(now_ms + *hall_ahead_ms_, minute_ms) - *hall_ahead_ms_);
    }
    if (lost_at_ms_ && now_ms < *lost_at_ms_ + stale_grace_ms) {
        next = std::min(next, *lost_at_ms_ + stale_grace_ms);
    }
    if (current_) {
        const std::int64_t shown_ms = now_ms - current_->started_ms;
        for (const std::int64_t due_ms : {call_shown_ms, announcement_limit_ms}) {
            if (shown_ms < due_ms) {
                next = std::min(next, current_->started_ms + due_ms);
            }
        }
        if (shown_ms < pulse_ms) {
            next = std::min(next, current_->started_ms + next_multiple(shown_ms, pulse_half_period_ms));
        }
    }
    return next;
}

}  // namespace motcua::board
