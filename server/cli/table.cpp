#include "server/cli/table.hpp"

#include <algorithm>
#include <cstdint>

namespace motcua::cli {

std::size_t columns_of(const std::string& text) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        std::uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
        const bool is_mark = code >= 0x300 && code <= 0x36f;
        columns += is_mark ? 0 : 1;
        i += length;
    }
    return columns;
}

std::string table(const Row& head, const std::vector<Row>& rows) {
    if (rows.empty())
        return {};
    std::vector<std::size_t> widths(head.size());
    const auto measure = [&](const Row& row) {
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], columns_of(row[i]));
    };
    measure(head);
    for (const auto& row : rows)
        measure(row);
    std::string text;
    const auto write = [&](const Row& row) {
        std::string line;
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            line += row[i] + std::string(widths[i] + 2 - columns_of(row[i]), ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    write(head);
    for (const auto& row : rows)
        write(row);
    return text;
}

}  // namespace motcua::cli
