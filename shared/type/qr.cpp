#include "shared/type/qr.hpp"

#include <qrencode.h>

#include <memory>

#include "shared/type/limits.hpp"

namespace motcua::type {
namespace {

QRecLevel level_of(QrLevel level) {
    switch (level) {
        case QrLevel::Low:
            return QR_ECLEVEL_L;
        case QrLevel::Medium:
            return QR_ECLEVEL_M;
        case QrLevel::Quartile:
            return QR_ECLEVEL_Q;
        case QrLevel::High:
            return QR_ECLEVEL_H;
    }
    return QR_ECLEVEL_M;
}

}  // namespace

Result<QrMatrix> qr_matrix(std::string_view text, QrLevel level) {
    if (text.empty() || text.size() > max_qr_bytes) {
        return Problem::verbatim("a QR code holds 1 to " + std::to_string(max_qr_bytes) + " bytes, not " +
                                 std::to_string(text.size()));
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), bytes, 0, level_of(level)), &QRcode_free);
    if (code == nullptr) {
        return Problem::verbatim("a text of " + std::to_string(text.size()) +
                                 " bytes does not fit a QR code of this level");
    }
    QrMatrix matrix{code->width, {}};
    const auto cells = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    matrix.cells.reserve(cells);
    for (std::size_t i = 0; i < cells; ++i) {
        matrix.cells.push_back(code->data[i] & 1);
    }
    return matrix;
}

}  // namespace motcua::type
