#pragma once
// A small PNG writer, quick rather than tight: screens are looked at while they change.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "shared/base/result.hpp"

namespace motcua::type {

enum class PixelFormat : std::uint8_t { Grey = 1, Rgb = 3, Rgba = 4 };  ///< value = bytes a pixel

std::string encode_png(int width, int height, PixelFormat format, std::span<const std::uint8_t> pixels);

/// Writes beside `file` and renames, so that a reader never sees half a file.
Result<void> write_file_atomically(const std::filesystem::path& file, std::string_view bytes);

}  // namespace motcua::type
