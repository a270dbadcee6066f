#pragma once

#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/sqlite_store.h"

#include <span>

namespace binnacle::sqlite {

/// Says what is wrong with the path before anything is made or locked.
Result<void> checkStorePath(const SqliteOptions& options);

/// Opens the database, creates or converts it as `options` allow, and sets how the writer writes. The lock is held
/// by the caller.
Result<Connection> openStoreFile(const SqliteOptions& options, std::span<const Migration> steps, int version = 0);

} // namespace binnacle::sqlite
