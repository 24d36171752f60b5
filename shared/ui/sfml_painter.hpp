#pragma once
// The Painter that draws through SFML. Collects triangles of one texture and hands them over in one call.
// Window thread; owned by the Window.

#include <SFML/Graphics/RenderTarget.hpp>
#include <SFML/Graphics/VertexArray.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "shared/ui/atlas.hpp"
#include "shared/ui/painter.hpp"

namespace motcua::ui {

class SfmlPainter : public Painter {
  public:
    SfmlPainter(sf::RenderTarget& target, const type::FontSet& fonts);

    /// Before and after a frame of `width` x `height` pixels.
    void begin(int width, int height);
    void end();

    void fill_convex(std::span<const Point> outline, Color color, float feather_px = 1) override;
    void fill_band(std::span<const Point> inner, std::span<const Point> outer, bool closed, Color color) override;
    void fill_rect(const Rect& rect, Color color) override;
    void draw_line_of_text(const type::ShapedLine& line, Point origin, Color color) override;
    void draw_picture(const std::filesystem::path& file, const Rect& box) override;
    void push_clip(const Rect& rect) override;
    void pop_clip() override;

  private:
    void use(const sf::Texture* texture);
    void flush();
    void apply_clip();
    void vertex(Point at, Color color);
    const sf::Texture* picture(const std::filesystem::path& file);
    /// Two triangles of the texture in use.
    void textured(const Rect& to, const Rect& from, sf::Color tint);
    void quad(Point a, Point b, Point c, Point d, Color ab, Color cd);

    sf::RenderTarget& target_;
    sf::VertexArray triangles_{sf::Triangles};
    const sf::Texture* texture_ = nullptr;
    Atlas atlas_;
    std::vector<Rect> clips_;
    std::map<std::filesystem::path, std::unique_ptr<sf::Texture>> pictures_;  ///< null: not readable, told once
    Size size_;
};

}  // namespace motcua::ui
