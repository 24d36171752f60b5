#pragma once
// Strong identifiers: a ServiceId cannot be passed where a CounterId is meant.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace motcua {

/// A short readable key from a settings file or a person: 1..32 of a-z, 0-9 and '-', starting with a letter or digit.
constexpr std::size_t max_key_bytes = 32;
bool is_key(std::string_view text);

template <class Tag>
struct Key {
    std::string value;
    bool empty() const { return value.empty(); }
    auto operator<=>(const Key&) const = default;
};

using HallId = Key<struct HallTag>;
using ServiceId = Key<struct ServiceTag>;
using CounterId = Key<struct CounterTag>;
using CategoryId = Key<struct CategoryTag>;
using GroupId = Key<struct GroupTag>;
using DeviceId = Key<struct DeviceTag>;
using StaffId = Key<struct StaffTag>;

/// 128 bits that never repeat: the id of one request, made by whoever asks and kept over its retries.
struct RequestId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const RequestId&) const = default;
};

/// Unguessable name of one ticket (128 random bits), as 26 characters of base32 (a-z, 2-7).
constexpr std::size_t ticket_token_characters = 26;
using TicketToken = Key<struct TicketTokenTag>;
bool is_ticket_token(std::string_view text);

/// One ticket of one hall, unique over all days: service day and place in the day's order of issue.
struct TicketId {
    std::uint64_t value = 0;  ///< 0 = none
    auto operator<=>(const TicketId&) const = default;
};

std::string to_hex(const RequestId& id);
std::optional<RequestId> request_id_from_hex(std::string_view text);

/// 16 bytes as 26 characters of unpadded base32 in lower case.
std::string base32(const std::array<std::uint8_t, 16>& bytes);

}  // namespace motcua

template <class Tag>
struct std::hash<motcua::Key<Tag>> {
    std::size_t operator()(const motcua::Key<Tag>& key) const { return std::hash<std::string>{}(key.value); }
};

template <>
struct std::hash<motcua::RequestId> {
    std::size_t operator()(const motcua::RequestId& id) const;
};

template <>
struct std::hash<motcua::TicketId> {
    std::size_t operator()(motcua::TicketId id) const { return std::hash<std::uint64_t>{}(id.value); }
};
