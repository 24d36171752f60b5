#pragma once
// One line typed on a keyboard, physical or on the screen.

#include <functional>
#include <string>

#include "shared/ui/widget.hpp"

namespace motcua::ui {

enum class Echo : std::uint8_t { Shown, Masked };

class TextField : public Widget {
  public:
    explicit TextField(std::string id, std::string placeholder = {}, Echo echo = Echo::Shown);
    const std::string& text() const { return text_; }
    void set_text(const std::string& text);
    void set_placeholder(std::string placeholder);
    void set_max_bytes(std::size_t bytes);
    void on_change(std::function<void(const std::string&)> handler) { on_change_ = std::move(handler); }
    void on_submit(std::function<void()> handler) { on_submit_ = std::move(handler); }  ///< Enter
    /// For an on-screen keyboard.
    void insert(std::string_view utf8);
    void backspace();

    Surface surface() const override;
    std::string_view kind() const override { return "field"; }
    std::string drawn_text() const override;  ///< a masked text is told as dots
    bool takes_press() const override { return true; }
    bool takes_focus() const override { return true; }
    bool takes_text() const override { return true; }
    void set_focused(bool focused) override;
    bool key(const KeyEvent& event) override;
    bool text_entered(char32_t character) override;

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    void edited();
    std::string shown(std::string_view text) const;
    std::string text_;
    std::string placeholder_;
    Echo echo_;
    std::size_t max_bytes_ = 200;
    std::size_t cursor_ = 0;  ///< byte offset, always at a character border
    bool focused_ = false;
    std::function<void(const std::string&)> on_change_;
    std::function<void()> on_submit_;
};

}  // namespace motcua::ui
