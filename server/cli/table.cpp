#include "server/cli/table.hpp"

#include <algorithm>

#include "shared/base/text.hpp"

namespace motcua::cli {

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
