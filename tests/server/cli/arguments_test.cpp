#include "server/cli/arguments.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "server/cli/limits.hpp"
#include "tests/server/cli/english.hpp"

using namespace motcua;
using namespace motcua::cli;

namespace {

std::vector<std::string> split(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

const std::vector<std::string> known = {"bdq", "en", "vi"};

Arguments parse(const std::string& line) {
    auto words = split("--hall kon-tum --data /srv/motcua");
    for (auto& word : split(line))
        words.push_back(word);
    auto parsed = parse_arguments(words, english, known);
    const auto* leave = std::get_if<Leave>(&parsed);
    REQUIRE_MESSAGE(leave == nullptr, line << ": " << leave->text);
    return std::get<Arguments>(parsed);
}

template <class Kind>
Kind order(const std::string& line) {
    const Arguments arguments = parse(line);
    const auto* job = std::get_if<Order>(&arguments.job);
    REQUIRE(job != nullptr);
    const auto* command = std::get_if<Kind>(&job->command);
    REQUIRE(command != nullptr);
    return *command;
}

template <class Kind>
Kind question(const std::string& line) {
    const Arguments arguments = parse(line);
    const auto* job = std::get_if<Question>(&arguments.job);
    REQUIRE(job != nullptr);
    const auto* query = std::get_if<Kind>(&job->query);
    REQUIRE(query != nullptr);
    return *query;
}

Leave mistake(const std::string& line) {
    auto parsed = parse_arguments(split(line), english, known);
    REQUIRE_MESSAGE(std::holds_alternative<Leave>(parsed), line);
    const Leave leave = std::get<Leave>(parsed);
    CHECK_MESSAGE(leave.exit_code == 2, line);
    CHECK(!leave.text.empty());
    return leave;
}

const std::string token = "abcdefghijklmnopqrstuvwxyz";

}  // namespace

TEST_CASE("arguments: tickets") {
    const auto issue = order<IssueTicket>("ticket issue land --category elderly --language en");
    CHECK(issue.service == ServiceId{"land"});
    CHECK(issue.category == CategoryId{"elderly"});
    CHECK(issue.language == "en");
    CHECK(order<IssueTicket>("ticket issue land").category.empty());
    CHECK(!question<ListTickets>("ticket list").open_only);
    CHECK(question<ListTickets>("ticket list --open").open_only);
    CHECK(question<ShowTicket>("ticket show a-25").number == TicketNumber{'A', 25});
    CHECK(question<ShowTicket>("ticket show " + token).token == TicketToken{token});
    CHECK(order<CancelTicket>("ticket cancel " + token).token == TicketToken{token});
    const Arguments by_number = parse("ticket cancel B007");
    CHECK(std::get<Order>(by_number.job).ticket == TicketNumber{'B', 7});
}

TEST_CASE("arguments: counters") {
    const CounterId three{"3"};
    CHECK(order<CallNext>("counter next --counter 3").counter == three);
    CHECK(order<Recall>("counter recall --counter 3").counter == three);
    CHECK(order<StartService>("counter start --counter 3").counter == three);
    CHECK(order<FinishService>("counter finish --counter 3").counter == three);
    CHECK(order<MarkNoShow>("counter no-show --counter 3").counter == three);
    CHECK(order<ResumeCounter>("counter resume --counter 3").counter == three);
    CHECK(order<CloseCounter>("counter close --counter 3").counter == three);
    const auto open = order<OpenCounter>("counter open --counter 3 --staff lan --take-over");
    CHECK(open.counter == three);
    CHECK(open.staff == StaffId{"lan"});
    CHECK(open.take_over);
    CHECK(order<HoldTicket>("counter hold --counter 3 --note giấy").note == "giấy");
    CHECK(order<PauseCounter>("counter pause họp --counter 3").reason == "họp");
    CHECK(order<PauseCounter>("counter pause --counter 3").reason.empty());
    const auto transfer = order<TransferTicket>("counter transfer --counter 3 --to-service land --note x");
    CHECK(transfer.to_service == ServiceId{"land"});
    CHECK(transfer.to_counter.empty());
    CHECK(order<TransferTicket>("counter transfer --counter 3 --to-counter 4").to_counter == CounterId{"4"});
    const Arguments take_back = parse("counter take-back A003 --counter 3");
    CHECK(std::get<Order>(take_back.job).ticket == TicketNumber{'A', 3});
}

TEST_CASE("arguments: devices, people and the rest") {
    CHECK(std::get<AcceptCode>(parse("device accept 482 913").job).code == "482913");
    CHECK(std::get<AcceptCode>(parse("device accept 482 913 --name Cửa").job).name == "Cửa");
    CHECK(std::get<AcceptCode>(parse("device accept --counter 3 482 913").job).code == "482913");
    CHECK(std::get<AcceptCode>(parse("device accept 123-456 --name Cửa --counter 3").job).code == "123456");
    CHECK(order<RevokeDevice>("device revoke kiosk-7f3a").device == DeviceId{"kiosk-7f3a"});
    question<ListDevices>("device list");
    const Arguments add = parse("staff add lan --name Lan --password-stdin");
    CHECK(std::get<AddPerson>(add.job).login == StaffId{"lan"});
    CHECK(std::get<AddPerson>(add.job).password_from_stdin);
    CHECK(order<RemoveStaff>("staff remove lan").login == StaffId{"lan"});
    question<ListStaff>("staff list");
    question<AskHealth>("health");
    CHECK(std::get<MakeBackup>(parse("backup today.db").job).file == "today.db");
    CHECK(parse("backup today.db").timeout_ms == backup_timeout_ms);
    CHECK(std::get<RestoreBackup>(parse("restore today.db").job).file == "today.db");
    CHECK(std::holds_alternative<Examine>(parse("doctor").job));
}

TEST_CASE("arguments: the action log, of the data folder or of a file, with heads from before") {
    CHECK(std::get<VerifyAudit>(parse("audit verify").job).file.empty());
    const std::string hex = std::string(62, '0') + "fF";
    const auto job =
        std::get<VerifyAudit>(parse("audit verify --head kon-tum:7:" + hex + " --head a:1:" + hex + " b.db").job);
    CHECK(job.file == "b.db");
    REQUIRE(job.kept.size() == 2);
    CHECK(job.kept[0].hall == HallId{"kon-tum"});
    CHECK(job.kept[0].sequence == 7);
    CHECK(job.kept[0].link[31] == 0xff);
    CHECK(mistake("--data d audit verify --head kon-tum:7:abc").text.find("HALL:ROW:HEX") != std::string::npos);
    mistake("audit verify");
    mistake("--data d audit");
}

TEST_CASE("arguments: where and how") {
    const Arguments arguments = parse("--server [::1]:7401 --json --timeout 3 ticket list");
    CHECK(arguments.server == link::ServerAddress{"::1", 7401});
    CHECK(arguments.output == Output::Json);
    CHECK(arguments.timeout_ms == 3000);
    CHECK(parse("ticket list --json").output == Output::Json);  // also behind the command
    CHECK(parse("ticket list").timeout_ms == usual_timeout_ms);
    CHECK(parse("--hall dak-ha health").hall == HallId{"dak-ha"});  // the last of two wins

    auto without_folder = parse_arguments(
        split("--hall kon-tum --admin-key k --identity " + std::string(64, 'a') + " health"), english, known);
    REQUIRE(std::holds_alternative<Arguments>(without_folder));
    CHECK(std::get<Arguments>(without_folder).identity);
}

TEST_CASE("arguments: what needs no server needs no hall") {
    for (const char* line :
         {"config check x.toml", "doctor", "restore b.db --data d", "audit verify b.db", "audit verify --data d"}) {
        CAPTURE(line);
        CHECK(std::holds_alternative<Arguments>(parse_arguments(split(line), english, known)));
    }
}

TEST_CASE("arguments: every mistake is a usage error with a reason") {
    const std::string where = "--hall kon-tum --data d ";
    for (const char* line : {"",
                             "ticket",
                             "ticket issue",
                             "ticket issue Khai",
                             "ticket show 12345",
                             "ticket cancel xyz",
                             "counter next",
                             "counter transfer --counter 3",
                             "counter transfer --counter 3 --to-service a --to-counter b",
                             "counter take-back nine --counter 3",
                             "device accept 12345",
                             "device accept 12345x",
                             "device accept 482 91",
                             "device accept 48 29 13",
                             "staff add lan",
                             "staff add Lan --name x",
                             "ticket list extra",
                             "ticket list --opne",
                             "--timeout 0 health",
                             "--timeout x health",
                             "--server a:b health",
                             "--lang fr health",
                             "--identity 12 health"}) {
        CAPTURE(line);
        mistake(where + line);
    }
    mistake("health");
    mistake("--hall kon-tum health");
    mistake("--hall kon-tum --admin-key k health");
    mistake("--hall Kon --data d health");
    mistake("restore b.db");
}

TEST_CASE("arguments: what the parser finds is said in our own sentences, which have translations") {
    CHECK(mistake("ticket issue").text == "SERVICE is missing.");
    CHECK(mistake("counter next").text == "--counter is missing.");
    CHECK(mistake("ticket list --opne").text == "\"--opne\" is not known here. Did you mean \"--open\"?");
    CHECK(mistake("--lnag en health").text == "\"--lnag\" is not known here. Did you mean \"--lang\"?");
    CHECK(mistake("--json --lnag=en health").text == "\"--lnag\" is not known here. Did you mean \"--lang\"?");
    CHECK(mistake("--lang en nothing").text == "There is no command \"nothing\".");
    CHECK(mistake("ticket list extra").text == "\"extra\" is not known here.");
    CHECK(mistake("health --timeout").text == "--timeout needs a value.");
    CHECK(mistake("--timeout 0 health").text == "--timeout: this value cannot be; 1..3600 is expected.");
    CHECK(mistake("--timeout x health").text == "--timeout: this value cannot be; 1..3600 is expected.");
    CHECK(mistake("ticket list --open=maybe").text == "--open takes no value.");
    CHECK(mistake("ticket list \x1b[2J").text == "\"\\x1b[2J\" is not known here.");
}

TEST_CASE("arguments: a language that is not there is told with those that are") {
    const std::string there_are = "There is no language \"fr\". There are: bdq, en, vi.";
    CHECK(mistake("--lang fr --hall kon-tum --data d health").text == there_are);
    CHECK(mistake("--lang=vix doctor").text.find("\"vix\"") != std::string::npos);
    CHECK(mistake("--hall kon-tum --data d ticket issue land --language fr").text == there_are);
    CHECK(order<IssueTicket>("ticket issue land --language bdq").language == "bdq");
    CHECK(parse("--lang bdq health").hall == HallId{"kon-tum"});
}

TEST_CASE("arguments: a mistyped command gets the nearest one") {
    CHECK(mistake("tiket list").text.find("\"ticket\"") != std::string::npos);
    CHECK(mistake("--json --hall kon-tum ticket isue land").text.find("\"issue\"") != std::string::npos);
    CHECK(mistake("--json ticket isue").output == Output::Json);
    CHECK(mistake("--json=true ticket isue").output == Output::Json);
    CHECK(mistake("--json=false ticket isue").output == Output::Text);
}

TEST_CASE("arguments: where a command is missing, those that may follow are named") {
    CHECK(mistake("--hall kon-tum --data d ticket").text ==
          "A command is missing. There are: issue, list, show, cancel.");
    CHECK(mistake("").text.find("doctor") != std::string::npos);
}

TEST_CASE("arguments: after a mistake the help of that very command is named") {
    CHECK(mistake("counter next").help == "motcua counter next --help");
    CHECK(mistake("--hall kon-tum --json=false ticket issue").help == "motcua ticket issue --help");
    CHECK(mistake("counter finsh 1").help == "motcua counter --help");
    CHECK(mistake("counter next --counter").help == "motcua counter next --help");
    CHECK(mistake("").help == "motcua --help");
}

TEST_CASE("arguments: help and version are no mistakes") {
    const auto help = std::get<Leave>(parse_arguments({"ticket", "issue", "--help"}, english, known));
    CHECK(help.exit_code == 0);
    CHECK(help.text.find("motcua ticket issue [OPTIONS] SERVICE") != std::string::npos);
    const auto all = std::get<Leave>(parse_arguments({"--help"}, english, known));
    CHECK(all.text.find("4 refused") != std::string::npos);
    CHECK(all.text.find("127.0.0.1:7400") != std::string::npos);
    const auto version = std::get<Leave>(parse_arguments({"--version"}, english, known));
    CHECK(version.exit_code == 0);
    CHECK(version.text.find("motcua ") == 0);
}
