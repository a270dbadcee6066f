#include "backend/store/sqlite/projections_file.h"

#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/read_only_uri.h"
#include "backend/store/sqlite/schema.h"

#include "backend/core/logging.h"

#include <unistd.h>

#include <filesystem>
#include <optional>

namespace binnacle::sqlite {

namespace {

/// NORMAL: a commit need not be on disk, because the log has its events, but the file is never torn. They are a write
/// behind the log's, and so is their memory.
constexpr const char* writerSettings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=OFF;"
                                       "PRAGMA cache_size=-49152; PRAGMA journal_size_limit=67108864;"
                                       "PRAGMA temp_store=MEMORY;";

Result<void> removeFile(const std::string& file)
{
    for (const char* suffix : { "", "-wal", "-shm" }) {
        std::error_code failure;
        std::filesystem::remove(file + suffix, failure);
        if (failure)
            return Error::make(ErrorKind::Unavailable, "STORE_CANNOT_WRITE",
                "\"" + file + suffix + "\" cannot be removed: " + failure.message() + ".",
                "Check the permissions of the store's directory.");
    }
    return {};
}

Result<void> createTables(Connection& connection, const std::string& logId)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const std::string& sql : { std::string(numberSchema), std::string(projectionSchema),
             std::string(projectionIndexes), "PRAGMA application_id=" + std::to_string(projectionsApplicationId),
             "PRAGMA user_version=" + std::to_string(projectionsVersion) }) {
        if (auto done = connection.execute(sql); !done)
            return done;
    }
    {
        auto progress = connection.prepare("INSERT INTO progress(id,log,seq,edition) VALUES(1,?,0,random())", false);
        if (!progress)
            return progress.error();
        progress->bindText(1, logId);
        if (auto done = progress->run(); !done)
            return done;
    }
    return transaction->commit();
}

/// How far the file goes; nullopt: it is of no use to this log.
Result<std::optional<Seq>> progressOf(Connection& connection, const std::string& logId, Seq lastSeq)
{
    for (const auto& [pragma, wanted] : { std::pair{ "PRAGMA application_id", projectionsApplicationId },
             { "PRAGMA user_version", projectionsVersion } }) {
        auto value = connection.queryInt(pragma);
        if (!value)
            return value.error();
        if (*value != wanted)
            return std::optional<Seq>();
    }
    auto log = connection.queryText("SELECT log FROM progress");
    if (!log)
        return log.error();
    auto seq = connection.queryInt("SELECT seq FROM progress");
    if (!seq)
        return seq.error();
    return *log == logId && *seq >= 0 && *seq <= lastSeq ? std::optional<Seq>(*seq) : std::nullopt;
}

/// nullopt: the file is of no use to this log.
Result<std::optional<ProjectionsFile>> tryOpen(const std::string& file, const std::string& logId, Seq lastSeq)
{
    auto connection = Connection::open(file, OpenMode::Create);
    if (!connection)
        return connection.error();
    const auto use = [&]() -> Result<std::optional<Seq>> {
        auto tables = connection->queryInt("SELECT count(*) FROM sqlite_schema");
        if (!tables)
            return tables.error();
        if (*tables == 0) {
            if (auto done = connection->execute("PRAGMA page_size=8192"); !done)
                return done.error();
        }
        if (auto done = connection->execute(writerSettings); !done)
            return done.error();
        if (*tables == 0) {
            if (auto done = createTables(*connection, logId); !done)
                return done.error();
        }
        return progressOf(*connection, logId, lastSeq);
    };
    auto seq = use();
    if (!seq && !isDamage(seq.error()))
        return seq.error();
    if (!seq || !*seq)
        return std::optional<ProjectionsFile>();
    return std::optional(ProjectionsFile{ std::move(*connection), **seq });
}

} // namespace

std::string projectionsPath(const std::string& path)
{
    return path + ".projections";
}

bool isDamage(const Error& error)
{
    // A row breaks the rules by which it was written, or a statement fails on tables that it was written for.
    const bool isSurprise = error.code == "STORE_CONSTRAINT" || error.code == "STORE_INTERNAL";
    return error.kind == ErrorKind::Corrupt || error.code == "STORE_NOT_A_STORE" || isSurprise;
}

Result<void> removeProjections(const std::string& path)
{
    return removeFile(projectionsPath(path));
}

Result<ProjectionsFile> openProjections(const std::string& path, const std::string& logId, Seq lastSeq)
{
    const std::string file = projectionsPath(path);
    for (const bool isLastTry : { false, true }) {
        auto opened = tryOpen(file, logId, lastSeq);
        if (!opened)
            return opened.error();
        if (*opened)
            return std::move(**opened);
        if (isLastTry)
            break;
        log::store().warn("the projections in {} do not belong to this log or are damaged; they are made anew", file);
        if (auto done = removeFile(file); !done)
            return done.error();
    }
    return corruption(
        "The projections in \"" + file + "\" cannot be made.", "Remove that file; it is made from the log again.");
}

Result<void> attachProjections(Connection& connection, const std::string& path)
{
    const std::string file = projectionsPath(path);
    if (::access(file.c_str(), F_OK) != 0)
        return Error::make(ErrorKind::NotFound, "PROJECTIONS_NOT_FOUND",
            "The projections of the store, \"" + file + "\", are not there.",
            "Open the store once for writing; they are made from the log.");
    auto attach = connection.prepare("ATTACH DATABASE ? AS projections", false);
    if (!attach)
        return attach.error();
    const std::string uri = readOnlyUri(file);
    attach->bindText(1, uri);
    if (auto done = attach->run(); !done)
        return done;
    auto version = connection.queryInt("PRAGMA projections.user_version");
    if (!version)
        return version.error();
    if (*version != projectionsVersion)
        return Error::make(ErrorKind::Unsupported, "PROJECTIONS_OTHER_FORMAT",
            "The projections of the store, \"" + file + "\", are those of another version of Binnacle.",
            "Close the program that has the store open, and open it with this version; they are made from the log.");
    return {};
}

} // namespace binnacle::sqlite
