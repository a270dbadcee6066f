#include "backend/store/sqlite/rebuilder.h"

#include "backend/core/logging.h"
#include "backend/store/sqlite/block_stream.h"
#include "backend/store/sqlite/group_fold.h"
#include "backend/store/sqlite/schema.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace binnacle::sqlite {

namespace {

/// Events a transaction: the write-ahead log can be emptied in between.
constexpr Seq eventsATransaction = 262'144;

const std::string shadowPrefix = "shadow_";

Result<void> createShadow(Connection& connection)
{
    std::string sql = projectionSchema;
    const std::string create = "CREATE TABLE ";
    for (std::size_t at = sql.find(create); at != std::string::npos; at = sql.find(create, at + 1))
        sql.insert(at + create.size(), shadowPrefix);
    return connection.execute(sql);
}

/// One run; transactions end and begin anew while it goes on.
class Run {
public:
    Run(Connection& connection, LogReader& log, Connection stream, Seq lastSeq,
        const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
        : m_connection(connection)
        , m_stream(std::move(stream), 1, lastSeq)
        , m_interner(connection)
        , m_fold(connection, m_interner, log)
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
        if (auto done = m_fold.prepare(shadowPrefix); !done)
            return done;
        for (;;) {
            auto portion = m_stream.next();
            if (!portion)
                return portion.error();
            if (!*portion)
                break;
            if (auto done = fold(**portion); !done)
                return done;
        }
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
        if (auto done = m_fold.flush(); !done)
            return done;
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
    Result<void> fold(const BlockStream::Portion& portion)
    {
        if (auto done = m_fold.add(portion.block, portion.first, portion.last); !done)
            return done;
        m_folded = portion.last;
        if (m_folded - m_committed >= eventsATransaction) {
            m_committed = m_folded;
            if (auto done = commit(); !done)
                return done;
            if (auto done = begin(); !done)
                return done;
        }
        return report();
    }

    Connection& m_connection;
    BlockStream m_stream;
    Interner m_interner;
    GroupFold m_fold;
    std::optional<Transaction> m_transaction;
    Seq m_lastSeq;
    Seq m_folded = 0;
    Seq m_committed = 0;
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
    for (const char* last : { projectionIndexes, "UPDATE progress SET edition=random(); DELETE FROM entity_change" }) {
        if (auto done = connection.execute(last); !done)
            return done;
    }
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

Result<Seq> rebuildProjections(Connection& connection, LogReader& log, Connection stream, Seq lastSeq,
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    if (auto done = dropShadow(connection); !done)
        return done.error();
    Result<void> done;
    Seq folded = 0;
    {
        Run run(connection, log, std::move(stream), lastSeq, progress, cancel);
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
