#pragma once
// Inside the encoder: every put() fills one message of the generated code and cuts texts and lists at their bounds.

#include <wire.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/protocol/limits.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

template <class Wire>
using Repeated = google::protobuf::RepeatedPtrField<Wire>;

/// How much of a piece travels; FORMAT.md, "What is cut".
enum class Fullness {
    Whole,
    ShortNotes,   ///< notes of listed people cut to limits::listed_note_bytes
    OneLanguage,  ///< and names of services, counters and categories in the centre's first language only
};
enum class TicketParts {
    All,
    WithoutStory,  ///< no note, no calls
};

template <class Array>
std::string as_string(const Array& bytes) {
    return std::string(bytes.begin(), bytes.end());
}

/// Text that this program made of what it met (an error, a path): cleaned of whatever the other side would refuse.
std::string cleaned(const std::string& text, std::size_t max_bytes);

void put(const LocalText& from, std::size_t max_bytes, Repeated<wire::LocalText>* to,
         std::size_t max_languages = limits::languages);
void put(TicketNumber from, wire::TicketNumber* to);
void put(const TicketDetail& from, TicketParts parts, wire::TicketDetail* to);

/// The first `max` of a list, each by put_one(item, wire item).
template <class Item, class Wire, class PutOne>
void put_list(const std::vector<Item>& from, std::size_t max, Repeated<Wire>* to, PutOne put_one) {
    const std::size_t count = std::min(from.size(), max);
    to->Reserve(static_cast<int>(count));
    for (std::size_t i = 0; i < count; ++i)
        put_one(from[i], to->Add());
}

void put(const Command& from, wire::CommandRequest* to);
void put(const Reply& from, wire::CommandReply* to);
void put(const Query& from, wire::QueryRequest* to);
void put(const Answer& from, wire::QueryAnswer* to);
void put(const View& from, Fullness fullness, wire::ViewPush* to);

}  // namespace motcua::protocol
