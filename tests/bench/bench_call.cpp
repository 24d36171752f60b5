// From a counter's "next" to the board's view with that call, with 1 and 16 counters busy, beside one raw commit. Busy:
// a counter presses again 5 to 15 ms after each answer, some thousand times as often as a clerk; then once more without
// a pause, which is what the machine can do at most. The pauses differ because clerks do: with equal ones all whose
// calls shared a commit press in the same instant ever after. A machine that slept needs a while for its first commit,
// so raw commits are timed at each pace; and by turns with the server, because a disk is now twice as quick as a second
// later. What is told first is the turn in the middle; the quietest and the noisiest stand beside it, as the machine's
// noise, and so do the p99 of all turns together and what the same clerks would wait if only the disk took time.
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

constexpr int turns = 9;                             ///< of the server and of SQLite alone
constexpr int calls_alone = 200, calls_beside = 40;  ///< of each counter in a turn
constexpr int commits_a_turn = 600, slow_commits_a_turn = 200;
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
        io, "the first view", [&] { return is_watching; }, 20);

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
        io, "all clerks to be let in", [&] { return online == busy; }, 30);
    for (auto& clerk : clerks)
        act(clerk);
    run_until(
        io, "all calls", [&] { return done == busy; }, 120);
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

/// The waits of clerks who press as above, if only the disk took time: who presses while a commit runs waits for its
/// end and for the next one, which takes in all who press until it begins and lasts as long as a raw commit of one
/// ticket did.
std::vector<double> ideal_waits(const std::vector<double>& commits_s, int busy, int pause_ms) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> spread_s(pause_ms * 0.0005, pause_ms * 0.0015);
    std::vector<double> presses_s(static_cast<std::size_t>(busy)), waits_ms;
    for (double& press : presses_s)
        press = spread_s(random);
    double free_s = 0;
    for (const double commit_s : commits_s) {
        const double begin_s = std::max(free_s, *std::min_element(presses_s.begin(), presses_s.end()));
        free_s = begin_s + commit_s;
        for (double& press : presses_s) {
            if (press <= begin_s) {
                waits_ms.push_back((free_s - press) * 1000);
                press = free_s + spread_s(random);
            }
        }
    }
    return waits_ms;
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
        io, "who takes the tickets to be let in", [&] { return is_asked; }, 20);
    for (int i = 0; i < tickets; i += 8) {  // a few in flight: a session takes only so many
        for (int k = i; k < std::min(tickets, i + 8); ++k)
            link->send(IssueTicket{service_id(k % services), {}, {}, "vi"}, link::Keep::OnlyNow);
        run_until(
            io, "all tickets", [&] { return answered >= std::min(tickets, i + 8); }, 20);
    }
    link->stop();
}

void run() {
    BenchServer server;
    server.start();
    issue(server, turns * (calls_alone + 2 * counters * calls_beside) + 200);
    RawStore store(server.database(), "raw.db", turns * (2 * commits_a_turn + slow_commits_a_turn));

    struct Pace {
        const char* name;
        int commits;
        std::chrono::microseconds interval;
        std::vector<double> took_s;
    };
    Pace paces[] = {{"one after the other", commits_a_turn, {}, {}},
                    {"at the pace of 16", commits_a_turn, pace_of_all, {}},
                    {"at the pace of 1", slow_commits_a_turn, pace_of_one, {}}};
    struct Row {
        const char* name;
        int busy, calls, pause_ms;
        const Pace& same_pace;
        std::vector<double> waits_ms, ratios, ideals;  ///< the last two: turn by turn, p99 to the median raw commit
    };
    Row rows[] = {{"1 counter busy", 1, calls_alone, press_interval_ms, paces[2], {}, {}, {}},
                  {"16 counters busy", counters, calls_beside, press_interval_ms, paces[1], {}, {}, {}},
                  {"16 without pause", counters, calls_beside, 0, paces[0], {}, {}, {}}};

    const auto last = [](const Pace& pace) {
        return std::vector<double>(pace.took_s.end() - pace.commits, pace.took_s.end());
    };
    for (int turn = 0; turn < turns; ++turn) {
        for (auto& pace : paces) {
            const auto took_s = time_commits(store, pace.commits, pace.interval);
            pace.took_s.insert(pace.took_s.end(), took_s.begin(), took_s.end());
        }
        const double raw_ms = 1000 * median(last(paces[0]));
        for (auto& row : rows) {
            const auto waits_ms = measure(server, row.busy, row.calls, row.pause_ms);
            const double p99_ms = percentile(waits_ms, 99);
            row.ratios.push_back(p99_ms / raw_ms);
            row.ideals.push_back(percentile(ideal_waits(last(row.same_pace), row.busy, row.pause_ms), 99) / raw_ms);
            row.waits_ms.insert(row.waits_ms.end(), waits_ms.begin(), waits_ms.end());
        }
    }

    fmt::print("bench_call\n");
    for (const auto& pace : paces)
        fmt::print("raw commit, {:19}: median {:.3f} ms, p99 {:.3f} ms\n", pace.name, median(pace.took_s) * 1000,
                   percentile(pace.took_s, 99) * 1000);
    const double commit_ms = median(paces[0].took_s) * 1000;
    for (const auto& row : rows) {
        const double p99_ms = percentile(row.waits_ms, 99);
        const auto [quietest, noisiest] = std::minmax_element(row.ratios.begin(), row.ratios.end());
        fmt::print(
            "{}: key to board p50 {:.2f} ms, p99 {:.2f} ms ({} calls seen); p99 to the median raw commit: {:.1f} x in "
            "the "
            "median turn, {:.1f} to {:.1f} x in the others, {:.1f} x over all; if only the disk took time {:.1f} x\n",
            row.name, median(row.waits_ms), p99_ms, row.waits_ms.size(), median(row.ratios), *quietest, *noisiest,
            p99_ms / commit_ms, median(row.ideals));
    }
    fmt::print("aim: 1 and 16 counters busy: p99 under 10 x the median raw commit, one after the other\n");
}

}  // namespace

int main() {
    return told(run);
}
