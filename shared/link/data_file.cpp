#include "shared/link/data_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "shared/base/settings.hpp"

namespace motcua::link {
namespace {

/// `what`: of the catalogue, with a place for the file and one for the system's reason.
Problem problem(const char* what, const std::filesystem::path& file) {
    return Problem(what, file, std::strerror(errno));
}

constexpr const char* cannot_open = MOTCUA_N("{}: cannot be opened ({})");
constexpr const char* cannot_read = MOTCUA_N("{}: cannot be read ({})");
constexpr const char* cannot_create = MOTCUA_N("{}: cannot be made ({})");
constexpr const char* cannot_write = MOTCUA_N("{}: cannot be written ({})");
constexpr const char* cannot_rename = MOTCUA_N("{}: cannot be renamed ({})");
constexpr const char* cannot_remove = MOTCUA_N("{}: cannot be removed ({})");
constexpr const char* cannot_lock = MOTCUA_N("{}: cannot be locked ({})");

}  // namespace

Result<std::string> read_data_file(const std::filesystem::path& file, std::size_t limit) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return problem(cannot_open, file);
    std::string bytes(limit + 1, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const ssize_t got = ::read(fd, bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            const Problem failed = problem(cannot_read, file);
            ::close(fd);
            return failed;
        }
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    ::close(fd);
    bytes.resize(size);
    return bytes;
}

Result<void> write_and_sync(int fd, std::string_view bytes, const std::filesystem::path& file) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return problem(cannot_write, file);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd) != 0)
        return problem(cannot_write, file);
    return {};
}

Result<void> sync_folder_of(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return problem(cannot_open, folder);
    const bool is_synced = ::fsync(fd) == 0;
    const Problem failed = problem(cannot_write, folder);
    ::close(fd);
    if (!is_synced)
        return failed;
    return {};
}

Result<void> replace_data_file(const std::filesystem::path& file, std::string_view bytes) {
    const std::filesystem::path partial = file.string() + ".new";
    const int fd = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return problem(cannot_create, partial);
    auto written = write_and_sync(fd, bytes, partial);
    ::close(fd);
    if (!written)
        return written;
    if (::rename(partial.c_str(), file.c_str()) != 0)
        return problem(cannot_rename, partial);
    return sync_folder_of(file);
}

Result<void> remove_data_file(const std::filesystem::path& file) {
    if (::unlink(file.c_str()) == 0)
        return sync_folder_of(file);
    if (errno == ENOENT)
        return {};
    return problem(cannot_remove, file);
}

Result<Pairing> read_pairing(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed) && !failed)
        return Pairing{};
    auto settings = SettingsFile::read(file);
    if (!settings)
        return settings.error();
    auto root = settings->root();
    Pairing pairing;
    pairing.device.value = root.required_text("device");
    pairing.server = identity_from_hex(root.required_text("server"));
    if (!settings->problems().empty() || !is_key(pairing.device.value) || !pairing.server)
        return Problem("{} is damaged; remove it to pair this device again", file);
    return pairing;
}

Result<void> keep_pairing(const std::filesystem::path& file, const Pairing& pairing) {
    if (pairing.device.empty() || !pairing.server)
        return remove_data_file(file);
    return replace_data_file(file, fmt::format("# Written by the program: whom this device is paired with. Remove this "
                                               "file to pair it again.\ndevice = \"{}\"\nserver = \"{}\"\n",
                                               pairing.device.value, to_hex(*pairing.server)));
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    const auto file = folder / "lock";
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return problem(cannot_open, file);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const bool is_held = errno == EWOULDBLOCK;
        const Problem failed = problem(cannot_lock, file);
        ::close(fd);
        if (is_held)
            return Problem("another program uses the data folder {}; give each its own with --data", folder);
        return failed;
    }
    return FolderLock(fd);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
    if (fd_ >= 0)
        ::close(fd_);
}

}  // namespace motcua::link
