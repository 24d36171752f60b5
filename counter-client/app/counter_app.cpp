#include "counter-client/app/counter_app.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>

#include "counter-client/model/counter_model.hpp"
#include "counter-client/screens/counter_window.hpp"
#include "shared/link/link.hpp"
#include "shared/link/status_text.hpp"
#include "shared/ui/window.hpp"

namespace motcua::counter {
namespace {

constexpr int clock_interval_ms = 200;  ///< how often time alone may change the screen

Now read_clock() {
    return Now{ui::Window::now_ms()};
}

Connection connection_of(const link::Status& heard) {
    const link::Status status = link::as_shown(heard);
    Connection connection;
    connection.pairing_code = status.pairing_code;
    connection.trouble = link::status_text(Language(), status);
    connection.since_ms = status.since_ms;
    if (heard.is_online())
        connection.server_time = status.server_time;
    connection.refusal = status.refusal;
    connection.role = status.role;
    connection.device = status.device;
    switch (status.state) {
        case link::LinkState::Online:
            connection.reach = Reach::Online;
            break;
        case link::LinkState::Pairing:
            connection.reach = Reach::Pairing;
            break;
        case link::LinkState::Rejected:
            connection.reach =
                status.trouble == link::Trouble::IdentityChanged ? Reach::IdentityChanged : Reach::Rejected;
            break;
        default:
            connection.reach = status.was_online ? Reach::Offline : Reach::Connecting;
    }
    return connection;
}

class LinkPort : public Port {
  public:
    explicit LinkPort(std::unique_ptr<link::Link>& link) : link_(link) {}
    RequestId send(Command command) override { return link_->send(std::move(command), link::Keep::OnlyNow); }
    RequestId sign_in(const StaffId& login, const std::string& password, const CounterId& counter,
                      bool take_over) override {
        return link_->sign_in(login, password, counter, take_over);
    }

  private:
    std::unique_ptr<link::Link>& link_;
};

void show_size(ui::Window& window, const CounterSettings& settings, WindowSize size) {
    const auto [width, height] = size == WindowSize::Full
                                     ? std::pair{settings.window.width_px, settings.window.height_px}
                                     : size_px(window.manager().look().display, size);
    window.resize(width, height);
    window.set_always_on_top(size != WindowSize::Full);
}

}  // namespace

void run_counter(const link::ClientSettings& client, const CounterSettings& settings, const Catalogues& catalogues) {
    const auto fonts = type::FontSet::load().value();
    boost::asio::io_context io;
    const auto keep_running = boost::asio::make_work_guard(io);
    std::unique_ptr<link::Link> link;
    LinkPort port(link);
    CounterModel model(catalogues, port, settings.counter, client.language, read_clock());
    ui::Window window(settings.window.options("Một Cửa: " + model.screen().counter),
                      {&fonts, settings.window.display(), settings.window.theme(ui::counter_theme())});
    if (const auto who = demonstration_sign_in(settings).value())
        model.sign_in_by_itself(*who, read_clock());
    CounterWindow* shown = nullptr;
    CounterWindow view(window.manager(), [&](const Intent& intent) {
        model.wish(intent, read_clock());
        if (shown != nullptr && model.take_changed())
            shown->update(model.screen());  // at once: the next key may already wait, and means the new screen
    });
    shown = &view;

    link::Listener listener;
    listener.on_status = [&](const link::Status& status) {
        model.connection_changed(connection_of(status), read_clock());
    };
    listener.on_view = [&](const View& pushed) {
        if (const auto* counter = std::get_if<CounterView>(&pushed))
            model.view_came(*counter, read_clock());
    };
    listener.on_reply = [&](const RequestId& id, const Reply& reply) { model.reply_came(id, reply, read_clock()); };
    listener.on_unanswered = [&](const RequestId& id, link::Unanswered) { model.gave_up(id, read_clock()); };
    link = link::Link::open(io, link::link_options(client, "motcua-counter", Role::Counter, settings.counter),
                            client.data, listener)
               .value();
    Subscription subscription;
    subscription.kind = ViewKind::Counter;
    subscription.counter = settings.counter;
    link->subscribe(subscription);
    link->start();

    bool is_stopped = false;
    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&](auto, int) { is_stopped = true; });

    std::int64_t advanced_ms = 0;
    WindowSize size = WindowSize::Full;
    ui::Display drawn = window.manager().look().display;
    ui::run(
        window,
        [&](std::chrono::milliseconds budget) {
            io.run_for(budget);
            if (const Now now = read_clock(); now.steady_ms - advanced_ms >= clock_interval_ms) {
                advanced_ms = now.steady_ms;
                model.advance(now);
            }
            if (model.screen().size != size) {
                size = model.screen().size;
                show_size(window, settings, size);
            }
            const ui::Display& current = window.manager().look().display;
            const bool is_resized = current.width_px != drawn.width_px || current.height_px != drawn.height_px;
            if (model.take_changed() || is_resized) {
                drawn = current;
                view.update(model.screen());
            }
        },
        [&] { return is_stopped; });
    link->stop();
}

}  // namespace motcua::counter
