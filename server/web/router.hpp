#pragma once
// Which page answers which address. No socket: a request in, a response out through a completion, on the hall thread.
// The completion is called exactly once, at once or when what the page tells is durable.

#include <functional>
#include <string>
#include <vector>

#include "server/session/desk.hpp"
#include "server/web/pages.hpp"
#include "shared/language/language.hpp"

namespace motcua::web {

enum class Method { Get, Head, Other };

struct Request {
    Method method = Method::Get;
    std::string target;           ///< path and query as sent
    std::string accept_language;  ///< the header, or empty
};

struct Response {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    std::string body;
};

class Router {
  public:
    using Health = std::function<std::vector<HealthLine>(session::Now)>;
    using Done = std::function<void(Response)>;

    /// All three outlive the router.
    Router(session::Desk& desk, const Catalogues& catalogues, Health health);

    void handle(const Request& request, session::Now now, const Done& done) const;
    /// For a request whose page takes too long.
    Response too_slow(const Request& request) const;

  private:
    void ticket(const Request& request, const TicketToken& token, Instant now, const Done& done) const;
    Response message(const Language& language, int status, std::string_view title, std::string_view text,
                     Message message = Message::Lasts) const;
    Response unavailable(const Language& language) const;

    session::Desk& desk_;
    const Catalogues& catalogues_;
    Health health_;
};

/// The first of `offered` that the person prefers: "?lang=" before the Accept-Language header (RFC 9110, with weights)
/// before the first offered. "" when nothing is offered.
std::string preferred_language(const std::vector<std::string>& offered, std::string_view target,
                               std::string_view accept_language);

}  // namespace motcua::web
