// motcua-server: reads its command line, puts the server together and runs it.

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <exception>

#include "server/app/options.hpp"
#include "server/app/server.hpp"
#include "server/net/limits.hpp"
#include "server/web/limits.hpp"
#include "shared/base/log.hpp"
#include "shared/language/command_line.hpp"

namespace {

/// A usual limit of 1024 open files is less than the connections that this program takes. As many as are allowed.
void allow_open_files() {
    constexpr rlim_t own_files = 128;
    constexpr rlim_t wanted = motcua::net::limits::connections + motcua::web::limits::connections + own_files;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return;
    files.rlim_cur = std::min(wanted, files.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &files);  // where it fails, what is too much waits in the listener's queue
}

}  // namespace

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);  // a peer that has gone is an error code of its write
    allow_open_files();
    const motcua::Language language = motcua::language_of_caller(count, words);
    try {
        motcua::server::CommandLine line = motcua::server::read_command_line(count, words, language);
        if (line.exit_code)
            return *line.exit_code;
        motcua::configure_log("motcua-server", line.settings.log_level);
        motcua::server::Server(std::move(line.settings)).run();
        spdlog::info("stopped");
        return 0;
    } catch (const std::exception& error) {
        return motcua::give_up("motcua-server", error, language);
    }
}
