#include "backend/store/sqlite/rebuilder.h"

#include "backend/core/logging.h"
#include "backend/event/facts_codec.h"
#include "backend/store/sqlite/row_cache.h"
#include "backend/store/sqlite/schema.h"

#include <optional>
#include <string>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Events a transaction: the write-ahead log can be emptied in between.
constexpr Seq eventsATransaction = 32'768;
constexpr Seq eventsAReport = 4'096;

const std::string shadowPrefix = "shadow_";

Result<void> createShadow(Connection& connection)
{
    std::string sql = projectionSchema;
    const std::string create = "CREATE TABLE ";
    for (std::size_t at = sql.find(create); at != std::string::npos; at = sql.find(create, at + 1))
        sql.insert(at + create.size(), shadowPrefix);
    return connection.execute(sql);
}

/// Entity of each event in order of seq, as the log's rows have it.
class EntityRefs {
public:
    explicit EntityRefs(Connection& connection)
        : m_connection(connection)
    {
    }
    Result<EntityRef> of(Seq seq)
    {
        if (!m_rows) {
            auto prepared = m_connection.prepare("SELECT seq,entity FROM event WHERE seq>=? ORDER BY seq");
            if (!prepared)
                return prepared.error();
            m_rows = std::move(*prepared);
            m_rows.bindInt(1, seq);
        }
        auto row = m_rows.step();
        if (!row)
            return row.error();
        if (!*row || m_rows.columnInt(0) != seq)
            return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
                "Event " + std::to_string(seq) + " has content but no row in the log.",
                "Run `binnacle doctor`; restore the store from a backup.");
        return m_rows.columnInt(1);
    }
    /// Lets go of the read transaction.
    void pause() { m_rows = Statement(); }

private:
    Connection& m_connection;
    Statement m_rows;
};

/// One run; transactions end and begin anew while it goes on.
class Run {
public:
    Run(Connection& connection, EventLog& log, Seq lastSeq, const std::function<void(RebuildProgress)>& progress,
        const CancelToken& cancel)
        : m_connection(connection)
        , m_log(log)
        , m_interner(connection)
        , m_rows(connection, m_interner, log)
        , m_refs(connection)
        , m_lastSeq(lastSeq)
        , m_progress(progress)
        , m_cancel(cancel)
    {
    }

    Result<void> fill()
    {
        if (auto done = begin(); !done)
            return done;
        if (auto done = createShadow(m_connection); !done)
            return done;
        if (auto done = m_rows.prepare(shadowPrefix); !done)
            return done;
        auto visit = [this](Seq seq, std::string_view facts) { return fold(seq, facts); };
        if (auto done = m_log.forEach(1, visit); !done)
            return done;
        if (m_folded != m_lastSeq)
            return Error::make(ErrorKind::Corrupt, "STORE_CORRUPT",
                "The log has " + std::to_string(m_lastSeq) + " events but the content of " + std::to_string(m_folded)
                    + ".",
                "Run `binnacle doctor`; restore the store from a backup.");
        if (auto done = m_connection.execute("INSERT INTO shadow_volume(minute,source,count) "
                                             "SELECT recorded_at/60000000,source,count(*) FROM event GROUP BY 1,2");
            !done)
            return done;
        if (auto done = commit(); !done)
            return done;
        return report();
    }

    Seq folded() const { return m_folded; }

private:
    Result<void> begin()
    {
        auto transaction = Transaction::begin(m_connection, Transaction::Kind::Write);
        if (!transaction)
            return transaction.error();
        m_transaction.emplace(std::move(*transaction));
        return {};
    }
    Result<void> commit()
    {
        if (auto done = m_rows.flush(); !done)
            return done;
        m_refs.pause();
        if (auto done = m_transaction->commit(); !done)
            return done;
        m_transaction.reset();
        return {};
    }
    Result<void> report()
    {
        if (m_progress)
            m_progress({ m_folded, m_lastSeq });
        if (m_cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "The rebuild was cancelled; nothing has changed.");
        return {};
    }
    Result<void> fold(Seq seq, std::string_view facts)
    {
        auto event = decodeFacts(facts);
        if (!event)
            return event.error();
        auto ref = m_refs.of(seq);
        if (!ref)
            return ref.error();
        auto source = m_interner.source(event->dialect, event->source);
        if (!source)
            return source.error();
        if (auto done = m_rows.fold(*event, identityOf(*event).low, *ref, *source, seq); !done)
            return done;
        ++m_folded;
        if (m_folded % eventsATransaction == 0) {
            if (auto done = commit(); !done)
                return done;
            if (auto done = begin(); !done)
                return done;
        }
        return m_folded % eventsAReport == 0 ? report() : Result<void>();
    }

    Connection& m_connection;
    EventLog& m_log;
    Interner m_interner;
    RowCache m_rows;
    EntityRefs m_refs;
    std::optional<Transaction> m_transaction;
    Seq m_lastSeq;
    Seq m_folded = 0;
    const std::function<void(RebuildProgress)>& m_progress;
    const CancelToken& m_cancel;
};

Result<void> swap(Connection& connection)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const std::string_view table : projectionTables) {
        const std::string name(table);
        if (auto done = connection.execute(
                "DROP TABLE " + name + "; ALTER TABLE " + shadowPrefix + name + " RENAME TO " + name);
            !done)
            return done;
    }
    if (auto done = connection.execute(projectionIndexes); !done)
        return done;
    return transaction->commit();
}

} // namespace

Result<void> dropShadow(Connection& connection)
{
    auto left = connection.queryInt("SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE name GLOB 'shadow_*')");
    if (!left)
        return left.error();
    if (*left == 0)
        return {};
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction)
        return transaction.error();
    for (const std::string_view table : projectionTables) {
        if (auto done = connection.execute("DROP TABLE IF EXISTS " + shadowPrefix + std::string(table)); !done)
            return done;
    }
    return transaction->commit();
}

Result<Seq> rebuildProjections(Connection& connection, EventLog& log, Seq lastSeq,
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    if (auto done = dropShadow(connection); !done)
        return done.error();
    Result<void> done;
    Seq folded = 0;
    {
        Run run(connection, log, lastSeq, progress, cancel);
        done = run.fill();
        folded = run.folded();
    }
    if (done)
        done = swap(connection);
    if (done)
        return folded;
    // What cannot be dropped now (no room) goes at the next open.
    if (auto dropped = dropShadow(connection); !dropped)
        log::store().warn("{} [{}]", dropped.error().message, dropped.error().code);
    return done.error();
}

} // namespace binnacle::sqlite
