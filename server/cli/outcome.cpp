#include "server/cli/outcome.hpp"

#include "shared/language/refusal_text.hpp"

namespace motcua::cli {

std::string_view name_of(Exit exit) {
    switch (exit) {
        case Exit::Done:
            return "done";
        case Exit::Failure:
            return "failure";
        case Exit::Usage:
            return "usage";
        case Exit::Unreachable:
            return "unreachable";
        case Exit::Refused:
            return "refused";
    }
    return "failure";
}

std::string_view name_of(CheckState state) {
    switch (state) {
        case CheckState::Good:
            return "good";
        case CheckState::Note:
            return "note";
        case CheckState::Problem:
            return "problem";
    }
    return "problem";
}

std::string_view name_of(FileKind kind) {
    switch (kind) {
        case FileKind::Centre:
            return "centre";
        case FileKind::Server:
            return "server";
        case FileKind::Kiosk:
            return "kiosk";
        case FileKind::Board:
            return "board";
        case FileKind::Counter:
            return "counter";
        case FileKind::Device:
            return "device";
        case FileKind::Theme:
            return "theme";
    }
    return "unknown";
}

Outcome failure(Exit exit, std::string text, std::string detail) {
    Outcome outcome;
    outcome.exit = exit;
    outcome.text = std::move(text);
    outcome.detail = std::move(detail);
    return outcome;
}

Outcome refused(const Language& language, Refusal refusal, std::string detail) {
    Outcome outcome = failure(Exit::Refused, refusal_text(language, refusal), std::move(detail));
    outcome.refusal = refusal;
    return outcome;
}

HealthText health_text(const Language& language, const HealthLine& line) {
    return HealthText{line.name, line.is_good, told(line.what, language.translate())};
}

}  // namespace motcua::cli
