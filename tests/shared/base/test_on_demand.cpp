#include <doctest/doctest.h>

#include "shared/base/on_demand.hpp"

using motcua::OnDemand;

namespace {

struct Sum {
    int first = 0;
    int second = 0;
    int made = 0;
    OnDemand<int> value;

    int look() {
        return value.get([this] {
            ++made;
            return first + second;
        });
    }
};

}  // namespace

TEST_CASE("a value on demand is made at the first look, and then once for all changes since the last") {
    Sum sum;
    CHECK(sum.look() == 0);
    CHECK(sum.made == 1);
    CHECK(sum.look() == 0);
    CHECK(sum.made == 1);

    sum.first = 2;
    sum.value.outdate();
    sum.second = 3;
    sum.value.outdate();
    CHECK(sum.look() == 5);
    CHECK(sum.made == 2);
}

TEST_CASE("a value on demand has changed once after the first look, and only where another value was found") {
    Sum sum;
    sum.look();
    CHECK(sum.value.take_changed());
    CHECK_FALSE(sum.value.take_changed());

    sum.first = 2;
    sum.second = -2;
    sum.value.outdate();
    sum.look();
    CHECK(sum.made == 2);
    CHECK_FALSE(sum.value.take_changed());

    sum.second = 3;
    sum.value.outdate();
    sum.look();
    CHECK(sum.value.take_changed());
}

TEST_CASE("two changes between two takings are one") {
    Sum sum;
    sum.look();
    sum.first = 7;
    sum.value.outdate();
    sum.look();
    CHECK(sum.value.take_changed());
    CHECK_FALSE(sum.value.take_changed());
}
