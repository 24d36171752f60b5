#pragma once
// Bounds of the web side.

#include <cstddef>
#include <cstdint>

namespace motcua::web::limits {

constexpr std::size_t connections = 1024;            ///< for a further one the longest silent one gives way
constexpr std::size_t connections_of_network = 256;  ///< likewise among those of one address
constexpr std::size_t header_bytes = 8 * 1024;
constexpr std::size_t body_bytes = 1024;  ///< nothing is uploaded
constexpr std::size_t requests_per_connection = 100;
constexpr int request_seconds = 10;  ///< from the first byte to the whole request; also an idle keep-alive
constexpr int answer_seconds = 10;   ///< for a slow reader
constexpr int page_seconds = 10;     ///< for the page itself: then the journal hangs, and the person is told
constexpr std::size_t target_bytes = 256;
constexpr int page_refresh_seconds = 8;
constexpr std::int32_t near_people = 3;  ///< with this many before it, a ticket's page says that its turn is near

}  // namespace motcua::web::limits
