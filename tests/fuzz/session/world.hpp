#pragma once
// A server without sockets for the fuzzer: desk and reception over a journal in memory, peers that hold their side's
// keys, and the rules that must hold whatever a peer sends. A broken rule is an assertion.

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/session/reception.hpp"
#include "shared/protocol/convert.hpp"
#include "tests/support/memory_server.hpp"

namespace motcua::fuzz {

/// The devices that the fuzzer can prove to be. Their keys are made once a run.
enum class Who : std::uint8_t { Admin, Kiosk, Board, Counter, Newcomer };
constexpr std::size_t who_count = 5;

class World;

/// One connection: what comes from the fuzzer goes through the frame reader that a real connection has.
class Peer : public session::Wire {
  public:
    explicit Peer(World& world);
    ~Peer() override;
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void stream(std::string_view bytes);
    void say(protocol::Body body);
    void greet(Who who);
    void ask_to_be_paired(Who who, Role role);
    void prove(Who who, bool is_right);

    bool is_closing() const { return is_closing_; }
    bool is_proven() const { return is_proven_; }
    const std::string& pairing_code() const { return code_; }
    TicketToken token;  ///< of the ticket it was granted last
    TicketId ticket;
    std::vector<ReservedNumbers> reserved;  ///< as it was told last
    Instant heard_at;                       ///< when that was
    std::size_t asked = 0;                  ///< requests that want one answer each
    std::size_t answered = 0;

    void send(session::Frame frame) override;
    void show(session::Frame view) override;
    void raise_limit() override;
    void close_after_flush() override;

  private:
    void payload(const std::string& bytes);
    void hear(const protocol::Message& message);
    void hear_of_own_numbers(const RequestId& id, const std::vector<ReservedNumbers>& runs);
    void count_question(const protocol::Decoded& decoded);

    World& world_;
    session::Reception::SessionNumber number_ = 0;
    protocol::FrameReader reader_;
    Nonce nonce_{};
    std::string code_;
    PublicKey signed_by_{};
    DeviceId device_;  ///< by whose name it was welcomed
    bool has_greeted_ = false;
    bool has_proof_ = false;  ///< a signature that the server must take is on its way, or was
    bool is_proven_ = false;
    bool is_closing_ = false;
};

/// Work that waits until it is told to be done.
class Passwords : public session::PasswordWork {
  public:
    bool check(std::string password, std::string hash, std::function<void(bool)> completion) override;
    bool hash(std::string password, std::function<void(std::string)> completion) override;
    bool work_one();
    void forget() { jobs_.clear(); }

  private:
    std::deque<std::function<void()>> jobs_;
};

class World : public test::MemoryServer {
  public:
    static constexpr std::size_t peers = 6;

    World();
    ~World();

    Peer* peer(std::size_t place) { return peers_[place % peers].get(); }
    void open(std::size_t place);
    void close(std::size_t place) { peers_[place % peers].reset(); }

    void settle();
    /// The clocks move on; the wall clock may be set to anywhere.
    void pass(std::int64_t steady_ms, std::int64_t wall_ms);
    /// The server dies and comes back over what its journal acknowledged.
    void restart();
    /// All that was durable is looked at once more; call after every step.
    void check();
    /// Faults have ended: everything asked is answered, and the journal builds the same halls again.
    void finish();

    const SigningKey& key(Who who) const;
    DeviceId device(Who who) const;

    Passwords passwords;

  private:
    friend class Peer;
    void start();
    void set_up();
    void look_at_batches();
    void look_at_reserve(Date day, const hall::NumbersReserved& made);

    std::array<std::unique_ptr<Peer>, peers> peers_;
    std::size_t batches_seen_ = 0;
    std::uint64_t durable_events_ = 0;
    std::set<std::uint64_t> durable_;  ///< tickets
    std::set<std::pair<Date, TicketNumber>> numbers_;
    std::map<std::pair<Date, TicketNumber>, DeviceId> reserved_;
    std::map<RequestId, std::set<DeviceId>> askers_;
    DeviceId newcomer_;  ///< its name, once it was accepted
};

}  // namespace motcua::fuzz
