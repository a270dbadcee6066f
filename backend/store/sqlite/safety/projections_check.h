#pragma once

#include "backend/store/sqlite/safety/log_check.h"

#include <string>
#include <vector>

namespace binnacle::sqlite {

/// Looks for damage to the projections by themselves and by what the log adds up to: rows that cannot be decoded,
/// indexes and counts that do not agree. `connection` has the log and, attached, the projections.
Result<void> checkProjections(
    Connection& connection, const LogReport& log, const SafetyWatch& watch, std::vector<StoreFinding>& findings);

/// Findings of SQLite about one of the connection's files, "main" or "projections".
Result<void> checkPages(
    Connection& connection, const std::string& schema, std::string_view area, std::vector<StoreFinding>& findings);

} // namespace binnacle::sqlite
