#include "kiosk/printer/ticket_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/type/limits.hpp"
#include "shared/type/wrap.hpp"

namespace motcua::kiosk {
namespace {

using type::Align;
using type::Weight;

constexpr float number_cap_mm = 15.1F;
constexpr float body_cap_mm = 3.0F;  ///< of every word: what does not fit so is left out, not made smaller
constexpr float line_em = 1.25F;     ///< marks and tails of two lines just do not meet
constexpr float gap_mm = 0.9F;       ///< above and below the number
constexpr float edge_dots = 3;       ///< white beside a number as wide as the paper
constexpr int qr_module_dots = 6;
constexpr int column_gap_dots = 8;
constexpr int least_column_dots = 240;  ///< beside the code there must be room for words, else they go beneath
constexpr std::size_t lines_of_name = 3;

/// What a ticket can do without where it would be too long, the first one first.
enum class Luxury : std::uint8_t { Branch, Heading, Footers, Agency, SecondFigures, SecondService };
constexpr int luxuries = 6;

class Composer {
  public:
    /// Without the first `left_out` luxuries.
    Composer(const TicketPaper& paper, const type::FontSet& fonts, const PaperSize& size, int left_out)
        : paper_(paper), fonts_(fonts), size_(size), left_out_(left_out), out_(size.dots, limits::max_length_dots) {}

    type::Raster compose() {
        if (has(Luxury::Agency))
            centred(paper_.agency, Weight::Bold, lines_of_name);
        if (has(Luxury::Branch))
            centred(paper_.branch, Weight::Regular, 1);
        if (has(Luxury::Heading))
            heading();
        number();
        centred(paper_.vietnamese.service, Weight::Bold, lines_of_name);
        if (has(Luxury::SecondService))
            centred(paper_.second.service, Weight::Regular, lines_of_name);
        code_and_figures();
        if (has(Luxury::Footers)) {
            centred(paper_.vietnamese.footer, Weight::Regular, lines_of_name);
            centred(paper_.second.footer, Weight::Regular, lines_of_name);
        }
        out_.set_height(std::clamp(static_cast<int>(std::ceil(y_)), 1, limits::max_length_dots));
        return std::move(out_);
    }

  private:
    float width() const { return static_cast<float>(size_.dots); }
    float dots(float mm) const { return mm * size_.dots_per_mm(); }
    float font_px(Weight weight, float cap_mm) const { return fonts_.size_for_cap_height(weight, dots(cap_mm)); }
    bool has(Luxury one) const { return static_cast<int>(one) >= left_out_; }
    type::TextInk body(Weight weight, type::Align align) const {
        return {.size_px = font_px(weight, body_cap_mm), .weight = weight, .align = align, .line_em = line_em};
    }

    void centred(const std::string& text, Weight weight, std::size_t lines) {
        if (!text.empty())
            y_ = out_.draw_paragraph(fonts_, 0, y_, width(), text, body(weight, Align::Centre), lines);
    }

    void heading() {
        centred(paper_.vietnamese.heading, Weight::Bold, 1);
        if (paper_.second.heading != paper_.vietnamese.heading)
            centred(paper_.second.heading, Weight::Bold, 1);
    }

    /// As high on narrow paper: there its characters are pressed together.
    void number() {
        const type::TextInk ink{
            .size_px = font_px(Weight::Bold, number_cap_mm), .weight = Weight::Bold, .align = Align::Centre};
        const float baseline = y_ + dots(gap_mm + number_cap_mm);
        out_.draw_pressed(fonts_, width() / 2, baseline, width() - 2 * edge_dots, paper_.number, ink);
        y_ = baseline + dots(gap_mm);
    }

    void code_and_figures() {
        const auto qr = paper_.qr_text.empty() ? std::optional<type::QrMatrix>() : matrix();
        const int side = qr ? (qr->size + 2 * type::qr_quiet_modules) * qr_module_dots : 0;
        if (!qr || side > size_.dots)
            return figures_beneath();
        const int quiet = type::qr_quiet_modules * qr_module_dots;
        const int top = static_cast<int>(std::ceil(y_));
        if (size_.dots - side - column_gap_dots < least_column_dots) {
            out_.draw_qr((size_.dots - side) / 2 + quiet, top + quiet, *qr, qr_module_dots);
            y_ = static_cast<float>(top + side);
            return figures_beneath();
        }
        out_.draw_qr(quiet, top + quiet, *qr, qr_module_dots);
        const auto left = static_cast<float>(side + column_gap_dots);
        float y = static_cast<float>(top + quiet) - dots(0.6F);
        for (const Line& line : figures())
            y = out_.draw_paragraph(fonts_, left, y, width() - left, line.text, body(line.weight, Align::Left), 2);
        y_ = std::max(static_cast<float>(top + side), y);
    }

    struct Line {
        std::string text;
        Weight weight;
    };
    std::vector<Line> figures() const {
        std::vector<Line> lines{{paper_.vietnamese.ahead, Weight::Bold}};
        if (has(Luxury::SecondFigures) && !paper_.second.empty())
            lines.push_back({paper_.second.ahead, Weight::Regular});
        lines.push_back({paper_.issued, Weight::Regular});
        return lines;
    }
    /// On one line each where that can be.
    void figures_beneath() {
        for (const Line& line : figures()) {
            const bool is_wide = fonts_.width(line.text, line.weight, font_px(line.weight, body_cap_mm)) > width();
            centred(line.text, is_wide ? Weight::Regular : line.weight, 2);
        }
    }

    std::optional<type::QrMatrix> matrix() const {
        auto made = type::qr_matrix(paper_.qr_text, type::QrLevel::Medium);
        return made.has_value() ? std::optional(std::move(made).value()) : std::nullopt;
    }

    const TicketPaper& paper_;
    const type::FontSet& fonts_;
    const PaperSize& size_;
    const int left_out_;
    type::Raster out_;
    float y_ = 0;
};

}  // namespace

Result<type::Raster> layout_ticket(const TicketPaper& paper, const type::FontSet& fonts, const PaperSize& size) {
    if (size.dots < limits::min_dots || size.dots > limits::max_dots || size.dpi < 100 || size.dpi > 400)
        return Problem::verbatim(fmt::format("a printer of {} dots at {} dpi is not supported", size.dots, size.dpi));
    const float longest = limits::ticket_mm * size.dots_per_mm() - limits::feed_to_cut_dots;
    type::Raster best(1, 1);
    for (int left_out = 0; left_out <= luxuries; ++left_out) {
        best = Composer(paper, fonts, size, left_out).compose();
        if (static_cast<float>(best.height()) <= longest)
            break;
    }
    return best;
}

}  // namespace motcua::kiosk
