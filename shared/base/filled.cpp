#include "shared/base/filled.hpp"

namespace motcua {

std::string filled_with(const std::string& text, const std::vector<std::string>& values) {
    std::string filled;
    std::size_t next = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_digit = i + 2 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
        const std::size_t end = i + (is_digit ? 2 : 1);
        if (text[i] != '{' || end >= text.size() || text[end] != '}') {
            filled += text[i];
            continue;
        }
        const std::size_t which = is_digit ? static_cast<std::size_t>(text[i + 1] - '0') : next++;
        filled += which < values.size() ? values[which] : text.substr(i, end + 1 - i);
        i = end;
    }
    return filled;
}

}  // namespace motcua
