#pragma once
// A strip that tells something: an icon and words on a coloured surface (amber for what is wrong). Never colour alone.

#include "shared/ui/icons.hpp"
#include "shared/ui/widget.hpp"

namespace motcua::ui {

class Banner : public Widget {
  public:
    explicit Banner(std::string id, std::string text = {}, Surface surface = Surface::Warning,
                    Icon icon = Icon::Warning);
    void set_text(std::string text);
    /// Shows the words, or takes no place when they are empty: one call from a screen's update.
    void show(std::string text);
    void set_surface(Surface surface, Icon icon);
    void set_role(TextRole role);  ///< TextRole::Strong by default

    Surface surface() const override { return surface_; }
    std::string_view kind() const override { return "banner"; }
    std::string drawn_text() const override { return text_; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    float icon_px(const Look& look) const;
    std::string text_;
    Surface surface_;
    Icon icon_;
    TextRole role_ = TextRole::Strong;
};

}  // namespace motcua::ui
