#include "tests/simulation/replay.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>

namespace motcua::simulation {

namespace {

constexpr std::array ends = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
char running[512];
std::array<struct sigaction, ends.size()> before_ours{};

void on_end(int signal) {
    const auto written = ::write(STDERR_FILENO, running, std::strlen(running));
    (void)written;
    for (std::size_t i = 0; i < ends.size(); ++i)
        ::sigaction(ends[i], &before_ours[i], nullptr);
    if (signal == SIGABRT)
        ::raise(signal);
    // Else the instruction that did it comes again, and whoever was there before sees it as it was.
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

std::string how_to_replay(const Options& options) {
    static const std::string commit = commit_of(MOTCUA_SOURCE_DIR);
    return fmt::format("  replay: {}\n  commit: {}", replay_of(options), commit.empty() ? "not known" : commit);
}

void tell_on_end(const Options& options) {
    const auto told = fmt::format_to_n(running, sizeof running - 1, "\nended within:\n{}\n", how_to_replay(options));
    *told.out = '\0';
    for (std::size_t i = 0; i < ends.size(); ++i) {
        struct sigaction ours {};
        ours.sa_handler = on_end;
        struct sigaction now {};
        ::sigaction(ends[i], &ours, &now);
        if (now.sa_handler != on_end)
            before_ours[i] = now;
    }
}

}  // namespace motcua::simulation
