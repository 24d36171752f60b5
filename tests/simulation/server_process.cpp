#include "tests/simulation/server_process.hpp"

#include "server/net/limits.hpp"
#include "server/net/write_queue.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/protocol/framing.hpp"

namespace motcua::simulation {

namespace net_limits = motcua::net::limits;

// --- one connection

class ServerProcess::Wire : public session::Wire, public LineEnd, public std::enable_shared_from_this<Wire> {
  public:
    Wire(ServerProcess& server, std::shared_ptr<Line> line)
        : server_(server),
          world_(server.world_),
          line_(std::move(line)),
          hall_(server.hall_of_(line_->client_number())) {
        if (world_.has(Fault::SlowReader) && world_.random.chance(50)) {
            world_.count(Fault::SlowReader);
            window_ = 128 + world_.random.below(1024);
            line_->slow_down(world_.between(5, 150));
        }
    }

    void open() {
        line_->take_end(Line::Side::Server, this);
        phase_ = Phase::Open;
        progress_ms_ = world_.schedule.now_ms();
        session_ = server_.reception_->opened(*this, "10.0.0.9", world_.now());
    }

    // LineEnd
    void received(std::string_view bytes) override {
        const auto self = shared_from_this();
        if (phase_ != Phase::Open)
            return;
        while (const auto payload = reader_.take(bytes)) {
            server_.reception_->received(session_, *payload, world_.now());
            if (phase_ != Phase::Open)
                return;
        }
        if (reader_.error() != protocol::FrameError::None)
            server_.reception_->bad_frame(session_, reader_.error(), world_.now());
    }
    void ended() override { cut(); }
    void has_room() override {
        progress_ms_ = world_.schedule.now_ms();
        write();
    }

    // session::Wire
    void send(session::Frame frame) override {
        if (phase_ != Phase::Open)
            return;
        if (!queue_.send(frame))
            return later(&Wire::cut);
        server_.checker_.leaves_server(hall_, message_of(*frame));
        later(&Wire::write);
    }
    void show(session::Frame view) override {
        if (phase_ != Phase::Open)
            return;
        if (!view)
            return queue_.show(nullptr);
        const auto message = message_of(*view);
        server_.checker_.leaves_server(hall_, message);
        const std::uint64_t version = header_of(std::get<protocol::ViewPush>(message->body).view).version;
        if (version < std::exchange(last_version_, version))
            world_.fail("the server sent an older view after a newer one");
        if (world_.planted == Planted::ViewLostWhenBusy && !queue_.is_empty())
            return;
        if (world_.has(Fault::OldView) && last_view_ && world_.random.chance(10)) {
            world_.count(Fault::OldView);
            queue_.send(view);
            queue_.send(last_view_);
        }
        last_view_ = view;
        queue_.show(std::move(view));
        later(&Wire::write);
    }
    void raise_limit() override { reader_.set_limit(motcua::limits::frame_bytes); }
    void close_after_flush() override {
        if (phase_ != Phase::Open)
            return;
        phase_ = Phase::Flushing;
        phase_since_ms_ = world_.schedule.now_ms();
        queue_.show(nullptr);
        later(&Wire::write);
    }

    void on_time() {
        const std::int64_t now_ms = world_.schedule.now_ms();
        const bool waits = !queue_.is_empty();
        if ((phase_ == Phase::Flushing && now_ms - phase_since_ms_ >= net_limits::flush_ms) ||
            (phase_ == Phase::Open && waits && now_ms - progress_ms_ >= net_limits::stalled_write_ms))
            cut();
        if (queue_.bytes() > net_limits::write_queue_bytes + motcua::limits::frame_bytes)
            world_.fail("a connection's queue has grown over its bound");
    }
    void cut() {
        if (phase_ == Phase::Closed)
            return;
        const auto self = shared_from_this();
        phase_ = Phase::Closed;
        line_->close(Line::Side::Server);
        if (server_.reception_)
            server_.reception_->closed(session_, world_.now());
    }
    bool is_closed() const { return phase_ == Phase::Closed; }
    bool has_unsent() const { return phase_ != Phase::Closed && !queue_.is_empty(); }

    /// The process is gone: nobody tells the reception.
    void vanish(Crash crash) {
        phase_ = Phase::Closed;
        if (crash == Crash::Kill)
            return line_->close(Line::Side::Server);
        line_->take_end(Line::Side::Server, nullptr);
        line_->go_dead();
    }

  private:
    enum class Phase : std::uint8_t { Open, Flushing, Closed };

    std::shared_ptr<const protocol::Message> message_of(const std::string& frame) {
        return *world_.decoded.read(std::string_view(frame).substr(protocol::frame_header_bytes));
    }
    void later(void (Wire::*next)()) {
        world_.schedule.after(0, [self = shared_from_this(), next] {
            if (!self->is_closed())
                ((*self).*next)();
        });
    }
    void write() {
        char buffer[net_limits::record_bytes];
        while (line_->under_way(Line::Side::Server) < window_) {
            const std::size_t size = queue_.gather(buffer, std::min(window_, sizeof buffer));
            if (size == 0)
                break;
            progress_ms_ = world_.schedule.now_ms();
            line_->send(Line::Side::Server, std::string_view(buffer, size));
            queue_.written(size);
        }
        if (phase_ == Phase::Flushing && queue_.is_empty())
            cut();
    }

    ServerProcess& server_;
    World& world_;
    std::shared_ptr<Line> line_;
    HallId hall_;
    Phase phase_ = Phase::Closed;
    session::Reception::SessionNumber session_ = 0;
    protocol::FrameReader reader_;
    net::WriteQueue queue_;
    std::size_t window_ = 64 * 1024;  ///< bytes that may be under way
    session::Frame last_view_;        ///< may come again
    std::uint64_t last_version_ = 0;
    std::int64_t phase_since_ms_ = 0;
    std::int64_t progress_ms_ = 0;
};

/// A worker's time is simulated; the hash is not argon2id.
class ServerProcess::Passwords : public session::PasswordWork {
  public:
    explicit Passwords(World& world) : world_(world), life_(std::make_shared<int>(0)) {}
    bool check(std::string password, std::string hash, std::function<void(bool)> completion) override {
        return later([is_right = !hash.empty() && hash == "hash of " + password, completion] { completion(is_right); });
    }
    bool hash(std::string password, std::function<void(std::string)> completion) override {
        return later([hash = "hash of " + password, completion] { completion(hash); });
    }

  private:
    bool later(std::function<void()> job) {
        if (waiting_ >= session::limits::password_jobs)
            return false;
        ++waiting_;
        free_at_ms_ = std::max(free_at_ms_, world_.schedule.now_ms()) + 100;
        world_.schedule.after(free_at_ms_ - world_.schedule.now_ms(),
                              [this, life = std::weak_ptr<int>(life_), job = std::move(job)] {
                                  if (life.expired())
                                      return;
                                  --waiting_;
                                  job();
                              });
        return true;
    }
    World& world_;
    std::shared_ptr<int> life_;
    std::size_t waiting_ = 0;
    std::int64_t free_at_ms_ = 0;
};

// --- life and death

ServerProcess::ServerProcess(World& world, Network& network, SimulatedJournal& journal, Checker& checker,
                             PublicKey admin_key, HallOfClient hall_of)
    : world_(world),
      network_(network),
      journal_(journal),
      checker_(checker),
      admin_key_(admin_key),
      hall_of_(std::move(hall_of)) {
    network_.listen([this](const std::shared_ptr<Line>& line) { return accept(line); });
    for (const HallPlan& hall : world_.plan.halls)
        files_[hall.id] = hall.centre;
}

ServerProcess::~ServerProcess() = default;

void ServerProcess::start() {
    if (is_alive())
        return;
    ++life_;
    ++world_.server_life;
    clock_ = session::HallClock();
    world_.tell("server starts");
    session::Desk::Settings settings;
    for (const HallPlan& hall : world_.plan.halls)
        settings.halls.push_back(hall.id);
    settings.ticket_url = "http://hall/t/";
    passwords_ = std::make_unique<Passwords>(world_);
    desk_ = std::make_unique<session::Desk>(settings, journal_);
    session::Reception::Settings front;
    front.admin_key = admin_key_;
    front.certificate = certificate;
    front.backup_folder = "backups";
    reception_ = std::make_unique<session::Reception>(front, *desk_, *passwords_, world_.now());
    desk_->open(world_.now(), [this](Result<void> result) { opened(std::move(result)); });
}

void ServerProcess::opened(Result<void> result) {
    if (result.has_error())
        return give_up();
    world_.schedule.after(0, [this, life = life_] {
        if (life == life_ && is_alive())
            import_centres();
    });
}

void ServerProcess::import_centres() {
    for (const HallPlan& plan : world_.plan.halls) {
        const hall::Hall* hall = desk_->hall(plan.id);
        if (hall == nullptr)
            return give_up();
        // Only what nothing is in flight for can be compared with the disk.
        if (journal_.is_idle())
            checker_.compare(*hall);
    }
    imports_left_ = world_.plan.halls.size();
    for (const HallPlan& plan : world_.plan.halls) {
        const hall::Hall* hall = desk_ ? desk_->hall(plan.id) : nullptr;
        if (hall != nullptr && hall->has_settings() && hall->settings() == files_.at(plan.id)) {
            --imports_left_;
            continue;
        }
        if (!desk_)
            return;
        import_centre(plan.id, [this, life = life_](const Reply& reply) {
            // One that would take away what is in use is not taken, and keeps nobody from their work.
            const bool is_good = reply.refusal == Refusal::None || reply.refusal == Refusal::CounterInUse;
            world_.schedule.after(0, [this, life, is_good] {
                if (life != life_ || !is_alive())
                    return;
                if (!is_good)
                    return give_up();
                if (--imports_left_ == 0)
                    listen();
            });
        });
    }
    if (imports_left_ == 0)
        listen();
}

void ServerProcess::import_centre(const HallId& id, std::function<void(const Reply&)> then) {
    desk_->submit_own(id, ImportSettings{files_.at(id)}, world_.now(),
                      [this, id, then = std::move(then)](const Reply& reply) {
                          world_.tell("settings of " + id.value, name_of(reply.refusal));
                          if (reply.refusal == Refusal::SettingsInvalid)
                              return world_.fail("the plan's settings are invalid: " + reply.detail);
                          if (reply.refusal == Refusal::None)
                              ++world_.statistics.imports;
                          then(reply);
                      });
}

void ServerProcess::write_centre(const HallId& id, CentreSettings centre, bool is_told) {
    files_[id] = std::move(centre);
    if (is_told && is_listening_ && desk_->hall(id) != nullptr)
        import_centre(id, [](const Reply&) {});
}

bool ServerProcess::has_taken_centres() {
    bool has_all = true;
    for (const auto& [id, centre] : files_) {
        const hall::Hall* hall = is_listening_ ? desk_->hall(id) : nullptr;
        if (hall != nullptr && hall->settings() == centre)
            continue;
        has_all = false;
        if (hall != nullptr)
            import_centre(id, [](const Reply&) {});
    }
    return has_all;
}

void ServerProcess::listen() {
    is_listening_ = true;
    world_.tell("server listens");
    pulse();
}

void ServerProcess::pulse() {
    if (!is_alive() || is_asleep_)
        return;
    const auto wires = wires_;
    for (const auto& wire : wires)
        wire->on_time();
    std::erase_if(wires_, [](const auto& wire) { return wire->is_closed(); });
    reception_->on_time(world_.now());
    clock_.read(world_.now());
    for (const HallPlan& plan : world_.plan.halls)
        if (const hall::Hall* hall = desk_->hall(plan.id))
            clock_.start_at_least(hall->time());
    world_.schedule.after(session::limits::pulse_ms, [this, life = life_] {
        if (life == life_)
            pulse();
    });
}

void ServerProcess::wake() {
    if (std::exchange(is_asleep_, false) && is_listening_)
        pulse();
}

/// The service manager starts it again.
void ServerProcess::give_up() {
    world_.schedule.after(0, [this, life = life_] {
        if (life != life_ || !is_alive())
            return;
        world_.tell("server gives up");
        end_life();
        journal_.crash();
        start_after(1'000);
    });
}

void ServerProcess::end_life() {
    ++life_;
    is_listening_ = false;
    reception_.reset();
    desk_.reset();
    passwords_.reset();
    wires_.clear();
}

void ServerProcess::start_after(std::int64_t ms) {
    world_.schedule.after(ms, [this, life = life_] {
        if (life == life_)
            start();
    });
}

void ServerProcess::crash(Crash crash, std::int64_t back_after_ms) {
    if (!is_alive())
        return;
    ++world_.statistics.crashes;
    world_.count(crash == Crash::Kill ? Fault::Kill : Fault::PowerCut);
    world_.tell(crash == Crash::Kill ? "server killed" : "power cut");
    for (const auto& wire : wires_)
        wire->vanish(crash);
    end_life();
    journal_.crash();
    start_after(back_after_ms);
}

void ServerProcess::stop_in_order(std::int64_t back_after_ms) {
    if (!is_alive() || !is_listening_)
        return;
    world_.count(Fault::Stop);
    world_.tell("server stops");
    is_listening_ = false;
    const auto end = [this, life = life_, back_after_ms] {
        if (life == life_ && is_alive())
            crash(Crash::Kill, back_after_ms);
    };
    reception_->drain(world_.now(), [this, end] { world_.schedule.after(net_limits::linger_ms, end); });
    world_.schedule.after(net_limits::drain_ms, end);
}

bool ServerProcess::accept(const std::shared_ptr<Line>& line) {
    if (!is_listening_)
        return false;
    auto wire = std::make_shared<Wire>(*this, line);
    wires_.push_back(wire);
    wire->open();
    return true;
}

std::string ServerProcess::what_waits() const {
    if (!desk_ || !desk_->is_idle())
        return "the desk has something in hand";
    for (const auto& wire : wires_)
        if (wire->has_unsent())
            return "a line has something to send";
    return {};
}

}  // namespace motcua::simulation
