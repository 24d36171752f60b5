#include "server/store/gathered_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include "server/store/limits.hpp"
#include "server/store/log_format.hpp"
#include "shared/base/assert.hpp"

namespace motcua::store {
namespace {

enum class Wrote { Head, HeadOfLastPage, Other };

/// One open log. The file of the VFS beneath follows it in memory.
struct OpenLog {
    sqlite3_file base{};
    std::unique_ptr<char[]> bytes;  ///< room for limits::gathered_bytes; none: each write is passed on at once
    int gathered = 0;               ///< of them, not written yet
    sqlite3_int64 at = 0;           ///< where in the file they belong
    Wrote last = Wrote::Other;

    sqlite3_file* beneath() { return reinterpret_cast<sqlite3_file*>(this + 1); }

    /// What could not be written is forgotten: the commit that it belongs to has failed.
    int write_gathered() {
        if (gathered == 0)
            return SQLITE_OK;
        return beneath()->pMethods->xWrite(beneath(), bytes.get(), std::exchange(gathered, 0), at);
    }
};

OpenLog& own(sqlite3_file* file) {
    return *reinterpret_cast<OpenLog*>(file);
}

int sync_log(sqlite3_file* file, int flags) {
    if (const int code = own(file).write_gathered(); code != SQLITE_OK)
        return code;
    return own(file).beneath()->pMethods->xSync(own(file).beneath(), flags);
}

/// For methods that SQLite does not call before a commit is complete. If it does, pages of something else were written.
template <auto method, class... Arguments>
int after_commit(sqlite3_file* file, Arguments... arguments) {
    if (own(file).gathered > 0)
        return SQLITE_IOERR;
    return (own(file).beneath()->pMethods->*method)(own(file).beneath(), arguments...);
}

/// For methods that do not depend on what is in the file.
template <auto method>
int ask(sqlite3_file* file) {
    return (own(file).beneath()->pMethods->*method)(own(file).beneath());
}

/// What is still gathered then belongs to no commit.
int close_log(sqlite3_file* file) {
    const int code = own(file).beneath()->pMethods->xClose(own(file).beneath());
    own(file).~OpenLog();
    return code;
}

/// Of a page's head the second word is the size of the data after the commit that the page completes, else zero.
bool is_head_of_last_page(const char* head) {
    return std::any_of(head + 4, head + 8, [](char byte) { return byte != 0; });
}

int write_log(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    OpenLog& log = own(file);
    if (at != log.at + log.gathered || size > limits::gathered_bytes - log.gathered)
        if (const int code = log.write_gathered(); code != SQLITE_OK)
            return code;
    if (!log.bytes || size > limits::gathered_bytes)
        return log.beneath()->pMethods->xWrite(log.beneath(), from, size, at);
    if (log.gathered == 0)
        log.at = at;
    const char* bytes = static_cast<const char*>(from);
    std::copy_n(bytes, size, log.bytes.get() + log.gathered);
    log.gathered += size;
    const bool is_head = size == static_cast<int>(log_format::frame_header_bytes);
    const Wrote before = log.last;
    log.last = !is_head ? Wrote::Other : is_head_of_last_page(bytes) ? Wrote::HeadOfLastPage : Wrote::Head;
    // All else is written at once: the last page, the log's own head, and parts of pages that fill up a sector.
    return is_head || before == Wrote::Head ? SQLITE_OK : log.write_gathered();
}

const sqlite3_io_methods methods = {
    1,
    close_log,
    after_commit<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    write_log,
    after_commit<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    sync_log,
    after_commit<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    after_commit<&sqlite3_io_methods::xLock, int>,
    after_commit<&sqlite3_io_methods::xUnlock, int>,
    after_commit<&sqlite3_io_methods::xCheckReservedLock, int*>,
    after_commit<&sqlite3_io_methods::xFileControl, int, void*>,
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
    sqlite3_vfs vfs{};  ///< first: SQLite gives its address
    sqlite3_vfs* beneath = nullptr;
    std::string name;
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    sqlite3_vfs* beneath = reinterpret_cast<Gathering*>(vfs)->beneath;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return beneath->xOpen(beneath, name, file, flags, out_flags);
    OpenLog& log = *new (file) OpenLog;
    log.beneath()->pMethods = nullptr;
    const int code = beneath->xOpen(beneath, name, log.beneath(), flags, out_flags);
    if (log.beneath()->pMethods == nullptr)
        return code;
    log.base.pMethods = &methods;  // so that it is closed, even if it could not be opened
    log.bytes.reset(new (std::nothrow) char[limits::gathered_bytes]);
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
    gathering.vfs.szOsFile = static_cast<int>(sizeof(OpenLog)) + gathering.beneath->szOsFile;
    gathering.vfs.xOpen = open_file;
    sqlite3_vfs_register(&gathering.vfs, /*makeDflt=*/0);
    return gathering.name;
}

}  // namespace motcua::store
