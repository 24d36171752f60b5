#pragma once
// An outbox file in memory whose n-th write fails, and keeps as much of it as a failing disk may.

#include "shared/base/assert.hpp"

#include <limits>

#include "shared/link/data_file.hpp"
#include "shared/link/outbox.hpp"

namespace motcua::link::test {

/// What outlives the program.
struct Disk {
    std::string bytes;
    std::vector<std::string> aside;
    int writes = 0;
    int fails_from = std::numeric_limits<int>::max();  ///< this write and all after it, up to fails_until
    int fails_until = std::numeric_limits<int>::max();
    std::size_t kept_of_failed = 0;  ///< bytes of a failed append that land all the same
    bool is_unreadable = false;
    bool can_set_aside = true;
    bool can_shorten = true;     ///< a full disk can; one that is broken cannot
    bool has_two_names = false;  ///< what is appended would change what lies aside
};

class MemoryOutboxFile : public OutboxFile {
  public:
    explicit MemoryOutboxFile(Disk& disk) : disk_(disk) {}
    Result<std::string> read(std::size_t limit) override {
        if (disk_.is_unreadable)
            return Problem("cannot read");
        return disk_.bytes.substr(0, limit + 1);
    }
    Result<void> append(std::string_view bytes) override {
        MOTCUA_ASSERT(!disk_.has_two_names);
        if (is_failing()) {
            disk_.bytes += bytes.substr(0, disk_.kept_of_failed);
            return Problem("cannot write");
        }
        disk_.bytes += bytes;
        return {};
    }
    Result<void> replace(std::string_view bytes) override {
        if (is_failing())
            return Problem("cannot write");
        disk_.bytes = bytes;
        disk_.has_two_names = false;
        return {};
    }
    Result<void> shorten(std::size_t to_bytes) override {
        MOTCUA_ASSERT(!disk_.has_two_names && to_bytes <= disk_.bytes.size());
        if (!disk_.can_shorten)
            return Problem("cannot write");
        disk_.bytes.resize(to_bytes);
        return {};
    }
    Result<std::string> set_aside() override {
        if (!disk_.can_set_aside)
            return Problem("cannot rename");
        disk_.aside.push_back(disk_.bytes);
        disk_.has_two_names = true;
        return std::string("outbox.damaged-1");
    }

  private:
    bool is_failing() {
        const int write = disk_.writes++;
        return write >= disk_.fails_from && write < disk_.fails_until;
    }
    Disk& disk_;
};

}  // namespace motcua::link::test
