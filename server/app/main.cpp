// motcua-server: reads its command line, puts the server together and runs it.

#include <csignal>
#include <cstdio>
#include <exception>

#include "server/app/options.hpp"
#include "server/app/server.hpp"
#include "shared/base/log.hpp"

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);  // a peer that has gone is an error code of its write
    try {
        motcua::server::CommandLine line = motcua::server::read_command_line(count, words);
        if (line.exit_code)
            return *line.exit_code;
        if (!motcua::configure_log("motcua-server", line.settings.log_level)) {
            std::fprintf(stderr,
                         "motcua-server: \"%s\" is no log level; use trace, debug, info, warning, error or off\n",
                         line.settings.log_level.c_str());
            return 2;
        }
        motcua::server::Server server(std::move(line.settings));
        server.run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "motcua-server: %s\n", error.what());
        return 1;
    }
}
