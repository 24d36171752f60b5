// Preloaded into a server: while the file named by MOTCUA_FULL_DISK exists, no regular file below the folder named by
// MOTCUA_FULL_DISK_FOLDER grows: the disk is full. What it has room for already can be written over; a file may be cut
// off, and nothing follows.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

bool is_full_for(int fd) {
    const char* file = std::getenv("MOTCUA_FULL_DISK");
    const char* folder = std::getenv("MOTCUA_FULL_DISK_FOLDER");
    if (file == nullptr || folder == nullptr || ::access(file, F_OK) != 0)
        return false;
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    char path[PATH_MAX];
    const ssize_t size = ::readlink(link, path, sizeof path - 1);
    return size > 0 && std::strncmp(path, folder, std::strlen(folder)) == 0;
}

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

template <class Result>
Result full() {
    errno = ENOSPC;
    return -1;
}

bool would_grow(int fd, off64_t end) {
    struct stat64 found {};
    return ::fstat64(fd, &found) != 0 || end > found.st_size;
}

}  // namespace

extern "C" ssize_t write(int fd, const void* data, size_t size) {
    using Function = ssize_t (*)(int, const void*, size_t);
    return is_full_for(fd) ? full<ssize_t>() : real<Function>("write")(fd, data, size);
}
extern "C" ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
    using Function = ssize_t (*)(int, const void*, size_t, off_t);
    return is_full_for(fd) && would_grow(fd, at + static_cast<off64_t>(size))
               ? full<ssize_t>()
               : real<Function>("pwrite")(fd, data, size, at);
}
extern "C" ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
    using Function = ssize_t (*)(int, const void*, size_t, off64_t);
    return is_full_for(fd) && would_grow(fd, at + static_cast<off64_t>(size))
               ? full<ssize_t>()
               : real<Function>("pwrite64")(fd, data, size, at);
}
extern "C" int posix_fallocate(int fd, off_t at, off_t size) {
    using Function = int (*)(int, off_t, off_t);
    return is_full_for(fd) ? ENOSPC : real<Function>("posix_fallocate")(fd, at, size);
}
