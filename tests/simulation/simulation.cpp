#include "tests/simulation/simulation.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include "server/hall/hall.hpp"
#include "shared/base/assert.hpp"
#include "tests/simulation/persons.hpp"
#include "tests/simulation/replay.hpp"
#include "tests/simulation/server_process.hpp"

namespace motcua::simulation {

namespace {

// --- keys, tokens and codes come from the seed

Random secrets(0);

const char* seeded_name() {
    return "seeded";
}
std::uint32_t seeded_number() {
    return static_cast<std::uint32_t>(secrets.next());
}
void seeded_bytes(void* to, std::size_t size) {
    auto* bytes = static_cast<std::uint8_t*>(to);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(secrets.next());
}

/// libsodium has a port for its source of randomness; with it a run repeats bit for bit.
void seed_secrets(std::uint64_t seed) {
    static randombytes_implementation seeded{seeded_name, seeded_number, nullptr, nullptr, seeded_bytes, nullptr};
    static const bool is_ready = randombytes_set_implementation(&seeded) == 0 && sodium_init() >= 0;
    MOTCUA_ASSERT(is_ready);
    secrets = Random(seed);
}

/// How far a clock gets ahead by steps, where it does not leap (has_leaps).
constexpr std::int64_t most_ahead_ms = 36 * hour_ms;

View without_header(View view) {
    std::visit(
        [](auto& shown) {
            shown.hall.version = 0;
            shown.hall.at = Instant{};
        },
        view);
    return view;
}

/// What of a view helps to see where two differ.
std::string told(const View& view) {
    std::string text = "version " + std::to_string(header_of(view).version) + " at " + iso_utc(header_of(view).at);
    if (const auto* kiosk = std::get_if<KioskView>(&view))
        for (const KioskService& service : kiosk->services)
            text += ", " + service.id.value + " state " + std::to_string(static_cast<int>(service.state)) +
                    " waiting " + std::to_string(service.waiting) +
                    (service.opens_at ? " opens " + iso_utc(*service.opens_at) : std::string());
    if (const auto* board = std::get_if<BoardView>(&view))
        text += ", " + std::to_string(board->calls.size()) + " calls, " + std::to_string(board->missed.size()) +
                " missed, " + std::to_string(board->waiting) + " waiting";
    if (const auto* counter = std::get_if<CounterView>(&view))
        text += ", " + std::string(name_of(counter->state)) + ", " + std::to_string(counter->waiting_count) +
                " waiting, " + std::to_string(counter->held.size()) + " held, " +
                std::to_string(counter->missed.size()) + " missed";
    return text;
}

class Simulation {
  public:
    explicit Simulation(const Options& options)
        : options_(options),
          world_(plan_of(options), options.planted, options.is_told),
          checker_(world_),
          journal_(world_, [this](const store::Entry& entry) { checker_.committed(entry); }),
          network_(world_),
          admin_key_(SigningKey::generate()),
          server_(world_, network_, journal_, checker_, admin_key_.public_key(),
                  [this](std::size_t client) -> const HallId& { return clients_.at(client)->about().hall; }) {
        journal_.on_unsure_failure([this] { crash_while_unsure(); });
        for (const HallPlan& hall : world_.plan.halls)
            furnish(hall);
        for (const auto& client : clients_)
            client->step_clock(any_clock_error());
    }

    Outcome run() {
        for (int day = 0; day < world_.plan.days && has_no_failure(); ++day) {
            live_a_day();
            sleep_until_morning();
            world_.statistics.hall_days += world_.plan.halls.size();
        }
        for (const HallPlan& hall : world_.plan.halls)
            checker_.replay(hall.id, journal_.history(hall.id));
        return Outcome{world_.failure, world_.trace.hash(), world_.statistics};
    }

  private:
    bool has_no_failure() const { return world_.failure.empty(); }

    template <class Kind>
    Kind* add(const HallPlan& hall, Role role, const std::string& name, CounterId counter, Subscription what,
              bool is_admin = false) {
        Client::About about{clients_.size(), hall.id, role, hall.id.value + "-" + name, std::move(counter), what};
        SigningKey key = is_admin ? admin_key_ : SigningKey::generate();
        link::Pairing pairing;
        if (is_admin)
            pairing = link::Pairing{DeviceId{"admin"}, certificate};
        auto client = std::make_unique<Kind>(world_, network_, checker_, about, std::move(key), pairing);
        Kind* made = client.get();
        clients_.push_back(std::move(client));
        return made;
    }

    void furnish(const HallPlan& hall) {
        std::vector<Client*> devices;
        for (int i = 0; i < hall.kiosks; ++i) {
            kiosks_.push_back(
                add<Kiosk>(hall, Role::Kiosk, "kiosk-" + std::to_string(i), {}, {ViewKind::Kiosk, "", {}}));
            devices.push_back(kiosks_.back());
            kiosks_.back()->on_power_failure([this, kiosk = kiosks_.back()] { crash_client(*kiosk); });
        }
        for (int i = 0; i < hall.boards; ++i) {
            const std::string zone = i == 0 ? "" : hall.centre.counters.front().zone;
            devices.push_back(
                add<Board>(hall, Role::Board, "board-" + std::to_string(i), {}, {ViewKind::Board, zone, {}}));
        }
        std::vector<StaffId> staff;
        for (int i = 0; i < hall.machines; ++i) {
            const auto& counters = hall.centre.counters;
            const CounterId stands_at = counters[static_cast<std::size_t>(i) % counters.size()].id;
            staff.push_back(StaffId{"clerk-" + std::to_string(i)});
            // Some are accepted for no counter: there one is chosen at sign-in, and the person sits where they chose.
            const CounterId at_home = world_.random.chance(15) ? CounterId{} : stands_at;
            auto* counter = add<Counter>(hall, Role::Counter, "counter-" + std::to_string(i), at_home,
                                         {ViewKind::Counter, "", stands_at});
            std::vector<StaffId> clerks{staff.back()};
            if (i > 0 && world_.random.chance(30))
                clerks.push_back(staff.front());
            counter->set_clerks(clerks, &hall);
            counters_.push_back(counter);
            devices.push_back(counter);
        }
        auto* office = add<Office>(hall, Role::Admin, "office", {}, {}, /*is_admin=*/true);
        office->set_tasks(staff, devices);
        offices_.push_back(office);
    }

    void run_for(std::int64_t ms) {
        const std::int64_t until_ms = world_.schedule.now_ms() + ms;
        while (has_no_failure() && world_.schedule.run_next(until_ms)) {
        }
    }

    // --- a day
    void live_a_day() {
        world_.is_faulty = true;
        server_.wake();
        server_.start();
        for (const auto& client : clients_)
            client->power_on();
        ++day_;
        for (Counter* counter : counters_)
            counter->set_mood(Counter::Mood::Works);
        comes_in_ = true;
        opened_ms_ = world_.schedule.now_ms();
        for (std::size_t i = 0; i < world_.plan.halls.size(); ++i)
            await_arrival(i, day_);
        await_fault(day_);
        run_for(world_.plan.open_ms);
        if (world_.has(Fault::Midnight) && has_no_failure())
            live_through_midnight();
        make_peace();
        clear_the_halls();
    }

    /// The steady clock leaps with the wall clock: what happens in between is that nobody is there.
    void live_through_midnight() {
        world_.count(Fault::Midnight);
        comes_in_ = false;
        const std::int64_t local_ms = world_.local_ms();
        leave();
        world_.schedule.run_next(0);
        pass_time(day_ms - local_ms - 2 * minute_ms);
        server_.wake();
        for (const auto& client : clients_)
            client->power_on();
        comes_in_ = true;
        opened_ms_ = world_.schedule.now_ms();
        for (std::size_t i = 0; i < world_.plan.halls.size(); ++i)
            await_arrival(i, day_);
        await_fault(day_);
        run_for(4 * minute_ms);
    }

    void await_arrival(std::size_t hall_number, int day) {
        const HallPlan& hall = world_.plan.halls[hall_number];
        world_.schedule.after(world_.between(1, 2 * mean_wait_ms(world_.plan, hall, world_.now().wall,
                                                                 world_.schedule.now_ms() - opened_ms_)),
                              [this, hall_number, day] {
                                  if (!comes_in_ || day != day_)
                                      return;
                                  arrive(world_.plan.halls[hall_number]);
                                  await_arrival(hall_number, day);
                              });
    }

    void arrive(const HallPlan& hall) {
        std::vector<Kiosk*> there;
        for (Kiosk* kiosk : kiosks_)
            if (kiosk->about().hall == hall.id && kiosk->is_on())
                there.push_back(kiosk);
        if (there.empty())
            return;
        Kiosk* kiosk = there[static_cast<std::size_t>(world_.random.below(there.size()))];
        const auto& services = hall.centre.services;
        const ServiceId service = services[static_cast<std::size_t>(world_.random.below(services.size()))].id;
        CategoryId category;
        if (world_.random.chance(25))
            category = hall.centre.categories[static_cast<std::size_t>(world_.random.below(2))].id;
        const int taps = world_.random.chance(15) ? 3 : 1;
        kiosk->press(service, category, taps);
        if (world_.random.chance(5))  // the next person is quick
            kiosk->press(service, category, 1);
        if (world_.random.chance(20))  // two who came together, each at a kiosk: perhaps in one moment for the hall
            for (Kiosk* other : there)
                if (other != kiosk)
                    other->press(service, category, taps);
    }

    // --- faults
    void await_fault(int day) {
        world_.schedule.after(world_.between(1, 2 * world_.plan.between_faults_ms), [this, day] {
            if (!world_.is_faulty || day != day_ || !comes_in_)
                return;
            do_a_fault();
            await_fault(day);
        });
    }

    Client& any_client() { return *clients_[static_cast<std::size_t>(world_.random.below(clients_.size()))]; }

    void do_a_fault() {
        std::vector<Fault> on;
        for (int i = 0; i < fault_count; ++i)
            if (world_.plan.has(static_cast<Fault>(i)))
                on.push_back(static_cast<Fault>(i));
        if (on.empty())
            return;
        const Fault fault = on[static_cast<std::size_t>(world_.random.below(on.size()))];
        switch (fault) {
            case Fault::Cut:
                return network_.cut_one();
            case Fault::HalfOpen:
                return network_.kill_one_silently();
            case Fault::Partition:
                return part(any_client().about().number);
            case Fault::Repeat:
                return any_client().repeat_an_old_request();
            case Fault::DiskFull:
                world_.tell("disk full");
                return journal_.fill_disk(world_.between(100, 8'000));
            case Fault::Kill:
                return crash_server(Crash::Kill, world_.between(100, 3'000));
            case Fault::PowerCut:
                return crash_server(Crash::PowerCut, world_.between(500, 10'000));
            case Fault::Stop:
                return server_.stop_in_order(world_.between(100, 3'000));
            case Fault::ClockStep:
                return step_clock();
            case Fault::ClientCrash:
                return crash_client(any_client());
            case Fault::OutboxFailure:
                return any_client().fail_outbox(world_.between(100, 20'000));
            case Fault::Revoke:
                return let_go_of_a_machine();
            case Fault::NewSettings:
                return change_a_centre();
            case Fault::StaffRemoved:
                return offices_[static_cast<std::size_t>(world_.random.below(offices_.size()))]->remove_a_clerk();
            default:
                return;  // those that are not single moments
        }
    }

    /// What the server does not know and its end within the moment in which it does not: rare, unless it is provoked.
    void crash_while_unsure() {
        if (!world_.is_faulty || !(world_.has(Fault::Kill) || world_.has(Fault::PowerCut)) || !world_.random.chance(40))
            return;
        const Crash crash = world_.has(Fault::Kill) ? Crash::Kill : Crash::PowerCut;
        world_.schedule.after(world_.between(1, 3'000), [this, crash] {
            if (world_.is_faulty && journal_.may_come_back())
                server_.crash(crash, world_.between(100, 3'000));
        });
    }

    /// At any moment, or in the worst: around the next commit.
    void crash_server(Crash crash, std::int64_t back_after_ms) {
        if (world_.random.chance(40))
            return server_.crash(crash, back_after_ms);
        journal_.at_next_commit([this, crash, back_after_ms] {
            if (world_.is_faulty)
                server_.crash(crash, back_after_ms);
        });
    }

    void part(std::size_t number) {
        network_.part(number);
        world_.schedule.after(world_.between(100, 40'000), [this, number] { network_.heal(number); });
    }

    void crash_client(Client& client) {
        if (!client.is_on())
            return;
        world_.count(Fault::ClientCrash);
        client.power_off();
        world_.schedule.after(world_.between(50, 5'000), [this, &client, day = day_] {
            if (day == day_ && is_awake_)
                client.power_on();
        });
    }

    /// Nobody's clock is right to the second, and some are far off.
    std::int64_t any_clock_error() {
        const std::uint64_t kind = world_.plan.has(Fault::ClockStep) ? world_.random.below(100) : 0;
        const std::int64_t most_ms = kind < 60 ? 2 * second_ms : kind < 90 ? 10 * minute_ms : 3 * hour_ms;
        return world_.between(-most_ms, most_ms);
    }

    /// Most often a kiosk: only it gives something out that it might not.
    void let_go_of_a_machine() {
        Client& machine = world_.random.chance(70)
                              ? *kiosks_[static_cast<std::size_t>(world_.random.below(kiosks_.size()))]
                              : any_client();
        if (machine.about().role == Role::Admin)
            return;
        for (Office* office : offices_)
            if (office->about().hall == machine.about().hall)
                office->let_go(machine);
    }

    /// Told to the server at once, or read by its next life.
    void change_a_centre() {
        const auto& halls = world_.plan.halls;
        const HallPlan& hall = halls[static_cast<std::size_t>(world_.random.below(halls.size()))];
        const bool is_back = world_.random.chance(30);
        const CentreSettings centre = is_back ? hall.centre : changed(hall.centre, world_.random);
        const bool is_told = world_.random.chance(70);
        world_.count(Fault::NewSettings);
        server_.write_centre(hall.id, centre, is_told);
    }

    void step_clock() {
        if (world_.random.chance(50)) {
            const std::int64_t by_ms = any_clock_error();
            Client& client = any_client();
            world_.tell("clock step of " + client.about().name, std::to_string(by_ms));
            world_.count(Fault::ClockStep);
            return client.step_clock(by_ms);
        }
        const std::uint64_t kind = world_.random.below(100);
        std::int64_t size = kind < 75 ? world_.between(-90'000, 90'000) : world_.between(-3 * hour_ms, 3 * hour_ms);
        if (kind >= 97)
            size = world_.random.chance(50) ? day_ms : -90 * day_ms;
        if (options_.has_leaps && kind >= 90)
            size = 90 * day_ms;
        if (!options_.has_leaps && world_.wall_offset_ms + size > most_ahead_ms)
            return;
        world_.wall_offset_ms += size;
        world_.count(Fault::ClockStep);
        world_.tell("clock step", std::to_string(size));
    }

    // --- peace
    void make_peace() {
        if (!has_no_failure())
            return;
        world_.tell("peace");
        world_.is_faulty = false;
        comes_in_ = false;
        for (Counter* counter : counters_)
            counter->set_mood(Counter::Mood::Rests);
        for (Office* office : offices_)
            office->let_nobody_go();
        for (const HallPlan& hall : world_.plan.halls)
            server_.write_centre(hall.id, hall.centre, /*is_told=*/false);
        network_.heal_all();
        server_.start();
        for (const auto& client : clients_)
            client->power_on();
        expect_agreement();
        if (!has_no_failure())
            return;
        ++world_.statistics.agreements;
        checker_.expect_no_promises();
        for (const HallPlan& hall : world_.plan.halls) {
            checker_.compare(*server_.hall(hall.id));
            checker_.expect_own_numbers(*server_.hall(hall.id));
            checker_.expect_one_ticket_a_touch(hall.id);
        }
    }

    void expect_agreement() {
        const std::int64_t limit_ms = world_.schedule.now_ms() + agreement_limit_ms;
        std::string difference = "nothing was compared";
        while (has_no_failure() && world_.schedule.now_ms() < limit_ms && !difference.empty()) {
            run_for(500);
            difference = server_.has_taken_centres() ? find_difference() : "a centre's file is not taken";
        }
        if (!difference.empty())
            world_.fail("no agreement within " + std::to_string(agreement_limit_ms / second_ms) + " s: " + difference);
    }

    /// Every line drains: whoever waits is called and served, though nothing but keys moves anything.
    void clear_the_halls() {
        if (!has_no_failure())
            return;
        world_.tell("the last are served");
        for (Counter* counter : counters_)
            counter->set_mood(Counter::Mood::Clears);
        const std::int64_t limit_ms = world_.schedule.now_ms() + clearing_limit();
        std::string left = "nothing was looked at";
        while (has_no_failure() && world_.schedule.now_ms() < limit_ms && !left.empty()) {
            run_for(500);
            left = what_is_left();
        }
        if (!left.empty())
            return world_.fail("a hall does not get empty: " + left);
        for (Counter* counter : counters_)
            counter->set_mood(Counter::Mood::Rests);
        expect_agreement();
    }

    std::int64_t clearing_limit() const {
        std::int64_t limit_ms = clearing_limit_ms;
        for (const HallPlan& hall : world_.plan.halls)
            limit_ms += clearing_limit_each_ms * world_.plan.pace * server_.hall(hall.id)->board_view("", {}).waiting;
        return limit_ms;
    }

    std::string what_is_left() {
        for (const HallPlan& hall : world_.plan.halls)
            if (const std::string left = checker_.what_is_left(hall.id); !left.empty())
                return hall.id.value + ": " + left;
        return {};
    }

    std::string find_difference() const {
        if (!server_.is_listening())
            return "the server is not back";
        for (const HallPlan& hall : world_.plan.halls)
            if (server_.hall(hall.id) == nullptr)
                return "the server does not serve " + hall.id.value;
        for (const auto& client : clients_) {
            const std::string& name = client->about().name;
            if (!client->is_online())
                return name + " is " + std::string(link::name_of(client->status().state));
            if (client->status().unsaved_since_ms)
                return name + " believes that the server can save nothing";
            if (!client->is_drained())
                return name + " still waits for an answer";
            const auto wanted = view_for(*client);
            if (wanted && !client->view())
                return name + " shows nothing";
            if (wanted && without_header(*client->view()) != without_header(*wanted))
                return name + " shows something else than the hall: " + told(*client->view()) + " instead of " +
                       told(*wanted);
            const std::string seen = wanted ? client->difference_from(*wanted) : "";
            if (!seen.empty())
                return name + ": " + seen;
        }
        if (server_.session_count() != clients_.size())
            return "the server has " + std::to_string(server_.session_count()) + " sessions of " +
                   std::to_string(clients_.size()) + " clients";
        if (const std::string waits = server_.what_waits(); !waits.empty())
            return waits;
        return journal_.is_idle() ? "" : "the journal is not idle";
    }

    std::optional<View> view_for(const Client& client) const {
        const hall::Hall& hall = *server_.hall(client.about().hall);
        const Subscription& what = client.about().subscription;
        const Instant now = std::max(server_.hall_time(), hall.time());
        switch (what.kind) {
            case ViewKind::Kiosk: {
                KioskView view = hall.kiosk_view(now);
                view.ticket_url = "http://hall/t/";
                return view;
            }
            case ViewKind::Board:
                return hall.board_view(what.zone, now);
            case ViewKind::Counter:
                return hall.counter_view(what.counter, now).value();
            case ViewKind::None:
                break;
        }
        return std::nullopt;
    }

    // --- night
    void leave() {
        is_awake_ = false;
        for (const auto& client : clients_)
            client->power_off();
        run_for(5 * second_ms);
        is_awake_ = true;
        server_.sleep();
    }
    void pass_time(std::int64_t ms) {
        if (ms > 0)
            run_for(ms);
    }

    void sleep_until_morning() {
        if (!has_no_failure())
            return;
        leave();
        const std::int64_t local_ms = world_.local_ms();
        const std::int64_t morning_ms = begin_of_day_ms(world_.random);
        pass_time(local_ms < morning_ms ? morning_ms - local_ms : day_ms - local_ms + morning_ms);
    }

    Options options_;
    World world_;
    Checker checker_;
    SimulatedJournal journal_;
    Network network_;
    SigningKey admin_key_;
    std::vector<std::unique_ptr<Client>> clients_;
    ServerProcess server_;
    std::vector<Kiosk*> kiosks_;
    std::vector<Counter*> counters_;
    std::vector<Office*> offices_;  ///< one a hall
    int day_ = 0;
    std::int64_t opened_ms_ = 0;  ///< when people began to come
    bool comes_in_ = false;
    bool is_awake_ = true;
};

}  // namespace

Plan plan_of(const Options& options) {
    Plan plan = plan_of(options.seed, options.days);
    return options.is_whole_day ? whole_day(std::move(plan)) : plan;
}

Outcome simulate(const Options& options) {
    tell_on_end(options);
    spdlog::set_level(spdlog::level::off);
    seed_secrets(options.seed);
    return Simulation(options).run();
}

}  // namespace motcua::simulation
