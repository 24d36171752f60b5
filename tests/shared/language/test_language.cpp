#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "shared/language/language.hpp"
#include "shared/language/refusal_text.hpp"
#include "shared/vocabulary/ticket.hpp"

using namespace motcua;

namespace {

const std::filesystem::path built_catalogues = std::filesystem::path(MOTCUA_BINARY_DIR) / "share" / "locale";

}  // namespace

TEST_CASE("language: the same text in Vietnamese and English, switched at run time") {
    const Catalogues catalogues({built_catalogues});
    const Language vietnamese = catalogues.language("vi");
    const Language english = catalogues.language("en");
    CHECK(vietnamese.tag() == "vi");
    CHECK(vietnamese.tr("There is no such counter.") == "Không có quầy này.");
    CHECK(english.tr("There is no such counter.") == "There is no such counter.");
    CHECK(vietnamese.tr("a text nobody translated") == "a text nobody translated");
    CHECK(vietnamese.tr("").empty());
    CHECK(vietnamese.translate()("There is no such counter.") == "Không có quầy này.");
}

TEST_CASE("language: one that is asked for and not there is told with those that are") {
    const Catalogues catalogues({built_catalogues});
    for (const char* tag : {"vi", "en", ""})
        CHECK_MESSAGE(catalogues.need(tag).has_value(), tag);
    const auto none = catalogues.need("fr");
    REQUIRE(none.has_error());
    CHECK(none.error().text == "there is no catalogue for the language \"fr\"; there are: en, vi");
    CHECK(told(none.error(), catalogues.language("vi").translate()) ==
          "chưa có bản dịch cho ngôn ngữ \"fr\"; các ngôn ngữ hiện có: en, vi");
    CHECK(Catalogues(std::vector<std::filesystem::path>{}).need("en").has_value());
}

TEST_CASE("language: English has its plural, Vietnamese needs none") {
    const Catalogues catalogues({built_catalogues});
    const Language english = catalogues.language("en");
    CHECK(english.tr_n("{} person before you", "{} people before you", 1) == "{} person before you");
    CHECK(english.tr_n("{} person before you", "{} people before you", 2) == "{} people before you");
    const Language vietnamese = catalogues.language("vi");
    CHECK(vietnamese.tr_n("{} person before you", "{} people before you", 1) ==
          vietnamese.tr_n("{} person before you", "{} people before you", 5));
}

TEST_CASE("language: every refusal has a sentence of its own in both languages") {
    const Catalogues catalogues({built_catalogues});
    const Language vietnamese = catalogues.language("vi");
    const Language english;
    std::vector<std::string> seen;
    for (const Refusal* refusal = begin_refusals(); refusal != end_refusals(); ++refusal) {
        const std::string in_english = refusal_text(english, *refusal);
        const std::string in_vietnamese = refusal_text(vietnamese, *refusal);
        CHECK_MESSAGE(!in_english.empty(), name_of(*refusal));
        CHECK_MESSAGE(in_vietnamese != in_english, name_of(*refusal));
        CHECK_MESSAGE(std::find(seen.begin(), seen.end(), in_english) == seen.end(), name_of(*refusal));
        CHECK(name_of(*refusal) != "unknown_refusal");
        seen.push_back(in_english);
    }
    CHECK(refusal_text(english, Refusal::None).empty());
    CHECK(!refusal_text(english, static_cast<Refusal>(250)).empty());
}

TEST_CASE("language: a hall adds a language by a file; a damaged one is named") {
    char name[] = "/tmp/motcua-test-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(name);
    const auto file = folder / "bdq" / "LC_MESSAGES" / "motcua.mo";
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::copy_file(built_catalogues / "vi" / "LC_MESSAGES" / "motcua.mo", file);
    const Catalogues with_bahnar({folder, built_catalogues});
    CHECK(with_bahnar.language("bdq").tag() == "bdq");
    CHECK(with_bahnar.tags() == std::vector<std::string>{"bdq", "en", "vi"});
    CHECK(with_bahnar.need("bdq").has_value());
    std::ofstream(file) << "not a catalogue";
    CHECK_THROWS_WITH_AS(Catalogues({folder}), doctest::Contains(file.c_str()), std::runtime_error);
    std::filesystem::remove_all(folder);
}

TEST_CASE("vocabulary: ticket numbers are shown and read as people write them") {
    CHECK(to_string(TicketNumber{'A', 25}) == "A025");
    CHECK(*parse_ticket_number("a-25") == TicketNumber{'A', 25});
    CHECK(*parse_ticket_number("A025") == TicketNumber{'A', 25});
    for (const char* wrong : {"", "A", "025", "A0", "A1000", "A-", "AA1", "Ă01"})
        CHECK_MESSAGE(!parse_ticket_number(wrong), wrong);
}
