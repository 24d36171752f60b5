#include "shared/ui/sfml_painter.hpp"

#include <cmath>

#include "shared/ui/limits.hpp"

namespace motcua::ui {
namespace {

sf::Color to_sf(Color color) {
    return {color.r, color.g, color.b, color.a};
}

struct Quartered {
    float whole;
    int quarter;
};

Quartered quartered(float value) {
    const float quarters = std::floor(value * 4 + 0.5F);
    const float whole = std::floor(quarters / 4);
    return {whole, static_cast<int>(quarters - whole * 4)};
}

Point unit(Point v) {
    const float length = std::hypot(v.x, v.y);
    return length > 0 ? Point{v.x / length, v.y / length} : Point{};
}

/// Outward directions at the corners, long enough that the sides move by one.
std::vector<Point> corner_normals(std::span<const Point> outline) {
    const std::size_t n = outline.size();
    float twice_area = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const Point& a = outline[i];
        const Point& b = outline[(i + 1) % n];
        twice_area += a.x * b.y - b.x * a.y;
    }
    const float turn = twice_area < 0 ? -1.0F : 1.0F;
    const auto side_normal = [&](std::size_t i) {
        const Point along = unit({outline[(i + 1) % n].x - outline[i].x, outline[(i + 1) % n].y - outline[i].y});
        return Point{along.y * turn, -along.x * turn};
    };
    std::vector<Point> normals(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Point a = side_normal((i + n - 1) % n);
        const Point b = side_normal(i);
        const Point sum = unit({a.x + b.x, a.y + b.y});
        const float lean = std::max(0.4F, sum.x * b.x + sum.y * b.y);  // bounded at sharp corners
        normals[i] = {sum.x / lean, sum.y / lean};
    }
    return normals;
}

Point moved(Point p, Point direction, float by) {
    return {p.x + direction.x * by, p.y + direction.y * by};
}

}  // namespace

SfmlPainter::SfmlPainter(sf::RenderTarget& target, const type::FontSet& fonts)
    : target_(target), atlas_(fonts, [this] { flush(); }) {}

void SfmlPainter::begin(int width, int height) {
    size_ = {static_cast<float>(width), static_cast<float>(height)};
    clips_.clear();
    apply_clip();
}

void SfmlPainter::end() {
    flush();
}

void SfmlPainter::use(const sf::Texture* texture) {
    if (texture_ != texture) {
        flush();
        texture_ = texture;
    }
}

void SfmlPainter::flush() {
    if (triangles_.getVertexCount() > 0) {
        target_.draw(triangles_, sf::RenderStates(texture_));
        triangles_.clear();
    }
}

void SfmlPainter::vertex(Point at, Color color) {
    triangles_.append(sf::Vertex({at.x, at.y}, to_sf(color)));
}

void SfmlPainter::quad(Point a, Point b, Point c, Point d, Color ab, Color cd) {
    vertex(a, ab);
    vertex(b, ab);
    vertex(c, cd);
    vertex(a, ab);
    vertex(c, cd);
    vertex(d, cd);
}

void SfmlPainter::fill_convex(std::span<const Point> outline, Color color, float feather_px) {
    if (outline.size() < 3 || color.a == 0) {
        return;
    }
    use(nullptr);  // software drivers fill plain colours several times faster
    const auto normals = corner_normals(outline);
    const float half = feather_px / 2;
    const Color clear = color.with_alpha(0);
    const std::size_t n = outline.size();
    const Point hub = moved(outline[0], normals[0], -half);
    for (std::size_t i = 1; i + 1 < n; ++i) {
        vertex(hub, color);
        vertex(moved(outline[i], normals[i], -half), color);
        vertex(moved(outline[i + 1], normals[i + 1], -half), color);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t j = (i + 1) % n;
        quad(moved(outline[i], normals[i], -half), moved(outline[j], normals[j], -half),
             moved(outline[j], normals[j], half), moved(outline[i], normals[i], half), color, clear);
    }
}

void SfmlPainter::fill_band(std::span<const Point> inner, std::span<const Point> outer, bool closed, Color color) {
    const std::size_t n = std::min(inner.size(), outer.size());
    if (n < 2 || color.a == 0) {
        return;
    }
    use(nullptr);
    const Color clear = color.with_alpha(0);
    constexpr float half = 0.5F;
    for (std::size_t i = 0; i < (closed ? n : n - 1); ++i) {
        const std::size_t j = (i + 1) % n;
        const Point out_i = unit({outer[i].x - inner[i].x, outer[i].y - inner[i].y});
        const Point out_j = unit({outer[j].x - inner[j].x, outer[j].y - inner[j].y});
        quad(moved(inner[i], out_i, -half), moved(inner[j], out_j, -half), moved(inner[j], out_j, half),
             moved(inner[i], out_i, half), clear, color);
        quad(moved(inner[i], out_i, half), moved(inner[j], out_j, half), moved(outer[j], out_j, -half),
             moved(outer[i], out_i, -half), color, color);
        quad(moved(outer[i], out_i, -half), moved(outer[j], out_j, -half), moved(outer[j], out_j, half),
             moved(outer[i], out_i, half), color, clear);
    }
}

void SfmlPainter::fill_rect(const Rect& rect, Color color) {
    if (rect.w <= 0 || rect.h <= 0 || color.a == 0) {
        return;
    }
    const bool covers_all = rect.x <= 0 && rect.y <= 0 && rect.right() >= size_.w && rect.bottom() >= size_.h;
    if (covers_all && color.a == 255 && clips_.empty()) {
        triangles_.clear();  // nothing drawn before is seen; software drivers clear far faster than they fill
        target_.clear(to_sf(color));
        return;
    }
    use(nullptr);
    const float left = std::round(rect.x);
    const float top = std::round(rect.y);
    const float right = std::round(rect.right());
    const float bottom = std::round(rect.bottom());
    quad({left, top}, {right, top}, {right, bottom}, {left, bottom}, color, color);
}

void SfmlPainter::draw_line_of_text(const type::ShapedLine& line, Point origin, Color color) {
    const float baseline = std::round(origin.y);
    for (const type::Glyph& glyph : line.glyphs) {
        const Quartered x = quartered(origin.x + glyph.x);
        const Quartered y = quartered(baseline + glyph.y);
        const AtlasGlyph& drawn = atlas_.glyph(line.weight, glyph.id, line.size_px, x.quarter, y.quarter);
        if (drawn.page == nullptr) {
            continue;
        }
        use(drawn.page);
        const float left = x.whole + static_cast<float>(drawn.left) * drawn.scale;
        const float top = y.whole - static_cast<float>(drawn.top) * drawn.scale;
        textured(
            {left, top, static_cast<float>(drawn.width) * drawn.scale, static_cast<float>(drawn.height) * drawn.scale},
            {static_cast<float>(drawn.x), static_cast<float>(drawn.y), static_cast<float>(drawn.width),
             static_cast<float>(drawn.height)},
            to_sf(color));
    }
}

void SfmlPainter::textured(const Rect& to, const Rect& from, sf::Color tint) {
    const sf::Vertex a({to.x, to.y}, tint, {from.x, from.y});
    const sf::Vertex b({to.right(), to.y}, tint, {from.right(), from.y});
    const sf::Vertex c({to.right(), to.bottom()}, tint, {from.right(), from.bottom()});
    const sf::Vertex d({to.x, to.bottom()}, tint, {from.x, from.bottom()});
    for (const sf::Vertex* corner : {&a, &b, &c, &a, &c, &d}) {
        triangles_.append(*corner);
    }
}

const sf::Texture* SfmlPainter::picture(const std::filesystem::path& file) {
    const auto known = pictures_.find(file);
    if (known != pictures_.end()) {
        return known->second.get();
    }
    if (pictures_.size() >= max_pictures) {
        flush();
        texture_ = nullptr;
        pictures_.clear();
    }
    auto loaded = std::make_unique<sf::Texture>();
    if (loaded->loadFromFile(file.string())) {
        loaded->setSmooth(true);
        loaded->generateMipmap();  // logos are usually larger than the place they get
    } else {
        loaded.reset();
    }
    return pictures_.emplace(file, std::move(loaded)).first->second.get();
}

void SfmlPainter::draw_picture(const std::filesystem::path& file, const Rect& box) {
    const sf::Texture* loaded = picture(file);
    if (loaded == nullptr || box.w < 1 || box.h < 1) {
        return;
    }
    const auto width = static_cast<float>(loaded->getSize().x);
    const auto height = static_cast<float>(loaded->getSize().y);
    const float scale = std::min(box.w / width, box.h / height);
    const float left = std::round(box.centre().x - width * scale / 2);
    const float top = std::round(box.centre().y - height * scale / 2);
    use(loaded);
    textured({left, top, width * scale, height * scale}, {0, 0, width, height}, sf::Color::White);
}

void SfmlPainter::push_clip(const Rect& rect) {
    flush();
    const Rect now = clips_.empty() ? Rect{0, 0, size_.w, size_.h} : clips_.back();
    const float left = std::max(now.x, std::round(rect.x));
    const float top = std::max(now.y, std::round(rect.y));
    clips_.push_back({left, top, std::max(0.0F, std::min(now.right(), std::round(rect.right())) - left),
                      std::max(0.0F, std::min(now.bottom(), std::round(rect.bottom())) - top)});
    apply_clip();
}

void SfmlPainter::pop_clip() {
    flush();
    clips_.pop_back();
    apply_clip();
}

void SfmlPainter::apply_clip() {
    // SFML 2.5 has no scissor: a view that shows exactly the clip in its own place cuts off the rest.
    const Rect clip = clips_.empty() ? Rect{0, 0, size_.w, size_.h} : clips_.back();
    sf::View view(sf::FloatRect(clip.x, clip.y, std::max(1.0F, clip.w), std::max(1.0F, clip.h)));
    view.setViewport(
        {clip.x / size_.w, clip.y / size_.h, std::max(1.0F, clip.w) / size_.w, std::max(1.0F, clip.h) / size_.h});
    target_.setView(view);
}

}  // namespace motcua::ui
