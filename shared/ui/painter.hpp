#pragma once
// Drawing as the widgets see it. The window's painter draws through SFML; tests use one that records.
// Shapes are given as convex outlines or strips and drawn with soft edges, so they need no multisampling.

#include <filesystem>
#include <span>
#include <string_view>

#include "shared/type/font.hpp"
#include "shared/type/qr.hpp"
#include "shared/ui/color.hpp"
#include "shared/ui/geometry.hpp"

namespace motcua::ui {

class Painter {
  public:
    Painter() = default;
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;
    virtual ~Painter() = default;

    // What an implementation provides.
    /// A convex outline (either turn), its edge fading over `feather_px` (1 is plain smoothing, more is a shadow).
    virtual void fill_convex(std::span<const Point> outline, Color color, float feather_px = 1) = 0;
    /// The band between two outlines of equal length; closed joins the last pair to the first.
    virtual void fill_band(std::span<const Point> inner, std::span<const Point> outer, bool closed, Color color) = 0;
    /// Axis-aligned, edges rounded to whole pixels, no fading.
    virtual void fill_rect(const Rect& rect, Color color) = 0;
    /// `origin` is the start of the baseline; its y is rounded to a whole pixel.
    virtual void draw_line_of_text(const type::ShapedLine& line, Point origin, Color color) = 0;
    /// A PNG or JPEG file at its own proportions, as large as fits `box`, centred. Nothing when it cannot be read.
    virtual void draw_picture(const std::filesystem::path& file, const Rect& box);
    virtual void push_clip(const Rect& rect) = 0;  ///< intersects with the clip in force
    virtual void pop_clip() = 0;

    // Made of the above.
    void fill_rounded(const Rect& rect, float radius, Color color);
    void stroke_rounded(const Rect& rect, float radius, float width, Color color);  ///< the stroke lies inside `rect`
    void shadow(const Rect& rect, float radius, float spread, Color color);
    void fill_circle(Point centre, float radius, Color color);
    void stroke_circle(Point centre, float radius, float width, Color color);
    void line(Point from, Point to, float width, Color color);  ///< round ends
    void polyline(std::span<const Point> points, float width, Color color, bool closed = false);
    /// Turns are fractions of a circle from twelve o'clock, clockwise; round ends.
    void arc(Point centre, float radius, float width, float from_turn, float to_turn, Color color);
    /// With its quiet zone of 4 light modules, at the largest whole module size that fits `box`, centred.
    void qr(const type::QrMatrix& matrix, const Rect& box);
};

}  // namespace motcua::ui
