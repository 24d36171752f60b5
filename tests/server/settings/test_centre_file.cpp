#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "server/settings/centre_file.hpp"
#include "server/settings/server_settings.hpp"
#include "server/settings/time_zone.hpp"
#include "shared/vocabulary/limits.hpp"

using namespace motcua;

namespace {

const std::string sample_file = std::string(MOTCUA_SOURCE_DIR) + "/sample/kon-tum.toml";

std::string sample_text() {
    std::ifstream in(sample_file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The sample with one text replaced once; the replaced text must be there.
std::string changed(const std::string& from, const std::string& to) {
    std::string text = sample_text();
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string problems_of(const std::string& toml) {
    const auto centre = settings::parse_centre(toml, "c.toml");
    return centre ? std::string() : centre.error().text;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string server_problems(const std::string& toml) {
    const auto file =
        std::filesystem::temp_directory_path() / ("motcua-server-" + std::to_string(::getpid()) + ".toml");
    std::ofstream(file) << toml;
    const auto server = settings::read_server(file);
    std::filesystem::remove(file);
    return server ? std::string() : server.error().text;
}

std::string position_of(const std::string& toml, const std::string& line_start) {
    std::istringstream lines(toml);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.rfind(line_start, 0) == 0)
            return "c.toml:" + std::to_string(number) + ":1";
    }
    return "not found";
}

}  // namespace

TEST_CASE("centre: the sample is read whole, in Vietnamese and English") {
    const auto centre = settings::read_centre(sample_file);
    REQUIRE_MESSAGE(centre.has_value(), centre.error().text);
    CHECK(centre->services.size() >= 8);
    CHECK(centre->counters.size() == 12);
    CHECK(centre->categories.size() == 5);
    CHECK(centre->groups.size() == 5);
    const auto* birth = centre->service(ServiceId{"civil-status"});
    REQUIRE(birth != nullptr);
    CHECK(birth->letter == 'B');
    CHECK(birth->name.in("vi") == "Khai sinh, kết hôn, khai tử");
    CHECK(birth->name.in("en") == "Birth, marriage, death");
    CHECK(birth->hours.days[6] == std::vector<Session>{{0, 1440}});
    CHECK(offset_min_at(*centre, Instant{1'700'000'000'000}) == 7 * 60);
}

TEST_CASE("centre: what the sample's comments name is every key there is, with the values that are taken without it") {
    // The two commented blocks as they stand: "#   " is taken off where a block's lines begin so.
    std::string toml = sample_text();
    for (const std::string kind : {"service", "counter"}) {
        const auto begin = toml.find("#   [[" + kind + "]]");
        REQUIRE(begin != std::string::npos);
        auto end = begin;
        std::string block;
        while (toml.compare(end, 4, "#   ") == 0) {
            const auto next = toml.find('\n', end) + 1;
            block += toml.substr(end + 4, next - end - 4);
            end = next;
        }
        toml.replace(begin, end - begin, kind == "service" ? block : "");
        if (kind == "counter")
            toml += "\n" + block;
    }
    const auto centre = settings::parse_centre(toml, "c.toml");
    REQUIRE_MESSAGE(centre.has_value(), centre.error().text);
    const auto* service = centre->service(ServiceId{"land-registry"});
    REQUIRE(service != nullptr);
    CHECK(service->hours.days[5].empty());
    const auto& counter = centre->counters.back();
    CHECK(counter.name == "13A");
    CHECK(counter.zone == "left");

    // The same with nothing but what each has, and the hours of the sample's default.
    const auto bare = [](std::string id, const std::string& rest) {
        return sample_text() + "\n[[service]]\nid = \"" + id +
               "\"\nletter = \"N\"\nname = { vi = \"Đăng ký đất đai\", en = \"Land registry\" }\n" + rest +
               "\n[[counter]]\nid = \"registry\"\nservices = [\"" + id + "\"]\nlabel = { vi = \"Q\", en = \"C\" }\n";
    };
    const auto plain = settings::parse_centre(bare("land-registry", ""), "c.toml");
    REQUIRE_MESSAGE(plain.has_value(), plain.error().text);
    ServiceSettings expected = *service;
    expected.hours = plain->service(ServiceId{"land-registry"})->hours;
    expected.hint = {};
    CHECK(*plain->service(ServiceId{"land-registry"}) == expected);
    CHECK(plain->counters.back().name == "registry");
}

TEST_CASE("centre: an unknown key is placed and the nearest known one named") {
    const std::string toml = changed("missed_return_min = 60", "mised_return_min = 60");
    const std::string problems = problems_of(toml);
    CHECK(has(problems, position_of(toml, "mised_return_min")));
    CHECK(has(problems, "did you mean \"missed_return_min\"?"));
}

TEST_CASE("centre: a letter of two services is refused and names the other service") {
    const std::string toml = changed("letter = \"B\"", "letter = \"A\"");
    CHECK(has(problems_of(toml), "the letter A belongs to the service \"certification\" already"));
    CHECK(has(problems_of(toml), position_of(toml, "letter = \"A\"").substr(0, 7)));
}

TEST_CASE("centre: a counter with an unknown service is refused with the nearest one") {
    const std::string toml = changed("services = [\"land\"]", "services = [\"lamd\"]");
    const std::string problems = problems_of(toml);
    CHECK(has(problems, "there is no service \"lamd\"; did you mean \"land\"?"));
    CHECK(has(problems, position_of(toml, "services = [\"lamd\"]")));
}

TEST_CASE("centre: every problem is told at once") {
    std::string toml = changed("letter = \"C\"", "letter = \"ccc\"");
    toml.replace(toml.find("head_start_min = 30"), 19, "head_start_min = 31000");
    toml.replace(toml.find("07:30-11:30"), 11, "11:30-07:30");
    const std::string problems = problems_of(toml);
    CHECK(has(problems, "is not one letter from A to Z"));
    CHECK(has(problems, "\"head_start_min\" takes a whole number from 0 to 120"));
    CHECK(has(problems, "\"11:30-07:30\" is not a session"));
}

TEST_CASE("centre: a missing translation, a service nobody serves, overlapping sessions, a wrong date") {
    CHECK(has(problems_of(changed("name = { vi = \"Đất đai\", en = \"Land\" }", "name = { vi = \"Đất đai\" }")),
              "the text in \"en\" is missing"));
    CHECK(has(problems_of(
                  changed("services = [\"social\", \"health\", \"education\"]", "services = [\"social\", \"health\"]")),
              "no counter serves \"education\""));
    CHECK(
        has(problems_of(changed("\"07:30-11:30\", \"13:30-17:00\"", "\"07:30-14:30\", \"13:30-17:00\"")), "overlaps"));
    CHECK(has(problems_of(changed("holidays = []", "holidays = [\"2027-02-30\"]")), "\"2027-02-30\" is not a date"));
    CHECK(has(problems_of(changed("Asia/Ho_Chi_Minh", "Asia/Hanoi_")), "time zone \"Asia/Hanoi_\" is not known"));
}

TEST_CASE("centre: whom nobody serves is told at its own place, and a counter's mistake is told once") {
    const std::string toml =
        changed("services = [\"social\", \"health\", \"education\"]", "services = [\"social\", \"health\"]");
    CHECK(problems_of(toml) == position_of(toml, "id = \"education\"") + ": no counter serves \"education\"");
    CHECK(!has(problems_of(changed("id = \"education\"", "id = \"edu cation\"")), "no counter serves"));
    CHECK(!has(problems_of(changed("services = [\"land\"]", "services = \"land\"")), "at least one"));
    CHECK(!has(problems_of(changed("id = \"2\"", "id = \"1\"")), "the service"));
}

TEST_CASE("centre: a misspelt key of the root is told, and nothing that only follows from it") {
    const auto count = [](const std::string& problems) {
        return std::count(problems.begin(), problems.end(), '\n') + 1;
    };
    std::string problems = problems_of(changed("\nlanguages = ", "\nlangauges = "));
    CHECK(has(problems, "unknown key \"langauges\"; did you mean \"languages\"?"));
    CHECK_MESSAGE(count(problems) == 2, problems);
    problems = problems_of(changed("[\"vi\", \"en\"]", "[\"vi\", \"xx\"]"));
    CHECK(has(problems, "\"languages\" names at least"));
    CHECK_MESSAGE(count(problems) == 1, problems);

    std::string toml = sample_text();
    for (auto at = toml.find("[hours"); at != std::string::npos; at = toml.find("[hours", at))
        toml.replace(at, 6, "[houres");
    problems = problems_of(toml);
    CHECK(has(problems, "unknown key \"houres\"; did you mean \"hours\"?"));
    CHECK_MESSAGE(count(problems) == 2, problems);
    problems = problems_of(changed("default = \"demonstration\"", "default = \"demonstratoin\""));
    CHECK_MESSAGE(count(problems) == 1, problems);

    problems = problems_of(changed("\ndefault = ", "\ndefalt = "));
    CHECK(has(problems, "unknown key \"defalt\" in [hours]; did you mean \"default\"?"));
    CHECK_MESSAGE(count(problems) == 1, problems);
    problems = problems_of(changed("name = { vi = \"Đất đai\", en = \"Land\" }", "name = \"Land\""));
    CHECK(has(problems, "\"name\" is a table of its own: [service.name]"));
    problems = problems_of(changed("[hours.office]", "[hours.ofice]"));
    CHECK_MESSAGE(!has(problems, "unknown key"), problems);  // any table in [hours] is hours of that name

    for (const std::string kind : {"group", "service", "counter"}) {
        toml = sample_text();
        const std::string block = "[[" + kind + "]]";
        for (auto at = toml.find(block); at != std::string::npos; at = toml.find(block, at))
            toml.replace(at, block.size(), "[[x" + kind + "]]");
        problems = problems_of(toml);
        CHECK(has(problems, "unknown key \"x" + kind + "\"; did you mean \"" + kind + "\"?"));
        CHECK_MESSAGE(count(problems) == 2, problems);
    }
}

TEST_CASE("centre: an agency's full name fits; an overlong text is told once") {
    const std::string sample = "Trung tâm Phục vụ hành chính công tỉnh Kon Tum";
    const std::string full = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính tỉnh Kon Tum";
    CHECK(problems_of(changed(sample, full)).empty());
    CHECK(problems_of(changed("vi = \"Bộ phận Một cửa\"", "vi = \"" + full + "\"")).empty());
    const std::string problems = problems_of(changed(sample, std::string(161, 'x')));
    CHECK(has(problems, "\"vi\" takes one line of at most 160 bytes"));
    CHECK_MESSAGE(problems.find('\n') == std::string::npos, problems);
}

TEST_CASE("centre: a session over midnight, a blank name and a text that breaks or turns a line are refused") {
    CHECK(has(problems_of(changed("\"13:30-17:00\"", "\"22:00-02:00\"")), "a session cannot cross midnight"));
    CHECK(has(problems_of(changed("vi = \"Bộ phận Một cửa\"", "vi = \"   \"")), "\"vi\" is empty"));
    CHECK(has(problems_of(changed("label = { vi = \"Quầy 1\"", "name = \" \"\nlabel = { vi = \"Quầy 1\"")),
              "\"name\" is empty"));
    for (const char* escape : {"\\u0085", "\\u2028", "\\u202e", "\\u2067"})
        CHECK(has(problems_of(changed("Bộ phận Một cửa", std::string("Bộ phận") + escape + "Một cửa")),
                  "without control characters"));
}

TEST_CASE("centre: broken TOML, a wrong type and an empty file give positions, never an exception") {
    CHECK(has(problems_of("languages = [\"vi\", "), "c.toml:1:"));
    CHECK(has(problems_of("languages = 3"), "c.toml:1:1: \"languages\" takes a list"));
    CHECK(has(problems_of(""), "\"languages\" names at least"));
    CHECK(has(problems_of("\xff\xfe"), "c.toml:1:"));
    CHECK(has(problems_of("service = [1, 2]"), "takes at most"));
}

TEST_CASE("centre: any cut of the sample is either refused with a position or read, and never crashes") {
    const std::string whole = sample_text();
    for (std::size_t length = 0; length < whole.size(); length += 97)
        static_cast<void>(settings::parse_centre(std::string_view(whole).substr(0, length), "c.toml"));
    CHECK(problems_of(whole).empty());
}

TEST_CASE("time zone: a zone with summer time keeps its changes in order") {
    const auto shifts = settings::offsets_of_zone("Europe/Berlin");
    REQUIRE(shifts.has_value());
    REQUIRE(shifts->size() > 4);
    CHECK((*shifts)[0].offset_min == 60);
    CHECK((*shifts)[1].offset_min == 120);
    for (std::size_t i = 1; i < shifts->size(); ++i)
        CHECK((*shifts)[i - 1].from < (*shifts)[i].from);
}

TEST_CASE("server settings: the sample, addresses, and mistakes with their places") {
    const auto server = settings::read_server(std::string(MOTCUA_SOURCE_DIR) + "/sample/server.toml");
    REQUIRE_MESSAGE(server.has_value(), server.error().text);
    CHECK(server->listen == settings::Address{"127.0.0.1", 7400});
    CHECK(server->data == "/var/lib/motcua");  // as docs/operating.md has it, wherever the sample is copied to
    REQUIRE(server->halls.size() == 1);
    CHECK(server->halls[0].hall == HallId{"kon-tum"});
    CHECK(std::filesystem::exists(server->halls[0].centre));

    CHECK(settings::parse_address("[::1]:80")->host == "::1");
    for (const char* wrong : {"", ":", "host", "host:", "host:99999", "host:-1", "::1:80", "[]:80", "a:1x"})
        CHECK_MESSAGE(!settings::parse_address(wrong).has_value(), wrong);
}

TEST_CASE("server settings: paths are from the root and without detours, whatever folder the server was started in") {
    const auto here = std::filesystem::current_path();
    const std::string block = "data = \"../data\"\n[[hall]]\nid = \"a\"\ncentre = \"./a.toml\"\n";
    const auto server = settings::parse_server(block, "cfg/server.toml");
    REQUIRE_MESSAGE(server.has_value(), server.error().text);
    CHECK(server->data == here / "data");
    CHECK(server->halls.at(0).centre == here / "cfg/a.toml");
    CHECK(settings::parse_server(block, "/etc/motcua/server.toml")->data == "/etc/data");

    const auto folder = std::filesystem::temp_directory_path() / ("motcua-paths-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "far/away");
    std::filesystem::create_directory_symlink(folder / "far/away", folder / "cfg");
    const auto data = settings::parse_server(block, folder / "cfg/server.toml")->data;  // a link: ".." is far
    CHECK(std::filesystem::weakly_canonical(data) == std::filesystem::canonical(folder) / "far/data");
    std::filesystem::remove_all(folder);
}

TEST_CASE("server settings: what would fail at the start is told with its place") {
    const std::string block = "[[hall]]\nid = \"a\"\ncentre = \"a.toml\"\n";
    CHECK(server_problems("").find("at least one [[hall]]") != std::string::npos);
    CHECK(server_problems(block).empty());
    CHECK(server_problems("listen = \"127.0.0.1:0\"\nweb = \"127.0.0.1:0\"\n" + block).empty());
    CHECK(server_problems("listen = \"10.0.0.1:7400\"\nweb = \"10.0.0.2:7400\"\n" + block).empty());
    CHECK(server_problems("public_url = \"https://so.kontum.gov.vn/so/\"\nlog_level = \"debug\"\n" + block).empty());
    const std::pair<std::string, std::string> wrong[] = {
        {"log_level = \"loud\"", ":1:1: \"loud\" is none of \"info\", \"trace\""},
        {"listen = \"127.0.0.1:7\"\nweb = \"127.0.0.1:7\"", ":2:1: \"listen\" and \"web\" are both on port 7"},
        {"listen = \"0.0.0.0:7480\"", ":1:1: \"listen\" and \"web\" are both on port 7480"},
        {"public_url = \"https://a b/\"", ":1:1: \"public_url\" begins with"},
        {"public_url = \"https://a/?x=1\"", ":1:1: \"public_url\" begins with"},
        {"public_url = \"https://a/#f\"", ":1:1: \"public_url\" begins with"},
        {"public_url = \"https:///a\"", ":1:1: \"public_url\" begins with"},
        {"public_url = \"so.kontum.gov.vn\"", ":1:1: \"public_url\" begins with"},
        {"languages_dir = \"nowhere\"", ":1:1: there is no folder"},
        {"data = \"\"", ":1:1: \"data\" is empty"},
    };
    for (const auto& [line, told] : wrong) {
        const std::string problems = server_problems(line + "\n" + block);
        CHECK_MESSAGE(has(problems, told), problems);
        CHECK_MESSAGE(problems.find('\n') == std::string::npos, problems);
    }
    const std::string problems = server_problems("[hall]\nid = \"a\"\ncentre = \"a.toml\"\n");
    CHECK(has(problems, ":1:2: \"hall\" may stand several times: write [[hall]], in double brackets"));
    CHECK_MESSAGE(problems.find('\n') == std::string::npos, problems);
}

TEST_CASE(
    "server settings: a public address without a host is refused, the final slashes of a good one are taken off") {
    const auto file =
        std::filesystem::temp_directory_path() / ("motcua-settings-" + std::to_string(::getpid()) + ".toml");
    const auto read = [&](const std::string& url) {
        std::ofstream(file) << "public_url = \"" << url << "\"\n[[hall]]\nid = \"h\"\ncentre = \"c.toml\"\n";
        return settings::read_server(file);
    };
    for (const char* wrong : {"http://", "https://", "/", "so.kontum.gov.vn"}) {
        const auto refused = read(wrong);
        REQUIRE_MESSAGE(refused.has_error(), wrong);
        CHECK(has(refused.error().text, ".toml:1:1: \"public_url\" begins with"));
    }
    REQUIRE(read("https://so.kontum.gov.vn//").has_value());
    CHECK(read("https://so.kontum.gov.vn//")->public_url == "https://so.kontum.gov.vn");
    CHECK(read("")->public_url.empty());
    std::filesystem::remove(file);
}

TEST_CASE("server settings: a centre's file in its place is told in one sentence") {
    const std::string problems = server_problems(sample_text());
    CHECK(has(problems, ".toml: this is a centre's file; the server's own names it in a [[hall]]"));
    CHECK_MESSAGE(problems.find('\n') == std::string::npos, problems);
    CHECK(has(server_problems(sample_text() + "\n[[hall]]\nid = \"a\"\ncentre = \"a.toml\"\n"), "unknown key"));
}

TEST_CASE("centre: more zones than a hall may have are refused in the file, at the first that is too many") {
    std::string toml = sample_text();
    const std::string label = "label = { vi = \"Quầy Z\", en = \"Counter Z\" }\n";
    const auto add_counter = [&](int n) {
        toml += "\n[[counter]]\nid = \"z" + std::to_string(n) + "\"\n" + label + "services = [\"land\"]\nzone = \"z" +
                std::to_string(n) + "\"\n";
    };
    const auto sample = settings::parse_centre(toml, "c.toml");
    REQUIRE(sample.has_value());
    std::set<std::string> zones;
    for (const auto& counter : sample->counters)
        zones.insert(counter.zone);
    int n = 0;
    for (; zones.size() + static_cast<std::size_t>(n) < limits::zones; ++n)
        add_counter(n);
    CHECK(problems_of(toml) == "");
    add_counter(n);
    CHECK(has(problems_of(toml), "a centre has at most 16 zones"));
}
