#include "tests/simulation/client.hpp"

#include <limits>

#include "shared/link/data_file.hpp"
#include "shared/link/limits.hpp"
#include "shared/protocol/convert.hpp"
#include "tests/simulation/server_process.hpp"

namespace motcua::simulation {

namespace {

constexpr std::size_t old_requests_kept = 16;
constexpr std::int64_t oldest_repeat_ms = 8 * hour_ms;  ///< answers are remembered for much longer
constexpr std::uint64_t correlation_of_repeats = 1ULL << 40;
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

}  // namespace

/// A failed append leaves part of its bytes behind.
class Client::OutboxOnDisk : public link::OutboxFile {
  public:
    explicit OutboxOnDisk(Client& client) : client_(client) {}
    Result<std::string> read(std::size_t limit) override { return client_.disk_.substr(0, limit + 1); }
    Result<void> append(std::string_view bytes) override {
        if (fails()) {
            client_.disk_ += bytes.substr(0, client_.world_.random.below(bytes.size()));
            return Problem("cannot write");
        }
        client_.disk_ += bytes;
        client_.disk_changed_at_ = client_.own_now().wall;
        return {};
    }
    Result<void> replace(std::string_view bytes) override {
        if (fails())
            return Problem("cannot write");
        client_.disk_ = bytes;
        client_.disk_changed_at_ = client_.own_now().wall;
        return {};
    }
    Result<void> shorten(std::size_t to_bytes) override {
        if (!client_.world_.random.chance(50) && fails())
            return Problem("cannot write");
        client_.disk_.resize(to_bytes);
        client_.disk_changed_at_ = client_.own_now().wall;
        return {};
    }
    /// Of a torn write too: the outbox cannot tell it from damage.
    Result<std::string> set_aside() override { return std::string("aside"); }

  private:
    bool fails() const {
        if (client_.disk_fails())
            client_.world_.count(Fault::OutboxFailure);
        return client_.disk_fails();
    }
    Client& client_;
};

Client::Client(World& world, Network& network, Checker& checker, About about, SigningKey key, link::Pairing pairing)
    : world_(world),
      checker_(checker),
      network_(network),
      about_(std::move(about)),
      key_(std::move(key)),
      pairing_(std::move(pairing)) {}

Client::~Client() = default;

void Client::power_on() {
    if (is_on())
        return;
    ++life_;
    world_.tell("on", about_.name);
    link::LinkOptions options;
    options.hall = about_.hall;
    options.program = "simulation";
    options.role = about_.role;
    options.name = about_.name;
    options.counter = about_.counter;
    machine_ = std::make_unique<link::LinkMachine>(options, key_, pairing_, world_.random.next());
    timer_at_ms_ = never;
    view_.reset();
    read_outbox();
    machine_->subscribe(world_.schedule.now_ms(), about_.subscription);
    machine_->start(world_.schedule.now_ms());
    started();
    if (is_on())  // its power may have failed again
        obey_soon();
}

/// As Link::Impl::use_folder does.
void Client::read_outbox() {
    if (world_.planted == Planted::OutboxForgotten)
        disk_.clear();
    earlier_requests_at_ = disk_changed_at_;
    outbox_.emplace(std::make_unique<OutboxOnDisk>(*this));
    earlier_requests_.clear();
    for (const auto& entry : std::vector<link::OutboxEntry>(outbox_->waiting())) {
        const auto message = protocol::decode(entry.payload);
        const auto* request = message ? std::get_if<protocol::CommandRequest>(&message->body) : nullptr;
        if (request == nullptr)
            return world_.fail("an outbox holds what is no request");
        earlier_requests_.push_back({request->id, request->command});
        machine_->request(world_.schedule.now_ms(), *request, link::keep_of_outbox(request->command));
    }
}

void Client::power_off() {
    if (!is_on())
        return;
    ++life_;
    world_.tell("off", about_.name);
    disconnect();
    outbox_.reset();
    machine_.reset();
    is_posted_ = false;
}

void Client::pair_again() {
    if (!is_on())
        return;
    world_.tell("pairs anew", about_.name);
    if (!status().device.empty())
        was_.insert(status().device);
    machine_->pair_again(world_.schedule.now_ms());
    obey_soon();
}

bool is_final(Refusal refusal) {
    return refusal == Refusal::DeviceRevoked || refusal == Refusal::UnknownDevice;
}

void Client::await_technician() {
    later(1'000, [this] {
        await_technician();
        const link::Status status = link::as_shown(this->status());
        if (status.state != link::LinkState::Rejected || !is_final(status.refusal))
            return;
        if (!world_.let_go.contains({about_.hall, status.device}))
            return world_.fail(about_.name + " was let go by nobody");
        if (!world_.is_faulty || world_.random.chance(6))
            pair_again();
    });
}

// --- obeying the machine

void Client::later(std::int64_t ms, std::function<void()> job) {
    world_.schedule.after(ms, [this, life = life_, job = std::move(job)] {
        if (life == life_ && is_on())
            job();
    });
}

void Client::obey_soon() {
    if (!std::exchange(is_posted_, true))
        later(0, [this] {
            is_posted_ = false;
            obey();
        });
}

void Client::obey() {
    const std::uint64_t life = life_;
    for (auto actions = machine_->take_actions(); !actions.empty(); actions = machine_->take_actions())
        for (const auto& action : actions) {
            std::visit([this](const auto& wish) { act(wish); }, action);
            if (life != life_)
                return;
        }
    if (status().unanswered > link::requests_unanswered || outbox_->waiting().size() > link::outbox_requests)
        world_.fail("a client's requests have grown over their bound");
    set_timer();
}

void Client::set_timer() {
    const std::int64_t at_ms = machine_->wake_at();
    if (at_ms >= timer_at_ms_)
        return;
    timer_at_ms_ = at_ms;
    later(at_ms - world_.schedule.now_ms(), [this, at_ms] {
        if (timer_at_ms_ != at_ms)
            return;  // an earlier one took its place
        timer_at_ms_ = never;
        if (world_.schedule.now_ms() >= machine_->wake_at())
            machine_->time(world_.schedule.now_ms());
        obey();
    });
}

void Client::act(const link::Connect&) {
    disconnect();
    const std::uint64_t mine = ++connection_number_;
    network_.connect(about_.number, [this, mine](std::shared_ptr<Line> line) {
        if (!is_on() || mine != connection_number_) {
            if (line)
                line->close(Line::Side::Client);
            return;
        }
        if (!line) {
            machine_->failed(world_.schedule.now_ms(), link::Trouble::Unreachable, "refused");
            return obey();
        }
        line_ = std::move(line);
        server_life_ = world_.server_life;
        line_->take_end(Line::Side::Client, this);
        reader_ = protocol::FrameReader();
        machine_->connected(world_.schedule.now_ms(), certificate);
        obey();
    });
}

void Client::disconnect() {
    ++connection_number_;
    if (line_)
        std::exchange(line_, nullptr)->close(Line::Side::Client);
}

void Client::received(std::string_view bytes) {
    const std::uint64_t mine = connection_number_;
    while (const auto payload = reader_.take(bytes)) {
        world_.trace.add(world_.schedule.now_ms(), about_.name, *payload);
        const auto message = world_.decoded.read(*payload);
        if (message.has_error())
            return world_.fail("a client cannot read what the server sent: " + message.error().text);
        checker_.arrives(about_.hall, **message);
        machine_->message(world_.schedule.now_ms(), **message);
        if (machine_->is_proven())
            reader_.set_limit(motcua::limits::frame_bytes);
        obey();
        if (mine != connection_number_ || !is_on())
            return;
    }
    if (reader_.error() != protocol::FrameError::None)
        world_.fail("a client was sent a frame that is too long");
}

void Client::ended() {
    line_.reset();
    ++connection_number_;
    machine_->failed(world_.schedule.now_ms(), link::Trouble::ConnectionLost, "closed");
    obey();
}

void Client::act(const link::SendMessage& wish) {
    if (!line_)
        return;
    remember_for_repeats(wish.message);
    line_->send(Line::Side::Client, protocol::encode_frame(wish.message));
}

void Client::remember_for_repeats(const protocol::Message& message) {
    const auto* request = std::get_if<protocol::CommandRequest>(&message.body);
    if (request == nullptr)
        return;
    const auto is_same = [&](const OldRequest& old) { return old.request.id == request->id; };
    if (std::any_of(old_requests_.begin(), old_requests_.end(), is_same))
        return;
    old_requests_.push_back(OldRequest{*request, world_.schedule.now_ms(), life_});
    if (old_requests_.size() > old_requests_kept)
        old_requests_.erase(old_requests_.begin());
}

void Client::act(const link::TellStatus&) {
    world_.trace.add(world_.schedule.now_ms(), about_.name, link::name_of(status().state));
    status_changed();
}

void Client::act(const link::ShowView& wish) {
    checker_.shown(about_.number, about_.hall, wish.view, server_life_);
    view_ = wish.view;
    view_came(wish.view);
}

void Client::act(const link::GiveReply& wish) {
    const std::uint64_t life = life_;
    reply_is_coming(wish.id, wish.reply);
    if (life != life_)
        return;
    outbox_->done(wish.id);
    checker_.settled(about_.number, wish.id);
    if (wish.reply.refusal == Refusal::StoreUnavailable) {
        // What an earlier life sent may be under way still, longer than the answer to the same of this one.
        const bool may_still_arrive = std::any_of(old_requests_.begin(), old_requests_.end(), [&](const auto& old) {
            return old.request.id == wish.id && old.life != life_;
        });
        if (may_still_arrive)
            checker_.forgive(about_.hall, wish.id);
        else if (!disk_fails())  // else that it was answered is not kept, and it is asked again after a restart
            checker_.told_undone(about_.hall, wish.id);
        for (OldRequest& old : old_requests_)
            old.has_ended_undone = old.has_ended_undone || old.request.id == wish.id;
    }
    reply_came(wish.id, wish.reply);
}

void Client::act(const link::GiveUp& wish) {
    outbox_->done(wish.id);
    checker_.settled(about_.number, wish.id);
    gave_up(wish.id);
}

// --- what a program asks

RequestId Client::new_id() {
    RequestId id;
    for (std::size_t i = 0; i < id.bytes.size(); i += 8) {
        const std::uint64_t part = world_.random.next();
        for (std::size_t k = 0; k < 8; ++k)
            id.bytes[i + k] = static_cast<std::uint8_t>(part >> (8 * k));
    }
    return id;
}

bool Client::disk_fails() const {
    return world_.is_faulty && world_.schedule.now_ms() < outbox_fails_until_ms_;
}

bool Client::can_send_durably() const {
    return machine_->has_room() && outbox_->has_room();
}

std::optional<RequestId> Client::send_durably(Command command) {
    protocol::CommandRequest request{new_id(), std::move(command)};
    if (!can_send_durably())
        return std::nullopt;
    if (!outbox_->put(request.id, protocol::encode(protocol::Message{1, request})).has_value()) {
        outbox_->done(request.id);
        return std::nullopt;
    }
    checker_.pressed(about_.hall, request.id);
    checker_.promised(about_.number, request.id);
    const RequestId id = request.id;
    machine_->request(world_.schedule.now_ms(), std::move(request), link::Keep::UntilDone);
    obey_soon();
    return id;
}

RequestId Client::send(Command command, link::Keep keep) {
    protocol::CommandRequest request{new_id(), std::move(command)};
    if (std::holds_alternative<IssueTicket>(request.command))
        checker_.pressed(about_.hall, request.id);
    const RequestId id = request.id;
    if (keep == link::Keep::UntilAnswered) {
        keep = link::keep_of_outbox(request.command);
        if (outbox_->put(id, protocol::encode(protocol::Message{1, request})).has_value())
            checker_.promised(about_.number, id);
    }
    machine_->request(world_.schedule.now_ms(), std::move(request), keep);
    obey_soon();
    return id;
}

void Client::send_now(protocol::Body body) {
    machine_->request(world_.schedule.now_ms(), std::move(body), link::Keep::OnlyNow);
    obey_soon();
}

void Client::query(Query query) {
    machine_->query(world_.schedule.now_ms(), std::move(query));
    obey_soon();
}

void Client::repeat_an_old_request() {
    std::erase_if(old_requests_,
                  [this](const OldRequest& old) { return world_.schedule.now_ms() - old.sent_ms > oldest_repeat_ms; });
    if (!is_online() || !line_ || old_requests_.empty())
        return;
    ++world_.statistics.repeats;
    world_.count(Fault::Repeat);
    const auto& old = old_requests_[static_cast<std::size_t>(world_.random.below(old_requests_.size()))];
    world_.tell("repeat", about_.name);
    // Then it is done as a new one, and nobody waits for the answer. TLS keeps a real network from it.
    checker_.asked_again(about_.hall, old.request.id);
    if (old.has_ended_undone)
        checker_.forgive(about_.hall, old.request.id);
    line_->send(Line::Side::Client, protocol::encode_frame(protocol::Message{
                                        correlation_of_repeats + world_.random.below(1000), old.request}));
}

}  // namespace motcua::simulation
