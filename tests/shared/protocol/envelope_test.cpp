#include "shared/protocol/envelope.hpp"

#include <doctest/doctest.h>

#include "shared/protocol/convert.hpp"

using namespace motcua;
using namespace motcua::protocol;
using namespace std::string_literals;

TEST_CASE("envelope: correlation and body are found without knowing the body") {
    // correlation 300, then field 999 with three bytes
    const auto scan = scan_envelope("\x08\xac\x02\xba\x3e\x03\x01\x02\x03"s);
    CHECK(scan.is_well_formed);
    CHECK(scan.correlation == 300);
    CHECK(scan.body_field == 999);
    CHECK(scan.bodies == 1);
}

TEST_CASE("envelope: what is no field, or does not end, is damaged") {
    const std::string damaged[] = {
        "\x00\x01"s,                                      // field number 0
        "\x52\x05\x01"s,                                  // longer than the payload
        "\x52\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,  // a length of 2^64 - 1
        "\x53\x01\x54"s,                                  // a group
        "\x50\x01"s,                                      // a body that is a number
        "\x0a\x01\x01"s,                                  // a correlation that is bytes
        "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"s,  // a number over 64 bits
        "\x08\x80"s,                                      // a number that does not end
        "\xff\xff\xff\xff\x7f\x01"s,                      // a field number over 2^29 - 1
        "\x15\x01\x02\x03"s,                              // four bytes announced, three there
        "\x11\x01\x02\x03\x04\x05\x06\x07"s,              // eight announced, seven there
        "\x17\x01"s,                                      // a wire type that does not exist
    };
    for (const std::string& payload : damaged) {
        CAPTURE(payload);
        CHECK_FALSE(scan_envelope(payload).is_well_formed);
        const Decoded decoded = decode(payload);
        REQUIRE(decoded.has_error());
        CHECK(decoded.error().kind == DecodeError::Malformed);
    }
}

TEST_CASE("envelope: fields that a newer version gives every message are skipped") {
    const std::string ping = encode({5, Ping{9}});
    for (const std::string& extra :
         {"\x10\x07"s, "\x1a\x02hi"s, "\x21\x01\x02\x03\x04\x05\x06\x07\x08"s, "\x2d\x01\x02\x03\x04"s}) {
        const Decoded decoded = decode(extra + ping);
        REQUIRE(decoded.has_value());
        CHECK(decoded->correlation == 5);
        CHECK(std::get<Ping>(decoded->body).value == 9);
    }
}

TEST_CASE("envelope: a body of a newer version is told with its field and correlation") {
    for (const std::string& body : {"\xba\x3e\x03\x01\x02\x03"s, "\xba\x3e\x00"s, "\xba\x3e\x04\xff\xff\xff\xff"s}) {
        for (const std::string& payload : {"\x08\x2a"s + body, body + "\x08\x2a"s}) {
            const Decoded decoded = decode(payload);
            REQUIRE(decoded.has_error());
            CHECK(decoded.error().kind == DecodeError::UnknownBody);
            CHECK(decoded.error().field == 999);
            CHECK(decoded.error().correlation == 42);
        }
    }
}

TEST_CASE("envelope: a command, query or view of a newer version is told as its body") {
    const std::string id = "\x0a\x10"s + std::string(16, 'i');
    const std::string command = "\xf2\x01\x15"s + id + "\xba\x3e\x00"s;
    const std::string query = "\xc2\x02\x03\xba\x3e\x00"s;
    const std::string view = "\xaa\x01\x03\xba\x3e\x00"s;
    const std::string subscription = "\xa2\x01\x02\x08\x07"s;
    const std::string with_bad_zone = "\xa2\x01\x05\x08\x07\x12\x01\x01"s;
    const std::pair<std::string, std::uint32_t> newer[] = {
        {command, 30}, {query, 40}, {view, 21}, {subscription, 20}, {with_bad_zone, 20}};
    for (const auto& [body, field] : newer) {
        const Decoded decoded = decode("\x08\x2a"s + body);
        REQUIRE(decoded.has_error());
        CHECK(decoded.error().kind == DecodeError::UnknownBody);
        CHECK(decoded.error().field == field);
        CHECK(decoded.error().correlation == 42);
    }
}

TEST_CASE("envelope: none and two bodies are no message") {
    for (const std::string& payload :
         {""s, "\x08\x2a"s, encode({1, Ping{2}}) + encode({1, Ping{2}}), encode({1, Ping{2}}) + encode({1, Pong{2}}),
          encode({1, Ping{2}}) + "\xba\x3e\x00"s}) {
        const Decoded decoded = decode(payload);
        REQUIRE(decoded.has_error());
        CHECK(decoded.error().kind == DecodeError::Malformed);
    }
}
