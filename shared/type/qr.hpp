#pragma once
// A QR code as a matrix of modules, without its quiet zone (which must be 4 modules wide on paper and screen).

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace motcua::type {

enum class QrLevel : std::uint8_t { Low, Medium, Quartile, High };

constexpr int qr_quiet_modules = 4;

struct QrMatrix {
    int size = 0;                     ///< modules a side
    std::vector<std::uint8_t> cells;  ///< row by row, 1 = dark
    bool dark(int x, int y) const {
        return cells[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)] != 0;
    }
};

/// A problem when `text` is empty or over max_qr_bytes.
Result<QrMatrix> qr_matrix(std::string_view text, QrLevel level = QrLevel::Medium);

}  // namespace motcua::type
