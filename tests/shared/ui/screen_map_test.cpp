#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "tests/shared/ui/desk.hpp"

using namespace motcua::ui;

namespace {

boost::json::object widget_in(const std::string& map, std::string_view id) {
    const auto parsed = boost::json::parse(map);
    for (const auto& widget : parsed.at("widgets").as_array()) {
        if (widget.at("id").as_string() == id) {
            return widget.as_object();
        }
    }
    return {};
}

}  // namespace

TEST_CASE("screen map: tells size, frame, and where every text and button stands") {
    Desk desk;
    RecordingPainter painter;
    auto& column = desk.root<Column>();
    column.add<Label>("title", "Xin \"chào\"\\", TextRole::Title);
    auto& tile = column.add<Tile>("tile.A", "Khai sinh");
    tile.set_badge("4 người chờ");
    tile.set_enabled(false);
    column.add<Button>("hidden", "x").set_visible(false);
    desk.manager.draw(painter);
    const std::string map = desk.manager.screen_map();
    const auto parsed = boost::json::parse(map);
    CHECK(parsed.at("width") == 1000);
    CHECK(parsed.at("height") == 800);
    CHECK(parsed.at("frame") == 1);
    CHECK(widget_in(map, "title").at("text") == "Xin \"chào\"\\");
    const auto found = widget_in(map, "tile.A");
    CHECK(found.at("kind") == "tile");
    CHECK(found.at("text") == "Khai sinh\n4 người chờ");
    CHECK(found.at("enabled") == false);
    CHECK(found.at("y").as_int64() == static_cast<int>(tile.bounds().y));
    CHECK(found.at("w").as_int64() == static_cast<int>(tile.bounds().w));
    CHECK(widget_in(map, "hidden").empty());
}

TEST_CASE("screen map: what lies beneath a dialog is told as not enabled") {
    Desk desk;
    auto& stack = desk.root<Stack>();
    stack.add<Column>().add<Button>("below", "Dưới");
    auto& dialog = stack.add<Dialog>("dialog", 300.0F);
    dialog.card().add<Button>("above", "Trên");
    desk.manager.layout();
    CHECK(widget_in(desk.manager.screen_map(), "below").at("enabled") == false);
    CHECK(widget_in(desk.manager.screen_map(), "above").at("enabled") == true);
    dialog.set_visible(false);
    CHECK(widget_in(desk.manager.screen_map(), "below").at("enabled") == true);
}
