#include "display-board/screens/reading_check.hpp"

#include <fmt/format.h>

#include "display-board/screens/board_screens.hpp"

namespace motcua::board {

std::vector<TextClass> reading_check(const ui::Look& look, const BoardLanguages& languages) {
    ui::Manager manager(look);
    BoardScreens screens(manager, languages);
    BoardScreen sample;
    sample.page = BoardPage::Hall;
    LargeCall call;
    call.number = {'W', 888};
    call.counter_name = "12";
    call.counter_label.by_language = {{"vi", "Quầy 12"}, {"en", "Counter 12"}};
    sample.large = call;
    screens.update(sample, {});
    manager.layout();
    const auto capital_mm = [&](const char* id) {
        const auto* text = dynamic_cast<const BigText*>(manager.find(id));
        return text != nullptr ? text->capital_mm(manager.look()) : 0.0F;
    };
    const float number_mm = capital_mm("board.current.number");
    const float counter_mm = capital_mm("board.current.place");
    const float text_mm = screens.layout().text_mm;
    return {{"number", number_mm, number_mm / large_mm_per_metre},
            {"counter", counter_mm, counter_mm / large_mm_per_metre},
            {"other text", text_mm, text_mm / text_mm_per_metre}};
}

std::string words_of(const TextClass& text, float viewing_distance_m) {
    return fmt::format(
        "{}: capitals {:.0f} mm, readable from {:.1f} m{}", text.name, text.capital_mm, text.readable_m,
        text.readable_m + 0.05F < viewing_distance_m
            ? fmt::format("; too small for a reader at {:.1f} m: use a larger display", viewing_distance_m)
            : "");
}

}  // namespace motcua::board
