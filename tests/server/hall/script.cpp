#include "tests/server/hall/script.hpp"

#include <doctest/doctest.h>

namespace motcua::hall::test {

LocalText text(const std::string& words) {
    return LocalText{{{"vi", words}, {"en", words + " (en)"}}};
}

WeekHours office_hours() {
    WeekHours hours;
    for (std::size_t day = 0; day < 5; ++day)
        hours.days[day] = {Session{7 * 60 + 30, 11 * 60 + 30}, Session{13 * 60 + 30, 17 * 60}};
    return hours;
}

ServiceSettings service(const std::string& id, char letter) {
    ServiceSettings made;
    made.id.value = id;
    made.group.value = "all";
    made.letter = letter;
    made.name = text(id);
    made.hours = office_hours();
    return made;
}

CounterSettings counter(const std::string& id, std::vector<std::string> services, const std::string& zone) {
    CounterSettings made;
    made.id.value = id;
    made.name = id;
    made.label = text("Quầy " + id);
    made.zone = zone;
    for (std::string& each : services)
        made.services.push_back(ServiceId{std::move(each)});
    return made;
}

CategorySettings category(const std::string& id, std::int32_t head_start_min) {
    CategorySettings made;
    made.id.value = id;
    made.name = text(id);
    made.head_start_min = head_start_min;
    return made;
}

CentreSettings sample_centre() {
    CentreSettings centre;
    centre.agency = text("Trung tâm");
    centre.languages = {"vi", "en"};
    centre.time_zone = "Asia/Ho_Chi_Minh";
    centre.offsets = {ZoneShift{Instant{0}, 7 * 60}};
    centre.groups = {GroupSettings{GroupId{"all"}, text("all"), ""}};
    centre.services = {service("civil", 'A'), service("land", 'B'), service("small", 'C'), service("capped", 'D'),
                       service("saturday", 'E')};
    centre.services[2].last_number = 3;
    centre.services[3].daily_cap = 2;
    centre.services[4].hours = WeekHours{};
    centre.services[4].hours.days[5] = {Session{8 * 60, 11 * 60}};
    centre.categories = {category("elderly", 15), category("pregnant", 30)};
    centre.counters = {counter("c1", {"civil"}), counter("c2", {"civil", "land"}),
                       counter("c3", {"land", "small", "capped"}), counter("c4", {"civil", "saturday"}, "upstairs")};
    return centre;
}

TicketToken token(std::uint64_t n) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::uint8_t>(n >> (8 * i));
    return TicketToken{base32(bytes)};
}

Actor admin() {
    return Actor{Role::Admin, DeviceId{}, StaffId{}};
}

Instant vietnam(Date day, const std::string& hhmm) {
    return Instant{std::int64_t{day.days} * day_ms + (parse_hhmm(hhmm).value() - 7 * 60) * minute_ms};
}

std::string number(const TicketDetail& ticket) {
    return to_string(ticket.number);
}

std::optional<Replays> replay(const std::vector<EventRecord>& records) {
    std::size_t last_day_from = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (std::holds_alternative<DayOpened>(records[i].event))
            last_day_from = i;
    }
    Hall whole(HallId{"hall"});
    Hall shortened(HallId{"hall"});
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!whole.apply(records[i]))
            return std::nullopt;
        const bool is_kept = i >= last_day_from || scope_of(records[i].event) == Scope::Setup;
        if (is_kept && !shortened.apply(records[i]))
            return std::nullopt;
    }
    return Replays{whole.fingerprint(), shortened.fingerprint()};
}

HallScript::HallScript(Start start) : hall_(HallId{"hall"}), now_(vietnam(monday, "07:00")) {
    if (start == Start::Furnished)
        furnish();
    at("08:00");
}

void HallScript::furnish() {
    REQUIRE(import(sample_centre()) == Refusal::None);
    for (const std::string login : {"an", "binh", "chi"})
        REQUIRE(refusal(AddStaff{StaffId{login}, "Person " + login, "hash"}) == Refusal::None);
}

HallScript::~HallScript() {
    const auto replays = replay(records_);
    CHECK(replays.has_value());
    if (replays.has_value()) {
        const std::string live = hall_.fingerprint();
        CHECK(replays->whole == live);
        CHECK(replays->shortened == live);
    }
}

void HallScript::at(const std::string& hhmm) {
    now_ = vietnam(day_, hhmm);
}

void HallScript::on(Date day, const std::string& hhmm) {
    day_ = day;
    at(hhmm);
}

Reply HallScript::ask(const Command& command, const Actor& actor) {
    const std::uint64_t version = hall_.version();
    const std::string before = hall_.fingerprint();
    const Decision looked = hall_.decide(command, actor, now_);
    CHECK(hall_.fingerprint() == before);
    Outcome outcome = run(hall_, command, actor, now_);
    CHECK(looked.events.size() == outcome.events.size());
    CHECK(hall_.version() == version + outcome.events.size());
    last_ = outcome.events;
    records_.insert(records_.end(), outcome.events.begin(), outcome.events.end());
    return outcome.reply;
}

void HallScript::note(RequestRefused refused) {
    records_.push_back(hall::note(hall_, std::move(refused), Actor{Role::Board, DeviceId{"b1"}, {}}, now_));
}

TicketDetail HallScript::ticket_of(const Command& command) {
    const Reply reply = ask(command);
    INFO("refused: ", name_of(reply.refusal));
    REQUIRE(reply.refusal == Refusal::None);
    REQUIRE(reply.ticket.has_value());
    return *reply.ticket;
}

Reply HallScript::try_issue(const std::string& service, const std::string& category) {
    return ask(IssueTicket{ServiceId{service}, CategoryId{category}, token(++tokens_), "vi"});
}

TicketDetail HallScript::issue(const std::string& service, const std::string& category) {
    const Reply reply = try_issue(service, category);
    INFO("refused: ", name_of(reply.refusal));
    REQUIRE(reply.ticket.has_value());
    return *reply.ticket;
}

void HallScript::open(const std::string& counter, const std::string& staff) {
    REQUIRE(refusal(OpenCounter{CounterId{counter}, StaffId{staff}, false}) == Refusal::None);
}

std::string HallScript::call(const std::string& counter) {
    const Reply reply = ask(CallNext{CounterId{counter}});
    return reply.ticket.has_value() ? number(*reply.ticket) : std::string(name_of(reply.refusal));
}

std::string HallScript::call_and_finish(const std::string& counter) {
    const std::string called = call(counter);
    ask(FinishService{CounterId{counter}});
    return called;
}

std::string HallScript::take_back(const std::string& counter, const TicketDetail& ticket) {
    const Reply reply = ask(TakeBack{CounterId{counter}, ticket.id});
    return reply.ticket.has_value() ? number(*reply.ticket) : std::string(name_of(reply.refusal));
}

TicketDetail HallScript::see(const TicketDetail& ticket) const {
    const auto seen = hall_.ticket(ticket.id);
    REQUIRE(seen.has_value());
    return *seen;
}

BoardView HallScript::board(const std::string& zone) const {
    return hall_.board_view(zone, now());
}

CounterView HallScript::counter(const std::string& id) const {
    const auto view = hall_.counter_view(CounterId{id}, now());
    REQUIRE(view.has_value());
    return *view;
}

std::string HallScript::last_events() const {
    std::string names;
    for (const EventRecord& record : last_)
        names += (names.empty() ? "" : " ") + std::string(name_of(record.event));
    return names;
}

}  // namespace motcua::hall::test
