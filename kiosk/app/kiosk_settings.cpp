#include "kiosk/app/kiosk_settings.hpp"

#include "kiosk/printer/limits.hpp"
#include "shared/link/client_settings.hpp"

namespace motcua::kiosk {
namespace {

TransportKind kind_of(const std::string& word) {
    return word == "tcp"      ? TransportKind::Tcp
           : word == "device" ? TransportKind::Device
           : word == "folder" ? TransportKind::Folder
                              : TransportKind::None;
}

void read_printer(SettingsTable table, const std::filesystem::path& folder, PrinterSettings& printer) {
    printer.kind = kind_of(table.choice("transport", {"none", "tcp", "device", "folder"}));
    const std::string address = table.text("address", "");
    if (const auto parsed = link::parse_address(address.empty() ? "127.0.0.1:9100" : address)) {
        printer.address = parsed->host;
        const bool has_port = parsed->port != link::usual_port || address.find(":7400") != std::string::npos;
        printer.port = has_port ? parsed->port : std::uint16_t{9100};
    } else {
        table.complain("address", "\"{}\" is not an address such as \"192.168.1.50:9100\"", address);
    }
    printer.path = table.path("path", folder);
    const bool needs_path = printer.kind == TransportKind::Device || printer.kind == TransportKind::Folder;
    if (needs_path && printer.path.empty())
        table.complain("transport", "this transport needs \"path\" too");
    if (printer.kind == TransportKind::Tcp && address.empty())
        table.complain("transport", "this transport needs \"address\" too");
    printer.dots = static_cast<int>(table.integer("dots", 576, limits::min_dots, limits::max_dots));
    printer.dpi = static_cast<int>(table.integer("dpi", 203, 100, 400));
    printer.cutter = table.boolean("cutter", true) ? Cutter::Present : Cutter::Absent;
    printer.answers_status = table.boolean("status", true);
    table.finish();
}

}  // namespace

KioskSettings read_kiosk_settings(SettingsTable& root, const std::filesystem::path& folder) {
    KioskSettings settings;
    ui::read_window_settings(root, folder, settings.window);
    if (auto printer = root.table("printer"))
        read_printer(*printer, folder, settings.printer);
    return settings;
}

}  // namespace motcua::kiosk
