#include "tests/simulation/network.hpp"

#include <algorithm>

namespace motcua::simulation {

std::int64_t Line::delay() {
    const std::int64_t slower_by_ms = world_.has(Fault::SlowReader) ? slower_by_ms_ : 0;
    if (!world_.has(Fault::Delay))
        return slower_by_ms + world_.between(0, 2);
    const std::uint64_t kind = world_.random.below(100);
    if (kind >= 97)
        world_.count(Fault::Delay);
    return slower_by_ms + (kind < 70   ? world_.between(1, 20)
                           : kind < 97 ? world_.between(20, 300)
                                       : world_.between(300, 4'000));
}

void Line::send(Side from, std::string_view bytes) {
    Pipe& pipe = pipe_[index(from)];
    if (is_dead_ || pipe.will_end || bytes.empty())
        return;
    if (cuts_next_ && world_.is_faulty && bytes.size() > 1) {
        ++world_.statistics.cuts_within;
        add(from, std::string(bytes.substr(0, 1 + world_.random.below(bytes.size() - 1))));
        for (const Side side : {Side::Client, Side::Server})
            end_soon(side);
        return;
    }
    while (world_.has(Fault::Split) && bytes.size() > 1 && world_.random.chance(40)) {
        const std::size_t part = 1 + world_.random.below(bytes.size() - 1);
        world_.count(Fault::Split);
        add(from, std::string(bytes.substr(0, part)));
        bytes.remove_prefix(part);
    }
    add(from, std::string(bytes));
}

void Line::add(Side from, std::string chunk) {
    Pipe& pipe = pipe_[index(from)];
    pipe.bytes += chunk.size();
    pipe.chunks.push_back(std::move(chunk));
    schedule_arrival(from);
}

void Line::schedule_arrival(Side from) {
    Pipe& pipe = pipe_[index(from)];
    const std::int64_t now_ms = world_.schedule.now_ms();
    pipe.last_arrival_ms = std::max(pipe.last_arrival_ms, now_ms + delay());
    world_.schedule.after(pipe.last_arrival_ms - now_ms, [self = shared_from_this(), from] { self->arrive(from); });
}

void Line::arrive(Side from) {
    Pipe& pipe = pipe_[index(from)];
    if (is_dead_)
        return;
    if (is_held_) {
        ++pipe.owed;
        return;
    }
    const auto to = [&] { return end_[1 - index(from)]; };
    if (!pipe.chunks.empty()) {
        const std::string chunk = std::move(pipe.chunks.front());
        pipe.chunks.pop_front();
        pipe.bytes -= chunk.size();
        if (to() != nullptr)
            to()->received(chunk);
        if (end_[index(from)] != nullptr)
            end_[index(from)]->has_room();
        return;
    }
    if (pipe.will_end && to() != nullptr) {
        LineEnd* told = to();
        end_[1 - index(from)] = nullptr;
        told->ended();
    }
}

void Line::close(Side by) {
    end_[index(by)] = nullptr;
    Pipe& pipe = pipe_[index(by)];
    if (std::exchange(pipe.will_end, true))
        return;
    schedule_arrival(by);
}

void Line::cut() {
    for (const Side from : {Side::Client, Side::Server}) {
        Pipe& pipe = pipe_[index(from)];
        std::size_t lost = static_cast<std::size_t>(world_.random.below(pipe.bytes + 1));
        while (lost > 0) {
            std::string& last = pipe.chunks.back();
            const std::size_t part = std::min(lost, last.size());
            last.resize(last.size() - part);
            pipe.bytes -= part;
            lost -= part;
            if (last.empty())
                pipe.chunks.pop_back();
        }
        end_soon(from);
    }
}

void Line::end_soon(Side from) {
    if (!std::exchange(pipe_[index(from)].will_end, true))
        schedule_arrival(from);
}

void Line::hold_back(bool is_held) {
    is_held_ = is_held;
    if (is_held_)
        return;
    for (const Side from : {Side::Client, Side::Server})
        for (int owed = std::exchange(pipe_[index(from)].owed, 0); owed > 0; --owed)
            schedule_arrival(from);
}

void Network::connect(std::size_t client_number, std::function<void(std::shared_ptr<Line>)> done) {
    if (parted_.contains(client_number))
        return;
    const std::int64_t wait_ms = world_.has(Fault::Delay) ? world_.between(2, 400) : world_.between(1, 4);
    world_.schedule.after(wait_ms, [this, client_number, done = std::move(done)] {
        if (parted_.contains(client_number))
            return;
        auto line = std::make_shared<Line>(world_, client_number);
        if (!accept_ || !accept_(line))
            return done(nullptr);
        std::erase_if(lines_, [](const std::weak_ptr<Line>& old) { return old.expired(); });
        lines_.push_back(line);
        done(line);
    });
}

std::shared_ptr<Line> Network::any_line() {
    std::vector<std::shared_ptr<Line>> open;
    for (const auto& weak : lines_)
        if (auto line = weak.lock(); line && !line->is_over())
            open.push_back(std::move(line));
    return open.empty() ? nullptr : open[static_cast<std::size_t>(world_.random.below(open.size()))];
}

void Network::cut_one() {
    if (const auto line = any_line()) {
        ++world_.statistics.cuts;
        world_.count(Fault::Cut);
        world_.tell("cut", std::to_string(line->client_number()));
        if (world_.random.chance(60))
            line->cut_next();
        else
            line->cut();
    }
}

void Network::kill_one_silently() {
    if (const auto line = any_line()) {
        world_.count(Fault::HalfOpen);
        world_.tell("half open", std::to_string(line->client_number()));
        line->go_dead();
    }
}

void Network::part(std::size_t client_number) {
    if (!parted_.insert(client_number).second)
        return;
    world_.count(Fault::Partition);
    world_.tell("part", std::to_string(client_number));
    for (const auto& weak : lines_)
        if (const auto line = weak.lock(); line && line->client_number() == client_number)
            line->hold_back(true);
}

void Network::heal(std::size_t client_number) {
    if (parted_.erase(client_number) == 0)
        return;
    world_.tell("heal", std::to_string(client_number));
    for (const auto& weak : lines_)
        if (const auto line = weak.lock(); line && line->client_number() == client_number)
            line->hold_back(false);
}

void Network::heal_all() {
    for (const std::size_t number : std::set<std::size_t>(parted_))
        heal(number);
}

}  // namespace motcua::simulation
