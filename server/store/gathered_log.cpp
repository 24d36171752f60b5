#include "server/store/gathered_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <utility>

#include "server/store/limits.hpp"
#include "server/store/log_format.hpp"
#include "shared/base/assert.hpp"

namespace motcua::store {
namespace {

/// One open log. The file of the VFS beneath follows it in memory.
struct Log {
    sqlite3_file base{};
    bool is_last_page = false;  ///< the content that comes next completes a commit
    int gathered = 0;           ///< bytes that are not written yet
    sqlite3_int64 at = 0;       ///< where in the file they belong
    char bytes[limits::gathered_bytes];

    sqlite3_file* beneath() { return reinterpret_cast<sqlite3_file*>(this + 1); }

    int write_gathered() {
        if (gathered == 0)
            return SQLITE_OK;
        return beneath()->pMethods->xWrite(beneath(), bytes, std::exchange(gathered, 0), at);
    }
};

Log& own(sqlite3_file* file) {
    return *reinterpret_cast<Log*>(file);
}

/// Calls a method of the file beneath when all that was gathered is written.
template <auto method, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
    if (const int code = own(file).write_gathered(); code != SQLITE_OK)
        return code;
    return (own(file).beneath()->pMethods->*method)(own(file).beneath(), arguments...);
}

/// What does not depend on what is in the file.
template <auto method>
int ask(sqlite3_file* file) {
    return (own(file).beneath()->pMethods->*method)(own(file).beneath());
}

int close_log(sqlite3_file* file) {
    const int written = own(file).write_gathered();
    const int closed = own(file).beneath()->pMethods->xClose(own(file).beneath());
    return written != SQLITE_OK ? written : closed;
}

/// Of a page's head the second word is the size of the data after the commit that the page completes, else zero.
bool is_of_last_page(const char* head) {
    return std::any_of(head + 4, head + 8, [](char byte) { return byte != 0; });
}

int write_log(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    Log& log = own(file);
    if (at != log.at + log.gathered || size > limits::gathered_bytes - log.gathered)
        if (const int code = log.write_gathered(); code != SQLITE_OK)
            return code;
    if (size > limits::gathered_bytes)
        return log.beneath()->pMethods->xWrite(log.beneath(), from, size, at);
    if (log.gathered == 0)
        log.at = at;
    const char* bytes = static_cast<const char*>(from);
    std::copy_n(bytes, size, log.bytes + log.gathered);
    log.gathered += size;
    const bool is_head = size == static_cast<int>(log_format::frame_header_bytes);
    const bool is_complete = !is_head && log.is_last_page;
    log.is_last_page = is_head && is_of_last_page(bytes);
    return is_complete ? log.write_gathered() : SQLITE_OK;
}

const sqlite3_io_methods methods = {
    1,
    close_log,
    pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    write_log,
    pass_on<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    pass_on<&sqlite3_io_methods::xSync, int>,
    pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    pass_on<&sqlite3_io_methods::xLock, int>,
    pass_on<&sqlite3_io_methods::xUnlock, int>,
    pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    pass_on<&sqlite3_io_methods::xFileControl, int, void*>,
    ask<&sqlite3_io_methods::xSectorSize>,
    ask<&sqlite3_io_methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

/// A VFS over another, whose own methods it has but for one.
struct Gathering {
    std::string name;
    sqlite3_vfs* beneath = nullptr;
    sqlite3_vfs vfs{};
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    sqlite3_vfs* beneath = static_cast<Gathering*>(vfs->pAppData)->beneath;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return beneath->xOpen(beneath, name, file, flags, out_flags);
    Log& log = *new (file) Log;
    log.beneath()->pMethods = nullptr;
    const int code = beneath->xOpen(beneath, name, log.beneath(), flags, out_flags);
    if (log.beneath()->pMethods != nullptr)  // then it wants to be closed, even if it could not be opened
        log.base.pMethods = &methods;
    return code;
}

}  // namespace

std::string gathering_vfs(const std::string& beneath) {
    static std::mutex mutex;
    static std::map<std::string, Gathering> all;  // SQLite keeps their addresses
    const std::lock_guard guard(mutex);
    Gathering& gathering = all[beneath];
    if (!gathering.name.empty())
        return gathering.name;
    gathering.beneath = sqlite3_vfs_find(beneath.empty() ? nullptr : beneath.c_str());
    MOTCUA_ASSERT(gathering.beneath != nullptr);
    gathering.name = "motcua-gathering-" + beneath;
    gathering.vfs = *gathering.beneath;
    gathering.vfs.zName = gathering.name.c_str();
    gathering.vfs.pAppData = &gathering;
    gathering.vfs.szOsFile = static_cast<int>(sizeof(Log)) + gathering.beneath->szOsFile;
    gathering.vfs.xOpen = open_file;
    sqlite3_vfs_register(&gathering.vfs, /*makeDflt=*/0);
    return gathering.name;
}

}  // namespace motcua::store
