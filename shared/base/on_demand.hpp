#pragma once
// A value that is made of others when somebody looks: several changes come between two looks.

#include <utility>

namespace motcua {

template <class Value>
class OnDemand {
  public:
    /// What the value is made of has changed.
    void outdate() { is_outdated_ = true; }

    /// `make` gives the value as it is now; called only where outdate() was since the last look, and at the first.
    template <class Make>
    const Value& get(const Make& make) {
        if (std::exchange(is_outdated_, false)) {
            Value made = make();
            if (made != value_) {
                value_ = std::move(made);
                is_changed_ = true;
            }
        }
        return value_;
    }

    /// True once after each get() that found another value than before, and after the first.
    bool take_changed() { return std::exchange(is_changed_, false); }

  private:
    Value value_{};
    bool is_outdated_ = true;
    bool is_changed_ = true;
};

}  // namespace motcua
