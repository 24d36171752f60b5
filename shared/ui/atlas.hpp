#pragma once
// Glyph bitmaps in textures, each drawn once per (weight, glyph, size, quarter of a pixel). Owned by the window's
// painter; window thread. Pages are bounded; when all are full the one used longest ago is emptied.

#include <SFML/Graphics/Texture.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "shared/type/font.hpp"

namespace motcua::ui {

struct AtlasGlyph {
    const sf::Texture* page = nullptr;  ///< null: nothing to draw (a space)
    int x = 0;                          ///< within the page
    int y = 0;
    int width = 0;
    int height = 0;
    int left = 0;
    int top = 0;
    float scale = 1;  ///< over 1 for glyphs larger than any bitmap
};

class Atlas {
  public:
    /// `flush` draws everything that still refers to a page; called before a page is emptied.
    Atlas(const type::FontSet& fonts, std::function<void()> flush);

    /// Valid until the next call of glyph() that empties its page (flush has run by then).
    const AtlasGlyph& glyph(type::Weight weight, std::uint32_t id, float size_px, int phase_x, int phase_y);

    std::size_t page_count() const { return pages_.size(); }

  private:
    struct Page {
        sf::Texture texture;
        int shelf_x = 0;
        int shelf_y = 0;
        int shelf_height = 0;
        std::uint64_t used = 0;
        std::vector<std::uint64_t> keys;
    };

    AtlasGlyph draw(type::Weight weight, std::uint32_t id, float size_px, int phase_x, int phase_y, std::uint64_t key);
    bool reserve(Page& page, int width, int height, int& x, int& y) const;
    Page& page_with_room(int width, int height, int& x, int& y);
    void clear(Page& page);

    const type::FontSet& fonts_;
    std::function<void()> flush_;
    std::vector<std::unique_ptr<Page>> pages_;
    struct Entry {
        AtlasGlyph glyph;
        Page* page = nullptr;
    };
    std::unordered_map<std::uint64_t, Entry> glyphs_;
    std::uint64_t clock_ = 0;
};

}  // namespace motcua::ui
