#pragma once
// Settings files (TOML). Every error names file:line:column; an unknown key names the nearest known one.
// A reader asks for the keys it knows, then calls finish(): what was never asked for is unknown.
// What a reader says is a text of the catalogue with its values: a Problem like any other, put into the person's
// language where it is told.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace motcua {

/// Collects every problem of a file, so that a person mends all of them in one go. Bounded: at most max_problems are
/// shown, the rest is counted.
class SettingsProblems {
  public:
    static constexpr std::size_t max_problems = 50;
    static constexpr std::size_t max_value_bytes = 1000;  ///< of each value in a problem, and of one that is verbatim
    /// One line: control characters in it, which came from the file, are told as \xNN.
    void add(std::uint32_t line, std::uint32_t column, const Problem& problem);
    bool empty() const { return count_ == 0; }
    std::size_t count() const { return count_; }
    /// In the order of the file; where it is cut, a last line says how many more there are.
    std::vector<Problem> lines() const;
    Problem joined() const;  ///< one problem a line, each a part of it; a single one is itself

  private:
    struct Found {
        std::uint32_t line = 0;
        std::uint32_t column = 0;
        Problem problem;
    };
    static constexpr std::size_t max_kept = 2000;  // more than is shown: what comes first in the file is found late
    std::vector<Found> found_;
    std::size_t count_ = 0;
};

/// One TOML table being read. Copies share the document. Getters record the key as known and complain of a wrong type
/// or range by position; the fallback is then returned so that reading goes on and finds further problems.
class SettingsTable {
  public:
    static constexpr std::size_t path_bytes = 4096;  ///< the longest path, as Linux takes it
    bool has(std::string_view key);                  ///< present; whoever asks knows the key
    bool stands_here(std::string_view key) const;    ///< present; does not mark it known: to tell kinds of files apart
    bool is_plain(std::string_view key) const;       ///< present, neither table nor list; does not mark it known
    bool is_table(std::string_view key) const;       ///< present, and a table; does not mark it known
    std::vector<std::string> keys() const;           ///< as written, in alphabetical order; does not mark them known
    std::string text(std::string_view key, std::string fallback, std::size_t max_bytes = 200);
    std::string required_text(std::string_view key, std::size_t max_bytes = 200);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max);
    bool boolean(std::string_view key, bool fallback);
    double number(std::string_view key, double fallback, double min, double max);
    /// One of a few words, the first where the key is absent or is none of them.
    std::string choice(std::string_view key, const std::vector<std::string>& words);
    /// From `folder` where it is relative; "" where the key is absent.
    std::filesystem::path path(std::string_view key, const std::filesystem::path& folder);
    /// The same, with a complaint where nothing of the kind stands there.
    std::filesystem::path existing_file(std::string_view key, const std::filesystem::path& folder);
    std::filesystem::path existing_folder(std::string_view key, const std::filesystem::path& folder);
    std::vector<std::string> texts(std::string_view key, std::size_t max_count = 64);
    std::optional<SettingsTable> table(std::string_view key);
    /// [[key]] blocks in file order.
    std::vector<SettingsTable> tables(std::string_view key, std::size_t max_count = 256);
    /// Every key of this table that holds a string, in alphabetical order: for tables of languages. Marks them known.
    std::vector<std::pair<std::string, std::string>> all_texts(std::size_t max_bytes = 400);

    /// Complains at the position of `key` (or of the table itself where the key is absent): `text`, of the catalogue,
    /// with `values` in its places.
    template <class... Values>
    void complain(std::string_view key, const char* text, const Values&... values) {
        add_problem(key, Problem(text, values...));
    }
    /// "; did you mean "listen"?", or "" where nothing known is near: the last value of a complaint.
    static Problem hint(std::string_view word, const std::vector<std::string>& known);
    /// Complains of every key nobody asked for, and of those of sub-tables that were never opened.
    void finish();
    /// "file:line:column" of the key, or of the table.
    std::string where(std::string_view key = {}) const;

  private:
    friend class SettingsFile;
    struct Node;
    explicit SettingsTable(std::shared_ptr<Node> node) : node_(std::move(node)) {}
    void add_problem(std::string_view key, const Problem& what);
    std::shared_ptr<Node> node_;
};

class SettingsFile {
  public:
    /// A file over max_bytes, unreadable, not UTF-8 or not TOML is a Problem (with its position where it has one). What
    /// the system or the TOML reader says of it stays English, behind a sentence of ours.
    static constexpr std::size_t max_bytes = 1024 * 1024;
    static Result<SettingsFile> read(const std::filesystem::path& file);
    static Result<SettingsFile> parse(std::string_view toml, std::string_view file_name);

    SettingsTable root() const;
    SettingsProblems& problems() const;

  private:
    friend class SettingsTable;
    struct Document;
    std::shared_ptr<Document> document_;
};

/// The known word nearest to `word` within a third of its length in edits (Damerau-Levenshtein), or nullopt.
std::optional<std::string> nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace motcua
