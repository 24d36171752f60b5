#pragma once
// SQLite's way to the disk with faults on order: the n-th write or sync fails, once or from then on; or the power goes
// and only what was synced is sure to be there. One at a time; for single-threaded tests.

#include <cstdint>
#include <string>

namespace motcua::test {

class FailingVfs {
  public:
    enum class Call { Write, Sync };
    enum class Lasting { Once, UntilHealed };
    enum class Error { Io, DiskFull };
    enum class Reached { Nothing, FirstSectors, All };  ///< of a write that fails

    FailingVfs();   ///< registers itself
    ~FailingVfs();  ///< no connection may be open through it any more
    FailingVfs(const FailingVfs&) = delete;
    FailingVfs& operator=(const FailingVfs&) = delete;

    std::string name() const { return "motcua-failing"; }

    /// The n-th call of this kind from now on (1 = the next) fails.
    void fail(Call call, int n, Lasting lasting, Error error = Error::Io, Reached reached = Reached::Nothing);
    void heal();
    /// From now on a write may harm what lies beside it in its sector: SQLite fills sectors up after a commit.
    void have_no_powersafe_overwrite();
    int writes() const;  ///< since the start or the last forget_counts()
    int syncs() const;
    void forget_counts();

    /// Every call fails from now on. After all connections were closed, lose_unsynced() makes the files what a power
    /// cut may have left: of each unsynced write any of its 512-byte sectors, chosen by `seed`.
    void cut_power();
    void lose_unsynced(std::uint64_t seed);
};

}  // namespace motcua::test
