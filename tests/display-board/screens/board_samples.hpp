#pragma once
// Boards as a hall would have them, the displays they hang on, and both languages from the sources of the catalogue.

#include <string>
#include <vector>

#include "display-board/screens/board_words.hpp"
#include "shared/ui/display.hpp"

namespace motcua::board {

struct SampleDisplay {
    std::string name;
    ui::Display display;
};

/// 55" full HD at 8 m is the case the sizes are made for; the others are usual in smaller halls.
inline std::vector<SampleDisplay> sample_displays() {
    return {{"55in-fhd-8m", ui::Display::from_diagonal(1920, 1080, 55, 8)},
            {"55in-fhd-4m", ui::Display::from_diagonal(1920, 1080, 55, 4)},
            {"32in-hd-4m", ui::Display::from_diagonal(1280, 720, 32, 4)},
            {"32in-portrait-4m", ui::Display::from_diagonal(1080, 1920, 32, 4)},
            {"65in-uhd-8m", ui::Display::from_diagonal(3840, 2160, 65, 8)}};
}

/// The same, and displays that are a little too small for their distance, as the reading check says: what is shown on
/// them is smaller, but nothing is missing.
inline std::vector<SampleDisplay> sample_and_tight_displays() {
    std::vector<SampleDisplay> displays = sample_displays();
    displays.push_back({"55in-portrait-8m", ui::Display::from_diagonal(1080, 1920, 55, 8)});
    return displays;
}

inline LocalText text(std::string vi, std::string en = {}) {
    LocalText made;
    made.by_language.emplace_back("vi", std::move(vi));
    if (!en.empty()) {
        made.by_language.emplace_back("en", std::move(en));
    }
    return made;
}

inline LocalText counter_label(const std::string& name) {
    return text("Quầy " + name, "Counter " + name);
}

inline BoardScreen busy_board(int rows = 11) {
    BoardScreen screen;
    screen.page = BoardPage::Hall;
    screen.agency = text("Trung tâm Phục vụ hành chính công tỉnh Kon Tum", "Kon Tum Public Service Centre");
    screen.branch = text("Bộ phận Tiếp nhận và Trả kết quả", "Reception and results");
    screen.clock = WallClock{*date_of(2026, 11, 23), 9 * 60 + 41};
    screen.large = LargeCall{{'A', 25}, "3", counter_label("3"), LargeState::Announcing};
    for (int i = 0; i < rows; ++i) {
        const std::string name = i == 2 ? "A1" : std::to_string(i + 4);
        screen.rows.push_back({{static_cast<char>('B' + i), 107 + i * 31}, name, counter_label(name), i % 3 == 1});
    }
    screen.missed = {{'A', 12}, {'C', 14}, {'D', 3}, {'A', 19}, {'H', 7}, {'E', 1}, {'K', 88}};
    screen.coming = {{'A', 26}, {'B', 108}};
    screen.waiting = 37;
    screen.notices = {text("Vui lòng giữ phiếu và chờ gọi số. Xin cảm ơn!", "Please keep your ticket and wait."),
                      text("Nộp hồ sơ trực tuyến tại dichvucong.gov.vn để không phải chờ.")};
    return screen;
}

}  // namespace motcua::board
