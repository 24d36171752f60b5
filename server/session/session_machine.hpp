#pragma once
// The server's side of one connection as a state machine without I/O: inputs in, actions out. Owned by the reception,
// on the hall thread.
//
// Call protocol: start() once; then any input in any order; every input returns what should be done next, in order.
// A Submit, CheckPassword, HashPassword or Ask is answered by the input of the same job, a SendWhenDurable by
// durable(). After Close nothing comes.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/session/attempts.hpp"
#include "server/session/desk.hpp"
#include "server/session/limits.hpp"
#include "server/session/pairing.hpp"
#include "server/session/presence.hpp"
#include "server/session/rights.hpp"
#include "server/session/sign_in_guard.hpp"
#include "server/session/turns.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/protocol/proof.hpp"

namespace motcua::session {

/// What all sessions of a server share.
struct Surroundings {
    const Desk& desk;
    Pairing& pairing;
    const Presence& clerks;  ///< machines with a signed-in clerk: one that comes back soon is signed in again
    SignInGuard& sign_ins;
    Attempts& codes;  ///< wrong pairing codes, by administrator's session
    PublicKey admin_key{};
    protocol::CertificateHash certificate{};
    RandomBytes random;
};

// What should we do next?
using JobId = std::uint64_t;
struct Send {
    protocol::Message message;
};
/// What it says may rest on what is not durable yet, and is said only when that is; else the peer is told that the
/// store is not available.
struct SendWhenDurable {
    protocol::Message message;
    bool is_last = false;  ///< the connection is closed after it
};
struct Close {};       ///< after what was sent has left
struct RaiseLimit {};  ///< the peer is proven: larger frames from now on
struct Submit {
    JobId job = 0;
    RequestId id;
    std::uint64_t digest = 0;
    Command command;
    Actor actor;
};
struct Watch {
    Subscription what;
};
struct CheckPassword {
    JobId job = 0;
    std::string password;
    std::string hash;
};
struct HashPassword {
    JobId job = 0;
    std::string password;
};
struct Ask {
    JobId job = 0;
    Query query;
};
struct NoteRefusal {  ///< of rights or proof: for the journal
    Actor actor;
    std::string request;
    std::string about;
    Refusal refusal = Refusal::NotAllowed;
};
using Action = std::variant<Send, SendWhenDurable, Close, RaiseLimit, Submit, Watch, CheckPassword, HashPassword, Ask,
                            NoteRefusal>;
using Actions = std::vector<Action>;

class SessionMachine {
  public:
    /// `number` is unique among the server's sessions; `network` is the peer's, as of network_of().
    SessionMachine(std::uint64_t number, std::string network, Surroundings& surroundings)
        : number_(number), network_(std::move(network)), around_(surroundings) {}

    Actions start(Now now);
    Actions frame(std::string_view payload, Now now);
    /// The stream holds no frames that this side takes: length 0, or too long.
    Actions bad_frame(protocol::FrameError error);
    Actions replied(JobId job, const Reply& reply, Now now);
    Actions password_checked(JobId job, bool is_right, Now now);
    Actions password_hashed(JobId job, std::string hash);
    /// The worker's queue is full.
    Actions password_refused(JobId job);
    Actions answered(JobId job, Answer answer);
    /// What was held back may be said now, or its commit failed.
    Actions durable(SendWhenDurable held, Refusal refusal);
    Actions paired(const DeviceId& device, Now now);
    Actions time(Now now);
    /// The server ends it: drain, a revoked device.
    Actions end(Refusal reason, std::string detail = {});

    /// Milliseconds until time() has something to do.
    std::int64_t next_wait(Now now) const;

    bool is_proven() const { return state_ == State::Proven; }
    /// A clerk signed in on this connection, or came back to it in time.
    bool is_seated() const { return is_seated_; }
    const HallId& hall() const { return hall_; }
    const DeviceId& device() const { return device_; }
    /// Who is asking, at this moment: a counter machine is Staff as long as its clerk holds the counter.
    Role role();
    std::size_t jobs() const { return jobs_.size(); }

  private:
    enum class State { AwaitHello, AwaitProof, AwaitPairing, Proven, Leaving, Closed };
    enum class JobKind { Command, SignIn, AcceptPairing, AddStaff, Query };
    /// What is being asked, for the journal in case that it is refused.
    struct Asked {
        std::string request;
        std::string about;
    };
    struct Job {
        JobKind kind = JobKind::Command;
        std::uint64_t correlation = 0;
        RequestId id;
        std::uint64_t digest = 0;
        bool shows_token = false;
        protocol::SignIn sign_in;  ///< without its password
        protocol::AddStaffRequest add_staff;
        Asked asked;
    };

    Actions take() { return std::exchange(actions_, {}); }
    void send(std::uint64_t correlation, protocol::Body body);
    void send_when_durable(protocol::Body body);
    void leave(Refusal reason, std::string detail = {});
    void leave_when_durable(Refusal reason, std::string detail);
    void close();  ///< says nothing
    void answer_unread(const protocol::DecodeProblem& problem);
    void refuse(std::uint64_t correlation, const RequestId& id, Refusal refusal, std::string detail = {});
    void note(Refusal refusal);
    Asked asked_to_sign_in(const StaffId& login) const;
    void handle(const protocol::Message& message, Now now);
    void greeted(const protocol::Hello& hello, Now now);
    void ask_for_pairing(const protocol::Hello& hello, const hall::Hall& hall, Now now);
    void proved(const protocol::Proof& proof, Now now);
    void welcome(Now now);
    void handle_proven(const protocol::Message& message, Now now);
    void subscribe(std::uint64_t correlation, const Subscription& what);
    void command(std::uint64_t correlation, const protocol::CommandRequest& request);
    void sign_in(std::uint64_t correlation, const protocol::SignIn& request);
    void accept_pairing(std::uint64_t correlation, const protocol::AcceptPairing& request);
    void add_staff(std::uint64_t correlation, const protocol::AddStaffRequest& request);
    void query(std::uint64_t correlation, const Query& query);

    /// Why the asker may not do this there; None: may.
    Refusal denial(Deed deed, const CounterId& counter);
    std::string whose(Refusal why, Deed deed);
    Actor actor();
    CounterId own_counter();
    std::optional<JobId> new_job(Job job);
    std::optional<Job> take_job(JobId id);
    void submit_job(JobId id, const Job& job, Command command, Actor actor);
    bool remembers(const RequestId& id) const;

    std::uint64_t number_;
    std::string network_;
    Surroundings& around_;
    Asked asked_;
    State state_ = State::AwaitHello;
    Actions actions_;
    HallId hall_;
    DeviceId device_;
    Role base_role_ = Role::Unproven;
    CounterId home_;          ///< where a counter machine stands; empty = chosen at sign-in
    bool is_seated_ = false;  ///< its clerk signed in on this session, or came back to it in time
    CounterId watched_;       ///< whose view was asked for
    Nonce nonce_{};
    protocol::Hello pairing_;  ///< of a device that waits to be accepted
    std::int64_t greeting_until_ms_ = 0;
    std::int64_t pairing_until_ms_ = 0;
    std::int64_t now_ms_ = 0;  ///< latest steady reading
    Turns subscribes_{limits::subscribes_per_second, limits::subscribes_burst, limits::subscribes_burst};
    std::int64_t heard_ms_ = 0;
    std::int64_t sent_ms_ = 0;
    std::uint64_t ping_ = 0;
    JobId last_job_ = 0;
    bool checks_password_ = false;
    std::map<JobId, Job> jobs_;
};

}  // namespace motcua::session
