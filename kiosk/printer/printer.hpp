#pragma once
// One printer behind its transport. print() blocks, but never longer than the limits of limits.hpp together, and what
// a serial line needs at its speed; it runs on the printer thread only.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/model/printing.hpp"
#include "kiosk/printer/escpos.hpp"

namespace motcua::kiosk {

enum class TransportKind : std::uint8_t { None, Tcp, Device, Folder };

struct PrinterSettings {
    TransportKind kind = TransportKind::None;
    std::string address = "127.0.0.1";  ///< Tcp: numeric; a name would need a look-up without a limit
    std::uint16_t port = 9100;
    std::filesystem::path path;  ///< Device: /dev/usb/lp0; Folder: ticket-NUMBER.escpos and last.escpos go there
    int dots = 576;
    int dpi = 203;
    Cutter cutter = Cutter::Present;
    /// Tcp, Device: stands while a ticket is on its way, so that the next run knows of one that was cut off. "" = no
    /// file.
    std::filesystem::path under_way_file;
    bool answers_status = true;  ///< ask DLE EOT 4 and 2 before and after; one that cannot answer costs 0.4 s each time
};

struct PrintJob {
    std::uint64_t id = 0;
    std::string number;  ///< "A012", names the file of a Folder
    std::vector<std::uint8_t> bytes;
};

struct PrintReport {
    std::uint64_t id = 0;
    PrintOutcome outcome = PrintOutcome::Unknown;
    std::string detail;  ///< for the log: what failed and where
};

class Printer {
  public:
    virtual ~Printer() = default;
    virtual PrintReport print(const PrintJob& job) = 0;
};

std::unique_ptr<Printer> make_printer(const PrinterSettings& settings);

}  // namespace motcua::kiosk
