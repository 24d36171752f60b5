#pragma once
// Small files of a device's data folder, written so that a power cut leaves the old or the new one, and the lock that
// keeps a second program out of the folder. Any thread.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/link/link_machine.hpp"

namespace motcua::link {

/// At most limit + 1 bytes.
Result<std::string> read_data_file(const std::filesystem::path& file, std::size_t limit);
Result<void> write_and_sync(int fd, std::string_view bytes, const std::filesystem::path& file);
/// So that a name which was made, changed or removed in it outlives a power cut.
Result<void> sync_folder_of(const std::filesystem::path& file);
/// Mode 0600; through a second file, renamed when it is whole and synced.
Result<void> replace_data_file(const std::filesystem::path& file, std::string_view bytes);
/// Gone for good, also after a power cut; none there is as good.
Result<void> remove_data_file(const std::filesystem::path& file);

/// device.toml: `device = "..."`, `server = "64 hex digits"`. No file: not paired. A damaged one is a Problem that says
/// what to do.
Result<Pairing> read_pairing(const std::filesystem::path& file);
Result<void> keep_pairing(const std::filesystem::path& file, const Pairing& pairing);

/// Held as long as it lives; the operating system lets go of it when the program dies.
class FolderLock {
  public:
    static Result<FolderLock> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace motcua::link
