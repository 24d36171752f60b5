#pragma once
// One client program: the real link machine and outbox, obeyed as shared/link/link.cpp does, over the simulated
// network and a simulated disk of its own. What a person or a screen does with it is in persons.hpp.

#include <memory>
#include <optional>
#include <set>

#include "shared/link/link_machine.hpp"
#include "shared/link/outbox.hpp"
#include "shared/protocol/framing.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/network.hpp"

namespace motcua::simulation {

/// What only a person can change.
bool is_final(Refusal refusal);

class Client : public LineEnd {
  public:
    struct About {
        std::size_t number = 0;  ///< unique in the run
        HallId hall;
        Role role = Role::Unproven;
        std::string name;
        CounterId counter;
        Subscription subscription;
    };
    Client(World& world, Network& network, Checker& checker, About about, SigningKey key, link::Pairing pairing);
    ~Client() override;

    void power_on();
    /// At once, without a word; what is on its disk stays.
    void power_off();
    bool is_on() const { return machine_ != nullptr; }
    /// An old request of this machine comes to the server once more.
    void repeat_an_old_request();
    void fail_outbox(std::int64_t for_ms) { outbox_fails_until_ms_ = world_.schedule.now_ms() + for_ms; }

    /// By its own wall clock, which is never quite right.
    session::Now own_now() const {
        return session::Now{world_.true_wall() + clock_error_ms_, world_.schedule.now_ms()};
    }
    void step_clock(std::int64_t ms) { clock_error_ms_ += ms; }
    /// As a person does at the machine: it forgets who it is and shows a pairing code.
    void pair_again();

    const About& about() const { return about_; }
    const link::Status& status() const { return machine_->status(); }
    const std::optional<View>& view() const { return view_; }
    const std::string& pairing_code() const { return status().pairing_code; }
    /// In peace: how what the person sees differs from the hall's view; "" = not.
    virtual std::string difference_from(const View&) const { return {}; }
    bool is_online() const { return is_on() && status().is_online(); }
    /// Nothing waits to be answered, in memory or on disk.
    bool is_drained() const { return is_on() && status().unanswered == 0 && outbox_ && outbox_->waiting().empty(); }

    void received(std::string_view bytes) override;
    void ended() override;

  protected:
    virtual void started() {}
    virtual void status_changed() {}
    virtual void view_came(const View&) {}
    virtual void reply_is_coming(const RequestId&, const Reply&) {}
    virtual void reply_came(const RequestId&, const Reply&) {}
    virtual void gave_up(const RequestId&) {}

    RequestId send(Command command, link::Keep keep);
    /// As Link::send_durably.
    std::optional<RequestId> send_durably(Command command);
    bool can_send_durably() const;
    bool disk_fails() const;
    /// As Link::earlier_requests.
    const std::vector<link::EarlierRequest>& earlier_requests() const { return earlier_requests_; }
    Instant earlier_requests_at() const { return earlier_requests_at_; }
    /// A SignIn, AcceptPairing or AddStaffRequest; answers with its id.
    template <class Body>
    RequestId send_once(Body body) {
        const RequestId id = body.id;
        send_now(std::move(body));
        return id;
    }
    void query(Query query);
    RequestId new_id();
    /// Somebody comes and sees that it was let go, and pairs it anew: sooner or later; in peace at once.
    void await_technician();
    bool was(const DeviceId& device) const { return was_.contains(device); }
    /// Calls later, unless the program has ended by then.
    void later(std::int64_t ms, std::function<void()> job);

    World& world_;
    Checker& checker_;

  private:
    class OutboxOnDisk;

    void read_outbox();
    void send_now(protocol::Body body);
    void obey_soon();
    void obey();
    void set_timer();
    void act(const link::Connect&);
    void act(const link::Disconnect&) { disconnect(); }
    void act(const link::SendMessage& wish);
    void act(const link::KeepPairing& wish) { pairing_ = wish.pairing; }
    void act(const link::TellStatus&);
    void act(const link::ShowView& wish);
    void act(const link::GiveReply& wish);
    void act(const link::GiveUp& wish);
    void act(const link::GiveAnswer&) {}
    void disconnect();
    void remember_for_repeats(const protocol::Message& message);

    Network& network_;
    About about_;
    SigningKey key_;

    // What outlives the program.
    link::Pairing pairing_;
    std::set<DeviceId> was_;  ///< before it was paired anew
    std::string disk_;
    std::int64_t outbox_fails_until_ms_ = 0;
    std::int64_t clock_error_ms_ = 0;
    Instant disk_changed_at_;  ///< by its own clock
    struct OldRequest {
        protocol::CommandRequest request;
        std::int64_t sent_ms = 0;
        std::uint64_t life = 0;         ///< of this client, in which it was sent first
        bool has_ended_undone = false;  ///< the server said that it could not, and will not be asked again
    };
    std::vector<OldRequest> old_requests_;  ///< for repeats; the newest few

    std::unique_ptr<link::LinkMachine> machine_;
    std::optional<link::Outbox> outbox_;
    std::vector<link::EarlierRequest> earlier_requests_;
    Instant earlier_requests_at_;
    std::optional<View> view_;
    std::shared_ptr<Line> line_;
    protocol::FrameReader reader_;
    std::uint64_t life_ = 0;
    std::uint64_t connection_number_ = 0;
    int server_life_ = 0;  ///< of the server that the connection was made to
    std::int64_t timer_at_ms_ = 0;
    bool is_posted_ = false;
};

}  // namespace motcua::simulation
