#pragma once
// What makes this command an administrator's: the server's admin.key, and the certificate that it must show.

#include <filesystem>

#include "server/cli/arguments.hpp"
#include "shared/base/result.hpp"
#include "shared/link/link.hpp"

namespace motcua::cli {

/// From --admin-key and --identity where given, else from admin.key and server.crt of the data folder.
Result<link::Credentials> load_credentials(const Arguments& arguments);

/// SHA-256 of the certificate (DER) in a PEM file.
Result<link::ServerIdentity> identity_of_certificate(const std::filesystem::path& file);

}  // namespace motcua::cli
