#include "backend/store/sqlite/sqlite_store.h"

#include "backend/store/sqlite/appender.h"
#include "backend/store/sqlite/checkpointer.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/projection_checksum.h"
#include "backend/store/sqlite/rebuilder.h"
#include "backend/store/sqlite/schema.h"
#include "backend/store/sqlite/sqlite_reader.h"
#include "backend/store/sqlite/store_check.h"
#include "backend/store/sqlite/store_files.h"
#include "backend/store/sqlite/store_lock.h"

#include <filesystem>
#include <system_error>
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
        , m_appender(m_connection, *m_options.clock)
    {
    }

    Result<void> load()
    {
        if (m_options.readOnly)
            return {};
        auto checkpointer = Checkpointer::start(m_connection, m_options.path);
        if (!checkpointer)
            return checkpointer.error();
        m_checkpointer = std::move(*checkpointer);
        if (auto done = dropShadow(m_connection); !done)
            return done;
        return m_appender.load();
    }

    Result<std::unique_ptr<AppendGroup>> beginAppend() override
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        return m_appender.begin();
    }

    Result<std::unique_ptr<StoreReader>> openReader() override
    {
        return openSqliteReader(m_options.path, m_options.readOnly);
    }

    Result<void> discardQuarantined(std::span<const std::int64_t> ids, std::string_view reason) override
    {
        return closeQuarantined(ids, QuarantineStatus::Discarded, reason);
    }

    Result<void> markQuarantineRetried(std::int64_t id, std::string_view note) override
    {
        return closeQuarantined({ &id, 1 }, QuarantineStatus::Retried, note);
    }

    Result<Seq> rebuild(const std::function<void(RebuildProgress)>& progress, CancelToken cancel) override
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        if (auto done = m_appender.load(); !done)
            return done.error();
        auto folded = rebuildProjections(m_connection, m_appender.log(), m_appender.lastSeq(), progress, cancel);
        m_appender.invalidate();
        return folded;
    }

    Result<std::string> projectionChecksum() override { return sqlite::projectionChecksum(m_connection); }

    Result<std::vector<std::string>> check() override { return checkStore(m_connection); }

    Result<void> markAsDemo() override
    {
        if (m_options.readOnly)
            return readOnlyError(m_options.path);
        return m_connection.execute("REPLACE INTO meta(key,value) VALUES('demo',1)");
    }

    bool isReadOnly() const override { return m_options.readOnly; }
    std::string location() const override { return m_options.path; }

private:
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
    StoreLock m_lock;
    Connection m_connection;
    // Last: they go before the connection does.
    std::unique_ptr<Checkpointer> m_checkpointer;
    Appender m_appender;
};

} // namespace

} // namespace sqlite

Result<std::unique_ptr<EventStore>> openSqliteStore(const SqliteOptions& options)
{
    using namespace sqlite;
    StoreLock lock;
    if (auto checked = checkStorePath(options); !checked)
        return checked.error();
    if (!options.readOnly) {
        // SQLite follows links to the file too: who comes by another name must find the same lock.
        std::error_code failure;
        const auto whole = std::filesystem::weakly_canonical(options.path, failure);
        auto acquired = StoreLock::acquire(failure ? options.path : whole.string());
        if (!acquired)
            return acquired.error();
        lock = std::move(*acquired);
    }
    auto connection = openStoreFile(options, builtInMigrations());
    if (!connection)
        return connection.error();
    auto store = std::make_unique<SqliteStore>(options, std::move(lock), std::move(*connection));
    if (auto done = store->load(); !done)
        return done.error();
    return std::unique_ptr<EventStore>(std::move(store));
}

} // namespace binnacle
