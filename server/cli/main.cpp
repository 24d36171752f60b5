// motcua: the administrators' command.
#include <fmt/format.h>
#include <time.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "server/cli/arguments.hpp"
#include "server/cli/json_output.hpp"
#include "server/cli/run.hpp"
#include "server/cli/text_output.hpp"
#include "shared/base/log.hpp"

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

void print(std::FILE* to, const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), to);
}

int leave(const Leave& leave) {
    if (leave.exit_code == 0) {
        print(stdout, leave.text);
    } else if (leave.output == Output::Json) {
        print(stdout, json_text(failure(Exit::Usage, leave.text)));
    } else {
        print(stderr, "motcua: " + leave.text + "\nmotcua --help\n");
    }
    return leave.exit_code;
}

int run_program(const std::vector<std::string>& words) {
    const Language language = Catalogues(Catalogues::usual_folders()).language(language_of(words));
    const auto parsed = parse_arguments(words, language);
    if (const auto* nothing = std::get_if<Leave>(&parsed))
        return leave(*nothing);
    const auto& arguments = std::get<Arguments>(parsed);
    const Outcome outcome = run(arguments, language);
    if (arguments.output == Output::Json) {
        print(stdout, json_text(outcome));
    } else {
        print(stdout, text_of(outcome, arguments.job, language, outcome.offset_min.value_or(local_offset_min())));
        print(stderr, failure_text(outcome));
    }
    return static_cast<int>(outcome.exit);
}

}  // namespace

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN);
    configure_log("motcua", "error");
    try {
        return run_program(std::vector<std::string>(words + 1, words + count));
    } catch (const std::exception& error) {
        fmt::print(stderr, "motcua: {}\n", error.what());
        return static_cast<int>(Exit::Failure);
    }
}
