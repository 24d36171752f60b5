#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "server/cli/run.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::cli;
using link::test::TempFolder;

namespace {

const Language english;

std::filesystem::path write(const TempFolder& folder, const char* name, const std::string& text) {
    const auto file = folder.path() / name;
    std::ofstream(file) << text;
    return file;
}

/// What the doctor advises on the data and the store, asked by a user who owns nothing of them.
std::string advice_to_a_stranger(const Arguments& arguments) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t id = ::fork();
    if (id == 0) {
        constexpr uid_t nobody = 65534;
        if (::getuid() == 0 && ::setuid(nobody) != 0)
            ::_exit(1);
        std::string advice;
        const Outcome outcome = examine(arguments, english);
        for (const auto& check : *outcome.checks)
            advice += check.name == "data" || check.name == "store" ? check.advice + "\n" : "";
        const bool is_told = ::write(ends[1], advice.data(), advice.size()) == static_cast<ssize_t>(advice.size());
        ::_exit(is_told ? 0 : 1);
    }
    ::close(ends[1]);
    std::string advice(4096, '\0');
    advice.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(ends[0], advice.data(), advice.size()), 0)));
    ::close(ends[0]);
    int status = 1;
    ::waitpid(id, &status, 0);
    CHECK(status == 0);
    return advice;
}

}  // namespace

TEST_CASE("config check: the sample files are right") {
    for (const char* name : {"/sample/kon-tum.toml", "/sample/server.toml"}) {
        const Outcome outcome = check_file(CheckFile{std::string(MOTCUA_SOURCE_DIR) + name}, english);
        CHECK(outcome.exit == Exit::Done);
        CHECK(outcome.problems.empty());
    }
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

TEST_CASE("stamps sort by time and are plain names") {
    const std::string stamp = stamp_of_now();
    CHECK(stamp.size() == std::string("20261123-235959-123").size());
    CHECK(stamp.find_first_not_of("0123456789-") == std::string::npos);
}
