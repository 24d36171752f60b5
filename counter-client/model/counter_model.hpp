#pragma once
// Decides what a counter's window shows and asks. No window, no network, no clock: everything comes in with a Now.
// Owned by counter-client/app, on the window's thread.
//
// Call protocol: feed connection_changed, view_came, reply_came, gave_up and wish as they happen, and advance() at
// least every 250 ms; when take_changed() is true, draw screen(). The port is called from inside these. One request at
// a time: a wish that comes while one is under way does nothing.

#include <string>

#include "counter-client/model/limits.hpp"
#include "counter-client/model/port.hpp"
#include "counter-client/model/screen.hpp"
#include "counter-client/model/state.hpp"
#include "shared/base/on_demand.hpp"
#include "shared/language/language.hpp"

namespace motcua::counter {

class CounterModel {
  public:
    /// `language`: "" = the hall's first. The catalogues and the port outlive the model.
    CounterModel(const Catalogues& catalogues, Port& port, CounterId counter, std::string language, Now now);

    /// A demonstration or training machine signs in by itself whenever its counter is free.
    void sign_in_by_itself(SignInAs who, Now now);

    void connection_changed(const Connection& connection, Now now);
    void view_came(const CounterView& view, Now now);
    void reply_came(const RequestId& id, const Reply& reply, Now now);
    /// The request was not sent, or nobody knows what came of it; the next view tells.
    void gave_up(const RequestId& id, Now now);
    void wish(const Intent& intent, Now now);
    void advance(Now now);

    /// True once after each change of what screen() gives.
    bool take_changed();
    const CounterScreen& screen() const;
    const State& state() const { return state_; }

  private:
    void wished(Act act);
    void wished(const SignInAs& who);
    void wished(const TransferTo& target);
    void wished(const TakeBackTicket& which);
    void wished(const PauseFor& why);
    void next();
    std::string why_not(Act act) const;
    TicketId shown_ticket() const;
    void open(Sheet sheet);
    void list_aside();
    bool is_aside(TicketId ticket) const;
    void ask(Command command, Purpose purpose = Purpose::Other);
    void sign_in(const SignInAs& who, bool take_over);
    void say(std::string text, bool is_trouble, std::int64_t for_ms = limits::message_ms);
    void say_to_who_comes_back(std::string text);
    void tell_where_sent(const TicketDetail& sent);
    void answered(const Pending& pending, const Reply& reply);
    void refused(const Pending& pending, const Reply& reply);
    void choose_next_language();
    void set_hall_clock(const HallHeader& header);
    void settle();
    Language language() const;
    std::string why_not_now() const;  ///< nothing can be asked of the server

    const Catalogues& catalogues_;
    Port& port_;
    State state_;
    mutable OnDemand<CounterScreen> screen_;
};

/// The whole screen from the state: pure.
CounterScreen compose(const State& state, const Language& language);

}  // namespace motcua::counter
