#pragma once
// An outcome for a person: sentences and aligned tables in the person's language. Pure.

#include <string>

#include "server/cli/arguments.hpp"
#include "server/cli/outcome.hpp"

namespace motcua::cli {

/// What goes to standard output; "" for a failure without lists. `offset_min` is of the clock that times are
/// shown by, minutes east of UTC.
std::string text_of(const Outcome& outcome, const Job& job, const Language& language, std::int32_t offset_min);
/// What goes to standard error.
std::string failure_text(const Outcome& outcome, const Language& language);
/// What a line of the health or of the doctor is about, by its stable name: "hall kon-tum" is "trung tâm kon-tum".
std::string name_text(const std::string& name, const Language& language);

/// A ticket in a few lines, and with `explains_calls` the story of every call.
std::string ticket_text(const TicketDetail& ticket, bool explains_calls, const Language& language,
                        std::int32_t offset_min);
std::string state_text(TicketState state, const Language& language);
std::string clock_text(Instant at, std::int32_t offset_min);  ///< "07:05:09"

}  // namespace motcua::cli
