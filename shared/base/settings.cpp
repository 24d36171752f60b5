#include "shared/base/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

#include "shared/base/text.hpp"

namespace motcua {

struct SettingsFile::Document {
    explicit Document(std::string_view name) : file_name(name) {}
    toml::table table;
    std::string file_name;
    SettingsProblems problems;
};

struct SettingsTable::Node {
    std::shared_ptr<SettingsFile::Document> document;  // keeps the tree alive
    toml::table* table = nullptr;
    std::string path;  // "counter.services" for messages
    std::set<std::string, std::less<>> known;
};

namespace {

std::string at(const std::string& file, const toml::source_region& region) {
    return fmt::format("{}:{}:{}", file, region.begin.line, region.begin.column);
}

/// How a date or a number would be written as a text; "" for what has no such form.
std::string unquoted(const toml::node& item) {
    std::ostringstream plain;
    if (const auto* date = item.as_date())
        plain << *date;
    else if (const auto* time = item.as_time())
        plain << *time;
    else if (const auto* integer = item.as_integer())
        plain << *integer;
    return plain.str();
}

/// Where the key stands, or the table itself where it is absent.
const toml::source_region& region_of(const toml::table& table, std::string_view key) {
    for (const auto& [name, value] : table) {
        if (name.str() == key)
            return name.source();
    }
    return table.source();
}

/// Edits between two words: insert, remove, change, swap of neighbours (optimal string alignment).
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        cost[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        cost[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

/// What the file holds stands in the values: it is text there, and nothing else.
Problem with_clean_values(const Problem& problem) {
    if (problem.pattern.empty())
        return Problem::verbatim(escaped_controls(problem.text, SettingsProblems::max_value_bytes));
    std::vector<Problem> parts;
    for (const Problem& part : problem.parts)
        parts.push_back(with_clean_values(part));
    return Problem::of(problem.pattern, std::move(parts));
}

}  // namespace

void SettingsProblems::add(std::uint32_t line, std::uint32_t column, const Problem& problem) {
    ++count_;
    if (found_.size() < max_kept)
        found_.push_back(Found{line, column, with_clean_values(problem)});
}

std::vector<Problem> SettingsProblems::lines() const {
    auto sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Found& left, const Found& right) {
        return std::tie(left.line, left.column) < std::tie(right.line, right.column);
    });
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < std::min(sorted.size(), max_problems); ++i)
        problems.push_back(std::move(sorted[i].problem));
    if (count_ > max_problems)
        problems.push_back(Problem::of("… {}", {Problem("and {} more mistakes", count_ - max_problems)}));
    return problems;
}

Problem SettingsProblems::joined() const {
    auto all = lines();
    if (all.size() == 1)
        return all.front();
    std::string pattern;
    for (std::size_t i = 0; i < all.size(); ++i)
        pattern += i == 0 ? "{}" : "\n{}";
    return Problem::of(std::move(pattern), std::move(all));
}

std::optional<std::string> nearest_word(std::string_view word, const std::vector<std::string>& known) {
    if (word.size() > 64)
        return std::nullopt;
    std::optional<std::string> nearest;
    std::size_t fewest = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const auto& candidate : known) {
        const std::size_t edits = edits_between(word, candidate);
        if (edits < fewest) {
            fewest = edits;
            nearest = candidate;
        }
    }
    return nearest;
}

Result<SettingsFile> SettingsFile::read(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed)
        return Problem("{}: cannot be read ({})", file, failed.message());
    if (size > max_bytes)
        return Problem("{}: too many bytes for a settings file (at most {})", file, max_bytes);
    std::ifstream in(file, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    if (!in)
        return Problem("{}: cannot be read", file);
    return parse(content.str(), file.string());
}

Result<SettingsFile> SettingsFile::parse(std::string_view toml, std::string_view file_name) {
    SettingsFile file;
    file.document_ = std::make_shared<Document>(file_name);
    if (toml.size() > max_bytes)
        return Problem("{}: too many bytes for a settings file (at most {})", file_name, max_bytes);
    try {
        file.document_->table = toml::parse(toml, std::string(file_name));
    } catch (const toml::parse_error& error) {
        // The description repeats what stands there, whatever it is.
        return Problem("{}: this is not TOML ({})", at(file.document_->file_name, error.source()),
                       escaped_controls(error.description(), SettingsProblems::max_value_bytes));
    }
    return file;
}

SettingsTable SettingsFile::root() const {
    auto node = std::make_shared<SettingsTable::Node>();
    node->document = document_;
    node->table = &document_->table;
    return SettingsTable(std::move(node));
}

SettingsProblems& SettingsFile::problems() const {
    return document_->problems;
}

bool SettingsTable::stands_here(std::string_view key) const {
    return node_->table->get(key) != nullptr;
}

bool SettingsTable::has(std::string_view key) {
    node_->known.emplace(key);
    return stands_here(key);
}

bool SettingsTable::is_plain(std::string_view key) const {
    const toml::node* value = node_->table->get(key);
    return value != nullptr && !value->is_table() && !value->is_array();
}

bool SettingsTable::is_table(std::string_view key) const {
    const toml::node* value = node_->table->get(key);
    return value != nullptr && value->is_table();
}

std::vector<std::string> SettingsTable::keys() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : *node_->table)
        names.emplace_back(name.str());
    return names;
}

std::string SettingsTable::where(std::string_view key) const {
    const auto& file = node_->document->file_name;
    return at(file, region_of(*node_->table, key));
}

Problem SettingsTable::hint(std::string_view word, const std::vector<std::string>& known) {
    const auto nearest = nearest_word(word, known);
    return nearest ? Problem("; did you mean \"{}\"?", *nearest) : Problem();
}

void SettingsTable::add_problem(std::string_view key, const Problem& what) {
    const auto place = region_of(*node_->table, key).begin;
    node_->document->problems.add(place.line, place.column,
                                  Problem::of("{}: {}", {Problem::verbatim(where(key)), what}));
}

std::string SettingsTable::choice(std::string_view key, const std::vector<std::string>& words) {
    std::string chosen = text(key, words.front());
    if (std::find(words.begin(), words.end(), chosen) != words.end())
        return chosen;
    complain(key, "\"{}\" is none of \"{}\"", chosen, fmt::to_string(fmt::join(words, "\", \"")));
    return words.front();
}

std::string SettingsTable::text(std::string_view key, std::string fallback, std::size_t max_bytes) {
    node_->known.emplace(key);
    const toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return fallback;
    const auto text = value->value_exact<std::string>();
    if (!text) {
        complain(key, "\"{}\" takes a text in quotes", key);
        return fallback;
    }
    const auto composed = nfc(*text);
    if (!composed || !is_clean_line(*composed, max_bytes)) {
        complain(key, "\"{}\" takes one line of at most {} bytes without control characters", key, max_bytes);
        return fallback;
    }
    return *composed;
}

std::filesystem::path SettingsTable::path(std::string_view key, const std::filesystem::path& folder) {
    const std::string name = text(key, {}, SettingsTable::path_bytes);
    return name.empty() ? std::filesystem::path() : folder / name;  // which is `name` itself where that is absolute
}

std::filesystem::path SettingsTable::existing_file(std::string_view key, const std::filesystem::path& folder) {
    auto file = path(key, folder);
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    const bool is_none = std::filesystem::status_known(status) &&
                         (!std::filesystem::exists(status) || std::filesystem::is_directory(status));
    if (!file.empty() && is_none)  // what hides it is told by whoever reads it
        complain(key, "there is no file \"{}\"", file);
    return file;
}

std::filesystem::path SettingsTable::existing_folder(std::string_view key, const std::filesystem::path& folder) {
    auto found = path(key, folder);
    std::error_code failed;
    const auto status = std::filesystem::status(found, failed);
    if (!found.empty() && !std::filesystem::status_known(status))
        complain(key, "{}: cannot be read ({})", found, failed.message());
    else if (!found.empty() && !std::filesystem::is_directory(status))
        complain(key, "there is no folder \"{}\"", found);
    return found;
}

std::string SettingsTable::required_text(std::string_view key, std::size_t max_bytes) {
    if (!has(key)) {
        complain(key, "\"{}\" is missing", key);
        return {};
    }
    const std::size_t before = node_->document->problems.count();
    auto value = text(key, {}, max_bytes);
    if (is_blank(value) && node_->document->problems.count() == before)
        complain(key, "\"{}\" is empty", key);
    return is_blank(value) ? std::string() : value;
}

std::int64_t SettingsTable::integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) {
    node_->known.emplace(key);
    const toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return fallback;
    const auto integer = value->value_exact<std::int64_t>();
    if (!integer || *integer < min || *integer > max) {
        complain(key, "\"{}\" takes a whole number from {} to {}", key, min, max);
        return fallback;
    }
    return *integer;
}

double SettingsTable::number(std::string_view key, double fallback, double min, double max) {
    node_->known.emplace(key);
    const toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return fallback;
    const auto number = value->value<double>();
    if (!number || !(*number >= min && *number <= max)) {
        complain(key, "\"{}\" takes a number from {} to {}", key, min, max);
        return fallback;
    }
    return *number;
}

bool SettingsTable::boolean(std::string_view key, bool fallback) {
    node_->known.emplace(key);
    const toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return fallback;
    const auto boolean = value->value_exact<bool>();
    if (!boolean) {
        complain(key, "\"{}\" takes true or false", key);
        return fallback;
    }
    return *boolean;
}

std::vector<std::string> SettingsTable::texts(std::string_view key, std::size_t max_count) {
    node_->known.emplace(key);
    std::vector<std::string> list;
    const toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return list;
    const toml::array* array = value->as_array();
    if (array == nullptr || array->size() > max_count) {
        complain(key, "\"{}\" takes a list of at most {} texts", key, max_count);
        return list;
    }
    for (const auto& item : *array) {
        const auto text = item.value_exact<std::string>();
        const auto composed = text ? nfc(*text) : std::nullopt;
        if (!composed || !is_clean_line(*composed, 400)) {
            if (const std::string plain = unquoted(item); plain.empty())
                complain(key, "\"{}\" takes a list of texts in quotes", key);
            else
                complain(key, "\"{0}\" takes a list of texts in quotes: write \"{1}\" instead of {1}", key, plain);
            return {};
        }
        list.push_back(*composed);
    }
    return list;
}

std::optional<SettingsTable> SettingsTable::table(std::string_view key) {
    node_->known.emplace(key);
    toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_table()) {
        const std::string path = node_->path.empty() ? std::string(key) : node_->path + "." + std::string(key);
        complain(key, "\"{}\" is a table of its own: [{}]", key, path);
        return std::nullopt;
    }
    auto node = std::make_shared<Node>();
    node->document = node_->document;
    node->table = value->as_table();
    node->path = node_->path.empty() ? std::string(key) : node_->path + "." + std::string(key);
    return SettingsTable(std::move(node));
}

std::vector<SettingsTable> SettingsTable::tables(std::string_view key, std::size_t max_count) {
    node_->known.emplace(key);
    std::vector<SettingsTable> list;
    toml::node* value = node_->table->get(key);
    if (value == nullptr)
        return list;
    if (value->is_table()) {
        complain(key, "\"{}\" may stand several times: write [[{}]], in double brackets", key, key);
        return list;
    }
    toml::array* array = value->as_array();
    const bool all_tables = array != nullptr && std::all_of(array->begin(), array->end(),
                                                            [](const toml::node& item) { return item.is_table(); });
    if (!all_tables || array->size() > max_count) {
        complain(key, "\"{}\" takes at most {} blocks of [[{}]]", key, max_count, key);
        return list;
    }
    for (auto& item : *array) {
        auto node = std::make_shared<Node>();
        node->document = node_->document;
        node->table = item.as_table();
        node->path = node_->path.empty() ? std::string(key) : node_->path + "." + std::string(key);
        list.push_back(SettingsTable(std::move(node)));
    }
    return list;
}

std::vector<std::pair<std::string, std::string>> SettingsTable::all_texts(std::size_t max_bytes) {
    std::vector<std::pair<std::string, std::string>> list;
    for (const auto& key : keys())
        list.emplace_back(key, text(key, {}, max_bytes));
    return list;
}

void SettingsTable::finish() {
    const std::vector<std::string> known(node_->known.begin(), node_->known.end());
    for (const auto& [name, value] : *node_->table) {
        const std::string_view key = name.str();
        if (node_->known.count(key) != 0)
            continue;
        if (node_->path.empty())
            complain(key, "unknown key \"{}\"{}", escaped_for_log(key, 64), hint(key, known));
        else
            complain(key, "unknown key \"{}\" in [{}]{}", escaped_for_log(key, 64), node_->path, hint(key, known));
    }
}

}  // namespace motcua
