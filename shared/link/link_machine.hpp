#pragma once
// Every decision of a client's connection, without I/O: time, messages and a person's wishes go in, actions come out.
// Pure and deterministic for a seed. Owned by Link, on its thread.
//
// Call protocol: after each call take_actions() and do them in order; call time() when wake_at() has come. Connect is
// answered by connected() or failed(); Disconnect is not answered; failed() tells of a connection that ended by itself.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/base/random.hpp"
#include "shared/base/secrets.hpp"
#include "shared/link/link.hpp"
#include "shared/link/status.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::link {

/// Whom a device is paired with. Without a device it is not paired; a server may be pinned all the same.
struct Pairing {
    DeviceId device;
    std::optional<ServerIdentity> server;
    bool operator==(const Pairing&) const = default;
};

// What should we do next?
struct Connect {  ///< open a connection; answered within connect_limit_ms, or it is taken back by Disconnect
    std::size_t address_turn = 0;  ///< which of the host's addresses is the first to be tried, counted round
};
struct Disconnect {};  ///< close what is open or being opened, without a word about it
struct SendMessage {
    protocol::Message message;
};
struct KeepPairing {  ///< for the next run of this program; an empty device: forget it
    Pairing pairing;
};
struct TellStatus {};  ///< status() has changed
struct ShowView {
    View view;
};
struct GiveReply {
    RequestId id;
    Reply reply;
};
struct GiveUp {
    RequestId id;
    Unanswered why = Unanswered::NotSent;
};
struct GiveAnswer {
    QueryId id = 0;
    std::optional<Answer> answer;
};
using Action =
    std::variant<Connect, Disconnect, SendMessage, KeepPairing, TellStatus, ShowView, GiveReply, GiveUp, GiveAnswer>;

/// How long a request that was found in the outbox is worth sending: as long as before the restart.
Keep keep_of_outbox(const Command& command);

class LinkMachine {
  public:
    /// `seed` spreads the retries of a hall's screens.
    LinkMachine(LinkOptions options, const SigningKey& key, Pairing pairing, std::uint64_t seed);

    // --- what happens; `now_ms` never goes back ----------------------------------------------------------------------
    void start(std::int64_t now_ms);
    void connected(std::int64_t now_ms, const ServerIdentity& server);
    void failed(std::int64_t now_ms, Trouble trouble, const std::string& detail);
    void message(std::int64_t now_ms, const protocol::Message& message);
    void time(std::int64_t now_ms);

    // --- what is wished ----------------------------------------------------------------------------------------------
    void subscribe(std::int64_t now_ms, const Subscription& subscription);
    /// `body` is a CommandRequest, SignIn, AcceptPairing or AddStaffRequest.
    void request(std::int64_t now_ms, protocol::Body body, Keep keep);
    void withdraw(const RequestId& id);
    QueryId query(std::int64_t now_ms, Query query);
    void pair_again(std::int64_t now_ms);
    bool has_room() const;  ///< for one more request
    void set_outbox_trouble(const std::string& text) { status_.outbox_trouble = text; }

    std::vector<Action> take_actions();
    std::int64_t wake_at() const;  ///< INT64_MAX: never
    const Status& status() const { return status_; }
    bool is_proven() const { return phase_ == Phase::Online; }

  private:
    enum class Phase : std::uint8_t { Stopped, Waiting, Connecting, Greeting, Pairing, Online };
    struct Request {
        RequestId id;
        protocol::Body body;
        Keep keep = Keep::WhileRunning;
        std::int64_t give_up_at_ms = 0;
        std::uint64_t correlation = 0;  ///< of its last sending; 0 = not sent on this connection
        bool was_sent = false;          ///< on any connection
        std::int64_t again_at_ms = 0;   ///< Keep::UntilDone: not sent before
    };
    struct Question {
        QueryId id = 0;
        std::uint64_t correlation = 0;
        std::int64_t give_up_at_ms = 0;
    };

    void connect(std::int64_t now_ms);
    void enter(Phase phase, LinkState shown);
    void say(std::int64_t now_ms, protocol::Body body, std::uint64_t correlation = 0);
    void say_hello(std::int64_t now_ms);
    void lose(std::int64_t now_ms, Trouble trouble, Refusal refusal, const std::string& detail);
    void let_go_of_the_connection(std::int64_t now_ms);
    void greet(std::int64_t now_ms, const protocol::Message& message);
    void welcome(std::int64_t now_ms, const protocol::Welcome& welcome);
    void online_message(std::int64_t now_ms, const protocol::Message& message);
    void send(std::int64_t now_ms, Request& request);
    void send_subscription(std::int64_t now_ms);
    void ask_for_views(std::int64_t now_ms);
    RequestId id_of_reply(std::uint64_t correlation, const protocol::CommandReply& reply) const;
    void replied(std::int64_t now_ms, const RequestId& id, std::uint64_t correlation, const Reply& reply);
    void send_again(std::int64_t now_ms);
    void unsupported(std::int64_t now_ms, std::uint64_t correlation);
    void answered(std::uint64_t correlation, const Answer& answer);
    void server_state(std::int64_t now_ms, const protocol::ServerState& state);
    void show(const View& view);
    void give_up_late_ones(std::int64_t now_ms);
    void count_unanswered() { status_.unanswered = requests_.size(); }

    const LinkOptions options_;
    const SigningKey key_;
    Pairing pairing_;
    Random random_;

    Phase phase_ = Phase::Stopped;
    Status status_;
    Status told_;
    bool has_told_ = false;
    std::vector<Action> actions_;

    std::int64_t retry_step_ms_;
    std::int64_t deadline_ms_ = 0;  ///< of the phase: next try, or limit; unused while Online
    ServerIdentity server_{};       ///< of this connection
    std::int64_t heartbeat_ms_ = 0;
    std::int64_t last_sent_ms_ = 0;
    std::int64_t last_heard_ms_ = 0;
    std::size_t address_turn_ = 0;
    int failed_connects_ = 0;                  ///< in a row
    bool was_connected_ = false;               ///< to the right server, since the start
    std::pair<std::uint64_t, Instant> shown_;  ///< version and time of the view, on this connection

    Subscription subscription_;
    std::uint64_t subscription_correlation_ = 0;
    std::int64_t subscribe_again_at_ms_ = 0;  ///< 0 = never
    std::vector<Request> requests_;           ///< in the order they were made
    std::vector<Question> questions_;
    std::uint64_t next_correlation_ = 1;
    QueryId next_query_ = 1;
};

}  // namespace motcua::link
