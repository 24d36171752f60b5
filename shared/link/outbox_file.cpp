// The outbox on a real file system.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "shared/link/data_file.hpp"
#include "shared/link/outbox.hpp"

namespace motcua::link {
namespace {

class RealOutboxFile : public OutboxFile {
  public:
    explicit RealOutboxFile(std::filesystem::path path) : path_(std::move(path)) {}

    Result<std::string> read(std::size_t limit) override {
        std::error_code failed;
        if (!std::filesystem::exists(path_, failed) && !failed)
            return std::string();
        return read_data_file(path_, limit);
    }

    Result<void> append(std::string_view bytes) override {
        const int fd = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        if (fd < 0)
            return Problem("{}: cannot be opened ({})", path_, std::strerror(errno));
        auto written = write_and_sync(fd, bytes, path_);
        ::close(fd);
        return written;
    }

    Result<void> replace(std::string_view bytes) override { return replace_data_file(path_, bytes); }

    Result<void> shorten(std::size_t to_bytes) override {
        const int fd = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return Problem("{}: cannot be opened ({})", path_, std::strerror(errno));
        Result<void> cut;
        if (::ftruncate(fd, static_cast<off_t>(to_bytes)) != 0 || ::fsync(fd) != 0)
            cut = Problem("{}: cannot be written ({})", path_, std::strerror(errno));
        ::close(fd);
        return cut;
    }

    Result<std::string> set_aside() override {
        constexpr int most_names = 100;
        for (int n = 1; n <= most_names; ++n) {
            const std::string name = path_.string() + ".damaged-" + std::to_string(n);
            const int failed = give_name(name);
            if (failed == ENOENT)
                return std::string();
            if (failed == EEXIST && !is_name_of_this(name))
                continue;
            if (failed != 0 && failed != EEXIST)
                return Problem("{}: cannot be renamed ({})", path_, std::strerror(failed));
            if (auto synced = sync_folder_of(path_); !synced)
                return synced.error();
            return name;
        }
        return Problem("{}: cannot be renamed ({})", path_, std::strerror(EEXIST));
    }

  private:
    /// A second name, so that no power cut finds none; where there are no second names, the file's new one. 0 or an
    /// errno.
    int give_name(const std::string& name) {
        if (::link(path_.c_str(), name.c_str()) == 0)
            return 0;
        if (errno != EEXIST && ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0)
            return 0;
        return errno;
    }
    /// Given by an earlier try that got no further.
    bool is_name_of_this(const std::string& name) {
        std::error_code failed;
        return std::filesystem::equivalent(path_, name, failed);
    }

    std::filesystem::path path_;
};

}  // namespace

std::unique_ptr<OutboxFile> open_outbox_file(std::filesystem::path file) {
    return std::make_unique<RealOutboxFile>(std::move(file));
}

}  // namespace motcua::link
