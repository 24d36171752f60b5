// Whole days of random commands, sensible and senseless, from seeds: the slow reference model watches each step.
#include <doctest/doctest.h>

#include "shared/base/random.hpp"
#include "tests/server/hall/reference.hpp"
#include "tests/server/hall/script.hpp"

using namespace motcua;
using namespace motcua::hall;
using namespace motcua::hall::test;

namespace {

class RandomDays {
  public:
    explicit RandomDays(std::uint64_t seed) : random_(seed), hall_(HallId{"hall"}), now_(vietnam(monday, "07:20")) {
        submit(ImportSettings{sample_centre()});
        for (const char* login : {"an", "binh", "chi"})
            submit(AddStaff{StaffId{login}, login, "hash"});
    }

    void pass_day(int commands) {
        for (int i = 0; i < commands; ++i) {
            now_ = now_ + static_cast<std::int64_t>(random_.below(60 * second_ms));
            // Now and then the wall clock steps back: the hall's time must not.
            submit(any_command(), random_.chance(3) ? now_ - 2 * hour_ms : now_);
            if (i % 40 == 0)
                reference_.compare(hall_);
            if (i % 25 == 0)
                try_garbage();
        }
        reference_.compare(hall_);
    }
    void sleep_until(Instant at) { now_ = at; }

    const Hall& hall() const { return hall_; }
    const std::vector<EventRecord>& records() const { return records_; }
    std::size_t granted(const std::string& command) const {
        const auto found = granted_.find(command);
        return found == granted_.end() ? 0 : found->second;
    }

  private:
    void submit(const Command& command) { submit(command, now_); }
    void submit(const Command& command, Instant at) {
        const Outcome outcome = run(hall_, command, admin(), at);
        for (const EventRecord& record : outcome.events) {
            records_.push_back(record);
            reference_.see(record);
        }
        if (outcome.reply.refusal == Refusal::None)
            ++granted_[std::string(name_of(command))];
        watch_board();
    }

    /// The newest call on the board never goes back.
    void watch_board() {
        const BoardView board = hall_.board_view("", hall_.time());
        for (std::size_t i = 1; i < board.calls.size(); ++i)
            CHECK(board.calls[i - 1].sequence > board.calls[i].sequence);
        const bool is_new = !records_.empty() && (std::holds_alternative<TicketCalled>(records_.back().event) ||
                                                  std::holds_alternative<TicketRecalled>(records_.back().event));
        if (is_new && records_.size() > seen_records_) {
            CHECK(board.calls.front().sequence > newest_call_);
            newest_call_ = board.calls.front().sequence;
        }
        seen_records_ = records_.size();
    }

    /// Old and altered records: refused ones leave no trace.
    void try_garbage() {
        Hall copy(hall_);
        const std::string before = copy.fingerprint();
        for (int i = 0; i < 5; ++i) {
            EventRecord record = records_[random_.below(records_.size())];
            if (random_.chance(70)) {
                record.at = hall_.time();
                record.service_day = hall_.service_day();
            }
            Hall tried(copy);
            const bool is_taken = tried.apply(record);
            CHECK((is_taken || tried.fingerprint() == before));
            CHECK(tried.version() == hall_.version() + (is_taken ? 1 : 0));
        }
    }

    template <class Id>
    Id any_of(std::initializer_list<const char*> values) {
        return Id{std::string(*(values.begin() + random_.below(values.size())))};
    }
    CounterId any_counter() { return any_of<CounterId>({"c1", "c2", "c3", "c4", "c1", "c2", "c3", "nowhere"}); }
    ServiceId any_service() {
        return any_of<ServiceId>({"civil", "land", "civil", "land", "small", "capped", "saturday", "nothing"});
    }
    StaffId any_staff() { return any_of<StaffId>({"an", "binh", "chi", "", "nobody"}); }

    TicketId any_ticket() {
        std::size_t total = 0;
        const auto all = hall_.tickets(/*open_only=*/random_.chance(50), {}, 10'000, total);
        if (all.empty() || random_.chance(5))
            return TicketId{random_.next()};
        return all[random_.below(all.size())].id;
    }
    TicketToken any_token() {
        const auto ticket = hall_.ticket(any_ticket());
        return ticket.has_value() ? ticket->token : token(random_.next());
    }

    static void take_service_away(CentreSettings& centre, std::size_t index) {
        const ServiceId gone = centre.services[index].id;
        centre.services.erase(centre.services.begin() + static_cast<std::ptrdiff_t>(index));
        for (CounterSettings& counter : centre.counters)
            std::erase(counter.services, gone);
    }

    CentreSettings any_settings() {
        CentreSettings centre = sample_centre();
        if (random_.chance(50))
            std::swap(centre.services[0].letter, centre.services[1].letter);
        if (random_.chance(50))
            centre.counters[2].services = {ServiceId{"civil"}, ServiceId{"small"}};
        if (random_.chance(20))
            centre.counters.pop_back();
        if (random_.chance(20))
            centre.services[0].letter = 'B';
        centre.services[2].last_number = static_cast<std::int32_t>(1 + random_.below(20));
        if (random_.chance(20))
            take_service_away(centre, random_.below(centre.services.size()));
        centre.missed_return_min = static_cast<std::int32_t>(random_.below(90));
        return centre;
    }

    Command any_command() {
        const std::uint64_t dice = random_.below(100);
        if (dice < 32)
            return IssueTicket{any_service(), any_of<CategoryId>({"", "", "", "elderly", "pregnant", "nobody"}),
                               random_.chance(1) ? any_token() : token(++tokens_), "vi"};
        if (dice < 50)
            return CallNext{any_counter()};
        if (dice < 86)
            return any_counter_command(dice - 50);
        return any_other_command(dice - 86);
    }

    Command any_counter_command(std::uint64_t dice) {
        if (dice < 7)
            return StartService{any_counter()};
        if (dice < 15)
            return FinishService{any_counter()};
        if (dice < 18)
            return Recall{any_counter()};
        if (dice < 21)
            return MarkNoShow{any_counter()};
        if (dice < 24)
            return HoldTicket{any_counter(), "note"};
        if (dice < 31)
            return TakeBack{any_counter(), any_ticket()};
        if (dice < 34)
            return TransferTicket{any_counter(), any_service(), CounterId{}, "note"};
        return TransferTicket{any_counter(), ServiceId{}, any_counter(), "note"};
    }

    Command any_other_command(std::uint64_t dice) {
        switch (dice) {
            case 0:
                return CancelTicket{any_token()};
            case 1:
                return CloseCounter{any_counter()};
            case 2:
                return PauseCounter{any_counter(), "break"};
            case 3:
                return ResumeCounter{any_counter()};
            case 4:
                return ImportSettings{any_settings()};
            case 5:
                return AcceptDevice{DeviceId{"k" + std::to_string(random_.below(1000))}, Role::Kiosk, "k", {}, {}};
            case 6:
                return RevokeDevice{DeviceId{"k" + std::to_string(random_.below(1000))}};
            case 7:
                return RemoveStaff{any_staff()};
            case 8:
                return AddStaff{any_staff(), "name", "hash"};
            case 9:
                return Tick{};
            default:
                return OpenCounter{any_counter(), any_staff(), random_.chance(30)};
        }
    }

    Random random_;
    Hall hall_;
    Reference reference_;
    Instant now_;
    std::uint64_t tokens_ = 0;
    std::vector<EventRecord> records_;
    std::map<std::string, std::size_t> granted_;
    std::uint64_t newest_call_ = 0;
    std::size_t seen_records_ = 0;
};

void play(std::uint64_t seed) {
    INFO("seed ", seed);
    RandomDays days(seed);
    for (int day = 0; day < 3; ++day) {
        days.sleep_until(vietnam(Date{monday.days + day}, "07:20"));
        days.pass_day(900);
        const auto replays = replay(days.records());
        REQUIRE(replays.has_value());
        CHECK(replays->whole == days.hall().fingerprint());
        CHECK(replays->shortened == days.hall().fingerprint());
    }
    // The dice must reach every room, or the run proves little.
    for (const char* command :
         {"issue_ticket", "cancel_ticket", "open_counter", "close_counter", "call_next", "recall", "start_service",
          "finish_service", "mark_no_show", "hold_ticket", "take_back", "transfer_ticket", "pause_counter",
          "resume_counter", "import_settings", "accept_device", "add_staff", "remove_staff", "tick"}) {
        INFO(command);
        CHECK(days.granted(command) > 0);
    }
}

}  // namespace

TEST_CASE("transcript: random days agree with the slow model, choice by choice, and replay to the same hall") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
        play(seed);
}
