#include "backend/store/sqlite/safety/store_restore.h"

#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/safety/log_file_check.h"
#include "backend/store/sqlite/safety/part_file.h"
#include "backend/store/sqlite/safety/store_copy.h"
#include "backend/store/sqlite/schema.h"
#include "backend/store/sqlite/store_files.h"
#include "backend/store/sqlite/store_lock.h"

#include "backend/core/clock.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>

namespace binnacle::sqlite {

namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path)
{
    std::error_code failure;
    return fs::exists(fs::symlink_status(path, failure));
}

/// A name beside the target that says when it was replaced, and that nothing has.
std::string keptName(const std::string& target)
{
    std::string time = formatTimestamp(Clock::system().now()).substr(0, 19);
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    const std::string base = target + ".replaced-" + time + "Z";
    std::string name = base;
    for (int i = 2; exists(name) || exists(name + "-wal"); ++i)
        name = base + "-" + std::to_string(i);
    return name;
}

class Restore {
public:
    Restore(const RestoreOptions& options, const SafetyWatch& watch)
        : m_backup(options.backup)
        , m_target(options.target)
        , m_replaces(options.replaces)
        , m_watch(watch)
    {
    }

    Result<RestoreSummary> run()
    {
        if (auto done = lookAtPaths(); !done)
            return done.error();
        auto lock = StoreLock::acquire(m_target);
        if (!lock && lock.error().code == "STORE_IN_USE")
            return Error::make(ErrorKind::Busy, "STORE_IN_USE", lock.error().message, "Close it, then restore again.");
        if (!lock)
            return lock.error();
        m_hadTarget = exists(m_target);
        if (m_hadTarget && !m_replaces)
            return Error::make(ErrorKind::Refused, "STORE_EXISTS", "There is a store at \"" + m_target + "\" already.",
                "Name another place with --to, or replace it with --replace; it is kept beside the new one.");
        auto part = PartFile::make(m_target, modeOfTarget());
        if (!part)
            return part.error();
        if (auto done = copyAndCheck(*part); !done)
            return done.error();
        if (m_watch.cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", {});
        m_watch.report("Replacing the store", 0, 0);
        if (m_hadTarget) {
            if (auto done = closeOld(); !done)
                return done.error();
            m_summary.replaced = keptName(m_target);
        }
        // What another log's projections say must not be taken for this one's; they are made anew.
        if (auto done = removeProjections(m_target); !done)
            return done.error();
        if (auto done = putInPlace(*part); !done)
            return done.error();
        return std::move(m_summary);
    }

private:
    Result<void> lookAtPaths()
    {
        SqliteOptions options;
        options.path = m_backup;
        options.readOnly = true;
        if (auto done = checkStorePath(options); !done) {
            Error error = done.error();
            if (error.code == "STORE_NOT_FOUND")
                error = Error::make(ErrorKind::NotFound, "BACKUP_NOT_FOUND",
                    "There is no backup at \"" + m_backup + "\".", "Check the path.");
            return error;
        }
        // As the store does: who comes by another name must find the same lock.
        std::error_code failure;
        if (const auto whole = fs::weakly_canonical(m_target, failure); !failure)
            m_target = whole.string();
        if (exists(m_target) && fs::equivalent(m_backup, m_target, failure))
            return Error::make(ErrorKind::InvalidInput, "WRONG_USAGE",
                "The backup and the store to be replaced are the same file.", "Name another place with --to.");
        options.path = m_target;
        options.readOnly = false;
        return checkStorePath(options);
    }

    unsigned modeOfTarget() const
    {
        struct stat status { };
        if (m_hadTarget && ::stat(m_target.c_str(), &status) == 0)
            return status.st_mode & 0777U;
        return 0600;
    }

    /// What is put in place is what was checked, not what it was copied from.
    Result<void> copyAndCheck(const PartFile& part)
    {
        auto source = Connection::open(m_backup, OpenMode::ReadOnly);
        if (!source)
            return source.error();
        auto format = inspectFormat(*source, m_backup, schemaVersion);
        if (!format && format.error().kind == ErrorKind::Corrupt)
            return damaged(format.error().message);
        if (!format)
            return format.error();
        if (format->isEmpty || format->version != schemaVersion)
            return Error::make(ErrorKind::Unsupported, "STORE_TOO_OLD",
                "The backup \"" + m_backup + "\" has another format than this Binnacle writes.",
                "Restore it with the Binnacle that made it.");
        auto copied = copyLog(*source, part.path(), m_watch);
        if (!copied && copied.error().kind == ErrorKind::Corrupt)
            return damaged(copied.error().message);
        if (!copied)
            return copied;
        {
            // From here on it is another log than the one that the backup was made of: both may go on.
            auto writing = Connection::open(part.path(), OpenMode::ReadWrite);
            if (!writing)
                return writing.error();
            auto done = writing->execute("PRAGMA synchronous=OFF; UPDATE meta SET value=lower(hex(randomblob(16))) "
                                         "WHERE key='id'");
            if (!done)
                return done;
        }
        if (auto done = part.sync(); !done)
            return done;
        auto copy = Connection::open(part.path(), OpenMode::ReadOnly);
        if (!copy)
            return copy.error();
        copy->setCancelToken(m_watch.cancel);
        std::vector<StoreFinding> findings;
        auto log = checkLogFile(*copy, m_watch, findings);
        if (!log)
            return log.error();
        if (!findings.empty())
            return damaged(findings.front().message
                + (findings.size() > 1 ? " There are " + std::to_string(findings.size() - 1) + " more findings." : ""));
        m_summary.path = m_target;
        m_summary.events = log->proof.events;
        m_summary.head = *log->proof.head;
        std::error_code failure;
        m_summary.sizeBytes = static_cast<std::int64_t>(fs::file_size(part.path(), failure));
        return {};
    }

    Error damaged(const std::string& why) const
    {
        return Error::make(ErrorKind::Corrupt, "BACKUP_DAMAGED",
            "The backup \"" + m_backup + "\" is damaged: " + why + " Nothing was replaced.",
            "Take another backup. To see what is wrong: binnacle doctor --deep --store BACKUP");
    }

    /// Swaps the two stores, so that neither ever has two names: who opened both would destroy it.
    Result<void> putInPlace(PartFile& part)
    {
        ::unlink((m_target + "-shm").c_str());
        if (m_hadTarget && !exists(m_target + "-wal")) {
            auto isSwapped = part.swapWithTarget(m_summary.replaced);
            if (!isSwapped || *isSwapped)
                return isSwapped ? Result<void>() : isSwapped.error();
        }
        if (auto done = setOldAside(); !done)
            return done;
        return part.replaceTarget();
    }

    /// Where the two cannot be swapped: gives the old store a second name, and takes away its write-ahead log, which
    /// beside the new file would be taken for the new one's.
    Result<void> setOldAside() const
    {
        const std::string kept = m_hadTarget ? m_summary.replaced : keptName(m_target);
        if (m_hadTarget && ::link(m_target.c_str(), kept.c_str()) != 0)
            return fileError("Keeping the old store as \"" + kept + "\"");
        const std::string log = m_target + "-wal";
        if (exists(log) && ::rename(log.c_str(), (kept + "-wal").c_str()) != 0)
            return fileError("Keeping the old store's \"" + log + "\"");
        return syncFolderOf(m_target);
    }

    /// Brings the old store's write-ahead log into its file and removes it. Damage that does not let it leaves both as
    /// they are.
    Result<void> closeOld() const
    {
        auto old = Connection::open(m_target, OpenMode::ReadWrite);
        if (!old)
            return old.error();
        // Before anything is read. It works only while nobody else has the store open, and lasts until this is closed.
        if (auto locked = old->queryText("PRAGMA locking_mode=EXCLUSIVE"); !locked)
            return locked.error();
        auto application = old->queryInt("PRAGMA application_id");
        auto tables = old->queryInt("SELECT count(*) FROM sqlite_schema");
        if (application && tables && *tables > 0 && *application != applicationId)
            return Error::make(ErrorKind::InvalidInput, "STORE_NOT_A_STORE",
                "The file \"" + m_target + "\" is a database of another program, not a Binnacle store.",
                "Choose another path.");
        // Not journal_mode=DELETE: killed in the middle of that, the store could not be read until somebody writes to
        // it.
        auto isBusy = application ? old->queryInt("PRAGMA wal_checkpoint(TRUNCATE)") : application;
        if (isBusy && *isBusy == 0)
            return {};
        if (isBusy || isBusy.error().kind == ErrorKind::Busy)
            return Error::make(ErrorKind::Busy, "STORE_BUSY",
                "Another program has the store \"" + m_target + "\" open for reading.",
                "Close it, then restore again. Nothing was replaced.");
        const Error& error = isBusy.error();
        return error.kind == ErrorKind::Corrupt || error.code == "STORE_NOT_A_STORE" ? Result<void>() : error;
    }

    std::string m_backup;
    std::string m_target;
    bool m_replaces;
    const SafetyWatch& m_watch;
    bool m_hadTarget = false;
    RestoreSummary m_summary;
};

} // namespace

} // namespace binnacle::sqlite

namespace binnacle {

Result<RestoreSummary> restoreSqliteStore(const RestoreOptions& options, const SafetyWatch& watch)
{
    auto restored = sqlite::Restore(options, watch).run();
    if (!restored && restored.error().kind == ErrorKind::Cancelled)
        return Error::make(ErrorKind::Cancelled, "CANCELLED", "Cancelled; nothing was replaced.");
    return restored;
}

} // namespace binnacle
