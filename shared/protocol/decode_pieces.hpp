#pragma once
// Inside the decoder: Check takes one field after another out of the generated code and keeps the first defect. It goes
// on after a defect (what it then reads is thrown away), so that the converters read as plain lists of fields.

#include <wire.pb.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/protocol/limits.hpp"
#include "shared/protocol/messages.hpp"

namespace motcua::protocol {

template <class Wire>
using Repeated = google::protobuf::RepeatedPtrField<Wire>;

/// `what` is always a field's name in plain words: "to_service", "name of a group".
class Check {
  public:
    bool is_good() const { return problem_.empty(); }
    const std::string& problem() const { return problem_; }  ///< "note is longer than 240 bytes"
    void refuse(std::string_view what, const std::string& why);

    template <class Tag>
    void key(const std::string& from, Key<Tag>& to, std::string_view what) {
        if (from.empty())
            refuse(what, "is missing");
        key_or_none(from, to, what);
    }
    template <class Tag>
    void key_or_none(const std::string& from, Key<Tag>& to, std::string_view what) {
        if (!from.empty() && !is_key(from))
            refuse(what, "is not a key (1 to 32 of a-z, 0-9 and -)");
        else
            to.value = from;
    }
    void token(const std::string& from, TicketToken& to, std::string_view what);
    void token_or_none(const std::string& from, TicketToken& to, std::string_view what);
    /// Clean UTF-8 in NFC on one line, at most max_bytes; may be empty.
    void line(const std::string& from, std::size_t max_bytes, std::string& to, std::string_view what);
    void language(const std::string& from, std::string& to, std::string_view what);
    void password(const std::string& from, std::string& to);
    void six_digits(const std::string& from, std::string& to, std::string_view what);
    template <std::size_t size>
    void bytes(const std::string& from, std::array<std::uint8_t, size>& to, std::string_view what) {
        if (from.size() != size)
            refuse(what, "is not " + std::to_string(size) + " bytes long");
        else
            std::copy(from.begin(), from.end(), to.begin());
    }
    void instant(std::int64_t from, Instant& to, std::string_view what);
    void date(std::int32_t from, Date& to, std::string_view what);
    /// 0 and more.
    void count(std::int32_t from, std::int32_t& to, std::string_view what);
    void within(std::int64_t from, std::int64_t first, std::int64_t last, std::int64_t& to, std::string_view what);
    template <class Enum>
    void one_of(int from, Enum first, Enum last, Enum& to, std::string_view what) {
        if (from < static_cast<int>(first) || from > static_cast<int>(last))
            refuse(what, "has a value that this version does not know");
        else
            to = static_cast<Enum>(from);
    }
    /// Any number of one byte: a newer server may have new reasons, and a reason is only ever shown.
    void refusal(int from, Refusal& to);
    void letter(std::uint32_t from, char& to, std::string_view what);

    void text(const Repeated<wire::LocalText>& from, std::size_t max_bytes, LocalText& to, std::string_view what);
    void number(const wire::TicketNumber& from, TicketNumber& to, std::string_view what);
    void ticket(const wire::TicketDetail& from, TicketDetail& to);

    /// Each by take_one(wire item, item); the count is checked before anything is made.
    template <class Wire, class Item, class TakeOne>
    void list(const Repeated<Wire>& from, std::size_t max, std::vector<Item>& to, std::string_view what,
              TakeOne take_one) {
        if (!fits(static_cast<std::size_t>(from.size()), max, what))
            return;
        to.reserve(static_cast<std::size_t>(from.size()));
        for (const Wire& item : from)
            take_one(item, to.emplace_back());
    }

  private:
    bool fits(std::size_t size, std::size_t max, std::string_view what);

    std::string problem_;
};

// False when the inner oneof is empty: a command, query or view of a newer version.
bool take(const wire::CommandRequest& from, Check& check, CommandRequest& to);
bool take(const wire::QueryRequest& from, Check& check, Query& to);
bool take(const wire::ViewPush& from, Check& check, View& to);
void take(const wire::CommandReply& from, Check& check, CommandReply& to);
void take(const wire::QueryAnswer& from, Check& check, Answer& to);
void take(const wire::Sentence& from, Check& check, Problem& to);

}  // namespace motcua::protocol
