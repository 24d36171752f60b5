#include "tests/support/failing_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <vector>

#include "shared/base/assert.hpp"
#include "shared/base/random.hpp"

namespace motcua::test {
namespace {

constexpr std::size_t sector_bytes = 512;

void put(std::string& content, std::size_t at, std::string_view bytes) {
    content.resize(std::max(content.size(), at + bytes.size()));
    content.replace(at, bytes.size(), bytes);
}

/// What the disk surely holds of a file, and what was written since.
struct Disk {
    std::string synced;
    std::vector<std::pair<std::size_t, std::string>> unsynced;

    /// Taken as done at once; what was written before and lies below stays unsynced.
    void cut(std::size_t size) {
        synced.resize(size);
        for (auto& [at, written] : unsynced)
            written.resize(at >= size ? 0 : std::min(written.size(), size - at));
        std::erase_if(unsynced, [](const auto& each) { return each.second.empty(); });
    }
    void sync() {
        for (const auto& [at, written] : unsynced)
            put(synced, at, written);
        unsynced.clear();
    }
};

struct State {
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs vfs{};
    std::map<std::string, Disk> disks;
    int calls[2] = {0, 0};  // writes, syncs
    int failing_call = -1;
    int left = 0;  // calls until the failing one
    FailingVfs::Lasting lasting = FailingVfs::Lasting::Once;
    FailingVfs::Reached reached = FailingVfs::Reached::Nothing;
    int code = 0;
    bool is_broken = false;  // fails until healed
    bool has_power = true;
    bool is_powersafe = true;
};
State state;

struct File {
    sqlite3_file base;
    const char* name;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& own(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

int fault(int call, int io_code) {
    ++state.calls[call];
    if (!state.has_power)
        return SQLITE_IOERR;
    if (state.failing_call != call)
        return SQLITE_OK;
    const int code = state.code == SQLITE_FULL && call == 0 ? SQLITE_FULL : io_code;
    if (state.is_broken)
        return code;
    if (--state.left != 0)
        return SQLITE_OK;
    state.is_broken = state.lasting == FailingVfs::Lasting::UntilHealed;
    if (!state.is_broken)
        state.failing_call = -1;
    return code;
}

/// Bytes of a write that fails which are there nevertheless: of FirstSectors about half, up to where a sector ends.
int reached_of(sqlite3_int64 at, int size) {
    if (state.reached != FailingVfs::Reached::FirstSectors)
        return state.reached == FailingVfs::Reached::All ? size : 0;
    const auto end =
        (at + size / 2) / static_cast<sqlite3_int64>(sector_bytes) * static_cast<sqlite3_int64>(sector_bytes);
    return static_cast<int>(std::max(end - at, sqlite3_int64{0}));
}

std::string content_of(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

int close_file(sqlite3_file* file) {
    return own(file).real()->pMethods->xClose(own(file).real());
}
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return own(file).real()->pMethods->xRead(own(file).real(), to, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    const int code = fault(0, SQLITE_IOERR_WRITE);
    if (code != SQLITE_OK)
        size = state.has_power ? reached_of(at, size) : 0;
    if (size == 0)
        return code;
    if (own(file).name != nullptr)
        state.disks[own(file).name].unsynced.emplace_back(
            static_cast<std::size_t>(at), std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)));
    const int written = own(file).real()->pMethods->xWrite(own(file).real(), from, size, at);
    return code != SQLITE_OK ? code : written;
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    const bool is_full = state.has_power && state.code == SQLITE_FULL;  // a full disk lets files be cut
    if (const int code = is_full ? SQLITE_OK : fault(0, SQLITE_IOERR_TRUNCATE); code != SQLITE_OK)
        return code;
    if (own(file).name != nullptr) {
        state.disks[own(file).name].cut(static_cast<std::size_t>(size));
    }
    return own(file).real()->pMethods->xTruncate(own(file).real(), size);
}
/// One that fails has lost what was to be synced, and the next one knows nothing of it, as under Linux: what is read
/// has it still, the disk never will. Only remembered: the machine itself stays on, and a real sync would make the
/// tests wait for nothing.
int sync_file(sqlite3_file* file, int) {
    if (const int code = fault(1, SQLITE_IOERR_FSYNC); code != SQLITE_OK) {
        if (own(file).name != nullptr && state.has_power)
            state.disks[own(file).name].unsynced.clear();
        return code;
    }
    if (own(file).name != nullptr)
        state.disks[own(file).name].sync();
    return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return own(file).real()->pMethods->xFileSize(own(file).real(), size);
}
int lock_file(sqlite3_file* file, int level) {
    return own(file).real()->pMethods->xLock(own(file).real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return own(file).real()->pMethods->xUnlock(own(file).real(), level);
}
int check_lock(sqlite3_file* file, int* is_reserved) {
    return own(file).real()->pMethods->xCheckReservedLock(own(file).real(), is_reserved);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
    return own(file).real()->pMethods->xFileControl(own(file).real(), operation, argument);
}
int sector_size(sqlite3_file* file) {
    return own(file).real()->pMethods->xSectorSize(own(file).real());
}
int characteristics(sqlite3_file*) {
    // As of any file by default; else nothing: no atomic, no safe append.
    return state.is_powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return own(file).real()->pMethods->xShmMap(own(file).real(), page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return own(file).real()->pMethods->xShmLock(own(file).real(), offset, n, flags);
}
void barrier(sqlite3_file* file) {
    own(file).real()->pMethods->xShmBarrier(own(file).real());
}
int unmap_shared(sqlite3_file* file, int remove) {
    return own(file).real()->pMethods->xShmUnmap(own(file).real(), remove);
}

const sqlite3_io_methods methods = {
    2,           close_file,  read_file,    write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file, check_lock,   control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier,     unmap_shared, nullptr,      nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    File& opened = *new (file) File{{nullptr}, name};
    const int code = state.real->xOpen(state.real, name, opened.real(), flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    opened.base.pMethods = &methods;
    if (name != nullptr && !state.disks.contains(name))
        state.disks[name] = {content_of(name), {}};
    return code;
}
int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
    if (!state.has_power)
        return SQLITE_IOERR;
    state.disks.erase(name);
    return state.real->xDelete(state.real, name, sync_folder);
}

}  // namespace

FailingVfs::FailingVfs() {
    MOTCUA_ASSERT(state.real == nullptr);
    state = State{};
    state.real = sqlite3_vfs_find(nullptr);
    state.vfs = *state.real;
    state.vfs.iVersion = 2;
    state.vfs.zName = "motcua-failing";
    state.vfs.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
    state.vfs.xOpen = open_file;
    state.vfs.xDelete = delete_file;
    sqlite3_vfs_register(&state.vfs, /*makeDflt=*/0);
}

FailingVfs::~FailingVfs() {
    sqlite3_vfs_unregister(&state.vfs);
    state = State{};
}

void FailingVfs::fail(Call call, int n, Lasting lasting, Error error, Reached reached) {
    state.failing_call = call == Call::Write ? 0 : 1;
    state.left = n;
    state.lasting = lasting;
    state.reached = reached;
    state.code = error == Error::DiskFull ? SQLITE_FULL : SQLITE_IOERR;
    state.is_broken = false;
}

void FailingVfs::heal() {
    state.failing_call = -1;
    state.is_broken = false;
    state.has_power = true;
}

void FailingVfs::have_no_powersafe_overwrite() {
    state.is_powersafe = false;
}

int FailingVfs::writes() const {
    return state.calls[0];
}
int FailingVfs::syncs() const {
    return state.calls[1];
}
void FailingVfs::forget_counts() {
    state.calls[0] = state.calls[1] = 0;
}

void FailingVfs::cut_power() {
    state.has_power = false;
}

void FailingVfs::lose_unsynced(std::uint64_t seed) {
    Random random(seed);
    for (auto& [name, disk] : state.disks) {
        std::string content = disk.synced;
        for (const auto& [at, written] : disk.unsynced) {
            for (std::size_t from = 0; from < written.size(); from += sector_bytes) {
                if (random.chance(50))
                    continue;
                put(content, at + from, std::string_view(written).substr(from, sector_bytes));
            }
        }
        std::ofstream(name, std::ios::binary | std::ios::trunc) << content;
        std::filesystem::remove(name + "-shm");  // it was memory
    }
    state.disks.clear();
    heal();
}

}  // namespace motcua::test
