#pragma once
// What people do with the clients. Board, kiosk and counter have their programs' models; the office is a script that
// keeps the rules of its program: one request under way at a time, sent once or never.

#include <map>
#include <set>

#include "counter-client/model/counter_model.hpp"
#include "display-board/model/board_model.hpp"
#include "kiosk/model/kiosk_model.hpp"
#include "tests/simulation/client.hpp"

namespace motcua::simulation {

/// With the board's real model: its voice says each call once, in order.
class Board : public Client {
  public:
    using Client::Client;
    std::string difference_from(const View& wanted) const override;

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
    /// What makes it start again after its power failed in the middle of something.
    void on_power_failure(std::function<void()> job) { power_failed_ = std::move(job); }
    /// Somebody touches a service and a category, after whoever was there before; nothing happens while a number is on
    /// its way.
    void press(const ServiceId& service, const CategoryId& category, int taps);
    std::string difference_from(const View& wanted) const override;

  protected:
    void started() override;
    void status_changed() override;
    void view_came(const View& view) override;
    void reply_is_coming(const RequestId& id, const Reply& reply) override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override;

  private:
    RequestId send(Command command) override;
    RequestId ask(Command command) override;
    std::optional<RequestId> send_durably(Command command) override;
    bool can_send_durably() const override { return Client::can_send_durably(); }
    bool keep(const kiosk::Kept& kept) override;
    TicketToken new_token() override;
    bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) override;

    /// One event of the program; false: its power failed inside, and it is off.
    template <class Job>
    bool go_through(Job job);
    /// The power may fail before or after a port has done its work. What the model does then has no effect any more.
    bool loses_power(int per_mille);
    void touch(const kiosk::Intent& intent);
    void take(const CategoryId& category);
    void stop_waiting();
    bool is_kept(const TicketDetail& own) const;
    void pass_time();
    kiosk::Now kiosk_now() const { return {own_now().steady_ms, own_now().wall}; }

    std::optional<kiosk::KioskModel> model_;
    std::string own_numbers_;             ///< its file
    std::optional<KioskView> last_view_;  ///< its file
    std::vector<TicketToken> given_;      ///< of people who may change their mind
    DeviceId let_go_;                     ///< as which it was told so, and could write it down

    std::function<void()> power_failed_;
    bool has_no_power_ = false;
    std::uint64_t touches_ = 0;   ///< for a number
    std::uint64_t asks_for_ = 0;  ///< the touch of which a number is asked for, or was last
    bool is_taking_ = false;
    RequestId shows_;  ///< the request that a ticket comes from
    bool is_answered_ = false;
    std::map<RequestId, RequestId> gives_back_;  ///< what cancels, and what asked for it
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
    counter::Now counter_now() const { return {own_now().steady_ms}; }
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
        clerks_ = staff_;
        devices_ = std::move(devices);
    }
    /// Lets this device go, as soon as it can.
    void let_go(Client& device) {
        if (device.is_on() && !device.status().device.empty())
            to_let_go_.push_back({&device, device.status().device});
    }
    void let_nobody_go() {
        to_let_go_.clear();
        to_remove_.clear();
    }
    /// Removes a clerk's login as soon as it can, and makes it anew.
    void remove_a_clerk();

  protected:
    void started() override;
    void reply_came(const RequestId& id, const Reply& reply) override;
    void gave_up(const RequestId& id) override;

  private:
    void think();
    void take_over_a_ticket();
    const Client* next_to_accept() const;

    std::vector<StaffId> staff_;  ///< not made yet, the next at the end
    std::vector<StaffId> clerks_;
    std::vector<StaffId> to_remove_;
    std::optional<StaffId> removed_;  ///< asked, not answered yet
    std::vector<Client*> devices_;
    std::vector<std::pair<Client*, DeviceId>> to_let_go_;  ///< the next at the end
    std::optional<RequestId> pending_;
    bool is_adding_staff_ = false;
    bool is_letting_go_ = false;
    std::string typed_;              ///< the code in question
    std::set<std::string> settled_;  ///< codes that were accepted, or are none: nobody types them again
};

std::string password_of(const StaffId& clerk);

}  // namespace motcua::simulation
