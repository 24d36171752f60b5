#pragma once
// The kiosk's last view of its hall, kept over a restart: without its server a kiosk still knows the services, and can
// give numbers of its own. On the window's thread.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/vocabulary/views.hpp"

namespace motcua::kiosk {

class KeptView {
  public:
    explicit KeptView(std::filesystem::path file) : file_(std::move(file)) {}

    /// nullopt: none was kept. A file that is damaged, or of another version, is a Problem.
    Result<std::optional<KioskView>> read() const;
    /// Written through to the disk, but only when something changed that a start needs: not for how many wait.
    Result<void> keep(const KioskView& view);

  private:
    std::filesystem::path file_;
    std::optional<KioskView> kept_;
};

/// The wire's message and 8 bytes of digest.
std::string to_bytes(const KioskView& view);
std::optional<KioskView> view_from_bytes(std::string_view bytes);

}  // namespace motcua::kiosk
