#pragma once
// Things to press. The pressed state shows in the next frame; the click comes when released within.

#include <functional>
#include <memory>
#include <optional>

#include "shared/type/font.hpp"
#include "shared/ui/icons.hpp"
#include "shared/ui/widget.hpp"

namespace motcua::ui {

/// Behaviour common to everything pressable.
class Pressable : public Widget {
  public:
    explicit Pressable(std::string id) : Widget(std::move(id)) {}
    void on_click(std::function<void()> handler) { on_click_ = std::move(handler); }
    void on_hold(int hold_for_ms, std::function<void()> handler);
    void set_fast_repeat(bool allowed) { fast_repeat_ = allowed; }
    bool is_pressed() const { return pressed_; }

    bool takes_press() const override { return true; }
    bool takes_focus() const override { return true; }
    bool allows_fast_repeat() const override { return fast_repeat_; }
    void set_pressed(bool pressed) override;
    void set_focused(bool focused) override;
    void click() override;
    std::optional<int> hold_ms() const override { return hold_ms_; }
    void hold() override;

  protected:
    bool is_focused() const { return focused_; }
    /// Enabled, and all its ancestors too.
    bool is_active() const;
    void draw_focus_ring(Painter& painter, const Look& look, float radius) const;

  private:
    std::function<void()> on_click_;
    std::function<void()> on_hold_;
    std::optional<int> hold_ms_;
    bool fast_repeat_ = false;
    bool pressed_ = false;
    bool focused_ = false;
};

enum class ButtonKind : std::uint8_t { Primary, Secondary, Quiet };

/// One line of words with an optional icon before it and an optional key hint ("F1") after it.
class Button : public Pressable {
  public:
    Button(std::string id, std::string text, ButtonKind kind = ButtonKind::Secondary, Icon icon = Icon::None);
    void set_text(std::string text);
    void set_icon(Icon icon);
    void set_key_hint(std::string hint);
    void set_button_kind(ButtonKind kind);
    void set_selected(bool selected);  ///< a chosen one of several
    void set_role(TextRole role);      ///< TextRole::Button by default

    Surface surface() const override;
    std::string_view kind() const override { return "button"; }
    std::string drawn_text() const override { return text_; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    Icon drawn_icon() const;  ///< a chosen button without an icon shows a tick
    std::string text_;
    std::string key_hint_;
    ButtonKind button_kind_;
    Icon icon_;
    TextRole role_ = TextRole::Button;
    bool selected_ = false;
};

enum class TileShape : std::uint8_t { Wide, Tall };  ///< icon beside the words, or above them

/// A large choice: icon, title (up to five lines, never smaller than the theme has it), subtitle and a badge
/// ("4 người chờ"). In too small a tile the subtitle goes first, then the icon, then the badge.
class Tile : public Pressable {
  public:
    explicit Tile(std::string id, std::string title = {}, Icon icon = Icon::None);
    ~Tile() override;
    void set_title(std::string title);
    void set_subtitle(std::string subtitle);
    void set_subtitle_stays(bool stays);  ///< it is more than a hint: the icon goes before it
    void set_badge(std::string badge);
    void set_letter(std::string letter);  ///< drawn instead of the icon: a service's prefix
    void set_icon(Icon icon);
    void set_selected(bool selected);
    void set_shape(TileShape shape);

    Surface surface() const override;
    std::string_view kind() const override { return "tile"; }
    std::string drawn_text() const override;  ///< title, subtitle and badge, one a line

  protected:
    Size measure(const Look& look, Size available) const override;
    void arrange(const Look& look) override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    struct Parts;       ///< where mark, title, subtitle and badge come to lie
    struct Concession;  ///< how much they give way in a tile that is too small for all of them
    Parts parts_in(const Look& look, const Rect& box) const;
    Parts parts_with(const Look& look, const Rect& box, const Concession& concession) const;
    void stand(const Look& look, const Rect& room, float gap, Parts& parts) const;
    void draw_mark(Painter& painter, const Look& look, const Rect& box) const;
    void draw_badge(Painter& painter, const Look& look, const Rect& box) const;
    void draw_tick(Painter& painter, const Look& look) const;

    std::string title_;
    std::string subtitle_;
    bool subtitle_stays_ = false;
    std::string badge_;
    std::string letter_;
    Icon icon_;
    TileShape shape_ = TileShape::Wide;
    bool selected_ = false;
    std::unique_ptr<Parts> parts_;  ///< as arranged
};

}  // namespace motcua::ui
