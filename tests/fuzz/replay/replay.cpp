// The main of a fuzz target where there is no libFuzzer: every seed, then so many mutations of them, the same in every
// run. What was tried when the target failed is kept in a file beside the program.
//
//     fuzz_frame [--mutations N] [--seed N] [--max-bytes N] SEEDS...     (files, and folders of files)
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "shared/base/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// A sanitizer ends the program without a signal; where one is linked in, it calls back.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

using motcua::Random;

constexpr int failed_exit_code = 1;
constexpr std::uint64_t most_edits = 8;      ///< of one mutation
constexpr std::uint64_t largest_piece = 64;  ///< bytes that one edit copies, takes out or puts in

struct Options {
    std::uint64_t mutations = 1000;
    std::uint64_t seed = 1;
    std::size_t max_bytes = 4096;
    std::vector<std::filesystem::path> seeds;
};

// What a handler of signals can still use.
std::string current_input;
std::string kept_file;
std::string kept_words;

void keep_input() {
    const int file = ::open(kept_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const bool is_kept = file >= 0 && ::write(file, current_input.data(), current_input.size()) >= 0;
    if (is_kept && ::write(STDERR_FILENO, kept_words.data(), kept_words.size()) < 0)
        ::_exit(failed_exit_code);
}

void failed(int) {
    keep_input();
    ::_exit(failed_exit_code);
}

void try_one(const std::string& input) {
    current_input = input;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::vector<std::string> read_seeds(const Options& options) {
    std::vector<std::filesystem::path> files;
    for (const auto& seed : options.seeds) {
        if (!std::filesystem::is_directory(seed)) {
            files.push_back(seed);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(seed))
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> inputs;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        if (!stream)
            throw std::runtime_error("cannot read " + file.string());
        inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    if (inputs.empty())
        throw std::runtime_error("there are no seeds");
    return inputs;
}

void edit(std::string& input, const std::vector<std::string>& seeds, Random& random) {
    static constexpr std::uint8_t telling[] = {0, 1, 0x7f, 0x80, 0xff, '\n', '"', '%'};
    const std::size_t at = random.below(input.size() + 1);
    const std::size_t piece = 1 + random.below(largest_piece);
    switch (random.below(7)) {
        case 0:
            if (at < input.size())
                input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
            return;
        case 1:
            if (at < input.size())
                input[at] = static_cast<char>(random.next());
            return;
        case 2:
            if (at < input.size())
                input[at] = static_cast<char>(telling[random.below(std::size(telling))]);
            return;
        case 3:
            input.erase(at, piece);
            return;
        case 4:
            input.insert(at, input.substr(random.below(input.size() + 1), piece));
            return;
        case 5: {
            const std::string& other = seeds[random.below(seeds.size())];
            input.insert(at, other.substr(random.below(other.size() + 1), piece));
            return;
        }
        default:
            if (random.chance(25))
                input.resize(at);
    }
}

std::uint64_t number_of(const std::string& word) {
    std::size_t used = 0;
    const std::uint64_t number = std::stoull(word, &used);
    if (used != word.size())
        throw std::runtime_error("\"" + word + "\" is not a number");
    return number;
}

Options read_options(const std::vector<std::string>& words) {
    Options options;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool is_flag = words[at].rfind("--", 0) == 0;
        if (!is_flag) {
            options.seeds.emplace_back(words[at]);
            continue;
        }
        if (at + 1 == words.size())
            throw std::runtime_error(words[at] + " needs a number");
        const std::uint64_t number = number_of(words[at + 1]);
        if (words[at] == "--mutations")
            options.mutations = number;
        else if (words[at] == "--seed")
            options.seed = number;
        else if (words[at] == "--max-bytes")
            options.max_bytes = number;
        else
            throw std::runtime_error("unknown flag " + words[at]);
        ++at;
    }
    return options;
}

}  // namespace

int main(int count, char** words) try {
    const Options options = read_options({words + 1, words + count});
    kept_file = std::filesystem::path(words[0]).filename().string() + ".failed";
    kept_words = "the input that failed is kept in " + kept_file + "; replay it: " + words[0] + " --mutations 0 " +
                 kept_file + "\n";
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, failed);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(keep_input);

    const std::vector<std::string> seeds = read_seeds(options);
    try_one("");
    for (const std::string& seed : seeds)
        try_one(seed);
    Random random(options.seed);
    for (std::uint64_t n = 0; n < options.mutations; ++n) {
        std::string input = seeds[random.below(seeds.size())];
        for (std::uint64_t edits = 1 + random.below(most_edits); edits > 0; --edits)
            edit(input, seeds, random);
        input.resize(std::min(input.size(), options.max_bytes));
        try_one(input);
    }
    std::cout << seeds.size() << " seeds and " << options.mutations << " mutations of them, nothing found\n";
    return 0;
} catch (const std::exception& error) {
    std::cerr << "fuzz replay: " << error.what() << "\n";
    return 2;
}
