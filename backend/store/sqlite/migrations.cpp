#include "backend/store/sqlite/migrations.h"

#include "backend/core/logging.h"
#include "backend/store/sqlite/schema.h"

#include <algorithm>
#include <filesystem>

namespace binnacle::sqlite {

namespace {

Result<void> setVersion(Connection& connection, int version)
{
    return connection.execute("PRAGMA user_version=" + std::to_string(version));
}

/// A complete copy, taken by SQLite itself, so that what is still in the write-ahead log is in it too.
Result<void> backUp(Connection& connection, const std::string& path, int version)
{
    const std::string base = path + ".v" + std::to_string(version) + ".backup";
    std::string target = base;
    std::error_code failure;
    // Never over an older copy: it may be the only good one.
    for (int i = 2; std::filesystem::exists(target, failure); ++i)
        target = base + '-' + std::to_string(i);
    const std::string partial = target + ".part";
    std::filesystem::remove(partial, failure);
    auto statement = connection.prepare("VACUUM INTO ?", false);
    if (!statement)
        return statement.error();
    statement->bindText(1, partial);
    if (auto done = statement->run(); !done) {
        std::filesystem::remove(partial, failure);
        Error error = done.error();
        error.message =
            "The store's format is old and the copy that is made before it is converted failed: " + error.message;
        return error;
    }
    std::filesystem::rename(partial, target, failure);
    if (failure)
        return Error::make(ErrorKind::Unavailable, "STORE_BACKUP_FAILED",
            "The copy \"" + target + "\" of the store cannot be made: " + failure.message() + ".",
            "Check the directory's permissions and space.");
    log::store().info("copied the store to {} before converting it", target);
    return {};
}

} // namespace

std::span<const Migration> builtInMigrations()
{
    // Format 5 is the first that is to be released: nothing leads to it.
    return {};
}

Result<StoreFormat> inspectFormat(Connection& connection, const std::string& path, int newest)
{
    auto tables = connection.queryInt("SELECT count(*) FROM sqlite_schema");
    if (!tables) {
        Error error = tables.error();
        if (error.code == "STORE_NOT_A_STORE")
            error.message = "The file \"" + path + "\" is not a Binnacle store.";
        return error;
    }
    auto application = connection.queryInt("PRAGMA application_id");
    if (!application)
        return application.error();
    auto version = connection.queryInt("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*tables == 0 && *application == 0 && *version == 0)
        return StoreFormat{ true, 0 };
    if (*application != applicationId)
        return Error::make(ErrorKind::InvalidInput, "STORE_NOT_A_STORE",
            "The file \"" + path + "\" is a database of another program, not a Binnacle store.",
            "Choose another path.");
    if (*version > newest)
        return Error::make(ErrorKind::Unsupported, "STORE_TOO_NEW",
            "The store \"" + path + "\" has format " + std::to_string(*version) + "; this Binnacle knows formats up to "
                + std::to_string(newest) + ".",
            "Update Binnacle; the store was not changed.");
    return StoreFormat{ false, static_cast<int>(*version) };
}

Result<void> createSchema(Connection& connection)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const std::string& sql : { std::string(logSchema), "PRAGMA application_id=" + std::to_string(applicationId),
             // The projections remember which log they belong to.
             std::string(newLogId) }) {
        if (auto done = connection.execute(sql); !done)
            return done;
    }
    if (auto done = setVersion(connection, schemaVersion); !done)
        return done;
    return transaction->commit();
}

Result<void> migrate(
    Connection& connection, const std::string& path, int version, int target, std::span<const Migration> steps)
{
    if (version == target)
        return {};
    const auto stepFrom = [steps](int from) {
        return std::find_if(steps.begin(), steps.end(), [from](const Migration& step) { return step.from == from; });
    };
    for (int from = version; from < target; ++from) {
        if (stepFrom(from) == steps.end())
            return Error::make(ErrorKind::Unsupported, "STORE_TOO_OLD",
                "The store \"" + path + "\" has format " + std::to_string(from)
                    + ", which this Binnacle cannot convert. It was not changed.",
                "Open it with the Binnacle that made it, or begin a new store and import its events again.");
    }
    if (auto done = backUp(connection, path, version); !done)
        return done;
    for (; version < target; ++version) {
        const auto next = stepFrom(version);
        auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
        if (!transaction)
            return transaction.error();
        if (auto done = next->apply(connection); !done)
            return done;
        if (auto done = setVersion(connection, version + 1); !done)
            return done;
        if (auto done = transaction->commit(); !done)
            return done;
        log::store().info("converted the store to format {}", version + 1);
    }
    return {};
}

} // namespace binnacle::sqlite
