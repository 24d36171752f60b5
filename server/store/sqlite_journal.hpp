#pragma once
// The journal in one SQLite file, with the tables that reports read beside it.
//
// load() and append() are for one thread (the journal thread). back_up() and checkpoint() each work on a connection of
// their own and may run on other threads at the same time. The data folder is locked from the first load() until the
// object ends.

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "server/store/data_folder.hpp"
#include "server/store/journal.hpp"
#include "server/store/limits.hpp"

namespace motcua::store {

struct SqliteOptions {
    std::string vfs;  ///< another way to the disk, for tests; empty = the system's
    int wal_pages_per_checkpoint = limits::wal_pages_per_checkpoint;  ///< beside the commits
    int wal_pages = limits::wal_pages;                                ///< by a commit itself
};

/// The reason of a load or an append that goes well again when somebody makes room.
bool is_about_full_disk(const Problem& reason);

class SqliteJournal : public Journal {
  public:
    /// Touches nothing before load().
    explicit SqliteJournal(std::filesystem::path folder, SqliteOptions options = {});
    ~SqliteJournal() override;

    /// Makes the file where there is none. Never replaces a file: a cut, damaged, foreign or newer one is a problem.
    Result<std::vector<LoadedHall>> load() override;
    Result<void> append(const Batch& batch) override;
    bool may_come_back() const override { return may_come_back_; }
    bool wants_checkpoint() override;
    void checkpoint() noexcept override;
    Result<void> back_up(const std::filesystem::path& file) override;
    void stop_back_up() noexcept override { is_stopping_ = true; }

  private:
    struct Place;                                                  // of one hall in the journal
    using FileIdentity = std::pair<std::uint64_t, std::uint64_t>;  // device and inode
    static std::optional<FileIdentity> identity_of(const std::filesystem::path& file);
    Result<void> settle();
    Result<void> open();
    Result<void> make_file_present();
    Result<std::vector<LoadedHall>> read_halls();
    void write_entry(const Entry& entry);
    void prune(const HallId& hall, Place& place);

    const std::filesystem::path folder_;
    const std::filesystem::path file_;
    const SqliteOptions options_;
    FolderLock lock_;
    std::unique_ptr<class Connection> connection_;
    std::map<HallId, Place> places_;
    std::optional<FileIdentity> opened_file_;
    bool accepts_ = false;
    bool is_noted_ = false;  ///< beside the data, that there are halls in them
    bool may_come_back_ = false;
    std::optional<std::int64_t> data_version_;  ///< at the last commit: another one since means another writer
    int wal_pages_carried_ = 0;                 ///< the log's size when the last checkpoint was wished for
    std::mutex checkpoint_;                     ///< held by checkpoint(), and by load(), which cuts the log off
    std::atomic<bool> is_sync_lost_ = false;    ///< of the data file: it is written anew from its log at the next load
    std::atomic<bool> is_stopping_ = false;
};

}  // namespace motcua::store
