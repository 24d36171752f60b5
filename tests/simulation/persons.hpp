#pragma once
// What people do with the clients. Board and kiosk have their programs' models; counter and office are scripts that
// keep the rules of their programs: one request under way at a time, sent once or never.

#include "display-board/model/board_model.hpp"
#include "kiosk/model/kiosk_model.hpp"
#include "tests/simulation/client.hpp"

namespace motcua::simulation {

/// With the board's real model: its voice says each call once, in order.
class Board : public Client {
  public:
    using Client::Client;

  protected:
    void started() override;
    void status_changed() override;
    void view_came(const View& view) override;

  private:
    void carry_out(const board::BoardEffects& effects);
    void look_at_the_time();
    std::int64_t now_ms() const { return world_.schedule.now_ms(); }

    std::optional<board::BoardModel> model_;
    link::LinkState shown_ = link::LinkState::Offline;
    std::uint64_t last_announced_ = 0;
};

/// With the kiosk's real model, and numbers of its own while there is no server.
class Kiosk : public Client, private kiosk::Port {
  public:
    using Client::Client;
    /// Somebody touches a service and a category, after whoever was there before; nothing happens while a number is on
    /// its way.
    void press(const ServiceId& service, const CategoryId& category);

  protected:
    void started() override;
    void status_changed() override;
    void view_came(const View& view) override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override { model_->gave_up(id, kiosk_now()); }

  private:
    RequestId send(Command command) override { return Client::send(std::move(command), link::Keep::UntilAnswered); }
    RequestId ask(Command command) override { return Client::send(std::move(command), link::Keep::OnlyNow); }
    std::optional<RequestId> send_durably(Command command) override { return Client::send_durably(std::move(command)); }
    bool keep(const kiosk::OwnNumbers& numbers) override;
    TicketToken new_token() override;
    bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) override;

    void touch(const kiosk::Intent& intent) { model_->touch(intent, kiosk_now()); }
    void pass_time();
    kiosk::Now kiosk_now() const { return {world_.schedule.now_ms(), world_.now().wall}; }

    std::optional<kiosk::KioskModel> model_;
    std::string own_numbers_;         ///< its file
    std::vector<TicketToken> given_;  ///< of people who may change their mind
};

class Counter : public Client {
  public:
    using Client::Client;
    void set_clerks(std::vector<StaffId> clerks, const HallPlan* plan) {
        clerks_ = std::move(clerks);
        plan_ = plan;
    }
    /// The clerks go on or have a rest.
    void work(bool works) { works_ = works; }

  protected:
    void started() override;
    void status_changed() override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override;

  private:
    void think();
    void act_on(const CounterView& view);
    void with_current(const CounterTicket& current, const CounterView& view);
    void with_nobody(const CounterView& view);
    void sign_in();
    void ask(Command command) { pending_ = send(std::move(command), link::Keep::OnlyNow); }
    void transfer(const CounterTicket& current, const CounterView& view);

    std::vector<StaffId> clerks_;
    const HallPlan* plan_ = nullptr;
    std::optional<RequestId> pending_;
    bool is_signing_in_ = false;
    bool takes_over_next_ = false;
    bool works_ = true;
    std::int64_t busy_until_ms_ = 0;
    std::optional<TicketId> undo_;
};

/// The administrator of one hall: accepts what shows a pairing code, makes the staff's logins, looks at lists.
class Office : public Client {
  public:
    using Client::Client;
    void set_tasks(std::vector<StaffId> staff, std::vector<Client*> devices) {
        staff_ = std::move(staff);
        devices_ = std::move(devices);
    }

  protected:
    void started() override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override;

  private:
    void think();

    std::vector<StaffId> staff_;  ///< not made yet, the next at the end
    std::vector<Client*> devices_;
    std::optional<RequestId> pending_;
    bool is_adding_staff_ = false;
};

std::string password_of(const StaffId& clerk);

}  // namespace motcua::simulation
