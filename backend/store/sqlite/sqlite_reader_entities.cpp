#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/facet_walk.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

namespace binnacle::sqlite {

namespace {

/// Up to here the entities of a filter are taken from its index and sorted (some 50 ms); where it lets more through,
/// walking the entities in order finds a page of them sooner.
constexpr std::int64_t sortableCandidates = 20'000;

/// Under this share of all entities an index that names them is worth the jumps between their rows.
constexpr std::int64_t worthAnIndex = 4;

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

Result<SqliteReader::Facets> SqliteReader::facetsOf(const SqlText& where)
{
    Facets out;
    SqlText sql{ "SELECT e.id,e.count FROM facet e WHERE e.count<>0", {} };
    auto done = forEachRow(sql += where, [&](const Statement& row) -> Result<bool> {
        out.ids.push_back(row.columnInt(0));
        out.entities += row.columnInt(1);
        return true;
    });
    if (!done)
        return done.error();
    return out;
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

Result<SqliteReader::PagePlan> SqliteReader::planPage(
    const EntityPredicate& predicate, bool isByUpdate, std::int64_t limit)
{
    auto all = facetsOf({});
    if (!all)
        return all.error();
    auto facets = facetsOf(predicate.facetWhere);
    if (!facets)
        return facets.error();
    // Any other order sorts what the filters let through, so the fewest candidates are always best.
    auto candidates = fewestCandidates(predicate, isByUpdate ? sortableCandidates : facets->entities);
    if (!candidates)
        return candidates.error();
    PagePlan out;
    if (*candidates && (*candidates)->count < facets->entities) {
        out.plan.candidates = (*candidates)->refs;
        return out;
    }
    const bool isNarrow = !predicate.facetWhere.isEmpty();
    if (!isByUpdate) {
        out.plan.byFacet = isNarrow && facets->entities < all->entities / worthAnIndex;
        return out;
    }
    // A walk over all meets about so many before the page is full, a walk over facets begins with a look-up in each.
    const std::int64_t met = limit * (all->entities / std::max<std::int64_t>(1, facets->entities));
    if (isNarrow && static_cast<std::int64_t>(facets->ids.size()) <= std::max(limit, met))
        out.facets = std::move(facets->ids);
    else
        out.plan.allByUpdate = true;
    return out;
}

namespace {

bool isByUpdate(const std::vector<SortTerm>& terms)
{
    return terms.size() == 2 && terms[0].expression == "e.updated_at";
}

WalkStart walkStart(const std::vector<SortTerm>& terms, const std::vector<SqlValue>& cursor)
{
    const std::int64_t edge = terms[0].descending ? INT64_MAX : INT64_MIN;
    WalkStart start{ terms[0].descending, edge, edge };
    if (!cursor.empty()) {
        start.updatedAtMicros = std::get<std::int64_t>(cursor[0]);
        start.ref = std::get<std::int64_t>(cursor[1]);
    }
    return start;
}

} // namespace

Result<SqlText> SqliteReader::entityPageSql(const EntityQuery& query, std::int64_t limit, Timestamp now)
{
    auto predicate = predicateOf(query, now, m_texts);
    if (!predicate)
        return predicate.error();
    const std::vector<SortTerm> terms = sortTermsOf(query);
    auto plan = planPage(*predicate, isByUpdate(terms), limit);
    if (!plan)
        return plan.error();
    return plan->facets ? facetSql(predicate->where, walkStart(terms, {}))
                        : pageSql(*predicate, terms, plan->plan, {}, limit);
}

Result<void> SqliteReader::readPage(const EntityPredicate& predicate, const std::vector<SortTerm>& terms,
    const std::vector<SqlValue>& cursor, std::int64_t limit,
    const std::function<void(EntityRef, std::vector<SqlValue>)>& add)
{
    auto plan = planPage(predicate, isByUpdate(terms), limit);
    if (!plan)
        return plan.error();
    if (plan->facets) {
        auto rows = walkFacets(m_connection, *plan->facets, predicate.where, walkStart(terms, cursor), limit);
        if (!rows)
            return rows.error();
        for (const UpdatedEntity& row : *rows)
            add(row.ref, { row.updatedAtMicros });
        return {};
    }
    return forEachRow(pageSql(predicate, terms, plan->plan, cursor, limit), [&](const Statement& row) -> Result<bool> {
        std::vector<SqlValue> values;
        for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
            const int column = static_cast<int>(i) + 1;
            values.push_back(
                terms[i].isText ? SqlValue(std::string(row.columnText(column))) : SqlValue(row.columnInt(column)));
        }
        add(row.columnInt(0), std::move(values));
        return true;
    });
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
    if (!predicate->facetWhere.isEmpty()) {
        // No walk for what the facets know not to be there.
        auto facets = facetsOf(predicate->facetWhere);
        if (!facets)
            return facets.error();
        if (facets->ids.empty())
            return out;
    }
    const std::int64_t limit = rowLimit(page);
    std::vector<EntityRef> refs;
    std::vector<SqlValue> last;
    bool hasMore = false;
    auto done = readPage(*predicate, terms, cursor, limit + 1, [&](EntityRef ref, std::vector<SqlValue> values) {
        hasMore = static_cast<std::int64_t>(refs.size()) == limit;
        if (hasMore)
            return;
        refs.push_back(ref);
        last = std::move(values);
        last.emplace_back(ref);
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
    auto facets = facetsOf(predicate->facetWhere);
    if (!facets)
        return facets.error();
    const std::int64_t total = facets->entities;
    if (predicate->facetsKnowAll)
        return RowCount{ total, true };

    SqlText exact{ "SELECT count(*) FROM entity e WHERE 1", {} };
    auto candidates = fewestCandidates(*predicate, effortLimit);
    if (!candidates)
        return candidates.error();
    if (*candidates || total <= effortLimit) {
        if (*candidates) {
            exact += " AND e.ref IN (";
            exact += *(*candidates)->refs;
            exact += ")";
        } else if (!predicate->facetWhere.isEmpty()) {
            exact += facetCondition(*predicate);
        }
        auto count = number(exact += predicate->where);
        if (!count)
            return count.error();
        return RowCount{ *count, true };
    }

    // The share among the newest entities stands for the share among all that the facets count.
    SqlText sample{ "SELECT count(*),coalesce(sum(hit),0) FROM (SELECT (1", {} };
    sample += predicate->where;
    sample += ") AS hit FROM entity e WHERE 1";
    sample += predicate->facetWhere;
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
    return RowCount{ std::max(hits, static_cast<std::int64_t>(share * static_cast<double>(total) + 0.5)), false };
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
