// The desk's way to its halls' state and back to it after a failure; time, health and the end.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/session/desk.hpp"
#include "shared/base/assert.hpp"
#include "shared/base/broken.hpp"

namespace motcua::session {

void Desk::open(Now now, Opened completion) {
    MOTCUA_ASSERT(state_ == State::Opening && !opened_);
    read(now);
    opened_ = std::move(completion);
    start_loading();
}

void Desk::keep_trying() {
    MOTCUA_ASSERT(state_ == State::Opening && !opened_ && !failure_.text.empty());
    state_ = State::Rebuilding;
}

void Desk::read(Now now) {
    now_ = {clock_.read(now), now.steady_ms};
}

void Desk::start_loading() {
    is_loading_ = true;
    journal_.load([this, alive = alive_](Result<std::vector<store::LoadedHall>> result) {
        if (*alive)
            loaded(std::move(result));
    });
}

/// While the journal is shut: a retry of what may or may not have been written waits with it.
void Desk::ask_while_closed(Asked asked) {
    const bool is_undecided =
        std::any_of(undecided_.begin(), undecided_.end(), [&](const Asked& other) { return other.id == asked.id; });
    if (!is_undecided)
        return asked.completion(refused(Refusal::StoreUnavailable));
    if (undecided_.size() >= limits::commands_in_flight)
        return asked.completion(refused(Refusal::TooBusy));
    undecided_.push_back(std::move(asked));
}

/// What the journal was read with is what happened.
void Desk::decide() {
    const std::shared_ptr<bool> alive = alive_;
    for (const Asked& asked : std::exchange(undecided_, {})) {
        if (!*alive)
            return;
        if (!answer_again(asked))
            asked.completion(refused(Refusal::StoreUnavailable));
    }
}

void Desk::loaded(Result<std::vector<store::LoadedHall>> result) {
    is_loading_ = false;
    Result<void> outcome;
    if (result.has_error())
        outcome = result.error();
    else
        outcome = rebuild(*std::move(result));
    if (outcome.has_value()) {
        if (state_ == State::Rebuilding)
            spdlog::info("the journal can be written again");
        state_ = State::Serving;
        failure_ = {};
        ++rounds_;
        durable_ = rounds_;
        state_changed_();
        for (auto& [id, room] : rooms_) {
            room.views.forget_sent();
            tick(room);
        }
        cut();
        const std::shared_ptr<bool> alive = alive_;
        decide();
        if (!*alive)
            return;
    } else {
        failure_ = outcome.error();
        retry_wait_ms_ = std::min(2 * retry_wait_ms_, limits::retry_most_ms);
        retry_at_ms_ = now_.steady_ms + retry_wait_ms_;
        if (state_ == State::Rebuilding)
            spdlog::error("the journal still cannot be read: {}", failure_.text);
    }
    if (opened_)
        std::exchange(opened_, nullptr)(std::move(outcome));
}

Result<void> Desk::rebuild(std::vector<store::LoadedHall> halls) {
    for (auto& [id, room] : rooms_) {
        Views views = std::move(room.views);
        room = Room(id);
        room.views = std::move(views);
    }
    for (auto& loaded : halls) {
        Room* found = room(loaded.hall);
        if (!found) {
            spdlog::warn("the journal holds hall \"{}\", which the settings do not name", loaded.hall.value);
            continue;
        }
        std::size_t place = 0;
        for (const auto& record : loaded.events) {
            ++place;
            if (MOTCUA_BROKEN(RecoveryForgetsLastNumber) && place == loaded.events.size() &&
                std::holds_alternative<hall::TicketIssued>(record.event))
                continue;
            if (!found->hall.apply(record))
                return Problem(
                    "the journal of hall \"{}\" is damaged: its event {} of {} cannot follow those before it; restore "
                    "the last backup",
                    loaded.hall.value, place, loaded.events.size());
            found->seats.apply(record);
        }
        found->last_sequence = loaded.last_sequence;
        clock_.start_at_least(found->hall.time());
        for (auto& outcome : loaded.outcomes)
            found->outcomes.keep(std::move(outcome), /*round=*/0);
    }
    return {};
}

// --- time

void Desk::remember_next_change(Room& room) {
    const Instant now = std::max(now_.wall, room.hall.time());
    room.next_change = room.hall.next_change_after(now);
    // Whatever the hall says, nobody spins.
    if (room.next_change && *room.next_change <= now_.wall)
        room.next_change = now_.wall + limits::longest_wait_ms;
}

void Desk::tick(Room& room) {
    hall::Outcome outcome = hall::run(room.hall, Tick{}, Actor{}, now_.wall);
    add_entry(room, std::move(outcome.events), std::nullopt);
    room.is_changed = true;  // time alone changes what a view says
}

std::int64_t Desk::next_wait(Now now) const {
    std::int64_t wait = limits::longest_wait_ms;
    if (state_ == State::Serving) {
        for (const auto& [id, room] : rooms_)
            if (room.next_change)
                wait = std::min(wait, *room.next_change - clock_.at(now));
    } else if (!is_loading_) {
        wait = std::min(wait, retry_at_ms_ - now.steady_ms);
    }
    return std::max<std::int64_t>(wait, 0);
}

void Desk::on_time(Now now) {
    read(now);
    if (state_ == State::Rebuilding && !is_loading_ && now.steady_ms >= retry_at_ms_)
        return start_loading();
    if (state_ != State::Serving || is_draining_)
        return;
    for (auto& [id, room] : rooms_)
        if (room.next_change && *room.next_change <= now_.wall)
            tick(room);
    cut();
}

// --- health and the end

HealthLine Desk::health_of_store(Now now) const {
    if (state_ == State::Opening)
        return {"store", false, Problem("the journal is being opened")};
    if (state_ == State::Rebuilding)
        return {"store", false, Problem("the journal cannot be written: {}", failure_)};
    if (in_flight_ && now.steady_ms - append_since_ms_ > limits::slow_append_ms)
        return {"store", false,
                Problem("a write has been waiting for {} s", (now.steady_ms - append_since_ms_) / second_ms)};
    return {"store", true, Problem("written and synced")};
}

bool Desk::has_room() const {
    return commands_waiting_ < limits::commands_in_flight;
}

std::vector<HealthLine> Desk::health(Now now) const {
    std::vector<HealthLine> lines{health_of_store(now)};
    for (const auto& [id, room] : rooms_) {
        if (!serves())
            break;
        const std::string name = "hall " + id.value;
        if (!room.hall.has_settings())
            lines.push_back({name, false, Problem("no settings were imported yet")});
        else if (room.hall.service_day() == Date{})
            lines.push_back({name, true, Problem("no service day has begun yet")});
        else if (const Date today = local_time(now.wall, offset_min_at(room.hall.settings(), now.wall)).date;
                 room.hall.service_day() > today)
            lines.push_back({name, false,
                             Problem("numbers are given for {}, but by this machine's clock it is {}; set the clock "
                                     "right. Only where it is right, it was ahead when a number was taken: restore a "
                                     "backup from before",
                                     to_string(room.hall.service_day()), to_string(today))});
        else
            lines.push_back({name, true, Problem("service day {}", to_string(room.hall.service_day()))});
        if (const auto zones = room.views.unknown_zones(room.hall); !zones.empty())
            lines.push_back({"boards of " + name, false,
                             Problem("a board shows the zone \"{}\", in which the hall has no counter",
                                     fmt::to_string(fmt::join(zones, "\", \"")))});
    }
    lines.push_back({"queue", has_room(), Problem("{} commands wait for the store", commands_waiting_)});
    const std::int64_t behind_ms = clock_.ahead_of_wall_ms(now);
    if (behind_ms >= limits::clock_behind_ms)
        lines.push_back({"clock",
                         true,  // the hall works on; whoever looks should know
                         Problem("this machine's clock was set back: it is {} min behind the hall's time, which goes "
                                 "at half speed until it has caught up",
                                 behind_ms / minute_ms)});
    if (is_draining_)
        lines.push_back({"server", false, Problem("shutting down")});
    return lines;
}

bool Desk::is_ready(Now now) const {
    return !is_draining_ && has_room() && health_of_store(now).is_good &&
           std::any_of(rooms_.begin(), rooms_.end(), [](const auto& one) { return one.second.hall.has_settings(); });
}

void Desk::drain(std::function<void()> completion) {
    is_draining_ = true;
    drained_.push_back(std::move(completion));
    finish_drain();
}

void Desk::finish_drain() {
    if (!is_draining_ || !is_clean())
        return;
    for (auto& completion : std::exchange(drained_, {}))
        completion();
}

}  // namespace motcua::session
