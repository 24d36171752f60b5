// The outbox on a real file system.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
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

    Result<std::string> set_aside() override {
        constexpr int most_names = 100;
        std::error_code failed;
        for (int n = 1; n <= most_names; ++n) {
            const std::filesystem::path name = path_.string() + ".damaged-" + std::to_string(n);
            if (n < most_names && std::filesystem::exists(name, failed))
                continue;
            std::filesystem::rename(path_, name, failed);
            if (failed)
                return Problem("{}: cannot be renamed ({})", path_, failed.message());
            return name.string();
        }
        return Problem("{}: cannot be renamed ({})", path_, failed.message());
    }

  private:
    std::filesystem::path path_;
};

}  // namespace

std::unique_ptr<OutboxFile> open_outbox_file(std::filesystem::path file) {
    return std::make_unique<RealOutboxFile>(std::move(file));
}

}  // namespace motcua::link
