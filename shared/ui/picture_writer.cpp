#include "shared/ui/picture_writer.hpp"

#include <pthread.h>

#include <utility>
#include <vector>

#include "shared/type/png.hpp"

namespace motcua::ui {

Result<void> write_picture(const std::filesystem::path& file, const sf::Image& picture) {
    const auto pixels = static_cast<std::size_t>(picture.getSize().x) * picture.getSize().y;
    const sf::Uint8* rgba = picture.getPixelsPtr();
    std::vector<std::uint8_t> rgb_bytes(pixels * 3);
    for (std::size_t i = 0; i < pixels; ++i) {
        rgb_bytes[i * 3] = rgba[i * 4];
        rgb_bytes[i * 3 + 1] = rgba[i * 4 + 1];
        rgb_bytes[i * 3 + 2] = rgba[i * 4 + 2];
    }
    return type::write_file_atomically(
        file, type::encode_png(static_cast<int>(picture.getSize().x), static_cast<int>(picture.getSize().y),
                               type::PixelFormat::Rgb, rgb_bytes));
}

PictureWriter::~PictureWriter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void PictureWriter::write(std::filesystem::path file, const sf::Image& picture) {
    {
        const std::lock_guard lock(mutex_);
        next_ = Job{std::move(file), picture};
    }
    if (!thread_.joinable()) {
        thread_ = std::thread([this] { work(); });
        pthread_setname_np(thread_.native_handle(), "pictures");
    }
    changed_.notify_one();
}

void PictureWriter::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return next_.has_value() || ending_; });
        if (!next_) {
            return;
        }
        const Job job = std::move(*std::exchange(next_, std::nullopt));
        lock.unlock();
        (void)write_picture(job.file, job.picture);
        lock.lock();
    }
}

}  // namespace motcua::ui
