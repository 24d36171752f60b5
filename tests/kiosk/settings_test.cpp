#include <doctest/doctest.h>

#include "kiosk/app/kiosk_settings.hpp"

using namespace motcua;
using namespace motcua::kiosk;

namespace {

struct Read {
    KioskSettings settings;
    std::string problems;
};

Read read(const std::string& toml) {
    const SettingsFile file = SettingsFile::parse(toml, "kiosk.toml").value();
    SettingsTable root = file.root();
    Read result;
    result.settings = read_kiosk_settings(root, "/etc/motcua");
    root.finish();
    result.problems = file.problems().joined().text;
    return result;
}

}  // namespace

TEST_CASE("kiosk settings: a full file is read, relative paths are meant from the file's folder") {
    const Read result = read(R"(
[window]
width = 1080
height = 1920
diagonal_inch = 32.0
mode = "fullscreen"
screenshot_file = "kiosk.png"
[printer]
transport = "tcp"
address = "192.168.1.50:9101"
dots = 384
cutter = false
)");
    CHECK(result.problems.empty());
    CHECK(result.settings.window.mode == ui::WindowMode::Fullscreen);
    CHECK(result.settings.window.options("").pointer == ui::Pointer::Hidden);
    CHECK(result.settings.window.display().mm_per_px == doctest::Approx(0.369).epsilon(0.01));
    CHECK(result.settings.window.screenshot_file == "/etc/motcua/kiosk.png");
    CHECK(result.settings.printer.kind == TransportKind::Tcp);
    CHECK(result.settings.printer.address == "192.168.1.50");
    CHECK(result.settings.printer.port == 9101);
    CHECK(result.settings.printer.dots == 384);
    CHECK(result.settings.printer.cutter == Cutter::Absent);
}

TEST_CASE("kiosk settings: an address without a port means the printers' usual one") {
    CHECK(read("[printer]\ntransport = \"tcp\"\naddress = \"10.0.0.7\"\n").settings.printer.port == 9100);
    CHECK(read("[printer]\ntransport = \"tcp\"\naddress = \"10.0.0.7:7400\"\n").settings.printer.port == 7400);
}

TEST_CASE("kiosk settings: every mistake is named with its place, and the nearest known word") {
    const Read result = read(R"([window]
mode = "sideways"
heigth = 700
[printer]
transport = "folder"
dots = 9
)");
    CHECK(result.problems.find("kiosk.toml:2:1: \"sideways\" is none of") != std::string::npos);
    CHECK(result.problems.find("did you mean \"height\"?") != std::string::npos);
    CHECK(result.problems.find("needs \"path\" too") != std::string::npos);
    CHECK(result.problems.find("\"dots\" takes a whole number from 128 to 832") != std::string::npos);
}
