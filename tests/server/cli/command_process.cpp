#include "tests/server/cli/command_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/server_process.hpp"

namespace motcua::test {

Said run_command(const std::vector<std::string>& words, const std::string& input, int output) {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    const auto out = folder.path() / "out";
    const auto errors = folder.path() / "errors";
    std::ofstream(in) << input;
    std::vector<std::string> all = {MOTCUA_BINARY_DIR "/bin/motcua"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    for (auto& word : all)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const pid_t id = ::fork();
    if (id == 0) {
        ::setsid();  // no terminal to ask at
        ::dup2(::open(in.c_str(), O_RDONLY), STDIN_FILENO);
        ::dup2(output >= 0 ? output : ::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        ::setenv("LANG", "en_US.UTF-8", 1);
        for (const char* name : {"LC_ALL", "LC_MESSAGES", "MOTCUA_DATA", "MOTCUA_HALL", "MOTCUA_SERVER"})
            ::unsetenv(name);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    Said said;
    int status = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (::waitpid(id, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            ::kill(id, SIGKILL);
            ::waitpid(id, &status, 0);
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    said.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    said.output = whole_file(out);
    said.errors = whole_file(errors);
    return said;
}

}  // namespace motcua::test
