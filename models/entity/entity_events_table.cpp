#include "models/common/event_words.h"
#include "models/common/formatter.h"
#include "models/entity/entity_events_model.h"
#include "models/entity/event_cells.h"

#include <QStringList>

namespace binnacle {

const EventRow* EntityEventsModel::eventAt(int row) const
{
    return row >= 0 && row < rows() ? &m_rows[std::size_t(row)] : nullptr;
}

QString EntityEventsModel::seqAt(int row) const
{
    const EventRow* event = eventAt(row);
    return event ? QString::number(event->seq) : QString();
}

int EntityEventsModel::rowOf(const QString& seq) const
{
    const auto place = placeOf(seq.toLongLong());
    return place == m_rows.end() ? -1 : int(place - m_rows.begin());
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

QString EntityEventsModel::text(int row, int column) const
{
    if (column != Version)
        return eventCell(m_rows[std::size_t(row)], Column(column), m_formatter);
    const std::int64_t version = versionAt(row);
    return version > 0 ? m_formatter.count(version) : QString();
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
