#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

// What is attached to entities: runs and artifacts.

namespace binnacle::sqlite {

Result<EntityKey> SqliteReader::keyOf(EntityRef ref)
{
    EntityKey key;
    SqlText sql{ "SELECT f.organization,f.project,f.type,k.id FROM entity_key k JOIN entity e ON e.ref=k.ref "
                 "JOIN facet f ON f.id=e.facet WHERE k.ref=",
        {} };
    auto done = forEachRow(sql.bind(ref), [&](const Statement& row) -> Result<bool> {
        const std::pair<std::string*, int> names[] = { { &key.organization, 0 }, { &key.project, 1 },
            { &key.type, 2 } };
        for (const auto& [name, column] : names) {
            auto text = m_texts.text(row.columnInt(column));
            if (!text)
                return text.error();
            *name = std::move(*text);
        }
        key.id = row.columnText(3);
        return false;
    });
    if (!done)
        return done.error();
    return key;
}

Result<RunRow> SqliteReader::runRow(const Statement& row)
{
    auto entity = keyOf(row.columnInt(0));
    if (!entity)
        return entity.error();
    RunState state;
    if (auto decoded = decodeRegisters(row.columnBlob(3), state); !decoded)
        return decoded.error();
    RunRow out;
    out.entity = std::move(*entity);
    out.workflowId = row.columnText(1);
    out.runId = row.columnText(2);
    out.workId = std::move(state.workId.value);
    out.status = state.status.value;
    out.summaryJson = std::move(state.summaryJson.value);
    if (state.durationMs.isSet())
        out.durationMs = state.durationMs.value;
    out.firstAt = { state.firstAtMicros };
    out.lastAt = { state.lastAtMicros };
    out.eventCount = state.eventCount;
    out.failureCount = state.failureCount;
    return out;
}

Result<std::vector<RunRow>> SqliteReader::runs(EntityRef entity)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    std::vector<RunRow> out;
    SqlText sql{ "SELECT entity,workflow,run,registers FROM run WHERE entity=", {} };
    sql.bind(entity);
    sql += " ORDER BY first_at DESC,workflow,run";
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        auto run = runRow(row);
        if (!run)
            return run.error();
        out.push_back(std::move(*run));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

Result<Page<RunRow>> SqliteReader::allRuns(const PageRequest& page)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    const std::string listing = "runs";
    SqlText sql{ "SELECT entity,workflow,run,registers,first_at FROM run WHERE 1", {} };
    if (!page.cursor.empty()) {
        auto after =
            decodeCursor(page.cursor, listing, { std::int64_t{ 0 }, std::int64_t{ 0 }, std::string(), std::string() });
        if (!after)
            return after.error();
        sql += " AND (first_at,entity,workflow,run)<";
        sql.bindList(*after);
    }
    sql += " ORDER BY first_at DESC,entity DESC,workflow DESC,run DESC LIMIT ";
    const std::int64_t limit = rowLimit(page);
    sql.bind(limit + 1);

    Page<RunRow> out;
    std::vector<SqlValue> last;
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        if (static_cast<std::int64_t>(out.items.size()) == limit) {
            out.nextCursor = encodeCursor(listing, last);
            return false;
        }
        auto run = runRow(row);
        if (!run)
            return run.error();
        last = { row.columnInt(4), row.columnInt(0), run->workflowId, run->runId };
        out.items.push_back(std::move(*run));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

Result<ArtifactRow> SqliteReader::artifactRow(const Statement& row)
{
    auto entity = keyOf(row.columnInt(0));
    if (!entity)
        return entity.error();
    ArtifactState state;
    if (auto decoded = decodeRegisters(row.columnBlob(4), state); !decoded)
        return decoded.error();
    ArtifactRow out;
    out.entity = std::move(*entity);
    out.type = row.columnText(1);
    out.name = row.columnText(2);
    out.version = row.columnText(3);
    out.json = std::move(state.json.value);
    out.producedByStep = std::move(state.producedByStep.value);
    out.createdAt = { state.firstAtMicros };
    return out;
}

Result<std::vector<ArtifactRow>> SqliteReader::artifacts(EntityRef entity)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    std::vector<ArtifactRow> out;
    SqlText sql{ "SELECT entity,type,name,version,registers FROM artifact WHERE entity=", {} };
    sql.bind(entity);
    sql += " ORDER BY created_at DESC,type,name,version";
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        auto artifact = artifactRow(row);
        if (!artifact)
            return artifact.error();
        out.push_back(std::move(*artifact));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

Result<Page<ArtifactRow>> SqliteReader::allArtifacts(const PageRequest& page)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    const std::string listing = "artifacts";
    SqlText sql{ "SELECT entity,type,name,version,registers,created_at FROM artifact WHERE 1", {} };
    if (!page.cursor.empty()) {
        auto after = decodeCursor(page.cursor, listing,
            { std::int64_t{ 0 }, std::int64_t{ 0 }, std::string(), std::string(), std::string() });
        if (!after)
            return after.error();
        sql += " AND (created_at,entity,type,name,version)<";
        sql.bindList(*after);
    }
    sql += " ORDER BY created_at DESC,entity DESC,type DESC,name DESC,version DESC LIMIT ";
    const std::int64_t limit = rowLimit(page);
    sql.bind(limit + 1);

    Page<ArtifactRow> out;
    std::vector<SqlValue> last;
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        if (static_cast<std::int64_t>(out.items.size()) == limit) {
            out.nextCursor = encodeCursor(listing, last);
            return false;
        }
        auto artifact = artifactRow(row);
        if (!artifact)
            return artifact.error();
        last = { row.columnInt(5), row.columnInt(0), artifact->type, artifact->name, artifact->version };
        out.items.push_back(std::move(*artifact));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

} // namespace binnacle::sqlite
