#include "kiosk/printer/printer.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <utility>

#include "kiosk/printer/channel.hpp"
#include "kiosk/printer/limits.hpp"
#include "shared/type/png.hpp"
#include "shared/vocabulary/ticket.hpp"

namespace motcua::kiosk {
namespace {

/// A printer that reads bytes: TCP 9100 or a device file.
class ChannelPrinter final : public Printer {
  public:
    explicit ChannelPrinter(PrinterSettings settings) : settings_(std::move(settings)) {
        std::error_code unknown;
        may_be_in_mid_picture_ = std::filesystem::exists(settings_.under_way_file, unknown);
    }

    PrintReport print(const PrintJob& job) override {
        auto opened = settings_.kind == TransportKind::Tcp
                          ? Channel::connect_tcp(settings_.address, settings_.port, limits::connect_ms)
                          : Channel::open_device(settings_.path);
        if (!opened)
            return {job.id, PrintOutcome::Failed, opened.error().text};
        Channel& channel = *opened;
        Questions questions(channel, settings_.answers_status);
        const PaperStatus before = questions.paper();
        if (before == PaperStatus::Out)
            return {job.id, PrintOutcome::Failed, "the printer is out of paper"};
        // One that does not answer the first question costs no second wait.
        if (before != PaperStatus::Unknown && questions.stands_still())
            return {job.id, PrintOutcome::Failed, standing_still};

        std::string problem;
        std::vector<std::uint8_t> bytes;
        if (may_be_in_mid_picture_) {
            bytes.resize(limits::white_bytes);
            // What there is of that ticket is cut off: the next person's must not carry another number.
            const std::vector<std::uint8_t> end = end_of_ticket(settings_.cutter);
            bytes.insert(bytes.end(), end.begin(), end.end());
        }
        bytes.insert(bytes.end(), job.bytes.begin(), job.bytes.end());
        set_in_mid_picture(true);
        const int write_ms = limits::write_ms + channel.line_ms(bytes.size());
        const std::size_t done = channel.write(bytes, write_ms, problem);
        if (done < bytes.size())
            return {job.id, PrintOutcome::Failed, fmt::format("{} of {} bytes: {}", done, bytes.size(), problem)};
        if (!channel.is_taken(limits::write_ms))
            return {job.id, PrintOutcome::Failed, "the printer did not take the end of the ticket"};
        const PaperStatus after = questions.paper();
        // One that answered before and does not now is gone, with its connection or its power.
        const bool is_still_in = after == PaperStatus::Out || (after == PaperStatus::Unknown && before != after);
        if ((after == PaperStatus::Good || after == PaperStatus::NearEnd) && questions.stands_still())
            return {job.id, PrintOutcome::Failed, standing_still};
        set_in_mid_picture(is_still_in);
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
    static constexpr auto standing_still = "the printer stands still: its cover is open, or paper or cutter is jammed";

    /// The answers of one connection, which come in the order of the questions, perhaps too late.
    class Questions {
      public:
        Questions(Channel& channel, bool may_ask) : channel_(channel), may_ask_(may_ask && channel.can_read()) {}

        PaperStatus paper() {
            const auto answer = ask(paper_status_request);
            return answer ? paper_status(*answer) : PaperStatus::Unknown;
        }
        bool stands_still() {
            const auto answer = knows_cause_ ? ask(offline_cause_request) : std::nullopt;
            if (!answer && std::exchange(knows_cause_, false))
                unanswered_ = 0;  // there are printers that know only the paper: they are not waited for
            return answer && is_standing_still(*answer);
        }

      private:
        std::optional<std::uint8_t> ask(std::span<const std::uint8_t> question) {
            // A device file keeps what was for somebody before; and there may be an answer that is not waited for.
            for (int i = 0; may_ask_ && unanswered_ == 0 && i < limits::stale_answers && channel_.read_byte(0); ++i)
                ;
            std::string problem;
            if (!may_ask_ || channel_.write(question, limits::status_ms, problem) < question.size())
                return std::nullopt;
            ++unanswered_;
            for (std::optional<std::uint8_t> answer; (answer = channel_.read_byte(limits::status_ms));)
                if (--unanswered_ == 0)
                    return answer;
            return std::nullopt;
        }

        Channel& channel_;
        const bool may_ask_;
        bool knows_cause_ = true;
        int unanswered_ = 0;
    };

    /// The file's failures are nobody's: without it only the next run does not know.
    void set_in_mid_picture(bool is_in) {
        may_be_in_mid_picture_ = is_in;
        if (settings_.under_way_file.empty())
            return;
        std::error_code failed;
        if (!is_in)
            std::filesystem::remove(settings_.under_way_file, failed);
        else
            static_cast<void>(type::write_file_atomically(settings_.under_way_file, ""));
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
