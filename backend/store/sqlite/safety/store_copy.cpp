#include "backend/store/sqlite/safety/store_copy.h"

#include "backend/store/sqlite/safety/log_audit.h"
#include "backend/store/sqlite/safety/part_file.h"

#include <sqlite3.h>

#include <filesystem>
#include <memory>

namespace binnacle::sqlite {

namespace {

/// Pages between two looks at the clock: 8 MiB.
constexpr int pagesAStep = 1024;

Error existsAlready(const std::string& target)
{
    return Error::make(ErrorKind::Refused, "BACKUP_EXISTS",
        "There is something at \"" + target + "\" already; a backup never takes its place.", "Choose another name.");
}

Error noRoom(const std::string& path)
{
    return Error::make(ErrorKind::Unavailable, "DISK_FULL", "There is no room for the copy \"" + path + "\".",
        "Free some space or choose another folder.");
}

/// Steps of SQLite's online backup, until all pages are there.
Result<void> copyPages(Connection& source, Connection& target, const SafetyWatch& watch)
{
    const std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup(
        sqlite3_backup_init(target.handle(), "main", source.handle(), "main"), sqlite3_backup_finish);
    if (!backup)
        return errorFromCode(sqlite3_extended_errcode(target.handle()), sqlite3_errmsg(target.handle()));
    for (;;) {
        const int code = sqlite3_backup_step(backup.get(), pagesAStep);
        const int total = sqlite3_backup_pagecount(backup.get());
        watch.report("Copying", total - sqlite3_backup_remaining(backup.get()), total);
        if (code == SQLITE_DONE)
            return {};
        if (code != SQLITE_OK)
            return errorFromCode(code, sqlite3_errstr(code));
        if (watch.cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "Cancelled.");
    }
}

} // namespace

Result<void> copyLog(Connection& source, const std::string& path, const SafetyWatch& watch)
{
    {
        // While this lasts nothing that others write makes the copy begin anew.
        auto transaction = Transaction::begin(source, Transaction::Kind::Read);
        if (!transaction)
            return transaction.error();
        if (auto seen = source.queryInt("SELECT count(*) FROM sqlite_schema"); !seen)
            return seen.error();
        auto target = Connection::open(path, OpenMode::ReadWrite);
        if (!target)
            return target.error();
        // Whoever makes the copy syncs it as a whole, and throws it away where something fails.
        if (auto done = target->execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"); !done)
            return done;
        if (auto done = copyPages(source, *target, watch); !done)
            return done.error().code == "STORE_FULL" ? noRoom(path) : done;
    }
    // The first page says that there is a write-ahead log, as the source's does.
    auto copy = Connection::open(path, OpenMode::ReadWrite);
    if (!copy)
        return copy.error();
    return copy->execute("PRAGMA journal_mode=DELETE");
}

namespace {

Result<BackupSummary> makeBackup(const std::string& path, const std::string& target, const SafetyWatch& watch)
{
    namespace fs = std::filesystem;
    std::error_code failure;
    if (fs::exists(fs::symlink_status(target, failure)))
        return existsAlready(target);
    auto source = Connection::open(path, OpenMode::ReadOnly);
    if (!source)
        return source.error();
    // For its owner alone: a copy goes to places where nobody thinks of who may read there.
    auto part = PartFile::make(target, 0600);
    if (!part)
        return part.error();
    if (auto done = copyLog(*source, part->path(), watch); !done)
        return done.error();
    if (auto done = part->sync(); !done)
        return done.error();
    auto copy = Connection::open(part->path(), OpenMode::ReadOnly);
    if (!copy)
        return copy.error();
    copy->setCancelToken(watch.cancel);
    auto proof = LogAudit(*copy, watch).run();
    if (!proof)
        return proof.error();
    watch.report("Checking the copy's pages", 0, 0);
    auto pages = copy->queryText("PRAGMA quick_check(1)");
    if (!pages && pages.error().kind != ErrorKind::Corrupt)
        return pages.error();
    if (!proof->isWhole() || !pages || *pages != "ok")
        return Error::make(ErrorKind::Corrupt, "BACKUP_DAMAGED",
            "The copy is damaged, and most likely the store is: "
                + (proof->isWhole() ? "the file is not a sound database." : proof->breaks.front().message)
                + " No backup was made.",
            "Look at the store with `binnacle doctor --deep`; keep the backups there are.");
    *copy = {};
    BackupSummary summary;
    summary.path = target;
    summary.events = proof->events;
    summary.head = *proof->head;
    summary.sizeBytes = static_cast<std::int64_t>(fs::file_size(part->path(), failure));
    auto named = part->becomeTarget();
    if (!named)
        return named.error();
    if (!*named)
        return existsAlready(target);
    return summary;
}

} // namespace

Result<BackupSummary> backUpLog(const std::string& path, const std::string& target, const SafetyWatch& watch)
{
    auto made = makeBackup(path, target, watch);
    if (!made && made.error().kind == ErrorKind::Cancelled)
        return Error::make(ErrorKind::Cancelled, "CANCELLED", "Cancelled; no backup was made.");
    return made;
}

} // namespace binnacle::sqlite
