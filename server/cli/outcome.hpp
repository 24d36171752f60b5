#pragma once
// What came of a job: printed by text_output or json_output, and the exit code.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/audit.hpp"
#include "shared/language/language.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::cli {

/// The exit codes, which scripts rely on.
enum class Exit : int { Done = 0, Failure = 1, Usage = 2, Unreachable = 3, Refused = 4 };
std::string_view name_of(Exit exit);  ///< "done", "failure", ...

enum class CheckState : std::uint8_t { Good, Note, Problem };
std::string_view name_of(CheckState state);

/// What a settings file was taken for.
enum class FileKind : std::uint8_t {
    Centre,
    Server,
    Kiosk,
    Board,
    Counter,
    Device,  ///< one of these three, and nothing in it says which
    Theme,
};
std::string_view name_of(FileKind kind);

/// One line of the doctor.
struct Check {
    std::string name;  ///< stable: "server", "store", "fonts", ...
    CheckState state = CheckState::Good;
    std::string detail;
    std::string advice;  ///< what to do; "" when nothing is to be done
};

/// A line of the server's health in the person's language.
struct HealthText {
    std::string name;  ///< stable, as the server says it
    bool is_good = true;
    std::string detail;
};

/// Only the parts that the job has are filled.
struct Outcome {
    Exit exit = Exit::Done;
    Refusal refusal = Refusal::None;
    std::string text;    ///< of a failure: one or more whole lines for a person, in the person's language
    std::string detail;  ///< for a technician; never a secret

    std::optional<TicketDetail> ticket;
    bool explains_calls = false;  ///< a person asked for the ticket's whole story
    std::optional<std::vector<TicketDetail>> tickets;
    bool cut_short = false;  ///< there are more tickets, or lines of health, than are here
    DeviceId device;
    std::optional<std::vector<DeviceLine>> devices;
    std::optional<std::vector<StaffLine>> staff;
    std::optional<std::vector<HealthText>> health;
    std::optional<std::vector<Check>> checks;
    std::optional<store::Audit> audit;
    std::optional<std::vector<store::RefusalRow>> refusals;
    std::string file;                   ///< a backup, or a file that was checked or verified
    std::string aside;                  ///< after a restore: where the former data lie
    bool is_new_folder = false;         ///< of a restore: nothing was there
    std::optional<FileKind> file_kind;  ///< of a settings file that could be read
    std::vector<std::string> problems;  ///< of a settings file: "file:line:column: ..."
    std::optional<Instant> opens_at;
    std::optional<std::int32_t>
        offset_min;  ///< the hall's local clock, minutes east of UTC; none where no hall was asked
};

Outcome failure(Exit exit, std::string text, std::string detail = {});
Outcome refused(const Language& language, Refusal refusal, std::string detail);
HealthText health_text(const Language& language, const HealthLine& line);

}  // namespace motcua::cli
