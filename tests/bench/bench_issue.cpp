// Tickets a second through a real server, TLS and durable, with 1, 8, 32 and 128 clients in flight, beside what SQLite
// alone does with the same rows in the same file system: in groups of 128, and one commit a ticket. For the two aims,
// 1 and 128 clients, server and SQLite are timed by turns, because a disk is now twice as quick as a second later; what
// the aims are told of is the median of their turns.
#include <fmt/format.h>

#include <algorithm>

#include "tests/bench/bench_server.hpp"
#include "tests/bench/raw_store.hpp"

using namespace motcua;
using namespace motcua::bench;

namespace {

constexpr int group = 128;  ///< tickets a commit of the raw store in groups
constexpr int questions_a_turn = 50;
constexpr int most_clients = 128;
constexpr int first_clients = 8, first_tickets = 6'000;  ///< before anything is timed: both logs have their size then

/// Links, each with one request in flight.
class Citizens {
  public:
    Citizens(const BenchServer& server, int clients) : all_(static_cast<std::size_t>(clients)) {
        for (auto& client : all_) {
            link::Listener listener;
            listener.on_status = [&](const link::Status& status) {
                if (status.is_online() && !client.is_online) {
                    client.is_online = true;
                    ++online_;
                }
            };
            listener.on_reply = [&](const RequestId&, const Reply& reply) {
                if (reply.refusal != Refusal::None)
                    throw std::runtime_error("refused: " + std::string(name_of(reply.refusal)));
                waits_ms_.push_back((seconds_now() - client.asked) * 1000);
                ask(client);
            };
            listener.on_unanswered = [](const RequestId&, link::Unanswered) { throw std::runtime_error("unanswered"); };
            client.link = server.client(io_, listener);
            client.link->start();
        }
        run_until(
            io_, "all clients to be let in", [&] { return online_ == clients; }, 60);
    }
    ~Citizens() {
        for (auto& client : all_)
            client.link->stop();
    }
    Citizens(const Citizens&) = delete;
    Citizens& operator=(const Citizens&) = delete;

    void issue(int tickets) {
        wanted_ += static_cast<std::size_t>(tickets);
        const double start = seconds_now();
        for (auto& client : all_)
            ask(client);
        run_until(
            io_, "all tickets", [&] { return waits_ms_.size() == wanted_; }, 120);
        took_s_ += seconds_now() - start;
    }
    double took_s() const { return took_s_; }
    double per_s() const { return static_cast<double>(waits_ms_.size()) / took_s_; }
    const std::vector<double>& waits_ms() const { return waits_ms_; }

  private:
    struct Client {
        std::unique_ptr<link::Link> link;
        double asked = 0;
        bool is_online = false;
    };

    void ask(Client& client) {
        if (asked_ == wanted_)
            return;
        client.asked = seconds_now();
        client.link->send(IssueTicket{service_id(static_cast<int>(asked_++ % services)), {}, {}, "vi"},
                          link::Keep::OnlyNow);
    }

    boost::asio::io_context io_;
    std::vector<Client> all_;
    int online_ = 0;
    std::vector<double> waits_ms_;
    double took_s_ = 0;
    std::size_t asked_ = 0, wanted_ = 0;
};

/// Questions that need no write: the round trip alone.
class Asker {
  public:
    explicit Asker(const BenchServer& server) {
        link::Listener listener;
        listener.on_status = [this](const link::Status& status) { is_online_ = status.is_online(); };
        listener.on_answer = [this](link::QueryId, const std::optional<Answer>&) {
            waits_ms_.push_back((seconds_now() - asked_) * 1000);
            if (waits_ms_.size() < wanted_)
                ask();
        };
        link_ = server.client(io_, listener);
        link_->start();
        run_until(
            io_, "the asker to be let in", [&] { return is_online_; }, 60);
    }
    ~Asker() { link_->stop(); }
    Asker(const Asker&) = delete;
    Asker& operator=(const Asker&) = delete;

    void ask(int questions) {
        wanted_ += static_cast<std::size_t>(questions);
        ask();
        run_until(
            io_, "all answers", [&] { return waits_ms_.size() == wanted_; }, 60);
    }
    const std::vector<double>& waits_ms() const { return waits_ms_; }

  private:
    void ask() {
        asked_ = seconds_now();
        link_->query(ListStaff{});
    }

    boost::asio::io_context io_;
    std::unique_ptr<link::Link> link_;
    std::vector<double> waits_ms_;
    double asked_ = 0;
    std::size_t wanted_ = 0;
    bool is_online_ = false;
};

double median_of_last(const std::vector<double>& all, int count) {
    return median({all.end() - count, all.end()});
}

void run() {
    BenchServer server;
    server.start();
    Citizens(server, first_clients).issue(first_tickets);

    struct Row {
        int clients, turns, tickets_a_turn;  // turns of the server and of SQLite alone
        double per_s = 0, p50_ms = 0, p99_ms = 0;
    };
    Row rows[] = {{1, 40, 40}, {8, 1, 4'000}, {32, 1, 6'000}, {most_clients, 20, 3 * group}};
    const auto note = [](Row& row, const Citizens& citizens) {
        row.per_s = citizens.per_s();
        row.p50_ms = median(citizens.waits_ms());
        row.p99_ms = percentile(citizens.waits_ms(), 99);
    };

    Row& one = rows[0];
    Asker asker(server);
    std::vector<double> commits_s, ratios;  // of one client, turn by turn
    {
        Citizens citizens(server, one.clients);
        RawStore store(server.database(), "raw-single.db", one.turns * one.tickets_a_turn);
        std::vector<double> turn_s;
        const auto time_raw = [&] {
            turn_s.clear();
            for (int i = 0; i < one.tickets_a_turn; ++i)
                turn_s.push_back(store.commit(1));
        };
        for (int turn = 0; turn < one.turns; ++turn) {
            if (turn % 2 == 0)
                time_raw();
            citizens.issue(one.tickets_a_turn);
            asker.ask(questions_a_turn);
            if (turn % 2 == 1)
                time_raw();
            ratios.push_back(median_of_last(citizens.waits_ms(), one.tickets_a_turn) /
                             (median(turn_s) * 1000 + median_of_last(asker.waits_ms(), questions_a_turn)));
            commits_s.insert(commits_s.end(), turn_s.begin(), turn_s.end());
        }
        note(one, citizens);
    }
    for (Row* row : {&rows[1], &rows[2]}) {
        Citizens citizens(server, row->clients);
        citizens.issue(row->tickets_a_turn);
        note(*row, citizens);
    }
    Row& most = rows[3];
    double groups_s = 0;
    std::vector<double> shares;  // of grouped SQLite, turn by turn
    {
        Citizens citizens(server, most.clients);
        RawStore store(server.database(), "raw-group.db", most.turns * most.tickets_a_turn);
        for (int turn = 0; turn < most.turns; ++turn) {
            const double before_s = citizens.took_s();
            citizens.issue(most.tickets_a_turn);
            double turn_s = 0;
            for (int i = 0; i < most.tickets_a_turn; i += group)
                turn_s += store.commit(group);
            groups_s += turn_s;
            shares.push_back(100 * turn_s / (citizens.took_s() - before_s));
        }
        note(most, citizens);
    }

    const double trip_ms = median(asker.waits_ms());
    const double commit_ms = median(commits_s) * 1000;
    const double grouped_per_s = most.turns * most.tickets_a_turn / groups_s;
    fmt::print("bench_issue: loopback round trip without a write {:.3f} ms\n", trip_ms);
    fmt::print(
        "raw SQLite, same rows: {:.0f} tickets/s in groups of {}; one a commit: median {:.3f} ms, p99 {:.3f} ms\n",
        grouped_per_s, group, commit_ms, percentile(commits_s, 99) * 1000);
    for (const auto& row : rows)
        fmt::print(
            "{:4} in flight: {:7.0f} tickets/s  p50 {:6.2f} ms  p99 {:6.2f} ms  {:5.1f} % of grouped  {:5.2f} x "
            "single\n",
            row.clients, row.per_s, row.p50_ms, row.p99_ms, 100 * row.per_s / grouped_per_s,
            row.per_s * commit_ms / 1000);
    const auto [least, best] = std::minmax_element(shares.begin(), shares.end());
    fmt::print(
        "aim: 128 in flight >= 30 % of grouped: {:.1f} % in the median turn, {:.1f} to {:.1f} % in the others, "
        "{:.1f} % over all\n",
        median(shares), *least, *best, 100 * most.per_s / grouped_per_s);
    fmt::print("aim: one client <= 1.5 x (one raw commit + round trip): {:.2f} x\n", median(ratios));
}

}  // namespace

int main() {
    return told(run);
}
