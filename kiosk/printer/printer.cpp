#include "kiosk/printer/printer.hpp"

#include <fmt/format.h>

#include "kiosk/printer/channel.hpp"
#include "kiosk/printer/limits.hpp"
#include "shared/type/png.hpp"
#include "shared/vocabulary/ticket.hpp"

namespace motcua::kiosk {
namespace {

/// A printer that reads bytes: TCP 9100 or a device file.
class ChannelPrinter final : public Printer {
  public:
    explicit ChannelPrinter(PrinterSettings settings) : settings_(std::move(settings)) {}

    PrintReport print(const PrintJob& job) override {
        auto opened = settings_.kind == TransportKind::Tcp
                          ? Channel::connect_tcp(settings_.address, settings_.port, limits::connect_ms)
                          : Channel::open_device(settings_.path);
        if (!opened)
            return {job.id, PrintOutcome::Failed, opened.error().text};
        Channel& channel = *opened;
        const PaperStatus before = ask(channel);
        if (before == PaperStatus::Out)
            return {job.id, PrintOutcome::Failed, "the printer is out of paper"};

        std::string problem;
        std::vector<std::uint8_t> bytes(may_be_in_mid_picture_ ? limits::white_bytes : 0);
        bytes.insert(bytes.end(), job.bytes.begin(), job.bytes.end());
        may_be_in_mid_picture_ = true;
        const std::size_t done = channel.write(bytes, limits::write_ms, problem);
        if (done < bytes.size())
            return {job.id, PrintOutcome::Failed, fmt::format("{} of {} bytes: {}", done, bytes.size(), problem)};
        const PaperStatus after = ask(channel);
        // One that answered before and does not now is gone, with its connection or its power.
        may_be_in_mid_picture_ = after == PaperStatus::Out || (after == PaperStatus::Unknown && before != after);
        switch (after) {
            case PaperStatus::Good:
            case PaperStatus::NearEnd:
                return {job.id, PrintOutcome::Printed, ""};
            case PaperStatus::Out:
                return {job.id, PrintOutcome::Failed, "the paper ran out"};
            case PaperStatus::Unknown:
                break;
        }
        return {job.id, PrintOutcome::Unknown, "the printer does not say whether it printed"};
    }

  private:
    PaperStatus ask(Channel& channel) const {
        if (!settings_.answers_status || !channel.can_read())
            return PaperStatus::Unknown;
        std::string problem;
        if (channel.write(paper_status_request, limits::status_ms, problem) < std::size(paper_status_request))
            return PaperStatus::Unknown;
        const auto answer = channel.read_byte(limits::status_ms);
        return answer ? paper_status(*answer) : PaperStatus::Unknown;
    }

    PrinterSettings settings_;
    /// A job broke off: perhaps the printer takes what comes next for the rest of its picture. Zeros end that: within a
    /// picture they are white, outside they are nothing.
    bool may_be_in_mid_picture_ = false;
};

/// Keeps each ticket as a file, and the newest as last.escpos: for demonstrations and tests.
class FolderPrinter final : public Printer {
  public:
    explicit FolderPrinter(std::filesystem::path folder) : folder_(std::move(folder)) {}

    PrintReport print(const PrintJob& job) override {
        if (!parse_ticket_number(job.number))
            return {job.id, PrintOutcome::Failed, "not a ticket's number"};
        std::error_code failed;
        std::filesystem::create_directories(folder_, failed);
        const std::string bytes(job.bytes.begin(), job.bytes.end());
        for (const std::string& name : {"ticket-" + job.number + ".escpos", std::string("last.escpos")}) {
            if (auto written = type::write_file_atomically(folder_ / name, bytes); !written)
                return {job.id, PrintOutcome::Failed, written.error().text};
        }
        return {job.id, PrintOutcome::Printed, ""};
    }

  private:
    std::filesystem::path folder_;
};

class NoPrinter final : public Printer {
  public:
    PrintReport print(const PrintJob& job) override { return {job.id, PrintOutcome::NoPrinter, ""}; }
};

}  // namespace

std::unique_ptr<Printer> make_printer(const PrinterSettings& settings) {
    switch (settings.kind) {
        case TransportKind::Tcp:
        case TransportKind::Device:
            return std::make_unique<ChannelPrinter>(settings);
        case TransportKind::Folder:
            return std::make_unique<FolderPrinter>(settings.path);
        case TransportKind::None:
            break;
    }
    return std::make_unique<NoPrinter>();
}

}  // namespace motcua::kiosk
