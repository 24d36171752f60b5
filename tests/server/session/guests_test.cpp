#include "server/session/guests.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace motcua::session;

namespace {

bool enters(Guests& guests, const char* address, std::vector<Guests::Place>& places) {
    auto place = guests.enter(address);
    if (place)
        places.push_back(std::move(*place));
    return place.has_value();
}

}  // namespace

TEST_CASE("guests: one address has so many places, another its own") {
    Guests guests(2);
    std::vector<Guests::Place> places;
    CHECK(enters(guests, "192.0.2.1", places));
    CHECK(enters(guests, "192.0.2.1", places));
    CHECK(!enters(guests, "192.0.2.1", places));
    CHECK(!enters(guests, "::ffff:192.0.2.1", places));  // the same one, through a socket of both kinds
    CHECK(enters(guests, "192.0.2.2", places));
    CHECK(guests.addresses() == 2);
}

TEST_CASE("guests: an IPv6 network of 64 bits counts as one address") {
    Guests guests(1);
    std::vector<Guests::Place> places;
    CHECK(enters(guests, "2001:db8::1", places));
    CHECK(!enters(guests, "2001:db8::ffff:1", places));
    CHECK(enters(guests, "2001:db8:0:1::1", places));
}

TEST_CASE("guests: a place is given back, and nothing is remembered of who left") {
    Guests guests(1);
    std::vector<Guests::Place> places;
    for (int visit = 0; visit < 3; ++visit) {
        CHECK(enters(guests, "192.0.2.1", places));
        CHECK(!enters(guests, "192.0.2.1", places));
        places.clear();
        CHECK(guests.addresses() == 0);
    }
}

TEST_CASE("guests: a place outlives them") {
    std::vector<Guests::Place> places;
    {
        Guests guests(1);
        CHECK(enters(guests, "192.0.2.1", places));
    }
    places.clear();
}
