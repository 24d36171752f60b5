// From a counter's "next" to the board's view with that call, with 1 and 16 counters busy, beside one raw commit. Busy:
// a counter presses again 5 to 15 ms after each answer, some thousand times as often as a clerk; then once more without
// a pause, which is what the machine can do at most. The pauses differ because clerks do: with equal ones all whose
// calls shared a commit press in the same instant ever after. A machine that slept needs a while for its first commit,
// so raw commits are timed at each pace; and by turns with the server, because a disk is now twice as quick as a second
// later.
#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <random>
#include <thread>

#include "tests/bench/bench_server.hpp"
#include "tests/bench/raw_store.hpp"

using namespace motcua;
using namespace motcua::bench;

namespace {

constexpr int turns = 5;                             ///< of the server and of SQLite alone
constexpr int calls_alone = 200, calls_beside = 40;  ///< of each counter in a turn
constexpr int commits_a_turn = 200, slow_commits_a_turn = 100;
constexpr int press_interval_ms = 10;
constexpr std::chrono::microseconds pace_of_one(1'000 * press_interval_ms), pace_of_all = pace_of_one / counters;

/// A counter calls, finishes, calls ... and notes when each call was asked for.
struct Clerk {
    std::unique_ptr<link::Link> link;
    CounterId counter;
    bool is_online = false;
    int calls = 0;
    enum class Step { Open, Call, Finish } step = Step::Open;
    double asked = 0;
    std::unique_ptr<boost::asio::steady_timer> pause;
};

std::vector<double> measure(const BenchServer& server, int busy, int calls_each, int pause_ms) {
    boost::asio::io_context io;
    std::vector<double> waits;
    std::mt19937 random(1);
    std::uniform_int_distribution<int> spread(pause_ms * 500, pause_ms * 1'500);
    std::map<TicketNumber, double> seen, asked;
    int online = 0;
    const auto note = [&](TicketNumber number) {
        if (seen.count(number) != 0 && asked.count(number) != 0) {
            waits.push_back((seen[number] - asked[number]) * 1000);
            seen.erase(number);
            asked.erase(number);
        }
    };
    link::Listener watching;
    bool is_watching = false;
    std::uint64_t last_sequence = 0;
    watching.on_view = [&](const View& view) {
        const double now = seconds_now();
        is_watching = true;
        const auto& calls = std::get<BoardView>(view).calls;
        for (const auto& call : calls) {
            if (call.sequence > last_sequence) {
                seen[call.number] = now;
                note(call.number);
            }
        }
        if (!calls.empty())
            last_sequence = std::max(last_sequence, calls.front().sequence);
    };
    const auto board = server.client(io, watching);
    Subscription all;
    all.kind = ViewKind::Board;
    board->subscribe(all);
    board->start();
    run_until(
        io, [&] { return is_watching; }, 20);

    std::vector<Clerk> clerks(static_cast<std::size_t>(busy));
    int done = 0;
    const auto act = [&](Clerk& clerk) {
        clerk.asked = seconds_now();
        if (clerk.step == Clerk::Step::Open)
            clerk.link->send(OpenCounter{clerk.counter, {}, true}, link::Keep::OnlyNow);
        else if (clerk.step == Clerk::Step::Call)
            clerk.link->send(CallNext{clerk.counter}, link::Keep::OnlyNow);
        else
            clerk.link->send(FinishService{clerk.counter}, link::Keep::OnlyNow);
    };
    for (int i = 0; i < busy; ++i) {
        Clerk& clerk = clerks[static_cast<std::size_t>(i)];
        clerk.counter = counter_id(i);
        link::Listener listener;
        listener.on_status = [&](const link::Status& status) {
            if (status.is_online() && !clerk.is_online) {
                clerk.is_online = true;
                ++online;
            }
        };
        listener.on_reply = [&](const RequestId&, const Reply& reply) {
            if (reply.refusal != Refusal::None)
                throw std::runtime_error("refused: " + std::string(name_of(reply.refusal)));
            if (clerk.step == Clerk::Step::Call) {
                asked[reply.ticket->number] = clerk.asked;
                note(reply.ticket->number);
                clerk.step = Clerk::Step::Finish;
            } else if (clerk.step == Clerk::Step::Finish && ++clerk.calls == calls_each) {
                ++done;
                return;
            } else {
                clerk.step = Clerk::Step::Call;
            }
            if (pause_ms == 0)
                return act(clerk);
            clerk.pause->expires_after(std::chrono::microseconds(spread(random)));
            clerk.pause->async_wait([&](const boost::system::error_code&) { act(clerk); });
        };
        clerk.pause = std::make_unique<boost::asio::steady_timer>(io);
        clerk.link = server.client(io, listener);
        clerk.link->start();
    }
    run_until(
        io, [&] { return online == busy; }, 30);
    for (auto& clerk : clerks)
        act(clerk);
    run_until(
        io, [&] { return done == busy; }, 120);
    for (auto& clerk : clerks)
        clerk.link->stop();
    board->stop();
    return waits;
}

/// Raw commits of one ticket, one begun every `pace` or, where that is too fast, one after the other.
std::vector<double> time_commits(RawStore& store, int count, std::chrono::microseconds pace) {
    std::vector<double> took_s;
    auto next = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_until(next);  // the pace is what is measured
        next = std::max(next + pace, std::chrono::steady_clock::now());
        took_s.push_back(store.commit(1));
    }
    return took_s;
}

void issue(const BenchServer& server, int tickets) {
    boost::asio::io_context io;
    int answered = 0;
    link::Listener listener;
    std::unique_ptr<link::Link> link;
    bool is_asked = false;
    listener.on_status = [&](const link::Status& status) {
        if (status.is_online())
            is_asked = true;
    };
    listener.on_reply = [&](const RequestId&, const Reply&) { ++answered; };
    link = server.client(io, listener);
    link->start();
    run_until(
        io, [&] { return is_asked; }, 20);
    for (int i = 0; i < tickets; i += 8) {  // a few in flight: a session takes only so many
        for (int k = i; k < std::min(tickets, i + 8); ++k)
            link->send(IssueTicket{service_id(k % services), {}, {}, "vi"}, link::Keep::OnlyNow);
        run_until(
            io, [&] { return answered >= std::min(tickets, i + 8); }, 20);
    }
    link->stop();
}

}  // namespace

int main() {
    BenchServer server;
    server.start();
    issue(server, turns * (calls_alone + 2 * counters * calls_beside) + 200);
    RawStore store(server.database(), "raw.db", turns * (2 * commits_a_turn + slow_commits_a_turn));
    std::vector<double> one, sixteen, most, commits_s, at_pace_of_one_s, at_pace_of_all_s;
    const auto add = [](std::vector<double>& all, const std::vector<double>& more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    for (int turn = 0; turn < turns; ++turn) {
        add(one, measure(server, 1, calls_alone, press_interval_ms));
        add(sixteen, measure(server, counters, calls_beside, press_interval_ms));
        add(most, measure(server, counters, calls_beside, 0));
        add(commits_s, time_commits(store, commits_a_turn, {}));
        add(at_pace_of_all_s, time_commits(store, commits_a_turn, pace_of_all));
        add(at_pace_of_one_s, time_commits(store, slow_commits_a_turn, pace_of_one));
    }
    const auto tell_raw = [](const char* pace, const std::vector<double>& seconds) {
        fmt::print("raw commit, {}: median {:.3f} ms, p99 {:.3f} ms\n", pace, median(seconds) * 1000,
                   percentile(seconds, 99) * 1000);
    };
    fmt::print("bench_call\n");
    tell_raw("one after the other     ", commits_s);
    tell_raw("at the pace of 16       ", at_pace_of_all_s);
    tell_raw("at the pace of 1 counter", at_pace_of_one_s);
    const auto tell = [&](const char* name, const std::vector<double>& waits, const std::vector<double>& same_pace_s) {
        const double p99 = percentile(waits, 99);
        fmt::print(
            "{}: key to board p50 {:.2f} ms, p99 {:.2f} ms = {:.1f} x the median raw commit at this pace, {:.1f} x "
            "without pause ({} calls seen)\n",
            name, median(waits), p99, p99 / (median(same_pace_s) * 1000), p99 / (median(commits_s) * 1000),
            waits.size());
    };
    tell("1 counter busy  ", one, at_pace_of_one_s);
    tell("16 counters busy", sixteen, at_pace_of_all_s);
    tell("16 without pause", most, commits_s);
    fmt::print("aim: p99 under 10 x the median raw commit without pause\n");
}
