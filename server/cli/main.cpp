// motcua: the administrators' command.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>

#include "server/cli/arguments.hpp"
#include "server/cli/json_output.hpp"
#include "server/cli/run.hpp"
#include "server/cli/text_output.hpp"
#include "shared/base/filled.hpp"
#include "shared/base/log.hpp"
#include "shared/language/command_line.hpp"

namespace {

using namespace motcua;
using namespace motcua::cli;

/// The terminal's own clock, minutes east of UTC, where no hall says its own.
std::int32_t local_offset_min() {
    const std::time_t now = ::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return static_cast<std::int32_t>(local.tm_gmtoff / 60);
}

void complain(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

/// The exit code: a full disk makes a failure of what could not be told. A reader that has gone wants no more.
int print(const std::string& text, int exit_code, const Language& language) {
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (is_written || errno == EPIPE)
        return exit_code;
    complain("motcua: " + filled(language.tr("The answer cannot be written: {}"), std::strerror(errno)) + "\n");
    return static_cast<int>(Exit::Failure);
}

int leave(const Leave& leave, const Language& language) {
    if (leave.exit_code == 0)
        return print(leave.text, leave.exit_code, language);
    if (leave.output == Output::Json)
        return print(json_text(failure(Exit::Usage, leave.text)), leave.exit_code, language);
    complain("motcua: " + leave.text + "\n" + leave.help + "\n");
    return leave.exit_code;
}

int run_program(const std::vector<std::string>& words) {
    const Catalogues catalogues(Catalogues::usual_folders());
    const std::vector<std::string> known = catalogues.tags();
    const Language language = catalogues.language(language_of(words, known));
    const auto parsed = parse_arguments(words, language, known);
    if (const auto* nothing = std::get_if<Leave>(&parsed))
        return leave(*nothing, language);
    const auto& arguments = std::get<Arguments>(parsed);
    const Outcome outcome = run(arguments, language);
    const int exit_code = static_cast<int>(outcome.exit);
    if (arguments.output == Output::Json)
        return print(json_text(outcome), exit_code, language);
    const int printed =
        print(text_of(outcome, arguments.job, language, outcome.offset_min.value_or(local_offset_min())), exit_code,
              language);
    complain(failure_text(outcome, language));
    return printed;
}

}  // namespace

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);
    configure_log("motcua", "error");
    const std::vector<std::string> given(words + 1, words + count);
    try {
        return run_program(given);
    } catch (const std::exception& error) {
        const Language language = language_of_caller(count, words);
        if (!wants_json(given))
            return give_up("motcua", error, language);
        const Outcome outcome = failure(Exit::Failure, told(error, language.translate()));
        return print(json_text(outcome), static_cast<int>(outcome.exit), language);
    }
}
