#include <algorithm>

#include "kiosk/model/compose.hpp"
#include "kiosk/model/limits.hpp"
#include "kiosk/model/opening_text.hpp"
#include "shared/base/filled.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::kiosk {
namespace {

class Composer {
  public:
    Composer(const State& state, const Language& language, KioskScreen& screen)
        : state_(state), view_(*state.view), language_(language), tag_(state.shown_language()), screen_(screen) {}

    void compose() {
        switch (state_.place) {
            case Place::Home:
                return home();
            case Place::More:
                return more();
            case Place::Group:
                return group();
            case Place::Service:
                return service();
            case Place::Ticket:
                return ticket();
            case Place::Problem:
                return problem();
        }
    }

  private:
    std::string tr(const char* english) const { return language_.tr(english); }

    void back_and_home() {
        screen_.back = tr("Back");
        screen_.home = tr("Start over");
    }

    std::string opening(std::optional<Instant> at, OpeningLength length = OpeningLength::Full) const {
        return opening_text(language_, at, state_.now.wall, view_.hall.offset_min, length);
    }

    /// The same words on a service's tile and on its page.
    std::string waiting_text(const KioskService& service) const {
        return service.waiting == 0
                   ? tr("Nobody is waiting")
                   : filled(language_.tr_n("{} waiting", "{} waiting", service.waiting), service.waiting);
    }

    TileText service_tile(const KioskService& service) const {
        TileText tile;
        tile.id = "tile." + service.id.value;
        tile.title = service.name.in(tag_);
        tile.letter = std::string(1, service.letter);
        tile.icon = service.icon;
        tile.intent = ChooseService{service.id};
        tile.is_open = service.state == ServiceState::Open;
        switch (service.state) {
            case ServiceState::Open:
                tile.subtitle = service.hint.in(tag_);
                // Old numbers of waiting people would mislead.
                if (state_.is_online())
                    tile.badge = waiting_text(service);
                break;
            case ServiceState::Closed:
                tile.badge = tr("Closed now");
                tile.subtitle = opening(service.opens_at, OpeningLength::Short);
                break;
            case ServiceState::CapReached:
            case ServiceState::NumbersOut:
                tile.badge = tr("No numbers left");
                tile.subtitle = opening(service.opens_at, OpeningLength::Short);
                break;
        }
        return tile;
    }

    bool has_groups() const {
        return std::any_of(view_.services.begin(), view_.services.end(),
                           [](const KioskService& service) { return !service.group.empty(); }) &&
               view_.groups.size() > 1;
    }

    std::size_t tiles_on_page() const {
        return state_.large_text ? std::min(limits::tiles_on_page_large_text, state_.tiles_on_page)
                                 : state_.tiles_on_page;
    }

    /// The settings' order is the order of what people come for most: the first stand on the first page.
    void home() {
        screen_.page = Page::Tiles;
        screen_.title = tr("Please touch the service you need");
        const std::size_t all = view_.services.size();
        const std::size_t shown = all <= tiles_on_page() ? all : tiles_on_page() - 1;
        for (std::size_t i = 0; i < shown; ++i)
            screen_.tiles.push_back(service_tile(view_.services[i]));
        if (shown < all) {
            TileText tile;
            tile.id = "tile-more";
            tile.title = tr("More services");
            tile.subtitle =
                filled(language_.tr_n("{} more service", "{} more services", count(all - shown)), all - shown);
            tile.icon = "forward";
            tile.intent = Wish::MoreServices;
            screen_.tiles.push_back(std::move(tile));
        }
        if (all == 0)
            screen_.lines.push_back(tr("No service is offered at this kiosk. Please ask at the information desk."));
    }

    static std::int64_t count(std::size_t n) { return static_cast<std::int64_t>(n); }

    TileText group_tile(const GroupId& id, const std::string& title, const std::string& icon, std::int64_t n) const {
        TileText tile;
        tile.id = "group." + (id.empty() ? std::string("none") : id.value);
        tile.title = title;
        tile.icon = icon.empty() ? "document" : icon;
        tile.subtitle = filled(language_.tr_n("{} service", "{} services", n), n);
        tile.intent = ChooseGroup{id};
        return tile;
    }

    std::int64_t services_in(const GroupId& id) const {
        return std::count_if(view_.services.begin(), view_.services.end(),
                             [&](const KioskService& service) { return service.group == id; });
    }

    void more() {
        back_and_home();
        screen_.home.clear();  // both lead to the same place, but only "back" keeps the language and the large letters
        std::vector<TileText> tiles;
        if (has_groups()) {
            screen_.title = tr("All services, by field");
            for (const auto& known : view_.groups) {
                if (const std::int64_t n = services_in(known.id); n > 0)
                    tiles.push_back(group_tile(known.id, known.name.in(tag_), known.icon, n));
            }
            if (const std::int64_t n = services_in({}); n > 0)
                tiles.push_back(group_tile({}, tr("Other services"), "", n));
        } else {
            screen_.title = tr("All services");
            for (const auto& known : view_.services)
                tiles.push_back(service_tile(known));
        }
        paged(std::move(tiles));
    }

    void group() {
        back_and_home();
        screen_.title = tr("Other services");
        for (const auto& known : view_.groups) {
            if (known.id == *state_.group)
                screen_.title = known.name.in(tag_);
        }
        std::vector<TileText> tiles;
        for (const auto& known : view_.services) {
            if (known.group == *state_.group)
                tiles.push_back(service_tile(known));
        }
        paged(std::move(tiles));
    }

    void paged(std::vector<TileText> tiles) {
        screen_.page = Page::Tiles;
        const std::size_t pages = std::max<std::size_t>((tiles.size() + tiles_on_page() - 1) / tiles_on_page(), 1);
        const std::size_t page = std::min(state_.page, pages - 1);
        const auto first = tiles.begin() + static_cast<std::ptrdiff_t>(page * tiles_on_page());
        const auto last =
            tiles.begin() + static_cast<std::ptrdiff_t>(std::min((page + 1) * tiles_on_page(), tiles.size()));
        screen_.tiles.assign(std::make_move_iterator(first), std::make_move_iterator(last));
        if (pages > 1)
            screen_.page_of = filled(tr("Page {0} of {1}"), page + 1, pages);
        if (page > 0)
            screen_.previous_page = tr("Previous page");
        if (page + 1 < pages)
            screen_.next_page = tr("Next page");
    }

    void service() {
        const KioskService* chosen = state_.find_service(state_.service);
        const std::int64_t waited_ms = state_.pending ? state_.now.steady_ms - state_.pending->since_ms : 0;
        if (state_.pending && (waited_ms >= limits::spinner_ms || chosen == nullptr))
            return waiting(waited_ms);
        screen_.page = Page::Service;
        screen_.is_busy = state_.pending.has_value();
        back_and_home();
        if (chosen == nullptr)
            return;
        screen_.title = chosen->name.in(tag_);
        screen_.letter = std::string(1, chosen->letter);
        if (const std::string& hint = chosen->hint.in(tag_); !hint.empty())
            screen_.lines.push_back(hint);
        if (state_.is_online())
            screen_.lines.push_back(waiting_text(*chosen));
        screen_.main_takes_number = true;
        screen_.main_button = tr("Take a number");
        if (view_.categories.empty())
            return;
        screen_.choose_title = tr("Are you in one of these groups?");
        screen_.choose_text = tr("If so, touch your group: you are called sooner. You need not show any paper here.");
        screen_.none_title = tr("In none of these groups:");
        for (const auto& category : view_.categories) {
            TileText tile;
            tile.id = "category." + category.id.value;
            tile.title = category.name.in(tag_);
            tile.icon = category.icon.empty() ? "person" : category.icon;
            tile.intent = TakeNumber{category.id};
            screen_.tiles.push_back(std::move(tile));
        }
    }

    void waiting(std::int64_t waited_ms) {
        screen_.page = Page::Waiting;
        screen_.is_busy = true;
        screen_.has_spinner = true;
        screen_.title = tr("One moment: your number is coming");
        if (waited_ms < limits::late_reply_ms && state_.is_online())
            return;
        screen_.is_trouble = true;
        screen_.title = tr("This takes longer than usual");
        if (!state_.is_online()) {
            screen_.lines.push_back(tr("The connection was lost while your number was asked for."));
            screen_.banner.clear();  // this page says it
        }
        screen_.lines.push_back(tr("Your request is kept. The number appears here as soon as the answer comes."));
        screen_.lines.push_back(tr("You can also stop and ask at the information desk. Then no number is taken."));
        screen_.main_button = tr("Stop waiting");
        screen_.main_wish = Wish::StopWaiting;
    }

    void ticket() {
        const ShownTicket& shown = *state_.shown;
        screen_.page = Page::Ticket;
        screen_.home = tr("Done");
        TicketText& text = screen_.ticket;
        text.caption = tr("Your number");
        text.number = to_string(shown.ticket.number);
        if (const KioskService* known = state_.find_service(shown.ticket.service))
            text.service = known->name.in(tag_);
        text.is_given_alone = shown.is_own;
        if (shown.is_own)
            screen_.banner.clear();  // this page says it
        const std::int32_t ahead = shown.ticket.people_ahead;
        text.ahead =
            shown.is_own ? tr("Given while the system is interrupted. It is valid and counts from now.")
            : ahead == 0
                ? tr("Nobody is waiting before you")
                : filled(language_.tr_n("{} person is waiting before you", "{} people are waiting before you", ahead),
                         ahead);
        text.where = tr("Please sit down and watch the board. You are called by this number.");
        if (!view_.ticket_url.empty() && !shown.ticket.token.empty()) {
            text.qr_text = view_.ticket_url + shown.ticket.token.value;
            text.qr_caption = tr("Scan to follow your number on your phone");
        }
        paper(shown.print, text);
    }

    void paper(PrintState print, TicketText& text) const {
        switch (print) {
            case PrintState::Printing:
                text.paper = tr("Your ticket is being printed");
                return;
            case PrintState::Printed:
                text.paper = tr("Please take your ticket");
                return;
            case PrintState::Unknown:
                text.paper = tr("Please take your ticket. If none comes out, photograph this screen.");
                break;
            case PrintState::Failed:
                text.paper = tr("The printer is not working. Please photograph this screen.");
                text.paper_is_trouble = true;
                break;
            case PrintState::NoPrinter:
                text.paper = tr("Please photograph this screen, or remember your number.");
                break;
        }
        text.valid = tr("Your number is valid without paper.");
    }

    void problem() {
        const Obstacle& met = state_.obstacle;
        screen_.page = Page::Problem;
        screen_.is_trouble = true;
        back_and_home();
        if (const KioskService* known = state_.find_service(met.service))
            screen_.lines.push_back(known->name.in(tag_));
        switch (met.kind) {
            case ObstacleKind::Closed:
                closed(met);
                break;
            case ObstacleKind::Offline:
                screen_.title = state_.connection.refusal == Refusal::StoreUnavailable
                                    ? tr("The system cannot save at the moment")
                                    : tr("No connection to the server");
                // No button: the link tries again by itself within two seconds, faster than anybody can ask for it.
                screen_.lines.push_back(
                    filled(tr("No numbers can be given since {}. This screen goes on by itself as soon as they can."),
                           hhmm(local_time(state_.connection.since, view_.hall.offset_min).minute_of_day)));
                screen_.banner.clear();  // this page says it
                break;
            case ObstacleKind::Vanished:
                screen_.title = tr("This service is no longer offered here");
                break;
            case ObstacleKind::Refused:
                screen_.title = tr("No number was given");
                screen_.lines.push_back(refusal_text(language_, met.refusal));
                if (const std::string when = opening(met.opens_at); !when.empty())
                    screen_.lines.push_back(when);
                else {
                    screen_.main_button = tr("Try again");
                    screen_.main_wish = Wish::TryAgain;
                }
                break;
        }
        screen_.lines.push_back(tr("The information desk will help you further."));
    }

    void closed(const Obstacle& met) {
        const KioskService* known = state_.find_service(met.service);
        const ServiceState why = known == nullptr ? ServiceState::Closed : known->state;
        if (why == ServiceState::CapReached || why == ServiceState::NumbersOut) {
            screen_.title = tr("All numbers of this service are taken");
            screen_.lines.push_back(tr("As many people as can be served have a number already."));
        } else if (why == ServiceState::Open) {
            screen_.title = tr("This service is open now");
            screen_.is_trouble = false;
            screen_.main_button = tr("Continue");
            screen_.main_wish = Wish::TryAgain;
            return;
        } else {
            screen_.title = tr("This service gives no numbers now");
        }
        const std::string when = opening(known == nullptr ? met.opens_at : known->opens_at);
        screen_.lines.push_back(when.empty() ? tr("When it opens again is not known.") : when);
    }

    const State& state_;
    const KioskView& view_;
    const Language& language_;
    const std::string tag_;
    KioskScreen& screen_;
};

}  // namespace

void compose_place(const State& state, const Language& language, KioskScreen& screen) {
    Composer(state, language, screen).compose();
}

}  // namespace motcua::kiosk
