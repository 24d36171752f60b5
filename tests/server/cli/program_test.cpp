// The real command against the real server: exit codes, shapes, and a whole visit by commands alone.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>

#include "shared/vocabulary/limits.hpp"
#include "tests/server/cli/command_process.hpp"
#include "tests/support/server_process.hpp"

using namespace motcua::test;
namespace json = boost::json;

namespace {

struct World {
    World() : server(folder.path()) {}

    std::vector<std::string> where() const {
        return {"--server", "127.0.0.1:" + std::to_string(server.link_port()),
                "--hall",   "kon-tum",
                "--data",   (folder.path() / "data").string()};
    }
    Said say(const std::vector<std::string>& words, const std::string& input = {}) const {
        auto all = where();
        all.insert(all.end(), words.begin(), words.end());
        return run_command(all, input);
    }
    /// With --json: the object, after checking that "ok" and the exit code agree.
    json::object ask(std::vector<std::string> words, int exit_code = 0, const std::string& input = {}) const {
        words.push_back("--json");
        const Said said = say(words, input);
        CHECK_MESSAGE(said.exit_code == exit_code, words[0] << " " << words[1] << ": " << said.output << said.errors);
        const json::object object = json::parse(said.output).as_object();
        CHECK(object.at("ok").as_bool() == (exit_code == 0));
        return object;
    }
    std::string text_of(const json::object& object, const char* member) const {
        return std::string(object.at("ticket").at(member).as_string());
    }

    TemporaryFolder folder;
    ServerProcess server;
};

}  // namespace

TEST_CASE("motcua: a whole visit by commands") {
    World world;
    world.ask({"staff", "add", "lan", "--name", "Nguyễn Thị Lan", "--password-stdin"}, 0, "long enough\n");
    world.ask({"counter", "open", "--counter", "1", "--staff", "lan"});
    const auto first = world.ask({"ticket", "issue", "certification"});
    const auto second = world.ask({"ticket", "issue", "certification", "--category", "elderly"});
    CHECK(world.text_of(first, "number") == "A001");
    CHECK(world.text_of(second, "number") == "A002");

    // The head start comes before the earlier arrival, and the story says so.
    const auto called = world.ask({"counter", "next", "--counter", "1"});
    CHECK(world.text_of(called, "number") == "A002");
    CHECK(world.text_of(called, "state") == "called");
    const auto story = world.ask({"ticket", "show", "A002"});
    const auto& call = story.at("ticket").at("calls").at(0);
    CHECK(call.at("passed_over").at(0).at("number").as_string() == "A001");
    CHECK(call.at("passed_over").at(0).at("reason").as_string() == "head_start");
    const Said told = world.say({"ticket", "show", "A002"});
    CHECK(told.output.find("passed over A001") != std::string::npos);
    CHECK(told.output.find("head start") != std::string::npos);

    CHECK(world.text_of(world.ask({"counter", "recall", "--counter", "1"}), "state") == "called");
    CHECK(world.text_of(world.ask({"counter", "start", "--counter", "1"}), "state") == "serving");
    CHECK(world.text_of(world.ask({"counter", "finish", "--counter", "1"}), "state") == "finished");
    world.ask({"counter", "next", "--counter", "1"});
    CHECK(world.text_of(world.ask({"counter", "hold", "--counter", "1", "--note", "giấy tờ"}), "state") == "held");
    CHECK(world.text_of(world.ask({"counter", "take-back", "A001", "--counter", "1"}), "state") == "called");
    const auto moved = world.ask({"counter", "transfer", "--counter", "1", "--to-service", "land"});
    CHECK(world.text_of(moved, "service") == "land");
    CHECK(world.text_of(world.ask({"ticket", "cancel", "A001"}), "state") == "cancelled");
    CHECK(world.ask({"ticket", "list"}).at("tickets").as_array().size() == 2);
    CHECK(world.ask({"ticket", "list", "--open"}).at("tickets").as_array().empty());
    world.ask({"counter", "pause", "họp", "--counter", "1"});
    world.ask({"counter", "resume", "--counter", "1"});
    CHECK(world.ask({"staff", "list"}).at("staff").at(0).at("at_counter").as_string() == "1");
    world.ask({"counter", "close", "--counter", "1"});
    world.ask({"staff", "remove", "lan"});
}

TEST_CASE("motcua: refusals are 4 and name themselves") {
    World world;
    CHECK(world.ask({"ticket", "issue", "no-such"}, 4).at("refusal").as_string() == "unknown_service");
    CHECK(world.ask({"ticket", "show", "A999"}, 4).at("refusal").as_string() == "unknown_ticket");
    CHECK(world.ask({"ticket", "cancel", "A999"}, 4).at("refusal").as_string() == "unknown_ticket");
    CHECK(world.ask({"counter", "next", "--counter", "1"}, 4).at("refusal").as_string() == "counter_closed");
    CHECK(world.ask({"counter", "next", "--counter", "none"}, 4).at("refusal").as_string() == "unknown_counter");
    CHECK(world.ask({"device", "accept", "000000"}, 4).at("refusal").as_string() == "pairing_code_unknown");
    CHECK(world.ask({"device", "revoke", "nobody"}, 4).at("refusal").as_string() == "unknown_device");
    CHECK(world.ask({"staff", "add", "a", "--name", "A", "--password-stdin"}, 4, "short\n").at("refusal").as_string() ==
          "weak_password");
    CHECK(world.ask({"--hall", "elsewhere", "health"}, 4).at("refusal").as_string() == "unknown_hall");
    const Said text = world.say({"ticket", "issue", "no-such"});
    CHECK(text.output.empty());
    CHECK(text.errors == "motcua: There is no such service.\n");
}

TEST_CASE("motcua: failures are 1, mistakes 2, nobody there 3") {
    World world;
    CHECK(world.say({"ticket", "isue"}).exit_code == 2);
    CHECK(world.say({"staff", "add", "a", "--name", "A"}).exit_code == 1);  // no terminal to type at
    CHECK(run_command({"health", "--hall", "kon-tum", "--data", (world.folder.path() / "none").string()}).exit_code ==
          1);

    auto other = world.where();
    other.insert(other.end(), {"--identity", std::string(64, '7'), "health", "--json"});
    const Said changed = run_command(other);
    CHECK(changed.exit_code == 1);
    CHECK(changed.output.find("\"detail\":\"" + std::string(64, '7') + " -> ") != std::string::npos);

    world.server.kill();
    CHECK(world.ask({"health"}, 3).at("failure").as_string() == "unreachable");
    const auto doctor = world.ask({"doctor"}, 1);
    bool is_told = false;
    for (const auto& check : doctor.at("checks").as_array())
        is_told = is_told || (check.at("name").as_string() == "server" && check.at("state").as_string() == "problem");
    CHECK(is_told);
}

TEST_CASE("motcua: an answer that cannot be written is a failure, one that nobody reads any more is not") {
    const std::string sample = MOTCUA_SOURCE_DIR "/sample/kon-tum.toml";
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    for (const auto& words : {std::vector<std::string>{"--help"}, {"config", "check", sample, "--json"}}) {
        const Said said = run_command(words, {}, full);
        CHECK(said.exit_code == 1);
        CHECK(said.errors == "motcua: The answer cannot be written: No space left on device\n");
    }
    ::close(full);
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    ::close(ends[0]);
    const Said said = run_command({"config", "check", sample}, {}, ends[1]);
    ::close(ends[1]);
    CHECK(said.exit_code == 0);
    CHECK(said.errors.empty());
}

TEST_CASE("motcua: somebody else's key is refused") {
    World world;
    const auto key = world.folder.path() / "other.key";
    REQUIRE(motcua::SigningKey::load_or_create(key).has_value());
    auto words = world.where();
    words.insert(words.end(), {"--admin-key", key.string(), "health", "--json"});
    const Said said = run_command(words);
    CHECK(said.exit_code == 4);
    CHECK(said.output.find("not_allowed") != std::string::npos);
    CHECK(said.output.find("not the administrator's key") != std::string::npos);
    CHECK(world.ask({"device", "revoke", "kiosk-0000"}, 4).at("text").as_string() ==
          "There is no such device. See: motcua device list");
}

TEST_CASE("motcua: backup while the server runs, restore when it does not, and the tickets are there") {
    World world;
    world.ask({"ticket", "issue", "certification"});
    const auto named = world.ask({"backup", "named.db"});
    CHECK(std::string(named.at("file").as_string()).find("named.db") != std::string::npos);
    const auto copy = (world.folder.path() / "copy.db").string();
    CHECK(world.ask({"backup", copy}).at("file").as_string() == copy);
    CHECK(std::filesystem::exists(copy));
    CHECK(world.ask({"backup", copy}, 1).at("failure").as_string() == "failure");
    CHECK(world.ask({"backup", "named.db"}, 1).at("text").as_string() ==
          "That file exists already; choose another name.");
    CHECK(std::string(world.ask({"backup", ".hidden"}, 4).at("text").as_string()).starts_with("A backup's name is"));
    const auto kept = std::filesystem::path(std::string(named.at("file").as_string())).parent_path();
    const std::filesystem::directory_iterator backups(kept);
    CHECK(std::distance(begin(backups), end(backups)) == 1);  // a copy elsewhere leaves nothing here
    world.ask({"ticket", "issue", "certification"});
    CHECK(std::string(world.ask({"restore", copy}, 1).at("detail").as_string()).find("a server is using this data") !=
          std::string::npos);

    CHECK(world.server.terminate().exit_code == 0);
    const auto restored = world.ask({"restore", copy});
    CHECK(std::filesystem::exists(std::string(restored.at("aside").as_string())));
    world.ask({"restore", "named.db"});  // a plain name: of the server's backup folder
    world.ask({"restore", "unnamed.db"}, 1);
    const ServerProcess again(world.folder.path());
    auto words = world.where();
    words[1] = "127.0.0.1:" + std::to_string(again.link_port());
    words.insert(words.end(), {"ticket", "list", "--json"});
    const Said listed = run_command(words);
    CHECK(json::parse(listed.output).at("tickets").as_array().size() == 1);
}

TEST_CASE("motcua: the action log is proven while the server runs, in a backup, and another head is told") {
    World world;
    world.ask({"ticket", "issue", "certification"});
    const auto first = world.ask({"audit", "verify"});
    const std::string head(first.at("audit").at(0).at("head").as_string());
    CHECK(head.starts_with("kon-tum:"));
    world.ask({"ticket", "issue", "certification"});
    CHECK(world.say({"audit", "verify", "--head", head}).exit_code == 0);
    const auto copy = (world.folder.path() / "copy.db").string();
    world.ask({"backup", copy});
    const auto later = world.ask({"audit", "verify", copy, "--head", head});
    world.ask({"backup", "monday.db"});
    world.ask({"audit", "verify", "monday.db", "--head", head});  // of the server's backup folder, as restore takes it
    world.ask({"audit", "verify", "tuesday.db"}, 1);
    CHECK(later.at("file").as_string() == copy);
    CHECK(later.at("audit").at(0).at("head").as_string() != head);

    CHECK(world.server.terminate().exit_code == 0);
    CHECK(world.say({"audit", "verify", "--head", head}).exit_code == 0);
    std::string other = head;
    other.back() = other.back() == '0' ? '1' : '0';
    const auto broken = world.ask({"audit", "verify", "--head", other}, 1);
    CHECK(broken.at("text").as_string() == "The action log is not whole.");
    CHECK(broken.at("audit").at(0).at("broken").at("fault").as_string() == "other_head");
    const Said told = world.say({"--lang", "vi", "audit", "verify", "--head", other});
    CHECK(told.exit_code == 1);
    CHECK(told.output.starts_with("kon-tum: dòng "));
    CHECK(told.errors.find("Nhật ký thao tác không còn nguyên vẹn.") != std::string::npos);
}

TEST_CASE("motcua: the doctor finds a running server well") {
    World world;
    const auto doctor = world.ask({"doctor"});
    CHECK(doctor.at("checks").as_array().size() >= 8);
    CHECK(world.ask({"health"}).at("health").as_array().size() >= 3);
    CHECK(world.ask({"device", "list"}).at("devices").as_array().empty());
}

TEST_CASE("motcua: speaks Vietnamese") {
    World world;
    const Said said = world.say({"--lang", "vi", "ticket", "issue", "no-such"});
    CHECK(said.exit_code == 4);
    CHECK(said.errors == "motcua: Không có dịch vụ này.\n");
}

TEST_CASE("motcua: what the store says of a restore is Vietnamese too") {
    World world;
    const auto copy = (world.folder.path() / "copy.db").string();
    world.ask({"backup", copy});
    const auto told = [&](const std::string& file) {
        const Said said = world.say({"--lang", "vi", "restore", file});
        CHECK(said.exit_code == 1);
        return said.errors;
    };
    const std::string before = "motcua: Chưa khôi phục; dữ liệu vẫn như cũ. (";
    const auto data = (world.folder.path() / "data").string();
    CHECK(told(copy) ==
          before + data + ": máy chủ đang dùng thư mục dữ liệu này; hãy dừng máy chủ hoặc chọn thư mục khác)\n");

    CHECK(world.server.terminate().exit_code == 0);
    std::filesystem::resize_file(copy, 8192);
    const std::string damaged = told(copy);
    CHECK_MESSAGE(damaged.starts_with(before + copy + ": "), damaged);
    CHECK_MESSAGE(damaged.find("tệp dữ liệu bị hỏng; hãy dùng bản sao lưu khác") != std::string::npos, damaged);
    std::filesystem::resize_file(copy, 0);
    CHECK(told(copy) == before + copy +
                            ": đây không phải là bản sao lưu của chương trình này; hãy chọn tệp đã tạo bằng \"motcua "
                            "backup\")\n");
    const Said verified = world.say({"--lang", "vi", "audit", "verify", MOTCUA_SOURCE_DIR "/README.md"});
    CHECK(
        verified.errors.find("đây không phải là tệp dữ liệu của chương trình này; hãy khôi phục một bản sao lưu, hoặc "
                             "chọn thư mục khác") != std::string::npos);
}

TEST_CASE("motcua: no English in a Vietnamese answer, whatever is asked or done wrong") {
    World world;
    const auto data = (world.folder.path() / "data").string();
    const std::vector<std::vector<std::string>> all = {
        {"health"},
        {"doctor"},
        {"ticket", "issue", "certification"},
        {"ticket", "list"},
        {"ticket", "cancel", "A001"},
        {"ticket", "cancel", "A001"},
        {"ticket", "issue"},
        {"ticket", "list", "--opne"},
        {"ticket", "isue"},
        {"--timeout", "0", "health"},
        {"counter", "next"},
        {"counter", "next", "--counter", "1"},
        {"counter", "open", "--counter", "1"},
        {"counter", "next", "--counter", "1"},
        {"device", "list"},
        {"device", "accept", "123456", "--counter", "1"},
        {"device", "revoke", "x"},
        {"staff", "list"},
        {"staff", "remove", "x"},
        {"backup", "a.db"},
        {"backup", "a.db"},
        {"backup", ".a"},
        {"restore", "a.db"},
        {"restore", "none.db"},
        {"audit", "verify", "none.db"},
        {"audit", "refusals", "none.db"},
        {"audit", "refusals"},
        {"--hall", "elsewhere", "health"},
        {"--admin-key", data + "/server.crt", "health"},
    };
    // Words that no sentence of ours does without, and none of ours in Vietnamese has.
    const char* const english[] = {" the ", " is ", " are ",   " not ", " no ",
                                   " and ", " of ", "written", " wait", "required"};
    for (auto words : all) {
        words.insert(words.begin(), {"--lang", "vi"});
        const Said said = world.say(words);
        const std::string text = said.output + said.errors;
        CHECK(!text.empty());
        for (const char* word : english)
            CHECK_MESSAGE(text.find(word) == std::string::npos, text);
    }
}

TEST_CASE("motcua: a language that is not there is a mistake that names the others") {
    const Said said = run_command({"--lang", "fr", "doctor"});
    CHECK(said.exit_code == 2);
    CHECK(said.errors.find("\"fr\"") != std::string::npos);
    CHECK(said.errors.find("en, vi.") != std::string::npos);
}

TEST_CASE("motcua: a list goes on after the first answer that is full, each ticket once") {
    World world;
    constexpr std::size_t tickets = motcua::limits::tickets_listed + 3;
    for (std::size_t i = 0; i < tickets; ++i)
        REQUIRE(world.say({"ticket", "issue", "certification"}).exit_code == 0);
    const auto object = world.ask({"ticket", "list"});
    CHECK_FALSE(object.at("cut_short").as_bool());
    const auto& listed = object.at("tickets").as_array();
    REQUIRE(listed.size() == tickets);
    for (std::size_t i = 0; i < tickets; ++i)
        CHECK(listed[i].at("number").as_string() == fmt::format("A{:03}", i + 1));
}
