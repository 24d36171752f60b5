#include "tests/server/store/store_support.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "shared/base/assert.hpp"

namespace motcua::test {

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "motcua-store-XXXXXX").string();
    MOTCUA_ASSERT(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

CentreSettings small_centre() {
    const auto text = [](const char* vietnamese, const char* english) {
        return LocalText{{{"vi", vietnamese}, {"en", english}}};
    };
    CentreSettings centre;
    centre.agency = text("Trung tâm", "Centre");
    centre.languages = {"vi", "en"};
    centre.time_zone = "Asia/Ho_Chi_Minh";
    centre.offsets = {{Instant{0}, 420}};
    centre.groups = {{GroupId{"all"}, text("Chung", "General"), ""}};
    for (const char letter : {'A', 'B'}) {
        ServiceSettings service;
        service.id.value = std::string("service-") + static_cast<char>(letter - 'A' + 'a');
        service.group = GroupId{"all"};
        service.letter = letter;
        service.name = text("Dịch vụ", "Service");
        for (auto& day : service.hours.days)
            day = {{0, 1440}};
        centre.services.push_back(service);
    }
    centre.categories = {{CategoryId{"elderly"}, text("Người cao tuổi", "Elderly"), 15, ""}};
    for (const char* name : {"1", "2", "3"}) {
        CounterSettings counter;
        counter.id = CounterId{name};
        counter.name = name;
        counter.label = text("Quầy", "Counter");
        counter.services = {ServiceId{"service-a"}, ServiceId{"service-b"}};
        centre.counters.push_back(counter);
    }
    centre.ticket_footer = text("Xin cảm ơn!", "Thank you!");
    return centre;
}

void flip_byte(const std::filesystem::path& file, std::uint64_t offset) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekg(static_cast<std::streamoff>(offset));
    const char byte = static_cast<char>(stream.get() ^ 0x41);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(byte);
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> ask(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    std::vector<std::string> rows;
    char* error = nullptr;
    sqlite3_exec(
        database, sql.c_str(),
        [](void* to, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(to)->push_back(values[0] != nullptr ? values[0] : "");
            return 0;
        },
        &rows, &error);
    const std::string said = error != nullptr ? error : "";
    CHECK(said == "");
    sqlite3_free(error);
    sqlite3_close(database);
    return rows;
}

void make_version_five(const std::filesystem::path& file) {
    std::string table = ask(file, "SELECT sql FROM sqlite_schema WHERE name = 'tickets'").at(0);
    const std::string column = "token TEXT NOT NULL";
    REQUIRE(has(table, column + ","));
    table.insert(table.find(column) + column.size(), " UNIQUE");
    ask(file, "ALTER TABLE tickets RENAME TO kept; " + table +
                  "; INSERT INTO tickets SELECT * FROM kept; DROP TABLE kept; PRAGMA user_version = 5");
}

void make_version_one(const std::filesystem::path& file) {
    make_version_five(file);
    ask(file, "DROP TABLE heads; ALTER TABLE events DROP COLUMN chain; PRAGMA user_version = 1");
}

std::string broken_chain(const std::filesystem::path& file, const std::vector<store::ChainHead>& kept) {
    const auto audit = store::verify_chain(file, kept);
    REQUIRE(problem_of(audit) == "");
    for (const store::HallChain& chain : audit->halls) {
        CHECK(chain.head.has_value() == (!chain.broken && chain.rows > 0));
        if (!chain.broken)
            continue;
        std::string text = chain.hall.value + ' ' + std::string(store::name_of(chain.broken->fault)) + ' ' +
                           std::to_string(chain.broken->sequence);
        if (chain.broken->seen)
            text += " (" + std::to_string(chain.broken->seen->sequence) + ' ' + chain.broken->seen->kind + ')';
        return text;
    }
    CHECK(audit->is_whole());
    return {};
}

// 2026-11-23 01:00 UTC, a Monday morning in Vietnam.
LivedHall::LivedHall(const std::string& id, std::uint64_t seed)
    : hall_(HallId{id}), random_(seed), now_{1795395600000} {}

TicketToken LivedHall::next_token() {
    std::array<std::uint8_t, 16> bytes{};
    const std::string text = hall_.id().value + "/" + std::to_string(++tokens_);
    const std::uint64_t digest = digest64(text);
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::uint8_t>(digest >> (8 * i));
    return TicketToken{base32(bytes)};
}

store::Entry LivedHall::run(const Command& command) {
    now_.ms += static_cast<std::int64_t>(random_.below(minute_ms));
    Actor actor{Role::Staff, DeviceId{"machine-1"}, StaffId{"lan"}};
    auto outcome = hall::run(hall_, command, actor, now_);
    store::Entry entry;
    entry.hall = hall_.id();
    entry.first_sequence = last_sequence_ + 1;
    entry.events = std::move(outcome.events);
    last_sequence_ += entry.events.size();
    store::StoredOutcome kept;
    for (auto& byte : kept.id.bytes)
        byte = static_cast<std::uint8_t>(random_.next());
    kept.digest = random_.next();
    kept.asker = actor.device.value;
    kept.at = now_;
    kept.reply = std::move(outcome.reply);
    entry.outcome = std::move(kept);
    return entry;
}

store::Entry LivedHall::refuse(hall::RequestRefused refused) {
    store::Entry entry;
    entry.hall = hall_.id();
    entry.first_sequence = ++last_sequence_;
    entry.events = {hall::note(hall_, std::move(refused), Actor{Role::Board, DeviceId{"board-1"}, {}}, now_)};
    return entry;
}

store::Entry LivedHall::issue() {
    const ServiceId service{random_.chance(50) ? "service-a" : "service-b"};
    return run(IssueTicket{service, random_.chance(20) ? CategoryId{"elderly"} : CategoryId{}, next_token(), "vi"});
}

store::Entry LivedHall::step() {
    if (!hall_.has_settings())
        return run(ImportSettings{small_centre()});
    if (hall_.staff(StaffId{"lan"}) == nullptr)
        return run(AddStaff{StaffId{"lan"}, "Lan", "$hash"});
    return random_.chance(40) ? issue() : run(random_command());
}

Command LivedHall::random_command() {
    const CounterId counter{std::to_string(1 + random_.below(3))};
    std::size_t total = 0;
    const auto tickets = hall_.tickets(/*open_only=*/false, {}, 1000, total);
    const TicketDetail any = tickets.empty() ? TicketDetail{} : tickets[random_.below(tickets.size())];
    switch (random_.below(16)) {
        case 0:
            return OpenCounter{counter, StaffId{"lan"}, true};
        case 1:
            return CloseCounter{counter};
        case 2:
            return PauseCounter{counter, "nghỉ trưa"};
        case 3:
            return ResumeCounter{counter};
        case 4:
            return Recall{counter};
        case 5:
            return HoldTicket{counter, "thiếu giấy"};
        case 6:
            return MarkNoShow{counter};
        case 7:
            return TakeBack{counter, any.id};
        case 8:
            return TransferTicket{counter, ServiceId{"service-b"}, {}, "sang B"};
        case 9:
            return TransferTicket{counter, {}, CounterId{"2"}, "sang quầy 2"};
        case 10:
            return CancelTicket{any.token};
        case 11:
            return StartService{counter};
        case 12:
            return FinishService{counter};
        default:
            return CallNext{counter};
    }
}

store::Batch batch_of(std::vector<store::Entry> entries) {
    return store::Batch{std::move(entries)};
}

hall::Hall replayed(const store::LoadedHall& loaded) {
    hall::Hall hall(loaded.hall);
    for (const hall::EventRecord& record : loaded.events)
        REQUIRE(hall.apply(record));
    return hall;
}

}  // namespace motcua::test
