#pragma once
// Draws a CounterScreen and turns keys and clicks into intents. Decides nothing but the layout, which follows the size
// of the window: full, narrow (half a screen), bar, or minimal. Window's thread.

#include <functional>
#include <string>
#include <utility>

#include "counter-client/model/screen.hpp"
#include "shared/ui/ui.hpp"

namespace motcua::counter {

enum class Layout : std::uint8_t { Full, Narrow, Bar, Minimal };

/// By the window's size in millimetres: what stands in it has to be read, however dense the display is.
Layout layout_for(const ui::Display& display);

/// Of the windows on top of other programs' windows, Compact (a bar) and Minimal (the number and one button).
std::pair<int, int> size_px(const ui::Display& display, WindowSize size);

class CounterWindow {
  public:
    using Wish = std::function<void(const Intent&)>;

    /// The manager outlives the view; `wish` may call update() again.
    CounterWindow(ui::Manager& manager, Wish wish);

    void update(const CounterScreen& screen);

  private:
    struct ListText {
        std::string id;
        std::string title;
        std::size_t count = 0;
        const std::vector<LineText>& lines;  ///< the first of them
        std::string more;                    ///< "and {} more"
    };

    void build_body(const CounterScreen& screen);
    void build_header(const CounterScreen& screen);
    void build_sign_in(const CounterScreen& screen);
    void update_sign_in(const CounterScreen& screen);
    void build_notice(const CounterScreen& screen);
    void build_work(const CounterScreen& screen);
    void build_bar(const CounterScreen& screen);
    ui::Widget& add_current(ui::Box& parent, const CounterScreen& screen);
    ui::Widget& add_actions(ui::Box& parent, const CounterScreen& screen, int columns);
    void build_minimal(const CounterScreen& screen);
    void add_lists(ui::Box& parent, const CounterScreen& screen, float height_mm);
    void add_list(ui::Box& parent, const ListText& list, float height_mm);
    void add_action(ui::Box& parent, const ActionText& action);
    void build_sheet(const CounterScreen& screen, const std::string& note);
    void add_choices(ui::Box& card, const std::vector<ChoiceText>& choices);
    void submit();
    void choose(const ChoiceText& choice);
    bool key(const ui::KeyEvent& event);
    bool choose_by(char32_t character);
    bool typed(char32_t character);
    int action_columns(const CounterScreen& screen, float width_mm) const;
    float mm_high(const ui::Widget& widget, float width_mm) const;
    float mm_wide(const std::string& words, const std::string& key) const;  ///< of a button
    float body_height_mm() const;  ///< of what lies under the header as it was just built

    ui::Manager& manager_;
    Wish wish_;
    CounterScreen shown_;
    Layout layout_ = Layout::Full;
    bool is_built_ = false;
    int width_px_ = 0;  ///< of the window as it was built
    int height_px_ = 0;
    ui::Column* header_ = nullptr;
    ui::Column* body_ = nullptr;
    ui::Dialog* dialog_ = nullptr;
    ui::TextField* login_ = nullptr;  ///< on Page::SignIn only, as the next three
    ui::TextField* password_ = nullptr;
    ui::Label* title_ = nullptr;
    ui::Label* lines_ = nullptr;
    ui::Button* sign_in_ = nullptr;
    ui::TextField* note_ = nullptr;  ///< of an open sheet that takes one
};

}  // namespace motcua::counter
