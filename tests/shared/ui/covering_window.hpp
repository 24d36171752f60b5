#pragma once
// Another program's window that lies over the whole screen and comes up again and again. Apart from the
// tests because Xlib's macros clash with ordinary names.

#include <memory>

namespace motcua::ui::test {

class CoveringWindow {
  public:
    CoveringWindow();  ///< throws std::runtime_error without a display
    ~CoveringWindow();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::ui::test
