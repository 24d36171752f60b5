#include "kiosk/app/kiosk_app.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "kiosk/app/own_numbers_file.hpp"
#include "kiosk/printer/limits.hpp"
#include "kiosk/printer/ticket_layout.hpp"
#include "shared/base/secrets.hpp"
#include "shared/link/data_file.hpp"
#include "shared/link/status_text.hpp"

namespace motcua::kiosk {
namespace {

constexpr std::int64_t advance_every_ms = 50;

PrinterSettings with_file_in(const std::filesystem::path& data, PrinterSettings printer) {
    printer.under_way_file = data / "ticket-under-way";
    return printer;
}

}  // namespace

KioskApp::KioskApp(boost::asio::io_context& io, const link::ClientSettings& client, const KioskSettings& settings,
                   const Catalogues& catalogues, const type::FontSet& fonts, ui::Manager& manager)
    : io_(io),
      settings_(settings),
      own_numbers_file_(client.data / "own-numbers.json"),
      kept_view_(client.data / "last-view.bin"),
      catalogues_(catalogues),
      fonts_(fonts),
      model_(catalogues, *this, client.language, now()),
      screens_(manager, [this](const Intent& intent) { model_.touch(intent, now()); }),
      printer_(make_printer(with_file_in(client.data, settings.printer)), [this](const PrintReport& report) {
          boost::asio::post(io_, [this, report] { model_.print_ended(report.id, report.outcome, now()); });
      }) {
    model_.set_tiles_on_page(screens_.tiles_on_page());
    manager.on_activity([this] { model_.activity(now()); });
    auto opened =
        link::Link::open(io, link::link_options(client, "motcua-kiosk", Role::Kiosk), client.data, listener());
    if (!opened)
        throw Failure(opened.error());
    link_ = std::move(opened).value();
    recall_earlier_run();  // after the lock of the folder was taken
    link_->subscribe({.kind = ViewKind::Kiosk, .zone = {}, .counter = {}});
    link_->start();
    turn();
}

KioskApp::~KioskApp() {
    link_->stop();
}

void KioskApp::recall_earlier_run() {
    EarlierRun run;
    // Numbers that cannot be read are not given out: the server has them.
    if (auto kept = read_own_numbers(own_numbers_file_); kept) {
        run.kept = *std::move(kept);
    } else {
        run.kept.reset();
        spdlog::error("{}", kept.error().text);
    }
    for (const link::EarlierRequest& request : link_->earlier_requests()) {
        if (std::holds_alternative<IssueTicket>(request.command)) {
            run.asked.push_back(request.id);
        } else if (const auto* given = std::get_if<IssueReserved>(&request.command)) {
            run.given.push_back(*given);
            promised_.emplace(request.id, Promise{{given->service_day, given->number}});
        }
    }
    run.asked_at = link_->earlier_requests_at();
    model_.earlier_run_found(std::move(run), now());
    auto view = kept_view_.read();
    if (!view)
        spdlog::warn("{}", view.error().text);
    else if (*view)
        model_.view_came(**view, now());
}

void KioskApp::view_came(const KioskView& view) {
    model_.view_came(view, now());
    if (const auto kept = kept_view_.keep(view); !kept)
        spdlog::warn("{}", kept.error().text);
}

link::Listener KioskApp::listener() {
    link::Listener heard;
    heard.on_status = [this](const link::Status& status) { link_changed(status); };
    heard.on_view = [this](const View& view) {
        if (const auto* kiosk_view = std::get_if<KioskView>(&view))
            view_came(*kiosk_view);
    };
    heard.on_reply_coming = [this](const RequestId& id, const Reply& reply) {
        model_.reply_is_coming(id, reply, now());
    };
    heard.on_reply = [this](const RequestId& id, const Reply& reply) {
        note_promise(id, reply);
        model_.reply_came(id, reply, now());
    };
    heard.on_unanswered = [this](const RequestId& id, link::Unanswered) { model_.gave_up(id, now()); };
    return heard;
}

/// Somebody holds a number that the hall has not taken: whoever looks after the kiosk can find out why nobody calls it.
void KioskApp::note_promise(const RequestId& id, const Reply& reply) {
    const auto promised = promised_.find(id);
    if (promised == promised_.end())
        return;
    if (reply.refusal != Refusal::None && reply.refusal != Refusal::DayIsOver)
        spdlog::error("the hall does not take the number {}, which a person holds: {}",
                      to_string(promised->second.given.number), name_of(reply.refusal));
    promised_.erase(promised);
}

/// Not let in: what was given without the server, and is perhaps on paper alone. In order.
std::vector<GivenNumber> KioskApp::note_untaken() {
    std::vector<GivenNumber> numbers;
    for (auto& [id, promise] : promised_) {
        numbers.push_back(promise.given);
        if (!std::exchange(promise.is_logged, true))  // it is said "no" at each new try
            spdlog::error(
                "not let in, and the hall has not said that it took the number {} of {}, which a person holds",
                to_string(promise.given.number), to_string(promise.given.day));
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void KioskApp::link_changed(const link::Status& heard) {
    const link::Status status = link::as_shown(heard);
    const Now at = now();
    Connection connection;
    connection.refusal = status.refusal;
    if (status.trouble != link::Trouble::Unreachable)  // the screen says that in large letters
        connection.trouble = link::status_text(Language(), status);
    if (status.server && !status.device.empty())
        connection.owner = {status.device, link::to_hex(*status.server)};
    connection.since = at.wall - (at.steady_ms - status.since_ms);
    connection.since_ms = status.since_ms;
    connection.server_time = status.server_time;
    switch (status.state) {
        case link::LinkState::Online:
            connection.reach = Reach::Online;
            break;
        case link::LinkState::Pairing:
            connection.reach = Reach::Pairing;
            connection.pairing_code = status.pairing_code;
            break;
        case link::LinkState::Rejected:
            connection.reach =
                status.trouble == link::Trouble::IdentityChanged ? Reach::IdentityChanged : Reach::Rejected;
            if (heard.state == link::LinkState::Rejected)  // else answers still come
                connection.untaken = note_untaken();
            break;
        case link::LinkState::Offline:
        case link::LinkState::Connecting:
        case link::LinkState::Greeting:
            // Also after a "no" that passes (no store, just ending): numbers of its own are given meanwhile.
            if (status.was_online || status.trouble != link::Trouble::None)
                connection.reach = Reach::Offline;
            break;
    }
    model_.connection_changed(connection, at);
}

RequestId KioskApp::send(Command command) {
    return link_->send(std::move(command), link::Keep::UntilAnswered);
}

RequestId KioskApp::ask(Command command) {
    return link_->send(std::move(command), link::Keep::OnlyNow);
}

std::optional<RequestId> KioskApp::send_durably(Command command) {
    const auto* reserved = std::get_if<IssueReserved>(&command);
    const auto given =
        reserved != nullptr ? std::optional(GivenNumber{reserved->service_day, reserved->number}) : std::nullopt;
    const auto id = link_->send_durably(std::move(command));
    if (id && given)
        promised_.emplace(*id, Promise{*given});
    return id;
}

bool KioskApp::can_send_durably() const {
    return link_->can_send_durably();
}

bool KioskApp::keep(const Kept& kept) {
    auto written = write_own_numbers(own_numbers_file_, kept);
    // A full disk has no room for a list without numbers; without the file there are none either.
    if (!written && kept.own.runs().empty() && kept.abandoned.empty())
        written = link::remove_data_file(own_numbers_file_);
    if (!written)
        spdlog::error("{}", written.error().text);
    return written.has_value();
}

TicketToken KioskApp::new_token() {
    return new_ticket_token();
}

bool KioskApp::print(std::uint64_t job, const TicketDetail& ticket, const std::string& language, bool is_own) {
    if (!model_.state().view || papers_.size() >= limits::queued_jobs)
        return false;
    papers_.push_back(
        {job,
         ticket_paper(ticket, *model_.state().view, catalogues_.language("vi"), catalogues_.language(language), is_own),
         to_string(ticket.number)});
    return true;
}

void KioskApp::lay_out_next() {
    const Paper paper = std::move(papers_.front());
    papers_.pop_front();
    bool is_taken = false;
    if (auto raster = layout_ticket(paper.words, fonts_, {settings_.printer.dots, settings_.printer.dpi}); !raster)
        spdlog::error("a ticket cannot be laid out: {}", raster.error().text);
    else if (auto bytes = encode_escpos(*raster, settings_.printer.cutter); !bytes)
        spdlog::error("a ticket cannot be printed: {}", bytes.error().text);
    else
        is_taken = printer_.submit({paper.job, paper.number, std::move(bytes).value()});
    if (!is_taken)
        model_.print_ended(paper.job, PrintOutcome::Failed, now());
}

void KioskApp::turn() {
    const Now at = now();
    if (at.steady_ms - advanced_ms_ >= advance_every_ms) {
        advanced_ms_ = at.steady_ms;
        model_.advance(at);
    }
    if (model_.take_changed())
        screens_.update(model_.screen());
    else if (!papers_.empty())
        lay_out_next();
}

Now KioskApp::now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {link::Link::now_ms(), Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()}};
}

}  // namespace motcua::kiosk
