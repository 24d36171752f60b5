// Not a target: it fails on a mutation of its seed, so that the replay is seen to find and keep what fails.
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.find('\x80') != std::string_view::npos)
        std::abort();
    return 0;
}
