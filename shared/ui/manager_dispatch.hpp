#pragma once
// Inside of the Manager: while a Dispatch lives, widgets that handlers drop stay alive.

#include "shared/ui/manager.hpp"

namespace motcua::ui {

class Manager::Dispatch {
  public:
    explicit Dispatch(Manager& manager) : manager_(manager) { ++manager_.dispatch_depth_; }
    Dispatch(const Dispatch&) = delete;
    Dispatch& operator=(const Dispatch&) = delete;
    ~Dispatch() {
        if (--manager_.dispatch_depth_ == 0) {
            manager_.retired_.clear();
        }
    }

  private:
    Manager& manager_;
};

}  // namespace motcua::ui
