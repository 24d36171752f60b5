#pragma once
// Text that wraps, ends in "…" when it is cut, or shrinks to fit.

#include <optional>

#include "shared/ui/widget.hpp"

namespace motcua::ui {

class Label : public Widget {
  public:
    Label() = default;
    explicit Label(std::string text, TextRole role = TextRole::Body) : Label({}, std::move(text), role) {}
    Label(std::string id, std::string text, TextRole role = TextRole::Body);

    void set_text(std::string text);
    const std::string& text() const { return text_; }
    void set_role(TextRole role);
    void set_tone(Tone tone);
    void set_text_align(Align align);       ///< Start, Centre, End within its width; Start by default
    void set_vertical_align(Align align);   ///< within its height; Centre by default
    void set_max_lines(std::size_t lines);  ///< 0 (default): as many as needed
    void set_capital_mm(float mm);          ///< instead of the role's; weight stays the role's
    /// Draws smaller, down to `smallest` of its size, rather than cut or break a word.
    void set_shrink(float smallest);
    /// One line as large as its bounds allow (a board's number): height and width are filled, never overflowed.
    void set_fill(bool fill);

    std::string_view kind() const override { return "label"; }
    std::string drawn_text() const override;
    /// Height of its capitals as last laid out.
    float capital_mm(const Look& look) const;

  protected:
    Size measure(const Look& look, Size available) const override;
    void arrange(const Look& look) override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    float wanted_px(const Look& look) const;
    type::Weight weight(const Look& look) const;
    std::vector<std::string> lines_for(const Look& look, float width, float& size_px) const;

    std::string text_;
    TextRole role_ = TextRole::Body;
    Tone tone_ = Tone::Normal;
    Align text_align_ = Align::Start;
    Align vertical_ = Align::Centre;
    std::size_t max_lines_ = 0;
    std::optional<float> capital_mm_;
    float shrink_ = 1;
    bool fill_ = false;
    std::vector<std::string> lines_;  ///< as arranged
    float size_px_ = 0;
};

}  // namespace motcua::ui
