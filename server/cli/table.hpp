#pragma once
// Lines of columns that stand under each other, whatever marks the letters carry.

#include <string>
#include <vector>

namespace motcua::cli {

using Row = std::vector<std::string>;

/// The head and the rows, columns two spaces apart; no head when there are no rows. Ends with a line feed.
std::string table(const Row& head, const std::vector<Row>& rows);

}  // namespace motcua::cli
