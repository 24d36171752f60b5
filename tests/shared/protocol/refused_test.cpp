// What a peer may not say: each is Invalid, with the field's name, and a correlation so that it can be answered.

#include <doctest/doctest.h>

#include "shared/protocol/convert.hpp"
#include "shared/protocol/limits.hpp"

using namespace motcua;
using namespace motcua::protocol;
using namespace std::string_literals;

namespace {

const CounterId here{"quay-3"};

/// A message that was encoded although its fields are out of bounds.
void check_invalid(const Body& body, std::string_view expected_text) {
    const Decoded decoded = decode(encode({42, body}));
    REQUIRE_MESSAGE(decoded.has_error(), "accepted, but expected: ", expected_text);
    CHECK(decoded.error().kind == DecodeError::Invalid);
    CHECK(decoded.error().correlation == 42);
    CHECK_MESSAGE(decoded.error().text.find(expected_text) == 0, decoded.error().text);
}
void check_invalid_command(const Command& command, std::string_view expected_text) {
    check_invalid(CommandRequest{{}, command}, expected_text);
}

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(value | 0x80);
    return bytes + static_cast<char>(value);
}
std::string field(std::uint32_t number, const std::string& bytes) {
    return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}
std::string field(std::uint32_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}
/// Bytes made by hand, for what the encoder would never write.
void check_invalid_bytes(const std::string& body, std::string_view expected_text) {
    const Decoded decoded = decode(field(1, 42) + body);
    REQUIRE_MESSAGE(decoded.has_error(), "accepted, but expected: ", expected_text);
    CHECK(decoded.error().kind == DecodeError::Invalid);
    CHECK(decoded.error().correlation == 42);
    CHECK_MESSAGE(decoded.error().text.find(expected_text) == 0, decoded.error().text);
}

const std::string id = field(1, std::string(16, 'i'));

}  // namespace

TEST_CASE("refused: keys that are missing or no keys") {
    check_invalid_command(CallNext{}, "counter is missing");
    for (const std::string& bad : {"Quay-3"s, "quầy"s, "-a"s, "a b"s, std::string(33, 'a'), "a\0b"s})
        check_invalid_command(CallNext{{bad}}, "counter is not a key");
    check_invalid_command(IssueTicket{{}, {}, {}, ""}, "service is missing");
    check_invalid_command(IssueTicket{{"khai-sinh"}, {"X"}, {}, ""}, "category is not a key");
    check_invalid_command(IssueTicket{{"khai-sinh"}, {}, {}, "vi\n"}, "language is not a language tag");
    check_invalid_command(RevokeDevice{}, "device is missing");
    check_invalid_command(RemoveStaff{{"A"}}, "login is not a key");
    check_invalid(Subscribe{{ViewKind::Counter, "", {"?"}}}, "counter is not a key");
}

TEST_CASE("refused: tokens, tickets and targets") {
    check_invalid_command(CancelTicket{}, "token is not a ticket's token");
    check_invalid_command(CancelTicket{{"abcdefghijklmnopqrstuvwxy1"}}, "token is not a ticket's token");
    check_invalid_command(TakeBack{here, {}}, "ticket is missing");
    check_invalid_command(TransferTicket{here, {}, {}, ""}, "target of the transfer");
    check_invalid_command(TransferTicket{here, {"a"}, {"b"}, ""}, "target of the transfer");
    check_invalid(QueryRequest{ShowTicket{}}, "ticket to show");
    check_invalid(QueryRequest{ShowTicket{{"abcdefghijklmnopqrstuvwxyz"}, TicketNumber{'A', 1}}}, "ticket to show");
    check_invalid(QueryRequest{ShowTicket{{}, TicketNumber{'a', 1}}}, "number is not a letter");
    check_invalid(QueryRequest{ShowTicket{{}, TicketNumber{'A', 0}}}, "number is not within");
    check_invalid(QueryRequest{ShowTicket{{}, TicketNumber{'A', 1000}}}, "number is not within");
}

TEST_CASE("refused: texts that are not clean lines in NFC") {
    for (const std::string& bad : {"a\nb"s, "a\0b"s, "\x7f"s, "Qu\x61\xcc\x82\xcc\x80y"s /* decomposed */})
        check_invalid_command(HoldTicket{here, bad}, "note holds control characters or is not in NFC");
    for (const std::string& bad : {"\xff"s, "\xc0\x80"s, "\xed\xa0\x80"s, "abc\xe1\xba"s})
        check_invalid_command(PauseCounter{here, bad}, "reason is not UTF-8");
    check_invalid(AcceptPairing{{}, "314159", "a\tb", {}}, "name holds control characters");
}

TEST_CASE("refused: texts longer than their bounds") {
    const std::string counter = field(1, here.value);
    check_invalid_bytes(field(30, id + field(27, counter + field(2, std::string(241, 'x')))),
                        "note is longer than 240");
    check_invalid_bytes(field(30, id + field(30, counter + field(2, std::string(241, 'x')))), "reason is longer than");
    check_invalid_bytes(field(10, field(1, 1) + field(3, "kon-tum"s) + field(4, std::string(33, 'x'))),
                        "program is longer");
    check_invalid(SignIn{{}, {"lan"}, std::string(129, 'x'), here, false}, "password is longer than 128");
    check_invalid(SignIn{{}, {"lan"}, std::string(100'000, 'x'), here, false}, "password is longer than 128");
}

TEST_CASE("refused: ids, keys, nonces and signatures of another size") {
    const std::string next = field(22, field(1, here.value));
    for (const std::size_t size : {0u, 15u, 17u, 64u})
        check_invalid_bytes(field(30, field(1, std::string(size, 'i')) + next), "request id is not 16 bytes");
    check_invalid_bytes(field(11, field(1, std::string(31, 'n'))), "nonce is not 32 bytes");
    check_invalid_bytes(field(12, field(1, std::string(65, 's'))), "signature is not 64 bytes");
    const std::string hello = field(1, 1) + field(3, "kon-tum"s) + field(10, 1);
    check_invalid_bytes(field(10, hello + field(12, std::string(33, 'k'))), "pairing_key is not 32 bytes");
    check_invalid_bytes(field(10, hello), "pairing_key is not 32 bytes");
    check_invalid_bytes(field(10, hello + field(12, std::string(32, '\0'))), "pairing_key is nobody's key");
}

TEST_CASE("refused: enums outside their range") {
    const std::string hello = field(1, 1) + field(3, "kon-tum"s) + field(12, std::string(32, 'k'));
    for (const std::uint64_t role : {0u, 4u, 5u, 6u, 1000u})
        check_invalid_bytes(field(10, hello + field(10, role)), "pairing_role has a value");
    check_invalid_bytes(field(16, field(1, 256)), "refusal has a value");
    check_invalid_bytes(field(16, field(1, 0xffffffffffffffff)), "refusal has a value");
    TicketDetail ticket;
    ticket.id = {1};
    ticket.number = {'A', 1};
    ticket.service = {"khai-sinh"};
    ticket.state = TicketState{0};
    check_invalid(CommandReply{{}, {Refusal::None, ticket, {}, {}, ""}}, "state of a ticket has a value");
}

TEST_CASE("refused: pairing codes and file names") {
    for (const std::string& bad : {""s, "12345"s, "1234567"s, "12345a"s})
        check_invalid(AcceptPairing{{}, bad, "x", {}}, "code is not six digits");
    for (const std::string& bad : {""s, "../x"s, "/etc/x"s, "a/b"s, ".hidden"s})
        check_invalid(QueryRequest{BackUp{bad}}, "file_name is not a plain name");
    check_invalid(QueryRequest{BackUp{"a\nb"}}, "file_name holds control characters");
}

TEST_CASE("refused: numbers outside their range") {
    check_invalid(Welcome{0, {}, Role::Admin, "", {}, 0, {}}, "heartbeat_ms is not within");
    check_invalid(Welcome{0, {}, Role::Admin, "", {}, 3'600'001, {}}, "heartbeat_ms is not within");
    check_invalid(Welcome{0, {}, Role::Admin, "", {}, 1, {INT64_MAX}}, "server_time is not within");
    check_invalid(Welcome{0, {}, Role::Admin, "", {}, 1, {}, motcua::protocol::limits::offset_max_min + 1},
                  "offset_min is not within");
    check_invalid(PairingCode{"123456", -1}, "expires_in_ms is not within");
    BoardView board;
    board.waiting = -1;
    check_invalid(ViewPush{board}, "waiting is negative");
}

TEST_CASE("refused: a frame full of empty entries, before anything is made of them") {
    // 32,000 empty lines in 64 KiB
    std::string lines;
    for (int i = 0; i < 32'000; ++i)
        lines += field(5, ""s);
    check_invalid_bytes(field(41, lines), "devices has more than 512 entries");
    std::string calls;
    for (int i = 0; i < 30'000; ++i)
        calls += field(3, ""s);
    check_invalid_bytes(field(21, field(2, calls)), "calls has more than 64 entries");
    std::string texts;
    for (int i = 0; i < 5; ++i)
        texts += field(4, field(1, "vi"s));
    check_invalid_bytes(field(21, field(1, field(1, texts))), "agency has more than 4 entries");
}

TEST_CASE("refused: sentences within too many others, with too many values, or that grow when they are filled in") {
    const auto check_sentence = [](const std::string& sentence, std::string_view expected_text) {
        check_invalid_bytes(field(41, field(9, sentence)), expected_text);
        check_invalid_bytes(field(41, field(7, field(5, sentence))), expected_text);
    };
    std::string deep = field(1, "a");
    for (std::size_t i = 0; i < protocol::limits::sentence_depth; ++i)
        deep = field(1, "{}") + field(3, deep);
    check_sentence(deep, "a sentence holds too many others");
    std::string wide = field(1, "a");
    for (std::size_t i = 0; i <= protocol::limits::health_values; ++i)
        wide += field(3, "");
    check_sentence(wide, "a sentence has more than 8 entries");
    check_sentence(field(1, "{0}{0}{0}") + field(3, field(1, std::string(200, 'x'))), "a sentence is longer than 480");
    check_sentence(field(1, "a") + field(3, field(1, std::string(1024, 'x'))), "a sentence is longer than 1024");
    check_sentence(field(1, "a\n"), "a sentence holds control characters");
}

TEST_CASE("refused: a payload longer than a frame") {
    const Decoded decoded = decode(field(50, std::string(70'000, '\0')));
    REQUIRE(decoded.has_error());
    CHECK(decoded.error().kind == DecodeError::Malformed);
}

TEST_CASE("refused: the words of people who guess") {
    for (const std::string& text : {"exit"s, "GET / HTTP/1.1\r\n\r\n"s, "\x16\x03\x01\x02"s, "{\"a\":1}"s})
        CHECK(decode(text).has_error());
}
