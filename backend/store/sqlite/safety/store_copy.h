#pragma once

#include "backend/store/sqlite/database.h"
#include "backend/store/store_safety.h"

#include <string>

namespace binnacle::sqlite {

/// Copies the log that `source` has open, as it is at this moment, into the empty file at `path`. A writer of the log
/// goes on meanwhile; what it adds stays in its write-ahead log until the copy is made. The copy is a file of its own,
/// without a write-ahead log, and is not on disk before it is synced. Errors: CANCELLED, DISK_FULL, and those of
/// reading the source.
Result<void> copyLog(Connection& source, const std::string& path, const SafetyWatch& watch);

/// Makes a backup, as StoreSafety says.
Result<BackupSummary> backUpLog(const std::string& path, const std::string& target, const SafetyWatch& watch);

} // namespace binnacle::sqlite
