#include "display-board/screens/board_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/base/time.hpp"

namespace motcua::board {
namespace {

constexpr std::size_t large_place_characters = 9;
constexpr std::array<const char*, 7> weekdays = {MOTCUA_N("Monday"),   MOTCUA_N("Tuesday"), MOTCUA_N("Wednesday"),
                                                 MOTCUA_N("Thursday"), MOTCUA_N("Friday"),  MOTCUA_N("Saturday"),
                                                 MOTCUA_N("Sunday")};

std::size_t characters(const std::string& utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        if (!part->empty() && std::find(parts.begin(), part, *part) == part) {
            text += (text.empty() ? "" : " · ") + *part;
        }
    }
    return text;
}

/// "Called, not here yet: A012, A014", as many lines as the numbers need.
void add_numbers(std::vector<std::string>& lines, const std::string& heading, const std::vector<TicketNumber>& numbers,
                 const Fits& fits) {
    std::string line;
    for (const TicketNumber number : numbers) {
        const std::string longer = line.empty() ? heading + " " + to_string(number) : line + ", " + to_string(number);
        if (!line.empty() && !fits(longer)) {
            lines.push_back(std::exchange(line, heading + " " + to_string(number)));
        } else {
            line = longer;
        }
    }
    if (!line.empty()) {
        lines.push_back(line);
    }
}

const std::string* own_text(const LocalText& text, const std::string& tag) {
    for (const auto& [language, words] : text.by_language) {
        if (language == tag) {
            return &words;
        }
    }
    return nullptr;
}

}  // namespace

std::string both(const LocalText& text, const BoardLanguages& languages) {
    std::vector<std::string> parts;
    for (const Language& language : languages.shown) {
        parts.push_back(text.in(language.tag()));
    }
    return joined(parts);
}

std::string both(const char* english, const BoardLanguages& languages) {
    std::vector<std::string> parts;
    for (const Language& language : languages.shown) {
        parts.push_back(language.tr(english));
    }
    return joined(parts);
}

std::string state_words(const LargeCall& call, const Language& language) {
    if (call.is_recall) {
        return language.tr("Called again");
    }
    return call.state == LargeState::Serving ? language.tr("Being served") : language.tr("Now calling");
}

std::string large_place(const LargeCall& call, const Language& language) {
    const std::string& label = call.counter_label.in(language.tag());
    const bool is_short = !label.empty() && characters(label) <= large_place_characters;
    return is_short || call.counter_name.empty() ? label : call.counter_name;
}

std::string small_place(const LargeCall& call, const BoardLanguages& languages) {
    const std::string large = large_place(call, languages.first());
    std::vector<std::string> parts;
    for (const Language& language : languages.shown) {
        const std::string& label = call.counter_label.in(language.tag());
        parts.push_back(label == large ? "" : label);
    }
    if (languages.is_bilingual()) {
        parts.insert(parts.begin(), state_words(call, languages.shown[1]));
    }
    return joined(parts);
}

std::vector<std::string> info_lines(const BoardScreen& screen, const BoardLanguages& languages, const Fits& fits) {
    std::vector<std::string> lines;
    for (const Language& language : languages.shown) {
        add_numbers(lines, language.tr("Called, not here yet:"), screen.missed, fits);
    }
    for (const Language& language : languages.shown) {
        add_numbers(lines, language.tr("Please get ready:"), screen.coming, fits);
    }
    if (screen.voice == VoiceState::NoVoice || screen.voice == VoiceState::NoSound) {
        for (const Language& language : languages.shown) {
            lines.push_back(language.tr("No voice now: please watch the board"));
        }
    }
    return lines;
}

std::vector<std::string> notice_lines(const BoardScreen& screen, const BoardLanguages& languages, const Wrap& wrap) {
    std::vector<std::string> lines;
    for (const LocalText& notice : screen.notices) {
        for (std::size_t i = 0; i < languages.shown.size(); ++i) {
            const std::string* own = own_text(notice, languages.shown[i].tag());
            if (own == nullptr && i > 0) {
                continue;
            }
            for (std::string& line : wrap(own != nullptr ? *own : notice.in(languages.shown[i].tag()))) {
                lines.push_back(std::move(line));
            }
        }
    }
    return lines;
}

std::string taking_turns(const std::vector<std::string>& lines, std::uint32_t turn) {
    return lines.empty() ? std::string{} : lines[turn % lines.size()];
}

std::string date_words(Date date, const Language& language) {
    return language.tr(weekdays[static_cast<std::size_t>(weekday_of(date))]) + " " + ddmmyyyy(date);
}

}  // namespace motcua::board
