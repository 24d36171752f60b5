#pragma once
// A node of the widget tree. Size hints go up, bounds come down; a widget picks no colour itself.
// A parent owns its children. All of it belongs to the window's thread.
//
// A screen builds its tree once and then changes texts, visibility and children from its model; every setter that
// changes something marks the tree, and the Manager lays it out and draws it once before the next frame.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/ui/geometry.hpp"
#include "shared/ui/look.hpp"

namespace motcua::ui {

class Manager;
class Painter;
struct KeyEvent;

class Widget {
  public:
    /// `id` is stable over rebuilds and languages; empty for what nobody presses or reads by name.
    explicit Widget(std::string id = {}) : id_(std::move(id)) {}
    Widget(const Widget&) = delete;
    Widget& operator=(const Widget&) = delete;
    virtual ~Widget();

    const std::string& id() const { return id_; }
    const Rect& bounds() const { return bounds_; }
    Widget* parent() const { return parent_; }
    const std::vector<std::unique_ptr<Widget>>& children() const { return children_; }

    template <class W, class... Arguments>
    W& add(Arguments&&... arguments) {
        auto made = std::make_unique<W>(std::forward<Arguments>(arguments)...);
        W& reference = *made;
        add_child(std::move(made));
        return reference;
    }
    void add_child(std::unique_ptr<Widget> child);
    /// Drops all children. Safe inside a click handler of one of them: they are destroyed after the dispatch.
    void clear();
    /// This widget or a descendant; nullptr when there is none.
    Widget* find(std::string_view id);
    template <class W>
    W* find_as(std::string_view id) {
        return dynamic_cast<W*>(find(id));
    }

    bool is_visible() const { return visible_; }
    void set_visible(bool visible);  ///< an invisible widget takes no place
    bool is_enabled() const { return enabled_; }
    void set_enabled(bool enabled);  ///< holds for its descendants too

    // How the parent container places it.
    float grow() const { return grow_; }
    void set_grow(float weight);  ///< share of the container's spare length; 0 (default) keeps the hinted length
    std::optional<Align> align() const { return align_; }
    void set_align(Align align);  ///< across the container's direction; otherwise the container's own
    void set_min_mm(float width, float height);
    void set_max_mm(float width, float height);    ///< 0 leaves that direction free
    void set_fixed_mm(float width, float height);  ///< min and max at once; 0 leaves that direction free

    /// Wanted size in pixels when at most `available` is offered; within min and max.
    Size hint(const Look& look, Size available) const;
    /// Gives the final place and arranges the children. Coordinates are rounded to whole pixels.
    void place(const Look& look, const Rect& bounds);
    /// Draws itself, then its children.
    void paint(Painter& painter, const Look& look) const;

    // What a kind of widget overrides.
    virtual std::string_view kind() const { return "widget"; }
    /// The text as drawn (after wrapping and "…"), for tests and for reading aloud.
    virtual std::string drawn_text() const { return {}; }
    /// The surface its children's text stands on; None: the parent's.
    virtual Surface surface() const { return Surface::None; }
    virtual bool takes_press() const { return false; }
    virtual bool takes_focus() const { return false; }
    virtual bool takes_text() const { return false; }          ///< gets the focus by a press too
    virtual bool is_modal() const { return false; }            ///< keeps presses and focus from what lies beneath
    virtual bool allows_fast_repeat() const { return false; }  ///< a key of an on-screen keyboard
    virtual void set_pressed(bool) {}
    virtual void set_focused(bool) {}
    virtual void click() {}  ///< pressed and released within, or Enter
    virtual std::optional<int> hold_ms() const { return {}; }
    virtual void hold() {}                               ///< kept pressed for hold_ms
    virtual bool key(const KeyEvent&) { return false; }  ///< true: consumed
    virtual bool text_entered(char32_t) { return false; }
    virtual std::optional<int> animation_interval_ms() const { return {}; }  ///< wants a new frame this often

    /// The nearest surface at or above this widget (Background at the root).
    Surface surface_beneath() const;

  protected:
    virtual Size measure(const Look& look, Size available) const;
    virtual void arrange(const Look&) {}
    virtual void draw(Painter&, const Look&) const {}
    /// Tells the Manager that the tree must be laid out and drawn again.
    void changed();

  private:
    friend class Manager;
    Manager* manager() const;
    bool is_within(const Widget* ancestor) const;

    std::string id_;
    Rect bounds_;
    Widget* parent_ = nullptr;
    Manager* manager_ = nullptr;  ///< set at the root only
    std::vector<std::unique_ptr<Widget>> children_;
    bool visible_ = true;
    bool enabled_ = true;
    float grow_ = 0;
    std::optional<Align> align_;
    Size min_mm_;
    Size max_mm_;
};

}  // namespace motcua::ui
