#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

/// Up to here the entities of a filter are taken from its index and sorted (some 50 ms); where it lets more through,
/// walking the entities in order finds a page of them sooner.
constexpr std::int64_t sortableCandidates = 20'000;

/// Parameters in one list of refs.
constexpr std::size_t refsAQuery = 500;

std::string listingOf(const EntityQuery& query)
{
    std::string out = "entities " + toString(query);
    for (const SortKey& key : query.sort)
        out += " " + std::to_string(static_cast<int>(key.column)) + (key.descending ? "d" : "a");
    return out;
}

std::vector<SqlValue> exampleOf(const std::vector<SortTerm>& terms)
{
    std::vector<SqlValue> example;
    for (const SortTerm& term : terms)
        example.push_back(term.isText ? SqlValue(std::string()) : SqlValue(std::int64_t{ 0 }));
    return example;
}

} // namespace

Result<std::int64_t> SqliteReader::gridCount(const SqlText& where)
{
    SqlText sql{ "SELECT coalesce(sum(e.count),0) FROM grid e WHERE 1", {} };
    return number(sql += where);
}

Result<std::optional<SqliteReader::Candidates>> SqliteReader::fewestCandidates(
    const EntityPredicate& predicate, std::int64_t most)
{
    std::optional<Candidates> best;
    for (const SqlText& refs : predicate.candidates) {
        SqlText sql{ "SELECT count(*) FROM (SELECT * FROM (", {} };
        sql += refs;
        sql += ") LIMIT ";
        sql.bind(std::min(most, INT64_MAX - 1) + 1);
        auto count = number(sql += ")");
        if (!count)
            return count.error();
        if (*count <= most && (!best || *count < best->count))
            best = Candidates{ &refs, *count };
    }
    return best;
}

Result<std::optional<SqliteReader::NarrowPath>> SqliteReader::narrowestPath(const EntityPredicate& predicate)
{
    std::vector<std::vector<std::int64_t>> pairs;
    if (predicate.projects) {
        SqlText sql{ "SELECT DISTINCT e.organization,e.project FROM grid e WHERE 1", {} };
        auto done = forEachRow(sql += predicate.gridWhere, [&](const Statement& row) -> Result<bool> {
            pairs.push_back({ row.columnInt(0), row.columnInt(1) });
            return true;
        });
        if (!done)
            return done.error();
    }
    std::optional<NarrowPath> best;
    for (EntityPath& path : pathsOf(predicate, pairs)) {
        SqlText where{ " AND (0", {} };
        for (const std::vector<std::int64_t>& branch : path.branches) {
            where += " OR (1";
            for (std::size_t i = 0; i < path.columns.size(); ++i) {
                where += std::string(" AND e.") + path.columns[i] + "=";
                where.bind(branch[i]);
            }
            where += ")";
        }
        auto count = gridCount(where += ")");
        if (!count)
            return count.error();
        if (!best || *count < best->entities)
            best = NarrowPath{ std::move(path), *count };
    }
    return best;
}

Result<SqlText> SqliteReader::planPage(const EntityPredicate& predicate, const std::vector<SortTerm>& terms,
    const std::vector<SqlValue>& cursor, std::int64_t limit)
{
    const bool isByUpdate = terms.size() == 2 && terms[0].expression == "e.updated_at";
    // Any other order sorts what the filters let through, so the fewest candidates are always best.
    auto candidates = fewestCandidates(predicate, isByUpdate ? sortableCandidates : INT64_MAX);
    if (!candidates)
        return candidates.error();
    EntityPlan plan;
    std::optional<NarrowPath> path;
    if (isByUpdate) {
        auto found = narrowestPath(predicate);
        if (!found)
            return found.error();
        path = std::move(*found);
    }
    if (*candidates && !(path && path->entities <= (*candidates)->count))
        plan.candidates = (*candidates)->refs;
    else if (path)
        plan.path = &path->path;
    else
        plan.allByUpdate = isByUpdate;
    return pageSql(predicate, terms, plan, cursor, limit);
}

Result<SqlText> SqliteReader::entityPageSql(const EntityQuery& query, std::int64_t limit, Timestamp now)
{
    auto predicate = predicateOf(query, now, m_texts);
    if (!predicate)
        return predicate.error();
    return planPage(*predicate, sortTermsOf(query), {}, limit);
}

Result<Page<EntityRow>> SqliteReader::entities(const EntityQuery& query, const PageRequest& page, Timestamp now)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    const std::string listing = listingOf(query);
    const std::vector<SortTerm> terms = sortTermsOf(query);
    std::vector<SqlValue> cursor;
    if (!page.cursor.empty()) {
        auto decoded = decodeCursor(page.cursor, listing, exampleOf(terms));
        if (!decoded)
            return decoded.error();
        cursor = std::move(*decoded);
    }
    auto predicate = predicateOf(query, now, m_texts);
    if (!predicate)
        return predicate.error();
    Page<EntityRow> out;
    if (predicate->matchesNothing)
        return out;
    if (!predicate->gridWhere.isEmpty()) {
        // No walk for what the grid knows not to be there.
        auto count = gridCount(predicate->gridWhere);
        if (!count)
            return count.error();
        if (*count == 0)
            return out;
    }
    const std::int64_t limit = rowLimit(page);
    auto sql = planPage(*predicate, terms, cursor, limit + 1);
    if (!sql)
        return sql.error();

    std::vector<EntityRef> refs;
    std::vector<SqlValue> last;
    bool hasMore = false;
    auto done = forEachRow(*sql, [&](const Statement& row) -> Result<bool> {
        hasMore = static_cast<std::int64_t>(refs.size()) == limit;
        if (hasMore)
            return false;
        refs.push_back(row.columnInt(0));
        last.clear();
        for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
            const int column = static_cast<int>(i) + 1;
            last.push_back(
                terms[i].isText ? SqlValue(std::string(row.columnText(column))) : SqlValue(row.columnInt(column)));
        }
        last.emplace_back(refs.back());
        return true;
    });
    if (!done)
        return done.error();
    auto rows = readEntities(refs);
    if (!rows)
        return rows.error();
    out.items = std::move(*rows);
    if (hasMore)
        out.nextCursor = encodeCursor(listing, last);
    return out;
}

Result<RowCount> SqliteReader::countEntities(const EntityQuery& query, Timestamp now, std::int64_t effortLimit)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto predicate = predicateOf(query, now, m_texts);
    if (!predicate)
        return predicate.error();
    if (predicate->matchesNothing)
        return RowCount{ 0, true };
    auto total = gridCount(predicate->gridWhere);
    if (!total)
        return total.error();
    if (predicate->gridKnowsAll)
        return RowCount{ *total, true };

    SqlText exact{ "SELECT count(*) FROM entity e WHERE 1", {} };
    auto candidates = fewestCandidates(*predicate, effortLimit);
    if (!candidates)
        return candidates.error();
    if (*candidates || *total <= effortLimit) {
        if (*candidates) {
            exact += " AND e.ref IN (";
            exact += *(*candidates)->refs;
            exact += ")";
        }
        auto count = number(exact += predicate->where);
        if (!count)
            return count.error();
        return RowCount{ *count, true };
    }

    // The share among the newest entities stands for the share among all that the grid counts.
    SqlText sample{ "SELECT count(*),coalesce(sum(hit),0) FROM (SELECT (1", {} };
    sample += predicate->where;
    sample += ") AS hit FROM entity e WHERE 1";
    sample += predicate->gridWhere;
    sample += " ORDER BY e.ref DESC LIMIT ";
    sample.bind(std::max<std::int64_t>(1, effortLimit));
    sample += ")";
    std::int64_t seen = 0;
    std::int64_t hits = 0;
    auto done = forEachRow(sample, [&](const Statement& row) -> Result<bool> {
        seen = row.columnInt(0);
        hits = row.columnInt(1);
        return false;
    });
    if (!done)
        return done.error();
    if (seen == 0)
        return RowCount{ 0, false };
    const double share = static_cast<double>(hits) / static_cast<double>(seen);
    return RowCount{ std::max(hits, static_cast<std::int64_t>(share * static_cast<double>(*total) + 0.5)), false };
}

Result<std::vector<EntityRow>> SqliteReader::entitiesByRef(
    std::span<const EntityRef> refs, const EntityQuery& query, Timestamp now)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto predicate = predicateOf(query, now, m_texts);
    if (!predicate)
        return predicate.error();
    std::vector<EntityRef> matching;
    for (std::size_t from = 0; from < refs.size() && !predicate->matchesNothing; from += refsAQuery) {
        const auto some = refs.subspan(from, std::min(refsAQuery, refs.size() - from));
        SqlText sql{ "SELECT e.ref FROM entity e WHERE e.ref IN ", {} };
        sql.bindList(std::vector<std::int64_t>(some.begin(), some.end()));
        auto done = forEachRow(sql += predicate->where, [&](const Statement& row) -> Result<bool> {
            matching.push_back(row.columnInt(0));
            return true;
        });
        if (!done)
            return done.error();
    }
    return readEntities(matching);
}

Result<std::vector<EntityRow>> SqliteReader::readEntities(const std::vector<EntityRef>& refs)
{
    std::vector<EntityRow> rows;
    rows.reserve(refs.size());
    for (const EntityRef ref : refs) {
        auto row = readEntity(ref);
        if (!row)
            return row.error();
        if (*row)
            rows.push_back(std::move(**row));
    }
    return rows;
}

Result<std::optional<EntityRow>> SqliteReader::readEntity(EntityRef ref, EntityState* wanted)
{
    if (!m_readEntity) {
        auto prepared = m_connection.prepare(
            "SELECT e.organization,e.project,e.type,k.id,e.status,e.version,e.retries,e.created_at,e.updated_at,"
            "e.last_seq,e.registers FROM entity e JOIN entity_key k ON k.ref=e.ref WHERE e.ref=?");
        if (!prepared)
            return prepared.error();
        m_readEntity = std::move(*prepared);
    }
    m_readEntity.bindInt(1, ref);
    auto found = m_readEntity.step();
    if (!found)
        return found.error();
    if (!*found) {
        m_readEntity.reset();
        return std::optional<EntityRow>();
    }
    EntityRow row;
    row.ref = ref;
    row.key.id = m_readEntity.columnText(3);
    row.status = static_cast<EntityStatus>(m_readEntity.columnInt(4));
    row.version = m_readEntity.columnInt(5);
    row.retries = m_readEntity.columnInt(6);
    row.createdAt = { m_readEntity.columnInt(7) };
    row.updatedAt = { m_readEntity.columnInt(8) };
    row.lastSeq = m_readEntity.columnInt(9);
    EntityState state;
    auto decoded = decodeRegisters(m_readEntity.columnBlob(10), state);
    const std::pair<std::string*, std::int64_t> names[] = { { &row.key.organization, m_readEntity.columnInt(0) },
        { &row.key.project, m_readEntity.columnInt(1) }, { &row.key.type, m_readEntity.columnInt(2) } };
    m_readEntity.reset();
    if (!decoded)
        return decoded.error();
    for (const auto& [name, id] : names) {
        auto text = m_texts.text(id);
        if (!text)
            return text.error();
        *name = std::move(*text);
    }
    row.statusText = state.statusText.value;
    row.currentStep = state.currentStep.value;
    row.steps = state.stepSummary();
    row.error = state.error.value;
    row.workflowId = state.workflowId.value;
    row.businessKey = state.businessKey.value;
    if (wanted != nullptr)
        *wanted = std::move(state);
    return std::optional(std::move(row));
}

} // namespace binnacle::sqlite
