#include <cstdio>

#include "shared/ui/manager.hpp"

namespace motcua::ui {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    out.push_back('"');
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
            out += escaped;
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

void append_number(std::string& out, std::string_view name, float value) {
    out.append(",\"").append(name).append("\":").append(std::to_string(static_cast<int>(value)));
}

struct Walk {
    std::string out;
    const Widget* modal;
    bool first = true;

    void visit(const Widget& widget, bool enabled, bool in_front) {
        if (!widget.is_visible()) {
            return;
        }
        enabled = enabled && widget.is_enabled();
        in_front = in_front || &widget == modal;
        const std::string text = widget.drawn_text();
        const Rect& at = widget.bounds();
        if ((!widget.id().empty() || !text.empty()) && at.w > 0 && at.h > 0) {
            out += first ? "\n{\"id\":" : ",\n{\"id\":";
            first = false;
            append_quoted(out, widget.id());
            out += ",\"kind\":";
            append_quoted(out, widget.kind());
            out += ",\"text\":";
            append_quoted(out, text);
            append_number(out, "x", at.x);
            append_number(out, "y", at.y);
            append_number(out, "w", at.w);
            append_number(out, "h", at.h);
            out += enabled && in_front ? ",\"enabled\":true}" : ",\"enabled\":false}";
        }
        for (const auto& child : widget.children()) {
            visit(*child, enabled, in_front);
        }
    }
};

}  // namespace

std::string Manager::screen_map() const {
    Walk walk{"{\"width\":" + std::to_string(look_.display.width_px) + ",\"height\":" +
                  std::to_string(look_.display.height_px) + ",\"frame\":" + std::to_string(frame_) + ",\"widgets\":[",
              modal()};
    if (root_) {
        walk.visit(*root_, /*enabled=*/true, /*in_front=*/walk.modal == nullptr);
    }
    return walk.out + "\n]}\n";
}

}  // namespace motcua::ui
