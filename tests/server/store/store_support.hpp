#pragma once
// What the tests of the store share: a folder of their own, a small centre, and days lived through a real hall.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "server/hall/hall.hpp"
#include "server/store/audit.hpp"
#include "server/store/inspection.hpp"
#include "server/store/journal.hpp"
#include "shared/base/random.hpp"

namespace motcua::test {

/// "" when it went well.
template <class T>
std::string problem_of(const Result<T>& result) {
    return result.has_error() ? result.error().text : std::string();
}

/// "" when the data are well.
inline std::string first_found(const store::Inspection& inspection) {
    return inspection.problems.empty() ? std::string() : inspection.problems.front().text;
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path data_file() const { return path_ / "motcua.db"; }

  private:
    std::filesystem::path path_;
};

CentreSettings small_centre();

/// Changes one byte of a file at `offset`.
void flip_byte(const std::filesystem::path& file, std::uint64_t offset);
std::string content_of(const std::filesystem::path& file);

/// Runs SQL on a file as a person with sqlite3 would, and gives the first column of every row.
std::vector<std::string> ask(const std::filesystem::path& file, const std::string& sql);

/// Makes the data file what the program before this version left.
void make_version_five(const std::filesystem::path& file);
/// Makes the data file what a program before the chain left.
void make_version_one(const std::filesystem::path& file);

/// The first fault of the first broken hall of a data file, "kon-tum changed 17 (17 ticket_called)"; "" = whole.
std::string broken_chain(const std::filesystem::path& file, const std::vector<store::ChainHead>& kept = {});

/// A hall that is asked for things at random, and remembers what the journal must hold.
class LivedHall {
  public:
    explicit LivedHall(const std::string& id, std::uint64_t seed = 1);

    /// One command and its outcome; the clock moves on by up to a minute.
    store::Entry step();
    store::Entry run(const Command& command);
    store::Entry issue();
    store::Entry refuse(hall::RequestRefused refused);
    void sleep_until_next_day() { now_.ms += day_ms; }

    const hall::Hall& hall() const { return hall_; }
    std::uint64_t last_sequence() const { return last_sequence_; }
    Instant now() const { return now_; }

  private:
    Command random_command();
    TicketToken next_token();

    hall::Hall hall_;
    Random random_;
    Instant now_;
    std::uint64_t last_sequence_ = 0;
    std::uint64_t tokens_ = 0;
};

/// As many steps, each a batch of its own that is written.
inline void live(store::Journal& journal, LivedHall& hall, int steps) {
    for (int i = 0; i < steps; ++i)
        REQUIRE(problem_of(journal.append(store::Batch{{hall.step()}})) == "");
}

store::Batch batch_of(std::vector<store::Entry> entries);

/// A hall made from what a journal loaded; asserts (doctest) that every event fits.
hall::Hall replayed(const store::LoadedHall& loaded);

}  // namespace motcua::test
