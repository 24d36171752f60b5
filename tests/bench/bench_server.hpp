#pragma once
// A real server for a benchmark: its own data folder, free ports, many services; clients on shared/link as
// administrator.

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/link/link.hpp"

namespace motcua::bench {

constexpr int services = 26;
constexpr int counters = 16;
ServiceId service_id(int index);  ///< 0 .. services - 1, each with its own letter and 999 numbers
CounterId counter_id(int index);  ///< 0 .. counters - 1, each serves every service

class BenchServer {
  public:
    BenchServer();
    ~BenchServer();
    BenchServer(const BenchServer&) = delete;
    BenchServer& operator=(const BenchServer&) = delete;

    void start();  ///< returns when the server has said that it is ready
    void kill_hard();
    std::uint16_t link_port() const { return link_port_; }
    const std::filesystem::path& data() const { return data_; }
    std::filesystem::path database() const { return data_ / "motcua.db"; }

    /// An administrator's link; the caller starts it.
    std::unique_ptr<link::Link> client(boost::asio::io_context& io, link::Listener listener) const;

  private:
    std::filesystem::path folder_, data_;
    pid_t pid_ = -1;
    std::uint16_t link_port_ = 0;
};

/// Runs `io` until `done()`, which is `what`; throws when that takes over `limit_s` seconds.
void run_until(boost::asio::io_context& io, const char* what, const std::function<bool()>& done, int limit_s);

/// A bench's main: what `run` throws is said, after its server has been ended. \return the exit status.
int told(const std::function<void()>& run);

double median(std::vector<double> values);
double percentile(std::vector<double> values, double percent);
double seconds_now();  ///< steady

}  // namespace motcua::bench
