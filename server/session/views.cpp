#include "server/session/views.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "shared/protocol/convert.hpp"

namespace motcua::session {

namespace {

std::optional<View> make_view(const Subscription& what, const Views::Source& source) {
    std::optional<View> view;
    // A wall clock that stepped back must not open what the hall already knows as closed.
    const Instant now = std::max(source.now, source.hall.time());
    switch (what.kind) {
        case ViewKind::None:
            break;
        case ViewKind::Kiosk: {
            KioskView kiosk = source.hall.kiosk_view(now);
            kiosk.ticket_url = source.ticket_url;
            view = std::move(kiosk);
            break;
        }
        case ViewKind::Board:
            view = source.hall.board_view(what.zone, now);
            break;
        case ViewKind::Counter:
            if (auto counter = source.hall.counter_view(what.counter, now))
                view = std::move(*counter);
            else
                view = source.hall.missing_counter_view(what.counter, now);
            break;
    }
    if (view)
        std::visit([&](auto& shown) { shown.hall.version = source.version; }, *view);
    return view;
}

Frame encode_view(const View& view) {
    return std::make_shared<const std::string>(protocol::encode_frame(protocol::Message{0, protocol::ViewPush{view}}));
}

/// Time and version apart, which `old` takes over from `fresh`.
bool says_the_same(View& old, const View& fresh) {
    const HallHeader& head = std::visit([](const auto& shown) -> const HallHeader& { return shown.hall; }, fresh);
    std::visit(
        [&](auto& shown) {
            shown.hall.at = head.at;
            shown.hall.version = head.version;
        },
        old);
    return old == fresh;
}

}  // namespace

bool SubscriptionOrder::operator()(const Subscription& a, const Subscription& b) const {
    return std::tie(a.kind, a.zone, a.counter) < std::tie(b.kind, b.zone, b.counter);
}

void Views::add(std::uint64_t subscriber, const Subscription& what, Viewer viewer) {
    topics_[what].viewers[subscriber] = std::move(viewer);
}

void Views::remove(std::uint64_t subscriber) {
    for (auto topic = topics_.begin(); topic != topics_.end();) {
        topic->second.viewers.erase(subscriber);
        topic = topic->second.viewers.empty() ? topics_.erase(topic) : std::next(topic);
    }
}

void Views::prepare(const Source& source, std::vector<PreparedView>& out) {
    for (auto& [what, topic] : topics_) {
        std::optional<View> view = make_view(what, source);
        if (!view || (topic.last && says_the_same(*topic.last, *view)))
            continue;
        out.push_back(PreparedView{source.hall.id(), what, encode_view(*view), 0});
        topic.last = std::move(view);
    }
}

std::optional<PreparedView> Views::prepare_first(std::uint64_t subscriber, const Subscription& what,
                                                 const Source& source) {
    const std::optional<View> view = make_view(what, source);
    if (!view)
        return std::nullopt;
    // Between two commands of one batch: when the second undoes what the first did, the others see no change.
    if (const auto topic = topics_.find(what);
        topic != topics_.end() && topic->second.last && !says_the_same(*topic->second.last, *view))
        topic->second.last.reset();
    return PreparedView{source.hall.id(), what, encode_view(*view), subscriber};
}

void Views::deliver(const PreparedView& view) const {
    const auto topic = topics_.find(view.what);
    if (topic == topics_.end())
        return;
    for (const auto& [subscriber, viewer] : topic->second.viewers)
        if (view.only_for == 0 || view.only_for == subscriber)
            viewer(view.frame);
}

std::vector<std::string> Views::unknown_zones(const hall::Hall& hall) const {
    std::vector<std::string> zones;
    for (const auto& [what, topic] : topics_)
        if (what.kind == ViewKind::Board && hall.board_view(what.zone, hall.time()).is_zone_unknown)
            zones.push_back(what.zone);
    return zones;
}

void Views::forget_sent() {
    for (auto& [what, topic] : topics_)
        topic.last.reset();
}

}  // namespace motcua::session
