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

constexpr float number_cap_mm = 15.2F;
constexpr float smallest_number_cap_mm = 9.0F;
constexpr float edge_dots = 3;  ///< white beside a number as wide as the paper
constexpr int qr_module_dots = 6;
constexpr int column_gap_dots = 8;
constexpr int least_column_dots = 240;  ///< beside the code there must be room for words, else they go beneath

enum class Extra : std::uint8_t { None, SecondService, SecondServiceAndBranch };

/// How much a ticket says, and how large; tried in order until it is short enough.
struct Plan {
    float body_cap_mm;
    float fine_cap_mm;
    std::size_t agency_lines;
    std::size_t footer_lines;
    Extra extra;
};
constexpr Plan plans[] = {{3.0F, 3.0F, 2, 3, Extra::SecondServiceAndBranch},
                          {3.0F, 2.7F, 2, 2, Extra::SecondServiceAndBranch},
                          {3.0F, 2.4F, 2, 2, Extra::SecondServiceAndBranch},
                          {3.0F, 2.4F, 2, 2, Extra::SecondService},
                          {3.0F, 2.0F, 2, 1, Extra::SecondService},
                          // Narrow paper, where the code stands alone, takes the rest.
                          {2.7F, 2.0F, 2, 1, Extra::SecondService},
                          {2.7F, 2.0F, 2, 0, Extra::SecondService},
                          {2.7F, 2.0F, 1, 0, Extra::None}};

class Composer {
  public:
    Composer(const TicketPaper& paper, const type::FontSet& fonts, const PaperSize& size, const Plan& plan)
        : paper_(paper), fonts_(fonts), size_(size), plan_(plan), out_(size.dots, limits::max_length_dots) {}

    type::Raster compose() {
        centred(paper_.agency, plan_.fine_cap_mm, Weight::Bold, plan_.agency_lines);
        if (plan_.extra == Extra::SecondServiceAndBranch)
            centred(paper_.branch, plan_.fine_cap_mm, Weight::Regular, 1);
        heading();
        number();
        centred(paper_.vietnamese.service, plan_.body_cap_mm, Weight::Bold, 2);
        if (plan_.extra != Extra::None)
            centred(paper_.second.service, plan_.fine_cap_mm, Weight::Regular, 1);
        code_and_figures();
        if (plan_.footer_lines > 0) {
            centred(paper_.vietnamese.footer, plan_.fine_cap_mm, Weight::Regular, plan_.footer_lines);
            centred(paper_.second.footer, plan_.fine_cap_mm, Weight::Regular, plan_.footer_lines);
        }
        out_.set_height(std::clamp(static_cast<int>(std::ceil(y_)), 1, limits::max_length_dots));
        return std::move(out_);
    }

  private:
    float width() const { return static_cast<float>(size_.dots); }
    float dots(float mm) const { return mm * size_.dots_per_mm(); }
    float font_px(Weight weight, float cap_mm) const { return fonts_.size_for_cap_height(weight, dots(cap_mm)); }

    void centred(const std::string& text, float cap_mm, Weight weight, std::size_t lines) {
        if (text.empty() || lines == 0)
            return;
        const type::TextInk ink{.size_px = font_px(weight, cap_mm), .weight = weight, .align = Align::Centre};
        y_ = out_.draw_paragraph(fonts_, 0, y_, width(), text, ink, lines);
    }

    void heading() {
        std::string text = paper_.vietnamese.heading;
        if (!paper_.second.empty() && paper_.second.heading != text)
            text += " / " + paper_.second.heading;
        const float wanted = font_px(Weight::Bold, plan_.body_cap_mm);
        const float fits = wanted * std::min(1.0F, width() / std::max(1.0F, fonts_.width(text, Weight::Bold, wanted)));
        const type::TextInk ink{
            .size_px = std::max(fits, font_px(Weight::Bold, 2.0F)), .weight = Weight::Bold, .align = Align::Centre};
        y_ = out_.draw_paragraph(fonts_, 0, y_, width(), text, ink, 1);
    }

    /// Narrow paper: the figures move together a little before they become smaller.
    void number() {
        float cap_mm = number_cap_mm;
        float tracking = 0;
        const auto gaps = static_cast<float>(std::max<std::size_t>(paper_.number.size(), 2) - 1);
        float total = 0;
        for (; cap_mm >= smallest_number_cap_mm; cap_mm -= 0.4F) {
            total = fonts_.width(paper_.number, Weight::Bold, font_px(Weight::Bold, cap_mm));
            tracking = std::min(0.0F, (width() - 2 * edge_dots - total) / gaps);
            if (tracking >= -dots(1.1F))
                break;
        }
        const float size_px = font_px(Weight::Bold, cap_mm);
        const float top_gap = dots(1.6F);
        const float baseline = y_ + top_gap + dots(cap_mm);
        float x = (width() - total - tracking * gaps) / 2;
        for (const char character : paper_.number) {
            const std::string_view one(&character, 1);
            x += out_.draw_text(fonts_, x, baseline, one, {.size_px = size_px, .weight = Weight::Bold}) + tracking;
        }
        y_ = baseline + dots(1.6F);
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
            y = out_.draw_paragraph(fonts_, left, y, width() - left, line.text,
                                    {.size_px = font_px(line.weight, line.cap_mm), .weight = line.weight}, line.lines);
        y_ = std::max(static_cast<float>(top + side), y);
    }

    struct Line {
        std::string text;
        float cap_mm;
        Weight weight;
        std::size_t lines;
    };
    std::vector<Line> figures() const {
        std::vector<Line> lines{{paper_.vietnamese.ahead, plan_.body_cap_mm, Weight::Bold, 2}};
        if (!paper_.second.empty())
            lines.push_back({paper_.second.ahead, plan_.fine_cap_mm, Weight::Regular, 2});
        lines.push_back({paper_.issued, plan_.body_cap_mm, Weight::Regular, 2});
        return lines;
    }
    void figures_beneath() {
        for (const Line& line : figures())
            centred(line.text, line.cap_mm, line.weight, line.lines);
    }

    std::optional<type::QrMatrix> matrix() const {
        auto made = type::qr_matrix(paper_.qr_text, type::QrLevel::Medium);
        return made.has_value() ? std::optional(std::move(made).value()) : std::nullopt;
    }

    const TicketPaper& paper_;
    const type::FontSet& fonts_;
    const PaperSize& size_;
    const Plan plan_;
    type::Raster out_;
    float y_ = 0;
};

}  // namespace

Result<type::Raster> layout_ticket(const TicketPaper& paper, const type::FontSet& fonts, const PaperSize& size) {
    if (size.dots < limits::min_dots || size.dots > limits::max_dots || size.dpi < 100 || size.dpi > 400)
        return Problem::verbatim(fmt::format("a printer of {} dots at {} dpi is not supported", size.dots, size.dpi));
    type::Raster best(1, 1);
    for (const Plan& plan : plans) {
        best = Composer(paper, fonts, size, plan).compose();
        if (static_cast<float>(best.height()) <= limits::ticket_mm * size.dots_per_mm())
            break;
    }
    return best;
}

}  // namespace motcua::kiosk
