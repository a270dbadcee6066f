#pragma once

#include "backend/store/sqlite/safety/log_check.h"

namespace binnacle::sqlite {

/// Makes the projections a second time, in a temporary file that vanishes, and compares them row by row. `connection`
/// has the log at `path` and, attached, the projections; while a writer goes on, both are taken as of one moment. Needs
/// a log that can be read whole.
Result<void> compareProjections(
    const std::string& path, Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings);

} // namespace binnacle::sqlite
