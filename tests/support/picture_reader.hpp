#pragma once
// Reads a part of a screenshot as a person would: with tesseract, after making it dark on light and as large as
// tesseract was trained for. Needs the packages imagemagick and tesseract-ocr-vie.

#include <filesystem>
#include <string>

#include "shared/ui/geometry.hpp"

/// One line of text; "" when nothing is read. Throws std::runtime_error when the tools are not there.
std::string read_line(const std::filesystem::path& png, const motcua::ui::Rect& part);
