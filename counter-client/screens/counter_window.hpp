#pragma once
// Draws a CounterScreen and turns keys and clicks into intents. Decides nothing but the layout, which follows the size
// of the window: full, narrow (half a screen), bar, or minimal. Window's thread.

#include <functional>
#include <string>

#include "counter-client/model/screen.hpp"
#include "shared/ui/ui.hpp"

namespace motcua::counter {

enum class Layout : std::uint8_t { Full, Narrow, Bar, Minimal };

/// By the window's size in pixels.
Layout layout_for(const ui::Display& display);

class CounterWindow {
  public:
    using Wish = std::function<void(const Intent&)>;

    /// The manager outlives the view; `wish` may call update() again.
    CounterWindow(ui::Manager& manager, Wish wish);

    void update(const CounterScreen& screen);

  private:
    void build_body(const CounterScreen& screen);
    void build_header(const CounterScreen& screen);
    void build_sign_in(const CounterScreen& screen);
    void update_sign_in(const CounterScreen& screen);
    void build_notice(const CounterScreen& screen);
    void build_work(const CounterScreen& screen);
    void build_bar(const CounterScreen& screen);
    void add_current(ui::Box& parent, const CounterScreen& screen);
    void add_actions(ui::Box& parent, const CounterScreen& screen, int columns);
    void add_lists(ui::Box& parent, const CounterScreen& screen);
    void add_list(ui::Box& parent, const std::string& id, const std::string& title, const std::string& count,
                  const std::vector<LineText>& lines, std::size_t most);
    void add_action(ui::Box& parent, const ActionText& action);
    void build_sheet(const CounterScreen& screen);
    void submit();
    void choose(const ChoiceText& choice);
    bool key(const ui::KeyEvent& event);
    bool choose_by(char32_t character);
    bool typed(char32_t character);
    std::size_t rows_that_fit(float share) const;

    ui::Manager& manager_;
    Wish wish_;
    CounterScreen shown_;
    Layout layout_ = Layout::Full;
    bool is_built_ = false;
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
