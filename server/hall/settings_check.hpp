#pragma once
// Whether settings may govern a hall. The importer of the file says it with line numbers; this is the hall's own door.
// Pure functions; the text names the first fault, empty = none.

#include <string>

#include "shared/vocabulary/centre.hpp"

namespace motcua::hall {

/// What the state itself relies on: ids and letters of one owner each, number ranges that exist, references that lead
/// somewhere. Checked at every apply, also of old journals: it is never made stricter.
std::string structure_fault(const CentreSettings& settings);

/// structure_fault, and every bound of today's rules. Checked when settings are imported.
std::string settings_fault(const CentreSettings& settings);

}  // namespace motcua::hall
