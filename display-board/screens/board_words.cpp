#include "display-board/screens/board_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "shared/base/filled.hpp"
#include "shared/base/time.hpp"

namespace motcua::board {
namespace {

constexpr std::array<const char*, 7> weekdays = {MOTCUA_N("Monday"),   MOTCUA_N("Tuesday"), MOTCUA_N("Wednesday"),
                                                 MOTCUA_N("Thursday"), MOTCUA_N("Friday"),  MOTCUA_N("Saturday"),
                                                 MOTCUA_N("Sunday")};

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        if (!part->empty() && std::find(parts.begin(), part, *part) == part) {
            text += (text.empty() ? "" : " · ") + *part;
        }
    }
    return text;
}

/// "Not here yet: A012, A014", as many lines as the numbers need.
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

/// The label parted at the counter's name, or with the name behind it where it does not say the name.
LargePlace parted(const std::string& label, const std::string& name) {
    const std::size_t at = name.empty() ? std::string::npos : (" " + label + " ").rfind(" " + name + " ");
    if (at == std::string::npos) {
        return {label, name, {}};
    }
    LargePlace parts{label.substr(0, at), name, label.substr(at + name.size())};
    while (!parts.before.empty() && parts.before.back() == ' ') {
        parts.before.pop_back();
    }
    parts.after.erase(0, parts.after.find_first_not_of(' '));
    return parts;
}

std::string whole(const LargePlace& place) {
    std::string text = place.before;
    for (const std::string* part : {&place.large, &place.after}) {
        text += (text.empty() || part->empty() ? "" : " ") + *part;
    }
    return text;
}

void add_pages(std::vector<std::string>& lines, const std::string& text, const Fits& fits) {
    for (std::string& page : pages_of(text, 1, fits)) {
        lines.push_back(std::move(page));
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

LargePlace large_place(const LargeCall& call, const Language& language, const FitsPlace& fits) {
    const std::string& label = call.counter_label.in(language.tag());
    const LargePlace parts = parted(label, call.counter_name);
    for (const LargePlace& place : {LargePlace{{}, label, {}}, parts, LargePlace{parts.before, parts.large, {}}}) {
        if (!place.large.empty() && fits(place)) {
            return place;
        }
    }
    return {{}, call.counter_name.empty() ? label : call.counter_name, {}};
}

std::vector<std::string> small_lines(const LargeCall& call, const LargePlace& large, std::size_t calls_to_come,
                                     const BoardLanguages& languages, const Fits& fits) {
    std::vector<std::string> lines;
    const std::string& label = call.counter_label.in(languages.first().tag());
    if (whole(large).find(label) == std::string::npos) {
        add_pages(lines, label, fits);
    }
    if (languages.is_bilingual()) {
        const std::string state = state_words(call, languages.shown[1]);
        const std::string& second = call.counter_label.in(languages.shown[1].tag());
        const std::string line = joined({state, second == label ? "" : second});
        if (fits(line)) {
            lines.push_back(line);
        } else {
            lines.push_back(state);
            add_pages(lines, second, fits);
        }
    }
    if (calls_to_come > 0) {
        const auto more = static_cast<std::int64_t>(calls_to_come);
        for (const Language& language : languages.shown) {
            lines.push_back(
                filled(language.tr_n("{} more call follows", "{} more calls follow", more), std::to_string(more)));
        }
    }
    return lines;
}

RowsPage rows_in_turn(const std::vector<BoardRow>& rows, std::size_t places, std::uint32_t turn) {
    if (rows.size() <= places) {
        return {rows};
    }
    std::vector<BoardRow> shown;
    const auto is_awaited = [](const BoardRow& row) { return !row.is_serving; };
    const auto awaited = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_awaited));
    if (awaited <= places) {
        std::size_t others = places - awaited;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(shown),
                     [&](const BoardRow& row) { return is_awaited(row) || (others > 0 && others-- > 0); });
        return {shown};
    }
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(shown), is_awaited);
    const std::size_t pages = (awaited + places - 1) / places;
    const std::size_t page = turn % pages;
    const std::size_t first = std::min(page * places, awaited - places);  // the last page is a full one too
    return {{shown.begin() + static_cast<std::ptrdiff_t>(first),
             shown.begin() + static_cast<std::ptrdiff_t>(first + places)},
            page + 1,
            pages};
}

std::string row_place(const BoardRow& row, const Language& language, const Fits& fits) {
    const std::string& label = row.counter_label.in(language.tag());
    const LargePlace parts = parted(label, row.counter_name);
    for (const std::string& text : {label, whole({parts.before, parts.large, {}})}) {
        if (!text.empty() && fits(text)) {
            return text;
        }
    }
    return row.counter_name.empty() ? label : row.counter_name;
}

std::vector<std::string> info_lines(const BoardScreen& screen, const BoardLanguages& languages, const Fits& fits) {
    std::vector<std::string> lines;
    for (const Language& language : languages.shown) {
        add_numbers(lines, language.tr("Not here yet:"), screen.missed, fits);
    }
    for (const Language& language : languages.shown) {
        add_numbers(lines, language.tr("Please get ready:"), screen.coming, fits);
    }
    if (screen.voice == VoiceState::NoVoice || screen.voice == VoiceState::NoSound) {
        for (const Language& language : languages.shown) {
            add_pages(lines, language.tr("No voice now: watch the board"), fits);
        }
    }
    return lines;
}

std::vector<std::string> notice_pages(const BoardScreen& screen, const BoardLanguages& languages, std::size_t lines,
                                      const Fits& fits) {
    std::vector<std::string> pages;
    for (const LocalText& notice : screen.notices) {
        for (std::size_t i = 0; i < languages.shown.size(); ++i) {
            const std::string* own = own_text(notice, languages.shown[i].tag());
            if (own == nullptr && i > 0) {
                continue;
            }
            for (std::string& page :
                 pages_of(own != nullptr ? *own : notice.in(languages.shown[i].tag()), lines, fits)) {
                pages.push_back(std::move(page));
            }
        }
    }
    return pages;
}

std::string taking_turns(const std::vector<std::string>& lines, std::uint32_t turn) {
    return lines.empty() ? std::string{} : lines[turn % lines.size()];
}

std::string date_words(Date date, const Language& language, const Fits& fits) {
    const std::string weekday = language.tr(weekdays[static_cast<std::size_t>(weekday_of(date))]);
    const std::string numbers = ddmmyyyy(date);
    std::string without_year = numbers.substr(0, numbers.rfind('/'));
    const std::string whole_date = weekday + " " + numbers;
    const std::string this_year = weekday + " " + without_year;
    for (const std::string* words : {&whole_date, &this_year, &numbers}) {
        if (fits(*words)) {
            return *words;
        }
    }
    return without_year;
}

}  // namespace motcua::board
