#include "tests/simulation/replay.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace motcua::simulation {

namespace {

char running[256];
struct sigaction before_ours {};

void on_abort(int) {
    const auto written = ::write(STDERR_FILENO, running, std::strlen(running));
    (void)written;
    ::sigaction(SIGABRT, &before_ours, nullptr);
    ::raise(SIGABRT);
}

}  // namespace

std::string replay_of(const Options& options) {
    std::string command = fmt::format("tests/simulation/run --seed {}", options.seed);
    if (options.days > 0)
        command += fmt::format(" --days {}", options.days);
    if (options.is_whole_day)
        command += " --whole-day";
    if (options.has_leaps)
        command += " --leaps";
    if (options.planted != Planted::None)
        command += fmt::format(" --planted {}", name_of(options.planted));
    return command;
}

std::string commit_of(const std::string& folder) {
    const std::string command =
        fmt::format("git -C '{}' describe --always --dirty --exclude='*' 2>/dev/null </dev/null", folder);
    std::FILE* git = popen(command.c_str(), "r");
    if (git == nullptr)
        return {};
    char line[128] = "";
    std::string commit(std::fgets(line, sizeof line, git) == nullptr ? "" : line);
    const bool is_good = pclose(git) == 0;
    while (!commit.empty() && commit.back() == '\n')
        commit.pop_back();
    return is_good ? commit : std::string();
}

void tell_on_abort(const Options& options) {
    const auto told = fmt::format_to_n(running, sizeof running - 1, "aborted in: {}\n", replay_of(options));
    *told.out = '\0';
    struct sigaction ours {};
    ours.sa_handler = on_abort;
    struct sigaction now {};
    ::sigaction(SIGABRT, &ours, &now);
    if (now.sa_handler != on_abort)
        before_ours = now;
}

std::string how_to_replay(const Options& options) {
    const std::string commit = commit_of(MOTCUA_SOURCE_DIR);
    return fmt::format("  replay: {}\n  commit: {}", replay_of(options), commit.empty() ? "not known" : commit);
}

}  // namespace motcua::simulation
