#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "kiosk/ticket-view/escpos_decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto paper = motcua::escpos::decode({data, size});
    if (paper.height > motcua::escpos::max_paper_dots)
        std::abort();
    return 0;
}
