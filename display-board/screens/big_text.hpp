#pragma once
// One line as large as its box, measured by its ink: a number of digits and capitals fills the height that marks above
// and tails below would otherwise keep free. For what is read from across the hall. Smaller words may stand beside it.

#include <string>
#include <vector>

#include "shared/ui/ui.hpp"

namespace motcua::board {

class BigText : public ui::Widget {
  public:
    explicit BigText(std::string id, ui::Tone tone = ui::Tone::Normal) : Widget(std::move(id)), tone_(tone) {}

    using Lines = std::vector<std::string>;

    void set_text(std::string text);
    /// Lines of words before and after the large text, all in one line with it, their capitals `capital_mm` high.
    void set_words(Lines before, Lines after, float capital_mm);
    /// Width of such lines with the space that parts them from the large text.
    static float words_width_px(const ui::Look& look, const Lines& lines, float capital_mm);
    /// Height of its capitals as last laid out.
    float capital_mm(const ui::Look& look) const;

    std::string_view kind() const override { return "big_text"; }
    std::string drawn_text() const override;

  protected:
    ui::Size measure(const ui::Look&, ui::Size) const override { return {}; }
    void arrange(const ui::Look& look) override;
    void draw(ui::Painter& painter, const ui::Look& look) const override;

  private:
    void draw_words(ui::Painter& painter, const ui::Look& look, const Lines& lines, const ui::Rect& box) const;

    std::string text_;
    Lines before_;
    Lines after_;
    float words_mm_ = 0;
    ui::Tone tone_;
    float size_px_ = 0;
    float baseline_px_ = 0;
    float width_px_ = 0;  ///< of the large text
};

}  // namespace motcua::board
