#pragma once
// gettext catalogues through Boost.Locale. A Language is loaded once and then only read: share it between threads
// freely.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/translate.hpp"

namespace motcua {

/// One language's texts. Copies are cheap and share the catalogue.
class Language {
  public:
    /// English as written in the code, for a program without catalogues.
    Language();

    const std::string& tag() const { return tag_; }

    /// The text in this language; the English itself when the catalogue has none.
    std::string tr(const char* english) const;
    /// The form for `n`; "{}" in it is not replaced.
    std::string tr_n(const char* one, const char* many, std::int64_t n) const;
    /// tr() for rooms that the catalogues are out of reach of; keeps the catalogue itself.
    Translate translate() const {
        return [copy = *this](const char* english) { return copy.tr(english); };
    }

  private:
    friend class Catalogues;
    struct Texts;
    std::string tag_ = "en";
    std::shared_ptr<const Texts> texts_;
};

/// Every language found below some folders (LANG/LC_MESSAGES/motcua.mo).
class Catalogues {
  public:
    /// Folders are searched in order, the first that has a language wins. A damaged catalogue throws
    /// std::runtime_error naming the file; a missing folder is no error.
    explicit Catalogues(const std::vector<std::filesystem::path>& folders);

    /// The language, or English when there is none of that tag.
    Language language(std::string_view tag) const;
    /// In alphabetical order; English, which needs no catalogue, is always there.
    std::vector<std::string> tags() const;
    /// For a language that somebody asked for by name, "" = none: a Problem that names the known ones where there is no
    /// such.
    Result<void> need(std::string_view tag) const;

    /// Where the programs of this build look: the folders of MOTCUA_LOCALE_DIR (with ':' between them), beside the
    /// program (../share/locale), then the system's.
    static std::vector<std::filesystem::path> usual_folders();
    /// `first` before the usual ones; "" adds nothing.
    static std::vector<std::filesystem::path> usual_folders_after(const std::filesystem::path& first);

  private:
    std::map<std::string, Language, std::less<>> languages_;
};

}  // namespace motcua
