#include "display-board/voice/speech.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <vector>

#include "display-board/voice/limits.hpp"

namespace motcua::board {
namespace {

namespace fs = std::filesystem;
constexpr int child_poll_ms = 2;

/// FNV-1a: a name for a file of our own cache, not a secret.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return hash;
}

/// espeak-ng reads a lone English "A" as the article; this spelling gives the letter's name.
std::string spelling_for_espeak(const Sentence& sentence) {
    std::string text = sentence.text;
    if (sentence.language == "en") {
        for (std::size_t at = text.find(" A "); at != std::string::npos; at = text.find(" A ", at)) {
            text.replace(at, 3, " eigh ");
        }
    }
    return text;
}

/// Keeps the child from our sockets and windows, and gives it plain signals.
class SpawnSetup {
  public:
    SpawnSetup() {
        posix_spawn_file_actions_init(&actions_);
        for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0);
        }
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        sigset_t all;
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
    ~SpawnSetup() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&actions_);
    }
    int spawn(pid_t& pid, std::vector<std::string>& words) const {
        std::vector<char*> arguments;
        arguments.reserve(words.size() + 1);
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        return posix_spawnp(&pid, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// Waits for the child to end, at most speech_limit_ms, then kills it.
Result<void> wait_for(pid_t pid, const std::string& program) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(speech_limit_ms);
    int status = 0;
    while (true) {
        const pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid) {
            break;
        }
        if (ended < 0 && errno != EINTR) {
            return Problem::verbatim(fmt::format("{}: cannot be waited for: {}", program, std::strerror(errno)));
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return Problem::verbatim(fmt::format("{}: no speech within {} ms", program, speech_limit_ms));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(child_poll_ms));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return Problem::verbatim(fmt::format("{}: ended with {} {}", program,
                                             WIFEXITED(status) ? "exit code" : "signal",
                                             WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)));
    }
    return {};
}

}  // namespace

Speech::Speech(SpeechSettings settings) : settings_(std::move(settings)) {
    std::error_code ignored;  // an unusable folder shows when a file is made
    fs::create_directories(settings_.cache_folder, ignored);
}

fs::path Speech::cache_file(const Sentence& sentence) const {
    const std::string key =
        fmt::format("{}\n{}\n{}\n{}", settings_.program, settings_.words_per_minute, sentence.language, sentence.text);
    return settings_.cache_folder / fmt::format("{:016x}.wav", hash_of(key));
}

Result<SoundClip> Speech::say(const Sentence& sentence) const {
    if (sentence.text.size() > sentence_bytes) {
        return Problem::verbatim("a sentence too long to be spoken");
    }
    const fs::path file = cache_file(sentence);
    if (auto cached = read_wav(file); cached && !cached->samples.empty()) {
        return cached;
    }
    if (auto made = make(sentence, file); !made) {
        return made.error();
    }
    return read_wav(file);
}

Result<void> Speech::make(const Sentence& sentence, const fs::path& file) const {
    fs::path part = file;
    part += ".part";
    std::vector<std::string> words = {settings_.program,
                                      "-v",
                                      sentence.language,
                                      "-s",
                                      std::to_string(settings_.words_per_minute),
                                      "-w",
                                      part.string(),
                                      "--",
                                      spelling_for_espeak(sentence)};
    pid_t pid = 0;
    if (const int error = SpawnSetup().spawn(pid, words); error != 0) {
        return Problem::verbatim(
            fmt::format("{}: {} (install the package espeak-ng)", settings_.program, std::strerror(error)));
    }
    std::error_code error;
    if (auto ended = wait_for(pid, settings_.program); !ended) {
        fs::remove(part, error);
        return ended.error();
    }
    if (auto clip = read_wav(part); !clip || clip->samples.empty()) {
        fs::remove(part, error);
        return clip ? Problem::verbatim(settings_.program + ": made an empty file") : clip.error();
    }
    make_room();
    fs::rename(part, file, error);
    if (error) {
        return Problem::verbatim(fmt::format("{}: {}", file.string(), error.message()));
    }
    return {};
}

void Speech::make_room() const {
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    for (fs::directory_iterator it(settings_.cache_folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".wav") {
            std::error_code gone;
            files.emplace_back(it->last_write_time(gone), it->path());
        }
    }
    if (files.size() < cached_sentences) {
        return;
    }
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i + cached_sentences <= files.size(); ++i) {
        fs::remove(files[i].second, error);
    }
}

}  // namespace motcua::board
