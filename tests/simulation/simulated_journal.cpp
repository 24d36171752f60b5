#include "tests/simulation/simulated_journal.hpp"

#include "server/store/event_codec.hpp"
#include "server/store/limits.hpp"
#include "shared/base/assert.hpp"

namespace motcua::simulation {

void SimulatedJournal::load(Loaded completion) {
    MOTCUA_ASSERT(std::exchange(is_loading_, true) == false);
    accepts_ = false;
    world_.schedule.after(world_.between(1, 20), [this, life = life_, completion = std::move(completion)] {
        if (life != life_)
            return;
        is_loading_ = false;
        completion(read());
    });
}

Result<std::vector<store::LoadedHall>> SimulatedJournal::read() {
    if (world_.has(Fault::FailedLoad) && world_.random.chance(30)) {
        world_.count(Fault::FailedLoad);
        world_.tell("load failed");
        return Problem("the disk cannot be read");
    }
    failed_.reset();  // cut off before anything is read
    accepts_ = true;
    std::vector<store::LoadedHall> halls;
    for (auto& [id, image] : images_) {
        halls.push_back(image.loaded);
        if (world_.planted == Planted::OutcomesForgotten)
            halls.back().outcomes.clear();
        if (world_.planted == Planted::LastBatchForgotten)
            forget_last_batch(halls.back());
    }
    world_.tell("loaded");
    return halls;
}

void SimulatedJournal::forget_last_batch(store::LoadedHall& hall) const {
    const auto found = last_batch_.find(hall.hall);
    if (found == last_batch_.end())
        return;
    const std::size_t lost = std::min(found->second, hall.events.size());
    hall.events.resize(hall.events.size() - lost);
    hall.last_sequence -= lost;
}

void SimulatedJournal::append(store::Batch batch, Done completion) {
    MOTCUA_ASSERT(std::exchange(is_appending_, true) == false);
    const bool is_slow = world_.has(Fault::SlowCommit) && world_.random.chance(10);
    if (is_slow)
        world_.count(Fault::SlowCommit);
    const std::int64_t takes_ms = is_slow ? world_.between(50, 3'000) : world_.between(1, 8);
    writing_ = std::move(batch);
    if (at_next_commit_)
        world_.schedule.after(world_.between(0, takes_ms + 1), std::exchange(at_next_commit_, nullptr));
    if (world_.planted == Planted::DurableTooEarly) {
        world_.schedule.after(0, [this, life = life_, completion] {
            if (life != life_)
                return;
            is_appending_ = false;
            const store::Batch late = *std::exchange(writing_, std::nullopt);
            world_.schedule.after(5, [this, life, late] {
                if (life == life_)
                    commit(late);
            });
            completion({});
        });
        return;
    }
    world_.schedule.after(takes_ms, [this, life = life_, completion = std::move(completion)] {
        if (life != life_)
            return;
        const store::Batch done = *std::exchange(writing_, std::nullopt);
        Result<void> result = try_to_commit(done);
        // The answer takes a moment to come back: a crash in between is one after the commit.
        world_.schedule.after(world_.between(0, 2), [this, life, completion, result = std::move(result)] {
            if (life != life_)
                return;
            is_appending_ = false;
            completion(result);
        });
    });
}

namespace {

bool gives_numbers(const store::Batch& batch) {
    return std::any_of(batch.entries.begin(), batch.entries.end(), [](const store::Entry& entry) {
        return std::any_of(entry.events.begin(), entry.events.end(), [](const hall::EventRecord& record) {
            return std::holds_alternative<hall::TicketIssued>(record.event);
        });
    });
}

}  // namespace

Result<void> SimulatedJournal::try_to_commit(const store::Batch& batch) {
    const bool is_full = world_.is_faulty && world_.schedule.now_ms() < full_until_ms_;
    const bool fails =
        is_full || !accepts_ || (world_.has(Fault::FailedCommit) && world_.random.chance(gives_numbers(batch) ? 8 : 2));
    if (!fails) {
        commit(batch);
        return {};
    }
    ++world_.statistics.failed_commits;
    if (is_full || accepts_)
        world_.count(is_full ? Fault::DiskFull : Fault::FailedCommit);
    world_.tell("commit failed");
    if (world_.planted == Planted::FailureCalledSuccess)
        return {};
    // A full disk lets it be taken off; one that fails sometimes does not.
    if (accepts_ && !is_full && world_.random.chance(50)) {
        failed_ = batch;
        on_unsure_failure_();
    }
    accepts_ = false;
    return Problem(is_full ? "the disk is full; free some space" : "the disk cannot be written");
}

void SimulatedJournal::commit(const store::Batch& batch) {
    ++world_.statistics.commits;
    last_batch_.clear();
    for (const store::Entry& entry : batch.entries) {
        last_batch_[entry.hall] += entry.events.size();
        keep(entry);
    }
    world_.tell("commit", std::to_string(batch.entries.size()));
}

void SimulatedJournal::keep(const store::Entry& entry) {
    Image& image = images_[entry.hall];
    store::LoadedHall& loaded = image.loaded;
    loaded.hall = entry.hall;
    if (!entry.events.empty() && entry.first_sequence != loaded.last_sequence + 1)
        return world_.fail("an append of event " + std::to_string(entry.first_sequence) + " to hall " +
                           entry.hall.value + " does not follow event " + std::to_string(loaded.last_sequence));
    store::Entry kept;
    kept.hall = entry.hall;
    kept.first_sequence = entry.first_sequence;
    for (const hall::EventRecord& record : entry.events) {
        const std::uint64_t sequence = ++loaded.last_sequence;
        const std::string row = store::encode_event(entry.hall, sequence, record);
        world_.trace.add(static_cast<std::int64_t>(sequence), "event", row);
        auto read_back = store::decode_event(entry.hall, sequence, row);
        if (read_back.has_error())
            return world_.fail("an event cannot be read back: " + read_back.error().text);
        if (std::holds_alternative<hall::DayOpened>(record.event)) {
            std::erase_if(loaded.events,
                          [](const hall::EventRecord& old) { return hall::scope_of(old.event) == hall::Scope::Day; });
            prune(image, sequence);
        }
        loaded.events.push_back(*read_back);
        image.history.push_back(*read_back);
        kept.events.push_back(std::move(*read_back));
    }
    if (entry.outcome) {
        store::StoredOutcome outcome = *entry.outcome;
        outcome.reply = Reply{};
        const std::string row = store::encode_outcome(entry.hall, *entry.outcome);
        if (const auto read_back = store::decode_outcome(entry.hall, row, outcome); read_back.has_error())
            return world_.fail("an answer cannot be read back: " + read_back.error().text);
        loaded.outcomes.push_back(outcome);
        image.outcome_sequences.push_back(loaded.last_sequence);
        kept.outcome = std::move(outcome);
    }
    on_commit_(kept);
}

/// Answers of the last service days stay, as in the real one.
void SimulatedJournal::prune(Image& image, std::uint64_t day_opened) {
    image.days_opened.push_back(day_opened);
    if (image.days_opened.size() < static_cast<std::size_t>(store::limits::outcome_days))
        return;
    if (image.days_opened.size() > static_cast<std::size_t>(store::limits::outcome_days))
        image.days_opened.pop_front();
    const std::uint64_t day_before = image.days_opened.front();
    std::size_t old = 0;
    while (old < image.outcome_sequences.size() && image.outcome_sequences[old] < day_before)
        ++old;
    const auto count = static_cast<std::ptrdiff_t>(old);
    image.outcome_sequences.erase(image.outcome_sequences.begin(), image.outcome_sequences.begin() + count);
    image.loaded.outcomes.erase(image.loaded.outcomes.begin(), image.loaded.outcomes.begin() + count);
}

void SimulatedJournal::back_up(std::filesystem::path, Done completion) {
    world_.schedule.after(5, [life = life_, this, completion = std::move(completion)] {
        if (life == life_)
            completion({});
    });
}

void SimulatedJournal::crash() {
    ++life_;
    is_loading_ = is_appending_ = false;
    const bool was_written = writing_ && accepts_ && world_.schedule.now_ms() >= full_until_ms_;
    if (was_written && world_.random.chance(50)) {
        if (world_.planted == Planted::OutcomeApart)
            for (store::Entry& entry : writing_->entries)
                entry.outcome.reset();
        world_.tell("crash after the commit");
        commit(*writing_);
    } else if (failed_ && world_.random.chance(75)) {
        world_.tell("a failed batch came back");
        commit(*failed_);
    }
    writing_.reset();
    failed_.reset();
    accepts_ = false;
}

const std::vector<hall::EventRecord>& SimulatedJournal::history(const HallId& hall) const {
    static const std::vector<hall::EventRecord> nothing;
    const auto found = images_.find(hall);
    return found == images_.end() ? nothing : found->second.history;
}

}  // namespace motcua::simulation
