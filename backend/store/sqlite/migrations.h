#pragma once

#include "backend/store/sqlite/database.h"

#include <functional>
#include <span>
#include <string>

namespace binnacle::sqlite {

/// One step from format `from` to `from + 1`. Runs inside a transaction that also raises the version.
struct Migration {
    int from = 0;
    std::function<Result<void>(Connection&)> apply;
};

/// The steps that lead from every older format to schemaVersion, in order.
std::span<const Migration> builtInMigrations();

/// What a store's file is before anything is done to it.
struct StoreFormat {
    bool isEmpty = false; ///< A new database without any table.
    int version = 0;
};

/// Looks at application id and version. Errors: STORE_NOT_A_STORE for any other database or file, STORE_TOO_NEW
/// (Unsupported) for a format above `newest`.
Result<StoreFormat> inspectFormat(Connection& connection, const std::string& path, int newest);

/// Creates the tables of schemaVersion in an empty database, in one transaction.
Result<void> createSchema(Connection& connection);

/// Brings a store of format `version` to `target`. A copy "<path>.v<version>.backup" is made first; each step is a
/// transaction of its own, so an interrupted migration continues where it stopped.
Result<void> migrate(
    Connection& connection, const std::string& path, int version, int target, std::span<const Migration> steps);

} // namespace binnacle::sqlite
