#include "server/web/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "server/web/limits.hpp"
#include "shared/base/filled.hpp"
#include "shared/language/own_name.hpp"

namespace motcua::web {
namespace {

// One column, large type, no script, no outside resource. Colours: contrast of 7:1 or more in both schemes.
constexpr std::string_view style = R"(
:root{color-scheme:light dark;--paper:#fff8e7;--ink:#3b1110;--soft:#5b1a18;--call:#903938;--on-call:#fff;--card:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#0b1f33;--ink:#fff;--soft:#d7e3f0;--call:#ffd54f;--on-call:#0b1f33;--card:#12304d}}
*{box-sizing:border-box}body{margin:0;font:1.125rem/1.5 system-ui,"Noto Sans",sans-serif;background:var(--paper);color:var(--ink)}
main{overflow-wrap:break-word;max-width:34rem;margin:0 auto;padding:min(1.25rem,5vw);min-height:100vh;display:flex;flex-direction:column;gap:1rem}
h1{font-size:1rem;margin:0;font-weight:600;color:var(--soft)}h1,.card{text-wrap:balance}.branch{margin:0;color:var(--soft)}
.number{font-size:min(28vw,9rem);line-height:1.1;font-weight:800;margin:0;letter-spacing:.02em;text-align:center}
.card{background:var(--card);border-radius:1rem;padding:min(1.25rem,4vw);text-align:center}
.state{font-size:1.5rem;font-weight:700;margin:.25rem 0}.ahead{font-size:1.25rem;margin:.25rem 0}
.near{font-size:1.25rem;font-weight:700;margin:.25rem 0}
.called{--paper:var(--call);--ink:var(--on-call);--soft:var(--on-call);--card:transparent}
.called .card{order:-1;padding:0}.called .state{font-size:min(2rem,9vw);line-height:1.25}.called .number{font-size:min(15vw,6rem)}
.counter{display:inline-block;width:100%;font-size:min(15vw,6rem);line-height:1.15;font-weight:800}
.service{font-size:1.2rem;margin:0;text-align:center;font-weight:600}
a{color:inherit;display:inline-block;min-height:48px;min-width:48px;padding:.6rem 1rem;border:2px solid currentColor;border-radius:.75rem}
a.button{text-decoration:none;font-weight:600}nav{margin-top:auto;display:flex;gap:.75rem;flex-wrap:wrap}
footer{font-size:1rem;color:var(--soft)})";

std::string document(const Language& language, std::string_view title, std::string_view head,
                     std::string_view body_class, std::string_view body) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex,nofollow\"><meta name=\"referrer\" content=\"no-referrer\">{}"
        "<title>{}</title><style>{}</style></head><body class=\"{}\"><main>{}</main></body></html>\n",
        escape_html(language.tag()), head, escape_html(title), style, body_class, body);
}

std::string counter_words(const Language& language, const CentreSettings& centre, const CounterId& id) {
    const CounterSettings* counter = centre.counter(id);
    return counter != nullptr ? counter->label.in(language.tag()) : std::string();
}

std::string state_words(const Language& language, const CentreSettings& centre, const TicketDetail& ticket) {
    const std::string place = counter_words(language, centre, ticket.counter);
    switch (ticket.state) {
        case TicketState::Waiting:
            return language.tr("Please wait for your number");
        case TicketState::Called:
            return filled(language.tr("Please go to {}"), place);
        case TicketState::Serving:
            return filled(language.tr("You are being served at {}"), place);
        case TicketState::Held:
            return language.tr("Your number is set aside; the staff will call you again");
        case TicketState::Finished:
            return language.tr("Finished. Thank you!");
        case TicketState::NoShow:
            return language.tr("You were called and did not come. Please ask the staff");
        case TicketState::Cancelled:
            return language.tr("This number is no longer valid");
    }
    return {};
}

std::string ahead_words(const Language& language, std::int32_t ahead) {
    if (ahead == 0)
        return language.tr("Nobody is before you in this line");
    return filled(language.tr_n("{} person before you", "{} people before you", ahead), ahead);
}

/// What a ticket that waits is told beneath its state.
std::string waiting_lines(const Language& language, const CentreSettings& centre, const TicketDetail& ticket,
                          bool is_served) {
    const auto line = [](std::string_view what, const std::string& words) {
        return fmt::format("<p class=\"{}\">{}</p>", what, escape_html(words));
    };
    std::string lines = line("ahead", ahead_words(language, ticket.people_ahead));
    if (!is_served)
        lines += line("near", language.tr("No counter is open for this at the moment. Your number stays in its place; "
                                          "please listen for it."));
    else if (ticket.people_ahead <= limits::near_people)
        lines += line("near", language.tr("Your turn is near. Please stay in the hall."));
    const std::string place = counter_words(language, centre, ticket.reserved_for);
    if (!place.empty())
        lines += line("reserved", filled(language.tr("Your number will be called at {}"), place));
    return lines;
}

/// Of a called ticket the counter comes first and stands out.
std::string called_lines(const Language& language, const CentreSettings& centre, const TicketDetail& ticket) {
    const std::string place = fmt::format("<strong class=\"counter\">{}</strong>",
                                          escape_html(counter_words(language, centre, ticket.counter)));
    return fmt::format("<p class=\"state\">{}</p><p class=\"number\">{}</p>",
                       filled(escape_html(language.tr("Please go to {}")), place), to_string(ticket.number));
}

std::string other_languages(const Language& language, const std::vector<std::string>& languages) {
    std::string links;
    for (const auto& tag : languages) {
        if (tag == language.tag())
            continue;
        links += fmt::format("<a class=\"button\" hreflang=\"{0}\" lang=\"{0}\" href=\"?lang={0}\">{1}</a>",
                             escape_html(tag), escape_html(own_name_of_language(tag)));
    }
    return links;
}

std::string renewal() {
    return fmt::format("<meta http-equiv=\"refresh\" content=\"{}\">", limits::page_refresh_seconds);
}

bool may_still_change(TicketState state) {
    return state != TicketState::Finished && state != TicketState::Cancelled;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string ticket_page(const Language& language, const CentreSettings& centre, const TicketDetail& ticket, Instant now,
                        bool is_served) {
    const std::string number = to_string(ticket.number);
    const std::string state = state_words(language, centre, ticket);
    const ServiceSettings* service = centre.service(ticket.service);
    const LocalTime local = local_time(now, offset_min_at(centre, now));
    const bool renews = may_still_change(ticket.state);
    const std::string as_of =
        filled(renews ? language.tr("As of {time}. The page renews itself.") : language.tr("As of {time}."),
               fmt::arg("time", fmt::format("{}:{:02}", hhmm(local.minute_of_day), local.second)));
    std::string body =
        fmt::format("<header><h1>{}</h1><p class=\"branch\">{}</p></header>",
                    escape_html(centre.agency.in(language.tag())), escape_html(centre.branch.in(language.tag())));
    body += "<section class=\"card\" aria-live=\"polite\">";
    if (ticket.state == TicketState::Called)
        body += called_lines(language, centre, ticket);
    else
        body += fmt::format("<p class=\"number\">{}</p><p class=\"state\">{}</p>", number, escape_html(state));
    if (ticket.state == TicketState::Waiting)
        body += waiting_lines(language, centre, ticket, is_served);
    body += "</section>";
    if (service != nullptr)
        body += fmt::format("<p class=\"service\">{}</p>", escape_html(service->name.in(language.tag())));
    std::string links = other_languages(language, centre.languages);
    if (renews)  // nothing new comes of a ticket that has ended
        links = fmt::format("<a class=\"button\" href=\"?lang={}\">{}</a>", escape_html(language.tag()),
                            escape_html(language.tr("Look again now"))) +
                links;
    body += fmt::format("<nav>{}</nav>", links);
    body += fmt::format("<footer>{}</footer>", escape_html(as_of));
    const bool is_called = ticket.state == TicketState::Called;
    return document(language, fmt::format("{} · {}", number, state), renews ? renewal() : std::string(),
                    is_called ? "called" : "", body);
}

std::string message_page(const Language& language, const std::vector<std::string>& languages, std::string_view title,
                         std::string_view text, Message message) {
    return document(language, title, message == Message::Passes ? renewal() : std::string(), "",
                    fmt::format("<section class=\"card\"><p class=\"state\">{}</p><p>{}</p></section><nav>{}</nav>",
                                escape_html(title), escape_html(text), other_languages(language, languages)));
}

std::string health_json(const std::vector<HealthLine>& lines, std::optional<bool> is_ready) {
    boost::json::array checks;
    for (const auto& line : lines)
        checks.push_back({{"name", line.name}, {"good", line.is_good}, {"detail", line.what.text}});
    boost::json::object page;
    if (is_ready)
        page["ready"] = *is_ready;
    page["good"] = std::all_of(lines.begin(), lines.end(), [](const HealthLine& line) { return line.is_good; });
    page["checks"] = std::move(checks);
    return boost::json::serialize(page) + "\n";
}

}  // namespace motcua::web
