// Tickets a second through a real server, TLS and durable, with 1, 8, 32 and 128 clients in flight, beside what SQLite
// alone does with the same rows in the same file system: in groups of 128, and one commit a ticket.
#include <fmt/format.h>

#include <map>

#include "tests/bench/bench_server.hpp"
#include "tests/bench/raw_store.hpp"

using namespace motcua;
using namespace motcua::bench;

namespace {

struct Measured {
    double per_s = 0, p50_ms = 0, p99_ms = 0;
};

/// `clients` links, each with one request in flight, until `tickets` were issued.
Measured issue(const BenchServer& server, int clients, int tickets, int& next_service) {
    boost::asio::io_context io;
    struct Client {
        std::unique_ptr<link::Link> link;
        double asked = 0;
        bool is_online = false;
    };
    std::vector<Client> all(static_cast<std::size_t>(clients));
    std::vector<double> waits;
    int asked = 0, online = 0;
    const auto ask = [&](Client& client) {
        if (asked == tickets)
            return;
        ++asked;
        client.asked = seconds_now();
        client.link->send(IssueTicket{service_id(next_service++ % services), {}, {}, "vi"}, link::Keep::OnlyNow);
    };
    for (auto& client : all) {
        link::Listener listener;
        listener.on_status = [&](const link::Status& status) {
            if (status.is_online() && !client.is_online) {
                client.is_online = true;
                ++online;
            }
        };
        listener.on_reply = [&](const RequestId&, const Reply& reply) {
            if (reply.refusal != Refusal::None)
                throw std::runtime_error("refused: " + std::string(name_of(reply.refusal)));
            waits.push_back((seconds_now() - client.asked) * 1000);
            ask(client);
        };
        listener.on_unanswered = [](const RequestId&, link::Unanswered) { throw std::runtime_error("unanswered"); };
        client.link = server.client(io, listener);
        client.link->start();
    }
    run_until(
        io, [&] { return online == clients; }, 60);
    const double start = seconds_now();
    for (auto& client : all)
        ask(client);
    run_until(
        io, [&] { return waits.size() == static_cast<std::size_t>(tickets); }, 120);
    const double took = seconds_now() - start;
    for (auto& client : all)
        client.link->stop();
    return {tickets / took, median(waits), percentile(waits, 99)};
}

/// A question that needs no write: the round trip alone.
double round_trip_ms(const BenchServer& server) {
    boost::asio::io_context io;
    std::vector<double> waits;
    double asked = 0;
    std::unique_ptr<link::Link> link;
    link::Listener listener;
    const auto ask = [&] {
        asked = seconds_now();
        link->query(ListStaff{});
    };
    bool is_online = false;
    listener.on_status = [&](const link::Status& status) {
        if (status.is_online() && !is_online) {
            is_online = true;
            ask();
        }
    };
    listener.on_answer = [&](link::QueryId, const std::optional<Answer>&) {
        waits.push_back((seconds_now() - asked) * 1000);
        if (waits.size() < 2000)
            ask();
    };
    link = server.client(io, listener);
    link->start();
    run_until(
        io, [&] { return waits.size() == 2000; }, 60);
    link->stop();
    return median(waits);
}

}  // namespace

int main() {
    BenchServer server;
    server.start();
    int next_service = 0;
    const double trip_ms = round_trip_ms(server);
    std::map<int, Measured> results;
    for (const auto& [clients, tickets] : std::map<int, int>{{1, 1500}, {8, 4000}, {32, 6000}, {128, 8000}})
        results[clients] = issue(server, clients, tickets, next_service);
    server.kill_hard();
    const RawRates raw = measure_raw(server.database(), 128, 2000);

    fmt::print("bench_issue: loopback round trip without a write {:.3f} ms\n", trip_ms);
    fmt::print("raw SQLite, same rows: {:.0f} tickets/s in groups of 128; {:.0f}/s one a commit (median {:.3f} ms)\n",
               raw.grouped_per_s, raw.single_per_s, raw.commit_median_s * 1000);
    for (const auto& [clients, result] : results)
        fmt::print(
            "{:4} in flight: {:7.0f} tickets/s  p50 {:6.2f} ms  p99 {:6.2f} ms  {:5.1f} % of grouped  {:4.2f} x "
            "single\n",
            clients, result.per_s, result.p50_ms, result.p99_ms, 100 * result.per_s / raw.grouped_per_s,
            result.per_s / raw.single_per_s);
    const double one = results[1].p50_ms / (raw.commit_median_s * 1000 + trip_ms);
    fmt::print("aim: 128 in flight >= 30 % of grouped: {:.1f} %\n", 100 * results[128].per_s / raw.grouped_per_s);
    fmt::print("aim: one client <= 1.5 x (one raw commit + round trip): {:.2f} x\n", one);
}
