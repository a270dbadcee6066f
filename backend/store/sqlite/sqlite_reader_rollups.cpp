#include "backend/store/sqlite/reader_view.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/sqlite_reader.h"

#include <algorithm>
#include <map>
#include <tuple>

// What is counted and measured as events arrive: grid, projects, volume, hours of steps.

namespace binnacle::sqlite {

namespace {

constexpr std::int64_t microsAMinute = 60'000'000;
constexpr std::int64_t microsAnHour = 3'600'000'000;

std::int64_t floorDivide(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t ceilDivide(std::int64_t value, std::int64_t by)
{
    return value / by + (value % by > 0 ? 1 : 0);
}

std::int64_t& countOf(ProjectRow& row, EntityStatus status)
{
    switch (status) {
    case EntityStatus::InProgress:
        return row.inProgress;
    case EntityStatus::Completed:
        return row.completed;
    case EntityStatus::Failed:
        return row.failed;
    case EntityStatus::Archived:
        return row.archived;
    case EntityStatus::Pending:
    case EntityStatus::Unknown:
        break;
    }
    return row.pending;
}

/// " AND hour>=? AND hour<?" for every hour that [from, to) touches.
SqlText hoursBetween(Timestamp from, Timestamp to)
{
    SqlText out{ " AND hour>=", {} };
    out.bind(floorDivide(from.micros, microsAnHour));
    out += " AND hour<";
    out.bind(ceilDivide(to.micros, microsAnHour));
    return out;
}

} // namespace

Result<SqlText> SqliteReader::projectFilter(std::string_view organization, std::string_view project)
{
    SqlText out;
    for (const auto& [column, text] : { std::pair{ "organization", organization }, { "project", project } }) {
        if (text.empty())
            continue;
        auto id = m_texts.find(text);
        if (!id)
            return id.error();
        out += std::string(" AND ") + column + "=";
        out.bind(id->value_or(0));
    }
    return out;
}

Result<std::vector<GridCell>> SqliteReader::grid(std::string_view organization, std::string_view project)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto filter = projectFilter(organization, project);
    if (!filter)
        return filter.error();
    SqlText sql{ "SELECT type,status,sum(count) FROM facet WHERE 1", {} };
    sql += *filter;
    sql += " GROUP BY type,status HAVING sum(count)<>0";
    std::vector<GridCell> cells;
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        auto type = m_texts.text(row.columnInt(0));
        if (!type)
            return type.error();
        cells.push_back({ std::move(*type), static_cast<EntityStatus>(row.columnInt(1)), row.columnInt(2) });
        return true;
    });
    if (!done)
        return done.error();
    std::sort(cells.begin(), cells.end(),
        [](const GridCell& a, const GridCell& b) { return std::tie(a.type, a.status) < std::tie(b.type, b.status); });
    return cells;
}

Result<std::vector<ProjectRow>> SqliteReader::projects()
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    struct Gathered {
        ProjectRow row;
        std::int64_t latest = INT64_MIN;
        std::vector<std::pair<std::int64_t, std::string>> types;
    };
    std::map<std::pair<std::int64_t, std::int64_t>, Gathered> gathered;
    // The latest of each facet is one look-up in the index.
    auto done = forEachRow({ "SELECT organization,project,type,status,count,(SELECT max(e.updated_at) FROM entity e "
                             "WHERE e.facet=f.id) FROM facet f WHERE count<>0",
                               {} },
        [&](const Statement& row) -> Result<bool> {
            Gathered& project = gathered[{ row.columnInt(0), row.columnInt(1) }];
            project.latest = std::max(project.latest, row.columnInt(5));
            auto type = m_texts.text(row.columnInt(2));
            if (!type)
                return type.error();
            const std::int64_t count = row.columnInt(4);
            countOf(project.row, static_cast<EntityStatus>(row.columnInt(3))) += count;
            const auto known = std::find_if(project.types.begin(), project.types.end(),
                [&](const auto& candidate) { return candidate.second == *type; });
            if (known == project.types.end())
                project.types.emplace_back(count, std::move(*type));
            else
                known->first += count;
            return true;
        });
    if (!done)
        return done.error();

    std::vector<ProjectRow> rows;
    for (auto& [ids, project] : gathered) {
        ProjectRow& row = project.row;
        auto organization = m_texts.text(ids.first);
        auto name = m_texts.text(ids.second);
        if (!organization)
            return organization.error();
        if (!name)
            return name.error();
        row.organization = std::move(*organization);
        row.project = std::move(*name);
        std::sort(project.types.begin(), project.types.end(),
            [](const auto& a, const auto& b) { return std::tie(b.first, a.second) < std::tie(a.first, b.second); });
        for (auto& [count, type] : project.types)
            row.types.push_back(std::move(type));
        row.lastEventAt = { project.latest };
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const ProjectRow& a, const ProjectRow& b) {
        return std::tie(a.organization, a.project) < std::tie(b.organization, b.project);
    });
    return rows;
}

Result<std::vector<VolumePoint>> SqliteReader::volume(Timestamp from, Timestamp to, std::int64_t bucketSeconds)
{
    if (bucketSeconds <= 0 || bucketSeconds % 60 != 0)
        return Error::make(
            ErrorKind::InvalidInput, "INVALID_VALUE", "The buckets of the volume are not whole minutes.");
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    const std::int64_t minutes = bucketSeconds / 60;
    SqlText sql{ "SELECT minute,source,count FROM volume WHERE minute>=", {} };
    sql.bind(floorDivide(from.micros, microsAMinute));
    sql += " AND minute<";
    sql.bind(ceilDivide(to.micros, microsAMinute));
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> buckets;
    auto done = forEachRow(sql, [&](const Statement& row) -> Result<bool> {
        auto source = m_texts.source(row.columnInt(1));
        if (!source)
            return source.error();
        // Sources of one name in several dialects are one line on the chart.
        buckets[{ floorDivide(row.columnInt(0), minutes), std::move(source->name) }] += row.columnInt(2);
        return true;
    });
    if (!done)
        return done.error();
    std::vector<VolumePoint> points;
    for (const auto& [key, count] : buckets)
        points.push_back({ Timestamp{ key.first * minutes * microsAMinute }, key.second, count });
    return points;
}

Result<std::vector<StepStatistics>> SqliteReader::stepStatistics(Timestamp from, Timestamp to)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    struct Gathered {
        StepHourState sum;
        std::int64_t action = 0;
    };
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Gathered> gathered;
    SqlText sql{ "SELECT organization,project,step,action,registers FROM step_hour WHERE 1", {} };
    sql += hoursBetween(from, to);
    auto done = forEachRow(sql += " ORDER BY hour", [&](const Statement& row) -> Result<bool> {
        StepHourState hour;
        if (auto decoded = decodeRegisters(row.columnBlob(4), hour); !decoded)
            return decoded.error();
        Gathered& step = gathered[{ row.columnInt(0), row.columnInt(1), row.columnInt(2) }];
        step.sum.executions += hour.executions;
        step.sum.failures += hour.failures;
        step.sum.retries += hour.retries;
        step.sum.durations.merge(hour.durations);
        if (!row.columnIsNull(3))
            step.action = row.columnInt(3);
        return true;
    });
    if (!done)
        return done.error();

    std::vector<StepStatistics> out;
    for (const auto& [ids, step] : gathered) {
        StepStatistics statistics;
        const std::pair<std::string*, std::int64_t> names[] = { { &statistics.organization, std::get<0>(ids) },
            { &statistics.project, std::get<1>(ids) }, { &statistics.stepId, std::get<2>(ids) },
            { &statistics.action, step.action } };
        for (const auto& [name, id] : names) {
            auto text = m_texts.text(id);
            if (!text)
                return text.error();
            *name = std::move(*text);
        }
        statistics.executions = step.sum.executions;
        statistics.failures = step.sum.failures;
        statistics.retries = step.sum.retries;
        statistics.p50Ms = step.sum.durations.quantile(0.5);
        statistics.p95Ms = step.sum.durations.quantile(0.95);
        statistics.meanMs = step.sum.durations.mean();
        out.push_back(std::move(statistics));
    }
    std::sort(out.begin(), out.end(), [](const StepStatistics& a, const StepStatistics& b) {
        return std::tie(a.organization, a.project, a.stepId) < std::tie(b.organization, b.project, b.stepId);
    });
    return out;
}

Result<std::vector<HourPoint>> SqliteReader::hours(
    Timestamp from, Timestamp to, std::string_view organization, std::string_view project)
{
    auto view = ReadView::open(m_connection);
    if (!view)
        return view.error();
    auto filter = projectFilter(organization, project);
    if (!filter)
        return filter.error();
    std::map<std::int64_t, HourPoint> points;
    SqlText steps{ "SELECT hour,sum(executions),sum(failures),sum(retries) FROM step_hour WHERE 1", {} };
    steps += hoursBetween(from, to);
    steps += *filter;
    auto done = forEachRow(steps += " GROUP BY hour", [&](const Statement& row) -> Result<bool> {
        HourPoint& point = points[row.columnInt(0)];
        point.executions = row.columnInt(1);
        point.failures = row.columnInt(2);
        point.retries = row.columnInt(3);
        return true;
    });
    if (!done)
        return done.error();
    SqlText completed{ "SELECT hour,sum(count) FROM completed_hour WHERE 1", {} };
    completed += hoursBetween(from, to);
    completed += *filter;
    done = forEachRow(completed += " GROUP BY hour", [&](const Statement& row) -> Result<bool> {
        points[row.columnInt(0)].entitiesCompleted = row.columnInt(1);
        return true;
    });
    if (!done)
        return done.error();
    std::vector<HourPoint> out;
    for (auto& [hour, point] : points) {
        point.hour = { hour * microsAnHour };
        out.push_back(point);
    }
    return out;
}

} // namespace binnacle::sqlite
