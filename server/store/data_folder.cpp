#include "server/store/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace motcua::store {

namespace {

constexpr std::string_view data_note = "This folder holds the data of a hall. Remove this file only to begin anew.\n";
constexpr std::string_view halls_note = "There is at least one hall in them.\n";

constexpr const char* lock_name = "motcua.lock";

/// `what`: of the catalogue, with a place for the file and one for the system's reason.
Problem trouble(const char* what, const std::filesystem::path& file, int error) {
    return Problem(what, file, std::strerror(error));
}

/// 0 or an errno. Nothing but a file of that folder alone is given away, though its owner may put links there.
int give_to_owner_of(const std::filesystem::path& folder, int descriptor) {
    struct stat owner {};
    struct stat own {};
    if (::geteuid() != 0)
        return 0;
    if (::stat(folder.c_str(), &owner) != 0 || ::fstat(descriptor, &own) != 0)
        return errno;
    if (own.st_uid == owner.st_uid && own.st_gid == owner.st_gid)
        return 0;
    if (!S_ISREG(own.st_mode) || own.st_nlink != 1)
        return EMLINK;
    return ::fchown(descriptor, owner.st_uid, owner.st_gid) == 0 ? 0 : errno;
}

Result<void> sync_path(const std::filesystem::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return trouble(MOTCUA_N("{}: cannot be opened ({})"), path, errno);
    const int error = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (error != 0)
        return trouble(MOTCUA_N("{}: cannot be made durable ({})"), path, error);
    return {};
}

}  // namespace

std::filesystem::path data_file_in(const std::filesystem::path& folder) {
    return folder / "motcua.db";
}
std::filesystem::path log_of(const std::filesystem::path& file) {
    return file.string() + "-wal";
}
std::filesystem::path log_index_of(const std::filesystem::path& file) {
    return file.string() + "-shm";
}
std::filesystem::path in_use_mark_of(const std::filesystem::path& file) {
    return file.string() + "-in-use";
}
std::filesystem::path restoring_file_in(const std::filesystem::path& folder) {
    return folder / "motcua.db.restoring";
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) {
        std::filesystem::create_directories(folder, error);
        if (error)
            return Problem("{}: the data folder cannot be made ({})", folder, error.message());
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    const std::filesystem::path file = folder / lock_name;
    FolderLock lock;
    lock.descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock.descriptor_ < 0)
        return trouble(MOTCUA_N("{}: cannot be opened; check the data folder's owner and permissions ({})"), file,
                       errno);
    if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
        return Problem("{}: a server is using this data folder; stop it, or name another folder", folder);
    give_to_owner_of(folder, lock.descriptor_);  // where that cannot be, this user still has it
    return lock;
}

FolderLock FolderLock::take_standing(const std::filesystem::path& folder) {
    FolderLock lock;
    lock.descriptor_ = ::open((folder / lock_name).c_str(), O_RDONLY | O_CLOEXEC);  // whoever may only read asks too
    if (lock.is_held() && ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
        ::close(std::exchange(lock.descriptor_, -1));
    return lock;
}

bool FolderLock::stands_in(const std::filesystem::path& folder) {
    std::error_code error;
    return std::filesystem::exists(folder / lock_name, error) || error;
}

bool FolderLock::knows_of_data() const {
    char byte = 0;
    return ::pread(descriptor_, &byte, 1, 0) == 1;
}

void FolderLock::note_data() const {
    if (!knows_of_data() && ::pwrite(descriptor_, data_note.data(), data_note.size(), 0) > 0)
        ::fsync(descriptor_);
}

bool FolderLock::knows_of_halls() const {
    char byte = 0;
    return ::pread(descriptor_, &byte, 1, static_cast<off_t>(data_note.size())) == 1;
}

void FolderLock::note_halls() const {
    const auto place = static_cast<off_t>(data_note.size());
    if (!knows_of_halls() && ::pwrite(descriptor_, halls_note.data(), halls_note.size(), place) > 0)
        ::fsync(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

Result<void> give_to_owner_of(const std::filesystem::path& folder, const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const int error = descriptor < 0 ? errno : give_to_owner_of(folder, descriptor);
    if (descriptor >= 0)
        ::close(descriptor);
    if (error != 0)
        return trouble(MOTCUA_N("{}: cannot be given to the data folder's owner ({})"), file, error);
    return {};
}

Result<void> create_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return trouble(MOTCUA_N("{}: cannot be made ({})"), file, errno);
    ::close(descriptor);
    return {};
}

Result<void> set_in_use_mark(const std::filesystem::path& file) {
    const std::filesystem::path mark = in_use_mark_of(file);
    std::error_code error;
    if (std::filesystem::exists(mark, error))
        return {};
    if (auto made = create_private(mark); !made)
        return made;
    return sync_folder_of(mark);
}

void remove_in_use_mark(const std::filesystem::path& file) noexcept {
    if (::unlink(in_use_mark_of(file).c_str()) == 0)
        sync_folder_of(file);
}

bool has_lost_log(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(in_use_mark_of(file), error))
        return false;
    const auto bytes = std::filesystem::file_size(log_of(file), error);
    return error || bytes == 0;
}

Problem log_is_lost(const std::filesystem::path& file) {
    return Problem(
        "{}: the data file's log is gone, and with it what was kept last; put it back, or restore a backup (to go on "
        "with what the data file holds, remove {})",
        log_of(file), in_use_mark_of(file));
}

Result<void> sync_file(const std::filesystem::path& file) {
    return sync_path(file, O_RDONLY);
}

Result<void> sync_folder_of(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.parent_path();
    return sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

Result<void> move_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        return trouble(MOTCUA_N("{}: cannot be put in place ({})"), to, errno);
    return sync_folder_of(to);
}

}  // namespace motcua::store
