#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "server/cli/run.hpp"
#include "tests/server/cli/english.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::cli;
using link::test::TempFolder;

namespace {

std::filesystem::path write(const TempFolder& folder, const char* name, const std::string& text) {
    const auto file = folder.path() / name;
    std::ofstream(file) << text;
    return file;
}

/// What `ask` gives to a user who owns nothing here.
template <class Ask>
std::string as_stranger(Ask ask) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t id = ::fork();
    if (id == 0) {
        constexpr uid_t nobody = 65534;
        if (::getuid() == 0 && ::setuid(nobody) != 0)
            ::_exit(1);
        const std::string told = ask();
        const bool is_told = ::write(ends[1], told.data(), told.size()) == static_cast<ssize_t>(told.size());
        ::_exit(is_told ? 0 : 1);
    }
    ::close(ends[1]);
    std::string told(4096, '\0');
    told.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(ends[0], told.data(), told.size()), 0)));
    ::close(ends[0]);
    int status = 1;
    ::waitpid(id, &status, 0);
    CHECK(status == 0);
    return told;
}

/// What the doctor advises on the data and the store, asked by a user who owns nothing of them.
std::string advice_to_a_stranger(const Arguments& arguments) {
    return as_stranger([&] {
        const Outcome outcome = examine(arguments, english);
        std::string advice;
        for (const auto& check : *outcome.checks)
            advice += check.name == "data" || check.name == "store" ? check.advice + "\n" : "";
        return advice;
    });
}

}  // namespace

TEST_CASE("config check: the sample files are right") {
    const std::pair<const char*, FileKind> samples[] = {{"kon-tum.toml", FileKind::Centre},
                                                        {"server.toml", FileKind::Server},
                                                        {"kiosk.toml", FileKind::Kiosk},
                                                        {"board.toml", FileKind::Board},
                                                        {"counter-1.toml", FileKind::Counter}};
    for (const auto& sample : samples) {
        const auto& [name, kind] = sample;
        CAPTURE(sample.first);
        const Outcome outcome = check_file(CheckFile{std::string(MOTCUA_SOURCE_DIR "/sample/") + name}, english);
        CHECK(outcome.exit == Exit::Done);
        CHECK(outcome.problems.empty());
        CHECK(outcome.file_kind == kind);
    }
}

TEST_CASE("config check: a device's file is read as its program reads it, by the keys that it has") {
    TempFolder folder;
    const struct {
        const char* text;
        FileKind kind;
        const char* problem;  ///< "" = none
    } files[] = {
        {"[server]\nhall = \"kon-tum\"\n", FileKind::Device, ""},
        {"data = \"d\"\n[server]\n[window]\nwidht = 1000\n", FileKind::Device,
         ":4:1: unknown key \"widht\" in [window]"},
        {"[printer]\ntransport = \"tcp\"\n", FileKind::Kiosk, ":2:1: this transport needs \"address\" too"},
        {"[printer]\n[server]\naddress = \"a b\"\n", FileKind::Kiosk, ":3:1: an address is HOST"},
        {"[voice]\nlanguages = [\"fr\"]\n", FileKind::Board, ":2:1: \"fr\" cannot be spoken"},
        {"languages = []\n[server]\n", FileKind::Board, ":1:1: \"languages\" names at least one"},
        {"language = \"vi\"\n", FileKind::Device, ""},
        {"language = \"fr\"\n", FileKind::Device, ":1:1: there is no catalogue for the language \"fr\""},
        {"hall = \"kon-tum\"\n", FileKind::Device, ":1:1: unknown key \"hall\""},
        {"counter = \"1\"\n", FileKind::Counter, ""},
        {"counter = \"A 1\"\n", FileKind::Counter, ":1:1: \"A 1\" is not a counter's id"},
        {"[sign_in]\nlogin = \"lan\"\n", FileKind::Counter, ":1:1: \"password_file\" is missing"},
        {"name = \"calm\"\n[surface.header]\nfill = \"red\"\n", FileKind::Theme, ":3:1: a colour is written"},
        {"[metrics]\ntext_scale = 1.5\n", FileKind::Theme, ""},
        {"[[counter]]\n", FileKind::Centre, "\"agency\" is missing"},
        {"data = \"d\"\n", FileKind::Server, "a server has at least one [[hall]]"},
        // The mistake stands where the kind is told from.
        {"counter = 1\n", FileKind::Counter, ":1:1: \"counter\" takes a text in quotes"},
        {"countre = \"1\"\n", FileKind::Counter, "did you mean \"counter\"?"},
        {"[printr]\ntransport = \"none\"\n", FileKind::Kiosk, "did you mean \"printer\"?"},
        {"data = \"d\"\nhall = \"a\"\n", FileKind::Server, ":2:1: \"hall\" takes at most"},
        {"name = \"b\"\nlanguages = [\"vi\"]\n", FileKind::Board, ""},
        {"data = \"d\"\nname = \"kiosk-1\"\n", FileKind::Device, ""},
        {"[server]\nhall = \"a\"\n[voce]\n", FileKind::Board, "did you mean \"voice\"?"},
        {"[[servce]]\nid = \"a\"\n", FileKind::Centre, "did you mean \"service\"?"},
        {"langauges = [\"vi\"]\n[server]\n", FileKind::Board, "did you mean \"languages\"?"},
        // What a file names is there.
        {"[printer]\n[window]\ntheme = \"none.toml\"\n", FileKind::Kiosk, ":3:1: there is no file"},
        {"language = \"vi\"\nlanguages_dir = \"none\"\n", FileKind::Device, ":2:1: there is no folder"},
        {"[sign_in]\nlogin = \"lan\"\npassword_file = \"none\"\n", FileKind::Counter, ":3:1: there is no file"},
        {"[[hall]]\nid = \"a\"\ncentre = \"none.toml\"\n", FileKind::Server, "some.toml:3:1: there is no file"},
    };
    for (const auto& file : files) {
        CAPTURE(file.text);
        const Outcome outcome = check_file(CheckFile{write(folder, "some.toml", file.text)}, english);
        CHECK(outcome.file_kind == file.kind);
        std::string problems;
        for (const auto& line : outcome.problems)
            problems += line + "\n";
        CHECK_MESSAGE(problems.find(file.problem) != std::string::npos, problems);
        CHECK_MESSAGE(problems.empty() == (*file.problem == '\0'), problems);
    }
}

TEST_CASE("config check: of every key that a sample file has, a letter too few is told with the right one") {
    TempFolder folder;
    int keys = 0;
    for (const char* name : {"kon-tum.toml", "server.toml", "kiosk.toml", "board.toml", "counter-1.toml"}) {
        std::ifstream in(std::string(MOTCUA_SOURCE_DIR "/sample/") + name);
        std::vector<std::string> lines;
        const std::regex commented("# (([a-z_]+ = .*)|(\\[[a-z_.]+\\]))");  // also what is shown and not set
        for (std::string line; std::getline(in, line);)
            lines.push_back(std::regex_match(line, commented) ? line.substr(2) : line);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::size_t end = lines[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
            if (end == std::string::npos || end < 4 || lines[i].compare(end, 3, " = ") != 0)
                continue;
            const std::string key = lines[i].substr(0, end);
            CAPTURE(name);
            CAPTURE(key);
            std::string text;
            for (std::size_t k = 0; k < lines.size(); ++k)
                text += (k == i ? key.substr(0, end / 2) + lines[k].substr(end / 2 + 1) : lines[k]) + "\n";
            std::string problems;
            for (const auto& line : check_file(CheckFile{write(folder, name, text)}, english).problems)
                problems += line + "\n";
            CHECK_MESSAGE(problems.find("did you mean \"" + key + "\"?") != std::string::npos, problems);
            ++keys;
        }
    }
    CHECK(keys > 100);
}

TEST_CASE("config check: a damaged catalogue is told with the file's other mistakes") {
    TempFolder folder;
    std::filesystem::create_directories(folder.path() / "languages/bdq/LC_MESSAGES");
    write(folder, "languages/bdq/LC_MESSAGES/motcua.mo", "no catalogue");
    const auto kiosk = write(folder, "kiosk.toml", "languages_dir = \"languages\"\nnmae = \"a\"\n[printer]\n");
    std::string problems;
    for (const auto& line : check_file(CheckFile{kiosk}, english).problems)
        problems += line + "\n";
    CHECK(problems.find("motcua.mo") != std::string::npos);
    CHECK(problems.find("did you mean \"name\"?") != std::string::npos);
    const auto server = write(folder, "server.toml",
                              "languages_dir = \"languages\"\n[[hall]]\nid = \"a\"\ncentre = \"" MOTCUA_SOURCE_DIR
                              "/sample/kon-tum.toml\"\n");
    const Outcome outcome = check_file(CheckFile{server}, english);
    REQUIRE(outcome.problems.size() == 1);
    CHECK(outcome.problems[0].find("motcua.mo") != std::string::npos);
}

TEST_CASE("config check: the theme that a device's file names is read too") {
    TempFolder folder;
    write(folder, "hall.theme.toml", "[surface.header]\nfill = \"red\"\n");
    const auto kiosk = write(folder, "kiosk.toml", "[printer]\n[window]\ntheme = \"hall.theme.toml\"\n");
    const Outcome outcome = check_file(CheckFile{kiosk}, english);
    REQUIRE(outcome.problems.size() == 1);
    CHECK(outcome.problems[0].find("hall.theme.toml:2:1: a colour is written") != std::string::npos);
}

TEST_CASE("config check: every line that it says of a file is Vietnamese where that is asked for") {
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    TempFolder folder;
    for (const char* text :
         {"holydays = 1\n", "[[hall]]\nid = \"A\"\n", "[printer]\ntransport = \"tcp\"\n",
          "[voice]\nlanguages = [\"fr\"]\n", "counter = \"A 1\"\n", "[surface.header]\nfill = 3\n"}) {
        const auto file = write(folder, "some.toml", text);
        const auto in_english = check_file(CheckFile{file}, english).problems;
        const auto in_vietnamese = check_file(CheckFile{file}, vietnamese).problems;
        REQUIRE(in_english.size() == in_vietnamese.size());
        CHECK(!in_english.empty());
        for (std::size_t i = 0; i < in_english.size(); ++i)
            CHECK_MESSAGE(in_english[i] != in_vietnamese[i], in_english[i]);
    }
    const auto broken = check_file(CheckFile{write(folder, "broken.toml", "a = [\n")}, vietnamese).problems;
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].find("broken.toml:1:7: không đúng dạng TOML (") != std::string::npos);
}

TEST_CASE("config check: every problem by its place") {
    TempFolder folder;
    const auto centre = write(folder, "centre.toml", "langages = [\"vi\"]\n[[service]]\nid = \"A B\"\n");
    const Outcome outcome = check_file(CheckFile{centre}, english);
    CHECK(outcome.exit == Exit::Failure);
    REQUIRE(outcome.problems.size() > 1);
    CHECK(outcome.problems[0].find("centre.toml:") != std::string::npos);

    const Outcome broken = check_file(CheckFile{write(folder, "broken.toml", "a = [\n")}, english);
    CHECK(broken.exit == Exit::Failure);
    REQUIRE(broken.problems.size() == 1);
    CHECK(broken.problems[0].find("broken.toml:") != std::string::npos);

    const Outcome missing = check_file(CheckFile{folder.path() / "none.toml"}, english);
    CHECK(missing.exit == Exit::Failure);
    CHECK(missing.text == "The settings file cannot be read.");
    CHECK(broken.text == "The settings file has mistakes.");
}

TEST_CASE("config check: a server's file is read with the centres it names") {
    TempFolder folder;
    write(folder, "centre.toml", "nonsense = 1\n");
    const auto server = write(folder, "server.toml", "[[hall]]\nid = \"kon-tum\"\ncentre = \"centre.toml\"\n");
    const Outcome outcome = check_file(CheckFile{server}, english);
    CHECK(outcome.exit == Exit::Failure);
    REQUIRE(!outcome.problems.empty());
    CHECK(outcome.problems[0].find("centre.toml:") != std::string::npos);
}

TEST_CASE("restore: what is no backup is refused and says so") {
    TempFolder folder;
    Arguments arguments;
    arguments.data = folder.path() / "data";
    const auto file = write(folder, "not-a-backup.db", std::string(5000, 'x'));
    const Outcome outcome = restore_backup(RestoreBackup{file}, arguments, english);
    CHECK(outcome.exit == Exit::Failure);
    CHECK(!outcome.detail.empty());
}

TEST_CASE("audit: what cannot be read is a failure that says so, not a broken log") {
    TempFolder folder;
    Arguments arguments;
    arguments.data = folder.path();
    const Outcome none = verify_audit(VerifyAudit{}, arguments, english);
    CHECK(none.exit == Exit::Failure);
    CHECK(none.text == "The action log could not be verified.");
    CHECK(none.detail.find("motcua.db: there is no such file") != std::string::npos);
    const auto file = write(folder, "not-a-backup.db", std::string(5000, 'x'));
    const Outcome foreign = verify_audit(VerifyAudit{file, {}}, arguments, english);
    CHECK(foreign.exit == Exit::Failure);
    CHECK(foreign.detail.find("not a data file") != std::string::npos);
    CHECK_FALSE(foreign.audit);
}

TEST_CASE("doctor: without anything it says what is missing, and is a failure") {
    const Outcome outcome = examine(Arguments{}, english);
    CHECK(outcome.exit == Exit::Failure);
    REQUIRE(outcome.checks);
    for (const auto& check : *outcome.checks)
        CHECK((check.state == CheckState::Good) == check.advice.empty());
}

TEST_CASE("doctor: data that this user may not see are never called missing or damaged") {
    TempFolder folder;
    Arguments arguments;
    arguments.data = folder.path() / "data";
    std::filesystem::create_directory(arguments.data);
    const auto file = write(folder, "data/motcua.db", std::string(5000, 'x'));
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(arguments.data, std::filesystem::perms(0777));
    std::filesystem::permissions(file, std::filesystem::perms(0666));
    CHECK(advice_to_a_stranger(arguments).find("restore") != std::string::npos);  // seen, and it is no data file
    for (const auto& hidden : {file, arguments.data, folder.path()}) {
        CAPTURE(hidden.string());
        const auto before = std::filesystem::status(hidden).permissions();
        std::filesystem::permissions(hidden, std::filesystem::perms::none);
        const std::string advice = advice_to_a_stranger(arguments);
        std::filesystem::permissions(hidden, before);
        CHECK(advice.find("Run this as the server's user") != std::string::npos);
        CHECK(advice.find("restore") == std::string::npos);
        CHECK(advice.find("Start the server once") == std::string::npos);
        CHECK(advice.find("for the first time") == std::string::npos);
    }
}

TEST_CASE("doctor: a log that is gone is missed before the data are looked at") {
    TempFolder folder;
    Arguments arguments;
    arguments.data = folder.path();
    write(folder, "motcua.db", std::string(5000, 'x'));
    write(folder, "motcua.lock", "there were data");
    write(folder, "motcua.db-in-use", "");
    const auto store = [&] {
        std::string told;
        const Outcome outcome = examine(arguments, english);
        for (const auto& check : *outcome.checks)
            told += check.name == "store" ? check.detail + " " + check.advice + "\n" : "";
        return told;
    };
    CHECK(store().find("motcua.db-wal: the data file's log is gone") != std::string::npos);
    CHECK(store().find("motcua restore FILE") != std::string::npos);
    const Outcome audit = verify_audit(VerifyAudit{}, arguments, english);
    CHECK(audit.exit == Exit::Failure);
    CHECK(audit.detail.find("the data file's log is gone") != std::string::npos);
    const Outcome named = verify_audit(VerifyAudit{folder.path() / "motcua.db", {}}, arguments, english);
    CHECK(named.detail == audit.detail);
    write(folder, "motcua.db-wal", std::string(5000, 'x'));
    CHECK(store().find("log is gone") == std::string::npos);
    // A folder that had data and has none: it is not the first start that is to come.
    std::filesystem::remove(folder.path() / "motcua.db");
    CHECK(store().find("is gone") != std::string::npos);
    CHECK(store().find("motcua restore FILE") != std::string::npos);
    std::filesystem::remove(folder.path() / "motcua.db-wal");
    CHECK(store().find("is gone") != std::string::npos);
    std::filesystem::remove(folder.path() / "motcua.lock");
    CHECK(store().find("for the first time") != std::string::npos);
}

TEST_CASE("stamps sort by time and are plain names") {
    const std::string stamp = stamp_of_now();
    CHECK(stamp.size() == std::string("20261123-235959-123").size());
    CHECK(stamp.find_first_not_of("0123456789-") == std::string::npos);
}

TEST_CASE("a file that this user may not use is not called missing") {
    if (::getuid() != 0)
        return;  // only root can become a stranger
    TempFolder folder;
    std::filesystem::create_directory(folder.path() / "server");
    write(folder, "server/motcua.db", "anything");
    std::filesystem::permissions(folder.path() / "server", std::filesystem::perms::owner_all);
    Arguments arguments;
    arguments.data = folder.path() / "server";
    const std::string told = as_stranger([&] {
        return verify_audit(VerifyAudit{}, arguments, english).detail + "\n" +
               list_refusals(ListRefusals{{}, 10}, arguments, english).detail + "\n" +
               restore_backup(RestoreBackup{arguments.data / "motcua.db"}, arguments, english).detail;
    });
    CHECK(told.find("no such file") == std::string::npos);
    CHECK(std::count(told.begin(), told.end(), '(') == 3);
    CHECK(told.find("this user may not use it") != std::string::npos);
}
