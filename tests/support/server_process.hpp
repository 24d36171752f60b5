#pragma once
// The real motcua-server as a child process with a folder of its own and any free ports. Killed by its id at the end.

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/secrets.hpp"

namespace motcua::test {

std::string whole_file(const std::filesystem::path& file);  ///< "" where there is none

/// A folder below the system's temporary one, removed at the end.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Ended {
    int exit_code = 0;  ///< -1: by a signal, or not at all
    std::int64_t took_ms = 0;
    std::string output;
    std::string errors;
};

/// Runs the program to its end, at most limit_ms.
Ended run_server(const std::vector<std::string>& flags, int limit_ms = 20'000);

class ServerProcess {
  public:
    static constexpr int patience_ms = 20'000;

    /// One hall "kon-tum" of the sample centre. Throws when it is not ready in time.
    explicit ServerProcess(const std::filesystem::path& folder);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t link_port() const { return link_port_; }
    std::uint16_t web_port() const { return web_port_; }
    pid_t id() const { return id_; }
    SigningKey admin_key() const;

    void kill();  ///< as a power cut would
    void signal(int number);
    /// After SIGTERM: exit code and time. -1 when it did not end in time.
    Ended terminate();
    bool is_running();

  private:
    Ended wait(int limit_ms);

    std::filesystem::path folder_;
    pid_t id_ = -1;
    int output_ = -1;
    std::uint16_t link_port_ = 0;
    std::uint16_t web_port_ = 0;
};

/// The settings file of such a server; also where run_server() finds one.
std::filesystem::path write_server_settings(const std::filesystem::path& folder);

}  // namespace motcua::test
