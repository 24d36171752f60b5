#pragma once
// What screens are shown, made from the state: private to this folder. Pure functions.

#include "server/hall/state.hpp"

namespace motcua::hall {

/// Its time is `now`, and never before the last event.
HallHeader make_header(const HallState& state, Instant now);
TicketDetail make_ticket_detail(const HallState& state, const Ticket& ticket);

/// `now` decides what is open; on a later local day than the service day nobody waits yet and nothing is used up.
KioskView make_kiosk_view(const HallState& state, Instant now);
BoardView make_board_view(const HallState& state, const std::string& zone, Instant now);
CounterView make_counter_view(const HallState& state, const CounterSettings& counter, Instant now);
/// Of a counter that the settings do not have (any more): closed, and not among the hall's counters.
CounterView make_missing_counter_view(const HallState& state, const CounterId& counter, Instant now);

}  // namespace motcua::hall
