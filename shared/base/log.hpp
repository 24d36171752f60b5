#pragma once
// The one place that configures logging: UTC time, program, level, to standard error. Say things through spdlog itself.
// What came from outside goes through escaped_for_log(); secrets and personal data never reach a log.

#include <string>

namespace motcua {

/// `level` is one of trace, debug, info, warning, error, off. False when it is none of them.
bool configure_log(const std::string& program, const std::string& level);

}  // namespace motcua
