#pragma once
// Messages to bytes and checked bytes to messages. The only door to the generated code. Pure; any thread.

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

/// Numbers of bodies in wire.proto's Envelope that decide how one that cannot be read is answered.
namespace body_field {
constexpr std::uint32_t hello = 10;
constexpr std::uint32_t proof = 12;
constexpr std::uint32_t goodbye = 16;
constexpr std::uint32_t query_request = 40;
}  // namespace body_field
/// A greeting, or what only a server sends: never for a server to read after Welcome, whatever its fields hold.
bool is_never_asked(std::uint32_t body_field);

enum class DecodeError : std::uint8_t {
    Malformed,    ///< not this format at all: close the connection
    Invalid,      ///< well-formed, but a field is out of its bounds; `text` names it
    UnknownBody,  ///< a body, or a command, query or view in one, that this version does not know: answer Unsupported
};
struct DecodeProblem {
    DecodeError kind = DecodeError::Malformed;
    std::uint64_t correlation = 0;  ///< of the message, as far as it could be read; else 0
    std::uint32_t field = 0;        ///< number of the body in wire.proto's Envelope; 0 when there was none
    std::string text;               ///< one line, for Goodbye, a reply's detail or a log; holds no peer's text
};

[[noreturn]] inline void throw_exception_from_error(const DecodeProblem& problem, const boost::source_location&) {
    throw std::runtime_error(problem.text);
}

using Decoded = boost::system::result<Message, DecodeProblem>;

/// One payload (a frame without its length). Whatever comes out keeps every bound of limits.hpp; keys are keys, texts
/// are clean lines in NFC, a transfer has one target, an enum is in its range (a Refusal may be of a newer version).
Decoded decode(std::string_view payload);

/// The payload, at most limits::frame_bytes. Texts and lists over their bounds are cut at them, so that the other side
/// accepts what this side sends; what is left out of a large view or answer is in FORMAT.md, "What is cut".
/// A CommandRequest must hold a command with a wire form; a ticket token of IssueTicket is not sent.
std::string encode(const Message& message);
std::string encode_frame(const Message& message);  ///< frame(encode(message))

/// False for Tick, ImportSettings, AcceptDevice and AddStaff: they never travel.
bool has_wire_form(const Command& command);

std::string_view name_of(const Body& body);  ///< "hello", "command_request", ...: for logs

}  // namespace motcua::protocol
