#include "display-board/screens/text_pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace motcua::board {
namespace {

using Pages = std::vector<std::string>;

/// Fits by bytes: the texts below are in ASCII.
Fits at_most(std::size_t bytes) {
    return [bytes](const std::string& line) { return line.size() <= bytes; };
}

const std::string papers = "Please keep quiet and have your papers ready.";
const std::string two_sentences = "Please keep quiet. If you need help, please ask the staff at Counter 12.";

TEST_CASE("pages: a text that fits is one page") {
    CHECK(pages_of(papers, 1, at_most(45)) == Pages{papers});
    CHECK(pages_of("", 1, at_most(45)).empty());
    CHECK(pages_of("  ", 1, at_most(45)).empty());
}

TEST_CASE("pages: a sentence is cut in halves, not where the line ends") {
    CHECK(pages_of(papers, 1, at_most(40)) == Pages{"Please keep quiet …", "and have your papers ready."});
    CHECK(pages_of(papers, 2, at_most(40)) == Pages{"Please keep quiet\nand have your papers ready."});
}

TEST_CASE("pages: sentences stay whole where they fit, and share a page where they can") {
    CHECK(pages_of(two_sentences, 1, at_most(60)) ==
          Pages{"Please keep quiet.", "If you need help, please ask the staff at Counter 12."});
    CHECK(pages_of("Welcome here. Please keep quiet. " + papers, 1, at_most(45)) ==
          Pages{"Welcome here. Please keep quiet.", papers});
    CHECK(pages_of(two_sentences, 1, at_most(40)) ==
          Pages{"Please keep quiet.", "If you need help, …", "please ask the staff at Counter 12."});
}

TEST_CASE("pages: a clause stays whole, also where that takes a page more") {
    const std::string help = "If you are old, or need any help: please ask the staff at Counter 12.";
    CHECK(pages_of(help, 1, at_most(40)) ==
          Pages{"If you are old, or need any help: …", "please ask the staff at Counter 12."});
    CHECK(pages_of(help, 1, at_most(35)) ==
          Pages{"If you are old, …", "or need any help: …", "please ask the staff at Counter 12."});
    const std::string elderly = "Người cao tuổi, người khuyết tật cần giúp đỡ: xin gặp nhân viên ở Quầy 12.";
    CHECK(pages_of(elderly, 1, at_most(58)) ==
          Pages{"Người cao tuổi, …", "người khuyết tật cần giúp đỡ: …", "xin gặp nhân viên ở Quầy 12."});
    CHECK(pages_of(elderly, 1, at_most(70)) ==
          Pages{"Người cao tuổi, người khuyết tật cần giúp đỡ: …", "xin gặp nhân viên ở Quầy 12."});
}

TEST_CASE("pages: an office's name is cut before its place") {
    const std::string office = "Trung tâm Phục vụ hành chính công ";
    for (const std::string place : {"tỉnh Kon Tum", "xã Đăk Hà", "thành phố Kon Tum"}) {
        CHECK(pages_of(office + place, 1, at_most(50)) == Pages{office + "…", place});
        CHECK(pages_of(office + place, 2, at_most(26)) == Pages{"Trung tâm Phục vụ\nhành chính công …", place});
    }
    CHECK(pages_of("Quầy bảo trợ xã hội và người có công", 1, at_most(34)) ==
          Pages{"Quầy bảo trợ xã hội …", "và người có công"});
}

TEST_CASE("pages: an abbreviation ends no sentence, and one word is none") {
    CHECK(pages_of("Dai lo o TP. Ho Chi Minh. Xin moi den day ngay hom nay.", 1, at_most(32)) ==
          Pages{"Dai lo o TP. Ho Chi Minh.", "Xin moi den day ngay hom nay."});
    CHECK(pages_of("Please keep quiet in this hall. Thanks!", 1, at_most(32)) ==
          Pages{"Please keep quiet in …", "this hall. Thanks!"});
}

TEST_CASE("pages: at any width nothing is lost, and no line is a single word while two of them fit") {
    const std::string text = two_sentences + " " + papers;
    for (std::size_t bytes = 1; bytes < text.size() + 2; ++bytes) {
        for (const std::size_t lines : {1U, 2U, 3U}) {
            CAPTURE(bytes);
            CAPTURE(lines);
            std::string whole;
            for (std::string page : pages_of(text, lines, at_most(bytes))) {
                CHECK(static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n')) < lines);
                if (page.ends_with(" …")) {
                    page.resize(page.size() - std::string(" …").size());
                }
                std::replace(page.begin(), page.end(), '\n', ' ');
                whole += (whole.empty() ? "" : " ") + page;
                if (bytes >= 24) {
                    CHECK(page.find(' ') != std::string::npos);
                }
            }
            CHECK(whole == text);
        }
    }
}

}  // namespace
}  // namespace motcua::board
