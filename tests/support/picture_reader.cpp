#include "tests/support/picture_reader.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace {

constexpr int line_px = 64;

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    std::string output;
    std::array<char, 256> part{};
    while (pipe && std::fgets(part.data(), static_cast<int>(part.size()), pipe.get()) != nullptr) {
        output += part.data();
    }
    return output;
}

}  // namespace

std::string read_line(const std::filesystem::path& png, const motcua::ui::Rect& part) {
    std::filesystem::path cut = png;
    cut.replace_extension(".part.png");
    const std::string area = std::to_string(static_cast<int>(part.w)) + "x" + std::to_string(static_cast<int>(part.h)) +
                             "+" + std::to_string(static_cast<int>(part.x)) + "+" +
                             std::to_string(static_cast<int>(part.y));
    const std::string mean = output_of("convert '" + png.string() + "' -crop " + area +
                                       " +repage -colorspace Gray -normalize -write '" + cut.string() +
                                       "' -format '%[fx:mean]' info:");
    if (mean.empty()) {
        throw std::runtime_error("convert is not there, or cannot read " + png.string());
    }
    const std::string invert = std::stod(mean) < 0.5 ? " -negate" : "";
    std::string text = output_of("convert '" + cut.string() + "'" + invert +
                                 " -trim +repage -bordercolor white -border 10 -resize x" + std::to_string(line_px) +
                                 " -border 30 '" + cut.string() + "' && tesseract '" + cut.string() +
                                 "' - -l vie --psm 7 2>/dev/null");
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
        text.pop_back();
    }
    return text;
}
