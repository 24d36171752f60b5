#include "shared/ui/atlas.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "shared/type/limits.hpp"
#include "shared/ui/limits.hpp"

namespace motcua::ui {
namespace {

constexpr int border_px = 1;  // empty texels around each glyph, so that neighbours never bleed in

/// Sizes are kept in quarters of a pixel; weight, phases and glyph fill the rest.
std::uint64_t key_of(type::Weight weight, std::uint32_t id, float size_px, int phase_x, int phase_y) {
    const auto quarters = static_cast<std::uint64_t>(std::lround(size_px * 4));
    return quarters << 40 | static_cast<std::uint64_t>(weight) << 36 | static_cast<std::uint64_t>(phase_x) << 34 |
           static_cast<std::uint64_t>(phase_y) << 32 | id;
}

}  // namespace

Atlas::Atlas(const type::FontSet& fonts, std::function<void()> flush) : fonts_(fonts), flush_(std::move(flush)) {
    int x = 0;
    int y = 0;
    page_with_room(1, 1, x, y);
}

const AtlasGlyph& Atlas::glyph(type::Weight weight, std::uint32_t id, float size_px, int phase_x, int phase_y) {
    const std::uint64_t key = key_of(weight, id, size_px, phase_x, phase_y);
    auto found = glyphs_.find(key);
    if (found == glyphs_.end()) {
        AtlasGlyph drawn = draw(weight, id, size_px, phase_x, phase_y, key);
        Page* page = nullptr;
        for (const auto& one : pages_) {
            page = drawn.page == &one->texture ? one.get() : page;
        }
        found = glyphs_.emplace(key, Entry{drawn, page}).first;
    }
    if (found->second.page != nullptr) {
        found->second.page->used = ++clock_;
    }
    return found->second.glyph;
}

AtlasGlyph Atlas::draw(type::Weight weight, std::uint32_t id, float size_px, int phase_x, int phase_y,
                       std::uint64_t key) {
    const float drawn_px = std::min(size_px, type::max_bitmap_size_px);
    const type::GlyphBitmap bitmap = fonts_.bitmap(weight, id, drawn_px, phase_x, phase_y);
    AtlasGlyph made;
    made.scale = size_px / drawn_px;
    const int width = bitmap.width + 2 * border_px;
    const int height = bitmap.height + 2 * border_px;
    if (bitmap.grey.empty() || width > static_cast<int>(atlas_page_px) || height > static_cast<int>(atlas_page_px)) {
        return made;
    }
    std::vector<sf::Uint8> texels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
    for (std::size_t i = 3; i < texels.size(); i += 4) {
        texels[i] = 0;
    }
    for (int row = 0; row < bitmap.height; ++row) {
        for (int column = 0; column < bitmap.width; ++column) {
            const int dot = row * bitmap.width + column;
            const int texel = (row + border_px) * width + column + border_px;
            texels[static_cast<std::size_t>(texel) * 4 + 3] = bitmap.grey[static_cast<std::size_t>(dot)];
        }
    }
    int x = 0;
    int y = 0;
    Page& page = page_with_room(width, height, x, y);
    page.texture.update(texels.data(), static_cast<unsigned>(width), static_cast<unsigned>(height),
                        static_cast<unsigned>(x), static_cast<unsigned>(y));
    page.keys.push_back(key);
    if (made.scale > 1) {
        page.texture.setSmooth(true);  // all others are copied texel by pixel
    }
    made.page = &page.texture;
    made.x = x + border_px;
    made.y = y + border_px;
    made.width = bitmap.width;
    made.height = bitmap.height;
    made.left = bitmap.left;
    made.top = bitmap.top;
    return made;
}

bool Atlas::reserve(Page& page, int width, int height, int& x, int& y) const {
    const int side = static_cast<int>(atlas_page_px);
    if (page.shelf_x + width > side) {
        page.shelf_y += page.shelf_height;
        page.shelf_x = 0;
        page.shelf_height = 0;
    }
    if (page.shelf_y + height > side || page.shelf_x + width > side) {
        return false;
    }
    x = page.shelf_x;
    y = page.shelf_y;
    page.shelf_x += width;
    page.shelf_height = std::max(page.shelf_height, height);
    return true;
}

Atlas::Page& Atlas::page_with_room(int width, int height, int& x, int& y) {
    for (const auto& page : pages_) {
        if (reserve(*page, width, height, x, y)) {
            return *page;
        }
    }
    if (pages_.size() < max_atlas_pages) {
        auto page = std::make_unique<Page>();
        if (!page->texture.create(atlas_page_px, atlas_page_px)) {
            throw Failure(Problem("the graphics driver gives no texture of {} pixels", atlas_page_px));
        }
        pages_.push_back(std::move(page));
    } else {
        const auto longest_ago = std::min_element(pages_.begin(), pages_.end(),
                                                  [](const auto& a, const auto& b) { return a->used < b->used; });
        clear(**longest_ago);
        std::swap(*longest_ago, pages_.back());
    }
    reserve(*pages_.back(), width, height, x, y);
    return *pages_.back();
}

void Atlas::clear(Page& page) {
    flush_();
    for (const std::uint64_t key : page.keys) {
        glyphs_.erase(key);
    }
    page.keys.clear();
    page.shelf_x = page.shelf_y = page.shelf_height = 0;
    page.texture.setSmooth(false);
}

}  // namespace motcua::ui
