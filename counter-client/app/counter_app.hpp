#pragma once
// Puts model, window and link of a counter together and runs them on the window's thread.

#include "counter-client/app/counter_settings.hpp"
#include "shared/language/language.hpp"
#include "shared/link/client_settings.hpp"

namespace motcua::counter {

/// Runs until the window closes or SIGTERM or SIGINT comes. Throws a Failure when it cannot start.
void run_counter(const link::ClientSettings& client, const CounterSettings& settings, const Catalogues& catalogues);

}  // namespace motcua::counter
