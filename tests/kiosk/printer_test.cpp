#include "kiosk/printer/printer.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "kiosk/printer/limits.hpp"
#include "kiosk/printer/printer_thread.hpp"
#include "kiosk/ticket-view/escpos_decoder.hpp"
#include "tests/kiosk/fake_printer.hpp"

using namespace motcua::kiosk;
using motcua::kiosk::test::FakePrinter;

namespace {

std::vector<std::uint8_t> ticket_bytes(int lines = 300) {
    motcua::type::Raster raster(576, lines);
    raster.fill(10, 10, 100, 100);
    return encode_escpos(raster, Cutter::Present).value();
}

PrinterSettings on_port(std::uint16_t port) {
    PrinterSettings settings;
    settings.kind = TransportKind::Tcp;
    settings.port = port;
    return settings;
}

std::vector<std::uint8_t> content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path fresh_folder() {
    std::string name = "/tmp/motcua-printer-XXXXXX";
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

}  // namespace

TEST_CASE("printer: a printer that answers has printed, byte for byte") {
    FakePrinter paper({});
    const auto bytes = ticket_bytes();
    const PrintReport report = make_printer(on_port(paper.port()))->print({7, "A012", bytes});
    CHECK(report.id == 7);
    CHECK(report.outcome == PrintOutcome::Printed);
    CHECK(paper.printed() == bytes);
}

TEST_CASE("printer: paper near its end still prints") {
    FakePrinter paper({.status = 0x1E});
    CHECK(make_printer(on_port(paper.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Printed);
}

TEST_CASE("printer: out of paper fails before a byte of the ticket is sent") {
    FakePrinter paper({.status = 0x72});
    const PrintReport report = make_printer(on_port(paper.port()))->print({1, "A012", ticket_bytes()});
    CHECK(report.outcome == PrintOutcome::Failed);
    CHECK(report.detail.find("paper") != std::string::npos);
    CHECK(paper.printed().empty());
}

TEST_CASE("printer: one that stands still with an open cover or a jam has not printed") {
    for (const int cause : {0x16, 0x32, 0x52}) {  // cover, paper end, error
        FakePrinter stopped({.offline_cause = static_cast<std::uint8_t>(cause)});
        const PrintReport report = make_printer(on_port(stopped.port()))->print({1, "A012", ticket_bytes()});
        CHECK(report.outcome == PrintOutcome::Failed);
        CHECK(report.detail.find("stands still") != std::string::npos);
        CHECK(stopped.printed().empty());
    }
    for (const int fine : {0x1A, 0xFF}) {  // somebody feeds paper; noise
        FakePrinter paper({.offline_cause = static_cast<std::uint8_t>(fine)});
        CHECK(make_printer(on_port(paper.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Printed);
    }
}

TEST_CASE("printer: one that knows only its paper has printed all the same") {
    FakePrinter old({.offline_cause = std::nullopt});
    CHECK(make_printer(on_port(old.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Printed);
    FakePrinter out({.status = 0x72, .offline_cause = std::nullopt});
    CHECK(make_printer(on_port(out.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Failed);
}

TEST_CASE("printer: an answer that comes too late is no answer to the next question") {
    FakePrinter slow({.status = 0x72, .first_answer_ms = limits::status_ms + 200});
    CHECK(make_printer(on_port(slow.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Failed);
}

TEST_CASE("printer: a silent printer is unknown, and so is one that answers noise") {
    FakePrinter silent({.status = std::nullopt});
    CHECK(make_printer(on_port(silent.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Unknown);
    FakePrinter noise({.status = 0xFF});
    CHECK(make_printer(on_port(noise.port()))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Unknown);
}

TEST_CASE("printer: nobody at the address, or a name instead of an address, fails with a clear line") {
    std::uint16_t port = 0;
    {
        FakePrinter gone({});
        port = gone.port();
    }
    CHECK(make_printer(on_port(port))->print({1, "A012", ticket_bytes()}).outcome == PrintOutcome::Failed);
    PrinterSettings named = on_port(9100);
    named.address = "printer.example";
    const PrintReport report = make_printer(named)->print({1, "A012", ticket_bytes()});
    CHECK(report.outcome == PrintOutcome::Failed);
    CHECK(report.detail.find("numeric") != std::string::npos);
}

TEST_CASE("printer: a connection that breaks in mid-ticket is never called printed") {
    FakePrinter breaks({.breaks_after = 500});
    CHECK(make_printer(on_port(breaks.port()))->print({1, "A012", ticket_bytes(2400)}).outcome !=
          PrintOutcome::Printed);
}

TEST_CASE("printer: after a ticket that broke off in mid-picture the next one is whole") {
    FakePrinter breaks({.breaks_after = 500});
    const auto printer = make_printer(on_port(breaks.port()));
    REQUIRE(printer->print({1, "A012", ticket_bytes(2400)}).outcome != PrintOutcome::Printed);
    const std::size_t of_first = breaks.printed().size();
    const auto second = ticket_bytes(40);
    breaks.breaks_no_more();
    REQUIRE(printer->print({2, "A013", second}).outcome == PrintOutcome::Printed);
    // One printer that reads on: the first ticket's picture ends in white, then comes the second.
    const auto all = breaks.printed();
    REQUIRE(all.size() > of_first + second.size());
    const auto paper = motcua::escpos::decode(all);
    CHECK(paper.problem == "");
    const auto alone = motcua::escpos::decode(second);
    REQUIRE(paper.dots.size() > alone.dots.size());
    CHECK(std::equal(alone.dots.rbegin(), alone.dots.rend(), paper.dots.rbegin()));
    // They are two pieces of paper: nobody's ticket carries another's number.
    const auto end = end_of_ticket(Cutter::Present);
    CHECK(std::equal(end.begin(), end.end(), all.end() - static_cast<std::ptrdiff_t>(second.size() + end.size())));
    // And the one after it has nothing before it.
    REQUIRE(printer->print({3, "A014", second}).outcome == PrintOutcome::Printed);
    CHECK(breaks.printed().size() == all.size() + second.size());
}

TEST_CASE("printer: a ticket that was cut off with its program does not swallow the first one of the next run") {
    const auto folder = fresh_folder();
    FakePrinter breaks({.breaks_after = 500});
    PrinterSettings settings = on_port(breaks.port());
    settings.under_way_file = folder / "under-way";
    REQUIRE(make_printer(settings)->print({1, "A012", ticket_bytes(2400)}).outcome != PrintOutcome::Printed);
    CHECK(std::filesystem::exists(settings.under_way_file));
    breaks.breaks_no_more();
    const auto next = ticket_bytes(40);
    const auto printer = make_printer(settings);
    REQUIRE(printer->print({2, "A013", next}).outcome == PrintOutcome::Printed);
    CHECK_FALSE(std::filesystem::exists(settings.under_way_file));
    const auto all = breaks.printed();
    const auto end = end_of_ticket(Cutter::Present);
    REQUIRE(all.size() > next.size() + end.size());
    CHECK(std::equal(next.rbegin(), next.rend(), all.rbegin()));
    CHECK(std::equal(end.begin(), end.end(), all.end() - static_cast<std::ptrdiff_t>(next.size() + end.size())));
    CHECK(motcua::escpos::decode(all).problem == "");
    REQUIRE(make_printer(settings)->print({3, "A014", next}).outcome == PrintOutcome::Printed);
    CHECK(breaks.printed().size() == all.size() + next.size());
    std::filesystem::remove_all(folder);
}

TEST_CASE("printer: a printer that takes no data ends within the limits") {
    FakePrinter stuck({.reads = false});
    motcua::type::Raster raster(limits::max_dots, limits::max_length_dots);
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < 30; ++i) {  // more than any socket buffer holds
        const auto one = encode_escpos(raster, Cutter::Present).value();
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    const PrintReport report = make_printer(on_port(stuck.port()))->print({1, "A012", bytes});
    CHECK(report.outcome == PrintOutcome::Failed);
    CHECK(report.detail.find("takes no more data") != std::string::npos);
}

TEST_CASE("printer: a device file gets the bytes and is asked for its paper") {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    REQUIRE(master >= 0);
    REQUIRE(::grantpt(master) == 0);
    REQUIRE(::unlockpt(master) == 0);
    const std::string name = ::ptsname(master);
    const int keep = ::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);

    PrinterSettings settings;
    settings.kind = TransportKind::Device;
    settings.path = name;
    const auto bytes = ticket_bytes(10);
    auto report = std::async(std::launch::async, [&] { return make_printer(settings)->print({1, "A012", bytes}); });
    std::vector<std::uint8_t> got;
    int answered = 0;
    while (answered < 4) {
        std::uint8_t byte = 0;
        pollfd waiting{master, POLLIN, 0};
        REQUIRE(::poll(&waiting, 1, 5000) > 0);
        REQUIRE(::read(master, &byte, 1) == 1);
        got.push_back(byte);
        const std::size_t n = got.size();
        if (n >= 3 && got[n - 3] == 0x10 && got[n - 2] == 4 && (got[n - 1] == 4 || got[n - 1] == 2)) {
            got.resize(n - 3);
            const std::uint8_t good = 0x12;
            REQUIRE(::write(master, &good, 1) == 1);
            ++answered;
        }
    }
    CHECK(report.get().outcome == PrintOutcome::Printed);
    CHECK(std::count(bytes.begin(), bytes.end(), '\n') > 0);  // a line that is not raw makes two bytes of it
    CHECK(got == bytes);
    ::close(keep);
    ::close(master);
}

TEST_CASE("printer: a device that is still full of the ticket's end has not printed: closed, it would lose it") {
    const auto folder = fresh_folder();
    PrinterSettings settings;
    settings.kind = TransportKind::Device;
    settings.path = folder / "printer";
    settings.answers_status = false;
    REQUIRE(::mkfifo(settings.path.c_str(), 0600) == 0);
    const int device = ::open(settings.path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const int room = ::fcntl(device, F_SETPIPE_SZ, 4096);
    REQUIRE(room >= 4096);
    const PrintReport report = make_printer(settings)->print({1, "A012", std::vector<std::uint8_t>(room, 0)});
    CHECK(report.outcome == PrintOutcome::Failed);
    CHECK(report.detail.find("did not take the end") != std::string::npos);
    ::close(device);
    std::filesystem::remove_all(folder);
}

TEST_CASE("printer: a device that is not there fails with its name") {
    PrinterSettings settings;
    settings.kind = TransportKind::Device;
    settings.path = "/dev/usb/no-such-printer";
    const PrintReport report = make_printer(settings)->print({1, "A012", ticket_bytes()});
    CHECK(report.outcome == PrintOutcome::Failed);
    CHECK(report.detail.find("/dev/usb/no-such-printer") != std::string::npos);
}

TEST_CASE("printer: a folder keeps every ticket and the last one") {
    const auto folder = fresh_folder();
    PrinterSettings settings;
    settings.kind = TransportKind::Folder;
    settings.path = folder / "tickets";
    const auto printer = make_printer(settings);
    const auto first = ticket_bytes(10);
    const auto second = ticket_bytes(20);
    CHECK(printer->print({1, "A012", first}).outcome == PrintOutcome::Printed);
    CHECK(printer->print({2, "B001", second}).outcome == PrintOutcome::Printed);
    CHECK(content_of(settings.path / "ticket-A012.escpos") == first);
    CHECK(content_of(settings.path / "ticket-B001.escpos") == second);
    CHECK(content_of(settings.path / "last.escpos") == second);
    CHECK(printer->print({3, "../escape", second}).outcome == PrintOutcome::Failed);
    std::filesystem::remove_all(folder);
}

TEST_CASE("printer: a folder that cannot be written has failed, no printer at all has not") {
    PrinterSettings settings;
    settings.kind = TransportKind::Folder;
    settings.path = "/proc/no/such";
    CHECK(make_printer(settings)->print({1, "A012", {}}).outcome == PrintOutcome::Failed);
    CHECK(make_printer(PrinterSettings{})->print({1, "A012", {}}).outcome == PrintOutcome::NoPrinter);
}

namespace {

/// Prints when the test lets it.
class GatedPrinter final : public Printer {
  public:
    explicit GatedPrinter(std::shared_future<void> gate, std::promise<void>& started)
        : gate_(std::move(gate)), started_(started) {}
    PrintReport print(const PrintJob& job) override {
        if (!has_started_) {
            has_started_ = true;
            started_.set_value();
        }
        gate_.wait();
        return {job.id, PrintOutcome::Printed, ""};
    }

  private:
    std::shared_future<void> gate_;
    std::promise<void>& started_;
    bool has_started_ = false;
};

}  // namespace

TEST_CASE("printer thread: jobs are printed in order; a full queue says no at once") {
    std::promise<void> gate;
    std::promise<void> started;
    std::mutex mutex;
    std::condition_variable all_done;
    std::vector<std::uint64_t> done;
    PrinterThread thread(std::make_unique<GatedPrinter>(gate.get_future().share(), started), [&](PrintReport report) {
        const std::lock_guard lock(mutex);
        done.push_back(report.id);
        all_done.notify_one();
    });
    REQUIRE(thread.submit({1, "A001", {}}));
    started.get_future().wait();
    for (std::uint64_t id = 2; id < 2 + limits::queued_jobs; ++id)
        CHECK(thread.submit({id, "A001", {}}));
    CHECK_FALSE(thread.submit({99, "A001", {}}));
    gate.set_value();
    std::unique_lock lock(mutex);
    CHECK(all_done.wait_for(lock, std::chrono::seconds(10), [&] { return done.size() == 1 + limits::queued_jobs; }));
    CHECK(done == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
}
