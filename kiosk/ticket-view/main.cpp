// motcua-ticket-view: shows what printed bytes look like on paper.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "kiosk/ticket-view/escpos_decoder.hpp"
#include "shared/type/png.hpp"

namespace {

constexpr const char* usage =
    "usage: motcua-ticket-view FILE.escpos OUT.png\n"
    "Writes the ticket that a receipt printer would print from FILE as a picture.\n"
    "Exit codes: 0 done, 1 the file is no ticket or cannot be read or written, 2 usage.\n";

int view(const std::string& from, const std::string& to) {
    std::ifstream in(from, std::ios::binary);
    if (!in) {
        std::fprintf(stderr, "motcua-ticket-view: %s cannot be read\n", from.c_str());
        return 1;
    }
    std::string bytes(motcua::escpos::max_input_bytes + 1, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    const auto paper = motcua::escpos::decode({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    if (!paper.problem.empty() || paper.width == 0) {
        std::fprintf(stderr, "motcua-ticket-view: %s: %s\n", from.c_str(),
                     paper.problem.empty() ? "nothing is printed by this" : paper.problem.c_str());
        return 1;
    }
    const std::string png =
        motcua::type::encode_png(paper.width, paper.height, motcua::type::PixelFormat::Grey, paper.dots);
    if (auto written = motcua::type::write_file_atomically(to, png); !written) {
        std::fprintf(stderr, "motcua-ticket-view: %s\n", written.error().text.c_str());
        return 1;
    }
    std::printf("%s: %d x %d dots, %d pictures, %d cuts\n", to.c_str(), paper.width, paper.height, paper.pictures,
                paper.cuts);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string first = argc > 1 ? argv[1] : "";
    if (first == "--help" || first == "-h") {
        std::fputs(usage, stdout);
        return 0;
    }
    if (first == "--version") {
        std::puts("motcua-ticket-view " MOTCUA_VERSION);
        return 0;
    }
    if (argc != 3) {
        std::fputs(usage, stderr);
        return 2;
    }
    return view(argv[1], argv[2]);
}
