#include "shared/vocabulary/texts.hpp"

namespace motcua {

const std::string& LocalText::in(std::string_view language) const {
    static const std::string nothing;
    const std::string* found = by_language.empty() ? &nothing : &by_language.front().second;
    for (const auto& [tag, text] : by_language) {
        if (tag == language)
            return text;
        if (tag == "vi")
            found = &text;
    }
    return *found;
}

}  // namespace motcua
