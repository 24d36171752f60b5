#include <doctest/doctest.h>

#include "tests/shared/ui/desk.hpp"

using namespace motcua::ui;

namespace {

/// Two buttons that count their clicks, a field and a dialog over them.
struct Counting : Desk {
    int one = 0;
    int two = 0;
    int dismissed = 0;
    Stack& stack;
    Column& column;
    Dialog& dialog;

    Counting() : stack(root<Stack>()), column(stack.add<Column>()), dialog(stack.add<Dialog>("dialog", 300.0F)) {
        build();
        dialog.set_visible(false);
        dialog.card().add<Button>("dialog.ok", "OK");
        dialog.on_dismiss([this] { ++dismissed; });
    }
    void build() {
        column.add<Button>("one", "Một").on_click([this] { ++one; });
        column.add<Button>("two", "Hai").on_click([this] { ++two; });
        column.add<TextField>("field");
    }
    bool is_pressed(std::string_view id) { return manager.root()->find_as<Button>(id)->is_pressed(); }
    std::string typed() { return manager.root()->find_as<TextField>("field")->text(); }
};

}  // namespace

TEST_CASE("dispatch: pressed shows at once, the click comes with the release") {
    Counting desk;
    RecordingPainter painter;
    desk.press("one");
    CHECK(desk.is_pressed("one"));
    CHECK(desk.manager.needs_redraw());
    CHECK(desk.one == 0);
    desk.release("one");
    CHECK_FALSE(desk.is_pressed("one"));
    CHECK(desk.one == 1);
}

TEST_CASE("dispatch: released elsewhere is no click, and coming back shows as pressed again") {
    Counting desk;
    desk.press("one");
    desk.manager.move(desk.bounds("two").centre(), desk.now_ms);
    CHECK_FALSE(desk.is_pressed("one"));
    CHECK_FALSE(desk.is_pressed("two"));
    desk.manager.move(desk.bounds("one").centre(), desk.now_ms);
    CHECK(desk.is_pressed("one"));
    desk.release("two");
    CHECK(desk.one == 0);
    CHECK(desk.two == 0);
}

TEST_CASE("dispatch: a cancelled press is no click") {
    Counting desk;
    desk.press("one");
    desk.manager.cancel(desk.now_ms);
    CHECK_FALSE(desk.is_pressed("one"));
    desk.release("one");
    CHECK(desk.one == 0);
}

TEST_CASE("dispatch: a double tap is one press, a later tap another") {
    Counting desk;
    desk.tap("one");
    desk.now_ms += 60;
    desk.tap("one");
    desk.now_ms += 60;
    desk.tap("two");
    CHECK(desk.one == 1);
    CHECK(desk.two == 0);
    desk.now_ms += 500;
    desk.tap("two");
    CHECK(desk.two == 1);
}

TEST_CASE("dispatch: keys of an on-screen keyboard may be tapped fast") {
    Counting desk;
    std::string typed;
    for (const char* letter : {"k", "h", "a", "i"}) {
        auto& key = desk.column.add<Button>(letter, letter);
        key.set_fast_repeat(true);
        key.on_click([&typed, letter] { typed += letter; });
    }
    for (const char* letter : {"k", "h", "a", "i", "i"}) {
        desk.tap(letter);
    }
    CHECK(typed == "khaii");
}

TEST_CASE("dispatch: a second finger is noise") {
    Counting desk;
    desk.press("one");
    desk.press("two");
    CHECK_FALSE(desk.is_pressed("two"));
    desk.release("one");
    desk.release("two");
    CHECK(desk.one == 1);
    CHECK(desk.two == 0);
}

TEST_CASE("dispatch: a release that never comes does not leave the screen dead") {
    Counting desk;
    desk.press("one");
    desk.now_ms += 20'000;
    desk.tap("two");
    CHECK(desk.one == 0);
    CHECK(desk.two == 1);
    CHECK_FALSE(desk.is_pressed("one"));
}

TEST_CASE("dispatch: disabled widgets and those in a disabled container take no press") {
    Counting desk;
    desk.manager.find("one")->set_enabled(false);
    desk.tap("one");
    CHECK(desk.one == 0);
    desk.now_ms += 1000;
    desk.column.set_enabled(false);
    desk.tap("two");
    CHECK(desk.two == 0);
}

TEST_CASE("dispatch: disabled, hidden or covered between press and release is no click") {
    Counting desk;
    SUBCASE("disabled") {
        desk.press("one");
        desk.manager.find("one")->set_enabled(false);
    }
    SUBCASE("hidden") {
        desk.press("one");
        desk.column.set_visible(false);
    }
    SUBCASE("covered by a dialog") {
        desk.press("one");
        desk.dialog.set_visible(true);
    }
    desk.manager.release(desk.bounds("one").centre(), desk.now_ms + 50);
    CHECK(desk.one == 0);
}

TEST_CASE("dispatch: a rebuild under the finger keeps the press, by id") {
    Counting desk;
    desk.press("one");
    desk.column.clear();
    desk.build();
    CHECK_FALSE(desk.is_pressed("one"));
    desk.manager.layout();
    CHECK(desk.is_pressed("one"));
    desk.release("one");
    CHECK(desk.one == 1);
}

TEST_CASE("dispatch: a rebuild without the pressed widget drops the press") {
    Counting desk;
    const Point at = desk.bounds("one").centre();
    desk.press("one");
    desk.column.clear();
    desk.column.add<Button>("other", "Khác").on_click([&desk] { ++desk.two; });
    desk.manager.release(at, desk.now_ms + 50);
    CHECK(desk.two == 0);
}

TEST_CASE("dispatch: a handler may tear down the screen it belongs to") {
    Counting desk;
    desk.manager.root()->find_as<Button>("one")->on_click([&desk] {
        desk.column.clear();
        desk.manager.set_root(std::make_unique<Column>());
        ++desk.one;
    });
    desk.tap("one");
    CHECK(desk.one == 1);
    CHECK(desk.manager.find("one") == nullptr);
}

TEST_CASE("dispatch: a timer may tear down the screen it belongs to") {
    Counting desk;
    desk.manager.after(100, [&desk] { desk.manager.set_root(nullptr); });
    desk.wait(0);
    desk.wait(150);
    CHECK(desk.manager.root() == nullptr);
    desk.manager.press({5, 5}, desk.now_ms);
    desk.manager.release({5, 5}, desk.now_ms);
}

TEST_CASE("dialog: while it is visible nothing beneath can be pressed or focused") {
    Counting desk;
    desk.dialog.set_visible(true);
    desk.manager.press(desk.bounds("one").centre(), desk.now_ms);
    desk.manager.release(desk.bounds("one").centre(), desk.now_ms);
    CHECK(desk.one == 0);
    CHECK(desk.dismissed == 1);  // beside the card
    desk.now_ms += 1000;
    desk.manager.press(desk.dialog.card().bounds().centre(), desk.now_ms);
    desk.manager.release(desk.dialog.card().bounds().centre(), desk.now_ms);
    CHECK(desk.dismissed == 1);
    desk.key(Key::Tab);
    REQUIRE(desk.manager.focused() != nullptr);
    CHECK(desk.manager.focused()->id() == "dialog.ok");
    desk.key(Key::Escape);
    CHECK(desk.dismissed == 2);
}

TEST_CASE("hold: fires while still pressed, and then there is no click") {
    Counting desk;
    int held = 0;
    desk.manager.root()->find_as<Button>("one")->on_hold(6000, [&held] { ++held; });
    desk.wait(0);
    desk.press("one");
    desk.wait(5900);
    CHECK(held == 0);
    desk.wait(200);
    CHECK(held == 1);
    desk.release("one");
    CHECK(desk.one == 0);
    desk.now_ms += 1000;
    desk.tap("one");  // a short press is still a click
    CHECK(desk.one == 1);
    desk.wait(10'000);
    CHECK(held == 1);
}

TEST_CASE("keys: Tab walks through what can be focused, Enter and Space press it") {
    Counting desk;
    desk.key(Key::Tab);
    desk.key(Key::Enter);
    CHECK(desk.one == 1);
    desk.key(Key::Tab);
    desk.now_ms += 1000;
    desk.key(Key::Space);
    CHECK(desk.two == 1);
    desk.key(Key::Tab, /*shift=*/true);
    CHECK(desk.manager.focused()->id() == "one");
    desk.key(Key::Tab, /*shift=*/true);
    CHECK(desk.manager.focused()->id() == "field");
}

TEST_CASE("keys: shortcuts come when nobody focused wants the key; letters typed into a field are no shortcuts") {
    Counting desk;
    std::vector<Key> heard;
    desk.manager.on_key([&heard](const KeyEvent& event) {
        heard.push_back(event.key);
        return true;
    });
    desk.key(Key::F1);
    desk.key(Key::Space);
    CHECK(heard == std::vector<Key>{Key::F1, Key::Space});
    desk.manager.focus("field");
    desk.key(Key::Space);
    desk.key(Key::A);
    CHECK(heard.size() == 2);
    desk.key(Key::F2);
    CHECK(heard.back() == Key::F2);
}

TEST_CASE("keys: the character of a shortcut that opens a field is not typed into it") {
    Counting desk;
    desk.manager.on_key([&desk](const KeyEvent&) {
        desk.manager.focus("field");
        return true;
    });
    desk.key(Key::W);
    desk.type(U"w");
    CHECK(desk.typed().empty());
    desk.key(Key::W);
    desk.type(U"w");
    CHECK(desk.typed() == "w");
}

TEST_CASE("keys: what is pressed with Alt or Ctrl is not typed, also where the field stays") {
    Counting desk;
    desk.manager.on_key([](const KeyEvent& event) { return event.alt || event.control; });
    desk.manager.focus("field");
    for (const bool has_alt : {true, false}) {
        desk.manager.key({Key::Digit1, /*control=*/!has_alt, /*shift=*/false, has_alt}, desk.now_ms += 1000);
        desk.type(U"1");
        CHECK(desk.typed().empty());
    }
    desk.key(Key::Digit2);
    desk.type(U"2");
    CHECK(desk.typed() == "2");
}

TEST_CASE("field: types and edits whole letters of UTF-8, within its limit") {
    Counting desk;
    auto& field = *desk.manager.root()->find_as<TextField>("field");
    std::string last;
    int submitted = 0;
    field.on_change([&last](const std::string& text) { last = text; });
    field.on_submit([&submitted] { ++submitted; });
    desk.tap("field");
    desk.type(U"Đỗ Ẵ");
    CHECK(last == "Đỗ Ẵ");
    desk.key(Key::Backspace);
    desk.key(Key::Left);
    desk.key(Key::Left);
    desk.key(Key::Backspace);
    CHECK(last == "ỗ ");
    desk.key(Key::End);
    desk.type(U"n");
    CHECK(last == "ỗ n");
    desk.key(Key::Home);
    desk.key(Key::Delete);
    CHECK(last == " n");
    field.set_max_bytes(3);
    desk.type(U"ab");
    CHECK(last == "a n");
    desk.key(Key::Enter);
    CHECK(submitted == 1);
}

TEST_CASE("field: a masked text is neither drawn nor told") {
    Desk desk;
    auto& field = desk.root<Column>().add<TextField>("pin", "Mật khẩu", Echo::Masked);
    field.set_text("bí mật");
    CHECK(field.drawn_text() == "••••••");
    CHECK(desk.manager.screen_map().find("bí mật") == std::string::npos);
}

TEST_CASE("focus: a rebuild keeps it by id") {
    Counting desk;
    desk.manager.focus("field");
    desk.column.clear();
    desk.build();
    desk.manager.layout();
    desk.type(U"a");
    CHECK(desk.typed() == "a");
}

TEST_CASE("activity: every press and key is heard, even beside all widgets") {
    Counting desk;
    int heard = 0;
    desk.manager.on_activity([&heard] { ++heard; });
    desk.manager.press({999, 799}, desk.now_ms);
    desk.manager.release({999, 799}, desk.now_ms);
    desk.key(Key::F9);
    CHECK(heard == 2);
}

TEST_CASE("timers: run in order of their deadlines, repeat without catching up, and can be cancelled") {
    Desk desk;
    desk.wait(0);
    std::string order;
    desk.manager.after(200, [&order] { order += "b"; });
    desk.manager.after(100, [&order] { order += "a"; });
    const TimerId never = desk.manager.after(150, [&order] { order += "x"; });
    const TimerId ticking = desk.manager.every(300, [&order] { order += "t"; });
    CHECK(desk.manager.next_deadline() == desk.now_ms + 100);
    desk.manager.cancel_timer(never);
    desk.wait(250);
    CHECK(order == "ab");
    desk.wait(1000);
    CHECK(order == "abt");
    desk.wait(300);
    CHECK(order == "abtt");
    desk.manager.cancel_timer(ticking);
    CHECK_FALSE(desk.manager.next_deadline().has_value());
}
