#pragma once

#include "backend/store/sqlite/database.h"

#include <string>
#include <vector>

namespace binnacle::sqlite {

/// Looks for damage: SQLite's own check, gaps in the log, blocks whose bytes changed, and counts that must agree.
/// One sentence a finding, at most a few of each sort.
Result<std::vector<std::string>> checkStore(Connection& connection);

} // namespace binnacle::sqlite
