#include "shared/link/status_text.hpp"

#include "shared/language/refusal_text.hpp"

namespace motcua::link {

std::string status_text(const Language& language, const Status& status) {
    const auto tr = [&](const char* text) { return language.tr(text); };
    if (status.state == LinkState::Online || status.state == LinkState::Pairing)
        return {};
    switch (status.trouble) {
        case Trouble::None:
            return status.was_online ? tr("The connection to the server was lost. Trying again.") : std::string();
        case Trouble::Unreachable:
            return tr("The server cannot be reached. Trying again.");
        case Trouble::NoAnswer:
            return tr("The server does not answer. Trying again.");
        case Trouble::ConnectionLost:
            return tr("The connection to the server was lost. Trying again.");
        case Trouble::NotUnderstood:
            return tr("What answers at the server's address is not this hall's server.");
        case Trouble::IdentityChanged:
            return tr("The server's identity has changed. Ask a technician before going on.");
        case Trouble::Refused:
            return refusal_text(language, status.refusal);
    }
    return {};
}

}  // namespace motcua::link
