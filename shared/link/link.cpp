#include "shared/link/link.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <limits>

#include "shared/base/assert.hpp"
#include "shared/link/connection.hpp"
#include "shared/link/data_file.hpp"
#include "shared/link/link_machine.hpp"
#include "shared/link/outbox.hpp"
#include "shared/protocol/convert.hpp"

namespace motcua::link {

namespace asio = boost::asio;

namespace {

std::uint64_t new_seed() {
    std::array<std::uint8_t, 8> bytes;
    fill_random(bytes);
    std::uint64_t seed = 0;
    for (const auto byte : bytes)
        seed = seed << 8 | byte;
    return seed;
}

std::optional<Instant> written_at(const std::filesystem::path& file) {
    std::error_code unknown;
    const auto written = std::filesystem::last_write_time(file, unknown);
    if (unknown)
        return std::nullopt;
    using namespace std::chrono;
    const auto wall = std::filesystem::file_time_type::clock::to_sys(written);
    return Instant{duration_cast<milliseconds>(wall.time_since_epoch()).count()};
}

}  // namespace

/// Obeys the machine. Handlers hold it by shared_ptr, so that it outlives a Link that was destroyed among them.
class Link::Impl : public std::enable_shared_from_this<Link::Impl> {
  public:
    Impl(asio::io_context& io, const LinkOptions& options, const SigningKey& key, Pairing pairing, Listener listener)
        : io_(io),
          timer_(io),
          tls_(Connection::make_tls()),
          host_(options.host),
          port_(options.port),
          listener_(std::move(listener)),
          machine_(options, key, std::move(pairing), new_seed()) {}

    /// Requests of the run before go out again.
    void use_folder(FolderLock lock, std::filesystem::path folder) {
        lock_.emplace(std::move(lock));
        folder_ = std::move(folder);
        const auto file = folder_ / "outbox.bin";
        earlier_requests_at_ = written_at(file);
        outbox_.emplace(open_outbox_file(file));
        std::vector<RequestId> not_read;
        for (const auto& entry : outbox_->waiting()) {
            const auto message = protocol::decode(entry.payload);
            const auto* request = message ? std::get_if<protocol::CommandRequest>(&message->body) : nullptr;
            if (request == nullptr) {
                not_read.push_back(entry.id);
                continue;
            }
            earlier_requests_.push_back({request->id, request->command});
            machine_.request(now_ms(), *request, keep_of_outbox(request->command));
        }
        outbox_->cannot_read(not_read);
        machine_.set_outbox_trouble(outbox_->trouble());
    }

    LinkMachine& machine() { return machine_; }
    const std::vector<EarlierRequest>& earlier_requests() const { return earlier_requests_; }
    std::optional<Instant> earlier_requests_at() const { return earlier_requests_at_; }

    void stop() {
        is_stopped_ = true;
        timer_.cancel();
        disconnect();
        outbox_.reset();
        lock_.reset();  // handlers may hold this object a little longer; the folder is free now
    }

    /// Acts on the machine's wishes in the next turn of the io_context, so that no callback runs inside a method.
    void obey_soon() {
        if (is_posted_ || is_stopped_)
            return;
        is_posted_ = true;
        asio::post(io_, [self = shared_from_this()] {
            self->is_posted_ = false;
            self->obey();
        });
    }

    /// True when it is durable.
    bool keep(const protocol::CommandRequest& request) {
        if (!outbox_)
            return false;
        const auto kept = outbox_->put(request.id, protocol::encode(protocol::Message{1, request}));
        machine_.set_outbox_trouble(outbox_->trouble());
        return kept.has_value();
    }

    bool has_room() const { return outbox_ && outbox_->has_room() && machine_.has_room(); }

    void strike_out(const RequestId& id) {
        if (!outbox_)
            return;
        outbox_->done(id);
        machine_.set_outbox_trouble(outbox_->trouble());
    }

  private:
    void obey() {
        for (auto actions = machine_.take_actions(); !actions.empty(); actions = machine_.take_actions()) {
            for (auto& action : actions) {
                if (is_stopped_)
                    return;
                std::visit([this](auto& wish) { act(wish); }, action);
            }
        }
        set_timer();
    }

    void set_timer() {
        if (is_stopped_ || machine_.wake_at() == std::numeric_limits<std::int64_t>::max())
            return;
        using std::chrono::milliseconds;
        timer_.expires_at(std::chrono::steady_clock::time_point(milliseconds(machine_.wake_at())));
        timer_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
            if (cancelled || self->is_stopped_)
                return;
            self->machine_.time(now_ms());
            self->obey();
        });
    }

    void act(const Connect& wish) {
        disconnect();
        const std::uint64_t mine = ++connection_number_;
        const std::weak_ptr<Impl> weak = weak_from_this();
        // An event of a connection that was let go of meanwhile means nothing.
        const auto when_mine = [weak, mine](auto&& then) {
            const auto self = weak.lock();
            if (!self || self->is_stopped_ || self->connection_number_ != mine)
                return;
            then(*self);
            self->obey();
        };
        Connection::Events events;
        events.on_connected = [when_mine](const ServerIdentity& server) {
            when_mine([&](Impl& self) { self.machine_.connected(now_ms(), server); });
        };
        events.on_message = [when_mine](const protocol::Message& message) {
            when_mine([&](Impl& self) {
                self.machine_.message(now_ms(), message);
                if (self.machine_.is_proven() && self.connection_)
                    self.connection_->allow_large_frames();
            });
        };
        events.on_failed = [when_mine](Trouble trouble, const std::string& detail) {
            when_mine([&](Impl& self) { self.machine_.failed(now_ms(), trouble, detail); });
        };
        connection_ = std::make_shared<Connection>(io_, tls_, std::move(events));
        connection_->open(host_, port_, wish.address_turn);
    }

    void act(const Disconnect&) { disconnect(); }
    void act(const SendMessage& wish) {
        if (connection_)
            connection_->send(wish.message);
    }
    void act(const KeepPairing& wish) {
        if (folder_.empty())
            return;
        if (const auto kept = keep_pairing(folder_ / "device.toml", wish.pairing); !kept)
            machine_.set_outbox_trouble(kept.error().text);
    }
    void act(const TellStatus&) {
        const Refusal refusal = machine_.status().subscription_refusal;
        if (refusal != Refusal::None && refusal != told_refusal_)
            spdlog::warn("the server gives no view to this program: {}", name_of(refusal));
        told_refusal_ = refusal;
        const std::string& trouble = machine_.status().outbox_trouble;
        if (!trouble.empty() && trouble != told_trouble_)
            spdlog::error("{}", trouble);
        told_trouble_ = trouble;
        if (listener_.on_status)
            listener_.on_status(Status(machine_.status()));
    }
    void act(const ShowView& wish) {
        if (listener_.on_view)
            listener_.on_view(wish.view);
    }
    void act(const GiveReply& wish) {
        if (listener_.on_reply_coming)
            listener_.on_reply_coming(wish.id, wish.reply);
        // Struck out before it is told: what follows (a print) must not be repeated by the next run.
        strike_out(wish.id);
        if (listener_.on_reply)
            listener_.on_reply(wish.id, wish.reply);
    }
    void act(const GiveUp& wish) {
        strike_out(wish.id);
        if (listener_.on_unanswered)
            listener_.on_unanswered(wish.id, wish.why);
    }
    void act(const GiveAnswer& wish) {
        if (listener_.on_answer)
            listener_.on_answer(wish.id, wish.answer);
    }

    void disconnect() {
        ++connection_number_;
        if (connection_)
            connection_->close();
        connection_.reset();
    }

    asio::io_context& io_;
    asio::steady_timer timer_;
    asio::ssl::context tls_;
    const std::string host_;
    const std::uint16_t port_;
    Listener listener_;
    LinkMachine machine_;
    std::optional<FolderLock> lock_;
    std::filesystem::path folder_;  ///< empty: nothing is kept
    std::optional<Outbox> outbox_;
    std::vector<EarlierRequest> earlier_requests_;
    std::optional<Instant> earlier_requests_at_;
    std::shared_ptr<Connection> connection_;
    Refusal told_refusal_ = Refusal::None;  ///< of the subscription, in the log
    std::string told_trouble_;              ///< of the outbox, in the log
    std::uint64_t connection_number_ = 0;
    bool is_posted_ = false;
    bool is_stopped_ = false;
};

Link::Link(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Link::~Link() {
    stop();
}

Result<std::unique_ptr<Link>> Link::open(asio::io_context& io, const LinkOptions& options,
                                         const std::filesystem::path& data, Listener listener) {
    std::error_code failed;
    std::filesystem::create_directories(data, failed);
    if (failed)
        return Problem("{}: the data folder cannot be made ({})", data, failed.message());
    auto lock = FolderLock::take(data);
    if (!lock)
        return lock.error();
    auto key = SigningKey::load_or_create(data / "device.key");
    if (!key)
        return key.error();
    auto pairing = read_pairing(data / "device.toml");
    if (!pairing)
        return pairing.error();
    auto impl = std::make_shared<Impl>(io, options, *key, *pairing, std::move(listener));
    impl->use_folder(std::move(*lock), data);
    return std::unique_ptr<Link>(new Link(std::move(impl)));
}

std::unique_ptr<Link> Link::with_credentials(asio::io_context& io, LinkOptions options, Credentials credentials,
                                             Listener listener) {
    options.server_identity = credentials.server;
    Pairing pairing{credentials.device, credentials.server};
    auto impl = std::make_shared<Impl>(io, options, credentials.key, std::move(pairing), std::move(listener));
    return std::unique_ptr<Link>(new Link(std::move(impl)));
}

std::int64_t Link::now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

const std::vector<EarlierRequest>& Link::earlier_requests() const {
    return impl_->earlier_requests();
}

std::optional<Instant> Link::earlier_requests_at() const {
    return impl_->earlier_requests_at();
}

void Link::start() {
    impl_->machine().start(now_ms());
    impl_->obey_soon();
}

void Link::stop() {
    impl_->stop();
}

const Status& Link::status() const {
    return impl_->machine().status();
}

void Link::subscribe(const Subscription& subscription) {
    impl_->machine().subscribe(now_ms(), subscription);
    impl_->obey_soon();
}

bool Link::can_send_durably() const {
    return impl_->has_room();
}

std::optional<RequestId> Link::send_durably(Command command) {
    MOTCUA_ASSERT(protocol::has_wire_form(command));
    protocol::CommandRequest request{new_request_id(), std::move(command)};
    if (!impl_->has_room())
        return std::nullopt;
    if (!impl_->keep(request)) {
        impl_->strike_out(request.id);  // a part of it may be written, and what is told to be not sent is not sent
        return std::nullopt;
    }
    const RequestId id = request.id;
    impl_->machine().request(now_ms(), std::move(request), Keep::UntilDone);
    impl_->obey_soon();
    return id;
}

RequestId Link::send(Command command, Keep keep) {
    MOTCUA_ASSERT(protocol::has_wire_form(command) && keep != Keep::UntilDone);
    protocol::CommandRequest request{new_request_id(), std::move(command)};
    // Unwritten it still goes out while this program runs: a kiosk with a full disk gives numbers.
    if (keep == Keep::UntilAnswered) {
        keep = keep_of_outbox(request.command);
        (void)impl_->keep(request);
    }
    const RequestId id = request.id;
    impl_->machine().request(now_ms(), std::move(request), keep);
    impl_->obey_soon();
    return id;
}

void Link::withdraw(const RequestId& id) {
    impl_->machine().withdraw(id);
    impl_->strike_out(id);
    impl_->obey_soon();
}

RequestId Link::sign_in(const StaffId& login, const std::string& password, const CounterId& counter, bool take_over) {
    const RequestId id = new_request_id();
    impl_->machine().request(now_ms(), protocol::SignIn{id, login, password, counter, take_over}, Keep::OnlyNow);
    impl_->obey_soon();
    return id;
}

RequestId Link::accept_pairing(const std::string& code, const std::string& name, const CounterId& counter) {
    const RequestId id = new_request_id();
    impl_->machine().request(now_ms(), protocol::AcceptPairing{id, code, name, counter}, Keep::OnlyNow);
    impl_->obey_soon();
    return id;
}

RequestId Link::add_staff(const StaffId& login, const std::string& name, const std::string& password) {
    const RequestId id = new_request_id();
    impl_->machine().request(now_ms(), protocol::AddStaffRequest{id, login, name, password}, Keep::OnlyNow);
    impl_->obey_soon();
    return id;
}

QueryId Link::query(Query query) {
    const QueryId id = impl_->machine().query(now_ms(), std::move(query));
    impl_->obey_soon();
    return id;
}

void Link::pair_again() {
    impl_->machine().pair_again(now_ms());
    impl_->obey_soon();
}

}  // namespace motcua::link
