#pragma once
// Draws a BoardScreen with shared/ui. Built once for a display; update() sets texts. On the window's thread.
//
// ids: board.agency, board.branch, board.clock, board.date, board.current.state|number|place|small, board.calm,
// board.rows.title, board.row.N.number|place (N from 0), board.info, board.waiting, board.notice, board.stale,
// board.message.title|code|text.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "display-board/model/board_screen.hpp"
#include "display-board/screens/big_text.hpp"
#include "display-board/screens/board_layout.hpp"
#include "display-board/screens/board_words.hpp"
#include "shared/ui/ui.hpp"

namespace motcua::board {

class BoardScreens {
  public:
    /// Takes the manager's display and theme as they are now. `manager` outlives this.
    BoardScreens(ui::Manager& manager, BoardLanguages languages);

    /// `link_words` says how the link stands, for a board that has nothing else to show. After the window's size has
    /// changed everything is built anew.
    void update(const BoardScreen& screen, const std::string& link_words);
    const BoardLayout& layout() const { return layout_; }

  private:
    struct RowWidgets {
        ui::Row* row = nullptr;
        ui::Label* number = nullptr;
        ui::Label* place = nullptr;
    };

    struct PlaceLines {  ///< the words beside a counter's large name
        BigText::Lines before;
        BigText::Lines after;
        float capital_mm = 0;
    };

    ui::Label& text_in(ui::Widget& parent, const std::string& id, ui::TextRole role, std::size_t lines = 1);
    void build();
    void build_header(ui::Column& page);
    void build_roomy_header(ui::Column& page);
    void build_body(ui::Column& page);
    void build_current(ui::Flow& body);
    void build_rows(ui::Flow& body);
    void build_foot(ui::Column& page);
    void build_message(ui::Stack& pages);

    void update_header(const BoardScreen& screen);
    void update_current(const BoardScreen& screen);
    void update_rows(const BoardScreen& screen);
    void update_foot(const BoardScreen& screen);
    void update_message(const BoardScreen& screen, const std::string& link_words);
    void drift(std::uint32_t step);
    float width_px(const std::string& text, ui::TextRole role, float capital_mm) const;
    Fits fits(ui::TextRole role, float room_px, float capital_mm) const;
    /// At the smallest size that can be read from the distance.
    Fits fits(ui::TextRole role, float room_px) const { return fits(role, room_px, layout_.least_mm); }
    /// Shows a text alone on a page: its lines balanced, of several pages the one whose turn it is.
    void show_sentence(ui::Label& label, const std::string& text, ui::TextRole role, float scale, std::uint32_t turn);
    float page_width_px() const;
    float sentence_margin_mm() const;
    void show_place(const LargeCall& call, const BoardScreen& screen);
    std::optional<PlaceLines> place_lines(const LargePlace& place) const;

    ui::Manager& manager_;
    BoardLanguages languages_;
    ui::Theme base_theme_;
    ui::Display built_for_;
    BoardLayout layout_;
    bool is_greyed_ = false;

    ui::Spacer* left_ = nullptr;
    ui::Spacer* right_ = nullptr;
    ui::Spacer* top_ = nullptr;
    ui::Spacer* bottom_ = nullptr;
    ui::Column* hall_ = nullptr;
    ui::Column* message_ = nullptr;
    ui::Label* agency_ = nullptr;
    ui::Label* branch_ = nullptr;  ///< none in portrait and where there is one line
    ui::Label* clock_ = nullptr;
    ui::Label* date_ = nullptr;   ///< none where there is one line: it takes turns with the agency
    ui::Column* list_ = nullptr;  ///< the earlier calls
    ui::Column* current_ = nullptr;
    ui::Column* call_ = nullptr;
    ui::Column* calm_ = nullptr;
    std::vector<ui::Label*> calm_texts_;
    ui::Label* state_ = nullptr;
    BigText* number_ = nullptr;
    BigText* place_ = nullptr;
    ui::Label* small_place_ = nullptr;
    ui::Label* rows_title_ = nullptr;
    std::vector<RowWidgets> rows_;
    ui::Row* info_row_ = nullptr;
    ui::Label* info_ = nullptr;
    ui::Label* waiting_ = nullptr;
    ui::Label* notice_ = nullptr;
    ui::Row* stale_row_ = nullptr;
    ui::Label* stale_ = nullptr;
    ui::Label* message_title_ = nullptr;
    BigText* message_code_ = nullptr;
    ui::Label* message_text_ = nullptr;
};

}  // namespace motcua::board
