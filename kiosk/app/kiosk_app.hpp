#pragma once
// Joins the model with the link, the printer and the screens. Owned by main, on the window's thread; only the printer
// has a thread of its own, and posts its reports here through the io_context.

#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/kept_view.hpp"
#include "kiosk/app/kiosk_settings.hpp"
#include "kiosk/model/kiosk_model.hpp"
#include "kiosk/printer/printer_thread.hpp"
#include "kiosk/printer/ticket_paper.hpp"
#include "kiosk/screens/kiosk_screens.hpp"
#include "shared/link/client_settings.hpp"

namespace motcua::kiosk {

class KioskApp : private Port {
  public:
    /// Throws std::runtime_error with what to do when the data folder cannot be used.
    KioskApp(boost::asio::io_context& io, const link::ClientSettings& client, const KioskSettings& settings,
             const Catalogues& catalogues, const type::FontSet& fonts, ui::Manager& manager);
    ~KioskApp() override;

    /// Each turn of the loop: time passes, and the screen follows the model.
    void turn();

  private:
    RequestId send(Command command) override;
    RequestId ask(Command command) override;
    std::optional<RequestId> send_durably(Command command) override;
    bool can_send_durably() const override;
    bool keep(const Kept& kept) override;
    TicketToken new_token() override;
    bool print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) override;

    link::Listener listener();
    void link_changed(const link::Status& heard);
    void note_promise(const RequestId& id, const Reply& reply);
    std::vector<GivenNumber> note_untaken();
    void view_came(const KioskView& view);
    void recall_earlier_run();
    void lay_out_next();
    static Now now();

    struct Promise {
        GivenNumber given;
        bool is_logged = false;
    };
    struct Paper {
        std::uint64_t job;
        TicketPaper words;
        std::string number;
    };

    boost::asio::io_context& io_;
    const KioskSettings settings_;
    const std::filesystem::path own_numbers_file_;
    KeptView kept_view_;
    const Catalogues& catalogues_;
    const type::FontSet& fonts_;
    KioskModel model_;
    KioskScreens screens_;
    std::unique_ptr<link::Link> link_;
    std::map<RequestId, Promise> promised_;  ///< given without a server, and the hall has not answered yet
    std::deque<Paper> papers_;  ///< laid out after the frame that shows the number: the person sees it at once
    std::int64_t advanced_ms_ = 0;
    PrinterThread printer_;  ///< last: joined first
};

}  // namespace motcua::kiosk
