#include "models/overview/overview_model.h"

#include "models/common/error_words.h"
#include "models/common/formatter.h"
#include "models/common/post_to.h"

#include "backend/engine/engine.h"

#include <QDateTime>

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t countEffort = 200'000;

struct Span {
    std::int64_t seconds;
    std::int64_t bucketSeconds;
    std::int64_t fineSeconds; ///< Gaps are looked for in these.
};
constexpr Span spans[] = { { 3600, 60, 60 }, { 24 * 3600, 900, 300 }, { 7 * 24 * 3600, 2 * 3600, 900 } };

Timestamp floorTo(Timestamp at, std::int64_t micros)
{
    return { at.micros - (at.micros % micros + micros) % micros };
}

} // namespace

OverviewModel::OverviewModel(Engine& engine, const Formatter& format, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_format(format)
    , m_projects(format, nullptr)
    , m_grid(format, nullptr)
    , m_activity(engine, format, nullptr)
    , m_volume(format, nullptr)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(1000);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        readCounts();
        m_activity.follow(std::exchange(m_acceptedSince, 0));
    });
    m_slow.setInterval(15'000);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        readStatistics();
        m_projects.refreshAges();
    });
    m_slow.start();
    connect(&format, &Formatter::zoneChanged, this, &OverviewModel::refresh);
    m_subscription = engine.subscribe([this, self = QPointer<QObject>(this)](const ChangeSet& changes) {
        postTo(self, [this, changes] { takeChanges(changes); });
    });
    refresh();
}

OverviewModel::~OverviewModel() = default;

void OverviewModel::refresh()
{
    readCounts();
    readStatistics();
    m_activity.follow(0);
}

void OverviewModel::takeChanges(const ChangeSet& changes)
{
    m_acceptedSince += changes.accepted;
    if (m_info.lastSeq == 0) {
        // The first events open the page at once.
        refresh();
        return;
    }
    if (changes.everythingChanged)
        refresh();
    else if (!m_soon.isActive())
        m_soon.start();
}

QString OverviewModel::subtitle() const
{
    std::vector<std::string> types;
    for (const GridCell& cell : m_cells.value_or(std::vector<GridCell>()))
        types.push_back(cell.type);
    std::ranges::sort(types);
    const auto last = std::ranges::unique(types).begin();
    const auto count = std::int64_t(last - types.begin());
    const auto projects = std::int64_t(m_allProjects.size());
    return (projects == 1 ? tr("%1 project") : tr("%1 projects")).arg(m_format.count(projects)) + QStringLiteral(", ")
        + (count == 1 ? tr("%1 entity type") : tr("%1 entity types")).arg(m_format.count(count));
}

void OverviewModel::setProjectIndex(int index)
{
    if (index == m_projectIndex || index < 0 || index > int(m_allProjects.size()))
        return;
    m_projectIndex = index;
    m_organization = index == 0 ? std::string() : m_allProjects[std::size_t(index - 1)].organization;
    m_project = index == 0 ? std::string() : m_allProjects[std::size_t(index - 1)].project;
    Q_EMIT projectIndexChanged();
    refresh();
}

void OverviewModel::setSpanIndex(int index)
{
    if (index == m_spanIndex || index < 0 || index >= int(std::size(spans)))
        return;
    m_spanIndex = index;
    Q_EMIT spanIndexChanged();
    readVolume();
}

/// Wraps `take` so that it sees values only; an error is shown until this very read succeeds, and what stands stays.
template <typename T, typename Take>
auto OverviewModel::taking(const AsyncRead& read, Take take)
{
    return [this, part = &read, take = std::move(take)](Result<T> answer) {
        if (answer) {
            m_problems.erase(part);
            take(std::move(*answer));
        } else if (answer.error().kind != ErrorKind::Cancelled) {
            m_problems[part] = errorText(answer.error());
        }
        showKpis();
        Q_EMIT changed();
    };
}

void OverviewModel::readCounts()
{
    m_infoRead.ask<StoreInfo>(
        this, [&](CancelToken token, auto done) { m_engine.info(token, std::move(done)); },
        taking<StoreInfo>(m_infoRead, [this](StoreInfo info) {
            m_info = std::move(info);
            m_loaded = true;
        }));
    m_projectsRead.ask<std::vector<ProjectRow>>(
        this, [&](CancelToken token, auto done) { m_engine.projects(token, std::move(done)); },
        taking<std::vector<ProjectRow>>(m_projectsRead, [this](std::vector<ProjectRow> rows) {
            std::ranges::stable_sort(rows, std::ranges::greater{},
                [](const ProjectRow& row) { return std::pair(row.failed, row.inProgress + row.pending); });
            QStringList names{ tr("All") };
            for (std::size_t i = 0; i < rows.size(); ++i) {
                names.append(QString::fromStdString(rows[i].project));
                if (rows[i].project == m_project && rows[i].organization == m_organization
                    && m_projectIndex != int(i) + 1 && m_projectIndex > 0) {
                    m_projectIndex = int(i) + 1;
                    Q_EMIT projectIndexChanged();
                }
            }
            m_projectNames = names;
            m_allProjects = rows;
            m_projects.setRows(std::move(rows));
        }));
    m_gridRead.ask<std::vector<GridCell>>(
        this, [&](CancelToken token, auto done) { m_engine.grid(token, m_organization, m_project, std::move(done)); },
        taking<std::vector<GridCell>>(m_gridRead, [this](std::vector<GridCell> cells) {
            m_cells = cells;
            QString scope;
            if (m_projectIndex > 0)
                scope = m_projects.data(m_projects.index(m_projectIndex - 1), ProjectsModel::QueryRole).toString();
            m_grid.setCells(cells, scope);
        }));
}

void OverviewModel::readStatistics()
{
    readVolume();
    readHours();
    readSteps();
    readAttentionCounts();
}

void OverviewModel::readVolume()
{
    const Span span = spans[m_spanIndex];
    const std::int64_t bucket = span.bucketSeconds * second;
    const Timestamp to = floorTo(m_engine.clock().now(), bucket).plusMicros(bucket);
    const Timestamp from = to.plusMicros(-span.seconds * second);
    const QString name = m_spanIndex == 0 ? tr("1 h") : m_spanIndex == 1 ? tr("24 h") : tr("7 d");
    m_volumeRead.ask<std::vector<VolumePoint>>(
        this,
        [&](CancelToken token, auto done) { m_engine.volume(token, from, to, span.fineSeconds, std::move(done)); },
        taking<std::vector<VolumePoint>>(m_volumeRead, [this, span, from, to, name](std::vector<VolumePoint> points) {
            m_volume.setPoints(points, from, to, span.bucketSeconds, span.fineSeconds, name);
            m_input.gaps = m_volume.gaps();
            showAttention();
        }));
}

void OverviewModel::readHours()
{
    const Timestamp now = m_engine.clock().now();
    const Timestamp to = floorTo(now, hour).plusMicros(hour);
    m_hoursRead.ask<std::vector<HourPoint>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.hours(token, to.plusMicros(-49 * hour), to, m_organization, m_project, std::move(done));
        },
        taking<std::vector<HourPoint>>(
            m_hoursRead, [this](std::vector<HourPoint> hours) { m_hours = std::move(hours); }));
}

void OverviewModel::readSteps()
{
    m_input.now = m_engine.clock().now();
    // One whole hour and the part of the present one, so that there is something to say just after the full hour.
    m_input.recentFrom = floorTo(m_input.now, hour).plusMicros(-hour);
    m_recentRead.ask<std::vector<StepStatistics>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.stepStatistics(token, m_input.recentFrom, m_input.now.plusMicros(hour), std::move(done));
        },
        taking<std::vector<StepStatistics>>(m_recentRead, [this](std::vector<StepStatistics> steps) {
            m_input.recent = std::move(steps);
            showAttention();
        }));
    m_beforeRead.ask<std::vector<StepStatistics>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.stepStatistics(
                token, m_input.recentFrom.plusMicros(-24 * hour), m_input.recentFrom, std::move(done));
        },
        taking<std::vector<StepStatistics>>(m_beforeRead, [this](std::vector<StepStatistics> steps) {
            m_input.before = std::move(steps);
            showAttention();
        }));
}

void OverviewModel::countInto(AsyncRead& read, const QString& query, std::int64_t AttentionInput::*target)
{
    read.ask<RowCount>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.countEntities(token, parseEntityQuery(query.toStdString()).query, countEffort, std::move(done));
        },
        taking<RowCount>(read, [this, target](RowCount count) {
            m_input.*target = count.count;
            showAttention();
        }));
}

void OverviewModel::readAttentionCounts()
{
    countInto(m_stuckRead, QStringLiteral("status:in_progress updated:>1h"), &AttentionInput::stuck);
    countInto(m_retryRead, QStringLiteral("retries:>10 updated:<1h"), &AttentionInput::retrying);
    m_quarantineRead.ask<Page<QuarantineRow>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.quarantine(token, "open", { 1, {} }, std::move(done));
        },
        taking<Page<QuarantineRow>>(m_quarantineRead, [this](Page<QuarantineRow> page) {
            m_input.quarantineReason =
                page.items.empty() ? QString() : QString::fromStdString(page.items.front().message);
            showAttention();
        }));
    m_failedRead.ask<Page<EntityRow>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.entities(token, parseEntityQuery("status:failed").query, { 1, {} }, std::move(done));
        },
        taking<Page<EntityRow>>(m_failedRead, [this](Page<EntityRow> page) {
            m_calmText = page.items.empty()
                ? tr("No entity has failed.")
                : tr("Last failure %1 ago.").arg(m_format.ageOf(page.items.front().updatedAt));
        }));
}

void OverviewModel::showAttention()
{
    m_input.quarantined = m_info.quarantineOpen;
    m_attention.setRows(computeAttention(m_input, m_format));
}

QString OverviewModel::stuckText() const
{
    if (m_problems.contains(&m_stuckRead))
        return {};
    return m_input.stuck > 0 ? tr("%1 silent for over 1 h").arg(m_format.count(m_input.stuck)) : tr("none is stuck");
}

QString OverviewModel::lastEventText() const
{
    if (m_info.lastRecordedAt)
        return tr("last event %1 ago").arg(m_format.ageOf(*m_info.lastRecordedAt));
    return m_loaded && m_info.lastSeq == 0 ? tr("no events yet") : tr("last event unknown");
}

void OverviewModel::showKpis()
{
    std::map<EntityStatus, std::int64_t> byStatus;
    for (const GridCell& cell : m_cells.value_or(std::vector<GridCell>()))
        byStatus[cell.status] += cell.count;
    // What could not be read is no zero.
    const auto counted = [this](bool isKnown, std::int64_t count) {
        return isKnown ? m_format.count(count) : QStringLiteral("–");
    };

    const Timestamp now = m_engine.clock().now();
    const Timestamp thisHour = floorTo(now, hour);
    constexpr int lineHours = 12;
    QList<double> failures(lineHours, 0);
    QList<double> completions(lineHours, 0);
    std::int64_t failedLastHour = 0;
    std::int64_t completedDay = 0;
    std::int64_t completedDayBefore = 0;
    for (const HourPoint& point : m_hours.value_or(std::vector<HourPoint>())) {
        const std::int64_t ago = (thisHour.micros - point.hour.micros) / hour;
        if (ago >= 0 && ago < lineHours) {
            failures[lineHours - 1 - ago] = double(point.failures);
            completions[lineHours - 1 - ago] = double(point.entitiesCompleted);
        }
        if (ago >= 0 && ago < 2)
            failedLastHour += point.failures;
        (ago < 24 ? completedDay : completedDayBefore) += point.entitiesCompleted;
    }
    const QString since = m_format.clockMinute(double(thisHour.micros - hour));
    const QString scope = m_projectIndex > 0
        ? m_projects.data(m_projects.index(m_projectIndex - 1), ProjectsModel::QueryRole).toString() + u' '
        : QString();
    const EngineStatus status = m_engine.status();
    const auto entities = QStringLiteral("entities");

    std::vector<KpiRow> rows;
    rows.push_back({ tr("In progress"), counted(m_cells.has_value(), byStatus[EntityStatus::InProgress]), {},
        stuckText(), QStringLiteral("in_progress"), {}, entities, scope + QStringLiteral("status:in_progress") });
    rows.push_back({ tr("Pending"), counted(m_cells.has_value(), byStatus[EntityStatus::Pending]), {},
        tr("not started"), QStringLiteral("pending"), {}, entities, scope + QStringLiteral("status:pending") });
    rows.push_back({ tr("Failed"), counted(m_cells.has_value(), byStatus[EntityStatus::Failed]), {},
        m_hours ? tr("%1 failed runs since %2").arg(m_format.count(failedLastHour), since) : tr("failed runs unknown"),
        QStringLiteral("failed"), m_hours ? failures : QList<double>(), entities,
        scope + QStringLiteral("status:failed") });
    rows.push_back({ tr("Completed, 24 h"), counted(m_hours.has_value(), completedDay), {},
        tr("24 h before %1").arg(counted(m_hours.has_value(), completedDayBefore)), QStringLiteral("completed"),
        m_hours ? completions : QList<double>(), entities, scope + QStringLiteral("status:completed") });
    rows.push_back({ tr("Intake"), m_format.rateNumber(status.eventsPerSecond), tr("/s"), lastEventText(),
        QStringLiteral("series"), {}, {}, {} });
    rows.push_back({ tr("Quarantine"), counted(m_loaded, m_info.quarantineOpen), {},
        !m_loaded                       ? QString()
            : m_info.quarantineOpen > 0 ? tr("waiting for a decision")
                                        : tr("nothing refused"),
        QStringLiteral("muted"), {}, QStringLiteral("quarantine"), {} });
    m_kpis.setRows(std::move(rows));
}

} // namespace binnacle
