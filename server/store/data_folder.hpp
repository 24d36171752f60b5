#pragma once
// The folder where a server keeps its data: names in it, the lock that keeps a second server out, files made durable.

#include <filesystem>
#include <string>

#include "shared/base/result.hpp"

namespace motcua::store {

std::filesystem::path data_file_in(const std::filesystem::path& folder);
/// Beside `file`: SQLite's write-ahead log and its index belong to the data until the file was closed cleanly.
std::filesystem::path log_of(const std::filesystem::path& file);
std::filesystem::path log_index_of(const std::filesystem::path& file);
/// Present while the log holds what was kept last: who finds this without the log knows that the log is missing.
std::filesystem::path in_use_mark_of(const std::filesystem::path& file);
/// Present only while a restore is under way: with it and without a data file, a restore was cut short.
std::filesystem::path restoring_file_in(const std::filesystem::path& folder);

/// Held by whoever may write the data, from take() to the end of its life; the operating system frees it when the
/// program dies in any way.
class FolderLock {
  public:
    /// Makes the folder (mode 0700) when there is none.
    static Result<FolderLock> take(const std::filesystem::path& folder);
    /// To look at data that nobody writes; makes nothing. Not held: a server has it, or there is none, or no right to
    /// it.
    static FolderLock take_standing(const std::filesystem::path& folder);
    /// Whether there is a lock at all: a folder that was copied without it has no server.
    static bool stands_in(const std::filesystem::path& folder);
    FolderLock() = default;
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();
    bool is_held() const { return descriptor_ >= 0; }
    /// The lock's file keeps that data were in the folder, so that data which are gone are missed.
    bool knows_of_data() const;
    void note_data() const;  ///< where it fails, the next start tries again
    /// The same of halls within the data: rows that are all gone are missed.
    bool knows_of_halls() const;
    void note_halls() const;

  private:
    int descriptor_ = -1;
};

/// Where root works in another's folder: what it makes there must be the server's. Of another user nothing is done.
Result<void> give_to_owner_of(const std::filesystem::path& folder, const std::filesystem::path& file);
/// An empty file of mode 0600; it must not exist.
Result<void> create_private(const std::filesystem::path& file);
Result<void> set_in_use_mark(const std::filesystem::path& file);
/// When the file holds all that its log does. Where it fails, that log may be missed wrongly at the next start.
void remove_in_use_mark(const std::filesystem::path& file) noexcept;
bool has_lost_log(const std::filesystem::path& file);
Problem log_is_lost(const std::filesystem::path& file);  ///< what to tell then
Result<void> sync_file(const std::filesystem::path& file);
Result<void> sync_folder_of(const std::filesystem::path& file);
/// rename() made durable. `to` is replaced.
Result<void> move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace motcua::store
