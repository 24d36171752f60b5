#include "shared/language/language.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>

#include "shared/base/text.hpp"

namespace motcua {

namespace {

constexpr const char* domain = "motcua";
constexpr std::uintmax_t max_catalogue_bytes = 4 * 1024 * 1024;

std::vector<char> read_all(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size > max_catalogue_bytes)
        throw Failure(Problem("{}: not a catalogue of texts (unreadable or too large)", file));
    std::ifstream in(file, std::ios::binary);
    return std::vector<char>(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

struct Language::Texts {
    explicit Texts(const std::locale& with_messages) : locale(with_messages) {}
    std::locale locale;
    const boost::locale::message_format<char>& messages() const {
        return std::use_facet<boost::locale::message_format<char>>(locale);
    }
};

Language::Language() = default;

std::string Language::tr(const char* english) const {
    if (*english == '\0')
        return {};  // the empty text is a catalogue's own head
    const char* found = texts_ ? texts_->messages().get(0, nullptr, english) : nullptr;
    return found != nullptr ? found : english;
}

std::string Language::tr_n(const char* one, const char* many, std::int64_t n) const {
    const int count = static_cast<int>(n < 0 ? 0 : n > 1'000'000 ? 1'000'000 : n);
    const char* found = texts_ ? texts_->messages().get(0, nullptr, one, count) : nullptr;
    return found != nullptr ? found : (n == 1 ? one : many);
}

Catalogues::Catalogues(const std::vector<std::filesystem::path>& folders) {
    for (const auto& folder : folders) {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
            const auto file = entry.path() / "LC_MESSAGES" / (std::string(domain) + ".mo");
            const std::string tag = entry.path().filename().string();
            if (languages_.count(tag) != 0 || !std::filesystem::exists(file, none))
                continue;
            boost::locale::gnu_gettext::messages_info info;
            info.language = tag;
            info.encoding = "UTF-8";
            info.paths = {folder.string()};
            info.domains = {boost::locale::gnu_gettext::messages_info::domain(domain)};
            info.callback = [](const std::string& name, const std::string&) {
                return std::filesystem::exists(name) ? read_all(name) : std::vector<char>{};
            };
            try {
                Language language;
                language.tag_ = tag;
                language.texts_ = std::make_shared<Language::Texts>(
                    std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info)));
                languages_[tag] = std::move(language);
            } catch (const std::exception& error) {
                throw Failure(Problem("{}: not a readable catalogue of texts: {}", file, error.what()));
            }
        }
    }
}

Language Catalogues::language(std::string_view tag) const {
    const auto found = languages_.find(tag);
    return found == languages_.end() ? Language() : found->second;
}

std::vector<std::string> Catalogues::tags() const {
    std::set<std::string> tags{"en"};
    for (const auto& [tag, language] : languages_)
        tags.insert(tag);
    return {tags.begin(), tags.end()};
}

Result<void> Catalogues::need(std::string_view tag) const {
    const auto known = tags();
    if (tag.empty() || std::find(known.begin(), known.end(), tag) != known.end())
        return {};
    return Problem("there is no catalogue for the language \"{}\"; there are: {}", escaped_for_log(tag, 64),
                   fmt::to_string(fmt::join(known, ", ")));
}

std::vector<std::filesystem::path> Catalogues::usual_folders() {
    std::vector<std::filesystem::path> folders;
    if (const char* set = std::getenv("MOTCUA_LOCALE_DIR")) {
        std::stringstream parts(set);
        for (std::string part; std::getline(parts, part, ':');) {
            if (!part.empty())
                folders.emplace_back(part);
        }
    }
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    if (!unknown)
        folders.push_back(program.parent_path().parent_path() / "share" / "locale");
    folders.emplace_back("/usr/share/locale");
    return folders;
}

std::vector<std::filesystem::path> Catalogues::usual_folders_after(const std::filesystem::path& first) {
    std::vector<std::filesystem::path> folders = usual_folders();
    if (!first.empty())
        folders.insert(folders.begin(), first);
    return folders;
}

}  // namespace motcua
