#pragma once
// Dispatch for one window: who is pressed, who has the focus, what must be drawn again, timers. Knows no SFML: tests
// drive it directly. Owned by the Window (or a test); everything on the window's thread; time is given, never read.
//
// Call protocol: feed press/release/cancel/key/text with the time; call advance(now) each turn; when needs_redraw(),
// call draw(painter). next_deadline() says how long the loop may sleep.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/ui/input.hpp"
#include "shared/ui/look.hpp"
#include "shared/ui/widget.hpp"

namespace motcua::ui {

using TimerId = std::uint64_t;  ///< 0 is no timer

class Manager {
  public:
    explicit Manager(Look look);
    ~Manager();

    const Look& look() const { return look_; }
    void set_display(const Display& display);
    void set_theme(Theme theme);  ///< at run time: high contrast, large text (Theme::text_scale)
    /// Replaces the tree. Safe inside a handler; a press under way goes on with the new widget of the same id.
    void set_root(std::unique_ptr<Widget> root);
    Widget* root() const { return root_.get(); }
    Widget* find(std::string_view id) const;

    // Input. One pointer: a further press while one is held is noise and ignored.
    void press(Point at, std::int64_t now_ms);
    void move(Point at, std::int64_t now_ms);  ///< leaving shows as released, coming back as pressed
    void release(Point at, std::int64_t now_ms);
    void cancel(std::int64_t now_ms);  ///< focus lost, touch interrupted: no click
    void key(const KeyEvent& event, std::int64_t now_ms);
    void text(char32_t character, std::int64_t now_ms);
    void focus(std::string_view id);  ///< empty: nobody
    Widget* focused() const { return focused_; }

    /// Keys and characters nobody focused has consumed: a program's shortcuts. True: consumed.
    void on_key(std::function<bool(const KeyEvent&)> handler) { on_key_ = std::move(handler); }
    void on_text(std::function<bool(char32_t)> handler) { on_text_ = std::move(handler); }
    /// Any press or key: the kiosk's idle clock.
    void on_activity(std::function<void()> handler) { on_activity_ = std::move(handler); }

    // Timers, run inside advance(), in order of their deadline.
    TimerId after(int delay_ms, std::function<void()> handler);
    TimerId every(int period_ms, std::function<void()> handler);
    void cancel_timer(TimerId timer);

    void advance(std::int64_t now_ms);
    std::optional<std::int64_t> next_deadline() const;  ///< in the clock of advance()
    bool needs_redraw() const { return dirty_; }
    void redraw() { dirty_ = stale_ = true; }
    void layout();  ///< places the tree in the display; draw() does it by itself
    void draw(Painter& painter);
    std::uint64_t frame() const { return frame_; }  ///< frames drawn so far

    /// {"width":..,"height":..,"frame":N,"widgets":[{"id","kind","text","x","y","w","h","enabled"}]}: every visible
    /// widget that has an id or text, in drawing order. "enabled" is false beneath a visible dialog.
    std::string screen_map() const;

  private:
    friend class Widget;
    struct Timer {
        TimerId id;
        std::int64_t due_ms;
        int period_ms;  ///< 0: once
        std::function<void()> handler;
    };
    class Dispatch;  ///< keeps dropped widgets alive until the outermost dispatch ends

    void retire(std::unique_ptr<Widget> widget);
    void forget(Widget* subtree);
    Widget* modal() const;
    Widget* hit(Point at) const;
    bool is_reachable(const Widget& widget) const;
    Widget* captured();
    Widget* end_capture();
    void resolve_after_rebuild();
    void set_focused(Widget* widget);
    void move_focus(int step);
    bool is_double_tap(const Widget& widget) const;
    void clicked(Widget& widget);
    bool offer_key(const KeyEvent& event);
    TimerId add_timer(int delay_ms, int period_ms, std::function<void()> handler);

    Look look_;
    std::unique_ptr<Widget> root_;
    std::vector<std::unique_ptr<Widget>> retired_;
    int dispatch_depth_ = 0;
    bool dirty_ = true;  ///< a frame is due
    bool stale_ = true;  ///< and a layout before it
    std::uint64_t frame_ = 0;

    bool held_ = false;  ///< a press is under way (of a widget or of nothing)
    std::int64_t held_since_ms_ = 0;
    Widget* captured_ = nullptr;  ///< may be gone after a rebuild: then looked up by captured_id_
    std::string captured_id_;
    TimerId hold_timer_ = 0;
    Widget* focused_ = nullptr;
    std::string focused_id_;
    bool swallow_text_ = false;  ///< the last key was a shortcut: the character that follows it is not typed
    std::optional<std::int64_t> last_click_ms_;
    bool last_click_fast_ = false;

    std::vector<Timer> timers_;
    TimerId next_timer_ = 1;
    std::optional<std::int64_t> next_animation_ms_;
    std::function<bool(const KeyEvent&)> on_key_;
    std::function<bool(char32_t)> on_text_;
    std::function<void()> on_activity_;
};

}  // namespace motcua::ui
