#include "kiosk/app/kept_view.hpp"

#include "shared/base/ids.hpp"
#include "shared/link/data_file.hpp"
#include "shared/protocol/convert.hpp"
#include "shared/vocabulary/limits.hpp"

namespace motcua::kiosk {
namespace {

constexpr std::size_t digest_bytes = 8;
constexpr std::size_t file_bytes = motcua::limits::frame_bytes + digest_bytes;

std::string digest_of(std::string_view message) {
    const std::uint64_t digest = digest64(message);
    std::string bytes;
    for (std::size_t i = 0; i < digest_bytes; ++i)
        bytes.push_back(static_cast<char>(digest >> (8 * i)));
    return bytes;
}

/// Without what changes with every ticket.
KioskView lasting(KioskView view) {
    view.hall.version = 0;
    view.hall.at = {};
    for (auto& service : view.services)
        service.waiting = 0;
    return view;
}

}  // namespace

std::string to_bytes(const KioskView& view) {
    const std::string message = protocol::encode(protocol::Message{0, protocol::ViewPush{view}});
    return message + digest_of(message);
}

std::optional<KioskView> view_from_bytes(std::string_view bytes) {
    if (bytes.size() < digest_bytes)
        return std::nullopt;
    const std::string_view message = bytes.substr(0, bytes.size() - digest_bytes);
    if (bytes.substr(message.size()) != digest_of(message))
        return std::nullopt;
    const auto decoded = protocol::decode(message);
    const auto* push = decoded.has_value() ? std::get_if<protocol::ViewPush>(&decoded->body) : nullptr;
    const auto* view = push ? std::get_if<KioskView>(&push->view) : nullptr;
    return view ? std::optional(*view) : std::nullopt;
}

Result<std::optional<KioskView>> KeptView::read() const {
    std::error_code failed;
    if (!std::filesystem::exists(file_, failed))
        return std::optional<KioskView>{};
    const auto bytes = link::read_data_file(file_, file_bytes);
    if (!bytes)
        return bytes.error();
    auto view = view_from_bytes(*bytes);
    if (!view)
        return Problem::verbatim(file_.string() +
                                 ": is damaged or of another version; a new one is kept when the server is there");
    return view;
}

Result<void> KeptView::keep(const KioskView& view) {
    auto now = lasting(view);
    if (kept_ && *kept_ == now)
        return {};
    auto written = link::replace_data_file(file_, to_bytes(now));
    kept_ = std::move(now);  // also after a failure: the disk is not asked again for every ticket
    return written;
}

}  // namespace motcua::kiosk
