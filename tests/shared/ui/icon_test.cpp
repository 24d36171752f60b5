#include <doctest/doctest.h>

#include "tests/shared/ui/desk.hpp"

using namespace motcua::ui;

TEST_CASE("icons: each has a name of its own that finds it again, and stays inside its box") {
    const Rect box{100, 100, 48, 48};
    for (int i = 1; i < static_cast<int>(Icon::Count); ++i) {
        const Icon icon = static_cast<Icon>(i);
        CAPTURE(name_of(icon));
        CHECK(icon_named(name_of(icon)) == icon);
        RecordingPainter painter;
        draw_icon(painter, icon, box, rgb(0x000000));
        CHECK_FALSE(painter.corners.empty());
        for (const Point& corner : painter.corners) {
            CHECK(corner.x >= box.x - 2);
            CHECK(corner.y >= box.y - 2);
            CHECK(corner.x <= box.right() + 2);
            CHECK(corner.y <= box.bottom() + 2);
        }
    }
    CHECK(icon_named("no such icon") == Icon::None);
}
