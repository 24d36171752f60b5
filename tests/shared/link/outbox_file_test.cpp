#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "shared/link/limits.hpp"
#include "shared/link/outbox.hpp"
#include "tests/shared/link/temp_folder.hpp"

using namespace motcua;
using namespace motcua::link;
using namespace motcua::link::test;

TEST_CASE("outbox file: keeps requests over restarts of the program") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    RequestId id;
    id.bytes.fill(4);
    {
        Outbox outbox(open_outbox_file(file));
        CHECK(outbox.put(id, "first").has_value());
    }
    {
        Outbox outbox(open_outbox_file(file));
        REQUIRE(outbox.waiting().size() == 1);
        CHECK(outbox.waiting()[0].payload == "first");
        outbox.done(id);
    }
    CHECK(Outbox(open_outbox_file(file)).waiting().empty());
}

TEST_CASE("outbox file: what is done is cut off where nothing can be written") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    RequestId id;
    id.bytes.fill(4);
    {
        Outbox outbox(open_outbox_file(file));
        REQUIRE(outbox.put(id, "first").has_value());
        const auto size = std::filesystem::file_size(file);
        // As on a full disk: what is there can be cut, nothing can be added.
        rlimit usual{};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &usual) == 0);
        const rlimit full{size, usual.rlim_max};
        const auto was = std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
        outbox.done(id);
        CHECK(::setrlimit(RLIMIT_FSIZE, &usual) == 0);
        std::signal(SIGXFSZ, was);
        CHECK(outbox.trouble() == "");
        CHECK(std::filesystem::file_size(file) < size);
    }
    CHECK(Outbox(open_outbox_file(file)).waiting().empty());
}

TEST_CASE("outbox file: a damaged one lies beside it under another name, each time another one") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    for (int n = 1; n <= 2; ++n) {
        std::ofstream(file) << "garbage number " << n;
        Outbox outbox(open_outbox_file(file));
        CHECK(outbox.trouble().find(".damaged-" + std::to_string(n)) != std::string::npos);
        CHECK(std::filesystem::exists(file.string() + ".damaged-" + std::to_string(n)));
        CHECK(outbox.put(RequestId{}, "goes on").has_value());
        outbox.done(RequestId{});
    }
}

TEST_CASE("outbox file: a folder that is not there is told, not thrown") {
    TempFolder folder;
    Outbox outbox(open_outbox_file(folder.path() / "no" / "such" / "outbox.bin"));
    const auto put = outbox.put(RequestId{}, "x");
    REQUIRE(!put.has_value());
    CHECK(put.error().text.find("outbox.bin") != std::string::npos);
}

TEST_CASE("outbox file: a file over its bound is set aside, not read into memory") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    std::ofstream(file) << "MOTCUAO1";
    std::filesystem::resize_file(file, 100 * outbox_file_bytes);
    Outbox outbox(open_outbox_file(file));
    CHECK(outbox.waiting().empty());
    CHECK(!outbox.trouble().empty());
}

TEST_CASE("outbox file: what lies aside is what was there, and stays so whatever is written then") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    const std::string letter = "this is a letter to the editor, not an outbox";
    std::ofstream(file) << letter;
    Outbox outbox(open_outbox_file(file));
    for (std::uint8_t n = 1; n <= 3; ++n) {
        RequestId id;
        id.bytes.fill(n);
        REQUIRE(outbox.put(id, "payload").has_value());
    }
    std::stringstream aside;
    aside << std::ifstream(file.string() + ".damaged-1").rdbuf();
    CHECK(aside.str() == letter);
    CHECK(Outbox(open_outbox_file(file)).waiting().size() == 3);
}

TEST_CASE("outbox file: what got its own name already, and no further, takes no second one") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    std::ofstream(file) << "no outbox";
    std::filesystem::create_hard_link(file, file.string() + ".damaged-1");
    Outbox outbox(open_outbox_file(file));
    CHECK_FALSE(std::filesystem::exists(file.string() + ".damaged-2"));
    CHECK(outbox.trouble().find(".damaged-1") != std::string::npos);
    CHECK(outbox.put(RequestId{}, "x").has_value());
}

TEST_CASE("outbox file: one that could not be read and was taken away since is none any more") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    std::filesystem::create_directory(file);  // cannot be read
    Outbox outbox(open_outbox_file(file));
    CHECK_FALSE(outbox.trouble().empty());
    std::filesystem::remove(file);
    CHECK(outbox.put(RequestId{}, "x").has_value());
    CHECK(outbox.trouble().empty());
}

TEST_CASE("outbox file: no earlier one that lies aside is written over, however many there are") {
    TempFolder folder;
    const auto file = folder.path() / "outbox.bin";
    for (int n = 1; n <= 100; ++n)
        std::ofstream(file.string() + ".damaged-" + std::to_string(n)) << "aside " << n;
    std::ofstream(file) << "this is a letter to the editor, not an outbox";
    Outbox outbox(open_outbox_file(file));
    CHECK_FALSE(outbox.put(RequestId{}, "x").has_value());
    CHECK(outbox.trouble().find("outbox.bin") != std::string::npos);
    for (int n = 1; n <= 100; ++n) {
        std::stringstream aside;
        aside << std::ifstream(file.string() + ".damaged-" + std::to_string(n)).rdbuf();
        CHECK(aside.str() == "aside " + std::to_string(n));
    }
}
