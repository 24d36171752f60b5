#include "kiosk/ticket-view/escpos_decoder.hpp"

#include <algorithm>

namespace motcua::escpos {
namespace {

class Decoder {
  public:
    explicit Decoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    Paper run() {
        if (bytes_.size() > max_input_bytes)
            fail("too many bytes for a ticket");
        while (paper_.problem.empty() && at_ < bytes_.size())
            command();
        join();
        return std::move(paper_);
    }

  private:
    struct Strip {
        int width;
        std::vector<std::uint8_t> dots;
    };

    void fail(const std::string& what) { paper_.problem = what + " at byte " + std::to_string(at_); }

    /// The byte `ahead` of the command's first, or -1 beyond the end.
    int peek(std::size_t ahead) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : -1; }

    void command() {
        const int first = peek(0);
        const int second = peek(1);
        if (first == 0x1B && second == '@') {
            paper_.was_initialised = paper_.was_initialised || at_ == 0;
            at_ += 2;
        } else if (first == 0x1B && second == 'J' && peek(2) >= 0) {
            feed(peek(2));
            at_ += 3;
        } else if (first == 0x00) {
            at_ += 1;
        } else if (first == 0x0A) {
            feed(30);
            at_ += 1;
        } else if (first == 0x10 && second == 0x04 && peek(2) >= 1) {
            at_ += 3;  // a status request prints nothing
        } else if (first == 0x1D && second == 'V') {
            cut();
        } else if (first == 0x1D && second == 'v' && peek(2) == '0') {
            picture();
        } else {
            fail("unknown command");
        }
    }

    void cut() {
        const int mode = peek(2);
        if (mode == 0 || mode == 1 || mode == '0' || mode == '1') {
            paper_.feed_before_cut = 0;
            at_ += 3;
        } else if ((mode == 65 || mode == 66) && peek(3) >= 0) {
            paper_.feed_before_cut = peek(3);
            feed(peek(3));
            at_ += 4;
        } else {
            return fail("broken cut command");
        }
        ++paper_.cuts;
    }

    void picture() {
        if (peek(7) < 0)
            return fail("cut off inside a picture's head");
        const int mode = peek(3);
        const int row_bytes_told = peek(4) + 256 * peek(5);
        const auto row_bytes = static_cast<std::size_t>(row_bytes_told);
        const int lines = peek(6) + 256 * peek(7);
        if (mode != 0 || row_bytes == 0 || row_bytes > 128 || lines == 0)
            return fail("a picture no printer takes");
        if (bytes_.size() - at_ - 8 < row_bytes * static_cast<std::size_t>(lines))
            return fail("cut off inside a picture");
        const std::uint8_t* data = bytes_.data() + at_ + 8;
        for (int line = 0; line < lines && paper_.problem.empty(); ++line) {
            Strip strip{static_cast<int>(row_bytes * 8), {}};
            strip.dots.reserve(row_bytes * 8);
            for (std::size_t byte = 0; byte < row_bytes; ++byte) {
                for (int bit = 7; bit >= 0; --bit)
                    strip.dots.push_back(((*data >> bit) & 1) != 0 ? 0 : 255);
                ++data;
            }
            add(std::move(strip));
        }
        ++paper_.pictures;
        paper_.tallest_picture = std::max(paper_.tallest_picture, lines);
        at_ += 8 + row_bytes * static_cast<std::size_t>(lines);
    }

    void feed(int lines) {
        for (int line = 0; line < lines && paper_.problem.empty(); ++line)
            add({0, {}});
    }

    void add(Strip strip) {
        if (rows_.size() >= static_cast<std::size_t>(max_paper_dots))
            return fail("endless paper");
        paper_.width = std::max(paper_.width, strip.width);
        rows_.push_back(std::move(strip));
    }

    void join() {
        paper_.height = static_cast<int>(rows_.size());
        paper_.dots.assign(rows_.size() * static_cast<std::size_t>(paper_.width), 255);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const auto to = paper_.dots.begin() + static_cast<std::ptrdiff_t>(row * paper_.width);
            std::copy(rows_[row].dots.begin(), rows_[row].dots.end(), to);
        }
    }

    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    std::vector<Strip> rows_;
    Paper paper_;
};

}  // namespace

Paper decode(std::span<const std::uint8_t> bytes) {
    return Decoder(bytes).run();
}

}  // namespace motcua::escpos
