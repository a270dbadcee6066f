#include "backend/store/sqlite/sqlite_reader.h"

#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/quarantine_table.h"
#include "backend/store/sqlite/reader_view.h"

#include <algorithm>
#include <sys/stat.h>

namespace binnacle::sqlite {

namespace {

constexpr std::size_t previewCharacters = 200;

std::string_view wordOf(QuarantineStatus status)
{
    switch (status) {
    case QuarantineStatus::Open:
        return "open";
    case QuarantineStatus::Retried:
        return "retried";
    case QuarantineStatus::Discarded:
        return "discarded";
    }
    return "open";
}

Result<std::optional<QuarantineStatus>> quarantineStatusFromWord(std::string_view word)
{
    if (word.empty())
        return std::optional<QuarantineStatus>();
    for (const auto status : { QuarantineStatus::Open, QuarantineStatus::Retried, QuarantineStatus::Discarded }) {
        if (wordOf(status) == word)
            return std::optional(status);
    }
    return Error::make(ErrorKind::InvalidInput, "INVALID_VALUE",
        "\"" + std::string(word) + "\" is no status of a quarantined item.", "Use open, retried or discarded.");
}

/// The first characters of whatever arrived: control characters become spaces, and what is not UTF-8 a mark.
std::string previewOf(std::string_view item)
{
    std::string out;
    std::size_t at = 0;
    for (std::size_t count = 0; at < item.size() && count < previewCharacters; ++count) {
        const auto lead = static_cast<std::uint8_t>(item[at]);
        const std::size_t size = lead < 0x80 ? 1
            : lead < 0xC2                    ? 0
            : lead < 0xE0                    ? 2
            : lead < 0xF0                    ? 3
            : lead < 0xF5                    ? 4
                                             : 0;
        const bool isWhole = size > 0 && at + size <= item.size()
            && std::all_of(item.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                item.begin() + static_cast<std::ptrdiff_t>(at + size),
                [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) == 0x80; });
        if (!isWhole)
            out += "\xEF\xBF\xBD";
        else if (lead < 0x20 || lead == 0x7F)
            out.push_back(' ');
        else
            out.append(item.substr(at, size));
        at += isWhole ? size : 1;
    }
    return out;
}

std::int64_t fileSize(const std::string& path)
{
    struct stat status { };
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
}

} // namespace

SqliteReader::SqliteReader(Connection connection, std::string path, bool isReadOnly, std::shared_ptr<EntityCache> cache)
    : m_connection(std::move(connection))
    , m_path(std::move(path))
    , m_isReadOnly(isReadOnly)
    , m_texts(m_connection)
    , m_log(m_connection)
    , m_cache(std::move(cache))
{
}

void SqliteReader::setCancelToken(CancelToken token)
{
    m_token = token;
    m_connection.setCancelToken(std::move(token));
}

Result<void> SqliteReader::beginSnapshot()
{
    if (!m_connection.isAutocommit())
        return {};
    if (auto done = m_connection.execute("BEGIN DEFERRED"); !done)
        return done;
    auto taken = takeSnapshot(m_connection);
    m_isFrozen = true;
    if (!taken)
        endSnapshot();
    return taken;
}

void SqliteReader::endSnapshot()
{
    if (!m_connection.isAutocommit())
        (void)m_connection.execute("ROLLBACK");
    m_isFrozen = false;
    m_frozenCache.reset();
}

Error SqliteReader::cancelled()
{
    return Error::make(ErrorKind::Cancelled, "CANCELLED", "The operation was cancelled.");
}

Result<Statement> SqliteReader::prepare(const SqlText& sql)
{
    auto statement = m_connection.prepare(sql.sql, false);
    if (statement)
        bindAll(*statement, sql.values);
    return statement;
}

Result<void> SqliteReader::forEachRow(const SqlText& sql, const std::function<Result<bool>(const Statement&)>& visit)
{
    auto statement = prepare(sql);
    if (!statement)
        return statement.error();
    return sqlite::forEachRow(*statement, [&](const Statement& row) -> Result<bool> {
        if (m_token.isCancelled())
            return cancelled();
        return visit(row);
    });
}

Result<std::int64_t> SqliteReader::number(const SqlText& sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return statement.error();
    auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->columnInt(0) : std::int64_t{ 0 };
}

Result<StoreInfo> SqliteReader::info()
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    StoreInfo info;
    info.location = m_path;
    info.isReadOnly = m_isReadOnly;
    for (const auto& [into, sql] :
        { std::pair{ &info.schemaVersion, "PRAGMA user_version" }, { &info.lastSeq, "SELECT seq FROM progress" },
            { &info.entityCount, "SELECT coalesce(sum(count),0) FROM facet" },
            { &info.quarantineOpen, "SELECT count(*) FROM quarantine WHERE status=0" } }) {
        auto value = m_connection.queryInt(sql);
        if (!value)
            return value.error();
        *into = *value;
    }
    auto demo = m_connection.queryInt("SELECT value FROM meta WHERE key='demo'");
    if (!demo)
        return demo.error();
    info.isDemo = *demo != 0;
    // The latest of each facet is one look-up in the index.
    auto updated = m_connection.queryInt("SELECT coalesce(max((SELECT max(e.updated_at) FROM entity e "
                                         "WHERE e.facet=f.id)),0) FROM facet f WHERE f.count<>0");
    if (!updated)
        return updated.error();
    if (info.entityCount > 0)
        info.lastOccurredAt = Timestamp{ *updated };
    for (const auto& [into, seq] :
        { std::pair{ &info.firstRecordedAt, Seq{ 1 } }, { &info.lastRecordedAt, info.lastSeq } }) {
        if (info.lastSeq == 0)
            break;
        auto block = m_log.find(seq);
        // A damaged block must not keep the rest from being shown.
        if (block)
            into->emplace(Timestamp{ (*block)->recordedAt((*block)->indexOf(seq)) });
        else if (block.error().kind != ErrorKind::Corrupt)
            return block.error();
    }
    SqlText leftOut{ "SELECT first_seq,last_seq FROM left_out ORDER BY first_seq", {} };
    auto listed = forEachRow(leftOut, [&](const Statement& row) -> Result<bool> {
        addRange(info.leftOut, { row.columnInt(0), row.columnInt(1) });
        return true;
    });
    if (!listed)
        return listed.error();
    for (const std::string& file : { m_path, projectionsPath(m_path) })
        info.sizeBytes += fileSize(file) + fileSize(file + "-wal");
    return info;
}

Result<Page<QuarantineRow>> SqliteReader::quarantine(std::string_view status, const PageRequest& page)
{
    auto wanted = quarantineStatusFromWord(status);
    if (!wanted)
        return wanted.error();
    const std::string listing = "quarantine " + std::string(status);
    SqlText sql{ "SELECT id,received_at,dialect,origin,line,code,pointer,message,status,note,length(item),"
                 "substr(item,1,800),times,last_at FROM quarantine WHERE 1",
        {} };
    if (*wanted) {
        sql += " AND status=";
        sql.bind(static_cast<std::int64_t>(**wanted));
    }
    if (!page.cursor.empty()) {
        auto after = decodeCursor(page.cursor, listing, { std::int64_t{ 0 } });
        if (!after)
            return after.error();
        sql += " AND id<";
        sql.bind(after->at(0));
    }
    sql += " ORDER BY id DESC LIMIT ";
    const std::int64_t limit = rowLimit(page);
    sql.bind(limit + 1);

    Page<QuarantineRow> out;
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        if (static_cast<std::int64_t>(out.items.size()) == limit) {
            out.nextCursor = encodeCursor(listing, { out.items.back().id });
            return false;
        }
        QuarantineRow item;
        item.id = row.columnInt(0);
        item.receivedAt = { row.columnInt(1) };
        if (!row.columnIsNull(2))
            item.dialect = toString(static_cast<Dialect>(row.columnInt(2)));
        item.origin = row.columnText(3);
        item.line = static_cast<std::uint64_t>(row.columnInt(4));
        item.code = row.columnText(5);
        item.pointer = row.columnText(6);
        item.message = row.columnText(7);
        item.status = wordOf(static_cast<QuarantineStatus>(row.columnInt(8)));
        item.note = row.columnText(9);
        item.size = row.columnInt(10);
        item.preview = previewOf(row.columnBlob(11));
        item.times = row.columnInt(12);
        item.lastAt = { row.columnInt(13) };
        out.items.push_back(std::move(item));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

Result<std::string> SqliteReader::quarantineItem(std::int64_t id)
{
    std::optional<std::string> item;
    SqlText sql{ "SELECT item FROM quarantine WHERE id=", {} };
    auto done = forEachRow(sql.bind(id), [&](const Statement& row) -> Result<bool> {
        item = row.columnBlob(0);
        return false;
    });
    if (!done)
        return done.error();
    if (!item)
        return Error::make(ErrorKind::NotFound, "QUARANTINE_NOT_FOUND",
            "There is no quarantined item " + std::to_string(id) + ".", "List the quarantine to see its items.");
    return std::move(*item);
}

} // namespace binnacle::sqlite

namespace binnacle {

Result<std::unique_ptr<StoreReader>> openSqliteReader(
    const std::string& path, bool isReadOnly, std::shared_ptr<sqlite::EntityCache> cache)
{
    auto connection = sqlite::Connection::open(path, sqlite::OpenMode::ReadOnly);
    if (!connection)
        return connection.error();
    if (auto done = sqlite::attachProjections(*connection, path); !done)
        return done.error();
    if (auto done = sqlite::addContains(*connection); !done)
        return done.error();
    if (!cache)
        cache = std::make_shared<sqlite::EntityCache>();
    return std::unique_ptr<StoreReader>(
        std::make_unique<sqlite::SqliteReader>(std::move(*connection), path, isReadOnly, std::move(cache)));
}

} // namespace binnacle
