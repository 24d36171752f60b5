#pragma once
// The subscriptions of one hall: each view is made and encoded once, shared by all who asked for the same, and sent
// only when it differs from the last. Owned by the desk, on the hall thread.

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "server/hall/hall.hpp"
#include "server/session/frame.hpp"

namespace motcua::session {

using Viewer = std::function<void(const Frame&)>;

/// A view made when its batch was cut, for release when the batch is durable.
struct PreparedView {
    HallId hall;
    Subscription what;
    Frame frame;
    std::uint64_t only_for = 0;  ///< one new subscriber; 0 = all
};

struct SubscriptionOrder {
    bool operator()(const Subscription& a, const Subscription& b) const;
};

class Views {
  public:
    /// What a view is made from. `version` grows over the hall's whole life, also over restarts.
    struct Source {
        const hall::Hall& hall;
        std::uint64_t version = 0;
        Instant now;
        const std::string& ticket_url;
    };

    /// Subscribers are numbered from 1.
    void add(std::uint64_t subscriber, const Subscription& what, Viewer viewer);
    void remove(std::uint64_t subscriber);
    bool empty() const { return topics_.empty(); }

    /// Makes every subscribed view, keeps and appends those that changed.
    void prepare(const Source& source, std::vector<PreparedView>& out);
    /// What one new subscriber gets first; nullopt: the hall has no such view.
    std::optional<PreparedView> prepare_first(std::uint64_t subscriber, const Subscription& what, const Source& source);
    void deliver(const PreparedView& view) const;
    /// Of boards that will never show a call: their zones, each once.
    std::vector<std::string> unknown_zones(const hall::Hall& hall) const;
    /// After a failure: the next prepare() sends every view anew.
    void forget_sent();

  private:
    struct Topic {
        std::optional<View> last;
        std::map<std::uint64_t, Viewer> viewers;
    };

    std::map<Subscription, Topic, SubscriptionOrder> topics_;
};

}  // namespace motcua::session
