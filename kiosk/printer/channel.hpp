#pragma once
// A byte channel to a device with a limit on every wait. Closes by itself. One thread at a time.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "shared/base/result.hpp"

namespace motcua::kiosk {

class Channel {
  public:
    /// `address` is a numeric IPv4 or IPv6 address.
    static Result<Channel> connect_tcp(const std::string& address, std::uint16_t port, int timeout_ms);
    /// Opens without waiting; for writing only where reading is not allowed.
    static Result<Channel> open_device(const std::filesystem::path& file);
    Channel(Channel&& other) noexcept;
    Channel& operator=(Channel&&) = delete;
    ~Channel();

    bool can_read() const { return can_read_; }
    /// How many bytes the device took before the time was over or it broke off; `problem` says why not all.
    std::size_t write(std::span<const std::uint8_t> bytes, int timeout_ms, std::string& problem);
    std::optional<std::uint8_t> read_byte(int timeout_ms);

  private:
    Channel(int fd, bool can_read) : fd_(fd), can_read_(can_read) {}
    int fd_;
    bool can_read_;
};

}  // namespace motcua::kiosk
