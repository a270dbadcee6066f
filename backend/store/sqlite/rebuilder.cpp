#include "backend/store/sqlite/rebuilder.h"

#include "backend/core/logging.h"
#include "backend/store/sqlite/block_stream.h"
#include "backend/store/sqlite/corruption.h"
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

constexpr std::size_t worthFolding = 4 * 1024 * 1024;

const std::string shadowPrefix = "shadow_";

/// What numbers mean outlives a rebuild. Error: it is damaged.
Result<void> checkNumbers(Connection& connection)
{
    // Each of these is in an index as well, whole: where one of both is damaged they differ.
    for (const std::string table : { "text", "source", "step_label", "entity_key" }) {
        auto found = connection.queryText("PRAGMA integrity_check(" + table + ")");
        if (!found)
            return found.error();
        if (*found != "ok")
            return corruption("The projections' table \"" + table + "\" is damaged: " + *found + ".");
    }
    return {};
}

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
    Run(Connection& connection, LogReader& log, Connection stream, const SeqRange& events,
        const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
        : m_connection(connection)
        , m_stream(std::move(stream), events.first, events.last)
        , m_interner(connection)
        , m_fold(connection, m_interner, log)
        , m_events(events)
        , m_done(events.first - 1)
        , m_committed(events.first - 1)
        , m_progress(progress)
        , m_cancel(cancel)
    {
    }

    Result<RebuildSummary> fill(const std::string& prefix)
    {
        if (auto done = begin(); !done)
            return done.error();
        if (auto done = m_fold.prepare(prefix); !done)
            return done.error();
        for (;;) {
            // Rather than wait: larger groups cost less, but nothing costs less than what is done meanwhile.
            if (!m_stream.isReady() && m_fold.waitingBytes() >= worthFolding) {
                if (auto done = m_fold.foldWaiting(); !done)
                    return done.error();
            }
            auto portion = m_stream.next();
            if (!portion)
                return portion.error();
            if (!*portion)
                break;
            if (auto done = take(**portion); !done)
                return done.error();
        }
        if (auto done = commit(); !done)
            return done.error();
        if (auto done = report(); !done)
            return done.error();
        return std::move(m_summary);
    }

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
            m_progress({ m_done, m_events.last });
        if (m_cancel.isCancelled())
            return Error::make(ErrorKind::Cancelled, "CANCELLED", "The rebuild was cancelled; nothing has changed.");
        return {};
    }
    Result<void> take(const BlockStream::Portion& portion)
    {
        const SeqRange events{ portion.first, portion.last };
        if (portion.block == nullptr) {
            log::store().error("the projections are made without the {}: {}", nameOf(events), portion.damage.message);
            if (auto done = m_fold.leaveOut(events); !done)
                return done;
            addRange(m_summary.leftOut, events);
        } else {
            if (auto done = m_fold.add(portion.block, events.first, events.last); !done)
                return done;
            m_summary.events += events.count();
        }
        m_done = events.last;
        if (m_done - m_committed >= eventsATransaction) {
            m_committed = m_done;
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
    SeqRange m_events;
    Seq m_done;
    Seq m_committed;
    RebuildSummary m_summary;
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

Result<RebuildSummary> foldLog(Connection& connection, LogReader& log, Connection stream, const SeqRange& events,
    const std::string& prefix, const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    return Run(connection, log, std::move(stream), events, progress, cancel).fill(prefix);
}

Result<RebuildSummary> rebuildProjections(Connection& connection, LogReader& log, Connection stream, Seq lastSeq,
    const std::function<void(RebuildProgress)>& progress, const CancelToken& cancel)
{
    if (auto done = checkNumbers(connection); !done)
        return done.error();
    if (auto done = dropShadow(connection); !done)
        return done.error();
    const auto make = [&]() -> Result<RebuildSummary> {
        if (auto done = createShadow(connection); !done)
            return done.error();
        auto summary = foldLog(connection, log, std::move(stream), { 1, lastSeq }, shadowPrefix, progress, cancel);
        if (!summary)
            return summary;
        // Making the indexes takes long where there are many entities.
        connection.setCancelToken(cancel);
        auto swapped = swap(connection);
        connection.setCancelToken({});
        return swapped ? std::move(summary) : swapped.error();
    };
    auto made = make();
    if (made)
        return made;
    // What cannot be dropped now (no room) goes at the next open.
    if (auto dropped = dropShadow(connection); !dropped)
        log::store().warn("{} [{}]", dropped.error().message, dropped.error().code);
    return made;
}

} // namespace binnacle::sqlite
