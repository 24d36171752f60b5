#include "tests/bench/bench_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>

#include "shared/base/secrets.hpp"

namespace motcua::bench {
namespace {

constexpr int ready_limit_s = 20;

void write_centre(const std::filesystem::path& file) {
    std::ofstream out(file);
    out << "languages = [\"vi\", \"en\"]\n[agency]\nvi = \"Đo\"\nen = \"Bench\"\n[hours]\ndefault = "
           "\"all\"\n[hours.all]\n";
    for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
        out << day << " = [\"00:00-24:00\"]\n";
    std::string all;
    for (int i = 0; i < services; ++i) {
        out << fmt::format("[[service]]\nid = \"{0}\"\nletter = \"{1}\"\nname = {{ vi = \"{1}\", en = \"{1}\" }}\n",
                           service_id(i).value, static_cast<char>('A' + i));
        all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", service_id(i).value);
    }
    for (int i = 0; i < counters; ++i)
        out << fmt::format(
            "[[counter]]\nid = \"{0}\"\nlabel = {{ vi = \"Quầy {0}\", en = \"Counter {0}\" }}\nservices = [{1}]\n",
            counter_id(i).value, all);
}

/// SHA-256 of the server's certificate, as an administrator on the same machine reads it.
link::ServerIdentity server_identity(const std::filesystem::path& data) {
    link::ServerIdentity identity{};
    FILE* file = std::fopen((data / "server.crt").c_str(), "r");
    if (file == nullptr)
        throw std::runtime_error("the server made no certificate");
    X509* certificate = PEM_read_X509(file, nullptr, nullptr, nullptr);
    std::fclose(file);
    unsigned length = 0;
    if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), identity.data(), &length) != 1)
        throw std::runtime_error("the server's certificate cannot be read");
    X509_free(certificate);
    return identity;
}

std::string read_line(int fd, double deadline) {
    std::string line;
    char c = 0;
    while (seconds_now() < deadline) {
        const auto got = ::read(fd, &c, 1);
        if (got == 1 && c == '\n')
            return line;
        if (got == 1)
            line += c;
        else if (got == 0)
            throw std::runtime_error("the server ended before it was ready");
        else
            ::usleep(1000);  // nothing yet
    }
    throw std::runtime_error("the server was not ready in time");
}

}  // namespace

ServiceId service_id(int index) {
    return ServiceId{fmt::format("service-{}", index)};
}
CounterId counter_id(int index) {
    return CounterId{fmt::format("{}", index + 1)};
}

BenchServer::BenchServer() {
    char name[] = "motcua-bench-XXXXXX";  // beside the build: the same file system as a real installation's
    folder_ = std::filesystem::absolute(::mkdtemp(name));
    data_ = folder_ / "data";
    write_centre(folder_ / "centre.toml");
    std::ofstream(folder_ / "server.toml") << "data = \"data\"\nlog_level = \"warning\"\n"
                                              "[[hall]]\nid = \"bench\"\ncentre = \"centre.toml\"\n";
}

BenchServer::~BenchServer() {
    kill_hard();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void BenchServer::start() {
    int out[2];
    if (::pipe2(out, O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    const std::string program = std::string(MOTCUA_BINARY_DIR) + "/bin/motcua-server";
    const std::string config = (folder_ / "server.toml").string();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(out[1], 1);
        ::execl(program.c_str(), program.c_str(), "--config", config.c_str(), "--listen", "127.0.0.1:0", "--web",
                "127.0.0.1:0", nullptr);
        ::_exit(127);
    }
    ::close(out[1]);
    ::fcntl(out[0], F_SETFL, O_NONBLOCK);
    std::string line;
    while (line.rfind("motcua-server ready:", 0) != 0)
        line = read_line(out[0], seconds_now() + ready_limit_s);
    const auto at = line.find("link=127.0.0.1:");
    link_port_ = static_cast<std::uint16_t>(std::stoi(line.substr(at + 15)));
}

void BenchServer::kill_hard() {
    if (pid_ <= 0)
        return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::unique_ptr<link::Link> BenchServer::client(boost::asio::io_context& io, link::Listener listener) const {
    link::LinkOptions options;
    options.port = link_port_;
    options.hall = HallId{"bench"};
    options.program = "motcua-bench";
    options.role = Role::Admin;
    link::Credentials credentials{DeviceId{"admin"}, SigningKey::load_or_create(data_ / "admin.key").value(),
                                  server_identity(data_)};
    return link::Link::with_credentials(io, options, credentials, std::move(listener));
}

void run_until(boost::asio::io_context& io, const char* what, const std::function<bool()>& done, int limit_s) {
    const double deadline = seconds_now() + limit_s;
    while (!done()) {
        if (seconds_now() > deadline)
            throw std::runtime_error(fmt::format("waited {} s for {}", limit_s, what));
        if (io.stopped())
            io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
}

double percentile(std::vector<double> values, double percent) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(percent / 100 * static_cast<double>(values.size() - 1) + 0.5);
    return values[std::min(rank, values.size() - 1)];
}

int told(const std::function<void()>& run) {
    try {
        run();
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}

double median(std::vector<double> values) {
    return percentile(std::move(values), 50);
}

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace motcua::bench
