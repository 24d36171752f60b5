#include "tests/support/picture_reader.hpp"

#include <stdexcept>

#include "tests/support/command_output.hpp"

namespace {

constexpr int line_px = 64;

}  // namespace

std::string read_line(const std::filesystem::path& png, const motcua::ui::Rect& part) {
    std::filesystem::path cut = png;
    cut.replace_extension(".part.png");
    const std::string area = std::to_string(static_cast<int>(part.w)) + "x" + std::to_string(static_cast<int>(part.h)) +
                             "+" + std::to_string(static_cast<int>(part.x)) + "+" +
                             std::to_string(static_cast<int>(part.y));
    const std::string mean =
        output_of("convert '" + png.string() + "' -crop " + area + " +repage -colorspace Gray -normalize -write '" +
                  cut.string() + "' -format '%[fx:mean]' info:");
    if (mean.empty()) {
        throw std::runtime_error("convert is not there, or cannot read " + png.string());
    }
    const std::string invert = std::stod(mean) < 0.5 ? " -negate" : "";
    std::string text =
        output_of("convert '" + cut.string() + "'" + invert + " -trim +repage -bordercolor white -border 10 -resize x" +
                  std::to_string(line_px) + " -border 30 '" + cut.string() + "' && tesseract '" + cut.string() +
                  "' - -l vie --psm 7 2>/dev/null");
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
        text.pop_back();
    }
    return text;
}
