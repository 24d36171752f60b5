#pragma once
// What people do with the clients. Board, kiosk and counter have their programs' models; the office is a script that
// keeps the rules of its program: one request under way at a time, sent once or never.

#include <map>

#include "counter-client/model/counter_model.hpp"
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
    bool keep(const kiosk::Kept& kept) override;
    TicketToken new_token() override;
    bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) override;

    void touch(const kiosk::Intent& intent) { model_->touch(intent, kiosk_now()); }
    void pass_time();
    kiosk::Now kiosk_now() const { return {world_.schedule.now_ms(), world_.now().wall}; }

    std::optional<kiosk::KioskModel> model_;
    std::string own_numbers_;             ///< its file
    std::optional<KioskView> last_view_;  ///< its file
    std::vector<TicketToken> given_;      ///< of people who may change their mind
};

/// With the counter's real model. A clerk looks at its screen and presses its keys, sometimes twice, sometimes the
/// wrong one.
class Counter : public Client, private counter::Port {
  public:
    using Client::Client;
    void set_clerks(std::vector<StaffId> clerks, const HallPlan* plan) {
        clerks_ = std::move(clerks);
        plan_ = plan;
    }
    enum class Mood : std::uint8_t {
        Works,   ///< as people do: breaks, wrong keys, people sent on and set aside
        Rests,   ///< does nothing
        Clears,  ///< the hall is to be empty soon: calls, starts and finishes, one after the other
    };
    void set_mood(Mood mood) { mood_ = mood; }
    std::string difference_from(const View& wanted) const override;

  protected:
    void started() override;
    void status_changed() override;
    void view_came(const View& view) override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override;

  private:
    RequestId send(Command command) override;
    RequestId sign_in(const StaffId& login, const std::string& password, const CounterId& counter,
                      bool take_over) override;

    void pass_time();
    void think();
    void type_password();
    void use_sheet(const counter::SheetText& sheet);
    void clear_the_line(const counter::State& state);
    void work_on(const counter::State& state);
    void with_current(const CounterTicket& current);
    void with_nobody(const counter::State& state);
    /// One key or button; `seen` is whom the clerk means by it, as the screen has it.
    void press(const counter::Intent& intent, const std::string& seen);
    void press(counter::Act act);
    std::string whom(counter::Act act) const;
    /// The answer to one of the model's requests: once, and told on the screen.
    void expect_waiting_for(const RequestId& id);
    void expect_told(const std::string& what);
    counter::Now counter_now() const { return {world_.schedule.now_ms(), world_.now().wall}; }
    const counter::CounterScreen& screen() const { return model_->screen(); }

    struct Pressed {  ///< the key that a request comes from
        std::uint64_t press = 0;
        std::string seen;
    };

    std::vector<StaffId> clerks_;
    const HallPlan* plan_ = nullptr;
    std::optional<counter::CounterModel> model_;
    std::map<RequestId, Pressed> waits_for_;
    Pressed pressed_;  ///< the last, or the one whose answer leads to more
    std::uint64_t presses_ = 0;
    Mood mood_ = Mood::Works;
    std::int64_t busy_until_ms_ = 0;
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
