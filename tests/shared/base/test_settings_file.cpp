#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>

#include "shared/base/filled.hpp"
#include "shared/base/settings.hpp"

using namespace motcua;

namespace {

SettingsFile parsed(std::string_view toml) {
    auto file = SettingsFile::parse(toml, "f.toml");
    REQUIRE_MESSAGE(file.has_value(), file.error().text);
    return *file;
}

}  // namespace

TEST_CASE("settings: an unknown key is placed by line and column and the nearest known one offered") {
    auto file = parsed("[window]\n  widht = 100\n");
    auto root = file.root();
    auto window = root.table("window");
    REQUIRE(window);
    CHECK(window->integer("width", 7, 1, 1000) == 7);
    window->finish();
    root.finish();
    REQUIRE(file.problems().lines().size() == 1);
    CHECK(file.problems().lines()[0].text == "f.toml:2:3: unknown key \"widht\" in [window]; did you mean \"width\"?");
}

TEST_CASE("settings: who asks whether a key is there knows it; who only looks what kind of file it is does not") {
    auto file = parsed("langauges = []\nservcie = 1\n");
    auto root = file.root();
    CHECK_FALSE(root.has("languages"));
    CHECK_FALSE(root.stands_here("service"));
    CHECK(root.stands_here("servcie"));
    root.finish();
    REQUIRE(file.problems().lines().size() == 2);
    CHECK(file.problems().lines()[0].text == "f.toml:1:1: unknown key \"langauges\"; did you mean \"languages\"?");
    CHECK(file.problems().lines()[1].text == "f.toml:2:1: unknown key \"servcie\"");
}

TEST_CASE("settings: a file or folder that a path names is there, from the folder of the settings") {
    auto file = parsed("a = \"tmp\"\nb = \"/nowhere/at-all\"\nc = \"/dev/null\"\nd = \"/dev/null\"\ne = \"/tmp\"\n");
    auto root = file.root();
    CHECK(root.existing_folder("a", "/") == "/tmp");
    CHECK(root.existing_folder("b", "/") == "/nowhere/at-all");
    CHECK(root.existing_file("c", "/") == "/dev/null");
    static_cast<void>(root.existing_folder("d", "/"));
    static_cast<void>(root.existing_file("e", "/"));
    CHECK(root.existing_file("absent", "/").empty());
    REQUIRE(file.problems().lines().size() == 3);
    CHECK(file.problems().lines()[0].text == "f.toml:2:1: there is no folder \"/nowhere/at-all\"");
    CHECK(file.problems().lines()[1].text == "f.toml:4:1: there is no folder \"/dev/null\"");
    CHECK(file.problems().lines()[2].text == "f.toml:5:1: there is no file \"/tmp\"");
}

TEST_CASE("settings: a wrong type or range is told with what is taken, and the fallback stands") {
    auto file = parsed("a = \"x\"\nb = 11\nc = 3\nd = 1.5\ne = [1]\nf = 3\n");
    auto root = file.root();
    CHECK(root.integer("a", 1, 0, 10) == 1);
    CHECK(root.integer("b", 2, 0, 10) == 2);
    CHECK(root.text("c", "fallback") == "fallback");
    CHECK(root.number("d", 0, 0, 2) == 1.5);
    CHECK(root.number("f", 0, 0.5, 2) == 0);
    CHECK(root.boolean("d", true));
    CHECK(root.texts("e").empty());
    root.finish();
    REQUIRE(file.problems().lines().size() == 6);
    CHECK(file.problems().lines()[1].text == "f.toml:2:1: \"b\" takes a whole number from 0 to 10");
    CHECK(file.problems().lines()[5].text == "f.toml:6:1: \"f\" takes a number from 0.5 to 2");
}

TEST_CASE("settings: texts come out in NFC and without control characters") {
    auto file = parsed("a = \"o\xcc\x82\xcc\x81\"\nb = \"x\\ny\"\n");
    auto root = file.root();
    CHECK(root.text("a", "") == "ố");
    CHECK(root.text("b", "fallback") == "fallback");
    CHECK(file.problems().lines().size() == 1);
}

TEST_CASE("settings: a list's date without quotes is told how to write it; a blank text is none") {
    auto file = parsed("a = [2027-01-01]\nb = [7]\nc = \"  \"\n");
    auto root = file.root();
    CHECK(root.texts("a").empty());
    CHECK(root.texts("b").empty());
    CHECK(root.required_text("c").empty());
    REQUIRE(file.problems().lines().size() == 3);
    CHECK(file.problems().lines()[0].text ==
          "f.toml:1:1: \"a\" takes a list of texts in quotes: write \"2027-01-01\" instead of 2027-01-01");
    CHECK(file.problems().lines()[1].text ==
          "f.toml:2:1: \"b\" takes a list of texts in quotes: write \"7\" instead of 7");
    CHECK(file.problems().lines()[2].text == "f.toml:3:1: \"c\" is empty");
}

TEST_CASE("settings: problems are bounded") {
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += "key" + std::to_string(i) + " = 1\n";
    auto file = parsed(many);
    auto root = file.root();
    root.finish();
    const auto lines = file.problems().lines();
    REQUIRE(lines.size() == SettingsProblems::max_problems + 1);
    CHECK(lines.back().text == "… and 150 more mistakes");
}

TEST_CASE("settings: problems come in the order of the file, whatever order they were found in") {
    auto file = parsed("early = 1\n[window]\nlate = 2\n");
    auto root = file.root();
    root.table("window")->finish();
    root.finish();
    REQUIRE(file.problems().lines().size() == 2);
    CHECK(file.problems().lines()[0].text.rfind("f.toml:1:1:", 0) == 0);
    CHECK(file.problems().lines()[1].text.rfind("f.toml:3:1:", 0) == 0);
}

TEST_CASE("settings: what is not TOML, not there or too large is one clear line") {
    CHECK(SettingsFile::parse("a = ", "f.toml").error().text.rfind("f.toml:1:", 0) == 0);
    CHECK(SettingsFile::parse("a = \"\xff\"", "f.toml").error().text.rfind("f.toml:1:", 0) == 0);
    CHECK(SettingsFile::read("/nonexistent/f.toml").error().text.find("cannot be read") != std::string::npos);
    CHECK(!SettingsFile::parse(std::string(SettingsFile::max_bytes + 1, '#'), "f.toml").has_value());
}

TEST_CASE("settings: what a file holds cannot forge a line of its problems") {
    const auto broken = SettingsFile::parse("a = f\nb = 1\n", "f.toml");
    REQUIRE(broken.has_error());
    CHECK(broken.error().text.find('\n') == std::string::npos);
    CHECK(SettingsFile::parse("a = " + std::string(100'000, 'z'), "f.toml").error().text.size() < 2000);

    const SettingsFile file = parsed("word = \"x\\u001b[2J\\nf.toml:9:9: forged\"\n");
    SettingsTable root = file.root();
    root.complain("word", "\"{}\" is wrong", "x\x1b[2J\nf.toml:9:9: forged");
    REQUIRE(file.problems().lines().size() == 1);
    CHECK(file.problems().joined().text == "f.toml:1:1: \"x\\x1b[2J\\x0af.toml:9:9: forged\" is wrong");
}

TEST_CASE("settings: everything that is said of a file is in the reader's language") {
    // A reader whose language is English in angle brackets: what is not in them was never translated.
    // A pattern without words is in no language.
    const Translate angled = [](const std::string& english) {
        const bool has_words =
            std::any_of(english.begin(), english.end(), [](unsigned char c) { return std::isalpha(c); });
        return has_words ? "<" + english + ">" : english;
    };
    const auto file = SettingsFile::parse(
        "a = 1\nb = \"x\"\nc = 3\nd = \"x\"\ne = 2027-01-01\nf = [2027-01-01]\ng = 1\nh = 1\ni = [1]\nj = \"z\"\nzoen "
        "= 1\n"
        "[k]\nz = 1\n",
        "f.toml");
    REQUIRE(file.has_value());
    auto root = file->root();
    root.text("a", "");
    root.integer("b", 0, 0, 1);
    root.boolean("c", false);
    root.number("d", 0, 0, 1);
    root.texts("e");
    root.texts("f");
    root.table("g");
    root.tables("h");
    root.texts("i");
    root.choice("j", {"x", "y"});
    root.text("zone", "");
    root.required_text("none");
    root.tables("k");
    root.table("k")->finish();
    root.finish();
    const auto lines = file->problems().lines();
    CHECK(lines.size() == 14);
    for (const auto& problem : lines) {
        const std::string line = told(problem, angled);
        CHECK_MESSAGE(line.substr(line.find(": ")).starts_with(": <"), line);
    }
    CHECK(told(lines[11], angled) == "f.toml:11:1: <unknown key \"zoen\"<; did you mean \"zone\"?>>");
    const std::string all = told(file->problems().joined(), angled);
    CHECK(std::count(all.begin(), all.end(), '\n') == 13);
    CHECK(all.starts_with(told(lines[0], angled) + "\n" + told(lines[1], angled) + "\n"));

    for (const auto& problem :
         {SettingsFile::parse("a = ", "f.toml"), SettingsFile::read("/none.toml"), SettingsFile::read("/")})
        CHECK(told(problem.error(), angled).starts_with("<"));
    SettingsProblems many;
    for (std::size_t i = 0; i <= SettingsProblems::max_problems; ++i)
        many.add(1, 1, Problem("x"));
    CHECK(told(many.lines().back(), angled) == "… <and 1 more mistakes>");
}

TEST_CASE("filled_with: each place gets its value, and a peer's text is never more than text") {
    CHECK(filled_with("{} of {}", {"1", "2"}) == "1 of 2");
    CHECK(filled_with("{1} before {0}", {"a", "b"}) == "b before a");
    CHECK(filled_with("{} and {}", {"{}"}) == "{} and {}");
    CHECK(filled_with("{:999999999} {x} {} {9} {", {"v"}) == "{:999999999} {x} v {9} {");
    CHECK(filled_with("", {"v"}).empty());
}

TEST_CASE("settings: the nearest word counts a swap as one edit and gives up on far ones") {
    CHECK(nearest_word("lisetn", {"listen", "data"}) == "listen");
    CHECK(!nearest_word("zzzz", {"listen", "data"}));
}
