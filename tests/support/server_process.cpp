#include "tests/support/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace motcua::test {

namespace {

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The child's standard output comes through the pipe, its errors into the file.
pid_t start(const std::vector<std::string>& flags, const std::filesystem::path& errors, int& output) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    std::vector<std::string> words = {MOTCUA_BINARY_DIR "/bin/motcua-server"};
    words.insert(words.end(), flags.begin(), flags.end());
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int error_file = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const pid_t id = ::fork();
    if (id == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that dies leaves no server
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(error_file, STDERR_FILENO);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    ::close(error_file);
    ::close(ends[1]);
    output = ends[0];
    return id;
}

/// Up to a line's end, the pipe's end, or the limit.
std::string read_line(int pipe, int limit_ms) {
    std::string line;
    const std::int64_t until = steady_ms() + limit_ms;
    while (line.empty() || line.back() != '\n') {
        pollfd waiting{pipe, POLLIN, 0};
        const std::int64_t rest = until - steady_ms();
        char c = 0;
        if (rest <= 0 || ::poll(&waiting, 1, static_cast<int>(rest)) <= 0 || ::read(pipe, &c, 1) != 1)
            break;
        line.push_back(c);
    }
    return line;
}

int wait_for(pid_t id, int limit_ms) {
    const std::int64_t until = steady_ms() + limit_ms;
    int status = 0;
    while (::waitpid(id, &status, WNOHANG) == 0) {
        if (steady_ms() >= until) {
            ::kill(id, SIGKILL);
            ::waitpid(id, &status, 0);
            return -1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::string whole_file(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "motcua-test-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path write_server_settings(const std::filesystem::path& folder) {
    const auto file = folder / "server.toml";
    std::ofstream(file) << "data = \"data\"\nlisten = \"127.0.0.1:0\"\nweb = \"127.0.0.1:0\"\n\n[[hall]]\n"
                        << "id = \"kon-tum\"\ncentre = \"" MOTCUA_SOURCE_DIR "/sample/kon-tum.toml\"\n";
    return file;
}

Ended run_server(const std::vector<std::string>& flags, int limit_ms) {
    const TemporaryFolder folder;
    const std::int64_t from = steady_ms();
    int output = -1;
    const pid_t id = start(flags, folder.path() / "errors", output);
    Ended ended;
    while (true) {
        const std::string line = read_line(output, static_cast<int>(limit_ms - (steady_ms() - from)));
        ended.output += line;
        if (line.empty() || line.back() != '\n')
            break;
    }
    ::close(output);
    ended.exit_code = wait_for(id, static_cast<int>(limit_ms - (steady_ms() - from)));
    ended.took_ms = steady_ms() - from;
    ended.errors = whole_file(folder.path() / "errors");
    return ended;
}

ServerProcess::ServerProcess(const std::filesystem::path& folder) : folder_(folder) {
    const auto settings = write_server_settings(folder);
    id_ = start({"--config", settings.string(), "--log-level", "warning"}, folder / "errors", output_);
    const std::string line = read_line(output_, patience_ms);
    unsigned link = 0;
    unsigned web = 0;
    if (std::sscanf(line.c_str(), "motcua-server ready: link=127.0.0.1:%u web=127.0.0.1:%u", &link, &web) != 2) {
        kill();
        throw std::runtime_error("the server is not ready: " + line + whole_file(folder / "errors"));
    }
    link_port_ = static_cast<std::uint16_t>(link);
    web_port_ = static_cast<std::uint16_t>(web);
}

ServerProcess::~ServerProcess() {
    kill();
    ::close(output_);
}

SigningKey ServerProcess::admin_key() const {
    return SigningKey::load_or_create(folder_ / "data" / "admin.key").value();
}

void ServerProcess::kill() {
    if (id_ <= 0)
        return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    id_ = -1;
}

void ServerProcess::signal(int number) {
    ::kill(id_, number);
}

Ended ServerProcess::wait(int limit_ms) {
    const std::int64_t from = steady_ms();
    Ended ended;
    ended.exit_code = wait_for(std::exchange(id_, -1), limit_ms);
    ended.took_ms = steady_ms() - from;
    ended.errors = whole_file(folder_ / "errors");
    return ended;
}

Ended ServerProcess::terminate() {
    signal(SIGTERM);
    return wait(patience_ms);
}

bool ServerProcess::is_running() {
    return id_ > 0 && ::waitpid(id_, nullptr, WNOHANG) == 0;
}

}  // namespace motcua::test
