#include "display-board/voice/call_sentence.hpp"

#include <algorithm>

namespace motcua::board {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    return text;
}

bool ends_with_word(std::string_view text, std::string_view word) {
    return text == word ||
           (text.size() > word.size() && text.ends_with(word) && text[text.size() - word.size() - 1] == ' ');
}

/// "Quầy" of the label "Quầy 3"; empty when the label does not end in the counter's name.
std::string_view kind_of_place(std::string_view label, std::string_view name) {
    return !name.empty() && ends_with_word(label, name) ? trimmed(label.substr(0, label.size() - name.size()))
                                                        : std::string_view{};
}

/// A label stands at the start of a line, its words come in mid-sentence: "Quầy" becomes "quầy". Names beyond ASCII
/// and words in capitals stay.
std::string mid_sentence(std::string_view text) {
    std::string lowered(text);
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (lowered.size() > 1 && is_capital(lowered[0]) && !is_capital(lowered[1]) && lowered[1] != ' ') {
        lowered[0] = static_cast<char>(lowered[0] - 'A' + 'a');
    }
    return lowered;
}

std::string three_digits(std::int32_t serial) {
    const std::string digits = std::to_string(serial);
    return digits.size() < 3 ? std::string(3 - digits.size(), '0') + digits : digits;
}

std::string text_in(const LocalText& label, std::string_view language) {
    for (const auto& [tag, text] : label.by_language) {
        if (tag == language) {
            return std::string(trimmed(text));
        }
    }
    return {};
}

}  // namespace

bool can_speak(std::string_view language) {
    return language == "vi" || language == "en";
}

std::string vietnamese_place(const SpokenCall& call, const ReadingOptions& options) {
    const std::string label = text_in(call.counter_label, "vi");
    const std::string_view name = trimmed(call.counter_name);
    const std::string_view kind = kind_of_place(label, name);
    if (kind.empty() && !label.empty() && label != name) {
        return mid_sentence(vietnamese_name(label, options));
    }
    std::string place = kind.empty() ? "quầy" : mid_sentence(kind);
    if (is_number(name) && !ends_with_word(place, "số")) {
        place += " số";
    }
    const std::string reading = vietnamese_name(name, options);
    return reading.empty() ? place : place + " " + reading;
}

std::string english_place(const SpokenCall& call) {
    const std::string label = text_in(call.counter_label, "en");
    const std::string_view name = trimmed(call.counter_name);
    const std::string_view kind = kind_of_place(label, name);
    if (kind.empty() && !label.empty() && label != name) {
        return mid_sentence(english_name(label));
    }
    const std::string reading = english_name(name);
    const std::string place = kind.empty() ? "counter" : mid_sentence(kind);
    return reading.empty() ? place : place + " " + reading;
}

Sentence call_sentence(const SpokenCall& call, std::string_view language, const ReadingOptions& options) {
    const std::string digits = three_digits(call.number.serial);
    if (language == "en") {
        std::string text = "icket " + english_letter(call.number.letter) + " " + english_digits(digits) +
                           ", please go to " + english_place(call) + ".";
        text.insert(0, call.kind == CallKind::Again ? "Calling again: t" : "T");
        return {"en", std::move(text)};
    }
    std::string text = "ời công dân có số " + vietnamese_letter(call.number.letter) + " " + vietnamese_digits(digits) +
                       ", đến " + vietnamese_place(call, options) + ".";
    text.insert(0, call.kind == CallKind::Again ? "Gọi lại: m" : "M");
    return {"vi", std::move(text)};
}

}  // namespace motcua::board
