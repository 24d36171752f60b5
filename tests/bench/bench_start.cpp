// A server with 10,000 tickets of the day is killed and started again: time to the first answer.
#include <fmt/format.h>

#include "tests/bench/bench_server.hpp"

using namespace motcua;
using namespace motcua::bench;

namespace {

constexpr int tickets = 10'000;
constexpr int clients = 32;

void issue(const BenchServer& server) {
    boost::asio::io_context io;
    int asked = 0, answered = 0;
    std::vector<std::unique_ptr<link::Link>> links(clients);
    std::vector<bool> is_started(clients);
    for (std::size_t i = 0; i < clients; ++i) {
        const auto ask = [&, i] {
            if (asked < tickets)
                links[i]->send(IssueTicket{service_id(asked++ % services), {}, {}, "vi"}, link::Keep::OnlyNow);
        };
        link::Listener listener;
        listener.on_status = [&, i, ask](const link::Status& status) {
            if (status.is_online() && !is_started[i]) {
                is_started[i] = true;
                ask();
            }
        };
        listener.on_reply = [&, ask](const RequestId&, const Reply& reply) {
            if (reply.refusal != Refusal::None)
                throw std::runtime_error("refused: " + std::string(name_of(reply.refusal)));
            ++answered;
            ask();
        };
        links[i] = server.client(io, listener);
        links[i]->start();
    }
    run_until(
        io, "all tickets", [&] { return answered == tickets; }, 120);
    for (auto& link : links)
        link->stop();
}

/// Seconds from starting the program to the answer of its first question.
double first_answer_s(BenchServer& server) {
    const double start = seconds_now();
    server.start();
    boost::asio::io_context io;
    bool is_answered = false, is_asked = false;
    std::unique_ptr<link::Link> link;
    link::Listener listener;
    listener.on_status = [&](const link::Status& status) {
        if (status.is_online() && !is_asked) {
            is_asked = true;
            link->query(ListTickets{});
        }
    };
    listener.on_answer = [&](link::QueryId, const std::optional<Answer>& answer) {
        is_answered = answer && !answer->tickets.empty();
    };
    link = server.client(io, listener);
    link->start();
    run_until(
        io, "the first answer", [&] { return is_answered; }, 30);
    const double took = seconds_now() - start;
    link->stop();
    return took;
}

void run() {
    BenchServer server;
    server.start();
    issue(server);
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        server.kill_hard();
        times.push_back(first_answer_s(server));
    }
    fmt::print("bench_start: {} tickets of the day, kill -9, to the first answer: median {:.3f} s, worst {:.3f} s\n",
               tickets, median(times), percentile(times, 100));
    fmt::print("aim: under 1 s\n");
}

}  // namespace

int main() {
    return told(run);
}
