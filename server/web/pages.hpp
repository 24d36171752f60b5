#pragma once
// Pages as text: pure functions from plain data to HTML. Everything that came from outside or from settings is escaped.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/language/language.hpp"
#include "shared/vocabulary/centre.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::web {

/// `text` for HTML content and for attributes in double quotes.
std::string escape_html(std::string_view text);

/// The page of one ticket; `now` is the hall's time for the line "as of", `is_served`: some counter is open for its
/// line. Links stay within the page's own path.
std::string ticket_page(const Language& language, const CentreSettings& centre, const TicketDetail& ticket, Instant now,
                        bool is_served);

/// A page with one message: unknown ticket, not now, wrong address. What passes by itself is looked at again.
enum class Message { Lasts, Passes };
std::string message_page(const Language& language, const std::vector<std::string>& languages, std::string_view title,
                         std::string_view text, Message message);

/// {"good": bool, "checks": [{"name","good","detail"}]}
/// "good": all of the lines are. "ready", where it was asked: whether the halls can be worked in.
std::string health_json(const std::vector<HealthLine>& lines, std::optional<bool> is_ready = std::nullopt);

}  // namespace motcua::web
