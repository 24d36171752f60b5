#pragma once
// The physical screen: layouts are written in millimetres and converted here.

namespace motcua::ui {

struct Display {
    int width_px = 1920;
    int height_px = 1080;
    float mm_per_px = 0.248F;         ///< 21.5" FHD 0.248; 32" portrait 1080x1920 0.369; 55" FHD 0.634
    float viewing_distance_m = 0.6F;  ///< of the farthest reader

    float px(float mm) const { return mm / mm_per_px; }
    float mm(float px) const { return px * mm_per_px; }
    float width_mm() const { return mm(static_cast<float>(width_px)); }
    float height_mm() const { return mm(static_cast<float>(height_px)); }
    bool is_portrait() const { return height_px > width_px; }

    /// From the diagonal in inches, as settings give it.
    static Display from_diagonal(int width_px, int height_px, float diagonal_inch, float viewing_distance_m);
};

}  // namespace motcua::ui
