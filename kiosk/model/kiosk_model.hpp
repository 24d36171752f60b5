#pragma once
// Decides what the kiosk shows and does. No window, no network, no clock: everything comes in with a Now.
// Owned by kiosk/app, on the window's thread.
//
// Call protocol: feed connection_changed, view_came, reply_came, gave_up, print_ended, touch and activity as they
// happen, and advance() at least every 250 ms; when take_changed() is true, draw screen(). The port is called from
// inside these.

#include <vector>

#include "kiosk/model/port.hpp"
#include "kiosk/model/screen.hpp"
#include "kiosk/model/state.hpp"
#include "shared/base/on_demand.hpp"
#include "shared/language/language.hpp"

namespace motcua::kiosk {

class KioskModel {
  public:
    /// `default_language`: "" = the hall's first. The catalogues and the port outlive the model.
    KioskModel(const Catalogues& catalogues, Port& port, std::string default_language, Now now);

    void set_tiles_on_page(std::size_t tiles);  ///< told once by the screens
    /// What the program kept of an earlier run; before the first view.
    void earlier_run_found(EarlierRun run, Now now);
    void connection_changed(const Connection& connection, Now now);
    /// Of the server, or before that what the program kept of an earlier run.
    void view_came(const KioskView& view, Now now);
    /// The reply that comes next, while its request is still kept: a ticket that nobody wants is given back here, so
    /// that no power cut lies between.
    void reply_is_coming(const RequestId& id, const Reply& reply, Now now);
    void reply_came(const RequestId& id, const Reply& reply, Now now);
    /// The request will never be answered.
    void gave_up(const RequestId& id, Now now);
    void print_ended(std::uint64_t job, PrintOutcome outcome, Now now);

    void touch(const Intent& intent, Now now);
    /// A touch anywhere, also beside every button: somebody is there.
    void activity(Now now);
    void advance(Now now);

    /// True once after each change of what screen() gives.
    bool take_changed();
    const KioskScreen& screen() const;
    const State& state() const { return state_; }

  private:
    void wished(const ChooseService& intent);
    void wished(const ChooseGroup& intent);
    void wished(const TakeNumber& intent);
    void wished(const ChooseLanguage& intent);
    void wished(Wish wish);
    void go_back();
    void go_home();  ///< the next person begins
    void show_problem(ObstacleKind kind, const ServiceId& service);
    void show_ticket(const TicketDetail& ticket, bool is_own = false);
    bool give_own_number(const ServiceId& service, const CategoryId& category);
    std::optional<TicketNumber> spend_own_number(const ServiceId& service);
    bool promise(TicketNumber number, const ServiceId& service, const CategoryId& category);
    bool may_still_stand_here(const TicketDetail& ticket) const;
    void fill_up();
    bool keep();
    void note_promises();
    void drop_own_numbers();
    void refused(const Reply& reply, const ServiceId& service);
    void give_back(const Reply& reply);
    void abandon(const RequestId& id);
    void abandon_pending();
    void abandon_earlier();
    void advance_idle();
    bool is_anybody_there() const;
    bool is_ticket_fresh() const;
    void begin(Now now);
    void compose_later() { screen_.outdate(); }  ///< after every input

    const Catalogues& catalogues_;
    Port& port_;
    State state_;
    mutable OnDemand<KioskScreen> screen_;
    std::uint64_t next_job_ = 1;
    std::optional<RequestId> filling_up_;  ///< the request for numbers of its own that is under way
    std::int64_t fill_up_at_ms_ = 0;       ///< not asked again before, on that day
    bool must_compare_own_ = true;  ///< since this connection the hall has not yet said which numbers are its own
    Date fill_up_day_;
    std::optional<std::int64_t> keep_again_at_ms_;  ///< what is kept is behind what is known: tried again then
    std::int64_t promise_again_at_ms_ = 0;          ///< none is made before: the outbox did not take the last one
    std::vector<RequestId> abandoned_;              ///< their tickets are cancelled when they come, oldest first
    std::vector<RequestId> earlier_;                ///< asked for in an earlier run; whoever asked may still stand here
    Instant earlier_at_;                            ///< asked for then, by this kiosk's clock
    std::int64_t earlier_until_ms_ = 0;             ///< then nobody does
};

}  // namespace motcua::kiosk
