#pragma once
// One line as large as its box, measured by its ink: a number of digits and capitals fills the height that marks above
// and tails below would otherwise keep free. For what is read from across the hall.

#include <string>

#include "shared/ui/ui.hpp"

namespace motcua::board {

class BigText : public ui::Widget {
  public:
    explicit BigText(std::string id, ui::Tone tone = ui::Tone::Normal) : Widget(std::move(id)), tone_(tone) {}

    void set_text(std::string text);
    /// Height of its capitals as last laid out.
    float capital_mm(const ui::Look& look) const;

    std::string_view kind() const override { return "big_text"; }
    std::string drawn_text() const override { return text_; }

  protected:
    ui::Size measure(const ui::Look&, ui::Size) const override { return {}; }
    void arrange(const ui::Look& look) override;
    void draw(ui::Painter& painter, const ui::Look& look) const override;

  private:
    std::string text_;
    ui::Tone tone_;
    float size_px_ = 0;
    float baseline_px_ = 0;
};

}  // namespace motcua::board
