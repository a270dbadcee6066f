#pragma once

#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/sqlite_store.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace binnacle::sqlite {

/// Says what is wrong with the path before anything is made or locked.
Result<void> checkStorePath(const SqliteOptions& options);

/// Opens the database, creates or converts it as `options` allow, and sets how the writer writes. The lock is held
/// by the caller.
Result<Connection> openStoreFile(const SqliteOptions& options, std::span<const Migration> steps, int version = 0);

/// A file of which the end is gone.
struct CutFile {
    std::int64_t pages = 0;
    std::int64_t pagesOnce = 0;
};
/// Only where SQLite does not open it: while a write-ahead log is copied into it, a sound file may be shorter than it
/// says. nullopt: it is not cut, or that cannot be told.
std::optional<CutFile> cutFileAt(const std::string& path);
std::string toString(const CutFile& cut);

} // namespace binnacle::sqlite
