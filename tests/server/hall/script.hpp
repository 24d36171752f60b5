#pragma once
// A hall's story as a script: a clock that is set by hand, commands in short words, and every event kept. At its end
// each script replays what happened, whole and shortened to the last day, and expects the same hall.

#include <string>
#include <vector>

#include "server/hall/hall.hpp"

namespace motcua::hall::test {

inline const CounterId c1{"c1"};
inline const CounterId c2{"c2"};
inline const CounterId c3{"c3"};

/// Monday, 23 November 2026.
constexpr Date monday{20780};

LocalText text(const std::string& words);
WeekHours office_hours();  ///< Monday to Friday 07:30-11:30 and 13:30-17:00
ServiceSettings service(const std::string& id, char letter);
CounterSettings counter(const std::string& id, std::vector<std::string> services, const std::string& zone = "");
CategorySettings category(const std::string& id, std::int32_t head_start_min);

/// UTC+7. Services civil A, land B, small C (three numbers), capped D (two tickets a day), saturday E (Saturday only).
/// Categories elderly (15 min), pregnant (30 min). Counters c1 civil; c2 civil, land; c3 land, small, capped;
/// c4 (zone upstairs) civil, saturday.
CentreSettings sample_centre();

/// A token that differs for every n.
TicketToken token(std::uint64_t n);
Actor admin();

struct Replays {
    std::string whole;
    std::string shortened;  ///< all set-up events, and the last day's own
};
/// nullopt: some record was not accepted.
std::optional<Replays> replay(const std::vector<EventRecord>& records);

class HallScript {
  public:
    enum class Start { Empty, Furnished };
    /// Monday 08:00. Furnished: at 07:00 it was given sample_centre and the staff an, binh, chi.
    explicit HallScript(Start start = Start::Furnished);
    ~HallScript();
    HallScript(const HallScript&) = delete;
    HallScript& operator=(const HallScript&) = delete;

    // --- the clock, in the local time of UTC+7
    void at(const std::string& hhmm);
    void on(Date day, const std::string& hhmm);
    void pass(std::int64_t ms) { now_ = now_ + ms; }
    void set_clock(Instant now) { now_ = now; }
    Instant now() const { return now_; }

    // --- commands
    Reply ask(const Command& command, const Actor& actor = admin());
    Refusal refusal(const Command& command, const Actor& actor = admin()) { return ask(command, actor).refusal; }
    /// The ticket of a granted command.
    TicketDetail ticket_of(const Command& command);
    void note(RequestRefused refused);
    Reply try_issue(const std::string& service, const std::string& category = "");
    TicketDetail issue(const std::string& service, const std::string& category = "");
    void open(const std::string& counter, const std::string& staff = "");
    std::string call(const std::string& counter);  ///< the number, or the refusal's name
    std::string call_and_finish(const std::string& counter);
    std::string take_back(const std::string& counter, const TicketDetail& ticket);
    Refusal import(const CentreSettings& settings) { return refusal(ImportSettings{settings}); }

    // --- what is so now
    Hall& hall() { return hall_; }
    TicketDetail see(const TicketDetail& ticket) const;
    CounterView counter(const std::string& id) const;
    BoardView board(const std::string& zone) const;
    /// Names of the events of the last command, with spaces between.
    std::string last_events() const;
    const std::vector<EventRecord>& last_records() const { return last_; }
    const std::vector<EventRecord>& records() const { return records_; }

  private:
    void furnish();

    Hall hall_;
    Instant now_;
    Date day_ = monday;
    std::uint64_t tokens_ = 0;
    std::vector<EventRecord> last_;
    std::vector<EventRecord> records_;
};

Instant vietnam(Date day, const std::string& hhmm);
std::string number(const TicketDetail& ticket);

}  // namespace motcua::hall::test
