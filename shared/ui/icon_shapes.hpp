#pragma once
// The icons' shapes as short texts on a 24 x 24 grid. A letter, then numbers:
//   P x y x y ..     open line              Z x y x y ..       closed line
//   C x y r          circle                 E x y rx ry        ellipse
//   D x y r          filled disc            A x y r from to    arc in turns from twelve o'clock, clockwise
//   R x y w h r      rounded rectangle      B x y w h r        the same, filled
//   F x y x y ..     filled convex shape

#include <string_view>

#include "shared/ui/icons.hpp"

namespace motcua::ui {

struct IconShape {
    std::string_view name;  ///< as settings write it
    std::string_view shape;
};

const IconShape& shape_of(Icon icon);

}  // namespace motcua::ui
