#include <doctest/doctest.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>

#include "shared/language/command_line.hpp"
#include "shared/language/help.hpp"

using namespace motcua;

namespace {

const std::vector<std::string> known = {"bdq", "en", "vi"};

/// What is said of some words to a Vietnamese person by a program with a few flags; "" = they are taken.
std::string said_of(const std::string& words) {
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    CLI::App app("a program");
    std::string server;
    int volume = 0;
    bool is_loud = false;
    app.add_option("--server", server)->type_name("HOST:PORT")->required();
    app.add_option("--volume", volume)->type_name("0..100")->check(CLI::Range(0, 100).description(""));
    app.add_flag("--loud", is_loud);
    try {
        app.parse(words);
        return {};
    } catch (const CLI::ParseError& mistake) {
        return mistake_text(app, mistake, vietnamese);
    }
}

}  // namespace

TEST_CASE("command line: the language is the one asked for, then the system's, then Vietnamese") {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        ::unsetenv(name);
    CHECK(language_of({}, known) == "vi");
    ::setenv("LANG", "C", 1);
    CHECK(language_of({}, known) == "vi");
    ::setenv("LANG", "en_GB.UTF-8", 1);
    CHECK(language_of({}, known) == "en");
    CHECK(language_of({"health", "--lang", "vi"}, known) == "vi");
    CHECK(language_of({"--lang=en"}, known) == "en");
    CHECK(language_of({"--lang", "en_US"}, known) == "en");
    CHECK(language_of({"--lang=bdq"}, known) == "bdq");
    CHECK(language_of({"--lang=fr"}, known) == "en");  // that it is not there is said in the system's
    ::setenv("LC_ALL", "fr_FR.UTF-8", 1);
    CHECK(language_of({}, known) == "vi");
    ::unsetenv("LC_ALL");
    ::unsetenv("LANG");
}

TEST_CASE("command line: CLI11's mistakes are said in the person's own language") {
    CHECK(said_of("--server a --volume 5").empty());
    CHECK(said_of("--volume 5") == "Thiếu --server.");
    CHECK(said_of("--server a --volume 500") == "--volume: giá trị không hợp lệ; cần 0..100.");
    CHECK(said_of("--server a --volume x") == "--volume: giá trị không hợp lệ; cần 0..100.");
    CHECK(said_of("--server") == "--server cần có giá trị đi kèm.");
    CHECK(said_of("--server a --loud=maybe") == "--loud không nhận giá trị.");
    CHECK(said_of("--server a --vloume 5") == "Không có \"--vloume\" trong lệnh này. Có phải ý bạn là \"--volume\"?");
}

TEST_CASE("command line: a check that throws, and what ends a start, give their exit codes") {
    CLI::App app("a program");
    std::string server;
    app.add_option("--server", server)->check([](const std::string&) -> std::string {
        throw Failure(Problem("the file is empty"));
    });
    const char* const words[] = {"program", "--server", "a"};
    CHECK(read_flags(app, "program", 3, words, Language()) == usage_exit_code);
    CHECK_FALSE(read_flags(app, "program", 1, words, Language()));
    CHECK(give_up("program", Failure(Problem("the file is empty")), Language()) == 1);
}

TEST_CASE("command line: help is told in the person's language, its columns under each other") {
    std::string word;
    bool is_open = false;
    const auto help_in = [&](const Language& language, const std::string& command) {
        CLI::App app("Administrators' command of a public service hall", "motcua");
        app.set_version_flag("--version", "1");
        app.footer("Options of every command, such as --data and --json: motcua --help");
        tell_help_in(app, language);
        auto* list = app.add_subcommand("list", "List the tickets of the day");
        list->add_option("SERVICE", word, "Id of the service")->type_name("")->required();
        list->add_option("--counter", word, "Id of the counter")->type_name("ID")->required();
        list->add_flag("--open", is_open, "Only those that are not over");
        list->add_option("--what-nobody-translated-is-long", word, "a text nobody translated")->envname("X");
        return command.empty() ? app.help() : list->help("motcua");
    };
    const Language vietnamese = Catalogues({MOTCUA_BINARY_DIR "/share/locale"}).language("vi");
    CHECK(help_in(vietnamese, "") ==
          "Lệnh quản trị của trung tâm phục vụ hành chính công\n"
          "Cách dùng: motcua [TÙY CHỌN] [LỆNH]\n"
          "\n"
          "Tùy chọn:\n"
          "  -h,--help                       Hiện phần trợ giúp này\n"
          "  --version                       Hiện phiên bản\n"
          "\n"
          "Các lệnh:\n"
          "  list                            Liệt kê các số trong ngày\n"
          "\n"
          "Tùy chọn chung của mọi lệnh, như --data và --json: motcua --help\n");
    CHECK(help_in(vietnamese, "list") ==
          "Liệt kê các số trong ngày\n"
          "Cách dùng: motcua list [TÙY CHỌN] SERVICE\n"
          "\n"
          "Tham số:\n"
          "  SERVICE (bắt buộc)              Mã dịch vụ\n"
          "\n"
          "Tùy chọn:\n"
          "  -h,--help                       Hiện phần trợ giúp này\n"
          "  --counter ID (bắt buộc)         Mã quầy\n"
          "  --open                          Chỉ những số chưa xong\n"
          "  --what-nobody-translated-is-long TEXT (biến môi trường:X)\n"
          "                                  a text nobody translated\n"
          "\n"
          "Tùy chọn chung của mọi lệnh, như --data và --json: motcua --help\n");
    const std::string english = help_in(Language(), "list");
    CHECK(english.find("Usage: motcua list [OPTIONS] SERVICE\n\nWords:\n  SERVICE (required)") != std::string::npos);
    CHECK(english.find("  -h,--help                       Show this help\n") != std::string::npos);
}
