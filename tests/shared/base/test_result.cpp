#include <doctest/doctest.h>

#include <map>

#include "shared/base/result.hpp"

using namespace motcua;

namespace {

/// A catalogue of a few texts; what is not in it stays English.
Translate catalogue(std::map<std::string, std::string> texts) {
    return [texts = std::move(texts)](const char* english) {
        const auto found = texts.find(english);
        return found == texts.end() ? std::string(english) : found->second;
    };
}

const Translate vietnamese = catalogue({{"{}: cannot be read ({})", "{}: không đọc được ({})"},
                                        {"the file is empty", "tệp rỗng"},
                                        {"{} of {} are damaged", "trong {1} có {0} bị hỏng"}});

Result<int> cut_short() {
    return Problem("the file is empty");
}

}  // namespace

TEST_CASE("problem: its English is complete when it is made, with every kind of value") {
    CHECK(Problem("the file is empty").text == "the file is empty");
    CHECK(Problem("{}: cannot be read ({})", std::filesystem::path("a/b.db"), std::string("why")).text ==
          "a/b.db: cannot be read (why)");
    CHECK(Problem("{} of {} are damaged", 3, std::string_view("many")).text == "3 of many are damaged");
    CHECK(Problem().text.empty());
}

TEST_CASE("problem: it is told in the person's language, and so is a problem inside it") {
    const Problem inner("{}: cannot be read ({})", "a.db", Problem("the file is empty"));
    CHECK(inner.text == "a.db: cannot be read (the file is empty)");
    CHECK(told(inner, vietnamese) == "a.db: không đọc được (tệp rỗng)");
    CHECK(told(inner, in_english) == inner.text);
    const Problem outer("{}: cannot be read ({})", "b", inner);
    CHECK(told(outer, vietnamese) == "b: không đọc được (a.db: không đọc được (tệp rỗng))");
    CHECK(told(Problem("{} of {} are damaged", 3, 7), vietnamese) == "trong 7 có 3 bị hỏng");
}

TEST_CASE("problem: what is not ours stays as it is, even where the catalogue has such a text") {
    CHECK(told(Problem::verbatim("the file is empty"), vietnamese) == "the file is empty");
    CHECK(told(Problem("{}: cannot be read ({})", "the file is empty", "{}"), vietnamese) ==
          "the file is empty: không đọc được ({})");
}

TEST_CASE("problem: a translation with wrong places shows as it is and throws nothing") {
    const Problem problem("{}: cannot be read ({})", "a.db", "why");
    for (const auto& [translation, shown] : std::map<std::string, std::string>{{"không đọc được", "không đọc được"},
                                                                               {"{}", "a.db"},
                                                                               {"{} {} {}", "a.db why {}"},
                                                                               {"{7} {x} {", "{7} {x} {"},
                                                                               {"}{", "}{"}})
        CHECK(told(problem, catalogue({{"{}: cannot be read ({})", translation}})) == shown);
}

TEST_CASE("problem: thrown to a main it is still told in the person's language; another exception as it is") {
    try {
        cut_short().value();
        FAIL("a problem has no value");
    } catch (const std::exception& caught) {
        CHECK(std::string(caught.what()) == "the file is empty");
        CHECK(told(caught, vietnamese) == "tệp rỗng");
    }
    CHECK(told(std::runtime_error("the file is empty"), vietnamese) == "the file is empty");
}
