#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>

// How many entities a filter lets through: for lists, and to choose how a page is found.

namespace binnacle::sqlite {

namespace {

/// Neighbouring entities that an estimate looks at, some pages of the file.
constexpr std::int64_t sampleStretch = 16;

} // namespace

Result<SqliteReader::Facets> SqliteReader::facetsOf(const SqlText& where)
{
    Facets out;
    if (where.isEmpty()) {
        auto all = countAll();
        if (!all)
            return all.error();
        out.entities = *all;
        return out;
    }
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

Result<std::int64_t> SqliteReader::countAll()
{
    return number({ "SELECT coalesce(sum(count),0) FROM facet", {} });
}

Result<std::optional<SqliteReader::Candidates>> SqliteReader::fewestCandidates(
    const EntityPredicate& predicate, bool isWalked, std::int64_t most)
{
    std::vector<const SqlText*> all;
    for (const SqlText& refs : predicate.candidates)
        all.push_back(&refs);
    if (!isWalked && !predicate.updated.isEmpty())
        all.push_back(&predicate.updated);
    std::optional<Candidates> best;
    for (const SqlText* refs : all) {
        SqlText sql{ "SELECT count(*) FROM (SELECT * FROM (", {} };
        sql += *refs;
        sql += ") LIMIT ";
        sql.bind(std::min(most, INT64_MAX - 1) + 1);
        auto count = number(sql += ")");
        if (!count)
            return count.error();
        if (*count <= most && (!best || *count < best->count))
            best = Candidates{ refs, *count };
    }
    return best;
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
    auto candidates = fewestCandidates(*predicate, false, effortLimit);
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

    return estimateCount(*predicate, total, effortLimit);
}

/// `total`: what the facets count.
Result<RowCount> SqliteReader::estimateCount(
    const EntityPredicate& predicate, std::int64_t total, std::int64_t effortLimit)
{
    auto last = number({ "SELECT coalesce(max(ref),0) FROM entity", {} });
    if (!last)
        return last.error();
    // Stretches all over the table, for what came at one time is alike.
    const std::int64_t stretches = std::max<std::int64_t>(1, effortLimit / sampleStretch);
    SqlText sample{ "WITH RECURSIVE stretch(first) AS (VALUES(1) UNION ALL SELECT first+?1 FROM stretch "
                    "WHERE first+?1<=?2) SELECT coalesce(sum(counted),0),coalesce(sum(hit),0) FROM (SELECT (1",
        { std::max(sampleStretch, *last / stretches), *last } };
    sample += predicate.facetWhere;
    sample += ") AS counted,(1";
    sample += predicate.where;
    sample += ") AS hit FROM stretch CROSS JOIN entity e WHERE e.ref>=first AND e.ref<first+";
    sample.bind(sampleStretch);
    sample += ")";
    std::int64_t counted = 0;
    std::int64_t hits = 0;
    auto done = forEachRow(sample, [&](const Statement& row) -> Result<bool> {
        counted = row.columnInt(0);
        hits = row.columnInt(1);
        return false;
    });
    if (!done)
        return done.error();
    const double share = static_cast<double>(hits) / static_cast<double>(std::max<std::int64_t>(1, counted));
    return RowCount{ std::max(hits, static_cast<std::int64_t>(share * static_cast<double>(total) + 0.5)), false };
}

} // namespace binnacle::sqlite
