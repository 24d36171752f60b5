#pragma once
// The server put together: journal, desk, reception, link, web, signals. One io_context on the calling thread is the
// hall thread; the journal and the password worker have their own and post back.

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "server/app/stop_limit.hpp"
#include "server/net/identity.hpp"
#include "server/net/listener.hpp"
#include "server/net/password_worker.hpp"
#include "server/session/reception.hpp"
#include "server/settings/server_settings.hpp"
#include "server/store/journal_thread.hpp"
#include "server/web/http_server.hpp"
#include "shared/language/language.hpp"

namespace motcua::server {

class Server {
  public:
    /// Throws a Failure when the server cannot start.
    explicit Server(settings::ServerSettings settings);
    ~Server();

    /// Serves until a signal ends it. Throws a Failure when the journal or a centre's file keeps it from starting.
    void run();

  private:
    void serve();
    void opened(const Result<void>& result);
    /// Reads every centre's file and imports what differs; `then` is called when all of it is durable. A file that is
    /// bad ends the start only where no hall could be served then.
    void import_centres(std::function<void()> then);
    void import_centre(const settings::HallFile& file, const std::shared_ptr<std::function<void()>>& then);
    void imported(const settings::HallFile& file, const Reply& reply);
    /// What the hall has stays; the reason is told in the log and on the health page until an import succeeds.
    void keep_settings(const settings::HallFile& file, const Problem& reason);
    void import_what_waits();
    void listen();
    void await_signal();
    void pulse();
    void drain();
    void finish_when_closed();
    void give_up(Problem reason);
    std::function<void(std::function<void()>)> poster();

    StopLimit stop_limit_;  ///< the last to go
    settings::ServerSettings settings_;
    Catalogues catalogues_;
    boost::asio::io_context io_{1};  ///< outlives everything that posts to it or waits in it
    net::Identity identity_;
    store::JournalThread journal_;
    session::Desk desk_;
    net::PasswordWorker passwords_;
    session::Reception reception_;
    net::Listener listener_;
    web::Router router_;
    web::HttpServer web_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer pulse_;
    boost::asio::steady_timer drain_limit_;
    std::optional<Problem> failure_;      ///< why run() must throw
    std::optional<Problem> first_fault_;  ///< of a centre's file whose hall has no settings yet
    bool is_ready_ = false;
    bool is_import_waiting_ = false;              ///< asked for while the journal could not be written
    std::map<HallId, Date> waits_for_day_after_;  ///< new settings would take something away that is in use that day
    bool is_draining_ = false;
    bool is_drained_ = false;
};

}  // namespace motcua::server
