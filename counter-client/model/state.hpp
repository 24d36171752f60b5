#pragma once
// All that a counter's window knows at a moment. Changed by CounterModel only; compose() turns it into a screen.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "counter-client/model/screen.hpp"
#include "shared/vocabulary/commands.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::counter {

/// A reading of the steady clock. This machine's wall clock may be wrong, and is asked for nothing: what a clerk sees
/// of time is the hall's.
struct Now {
    std::int64_t steady_ms = 0;
};

enum class Reach : std::uint8_t { Connecting, Pairing, Online, Offline, Rejected, IdentityChanged };

/// The connection as far as the window cares.
struct Connection {
    Reach reach = Reach::Connecting;
    std::string pairing_code;
    std::int64_t since_ms = 0;           ///< by the steady clock; Offline: when the connection was lost
    std::optional<Instant> server_time;  ///< the hall's time at since_ms, while the server is there
    std::string trouble;  ///< Connecting: why it takes long, a text of the catalogue; "" = it has only begun
    Refusal refusal = Refusal::None;
    Role role = Role::Unproven;  ///< Staff while somebody is signed in here
    DeviceId device;             ///< this machine, once it is paired
    bool operator==(const Connection&) const = default;
};

enum class Sheet : std::uint8_t { None, Transfer, TakeBack, Pause, SignOut, TakeOver, Keys };

/// Why a request was made: decides what its answer leads to.
enum class Purpose : std::uint8_t { Other, FinishThenNext, NoShow, Hold, BackToService, Transfer, SignIn, SignOut };

struct Pending {
    RequestId id;
    Purpose purpose = Purpose::Other;
    TicketId ticket;
    std::int64_t since_ms = 0;
    bool was_serving = false;  ///< the ticket's person, when it was asked
};

struct Undo {
    TicketId ticket;
    TicketNumber number;
    bool was_serving = false;  ///< then that is what it goes back to
    std::int64_t until_ms = 0;
};

struct Message {
    std::string text;
    bool is_trouble = false;
    std::int64_t until_ms = 0;
    bool waits_for_somebody = false;  ///< it happened while nobody sat here: what is the matter now goes first
};

struct Aside {
    TicketId ticket;
    TicketNumber number;
};

struct State {
    Now now;
    CounterId counter;
    Connection connection;
    std::optional<CounterView> view;
    bool awaits_first_view = true;              ///< of this connection
    std::optional<std::int64_t> hall_ahead_ms;  ///< hall's clock minus the steady clock; known wherever there is a view
    WindowSize size = WindowSize::Full;
    std::string language;  ///< "" = the hall's first
    Sheet sheet = Sheet::None;
    /// Whom the sheet of those who may come back lists: a key keeps its person as long as the sheet is open.
    std::vector<Aside> listed;
    std::optional<Pending> pending;
    std::optional<Undo> undo;
    std::optional<Message> message;
    std::int64_t next_pressed_ms = -1;      ///< when "next" was pressed with a ticket open; -1 = not
    bool leaves = false;                    ///< the last request was to sign out, and the view does not show it yet
    std::optional<SignInAs> for_take_over;  ///< what was typed, until the question is answered
    std::optional<SignInAs> demonstration;  ///< signs in by itself
    std::int64_t last_own_sign_in_ms = -1;

    bool is_online() const { return connection.reach == Reach::Online; }
    /// The server, or our own pin of it, said a definite no.
    bool is_turned_away() const {
        return connection.reach == Reach::Rejected || connection.reach == Reach::IdentityChanged;
    }
    /// The hall's settings do not have this counter any more.
    bool is_counter_gone() const {
        const auto is_this = [this](const NamedCounter& each) { return each.id == view->counter; };
        return view && std::none_of(view->counters.begin(), view->counters.end(), is_this);
    }
    bool is_signed_in() const {
        return connection.role == Role::Staff && view && view->state != CounterState::Closed &&
               view->device == connection.device;
    }
    /// The hall's time at a moment of the steady clock.
    Instant hall_time(std::int64_t steady_ms) const { return Instant{steady_ms + hall_ahead_ms.value_or(0)}; }
    bool is_open() const { return is_signed_in() && view->state == CounterState::Open; }
    const CounterTicket* current() const { return view && view->current ? &*view->current : nullptr; }
    std::string shown_language() const;
};

/// Whether this act makes sense now: an enabled button and a key agree.
bool is_possible(const State& state, Act act);

}  // namespace motcua::counter
