#pragma once
// For std::visit: several lambdas as one.

namespace motcua {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang 14 does not make it up by itself

}  // namespace motcua
