#pragma once
// The one place that configures logging: UTC time, program, level, to standard error. Say things through spdlog itself.
// What came from outside goes through escaped_for_log(); secrets and personal data never reach a log.

#include <array>
#include <string>
#include <string_view>

namespace motcua {

inline constexpr std::array<std::string_view, 6> log_levels = {"trace", "debug", "info", "warning", "error", "off"};

/// `level` is one of log_levels. False when it is none of them.
bool configure_log(const std::string& program, const std::string& level);

}  // namespace motcua
