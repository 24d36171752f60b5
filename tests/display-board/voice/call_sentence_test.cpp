#include "display-board/voice/call_sentence.hpp"

#include <doctest/doctest.h>

namespace motcua::board {
namespace {

SpokenCall call(TicketNumber number, std::string name, std::string vi = {}, std::string en = {}) {
    SpokenCall made{number, std::move(name), {}, CallKind::First};
    if (!vi.empty()) {
        made.counter_label.by_language.emplace_back("vi", std::move(vi));
    }
    if (!en.empty()) {
        made.counter_label.by_language.emplace_back("en", std::move(en));
    }
    return made;
}

TEST_CASE("call: the sentence in both languages") {
    const SpokenCall made = call({'A', 25}, "3", "Quầy 3", "Counter 3");
    CHECK(call_sentence(made, "vi") == Sentence{"vi", "Mời công dân có số A không hai năm, đến quầy số ba."});
    CHECK(call_sentence(made, "en") == Sentence{"en", "Ticket A zero two five, please go to counter three."});
}

TEST_CASE("call: a recall says so") {
    SpokenCall made = call({'B', 101}, "12", "Quầy 12", "Counter 12");
    made.kind = CallKind::Again;
    CHECK(call_sentence(made, "vi").text == "Gọi lại: mời công dân có số bê một không một, đến quầy số mười hai.");
    CHECK(call_sentence(made, "en").text == "Calling again: ticket B one zero one, please go to counter twelve.");
}

TEST_CASE("call: the place is named as the hall names it") {
    CHECK(vietnamese_place(call({'A', 1}, "3")) == "quầy số ba");
    CHECK(vietnamese_place(call({'A', 1}, "A1", "Quầy A1")) == "quầy A một");
    CHECK(vietnamese_place(call({'A', 1}, "3", "Quầy số 3")) == "quầy số ba");
    CHECK(vietnamese_place(call({'A', 1}, "3", "Bàn 3")) == "bàn số ba");
    CHECK(vietnamese_place(call({'A', 1}, "hộ tịch", "Quầy hộ tịch")) == "quầy hộ tịch");
    CHECK(vietnamese_place(call({'A', 1}, "7", "Phòng Đất đai (tầng 2)")) == "phòng Đất đai tầng hai");
    CHECK(vietnamese_place(call({'A', 1}, "3", "3")) == "quầy số ba");
    CHECK(vietnamese_place(call({'A', 1}, "13", "Quầy 3")) == "quầy ba");
    CHECK(vietnamese_place(call({'A', 1}, "")) == "quầy");
    CHECK(english_place(call({'A', 1}, "A1", "Quầy A1", "Counter A1")) == "counter A one");
    CHECK(english_place(call({'A', 1}, "3", "Quầy 3")) == "counter three");
    CHECK(english_place(call({'A', 1}, "7", "", "Land office, floor 2")) == "land office floor two");
}

TEST_CASE("call: a language that cannot be spoken is called in Vietnamese") {
    CHECK(!can_speak("bdq"));
    CHECK(call_sentence(call({'A', 25}, "3"), "bdq").language == "vi");
}

TEST_CASE("call: every number of a day has a sentence of its own") {
    std::string before;
    for (int serial = 1; serial <= 999; ++serial) {
        const std::string text = call_sentence(call({'A', serial}, "3"), "vi").text;
        CHECK(text != before);
        CHECK(text.starts_with("Mời công dân có số A "));
        before = text;
    }
}

}  // namespace
}  // namespace motcua::board
