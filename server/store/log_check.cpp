#include "server/store/log_check.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <utility>
#include <vector>

#include "server/store/data_folder.hpp"
#include "server/store/log_format.hpp"

namespace motcua::store {
namespace {

constexpr std::size_t least_page_bytes = 512;
constexpr std::size_t most_page_bytes = 65536;
constexpr std::uint32_t magic = 0x377f0682;  // its last bit: whether checksums are of big-endian words

using Words = std::span<const std::uint8_t>;
using Salts = std::array<std::uint8_t, 8>;

std::uint32_t big_endian(Words at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}

std::uint32_t little_endian(Words at) {
    return std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[1]} << 8 | at[0];
}

struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    friend bool operator==(const Checksum&, const Checksum&) = default;

    static Checksum kept_in(Words words) { return {big_endian(words), big_endian(words.subspan(4))}; }

    /// After `words`, whose size is a multiple of 8.
    Checksum over(Words words, bool is_big_endian) const {
        const auto word = is_big_endian ? big_endian : little_endian;
        Checksum sum = *this;
        for (; !words.empty(); words = words.subspan(8)) {
            sum.first += word(words) + sum.second;
            sum.second += word(words.subspan(4)) + sum.first;
        }
        return sum;
    }
};

struct Frame {
    std::vector<std::uint8_t> bytes;  // header and page

    Words words() const { return bytes; }
    bool is_commit() const { return big_endian(words().subspan(4)) != 0; }
    Salts salts() const {
        Salts salts{};
        std::copy_n(bytes.begin() + 8, salts.size(), salts.begin());
        return salts;
    }
    /// It follows what `before` is the checksum of.
    bool follows(const Checksum& before, bool is_big_endian) const {
        const Checksum sum = before.over(words().first(8), is_big_endian)
                                 .over(words().subspan(log_format::frame_header_bytes), is_big_endian);
        return sum == checksum();
    }
    Checksum checksum() const { return Checksum::kept_in(words().subspan(16)); }
};

/// How a log's frames are to be read.
struct Reading {
    bool is_big_endian = false;
    std::size_t page_bytes = 0;
    Salts salts{};
    Checksum seed;
};

class Log {
  public:
    explicit Log(const std::filesystem::path& file) : in_(file, std::ios::binary) {
        in_.read(reinterpret_cast<char*>(header_.data()), static_cast<std::streamsize>(header_.size()));
    }

    std::optional<LogDamage> find_damage() {
        if (!in_)
            return std::nullopt;
        if (const auto reading = from_header())
            return walk(*reading);
        const auto reading = from_frames();
        const std::uint64_t commits = reading ? commits_of(*reading) : 0;
        return commits > 0 ? std::optional(LogDamage{0, commits}) : std::nullopt;
    }

  private:
    std::optional<Reading> from_header() const {
        const Words words(header_);
        const std::uint32_t mark = big_endian(words);
        const std::size_t page = big_endian(words.subspan(8));
        const Reading reading{(mark & 1) != 0, page, salts_in(words.subspan(log_format::salts_offset)),
                              Checksum::kept_in(words.subspan(24))};
        const bool is_whole = (mark & ~1U) == magic && page >= least_page_bytes && page <= most_page_bytes &&
                              (page & (page - 1)) == 0 &&
                              Checksum().over(words.first(24), reading.is_big_endian) == reading.seed;
        return is_whole ? std::optional(reading) : std::nullopt;
    }

    /// From the first two frames one of which was made after the other. A header is synced before any frame of its own
    /// is written, and lies within one sector of a disk: no power cut leaves frames behind a header that is wrong.
    std::optional<Reading> from_frames() {
        for (std::size_t page = least_page_bytes; page <= most_page_bytes; page *= 2)
            for (const bool is_big_endian : {false, true}) {
                go_to_frames();
                auto before = next(page);
                for (auto frame = next(page); before && frame; before = std::exchange(frame, next(page)))
                    if (frame->salts() == before->salts() && frame->salts() != Salts{} &&  // zeros follow zeros
                        frame->follows(before->checksum(), is_big_endian))
                        return Reading{is_big_endian, page, frame->salts(), before->checksum()};
            }
        return std::nullopt;
    }

    std::optional<LogDamage> walk(const Reading& reading) {
        LogDamage damage;
        bool is_broken = false;
        bool follows_a_commit = false;
        Checksum sum = reading.seed;
        std::uint64_t offset = log_format::header_bytes;
        go_to_frames();
        while (const auto frame = next(reading.page_bytes)) {
            const bool is_present = frame->salts() == reading.salts;
            if (!is_broken && !(is_present && frame->follows(sum, reading.is_big_endian))) {
                is_broken = true;
                damage.offset = offset;
            }
            if (is_broken && is_present) {
                // What is left of a longer commit that was torn before is of this log, too, but was not made after
                // this.
                follows_a_commit =
                    follows_a_commit || (damage.commits > 0 && frame->follows(sum, reading.is_big_endian));
                damage.commits += frame->is_commit() ? 1 : 0;
            }
            sum = frame->checksum();
            offset += frame->bytes.size();
        }
        return follows_a_commit ? std::optional(damage) : std::nullopt;
    }

    std::uint64_t commits_of(const Reading& reading) {
        std::uint64_t commits = 0;
        go_to_frames();
        while (const auto frame = next(reading.page_bytes))
            commits += frame->salts() == reading.salts && frame->is_commit() ? 1 : 0;
        return commits;
    }

    static Salts salts_in(Words words) {
        Salts salts{};
        std::copy_n(words.begin(), salts.size(), salts.begin());
        return salts;
    }

    void go_to_frames() {
        in_.clear();
        in_.seekg(log_format::header_bytes);
    }

    std::optional<Frame> next(std::size_t page_bytes) {
        Frame frame{std::vector<std::uint8_t>(log_format::frame_header_bytes + page_bytes)};
        if (!in_.read(reinterpret_cast<char*>(frame.bytes.data()), static_cast<std::streamsize>(frame.bytes.size())))
            return std::nullopt;
        return frame;
    }

    std::ifstream in_;
    std::array<std::uint8_t, log_format::header_bytes> header_{};
};

}  // namespace

std::optional<LogDamage> find_damage(const std::filesystem::path& log) {
    return Log(log).find_damage();
}

std::optional<Problem> loss_of_log_in(const std::filesystem::path& folder) {
    const auto lock = FolderLock::take_standing(folder);
    if (!lock.is_held() && FolderLock::stands_in(folder))
        return std::nullopt;
    const std::filesystem::path file = data_file_in(folder);
    if (has_lost_log(file))
        return log_is_lost(file);
    const auto damage = find_damage(log_of(file));
    return damage ? std::optional(log_is_damaged(log_of(file), *damage)) : std::nullopt;
}

Problem log_is_damaged(const std::filesystem::path& log, const LogDamage& damage) {
    return Problem(
        "{}: the data file's log is damaged at byte {}, and {} commits behind it cannot be read; restore a "
        "backup, or see \"A damaged log\" in docs/operating.md",
        log, damage.offset, damage.commits);
}

}  // namespace motcua::store
