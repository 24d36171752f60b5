#include "server/app/server.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "server/net/clocks.hpp"
#include "server/net/limits.hpp"
#include "server/net/own_address.hpp"
#include "server/settings/centre_file.hpp"
#include "server/store/data_folder.hpp"
#include "server/store/sqlite_journal.hpp"
#include "shared/language/refusal_text.hpp"

namespace motcua::server {

namespace {

using net::read_clocks;
using std::chrono::steady_clock;

/// How long the hall thread stays awake without work. After a batch began to be written: a few times what a quick disk
/// takes for it. Else: who was just answered may ask again.
constexpr std::chrono::microseconds awake_while_saving(1'000);
constexpr std::chrono::microseconds awake_after_work(100);

/// The folder is made for its owner only, before anything secret is put into it.
std::filesystem::path prepare(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) {
        std::filesystem::create_directories(folder, error);
        if (!error)
            std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    std::filesystem::create_directories(folder / "backups", error);
    if (error)
        throw Failure(
            Problem("the data folder {} cannot be used: {}; choose another with --data", folder, error.message()));
    return folder;
}

net::Identity identity_in(const std::filesystem::path& folder) {
    std::error_code ignored;
    const bool has_data = std::filesystem::exists(store::data_file_in(folder), ignored);
    net::Identity identity = net::load_or_create_identity(folder).value();
    if (identity.is_new && has_data)
        spdlog::warn(
            "{} has data but had no server.crt: a new identity was made, and every device will say that this is "
            "another "
            "server. Bring server.crt and server.key back from where they were kept (a key that was there is "
            "server.key.old now), or pair the devices again",
            folder.string());
    return identity;
}

/// Of those that this process may use.
bool has_several_processors() {
    cpu_set_t usable;
    return ::sched_getaffinity(0, sizeof usable, &usable) != 0 || CPU_COUNT(&usable) > 1;
}

session::Desk::Settings desk_settings(const settings::ServerSettings& settings) {
    session::Desk::Settings desk;
    for (const auto& file : settings.halls)
        desk.halls.push_back(file.hall);
    return desk;
}

session::Reception::Settings reception_settings(const settings::ServerSettings& settings,
                                                const net::Identity& identity) {
    session::Reception::Settings reception;
    reception.admin_key = SigningKey::load_or_create(settings.data / "admin.key").value().public_key();
    reception.certificate = identity.certificate;
    reception.backup_folder = settings.data / "backups";
    return reception;
}

/// For whoever finds the link's port by mistake, and whose language is not known: English, and what else there is.
std::string plain_words(const Catalogues& catalogues) {
    std::vector<Language> languages{Language()};
    for (const auto& tag : catalogues.tags())
        if (tag != languages.front().tag())
            languages.push_back(catalogues.language(tag));
    std::string words;
    for (const auto& language : languages)
        words +=
            language.tr("This port is for the hall's own screens, which speak TLS. A browser goes to the web port.") +
            "\n";
    return words;
}

/// What phones are told where no public_url is set; "" where nobody could reach it, and then tickets carry no code.
std::string base_of_web(settings::Address web) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(web.host, error);
    if (!error && address.is_unspecified()) {
        const auto own = net::own_address(address.is_v6());
        if (!own) {
            spdlog::warn("tickets carry no code: this machine has no address that phones could reach; set public_url");
            return {};
        }
        web.host = *own;
        spdlog::warn("tickets lead phones to {}; set public_url where they reach it by another name", to_string(web));
    } else if (!error && address.is_loopback()) {
        spdlog::warn("tickets lead phones to {}, which only this machine can open; set public_url", to_string(web));
    }
    return "http://" + to_string(web);
}

}  // namespace

Server::Server(settings::ServerSettings settings)
    : settings_(std::move(settings)),
      catalogues_(Catalogues::usual_folders_after(settings_.languages_dir)),
      identity_(identity_in(prepare(settings_.data))),
      journal_(std::make_unique<store::SqliteJournal>(settings_.data), poster()),
      desk_(desk_settings(settings_), journal_),
      passwords_(poster()),
      reception_(reception_settings(settings_, identity_), desk_, passwords_, read_clocks()),
      listener_(io_, net::Entrance{identity_.tls.get(), reception_, plain_words(catalogues_), {}}),
      router_(desk_, catalogues_, [this](session::Now now) { return reception_.health(now); }),
      web_(io_, router_, read_clocks),
      signals_(io_, SIGINT, SIGTERM, SIGHUP),
      pulse_(io_),
      drain_limit_(io_) {}

Server::~Server() = default;

std::function<void(std::function<void()>)> Server::poster() {
    return [this](std::function<void()> job) { boost::asio::post(io_, std::move(job)); };
}

void Server::run() {
    await_signal();
    desk_.open(read_clocks(), [this](const Result<void>& result) { opened(result); });
    serve();
    if (failure_)
        throw Failure(*failure_);
}

/// As io_.run(), but it does not go to sleep for the moment that a commit takes: a thread that sleeps hears of its end
/// later, often as long again as the commit took (docs/decisions/0011).
void Server::serve() {
    const bool may_stay_awake = has_several_processors();  // else the journal would wait for it
    auto worked_at = steady_clock::now();
    auto batch_at = worked_at;
    auto round = desk_.round();
    while (!io_.stopped()) {
        if (io_.poll() == 0) {
            const auto now = steady_clock::now();
            const bool is_awake =
                now < worked_at + awake_after_work || (desk_.is_saving() && now < batch_at + awake_while_saving);
            if (may_stay_awake && is_awake) {
                std::this_thread::yield();  // a clerk's program on this machine may need the processor
                continue;
            }
            io_.run_one();
        }
        worked_at = steady_clock::now();
        if (round != desk_.round()) {
            round = desk_.round();
            batch_at = worked_at;
        }
    }
}

void Server::give_up(Problem reason) {
    if (!failure_)
        failure_ = std::move(reason);
    io_.stop();
}

void Server::opened(const Result<void>& result) {
    if (result.has_error()) {
        if (!store::is_about_full_disk(result.error()))
            return give_up(result.error());
        spdlog::error("{}; nothing is served until there is room", result.error().text);
        desk_.keep_trying();
    }
    import_centres([this] { listen(); });
}

// --- the centres' files

void Server::import_centres(std::function<void()> then) {
    // Called once when the last of the imports in hand lets go of it.
    const std::shared_ptr<std::function<void()>> last(new std::function<void()>(std::move(then)), [](auto* function) {
        (*function)();
        delete function;
    });
    for (const auto& file : settings_.halls)
        import_centre(file, last);
}

void Server::import_centre(const settings::HallFile& file, const std::shared_ptr<std::function<void()>>& then) {
    waits_for_day_after_.erase(file.hall);
    const hall::Hall* hall = desk_.hall(file.hall);
    if (!hall) {
        is_import_waiting_ = true;
        return spdlog::warn("the centre of hall {} is imported when the journal can be written again", file.hall.value);
    }
    auto centre = settings::read_centre_of(file);
    if (centre.has_error())
        return keep_settings(file, centre.error());
    if (hall->has_settings() && hall->settings() == *centre) {
        reception_.note_settings_fault(file.hall, {});
        return spdlog::info("the centre of hall {} is unchanged", file.hall.value);
    }
    desk_.submit_own(file.hall, ImportSettings{std::move(*centre)}, read_clocks(),
                     [this, file, then](const Reply& reply) { imported(file, reply); });
}

void Server::imported(const settings::HallFile& file, const Reply& reply) {
    if (reply.refusal == Refusal::None) {
        reception_.note_settings_fault(file.hall, {});
        return spdlog::info("the centre of hall {} was imported", file.hall.value);
    }
    is_import_waiting_ = is_import_waiting_ || reply.refusal == Refusal::StoreUnavailable;
    if (const hall::Hall* hall = desk_.hall(file.hall); hall && reply.refusal == Refusal::CounterInUse)
        waits_for_day_after_[file.hall] = hall->service_day();
    keep_settings(file, Problem("{}: cannot be imported: {} ({})", file.centre,
                                Problem(refusal_text(Language(), reply.refusal).c_str()), reply.detail));
}

void Server::keep_settings(const settings::HallFile& file, const Problem& reason) {
    const hall::Hall* kept = desk_.hall(file.hall);
    const bool has_settings = !kept || kept->has_settings();
    spdlog::error("the centre of hall {} {}: {}", file.hall.value, has_settings ? "stays as it was" : "is not served",
                  reason.text);
    if (!has_settings && !first_fault_)
        first_fault_ = reason;
    const bool has_more = reason.text.find('\n') != std::string::npos;  // of SettingsProblems::joined()
    reception_.note_settings_fault(
        file.hall,
        has_more ? Problem("{}; all mistakes: motcua config check {}", reason.parts.front(), file.centre) : reason);
}

void Server::import_what_waits() {
    // With the turn of the day nothing is in use any more, until a kiosk asks for the new day's numbers.
    for (const settings::HallFile& file : settings_.halls) {
        const auto waiting = waits_for_day_after_.find(file.hall);
        const hall::Hall* hall = desk_.hall(file.hall);
        if (!is_draining_ && hall && waiting != waits_for_day_after_.end() && hall->service_day() != waiting->second)
            import_centre(file, nullptr);
    }
    const auto can_be_written = [this](const settings::HallFile& file) { return desk_.hall(file.hall) != nullptr; };
    if (!is_import_waiting_ || is_draining_ ||
        !std::all_of(settings_.halls.begin(), settings_.halls.end(), can_be_written))
        return;
    is_import_waiting_ = false;
    import_centres([] {});
}

// --- start

void Server::listen() {
    if (failure_ || is_draining_)
        return;
    const auto is_served = [this](const settings::HallFile& file) {
        const hall::Hall* hall = desk_.hall(file.hall);
        return !hall || hall->has_settings();
    };
    if (!is_import_waiting_ && std::none_of(settings_.halls.begin(), settings_.halls.end(), is_served))
        return give_up(first_fault_.value_or(Problem()));
    auto link = listener_.open(settings_.listen.host, settings_.listen.port);
    if (link.has_error())
        return give_up(link.error());
    auto web = web_.listen(settings_.web.host, settings_.web.port);
    if (web.has_error())
        return give_up(web.error());
    const settings::Address link_at{settings_.listen.host, listener_.port()};
    const settings::Address web_at{settings_.web.host, web_.port()};
    const std::string base = settings_.public_url.empty() ? base_of_web(web_at) : settings_.public_url;
    desk_.set_ticket_url(base.empty() ? "" : base + "/t/");
    is_ready_ = true;
    pulse();
    fmt::print("motcua-server ready: link={} web={}\n", to_string(link_at), to_string(web_at));
    std::fflush(stdout);
}

void Server::pulse() {
    const session::Now now = read_clocks();
    listener_.on_time(now);
    reception_.on_time(now);
    import_what_waits();
    if (is_drained_)
        finish_when_closed();
    pulse_.expires_after(std::chrono::milliseconds(session::limits::pulse_ms));
    pulse_.async_wait([this](boost::system::error_code error) {
        if (!error)
            pulse();
    });
}

// --- the end

void Server::await_signal() {
    signals_.async_wait([this](boost::system::error_code error, int signal) {
        if (error)
            return;
        await_signal();
        if (signal != SIGHUP)
            return drain();
        if (is_ready_ && !is_draining_)
            import_centres([] {});
    });
}

void Server::drain() {
    if (is_draining_)
        return;
    is_draining_ = true;
    spdlog::info("stopping: what is in hand is answered first");
    stop_limit_.begin(std::chrono::milliseconds(net::limits::stop_ms));
    listener_.stop();
    web_.stop();
    if (!is_ready_)
        return io_.stop();
    drain_limit_.expires_after(std::chrono::milliseconds(net::limits::drain_ms));
    drain_limit_.async_wait([this](boost::system::error_code error) {
        if (!error)
            io_.stop();
    });
    reception_.drain(read_clocks(), [this] {
        is_drained_ = true;
        finish_when_closed();
    });
}

void Server::finish_when_closed() {
    listener_.on_time(read_clocks());
    if (!listener_.has_connections())
        io_.stop();
}

}  // namespace motcua::server
