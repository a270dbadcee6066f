#pragma once

#include "backend/store/sqlite/safety/log_check.h"

#include <vector>

namespace binnacle::sqlite {

/// Everything about the log's file, from its pages to each identity and each refused item. The report is of use where
/// there are no findings.
Result<LogReport> checkLogFile(Connection& connection, const SafetyWatch& watch, std::vector<StoreFinding>& findings);

} // namespace binnacle::sqlite
