#pragma once
// Boxes that place their children: Row, Column, Grid, Stack, Spacer.

#include <optional>
#include <vector>

#include "shared/ui/widget.hpp"

namespace motcua::ui {

/// A box with a surface, padding and rounded corners. Base of all containers.
class Box : public Widget {
  public:
    using Widget::Widget;
    Surface surface() const override { return surface_; }
    void set_surface(Surface surface);  ///< None by default
    void set_padding_mm(float all) { set_padding_mm(all, all); }
    void set_padding_mm(float horizontal, float vertical);
    void set_gap_mm(float gap);        ///< the theme's gap_mm by default
    void set_radius_mm(float radius);  ///< 0 by default for None, Background and Header; else the theme's
    std::string_view kind() const override { return "box"; }

  protected:
    void draw(Painter& painter, const Look& look) const override;
    Rect content(const Look& look) const;     ///< bounds without padding
    Size padding_px(const Look& look) const;  ///< of one side
    float gap_px(const Look& look) const;

  private:
    Surface surface_ = Surface::None;
    Size padding_mm_;
    std::optional<float> gap_mm_;
    std::optional<float> radius_mm_;
};

/// Children one after another. Spare length goes to those with grow > 0; when there is too little, they give way first.
class Flow : public Box {
  public:
    void set_cross(Align align);  ///< across the direction; Stretch by default
    void set_main(Align align);   ///< where the children stand when nothing grows; Start by default

  protected:
    enum class Direction : std::uint8_t { Across, Down };
    Flow(Direction direction, std::string id) : Box(std::move(id)), direction_(direction) {}
    Size measure(const Look& look, Size available) const override;
    void arrange(const Look& look) override;

  private:
    struct Shares {
        std::vector<float> hints;    ///< wanted along the direction
        std::vector<float> lengths;  ///< given; more than the room only when what does not grow needs more
        bool grows = false;
    };
    Shares share_out(const Look& look, const std::vector<Widget*>& children, Size room) const;

    Direction direction_;
    Align cross_ = Align::Stretch;
    Align main_ = Align::Start;
};

class Row : public Flow {
  public:
    explicit Row(std::string id = {}) : Flow(Direction::Across, std::move(id)) {}
};

class Column : public Flow {
  public:
    explicit Column(std::string id = {}) : Flow(Direction::Down, std::move(id)) {}
};

/// Equal cells, filled row by row. Rows share the given height; a Grid in a Column usually has set_grow(1).
class Grid : public Box {
  public:
    explicit Grid(int columns, std::string id = {});
    void set_columns(int columns);
    void set_min_rows(int rows);  ///< keeps cells the same size while there are fewer children
    void set_max_cell_height_mm(float mm);
    void set_main(Align align);  ///< where the rows stand when they need less than the height; Start by default

  protected:
    Size measure(const Look& look, Size available) const override;
    void arrange(const Look& look) override;

  private:
    int rows() const;
    int filled_rows() const;
    int columns_;
    int min_rows_ = 0;
    float max_cell_height_mm_ = 0;
    Align main_ = Align::Start;
};

/// Children over one another, each filling the box (or centred by its align and hint). The last is on top.
class Stack : public Box {
  public:
    using Box::Box;

  protected:
    Size measure(const Look& look, Size available) const override;
    void arrange(const Look& look) override;
};

/// Empty space that grows.
class Spacer : public Widget {
  public:
    explicit Spacer(float weight = 1) { set_grow(weight); }
};

/// A thin line in the border colour of the surface beneath.
class Rule : public Widget {
  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;
};

}  // namespace motcua::ui
