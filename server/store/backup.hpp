#pragma once
// Copies of the data file: out while a server runs, back in while none does.

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "server/store/audit.hpp"
#include "server/store/inspection.hpp"
#include "shared/base/result.hpp"

namespace motcua::store {

/// A consistent copy of a data file that may be in use; checked, durable, then named `target`, which must not exist.
/// Any thread. Ends soon after `stop` was set. `vfs` as for SqliteJournal.
Result<void> copy_data(const std::filesystem::path& data_file, const std::filesystem::path& target,
                       const std::atomic<bool>& stop, const std::string& vfs = {});

struct Restored {
    Inspection data;              ///< what is in place now
    std::optional<Audit> audit;   ///< of its action log; nullopt: data of a program that kept no chain
    std::filesystem::path aside;  ///< where the former data lie; empty = there were none
};

/// What backups left in the folder that were killed or lost their power. While nobody else uses the folder.
void remove_unfinished_backups(const std::filesystem::path& folder);

/// Puts `backup` in the place of the folder's data. The backup is checked first, down to replaying every event; the
/// former data file and its log are kept beside it as "motcua.db.STAMP". Refused while a server uses the folder.
Result<Restored> restore(const std::filesystem::path& backup, const std::filesystem::path& folder,
                         const std::string& stamp);

}  // namespace motcua::store
