#pragma once
// What a counter's window shows now, in words already translated: a screen draws it and decides nothing. Equal when
// nothing changed, so that an unchanged window is not drawn again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter-client/model/intents.hpp"

namespace motcua::counter {

enum class Page : std::uint8_t { Starting, Pairing, Rejected, SignIn, Work };
enum class WindowSize : std::uint8_t { Full, Compact, Minimal };

struct ActionText {
    std::string id;  ///< stable over languages: "work.next"
    std::string label;
    std::string key;  ///< as printed on the key: "F2"
    bool is_enabled = false;
    bool is_main = false;  ///< the one that is probably wanted now
    Act act = Act::Next;
    bool operator==(const ActionText&) const = default;
};

struct CurrentText {
    std::string number;
    std::string state;  ///< "Called, 1 recall", "Being served"
    std::string service;
    std::string category;  ///< "" = none
    std::string waited;
    std::string timer;  ///< since the call or the start: "04:12"
    std::string over;   ///< words when the service takes longer than its norm; "" = it does not
    std::string note;   ///< of the last transfer or hold
    bool operator==(const CurrentText&) const = default;
};

struct LineText {
    std::string id;  ///< "waiting.A012"
    std::string number;
    std::string service;
    std::string category;
    std::string since;  ///< "12 min"
    std::string mark;   ///< "for this counter", "missed", "set aside"; "" = none
    bool operator==(const LineText&) const = default;
};

struct ChoiceText {
    std::string id;
    std::string key;  ///< one character
    std::string label;
    std::string detail;
    Intent intent;
    std::string group;       ///< words over the first of some choices that belong together; "" = no such words
    bool is_enabled = true;  ///< false: shown with its detail, which tells why
    bool operator==(const ChoiceText&) const = default;
};

struct SheetText {
    std::string id;  ///< "transfer", "take-back", "pause", "sign-out", "take-over", "keys"
    std::string title;
    std::vector<std::string> lines;
    std::vector<ChoiceText> choices;
    std::string note_prompt;  ///< "" = the sheet takes no note
    std::string close;
    bool operator==(const SheetText&) const = default;
};

struct CounterScreen {
    Page page = Page::Starting;
    WindowSize size = WindowSize::Full;

    std::string counter;  ///< "Quầy 3"
    std::string staff;
    std::string state;    ///< "Open", "On a break: lunch"
    std::string clock;    ///< the hall's, not this machine's; "" = no view of the hall yet
    std::string day;      ///< served today and the usual time
    std::string banner;   ///< trouble: link, refusal; "" = none
    std::string message;  ///< calm: nobody is waiting
    bool has_spinner = false;

    // Every page but Work
    std::string title;
    std::vector<std::string> lines;
    std::string code;  ///< Page::Pairing
    std::string login_prompt;
    std::string password_prompt;
    std::string sign_in;
    bool can_sign_in = false;

    // Page::Work
    std::optional<CurrentText> current;
    std::string idle_text;    ///< instead of a current ticket
    std::string idle_detail;  ///< "" = none
    std::vector<ActionText> actions;
    std::vector<ActionText> quick;  ///< of these the likely ones now, for small windows: the likeliest first
    std::string waiting_title;
    std::string waiting_count;
    std::vector<LineText> waiting;  ///< the first of them
    std::int32_t waiting_total = 0;
    std::string next_up;  ///< "next: A012"; "" = nobody
    std::string more;     ///< "and {} more": how many a list does not show
    std::string aside_title;
    std::vector<LineText> aside;  ///< held and missed
    std::optional<SheetText> sheet;

    bool operator==(const CounterScreen&) const = default;
};

}  // namespace motcua::counter
