#pragma once
// Widgets that show a picture: an icon, a logo, a QR code, a ring of time left, a spinner.

#include <filesystem>
#include <string>

#include "shared/type/qr.hpp"
#include "shared/ui/icons.hpp"
#include "shared/ui/widget.hpp"

namespace motcua::ui {

class IconView : public Widget {
  public:
    explicit IconView(Icon icon, float size_mm, Tone tone = Tone::Emphasis);
    void set_icon(Icon icon);
    std::string_view kind() const override { return "icon"; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    Icon icon_;
    float size_mm_;
    Tone tone_;
};

/// A picture file (the hall's logo) within a box of this size.
class Picture : public Widget {
  public:
    Picture(std::filesystem::path file, float width_mm, float height_mm);
    std::string_view kind() const override { return "picture"; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    std::filesystem::path file_;
    float width_mm_;
    float height_mm_;
};

/// A square with the code in dark on white, whatever the theme, so that phones read it. Empty text: draws nothing.
class QrImage : public Widget {
  public:
    QrImage(std::string id, const std::string& text, float size_mm);
    void set_text(const std::string& text);
    std::string_view kind() const override { return "qr"; }
    std::string drawn_text() const override { return text_; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    std::string text_;
    float size_mm_;
    type::QrMatrix matrix_;
};

/// A ring that empties, with words (seconds left) in its middle.
class ProgressRing : public Widget {
  public:
    explicit ProgressRing(std::string id, float size_mm);
    void set_fraction(float fraction);  ///< 0 to 1 of the ring drawn
    void set_text(std::string text);
    std::string_view kind() const override { return "ring"; }
    std::string drawn_text() const override { return text_; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    float size_mm_;
    float fraction_ = 1;
    std::string text_;
};

class Spinner : public Widget {
  public:
    explicit Spinner(float size_mm) : size_mm_(size_mm) {}
    std::string_view kind() const override { return "spinner"; }
    std::optional<int> animation_interval_ms() const override { return 40; }

  protected:
    Size measure(const Look& look, Size available) const override;
    void draw(Painter& painter, const Look& look) const override;

  private:
    float size_mm_;
};

}  // namespace motcua::ui
