#include "shared/type/wrap.hpp"

#include <algorithm>

#include "shared/base/text.hpp"
#include "shared/type/limits.hpp"

namespace motcua::type {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr float tolerance_px = 0.25F;  // shaping a part alone may differ from the whole by a little kerning
constexpr float shrink_step = 0.96F;
constexpr std::size_t balanced_lines = 4;  // longer paragraphs are read line by line
constexpr float balance_step_px = 2;

/// Where the letters of a text begin, in bytes and pixels; the last entry is the end.
struct Stop {
    std::size_t byte;
    float x;
};

std::vector<Stop> stops_of(const FontSet& fonts, std::string_view text, Weight weight, float size_px) {
    const ShapedLine line = fonts.shape(text, weight, size_px);
    std::vector<Stop> stops;
    float pen = 0;
    for (const Glyph& glyph : line.glyphs) {
        if (stops.empty() || stops.back().byte != glyph.cluster) {
            stops.push_back({glyph.cluster, pen});
        }
        pen += glyph.advance;
    }
    stops.push_back({text.size(), pen});
    return stops;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A date such as 27/11 or a number such as 12-34 stays whole.
bool breaks_after(std::string_view text, std::size_t at) {
    const char c = text[at];
    const bool is_in_number = at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]);
    return c == ' ' || c == '\t' || ((c == '-' || c == '/') && !is_in_number);
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

struct Paragraph {
    std::string_view text;
    std::vector<Stop> stops;
};

/// The first stop that no longer belongs to the line that begins at stop `start`.
std::size_t line_end(const Paragraph& p, std::size_t start, float width_px) {
    std::size_t last_break = start;
    for (std::size_t i = start; i + 1 < p.stops.size(); ++i) {
        const char c = p.text[p.stops[i].byte];
        const bool overflows = p.stops[i + 1].x - p.stops[start].x > width_px + tolerance_px;
        if (overflows && !is_blank(c)) {
            return last_break > start ? last_break : std::max(i, start + 1);
        }
        if (breaks_after(p.text, p.stops[i].byte)) {
            last_break = i + 1;
        }
    }
    return p.stops.size() - 1;
}

std::size_t skip_blanks(const Paragraph& p, std::size_t stop) {
    while (stop + 1 < p.stops.size() && is_blank(p.text[p.stops[stop].byte])) {
        ++stop;
    }
    return stop;
}

/// As many as a paragraph takes from stop `start` on, `most` at most.
std::size_t lines_at(const Paragraph& p, std::size_t start, float width_px, std::size_t most) {
    std::size_t lines = 0;
    do {
        start = skip_blanks(p, line_end(p, start, width_px));
        ++lines;
    } while (start + 1 < p.stops.size() && lines < most);
    return lines;
}

float widest_word(const Paragraph& p) {
    float widest = 0;
    float from = 0;
    for (std::size_t i = 0; i + 1 < p.stops.size(); ++i) {
        const bool is_end = breaks_after(p.text, p.stops[i].byte);
        widest = std::max(widest, p.stops[is_end && is_blank(p.text[p.stops[i].byte]) ? i : i + 1].x - from);
        if (is_end) {
            from = p.stops[i + 1].x;
        }
    }
    return widest;
}

/// The narrowest width at which a short paragraph takes no more lines than at `width_px`: a last word left alone would
/// be read twice. One that does not fit into `most` lines is cut, and shows all it can.
float balanced_width(const Paragraph& p, float width_px, std::size_t most) {
    const std::size_t start = skip_blanks(p, 0);
    const std::size_t lines = lines_at(p, start, width_px, balanced_lines + 1);
    float enough = width_px;
    float narrow = widest_word(p);
    if (lines < 2 || lines > std::min(most, balanced_lines) || narrow >= enough) {
        return width_px;
    }
    while (enough - narrow > balance_step_px) {
        const float middle = (enough + narrow) / 2;
        (lines_at(p, start, middle, lines + 1) <= lines ? enough : narrow) = middle;
    }
    return enough;
}

std::vector<std::string_view> paragraphs(std::string_view text) {
    std::vector<std::string_view> parts;
    while (parts.size() < max_wrapped_lines) {
        const std::size_t feed = text.find('\n');
        parts.push_back(text.substr(0, feed));
        if (feed == std::string_view::npos) {
            break;
        }
        text.remove_prefix(feed + 1);
    }
    return parts;
}

float widest_word(const FontSet& fonts, std::string_view text, Weight weight, float size_px) {
    float widest = 0;
    for (const std::string_view part : paragraphs(text)) {
        widest = std::max(widest, widest_word({part, stops_of(fonts, part, weight, size_px)}));
    }
    return widest;
}

}  // namespace

std::string ellipsized(const FontSet& fonts, std::string_view text, Weight weight, float size_px, float width_px) {
    const std::vector<Stop> stops = stops_of(fonts, text, weight, size_px);
    if (stops.back().x <= width_px + tolerance_px) {
        return std::string(text);
    }
    const float room = width_px - fonts.width(ellipsis, weight, size_px);
    std::size_t bytes = 0;
    for (const Stop& stop : stops) {
        if (stop.x <= room) {
            bytes = stop.byte;
        }
    }
    return std::string(trimmed(text.substr(0, bytes))).append(ellipsis);
}

std::vector<std::string> wrap(const FontSet& fonts, std::string_view text, Weight weight, float size_px,
                              const WrapOptions& options) {
    const std::size_t most = options.max_lines == 0 ? max_wrapped_lines : options.max_lines;
    const std::string bounded = cut_to_bytes(text, max_line_bytes);
    const std::vector<std::string_view> parts = paragraphs(bounded);
    std::vector<std::string> lines;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const Paragraph paragraph{parts[part], stops_of(fonts, parts[part], weight, size_px)};
        const float width_px = balanced_width(paragraph, options.width_px, most - lines.size());
        std::size_t start = skip_blanks(paragraph, 0);
        const std::size_t last = paragraph.stops.size() - 1;
        do {
            const std::size_t end = line_end(paragraph, start, width_px);
            const std::size_t from = paragraph.stops[start].byte;
            if (lines.size() + 1 == most && (end < last || part + 1 < parts.size())) {
                std::string rest(trimmed(paragraph.text.substr(from)));
                if (end == last) {
                    rest.append(ellipsis);
                }
                lines.push_back(ellipsized(fonts, rest, weight, size_px, options.width_px));
                return lines;
            }
            lines.emplace_back(trimmed(paragraph.text.substr(from, paragraph.stops[end].byte - from)));
            start = skip_blanks(paragraph, end);
        } while (start < last);
    }
    return lines;
}

float fitting_size(const FontSet& fonts, std::string_view text, Weight weight, float size_px, float smallest_px,
                   const WrapOptions& options) {
    const std::size_t most = options.max_lines == 0 ? max_wrapped_lines : options.max_lines;
    smallest_px = std::max(smallest_px, min_size_px);
    for (float size = size_px; size > smallest_px; size *= shrink_step) {
        if (widest_word(fonts, text, weight, size) <= options.width_px + tolerance_px &&
            wrap(fonts, text, weight, size, {options.width_px, 0}).size() <= most) {
            return size;
        }
    }
    return std::min(size_px, smallest_px);
}

}  // namespace motcua::type
