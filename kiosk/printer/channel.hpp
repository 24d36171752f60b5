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
    /// Opens without waiting; for writing only where reading is not allowed. A serial line is made to carry bytes as
    /// they are; its speed, parity and flow control are what the system has set (stty).
    static Result<Channel> open_device(const std::filesystem::path& file);
    Channel(Channel&& other) noexcept;
    Channel& operator=(Channel&&) = delete;
    ~Channel();

    bool can_read() const { return can_read_; }
    /// How many bytes the device took before the time was over or it broke off; `problem` says why not all.
    std::size_t write(std::span<const std::uint8_t> bytes, int timeout_ms, std::string& problem);
    /// False: it is not known to have gone. A USB printer loses what is still on its way when its file is closed.
    bool is_taken(int timeout_ms);
    std::optional<std::uint8_t> read_byte(int timeout_ms);
    /// How long so many bytes are on a serial line at its speed; 0 for all else.
    int line_ms(std::size_t bytes) const;

  private:
    Channel(int fd, bool can_read) : fd_(fd), can_read_(can_read) {}
    int fd_;
    bool can_read_;
};

}  // namespace motcua::kiosk
