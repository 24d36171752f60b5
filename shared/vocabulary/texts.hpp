#pragma once
// Texts that a centre writes itself (names of services, notices), one for each of its languages.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua {

/// Language tag ("vi", "en", "bdq") and text, in the order of the centre's languages.
struct LocalText {
    std::vector<std::pair<std::string, std::string>> by_language;

    /// The text in `language`, else in Vietnamese, else the first; "" when there is none.
    const std::string& in(std::string_view language) const;
    bool operator==(const LocalText&) const = default;
};

}  // namespace motcua
