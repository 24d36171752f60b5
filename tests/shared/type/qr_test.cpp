#include "shared/type/qr.hpp"

#include <doctest/doctest.h>

#include <string>

#include "shared/type/limits.hpp"

using namespace motcua::type;

TEST_CASE("qr: the three finder patterns stand in their corners and nowhere else") {
    const auto made = qr_matrix("http://10.0.0.2:8080/t/Zk3vQ9yAq1uB7wE2");
    REQUIRE(made.has_value());
    const QrMatrix& qr = *made;
    const auto finder_at = [&qr](int x0, int y0) {
        for (int y = 0; y < 7; ++y) {
            for (int x = 0; x < 7; ++x) {
                const bool ring = x == 0 || y == 0 || x == 6 || y == 6;
                const bool eye = x >= 2 && x <= 4 && y >= 2 && y <= 4;
                if (qr.dark(x0 + x, y0 + y) != (ring || eye)) {
                    return false;
                }
            }
        }
        return true;
    };
    CHECK(finder_at(0, 0));
    CHECK(finder_at(qr.size - 7, 0));
    CHECK(finder_at(0, qr.size - 7));
    CHECK_FALSE(finder_at(qr.size - 7, qr.size - 7));
}

TEST_CASE("qr: a higher level needs more modules") {
    const std::string text(80, 'x');
    CHECK(qr_matrix(text, QrLevel::High)->size > qr_matrix(text, QrLevel::Low)->size);
}

TEST_CASE("qr: nothing and too much are problems") {
    CHECK(qr_matrix("").has_error());
    CHECK(qr_matrix(std::string(max_qr_bytes + 1, 'x')).has_error());
    CHECK(qr_matrix(std::string(max_qr_bytes, 'x')).has_value());
}
