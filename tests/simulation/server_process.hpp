#pragma once
// One life after another of a server: the real desk, reception and sessions over the simulated journal and network.
// The sending side keeps the bounds of server/net's connection.

#include <map>
#include <memory>

#include "server/session/hall_clock.hpp"
#include "server/session/reception.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/simulated_journal.hpp"

namespace motcua::simulation {

constexpr protocol::CertificateHash certificate{7, 7, 7};

enum class Crash : std::uint8_t { Kill, PowerCut };

class ServerProcess {
  public:
    using HallOfClient = std::function<const HallId&(std::size_t client)>;

    ServerProcess(World& world, Network& network, SimulatedJournal& journal, Checker& checker, PublicKey admin_key,
                  HallOfClient hall_of);
    ~ServerProcess();

    void start();
    /// What the next look at the hall's file finds; `is_told`: the server looks at once (SIGHUP).
    void write_centre(const HallId& id, CentreSettings centre, bool is_told);
    /// Somebody tells it until it has taken the file.
    bool has_taken_centres();
    void crash(Crash crash, std::int64_t back_after_ms);
    void stop_in_order(std::int64_t back_after_ms);
    bool is_alive() const { return desk_ != nullptr; }
    bool is_listening() const { return is_listening_; }
    /// nullptr: not alive, or not to be trusted now.
    const hall::Hall* hall(const HallId& id) const { return desk_ ? desk_->hall(id) : nullptr; }
    /// Its sessions, also those of lines that nobody holds any more.
    std::size_t session_count() const { return reception_ ? reception_->session_count() : 0; }
    /// What the desk or a line still has in hand; "" = nothing.
    std::string what_waits() const;
    /// The time by which the desk makes its views, as near as one can tell from outside.
    Instant hall_time() const { return clock_.at(world_.now()); }
    /// Nobody looks at the time at night.
    void sleep() { is_asleep_ = true; }
    void wake();

  private:
    class Wire;
    class Passwords;

    void opened(Result<void> result);
    void import_centres();
    void import_centre(const HallId& id, std::function<void(const Reply&)> then);
    void listen();
    void pulse();
    void give_up();
    bool accept(const std::shared_ptr<Line>& line);
    void end_life();
    void start_after(std::int64_t ms);

    World& world_;
    Network& network_;
    SimulatedJournal& journal_;
    Checker& checker_;
    PublicKey admin_key_;
    HallOfClient hall_of_;
    std::unique_ptr<Passwords> passwords_;
    std::unique_ptr<session::Desk> desk_;
    std::unique_ptr<session::Reception> reception_;
    std::vector<std::shared_ptr<Wire>> wires_;
    std::uint64_t life_ = 0;
    session::HallClock clock_;
    std::map<HallId, CentreSettings> files_;
    std::size_t imports_left_ = 0;
    bool is_listening_ = false;
    bool is_asleep_ = false;
};

}  // namespace motcua::simulation
