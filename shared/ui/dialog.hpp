#pragma once
// An overlay: dims its bounds and centres a card. Put it last in the root Stack; invisible until shown.
// While it is visible nothing beneath it can be pressed or focused.

#include <functional>

#include "shared/ui/containers.hpp"

namespace motcua::ui {

class Dialog : public Widget {
  public:
    explicit Dialog(std::string id, float width_mm = 140);
    Column& card() { return *card_; }  ///< put labels and buttons here
    /// Escape, or a press outside the card when that is allowed.
    void on_dismiss(std::function<void()> handler) { on_dismiss_ = std::move(handler); }

    std::string_view kind() const override { return "dialog"; }
    bool is_modal() const override { return true; }
    bool takes_press() const override { return true; }
    void click() override;
    bool key(const KeyEvent& event) override;

  protected:
    void arrange(const Look& look) override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    Column* card_;
    float width_mm_;
    std::function<void()> on_dismiss_;
};

}  // namespace motcua::ui
