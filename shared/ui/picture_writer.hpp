#pragma once
// Writes pictures of a window as PNG on a thread of its own: encoding a full screen takes longer than a touch may.
// Holds one picture at most; a newer one replaces it.

#include <SFML/Graphics/Image.hpp>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "shared/base/result.hpp"

namespace motcua::ui {

/// Replaces `file` atomically, on the calling thread.
Result<void> write_picture(const std::filesystem::path& file, const sf::Image& picture);

class PictureWriter {
  public:
    PictureWriter() = default;
    PictureWriter(const PictureWriter&) = delete;
    PictureWriter& operator=(const PictureWriter&) = delete;
    ~PictureWriter();  ///< writes what it still holds

    /// Returns at once. A file that cannot be written is its reader's to notice; the window goes on.
    void write(std::filesystem::path file, const sf::Image& picture);

  private:
    struct Job {
        std::filesystem::path file;
        sf::Image picture;
    };
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Job> next_;
    bool ending_ = false;
    std::thread thread_;  ///< started with the first picture
};

}  // namespace motcua::ui
