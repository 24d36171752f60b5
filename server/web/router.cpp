#include "server/web/router.hpp"

#include <algorithm>
#include <cstdlib>

#include "server/web/limits.hpp"
#include "server/web/pages.hpp"

namespace motcua::web {
namespace {

constexpr std::string_view ticket_path = "/t/";
const std::vector<std::string> basic_languages = {"vi", "en"};

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// The weight of one element of the header in thousandths; 1000 where none is given, 0 for nonsense.
int weight_of(std::string_view element) {
    const auto at = element.find("q=");
    if (at == std::string_view::npos)
        return 1000;
    const std::string digits(element.substr(at + 2, 5));
    char* end = nullptr;
    const double weight = std::strtod(digits.c_str(), &end);
    return end == digits.c_str() || !(weight >= 0 && weight <= 1) ? 0 : static_cast<int>(weight * 1000);
}

/// The value of a name in the query, wherever it stands; "" where it is not there.
std::string_view query_value(std::string_view target, std::string_view name) {
    const auto mark = target.find('?');
    std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        if (pair.substr(0, pair.find('=')) == name && pair.size() > name.size())
            return pair.substr(name.size() + 1);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return {};
}

}  // namespace

std::string preferred_language(const std::vector<std::string>& offered, std::string_view target,
                               std::string_view accept_language) {
    const auto offers = [&](std::string_view tag) {
        return std::find(offered.begin(), offered.end(), tag) != offered.end();
    };
    if (const std::string_view tag = query_value(target, "lang"); offers(tag))
        return std::string(tag);
    std::string best = offered.empty() ? std::string() : offered.front();
    int best_weight = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const std::string_view element = trimmed(accept_language.substr(0, comma));
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
        const std::string_view tag = element.substr(0, element.find_first_of("-;"));
        if (offers(tag) && weight_of(element) > best_weight) {
            best = std::string(tag);
            best_weight = weight_of(element);
        }
    }
    return best;
}

Router::Router(session::Desk& desk, const Catalogues& catalogues, Health health)
    : desk_(desk), catalogues_(catalogues), health_(std::move(health)) {}

void Router::handle(const Request& request, session::Now now, const Done& done) const {
    const Language language =
        catalogues_.language(preferred_language(basic_languages, request.target, request.accept_language));
    if (request.method == Method::Other)
        return done(message(language, 405, language.tr("Not possible"), language.tr("This address can only be read.")));
    const std::string_view path = path_of(request.target);
    if (path == "/healthz") {  // the process lives: the reasons are for people, the status for the supervisor
        return done(Response{200, "application/json", health_json(health_(now))});
    }
    if (path == "/readyz") {
        const bool is_ready = desk_.is_ready(now);  // a bad settings file is told, but the halls are served
        return done(Response{is_ready ? 200 : 503, "application/json", health_json(health_(now), is_ready)});
    }
    const std::string_view token = path.substr(0, 3) == ticket_path ? path.substr(3) : std::string_view();
    if (is_ticket_token(token) && request.target.size() <= limits::target_bytes)
        return ticket(request, TicketToken{std::string(token)}, desk_.time(now), done);
    const bool is_ticket = path.substr(0, 3) == ticket_path;
    done(message(language, 404, language.tr("Not found"),
                 is_ticket ? language.tr("This is no ticket of today. Please take a new number at the kiosk.")
                           : language.tr("There is nothing at this address. Please scan the code on your ticket.")));
}

Response Router::too_slow(const Request& request) const {
    return unavailable(
        catalogues_.language(preferred_language(basic_languages, request.target, request.accept_language)));
}

void Router::ticket(const Request& request, const TicketToken& token, Instant now, const Done& done) const {
    const Language basic =
        catalogues_.language(preferred_language(basic_languages, request.target, request.accept_language));
    if (!desk_.serves())
        return done(unavailable(basic));
    Response response;
    if (const auto found = desk_.find_ticket(token)) {
        const auto& centre = found->hall->settings();
        // A phone of a language that the centre has not shows what its owner chose at the kiosk.
        std::vector<std::string> offered = centre.languages;
        if (const auto chosen = std::find(offered.begin(), offered.end(), found->hall->language_of(found->detail.id));
            chosen != offered.end())
            std::rotate(offered.begin(), chosen, chosen + 1);
        const Language language =
            catalogues_.language(preferred_language(offered, request.target, request.accept_language));
        // Who was sent to one counter is called there, whatever it serves else; it is open as long as they wait for it.
        const bool is_served = !found->detail.reserved_for.empty() || found->hall->is_served(found->detail.service);
        response.body = ticket_page(language, centre, found->detail, now, is_served);
    } else {
        // A kiosk gives numbers also while it does not reach the hall: the hall hears of them later.
        response = message(basic, 404, basic.tr("This number is not known yet"),
                           basic.tr("A number that was just taken stays valid, and appears here in a moment. One of "
                                    "another day counts no more: then please take a new one at the kiosk."),
                           Message::Passes);
    }
    desk_.when_durable([response = std::move(response), busy = unavailable(basic), done](Refusal refusal) {
        done(refusal == Refusal::None ? response : busy);
    });
}

Response Router::message(const Language& language, int status, std::string_view title, std::string_view text,
                         Message message) const {
    Response response;
    response.status = status;
    response.body = message_page(language, basic_languages, title, text, message);
    return response;
}

Response Router::unavailable(const Language& language) const {
    return message(language, 503, language.tr("Please wait a moment"),
                   language.tr("The system is starting or cannot save just now. Your number stays valid."),
                   Message::Passes);
}

}  // namespace motcua::web
