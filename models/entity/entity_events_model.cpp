#include "models/entity/entity_events_model.h"

#include "backend/engine/engine.h"
#include "models/common/event_words.h"
#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

namespace binnacle {

namespace {

constexpr std::int64_t pageSize = 200;

QString text8(const std::string& value)
{
    return QString::fromStdString(value);
}

} // namespace

EntityEventsModel::EntityEventsModel(Engine& engine, const Formatter& formatter, QObject* parent)
    : TableModel(parent)
    , m_engine(engine)
    , m_formatter(formatter)
{
    connect(&m_formatter, &Formatter::zoneChanged, this, [this] { rowsChanged(0, rows() - 1); });
}

EventQuery EntityEventsModel::query() const
{
    EventQuery query;
    query.entity = m_ref;
    query.text = m_search.toStdString();
    return query;
}

void EntityEventsModel::follow(EntityRef ref, std::int64_t version, Seq lastSeq)
{
    if (m_ref != ref) {
        clear();
        m_ref = ref;
    }
    m_wantedVersion = version;
    m_wantedSeq = lastSeq;
    readNewest();
}

void EntityEventsModel::clear()
{
    m_newestRead.cancel();
    m_nextRead.cancel();
    m_ref = 0;
    m_nextCursor.clear();
    m_problem.clear();
    m_isRead = false;
    m_topVersion = 0;
    if (!m_rows.empty()) {
        beginRemoveRows({}, 0, rows() - 1);
        m_rows.clear();
        endRemoveRows();
        Q_EMIT countChanged();
    }
    Q_EMIT stateChanged();
}

void EntityEventsModel::retry()
{
    if (m_isRead && !m_problem.isEmpty())
        fetchNext();
    else
        readNewest();
}

void EntityEventsModel::setSearchText(const QString& text)
{
    if (m_search == text)
        return;
    m_search = text;
    Q_EMIT searchTextChanged();
    // The rows of the former text stay until the answer is there.
    m_isRead = false;
    readNewest();
}

void EntityEventsModel::readNewest()
{
    if (m_ref == 0)
        return;
    m_newestRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query(), { pageSize, {} }, std::move(done));
        },
        [this, version = m_wantedVersion, seq = m_wantedSeq](
            Result<Page<EventRow>> answer) { takeNewest(std::move(answer), version, seq); });
    Q_EMIT stateChanged();
}

void EntityEventsModel::takeNewest(Result<Page<EventRow>> answer, std::int64_t version, Seq lastSeq)
{
    if (!answer) {
        m_problem = text8(answer.error().message);
        Q_EMIT stateChanged();
        return;
    }
    m_problem.clear();
    std::vector<EventRow>& page = answer->items;
    const Seq known = m_isRead && !m_rows.empty() ? m_rows.front().seq : 0;
    const auto firstKnown =
        std::find_if(page.begin(), page.end(), [known](const EventRow& row) { return row.seq <= known; });
    if (firstKnown != page.end() && firstKnown->seq == known) {
        if (const auto fresh = int(firstKnown - page.begin()); fresh > 0) {
            beginInsertRows({}, 0, fresh - 1);
            m_rows.insert(m_rows.begin(), std::make_move_iterator(page.begin()), std::make_move_iterator(firstKnown));
            endInsertRows();
        }
    } else {
        // The first answer, or more is new than a page holds.
        m_nextRead.cancel();
        beginResetModel();
        m_rows = std::move(page);
        m_nextCursor = answer->nextCursor;
        endResetModel();
    }
    m_isRead = true;
    // What was recorded since the entity was read comes on top of its version.
    const auto newer =
        std::count_if(m_rows.begin(), m_rows.end(), [lastSeq](const EventRow& row) { return row.seq > lastSeq; });
    const std::int64_t top = m_search.isEmpty() ? version + newer : 0;
    if (top != m_topVersion) {
        m_topVersion = top;
        rowsChanged(0, rows() - 1);
    }
    Q_EMIT countChanged();
    Q_EMIT stateChanged();
}

void EntityEventsModel::fetchNext()
{
    if (!m_isRead || m_nextCursor.empty() || m_nextRead.isPending())
        return;
    m_nextRead.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, Engine::Done<Page<EventRow>> done) {
            m_engine.events(token, query(), { pageSize, m_nextCursor }, std::move(done));
        },
        [this](Result<Page<EventRow>> answer) { takeNext(std::move(answer)); });
}

void EntityEventsModel::takeNext(Result<Page<EventRow>> answer)
{
    if (!answer) {
        m_problem = text8(answer.error().message);
        Q_EMIT stateChanged();
        return;
    }
    m_problem.clear();
    m_nextCursor = answer->nextCursor;
    if (!answer->items.empty()) {
        beginInsertRows({}, rows(), rows() + int(answer->items.size()) - 1);
        std::move(answer->items.begin(), answer->items.end(), std::back_inserter(m_rows));
        endInsertRows();
        Q_EMIT countChanged();
    }
    Q_EMIT stateChanged();
}

const EventRow* EntityEventsModel::eventAt(int row) const
{
    return row >= 0 && row < rows() ? &m_rows[std::size_t(row)] : nullptr;
}

QString EntityEventsModel::seqAt(int row) const
{
    const EventRow* event = eventAt(row);
    return event ? QString::number(event->seq) : QString();
}

QString EntityEventsModel::rowText(int row) const
{
    const EventRow* event = eventAt(row);
    if (!event)
        return {};
    QStringList cells{ m_formatter.exact(double(event->occurredAt.micros)) };
    for (int column = Version; column < ColumnCount; ++column)
        cells << text(row, column);
    return cells.join(QLatin1Char('\t'));
}

QString EntityEventsModel::title(int column) const
{
    switch (column) {
    case Time:
        return tr("Time");
    case Version:
        return tr("Version");
    case Type:
        return tr("Event");
    case Detail:
        return tr("Detail");
    case Source:
        return tr("Source");
    case StatusChange:
        return tr("Status change");
    default:
        return tr("Event id");
    }
}

QString EntityEventsModel::timeOf(const EventRow& event) const
{
    const double at = double(event.occurredAt.micros);
    const QString day = m_formatter.isoDay(at);
    const QString today = m_formatter.isoDay(double(m_formatter.now().micros));
    const QString time = day == today  ? m_formatter.clockTimeMs(at)
        : day.left(4) == today.left(4) ? m_formatter.day(at) + QLatin1Char(' ') + m_formatter.clockTime(at)
                                       : day + QLatin1Char(' ') + m_formatter.clockTime(at);
    return event.occurredAtIsArrival ? tr("%1, arrival").arg(time) : time;
}

QString EntityEventsModel::detailOf(const EventRow& event) const
{
    if (event.stepId.empty())
        return event.actor.empty() ? activityText(event, m_formatter)
                                   : tr("%1, by %2").arg(activityText(event, m_formatter), text8(event.actor));
    QStringList parts{ text8(event.stepAction.empty() ? event.stepId : event.stepAction) };
    if (event.retryCount.value_or(0) > 0)
        parts << tr("attempt %1").arg(m_formatter.count(*event.retryCount + 1));
    if (event.durationMs)
        parts << m_formatter.duration(double(*event.durationMs));
    if (!event.error.empty())
        parts << text8(event.error);
    else if (!event.outcome.empty())
        parts << text8(event.outcome);
    if (!event.actor.empty())
        parts << tr("by %1").arg(text8(event.actor));
    return parts.join(QStringLiteral(", "));
}

QString EntityEventsModel::statusChangeOf(const EventRow& event) const
{
    if (event.assertedStatus == EntityStatus::Unknown || event.assertedStatus == event.statusBefore)
        return {};
    if (event.statusBefore != EntityStatus::Unknown)
        return tr("%1 → %2").arg(statusLabel(event.statusBefore), statusLabel(event.assertedStatus).toLower());
    switch (event.kind) {
    case EventKind::EntityCreated:
    case EventKind::StatusChanged:
    case EventKind::WorkflowCompleted:
    case EventKind::EntityArchived:
        return tr("→ %1").arg(statusLabel(event.assertedStatus).toLower());
    default:
        return {};
    }
}

QString EntityEventsModel::text(int row, int column) const
{
    const EventRow& event = m_rows[std::size_t(row)];
    switch (column) {
    case Time:
        return timeOf(event);
    case Version:
        return m_topVersion > 0 ? m_formatter.count(m_topVersion - row) : QString();
    case Type:
        return text8(event.type);
    case Detail:
        return detailOf(event);
    case Source:
        return text8(event.source);
    case StatusChange:
        return statusChangeOf(event);
    default:
        return text8(event.eventId);
    }
}

QString EntityEventsModel::sentence(int row) const
{
    QStringList parts;
    for (const int column : { Type, Detail, StatusChange, Time }) {
        if (const QString part = text(row, column); !part.isEmpty())
            parts << part;
    }
    return parts.join(QStringLiteral(", "));
}

QString EntityEventsModel::mark(int row, int column) const
{
    return column == Type ? activityMark(m_rows[std::size_t(row)]) : QString();
}

QString EntityEventsModel::tone(int, int column) const
{
    switch (column) {
    case Time:
    case Version:
        return QStringLiteral("muted");
    case Source:
    case EventId:
        return QStringLiteral("text2");
    default:
        return {};
    }
}

QString EntityEventsModel::tip(int row, int column) const
{
    if (column != Time)
        return {};
    const EventRow& event = m_rows[std::size_t(row)];
    const QString recorded = m_formatter.exact(double(event.recordedAt.micros));
    return event.occurredAtIsArrival
        ? tr("The sender gave no time. Recorded %1").arg(recorded)
        : tr("Happened %1, recorded %2").arg(m_formatter.exact(double(event.occurredAt.micros)), recorded);
}

} // namespace binnacle
