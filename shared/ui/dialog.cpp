#include "shared/ui/dialog.hpp"

#include "shared/ui/input.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {
namespace {

constexpr float margin_mm = 6;

/// Keeps a press on the card from counting as one beside it.
class DialogCard : public Column {
  public:
    bool takes_press() const override { return true; }
};

}  // namespace

Dialog::Dialog(std::string id, float width_mm) : Widget(std::move(id)), card_(&add<DialogCard>()), width_mm_(width_mm) {
    card_->set_surface(Surface::Card);
    card_->set_padding_mm(8);
}

void Dialog::click() {
    if (on_dismiss_) {
        const auto handler = on_dismiss_;
        handler();
    }
}

bool Dialog::key(const KeyEvent& event) {
    if (event.key == Key::Escape && on_dismiss_) {
        click();
        return true;
    }
    return false;
}

void Dialog::arrange(const Look& look) {
    const float margin = look.px(margin_mm);
    const Rect room = bounds().inset(margin);
    const float width = std::min(room.w, look.px(width_mm_));
    const Size hint = card_->hint(look, {width, room.h});
    const float height = std::min(room.h, hint.h);
    card_->place(look, {room.centre().x - width / 2, room.centre().y - height / 2, width, height});
}

void Dialog::draw(Painter& painter, const Look& look) const {
    painter.fill_rect(bounds(), look.theme.scrim);
}

}  // namespace motcua::ui
