#pragma once
// What a tool prints, for tests that look at pictures with other people's programs.

#include <array>
#include <cstdio>
#include <memory>
#include <string>

/// Standard output of a shell command; "" when it cannot be run.
inline std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    std::string output;
    std::array<char, 256> part{};
    while (pipe && std::fgets(part.data(), static_cast<int>(part.size()), pipe.get()) != nullptr) {
        output += part.data();
    }
    return output;
}
