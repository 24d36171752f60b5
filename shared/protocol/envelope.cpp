#include "shared/protocol/envelope.hpp"

#include <optional>

namespace motcua::protocol {
namespace {

constexpr std::uint32_t correlation_field = 1;
constexpr std::uint64_t largest_field = (1u << 29) - 1;

enum WireType : std::uint32_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if (shift == 63 && byte > 1)
            return std::nullopt;
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

bool skip(std::string_view& bytes, std::uint64_t count) {
    if (count > bytes.size())
        return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    return true;
}

/// One field, its tag already read. False when it does not end within the payload or is no field of an envelope.
bool take_field(std::string_view& bytes, std::uint32_t number, std::uint32_t wire_type, EnvelopeScan& scan) {
    const bool is_body = number >= first_body_field;
    if ((is_body && wire_type != Bytes) || (number == correlation_field && wire_type != Varint))
        return false;
    std::optional<std::uint64_t> value = 0;
    if (wire_type == Varint || wire_type == Bytes)
        value = take_varint(bytes);
    if (!value)
        return false;
    if (number == correlation_field)
        scan.correlation = *value;
    if (is_body) {
        scan.body_field = number;
        ++scan.bodies;
    }
    switch (wire_type) {
        case Varint:
            return true;
        case Fixed64:
            return skip(bytes, 8);
        case Bytes:
            return skip(bytes, *value);
        case Fixed32:
            return skip(bytes, 4);
        default:
            return false;  // groups
    }
}

}  // namespace

EnvelopeScan scan_envelope(std::string_view payload) {
    EnvelopeScan scan;
    while (!payload.empty()) {
        const auto tag = take_varint(payload);
        if (!tag)
            return scan;
        const std::uint64_t number = *tag >> 3;
        if (number == 0 || number > largest_field ||
            !take_field(payload, static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(*tag & 7), scan))
            return scan;
    }
    scan.is_well_formed = true;
    return scan;
}

}  // namespace motcua::protocol
