#include "server/session/desk.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/session/rights.hpp"
#include "shared/base/assert.hpp"
#include "shared/base/broken.hpp"

namespace motcua::session {
namespace {

/// A machine is known by its key: it may be let go and accepted again.
std::string asker_of(const hall::Hall& hall, const DeviceId& device) {
    const hall::DeviceRecord* record = hall.device(device);
    return record ? std::string(record->key.begin(), record->key.end()) : device.value;
}

bool is_askers(const store::StoredOutcome& outcome, const std::string& asker) {
    return outcome.asker.empty() || outcome.asker == asker;
}

}  // namespace

Desk::Desk(Settings settings, store::AsyncJournal& journal)
    : settings_(std::move(settings)), journal_(journal), alive_(std::make_shared<bool>(true)) {
    for (const auto& id : settings_.halls)
        rooms_.emplace(id, Room(id));
}

Reply Desk::refused(Refusal refusal) {
    Reply reply;
    reply.refusal = refusal;
    return reply;
}

Desk::~Desk() {
    *alive_ = false;
}

bool Desk::knows(const HallId& id) const {
    return rooms_.contains(id);
}

Desk::Room* Desk::room(const HallId& id) {
    const auto found = rooms_.find(id);
    return found == rooms_.end() ? nullptr : &found->second;
}

const Desk::Room* Desk::room(const HallId& id) const {
    const auto found = rooms_.find(id);
    return found == rooms_.end() ? nullptr : &found->second;
}

const hall::Hall* Desk::hall(const HallId& id) const {
    const Room* found = serves() ? room(id) : nullptr;
    return found ? &found->hall : nullptr;
}

const Seats* Desk::seats(const HallId& id) const {
    const Room* found = serves() ? room(id) : nullptr;
    return found ? &found->seats : nullptr;
}

std::optional<Desk::FoundTicket> Desk::find_ticket(const TicketToken& token) const {
    if (!serves())
        return std::nullopt;
    for (const auto& [id, room] : rooms_)
        if (auto detail = room.hall.ticket_by_token(token))
            return FoundTicket{&room.hall, std::move(*detail)};
    return std::nullopt;
}

// --- commands

void Desk::submit(const HallId& id, const RequestId& request, std::uint64_t digest, const Command& command,
                  const Actor& actor, Now now, Replied completion) {
    read(now);
    Room* found = room(id);
    if (!found)
        return completion(refused(Refusal::UnknownHall));
    const DeviceId& asker = actor.role == Role::Admin ? admin_device : actor.device;
    Asked asked{id, request, digest, asker_of(found->hall, asker), std::move(completion)};
    if (answer_again(asked))
        return;
    if (is_draining_)
        return asked.completion(refused(Refusal::ShuttingDown));
    if (!serves())
        return ask_while_closed(std::move(asked));
    if (commands_waiting_ >= limits::commands_in_flight || !has_turn(id, actor))
        return asked.completion(refused(Refusal::TooBusy));
    hall::Outcome outcome = hall::run(found->hall, command, actor, now_.wall);
    std::optional<store::StoredOutcome> stored;
    if (outcome.reply.refusal != Refusal::DeviceRevoked) {  // no last word: a machine that is accepted again asks again
        stored = store::StoredOutcome{request, digest, asked.asker, now_.wall, outcome.reply};
        found->outcomes.keep(*stored, rounds_);
    }
    add_entry(*found, std::move(outcome.events), std::move(stored));
    if (MOTCUA_BROKEN(ReplyBeforeDurable))
        std::exchange(asked.completion, [](const Reply&) {})(outcome.reply);
    pending_.replies.emplace_back(std::move(asked), std::move(outcome.reply));
    ++commands_waiting_;
    cut();
}

bool Desk::has_turn(const HallId& hall, const Actor& actor) {
    if (actor.role == Role::Admin)
        return true;
    const Turns fresh{limits::asks_per_device_second, limits::asks_burst_of_device, limits::asks_burst_of_device,
                      now_.steady_ms};
    Pace& pace = paces_[hall].try_emplace(actor.device, Pace{fresh}).first->second;
    if (pace.turns.take(now_.steady_ms))
        return true;
    if (!pace.told_ms || now_.steady_ms - *pace.told_ms >= limits::pace_told_again_ms) {
        spdlog::warn("{} of hall {} asks so often that it is made to wait", actor.device.value, hall.value);
        pace.told_ms = now_.steady_ms;
    }
    return false;
}

bool Desk::remembers(const HallId& id, const RequestId& request, const DeviceId& asker) const {
    const Room* found = room(id);
    const store::OutcomeMemory::Kept* kept = found ? found->outcomes.find(request) : nullptr;
    return kept && is_askers(kept->outcome, asker_of(found->hall, asker));
}

/// A retry from memory: true when its completion was or will be called, false when the id is new.
bool Desk::answer_again(const Asked& asked) {
    const Room* found = room(asked.hall);
    const store::OutcomeMemory::Kept* kept = found ? found->outcomes.find(asked.id) : nullptr;
    if (!kept || MOTCUA_BROKEN(NoRequestIdCheck))
        return false;
    if (kept->outcome.digest != asked.digest || !is_askers(kept->outcome, asked.asker)) {
        asked.completion(refused(Refusal::RequestIdReused));
    } else if (kept->round < durable_) {
        asked.completion(Reply(kept->outcome.reply));
    } else if (commands_waiting_ >= limits::commands_in_flight) {
        asked.completion(refused(Refusal::TooBusy));
    } else {
        Round& round = kept->round == rounds_ ? pending_ : *in_flight_;
        round.replies.emplace_back(asked, kept->outcome.reply);
        ++commands_waiting_;
    }
    return true;
}

void Desk::submit_own(const HallId& id, const Command& command, Now now, Replied completion) {
    read(now);
    Room* found = room(id);
    if (!found)
        return completion(refused(Refusal::UnknownHall));
    if (is_draining_)
        return completion(refused(Refusal::ShuttingDown));
    if (!serves())
        return completion(refused(Refusal::StoreUnavailable));
    Actor actor;
    actor.role = Role::Admin;
    hall::Outcome outcome = hall::run(found->hall, command, actor, now_.wall);
    add_entry(*found, std::move(outcome.events), std::nullopt);
    pending_.replies.emplace_back(Asked{id, {}, 0, {}, std::move(completion)}, std::move(outcome.reply));
    ++commands_waiting_;
    cut();
}

void Desk::note(const HallId& id, hall::RequestRefused refused, const Actor& actor, Now now) {
    read(now);
    Room* found = room(id);
    if (!found || is_draining_ || !serves())
        return;
    add_entry(*found, {hall::note(found->hall, std::move(refused), actor, now_.wall)}, std::nullopt);
    cut();
}

void Desk::add_entry(Room& room, std::vector<hall::EventRecord> events, std::optional<store::StoredOutcome> outcome) {
    if (events.empty() && !outcome)
        return;
    store::Entry entry;
    entry.hall = room.hall.id();
    entry.first_sequence = room.last_sequence + 1;
    for (const auto& record : events)
        room.seats.apply(record);
    room.last_sequence += events.size();
    room.is_changed = room.is_changed || !std::all_of(events.begin(), events.end(),
                                                      [](const auto& record) { return hall::is_note(record.event); });
    entry.events = std::move(events);
    entry.outcome = std::move(outcome);
    pending_.batch.entries.push_back(std::move(entry));
}

void Desk::when_durable(Durable completion) {
    if (!serves())
        return completion(Refusal::StoreUnavailable);
    if (is_clean())
        return completion(Refusal::None);
    if (waiters_waiting_ >= limits::waiters_in_flight)
        return completion(Refusal::TooBusy);
    ++waiters_waiting_;
    Round& round = pending_.batch.entries.empty() && in_flight_ ? *in_flight_ : pending_;
    round.waiters.push_back(std::move(completion));
}

void Desk::back_up(const std::filesystem::path& file, std::function<void(Result<void>)> completion) {
    journal_.back_up(file, [alive = alive_, completion = std::move(completion)](Result<void> result) {
        if (*alive)
            completion(std::move(result));
    });
}

// --- views

bool Desk::subscribe(SubscriberId subscriber, const HallId& id, const Subscription& what, Now now, Viewer viewer) {
    read(now);
    unsubscribe(subscriber);
    Room* found = room(id);
    if (!found || subscribers_.size() >= limits::subscribers)
        return false;
    if (what.kind == ViewKind::None)
        return true;
    subscribers_.emplace(subscriber, id);
    found->views.add(subscriber, what, std::move(viewer));
    if (!serves())
        return true;  // everybody gets a view when the journal is back
    if (auto first = found->views.prepare_first(subscriber, what, source_of(*found)))
        pending_.views.push_back(std::move(*first));
    cut();
    return true;
}

void Desk::unsubscribe(SubscriberId subscriber) {
    const auto found = subscribers_.find(subscriber);
    if (found == subscribers_.end())
        return;
    room(found->second)->views.remove(subscriber);
    subscribers_.erase(found);
    // Else whoever asks again and again while the disk is slow fills the memory.
    std::erase_if(pending_.views, [&](const PreparedView& view) { return view.only_for == subscriber; });
}

Views::Source Desk::source_of(const Room& room) const {
    return Views::Source{room.hall, room.last_sequence, now_.wall, settings_.ticket_url};
}

// --- batches

bool Desk::is_empty(const Round& round) {
    return round.batch.entries.empty() && round.replies.empty() && round.waiters.empty() && round.views.empty();
}

void Desk::cut() {
    if (state_ != State::Serving || in_flight_)
        return;
    for (auto& [id, room] : rooms_) {
        if (!room.is_changed)
            continue;
        room.is_changed = false;
        remember_next_change(room);
        if (!room.views.empty())
            room.views.prepare(source_of(room), pending_.views);
    }
    if (MOTCUA_BROKEN(ViewBeforeCommit))
        deliver_views(pending_);
    if (is_empty(pending_))
        return;
    Round round = std::exchange(pending_, Round{});
    pending_.batch.entries.reserve(round.batch.entries.size());  // the next is often as large
    pending_.replies.reserve(round.replies.size());
    ++rounds_;
    if (round.batch.entries.empty()) {  // only looks at what is durable
        durable_ = rounds_;
        return release(round);
    }
    store::Batch batch = std::move(round.batch);
    in_flight_ = std::move(round);
    append_since_ms_ = now_.steady_ms;
    journal_.append(std::move(batch), [this, alive = alive_, epoch = epoch_](const Result<void>& result) {
        if (*alive && epoch == epoch_)
            appended(result);
    });
}

void Desk::appended(const Result<void>& result) {
    MOTCUA_ASSERT(in_flight_);
    if (result.has_error())
        return fail(result.error(), journal_.may_come_back());
    Round round = std::move(*in_flight_);
    in_flight_.reset();
    durable_ = rounds_;
    deliver_views(round);  // before cut(): what time alone has changed since then leaves there at once
    round.views.clear();
    cut();  // the next sync runs while this batch's answers leave
    release(round);
    finish_drain();
}

void Desk::deliver_views(const Round& round) const {
    for (const auto& view : round.views)
        if (const Room* found = room(view.hall))
            found->views.deliver(view);
}

void Desk::release(Round& round) {
    const std::shared_ptr<bool> alive = alive_;
    deliver_views(round);
    commands_waiting_ -= round.replies.size();
    waiters_waiting_ -= round.waiters.size();
    for (const auto& [asked, reply] : round.replies) {
        asked.completion(reply);
        if (!*alive)
            return;
    }
    for (const auto& waiter : round.waiters) {
        waiter(Refusal::None);
        if (!*alive)
            return;
    }
}

void Desk::fail(const Problem& reason, bool may_come_back) {
    spdlog::error("the journal cannot be written, commands are refused until it can: {}", reason.text);
    failure_ = reason;
    state_ = State::Rebuilding;
    ++epoch_;
    retry_wait_ms_ = limits::retry_first_ms;
    retry_at_ms_ = now_.steady_ms + retry_wait_ms_;
    state_changed_();
    Round first = in_flight_ ? std::move(*in_flight_) : Round{};
    Round second = std::exchange(pending_, Round{});
    in_flight_.reset();
    commands_waiting_ = 0;
    waiters_waiting_ = 0;
    for (auto& [id, room] : rooms_)
        room.outcomes.forget_rounds_from(durable_);
    // Whoever is told "not done" goes on in another way, and would find it done after a crash: it is answered when the
    // journal knows.
    for (auto& one : std::exchange(first.replies, {})) {
        if (may_come_back && one.first.id != RequestId{} && !MOTCUA_BROKEN(UndecidedRefused))
            undecided_.push_back(std::move(one.first));
        else
            first.replies.push_back(std::move(one));
    }
    const std::shared_ptr<bool> alive = alive_;
    for (Round* round : {&first, &second}) {
        for (const auto& [asked, reply] : round->replies)
            if (*alive)
                asked.completion(refused(Refusal::StoreUnavailable));
        for (const auto& waiter : round->waiters)
            if (*alive)
                waiter(Refusal::StoreUnavailable);
    }
    if (*alive)
        finish_drain();
}

}  // namespace motcua::session
