#pragma once
// The sentences of a call, in the languages that can be spoken. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "display-board/voice/number_reading.hpp"
#include "shared/vocabulary/texts.hpp"
#include "shared/vocabulary/ticket.hpp"

namespace motcua::board {

enum class CallKind : std::uint8_t { First, Again };

struct SpokenCall {
    TicketNumber number;
    std::string counter_name;  ///< "3", "A1"
    LocalText counter_label;   ///< "Quầy 3"; says what a counter is called in this hall
    CallKind kind = CallKind::First;
};

/// A sentence and the language it is in, "vi" or "en".
struct Sentence {
    std::string language;
    std::string text;
    bool operator==(const Sentence&) const = default;
};

bool can_speak(std::string_view language);

/// "Mời công dân có số A không hai năm, đến quầy số ba." / "Ticket A zero two five, please go to counter three."
/// A language that cannot be spoken gives the Vietnamese sentence.
Sentence call_sentence(const SpokenCall& call, std::string_view language, const ReadingOptions& options = {});

/// Where to go, as said after "đến" and "go to": "quầy số ba", "quầy A một", "counter three".
std::string vietnamese_place(const SpokenCall& call, const ReadingOptions& options = {});
std::string english_place(const SpokenCall& call);

}  // namespace motcua::board
