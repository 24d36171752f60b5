#include "shared/type/png.hpp"

#include <zlib.h>

#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "shared/base/assert.hpp"

namespace motcua::type {
namespace {

constexpr int quick_compression = 1;
constexpr char filter_up = 2;  // each row as its difference from the row above: flat screens become zeros

void put_u32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> shift & 0xFF));
    }
}

void put_chunk(std::string& out, std::string_view type, std::string_view body) {
    put_u32(out, static_cast<std::uint32_t>(body.size()));
    const std::size_t start = out.size();
    out.append(type).append(body);
    const auto* from = reinterpret_cast<const Bytef*>(out.data() + start);
    put_u32(out, static_cast<std::uint32_t>(crc32(0, from, static_cast<uInt>(out.size() - start))));
}

}  // namespace

std::string encode_png(int width, int height, PixelFormat format, std::span<const std::uint8_t> pixels) {
    const std::size_t row_bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(format);
    MOTCUA_ASSERT(width > 0 && height > 0 && pixels.size() == row_bytes * static_cast<std::size_t>(height));
    std::string rows;
    rows.reserve((row_bytes + 1) * static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        rows.push_back(filter_up);
        for (std::size_t i = y * row_bytes; i < (y + 1) * row_bytes; ++i) {
            rows.push_back(static_cast<char>(pixels[i] - (y == 0 ? 0 : pixels[i - row_bytes])));
        }
    }
    std::string packed(compressBound(static_cast<uLong>(rows.size())), '\0');
    auto packed_size = static_cast<uLongf>(packed.size());
    const int status =
        compress2(reinterpret_cast<Bytef*>(packed.data()), &packed_size, reinterpret_cast<const Bytef*>(rows.data()),
                  static_cast<uLong>(rows.size()), quick_compression);
    MOTCUA_ASSERT(status == Z_OK);
    packed.resize(packed_size);

    const char color_type = format == PixelFormat::Grey ? 0 : format == PixelFormat::Rgb ? 2 : 6;
    std::string header;
    put_u32(header, static_cast<std::uint32_t>(width));
    put_u32(header, static_cast<std::uint32_t>(height));
    header.append({8, color_type, 0, 0, 0});
    std::string png = "\x89PNG\r\n\x1a\n";
    put_chunk(png, "IHDR", header);
    put_chunk(png, "IDAT", packed);
    put_chunk(png, "IEND", {});
    return png;
}

Result<void> write_file_atomically(const std::filesystem::path& file, std::string_view bytes) {
    std::filesystem::path part = file;
    part += ".part";
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out) {
            return Problem("{}: cannot be written", part);
        }
    }
    std::error_code error;
    std::filesystem::rename(part, file, error);
    if (error) {
        return Problem("{}: cannot be written ({})", file, error.message());
    }
    return {};
}

}  // namespace motcua::type
