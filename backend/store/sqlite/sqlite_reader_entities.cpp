#include "backend/store/columns/best_rows.h"
#include "backend/store/sqlite/corruption.h"
#include "backend/store/sqlite/cursor.h"
#include "backend/store/sqlite/facet_walk.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sorted_by.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <numeric>

namespace binnacle::sqlite {

namespace {

/// Up to here a walk by update, which begins with a look-up in each facet, is faster than looking at all entities.
constexpr std::size_t walkableFacets = 512;

/// Entities that are read one by one instead of keeping all of them in memory.
constexpr std::int64_t fewEntities = 1000;

/// Parameters in one list of refs.
constexpr std::size_t refsAQuery = 500;

std::string listingOf(const EntityQuery& query)
{
    std::string out = "entities " + toString(query);
    for (const SortKey& key : query.sort)
        out += " " + std::to_string(static_cast<int>(key.column)) + (key.descending ? "d" : "a");
    return out;
}

/// Where the walk for a page by update begins. SQLite takes only one of several ends of a range from the index, and
/// would pass row by row what lies before the filters' own.
WalkStart walkStart(
    const EntitySearch& search, bool descending, const std::optional<columns::EntityOrder::Values>& after)
{
    const columns::NumberFilter::Range range = search.updateRange();
    WalkStart start{ descending, descending ? range.to : range.from, descending ? INT64_MAX : INT64_MIN };
    if (after) {
        start.updatedAtMicros = std::get<std::int64_t>(after->at(0));
        start.ref = std::get<std::int64_t>(after->at(1));
    }
    return start;
}

/// The facets that have entities which may get through.
std::vector<std::int64_t> facetsToWalk(const Facets& facets, const EntitySearch& search)
{
    std::vector<std::int64_t> out;
    for (std::size_t i = 1; i < facets.counts.size(); ++i) {
        if (search.filters.facets[i] != 0 && facets.counts[i] != 0)
            out.push_back(static_cast<std::int64_t>(i));
    }
    return out;
}

SqlText rowsSql(const SqlText& refs)
{
    SqlText sql{ "SELECT e.ref,e.facet,e.updated_at,e.created_at,e.current_step,e.retries,e.version,k.id FROM entity e "
                 "JOIN entity_key k ON k.ref=e.ref WHERE e.ref IN (",
        {} };
    sql += refs;
    return sql += ")";
}

} // namespace

Result<SqliteReader::EntityCall> SqliteReader::beginEntityCall(const EntityQuery& query, Timestamp now)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto facets = readFacets(m_connection);
    if (!facets)
        return facets.error();
    auto search = searchOf(query, now, *facets, m_texts);
    if (!search)
        return search.error();
    EntityCall call;
    call.view.emplace(std::move(*view));
    call.facets = std::move(*facets);
    call.search = std::move(*search);
    for (const std::int64_t facet : facetsToWalk(call.facets, call.search))
        call.mostEntities += call.facets.counts[static_cast<std::size_t>(facet)];
    if (call.search.filters.matchesNothing)
        call.mostEntities = 0;
    return call;
}

/// The entities of all readers, as the call sees them: it may see later ones afterwards.
Result<EntityCache::Use> SqliteReader::useCache(
    EntityCall& call, const EntityQuery& query, Timestamp now, bool wantsIds)
{
    EntityCache* cache = m_cache.get();
    for (;;) {
        auto position = positionOf(m_connection);
        if (!position)
            return position.error();
        auto use = cache->use(
            { m_connection, m_texts, *position }, { wantsIds || call.search.readsIds(), call.search.sets }, m_token);
        if (!use)
            return use.error();
        if (*use)
            return std::move(**use);
        if (m_isFrozen) {
            // What this reader sees is over for all others.
            if (!m_frozenCache)
                m_frozenCache = std::make_unique<EntityCache>();
            cache = m_frozenCache.get();
            continue;
        }
        call.view.reset();
        auto later = beginEntityCall(query, now);
        if (!later)
            return later.error();
        call.view.emplace(std::move(*later->view));
        call.facets = std::move(later->facets);
        call.search = std::move(later->search);
        call.mostEntities = later->mostEntities;
    }
}

/// The entities that `refs` names, which are few.
Result<columns::EntityColumns> SqliteReader::readColumns(const SqlText& refs)
{
    auto limits = limitsOf(m_connection);
    if (!limits)
        return limits.error();
    columns::EntityColumns out;
    auto done = forEachRow(rowsSql(refs), [&](const Statement& row) -> Result<bool> {
        const columns::EntityNumbers numbers{ row.columnInt(1), row.columnInt(2), row.columnInt(3), row.columnInt(4),
            row.columnInt(5), row.columnInt(6) };
        if (!limits->holds(row.columnInt(0), numbers))
            return impossibleNumber();
        out.set(out.size(), numbers);
        out.ids.append(row.columnText(7));
        out.refs.push_back(row.columnInt(0));
        return true;
    });
    if (!done)
        return done.error();
    return out;
}

/// The entities of the smallest set of candidates, and no filter left that only all entities together answer. nullopt:
/// there are many, or more such filters.
Result<std::optional<columns::EntityColumns>> SqliteReader::fewCandidates(EntitySearch& search)
{
    std::optional<EntitySearch::Candidates> best;
    std::int64_t fewest = fewEntities + 1;
    for (EntitySearch::Candidates& candidates : search.candidates()) {
        if (search.filters.sets.size() > (candidates.setFilter ? 1U : 0U))
            continue;
        SqlText sql{ "SELECT count(*) FROM (SELECT * FROM (", {} };
        sql += candidates.refs;
        sql += ") LIMIT ";
        sql.bind(fewest);
        auto count = number(sql += ")");
        if (!count)
            return count.error();
        if (*count < fewest) {
            fewest = *count;
            best = std::move(candidates);
        }
    }
    if (!best)
        return std::optional<columns::EntityColumns>();
    search.filters.sets.clear();
    auto few = readColumns(best->refs);
    if (!few)
        return few.error();
    return std::optional(std::move(*few));
}

Result<SqliteReader::FoundEntities> SqliteReader::walkByUpdate(
    const EntitySearch& search, const std::vector<std::int64_t>& facets, const EntityList& list)
{
    const WalkStart start = walkStart(search, list.keys.front().descending, list.after);
    const auto limit = static_cast<std::int64_t>(list.limit);
    auto rows = walkFacets(m_connection, facets, search.updateCondition(), start, limit + 1);
    if (!rows)
        return rows.error();
    FoundEntities found;
    if (rows->size() > list.limit) {
        rows->resize(list.limit);
        found.next = { rows->back().updatedAtMicros, rows->back().ref };
    }
    for (const UpdatedEntity& row : *rows)
        found.refs.push_back(row.ref);
    return found;
}

Result<SqliteReader::FoundEntities> SqliteReader::firstOf(const columns::EntityColumns& columns,
    std::span<const columns::EntitySet* const> sets, const EntityCall& call, const EntityList& list)
{
    SortedBy sorted(columns, call.facets, m_texts);
    auto order = sorted.order(list.keys);
    if (!order)
        return order.error();
    const columns::RowFilter filter(columns, call.search.filters, sets);
    std::vector<columns::Row> rows = columns::firstRows(filter, columns.size(), *order, list.limit + 1,
        list.after ? std::optional(order->placeOf(*list.after)) : std::nullopt, m_token);
    if (m_token.isCancelled())
        return cancelled();
    FoundEntities found;
    if (rows.size() > list.limit) {
        rows.resize(list.limit);
        found.next = order->valuesOf(rows.back());
    }
    for (const columns::Row row : rows)
        found.refs.push_back(columns.refOf(row));
    return found;
}

Result<SqliteReader::FoundEntities> SqliteReader::findEntities(
    EntityCall& call, const EntityQuery& query, Timestamp now, const EntityList& list)
{
    if (call.mostEntities == 0)
        return FoundEntities();
    if (list.keys.size() == 1 && list.keys.front().column == EntitySort::Updated && call.search.isByUpdate()) {
        const std::vector<std::int64_t> facets = facetsToWalk(call.facets, call.search);
        if (facets.size() <= walkableFacets)
            return walkByUpdate(call.search, facets, list);
    }
    auto few = fewCandidates(call.search);
    if (!few)
        return few.error();
    if (*few)
        return firstOf(**few, {}, call, list);
    const bool sortsById = std::any_of(
        list.keys.begin(), list.keys.end(), [](const SortKey& key) { return key.column == EntitySort::Id; });
    auto all = useCache(call, query, now, sortsById);
    if (!all)
        return all.error();
    return firstOf(all->columns(), all->sets(), call, list);
}

Result<SqlText> SqliteReader::entityPageSql(const EntityQuery& query, Timestamp now)
{
    auto call = beginEntityCall(query, now);
    if (!call)
        return call.error();
    if (call->search.isByUpdate())
        return facetSql(call->search.updateCondition(), walkStart(call->search, true, {}));
    const auto candidates = call->search.candidates();
    return candidates.empty() ? SqlText() : rowsSql(candidates.front().refs);
}

Result<Page<EntityRow>> SqliteReader::entities(const EntityQuery& query, const PageRequest& page, Timestamp now)
{
    const std::string listing = listingOf(query);
    EntityList list{ sortKeysOf(query), {}, static_cast<std::size_t>(rowLimit(page)) };
    if (!page.cursor.empty()) {
        auto after = decodeCursor(page.cursor, listing, exampleOf(list.keys));
        if (!after)
            return after.error();
        list.after = std::move(*after);
    }
    auto call = beginEntityCall(query, now);
    if (!call)
        return call.error();
    auto found = findEntities(*call, query, now, list);
    if (!found)
        return found.error();
    Page<EntityRow> out;
    if (found->next)
        out.nextCursor = encodeCursor(listing, *found->next);
    auto rows = readEntities(found->refs);
    if (!rows)
        return rows.error();
    out.items = std::move(*rows);
    return out;
}

Result<RowCount> SqliteReader::countEntities(const EntityQuery& query, Timestamp now, std::int64_t)
{
    auto call = beginEntityCall(query, now);
    if (!call)
        return call.error();
    if (call->mostEntities == 0 || call->search.facetsKnowAll())
        return RowCount{ call->mostEntities, true };
    const auto countOf = [&](const columns::EntityColumns& columns,
                             std::span<const columns::EntitySet* const> sets) -> Result<RowCount> {
        const columns::RowFilter filter(columns, call->search.filters, sets);
        const std::int64_t count = columns::countRows(filter, columns.size(), m_token);
        if (m_token.isCancelled())
            return cancelled();
        return RowCount{ count, true };
    };
    auto few = fewCandidates(call->search);
    if (!few)
        return few.error();
    if (*few)
        return countOf(**few, {});
    auto all = useCache(*call, query, now, false);
    if (!all)
        return all.error();
    return countOf(all->columns(), all->sets());
}

/// Those of `refs` that `call` lets through.
Result<std::vector<EntityRef>> SqliteReader::keepEntities(
    EntityCall& call, const EntityQuery& query, Timestamp now, std::span<const EntityRef> refs)
{
    std::vector<EntityRef> kept;
    const auto keep = [&](const columns::EntityColumns& columns, std::span<const columns::EntitySet* const> sets,
                          std::vector<columns::Row> rows) {
        rows.resize(columns::RowFilter(columns, call.search.filters, sets).keep(rows.data(), rows.size()));
        for (const columns::Row row : rows)
            kept.push_back(columns.refOf(row));
    };
    if (!call.search.sets.empty()) {
        auto all = useCache(call, query, now, false);
        if (!all)
            return all.error();
        std::vector<columns::Row> rows;
        for (const EntityRef ref : refs) {
            if (ref >= 1 && static_cast<std::size_t>(ref) <= all->columns().size())
                rows.push_back(static_cast<columns::Row>(ref - 1));
        }
        keep(all->columns(), all->sets(), std::move(rows));
        return kept;
    }
    for (std::size_t from = 0; from < refs.size(); from += refsAQuery) {
        const auto some = refs.subspan(from, std::min(refsAQuery, refs.size() - from));
        SqlText list{ "VALUES", {} };
        for (const EntityRef ref : some) {
            list += list.values.empty() ? "(" : ",(";
            list.bind(ref);
            list += ")";
        }
        auto columns = readColumns(list);
        if (!columns)
            return columns.error();
        std::vector<columns::Row> rows(columns->size());
        std::iota(rows.begin(), rows.end(), columns::Row{ 0 });
        keep(*columns, {}, std::move(rows));
    }
    return kept;
}

Result<std::vector<EntityRow>> SqliteReader::entitiesByRef(
    std::span<const EntityRef> refs, const EntityQuery& query, Timestamp now)
{
    auto call = beginEntityCall(query, now);
    if (!call)
        return call.error();
    if (call->mostEntities == 0)
        return std::vector<EntityRow>();
    auto kept = keepEntities(*call, query, now, refs);
    if (!kept)
        return kept.error();
    return readEntities(*kept);
}

} // namespace binnacle::sqlite
