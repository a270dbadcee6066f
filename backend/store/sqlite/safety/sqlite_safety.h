#pragma once

#include "backend/store/store_safety.h"

#include <memory>
#include <string>

namespace binnacle {

/// The safety of the store at `path`. Errors: those of openSqliteStore() for reading.
Result<std::unique_ptr<StoreSafety>> openSqliteSafety(const std::string& path);

} // namespace binnacle
