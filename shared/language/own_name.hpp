#pragma once
// Languages are named in themselves, so these names are not translated.

#include <string>
#include <string_view>

namespace motcua {

/// "Tiếng Việt" for "vi"; the tag itself where no name is known.
std::string own_name_of_language(std::string_view tag);

}  // namespace motcua
