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

/// Rows in the order of the table that are read while one somewhere in it is.
constexpr std::int64_t worthAJump = 8;

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

Result<SqliteReader::PagePlan> SqliteReader::planPage(
    const EntityPredicate& predicate, const Facets& facets, const WalkStart* walk, std::int64_t limit)
{
    // Any other order sorts what the filters let through, so the fewest candidates are always best.
    const bool isWalked = walk != nullptr;
    auto candidates = fewestCandidates(predicate, isWalked, isWalked ? sortableCandidates : facets.entities);
    if (!candidates)
        return candidates.error();
    PagePlan out;
    if (*candidates && (*candidates)->count < facets.entities) {
        out.plan.candidates = (*candidates)->refs;
        return out;
    }
    if (predicate.facetWhere.isEmpty()) {
        out.plan.allByUpdate = isWalked;
        return out;
    }
    auto all = countAll();
    if (!all)
        return all.error();
    if (!isWalked) {
        out.plan.byFacet = facets.entities < *all / worthAnIndex;
        return out;
    }
    // A walk over facets begins with a look-up in each. Where the filters let entities through evenly, a walk over all
    // meets about so many before the page is full.
    const auto lookUps = static_cast<std::int64_t>(facets.ids.size());
    const std::int64_t met = limit * (*all / std::max<std::int64_t>(1, facets.entities));
    out.plan.allByUpdate = lookUps > std::max(limit, met);
    out.walksFacets = !out.plan.allByUpdate;
    // Where they do not, it gives up when the look-ups had taken as long; unless other filters might have every facet
    // read whole, which jumps all over the file.
    const bool isLongFacetWalk = !predicate.facetsKnowAll && facets.entities > *all / worthAJump;
    if (out.plan.allByUpdate && !isLongFacetWalk) {
        auto until = placeBeyond(*walk, std::max(2 * met, lookUps));
        if (!until)
            return until.error();
        out.plan.until = *until;
    }
    return out;
}

/// The entity that a walk over all meets after `count` others; nullopt: it ends before.
Result<std::optional<UpdatedEntity>> SqliteReader::placeBeyond(const WalkStart& start, std::int64_t count)
{
    SqlText sql{ "SELECT e.updated_at,e.ref FROM entity e INDEXED BY entity_by_update WHERE 1", {} };
    sql += beyond(start);
    sql += start.descending ? " ORDER BY e.updated_at DESC,e.ref DESC" : " ORDER BY e.updated_at,e.ref";
    sql += " LIMIT 1 OFFSET ";
    std::optional<UpdatedEntity> out;
    auto done = forEachRow(sql.bind(count), [&](const Statement& row) -> Result<bool> {
        out = UpdatedEntity{ row.columnInt(0), row.columnInt(1) };
        return false;
    });
    if (!done)
        return done.error();
    return out;
}

namespace {

/// Where the walk for a page by update begins; nullopt: it has another order.
std::optional<WalkStart> walkStart(const std::vector<SortTerm>& terms, const std::vector<SqlValue>& cursor)
{
    if (terms.size() != 2 || terms[0].expression != "e.updated_at")
        return std::nullopt;
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
    auto facets = facetsOf(predicate->facetWhere);
    if (!facets)
        return facets.error();
    const std::vector<SortTerm> terms = sortTermsOf(query);
    const std::optional<WalkStart> walk = walkStart(terms, {});
    auto plan = planPage(*predicate, *facets, walk ? &*walk : nullptr, limit);
    if (!plan)
        return plan.error();
    return plan->walksFacets ? facetSql(predicate->where, *walk) : pageSql(*predicate, terms, plan->plan, {}, limit);
}

Result<std::vector<SqliteReader::SortedEntity>> SqliteReader::readPage(const EntityPredicate& predicate,
    const Facets& facets, const std::vector<SortTerm>& terms, const std::vector<SqlValue>& cursor, std::int64_t limit)
{
    const std::optional<WalkStart> walk = walkStart(terms, cursor);
    auto plan = planPage(predicate, facets, walk ? &*walk : nullptr, limit);
    if (!plan)
        return plan.error();
    std::vector<SortedEntity> out;
    if (!plan->walksFacets) {
        auto done =
            forEachRow(pageSql(predicate, terms, plan->plan, cursor, limit), [&](const Statement& row) -> Result<bool> {
                SortedEntity& entity = out.emplace_back();
                entity.ref = row.columnInt(0);
                for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
                    const int column = static_cast<int>(i) + 1;
                    entity.values.push_back(terms[i].isText ? SqlValue(std::string(row.columnText(column)))
                                                            : SqlValue(row.columnInt(column)));
                }
                entity.values.emplace_back(entity.ref);
                return true;
            });
        if (!done)
            return done.error();
        if (!plan->plan.until || static_cast<std::int64_t>(out.size()) == limit)
            return out;
        // What the filters let through lies far from here.
        out.clear();
    }
    auto rows = walkFacets(m_connection, facets.ids, predicate.where, *walk, limit);
    if (!rows)
        return rows.error();
    for (const UpdatedEntity& row : *rows)
        out.push_back({ row.ref, { row.updatedAtMicros, row.ref } });
    return out;
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
    auto facets = facetsOf(predicate->facetWhere);
    if (!facets)
        return facets.error();
    // No walk for what the facets know not to be there.
    if (facets->entities == 0)
        return out;
    const auto limit = static_cast<std::size_t>(rowLimit(page));
    auto found = readPage(*predicate, *facets, terms, cursor, static_cast<std::int64_t>(limit) + 1);
    if (!found)
        return found.error();
    if (found->size() > limit) {
        found->resize(limit);
        out.nextCursor = encodeCursor(listing, found->back().values);
    }
    for (const SortedEntity& entity : *found) {
        auto row = readEntity(entity.ref);
        if (!row)
            return row.error();
        if (*row)
            out.items.push_back(std::move(**row));
    }
    return out;
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
