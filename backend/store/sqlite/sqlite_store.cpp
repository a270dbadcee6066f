#include "backend/store/sqlite/sqlite_store.h"

#include "backend/store/sqlite/appender.h"
#include "backend/store/sqlite/checkpointer.h"
#include "backend/store/sqlite/entity_cache.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/projection_checksum.h"
#include "backend/store/sqlite/projection_thread.h"
#include "backend/store/sqlite/rebuilder.h"
#include "backend/store/sqlite/schema.h"
#include "backend/store/sqlite/sqlite_reader.h"
#include "backend/store/sqlite/store_files.h"
#include "backend/store/sqlite/store_lock.h"

#include "backend/core/logging.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace binnacle {

namespace sqlite {

namespace {

Error readOnlyError(const std::string& path)
{
    return Error::make(ErrorKind::Refused, "STORE_READ_ONLY", "The store \"" + path + "\" is open read-only.",
        "Close the program that writes to it, then open it again.");
}

class SqliteStore final : public EventStore {
public:
    SqliteStore(SqliteOptions options, StoreLock lock, Connection connection)
        : m_options(std::move(options))
        , m_lock(std::move(lock))
        , m_connection(std::move(connection))
        , m_appender(m_connection, *m_options.clock,
              [this](std::shared_ptr<const EventBlock> events, const ChangeSet& changes) {
                  m_projections->add(std::move(events), changes);
              })
    {
    }

    /// Of a store that may be written.
    Result<void> load()
    {
        auto checkpointer = Checkpointer::start(m_connection, m_options.path, "PRAGMA synchronous=FULL");
        if (!checkpointer)
            return checkpointer.error();
        m_checkpointer = std::move(*checkpointer);
        if (auto done = m_appender.load(); !done)
            return done;
        auto id = logId();
        if (!id)
            return id.error();
        auto done = startProjections(*id);
        if (done || !isDamage(done.error()))
            return done;
        log::store().warn("the projections are damaged and are made anew: {}", done.error().message);
        m_projections.reset();
        if (auto removed = removeProjections(m_options.path); !removed)
            return removed;
        return startProjections(*id);
    }

    Result<std::unique_ptr<AppendGroup>> beginAppend() override
    {
        if (auto done = mayAppend(); !done)
            return done.error();
        return m_appender.begin();
    }

    Result<void> settle() override { return m_options.readOnly ? Result<void>() : m_projections->settle(); }

    void setListener(std::function<void(const ChangeSet&)> listener) override
    {
        if (m_projections)
            m_projections->setListener(std::move(listener));
    }

    Result<std::unique_ptr<StoreReader>> openReader() override
    {
        return openSqliteReader(m_options.path, m_options.readOnly, m_entities);
    }

    Result<void> discardQuarantined(std::span<const std::int64_t> ids, std::string_view reason) override
    {
        return closeQuarantined(ids, QuarantineStatus::Discarded, reason);
    }

    Result<void> markQuarantineRetried(std::int64_t id, std::string_view note) override
    {
        return closeQuarantined({ &id, 1 }, QuarantineStatus::Retried, note);
    }

    Result<RebuildSummary> rebuild(const std::function<void(RebuildProgress)>& progress, CancelToken cancel) override
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        if (auto done = m_projections->settle(cancel); !done && done.error().kind != ErrorKind::Corrupt)
            return done.error();
        return m_projections->rebuild(progress, cancel);
    }

    Result<std::string> projectionChecksum() override
    {
        auto whole = openWhole();
        return whole ? sqlite::projectionChecksum(*whole) : whole.error();
    }

    Result<void> probe() override
    {
        if (auto done = mayAppend(); !done)
            return done;
        // A value that was there already would not be written.
        return m_connection.execute(
            "REPLACE INTO meta(key,value) VALUES('probed_at'," + std::to_string(m_options.clock->now().micros) + ")");
    }

    Result<void> markAsDemo() override
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        return m_connection.execute("REPLACE INTO meta(key,value) VALUES('demo',1)");
    }

    bool isReadOnly() const override { return m_options.readOnly; }
    std::string location() const override { return m_options.path; }

private:
    /// What the projections know the log by. One that is damaged cannot be found; then a new one is as good.
    Result<std::string> logId()
    {
        const char* const find = "SELECT value FROM meta WHERE key='id'";
        auto id = m_connection.queryText(find);
        if (!id || !id->empty())
            return id;
        if (auto done = m_connection.execute(newLogId); !done)
            return done.error();
        return m_connection.queryText(find);
    }

    Result<void> mayAppend() const
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        // What could not be shown should not be taken either: whoever sends it can wait. But not for somebody to come
        // and repair what is derived.
        if (auto problem = m_projections->problem(); problem && problem->kind != ErrorKind::Corrupt)
            return *problem;
        return {};
    }

    Result<void> startProjections(const std::string& logId)
    {
        auto file = openProjections(m_options.path, logId, m_appender.lastSeq());
        if (!file)
            return file.error();
        auto log = Connection::open(m_options.path, OpenMode::ReadOnly);
        if (!log)
            return log.error();
        m_projections = std::make_unique<ProjectionThread>(
            m_options.path, logId, std::move(*file), std::move(*log), m_appender.lastSeq());
        return m_projections->start();
    }

    /// Log and projections over one connection, when everything is folded.
    Result<Connection> openWhole()
    {
        if (auto done = settle(); !done)
            return done.error();
        auto connection = Connection::open(m_options.path, OpenMode::ReadOnly);
        if (!connection)
            return connection.error();
        if (auto done = attachProjections(*connection, m_options.path); !done)
            return done.error();
        return connection;
    }

    Result<void> closeQuarantined(std::span<const std::int64_t> ids, QuarantineStatus status, std::string_view note)
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
        if (!transaction)
            return transaction.error();
        if (auto done = m_appender.quarantine().close(ids, status, note, m_appender.nextRecordedAt()); !done)
            return done;
        return transaction->commit();
    }

    SqliteOptions m_options;
    const std::shared_ptr<EntityCache> m_entities = std::make_shared<EntityCache>(); ///< Of all readers.
    StoreLock m_lock;
    Connection m_connection;
    // They go before the connection does, and the projections before all others.
    std::unique_ptr<Checkpointer> m_checkpointer;
    Appender m_appender;
    std::unique_ptr<ProjectionThread> m_projections;
};

/// Events that are in the log but not in the projections of a store that is opened for reading.
Result<Seq> eventsBehind(const SqliteOptions& options)
{
    auto log = Connection::open(options.path, OpenMode::ReadOnly);
    if (!log)
        return log.error();
    if (auto done = attachProjections(*log, options.path); !done)
        return done.error();
    auto isOurs = log->queryInt("SELECT (SELECT log FROM progress)=(SELECT value FROM meta WHERE key='id')");
    if (!isOurs)
        return isOurs.error();
    if (*isOurs == 0)
        return Error::make(ErrorKind::NotFound, "PROJECTIONS_NOT_FOUND",
            "The projections beside the store are those of another log.",
            "Open the store once for writing; they are made from the log.");
    // In this order: the log is never behind.
    auto folded = log->queryInt("SELECT seq FROM progress");
    if (!folded)
        return folded.error();
    auto last = LogReader(*log).lastSeq();
    // Where the log ends cannot be told. What was made of it can be read all the same.
    if (!last && last.error().kind == ErrorKind::Corrupt)
        return Seq{ 0 };
    if (!last)
        return last.error();
    return *last - *folded;
}

/// A reader is to see what was acknowledged before it came: the writer folds that within moments. Where the writer was
/// killed there is nobody to do it, so it is done here, if this user may.
Result<void> awaitProjections(const SqliteOptions& options)
{
    constexpr std::chrono::seconds patience{ 2 };
    constexpr std::chrono::milliseconds pause{ 5 };
    const auto givenUp = std::chrono::steady_clock::now() + patience;
    for (bool hasFolded = false;;) {
        auto behind = eventsBehind(options);
        // What is damaged or of another format, a writer makes anew.
        const bool isMissing = !behind
            && (behind.error().code == "PROJECTIONS_NOT_FOUND" || behind.error().code == "PROJECTIONS_OTHER_FORMAT"
                || behind.error().code == "STORE_NOT_A_STORE" || behind.error().kind == ErrorKind::Corrupt);
        if (!behind && !isMissing)
            return behind.error();
        if (behind && *behind == 0)
            return {};
        SqliteOptions writing = options;
        writing.readOnly = false;
        writing.createIfMissing = false;
        if (auto writer = openSqliteStore(writing)) {
            if (auto done = (*writer)->settle(); !done)
                return behind && done.error().kind == ErrorKind::Corrupt ? Result<void>() : done;
            // Made anew, and still not as it should be.
            if (hasFolded)
                return isMissing ? Result<void>(behind.error()) : Result<void>();
            hasFolded = true;
            continue;
        } else if (writer.error().code != "STORE_IN_USE" || std::chrono::steady_clock::now() > givenUp) {
            // What there is can be read.
            return isMissing ? Result<void>(behind.error()) : Result<void>();
        }
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

} // namespace sqlite

Result<std::unique_ptr<EventStore>> openSqliteStore(const SqliteOptions& given)
{
    using namespace sqlite;
    StoreLock lock;
    if (auto checked = checkStorePath(given); !checked)
        return checked.error();
    // SQLite follows links to the file too: who comes by another name must find the same lock and projections.
    SqliteOptions options = given;
    std::error_code failure;
    if (const auto whole = std::filesystem::weakly_canonical(given.path, failure); !failure)
        options.path = whole.string();
    if (!options.readOnly) {
        auto acquired = StoreLock::acquire(options.path);
        if (!acquired)
            return acquired.error();
        lock = std::move(*acquired);
    }
    auto connection = openStoreFile(options, builtInMigrations());
    if (!connection)
        return connection.error();
    auto store = std::make_unique<SqliteStore>(options, std::move(lock), std::move(*connection));
    if (options.readOnly) {
        if (auto done = awaitProjections(options); !done)
            return done.error();
    } else if (auto done = store->load(); !done) {
        return done.error();
    }
    return std::unique_ptr<EventStore>(std::move(store));
}

} // namespace binnacle
