#pragma once
// The command line of `motcua` as data: what is to be done, where and how it is said. Pure but for reading LANG-like
// defaults, which the caller passes in.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/store/event_chain.hpp"
#include "shared/language/language.hpp"
#include "shared/link/client_settings.hpp"
#include "shared/vocabulary/commands.hpp"

namespace motcua::cli {

/// A hall's command. A ticket that was named by its number is looked up first.
struct Order {
    Command command;
    std::optional<TicketNumber> ticket;  ///< for CancelTicket and TakeBack
};
struct AcceptCode {
    std::string code;
    std::string name;
    CounterId counter;
};
struct AddPerson {
    StaffId login;
    std::string name;
    bool password_from_stdin = false;
};
struct Question {
    Query query;
};
struct CheckFile {
    std::filesystem::path file;
};
struct MakeBackup {
    std::string file;
};
struct RestoreBackup {
    std::filesystem::path file;
};
struct VerifyAudit {
    std::filesystem::path file;          ///< a data file or a backup; "" = the data folder's
    std::vector<store::ChainHead> kept;  ///< heads from before, which must be in the chain
};
struct ListRefusals {
    std::filesystem::path file;  ///< a data file or a backup; "" = the data folder's
    std::size_t last = 0;        ///< how many, the latest
};
struct Examine {};
using Job = std::variant<Order, AcceptCode, AddPerson, Question, CheckFile, MakeBackup, RestoreBackup, VerifyAudit,
                         ListRefusals, Examine>;

enum class Output : std::uint8_t { Text, Json };

struct Arguments {
    Job job;
    link::ServerAddress server;
    HallId hall;
    std::filesystem::path data;       ///< the server's data folder; "" = not given
    std::filesystem::path admin_key;  ///< instead of data
    std::optional<link::ServerIdentity> identity;
    Output output = Output::Text;
    std::int64_t timeout_ms = 0;
};

/// Nothing to do: help, version, or a mistake in the words.
struct Leave {
    int exit_code = 0;
    std::string text;
    Output output = Output::Text;
    std::string help = {};  ///< after a mistake: what to ask for help, as "motcua counter next --help"
};

/// "--json" or "--json=true" among the words: for what ends the program before the flag itself is read.
bool wants_json(const std::vector<std::string>& words);

/// `words` without the program's name; `known` are the languages that can be asked for.
std::variant<Arguments, Leave> parse_arguments(std::vector<std::string> words, const Language& language,
                                               const std::vector<std::string>& known);

}  // namespace motcua::cli
