#include "backend/store/sqlite/grid_changes.h"
#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include "backend/projection/entity_fold.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

// What was, at any instant.

namespace binnacle::sqlite {

namespace {

constexpr std::int64_t hoursADay = 24;

} // namespace

/// Entities by facet: whole days come summed, the day of the instant change by change.
Result<std::unordered_map<std::int64_t, std::int64_t>> SqliteReader::facetsAsOf(const AsOf& asOf)
{
    std::unordered_map<std::int64_t, std::int64_t> counts;
    const std::int64_t axis = static_cast<std::int64_t>(asOf.axis);
    const std::int64_t day = gridDayOf(asOf.at.micros);
    std::int64_t from = INT64_MIN;
    for (std::size_t level = gridSumShifts.size(); level-- > 0;) {
        // Up to the bucket that the next level takes apart.
        const std::int64_t bucketDays = std::int64_t{ 1 } << gridSumShifts[level];
        const std::int64_t to = day >> gridSumShifts[level];
        SqlText sums{ "SELECT facet,sum(delta) FROM grid_sum WHERE axis=", {} };
        sums.bind(axis);
        sums += " AND level=";
        sums.bind(static_cast<std::int64_t>(level));
        sums += " AND bucket>=";
        sums.bind(from == INT64_MIN ? INT64_MIN : from / bucketDays);
        sums += " AND bucket<";
        sums.bind(to);
        auto done = forEachRow(sums += " GROUP BY facet", [&](const Statement& row) -> Result<bool> {
            counts[row.columnInt(0)] += row.columnInt(1);
            return true;
        });
        if (!done)
            return done.error();
        from = to * bucketDays;
    }
    SqlText parts{ "SELECT hour,changes FROM grid_change WHERE axis=", {} };
    parts.bind(axis);
    parts += " AND hour>=";
    parts.bind(day * hoursADay);
    parts += " AND hour<=";
    parts.bind(hourOf(asOf.at.micros));
    std::vector<GridChange> changes;
    auto done = forEachRow(parts, [&](const Statement& row) -> Result<bool> {
        changes.clear();
        if (auto decoded = decodeGridChanges(row.columnInt(0), row.columnBlob(1), changes); !decoded)
            return decoded.error();
        for (const GridChange& change : changes) {
            if (change.atMicros <= asOf.at.micros)
                counts[change.facet] += change.delta;
        }
        return true;
    });
    if (!done)
        return done.error();
    return counts;
}

Result<std::vector<GridCell>> SqliteReader::gridAsOf(
    const AsOf& asOf, std::string_view organization, std::string_view project)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto counts = facetsAsOf(asOf);
    if (!counts)
        return counts.error();
    auto filter = projectFilter(organization, project);
    if (!filter)
        return filter.error();
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> cells; // By type and status.
    SqlText facets{ "SELECT id,type,status FROM facet WHERE 1", {} };
    auto done = forEachRow(facets += *filter, [&](const Statement& row) -> Result<bool> {
        if (const auto found = counts->find(row.columnInt(0)); found != counts->end())
            cells[{ row.columnInt(1), row.columnInt(2) }] += found->second;
        return true;
    });
    if (!done)
        return done.error();
    std::vector<GridCell> grid;
    for (const auto& [cell, count] : cells) {
        if (count == 0)
            continue;
        auto type = m_texts.text(cell.first);
        if (!type)
            return type.error();
        grid.push_back({ std::move(*type), static_cast<EntityStatus>(cell.second), count });
    }
    std::sort(grid.begin(), grid.end(),
        [](const GridCell& a, const GridCell& b) { return std::tie(a.type, a.status) < std::tie(b.type, b.status); });
    return grid;
}

Result<EntityDetail> SqliteReader::entityAsOf(const EntityKey& key, const AsOf& asOf)
{
    auto call = beginOneEntityCall(key);
    if (!call)
        return call.error();
    EntityFold fold;
    auto done = forEachOfEntity(call->ref, false, {}, [&](const HistoryEntry& entry) -> Result<bool> {
        if (m_token.isCancelled())
            return cancelled();
        if (asOf.axis == AsOfAxis::Occurred && entry.occurredAtMicros > asOf.at.micros)
            return true;
        auto block = m_log.find(entry.seq);
        if (!block)
            return block.error();
        const std::size_t index = (*block)->indexOf(entry.seq);
        // The history is in the order of arrival.
        if (asOf.axis == AsOfAxis::Recorded && (*block)->recordedAt(index) > asOf.at.micros)
            return false;
        auto event = (*block)->event(index);
        if (!event)
            return event.error();
        fold.fold(*event, entry.seq);
        return true;
    });
    if (!done)
        return done.error();
    if (fold.isEmpty())
        return Error::make(ErrorKind::NotFound, "ENTITY_NOT_YET",
            "At that instant nothing was known of the entity \"" + toString(key) + "\".",
            "Choose a later one; its history says when it began.");
    EntityDetail detail = fold.detail();
    detail.row.ref = call->ref;
    // Where it belongs is no matter of when: the grid of that instant counts it there, too.
    if (asOf.axis == AsOfAxis::Occurred)
        detail.row.key.project = key.project;
    return detail;
}

} // namespace binnacle::sqlite
