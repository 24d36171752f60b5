#include <doctest/doctest.h>

#include "shared/base/ids.hpp"
#include "shared/base/text.hpp"

using namespace motcua;

TEST_CASE("text: only well-formed UTF-8 passes") {
    CHECK(is_utf8("Một Cửa ê̆"));
    for (const char* wrong : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe1\xbb", "a\x80"})
        CHECK(!is_utf8(wrong));
}

TEST_CASE("text: NFC composes what has a composed form and keeps what has none") {
    CHECK(*nfc("o\xcc\x82\xcc\x81") == "ố");          // o + circumflex + acute
    CHECK(*nfc("e\xcc\x82\xcc\x86") == "ê\xcc\x86");  // ê + breve has no single character
    CHECK(!nfc("\xff"));
    std::string ascii;
    for (char c = 0; c < 0x7f; ++c)
        ascii += c;
    CHECK(*nfc(ascii) == ascii);
    CHECK(!nfc(ascii + "\xff"));
}

TEST_CASE("text: a clean line is NFC, short enough and without control characters") {
    CHECK(is_clean_line("Quầy số 3", 64));
    CHECK(!is_clean_line("o\xcc\x82\xcc\x81", 64));
    CHECK(!is_clean_line("a\nb", 64));
    CHECK(!is_clean_line("abcdef", 5));
    CHECK(!is_clean_line("\xff", 5));
    CHECK(is_clean_line("“Một cửa” – số 3 …", 64));
    CHECK(is_clean_line("\u2027\u202f\u2065\u206a\u00a0", 64));
    for (const char* wrong : {"\x7f", "\xc2\x80", "\xc2\x85", "\xc2\x9f", "\u2028", "\u2029", "\u202a", "\u202b",
                              "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
        const std::string text = std::string("a") + wrong + "b";
        CAPTURE(text);
        CHECK(!is_clean_line(text, 64));
        CHECK(without_controls(text) == "a b");
    }
}

TEST_CASE("text: blank is what cannot be seen") {
    for (const char* blank : {"", "   ", "\u00a0", "\u3000\u2003", "\u200b", "\ufeff "})
        CHECK(is_blank(blank));
    for (const char* seen : {"a", " . ", "ê"})
        CHECK(!is_blank(seen));
}

TEST_CASE("text: search finds without marks and with any case") {
    CHECK(fold_for_search("Khai sinh") == "khai sinh");
    CHECK(fold_for_search("ĐẤT ĐAI") == "dat dai");
    CHECK(fold_for_search("Chứng thực") == fold_for_search("chung thuc"));
    CHECK(fold_for_search("\xff").empty());
}

TEST_CASE("text: cutting keeps characters whole") {
    CHECK(cut_to_bytes("một", 2) == "m");
    CHECK(cut_to_bytes("một", 4) == "mộ");
    CHECK(cut_to_bytes("một", 99) == "một");
}

TEST_CASE("text: characters are counted as a person does, however they are written") {
    CHECK(characters_of("") == 0);
    CHECK(characters_of("ậẫằ") == 3);
    CHECK(characters_of("a\u0323\u0302") == 1);
    CHECK(characters_of("\xe2\x28") == 2);
}

TEST_CASE("text: a terminal's columns are counted whatever marks the letters carry") {
    CHECK(columns_of("") == 0);
    CHECK(columns_of("Đăk Hà") == 6);
    CHECK(columns_of("e\xcc\x86") == 1);  // a mark on its letter
}

TEST_CASE("text: a code is read in threes") {
    CHECK(in_threes("482913") == "482 913");
    CHECK(in_threes("482") == "482");
    CHECK(in_threes("4829") == "4829");
    CHECK(in_threes("").empty());
}

TEST_CASE("text: what goes to a log cannot forge a line") {
    CHECK(escaped_for_log("a\nINFO forged") == "a\\x0aINFO forged");
    CHECK(escaped_for_log("a\u2028b") == "a\\xe2\\x80\\xa8b");
    CHECK(escaped_for_log("Quầy\n") == "Quầy\\x0a");
    CHECK(escaped_for_log("\xff\"") == "\\xff\\x22");
    CHECK(escaped_for_log(std::string(1000, 'x'), 10) == "xxxxxxxxxx...");
    CHECK(escaped_for_log("Quầy Quầy", 3) == "Quầ...");  // no half characters
    CHECK(escaped_controls("\"a\\b\"\n", 100) == "\"a\\b\"\\x0a");
}

TEST_CASE("ids: keys, tokens and request ids are checked by form") {
    CHECK(is_key("kon-tum"));
    CHECK(is_key("3"));
    for (const char* wrong : {"", "-a", "A", "a b", "ê", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        CHECK_MESSAGE(!is_key(wrong), wrong);
    RequestId id;
    id.bytes = {0, 1, 2, 253, 254, 255};
    CHECK(*request_id_from_hex(to_hex(id)) == id);
    CHECK(!request_id_from_hex("00"));
    CHECK(!request_id_from_hex(std::string(32, 'G')));
    CHECK(base32(id.bytes).size() == ticket_token_characters);
    CHECK(is_ticket_token(base32(id.bytes)));
    CHECK(!is_ticket_token("../../../etc/passwd/aaaaaaa"));
}

TEST_CASE("text: bytes that are no UTF-8 are replaced, the rest stays") {
    CHECK(with_bad_bytes_replaced("") == "");
    CHECK(with_bad_bytes_replaced("Một Cửa") == "Một Cửa");
    CHECK(with_bad_bytes_replaced("a\xff\xfe") == "a\ufffd\ufffd");
    CHECK(with_bad_bytes_replaced("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");  // a surrogate
    CHECK(with_bad_bytes_replaced("C\xe1\xbb") == "C\ufffd\ufffd");          // cut short
}
