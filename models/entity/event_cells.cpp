#include "models/entity/event_cells.h"

#include "models/common/event_words.h"
#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

QString text8(const std::string& value)
{
    return QString::fromStdString(value);
}

QString tr(const char* text)
{
    return QCoreApplication::translate("EventCells", text);
}

QString timeOf(const EventRow& event, const Formatter& formatter)
{
    const double at = double(event.occurredAt.micros);
    const QString day = formatter.isoDay(at);
    const QString today = formatter.isoDay(double(formatter.now().micros));
    const QString time = day == today  ? formatter.clockTimeMs(at)
        : day.left(4) == today.left(4) ? formatter.day(at) + QLatin1Char(' ') + formatter.clockTime(at)
                                       : day + QLatin1Char(' ') + formatter.clockTime(at);
    return event.occurredAtIsArrival ? tr("%1, arrival").arg(time) : time;
}

QString detailOf(const EventRow& event, const Formatter& formatter)
{
    if (event.stepId.empty())
        return event.actor.empty() ? activityText(event, formatter)
                                   : tr("%1, by %2").arg(activityText(event, formatter), text8(event.actor));
    QStringList parts{ text8(event.stepAction.empty() ? event.stepId : event.stepAction) };
    if (event.retryCount.value_or(0) > 0)
        parts << tr("attempt %1").arg(formatter.count(*event.retryCount + 1));
    if (event.durationMs)
        parts << formatter.duration(double(*event.durationMs));
    if (!event.error.empty())
        parts << text8(event.error);
    else if (!event.outcome.empty())
        parts << text8(event.outcome);
    if (!event.actor.empty())
        parts << tr("by %1").arg(text8(event.actor));
    return parts.join(QStringLiteral(", "));
}

QString statusChangeOf(const EventRow& event)
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

template <typename T>
int compareNumbers(T a, T b)
{
    return a < b ? -1 : int(b < a);
}

/// What stands first in the detail.
QString subjectOf(const EventRow& event, const Formatter& formatter)
{
    return event.stepId.empty() ? detailOf(event, formatter)
                                : text8(event.stepAction.empty() ? event.stepId : event.stepAction);
}

/// Details of one step: by attempt and by duration, as numbers.
int compareAttempts(const EventRow& a, const EventRow& b)
{
    const int attempts = compareNumbers(a.retryCount.value_or(0), b.retryCount.value_or(0));
    return attempts != 0 ? attempts : compareNumbers(a.durationMs.value_or(-1), b.durationMs.value_or(-1));
}

} // namespace

QString eventCell(const EventRow& event, EntityEventsModel::Column column, const Formatter& formatter)
{
    switch (column) {
    case EntityEventsModel::Time:
        return timeOf(event, formatter);
    case EntityEventsModel::Type:
        return text8(event.type);
    case EntityEventsModel::Detail:
        return detailOf(event, formatter);
    case EntityEventsModel::Source:
        return text8(event.source);
    case EntityEventsModel::StatusChange:
        return statusChangeOf(event);
    case EntityEventsModel::EventId:
        return text8(event.eventId);
    default:
        return {};
    }
}

EventComparison::EventComparison(SortOrder order, const Formatter& formatter)
    : m_order(std::move(order))
    , m_formatter(formatter)
{
}

EventComparison::Place EventComparison::placeOf(const EventRow& event) const
{
    Place place{ &event, {} };
    for (const SortOrder::Key& key : m_order.keys()) {
        const auto column = EntityEventsModel::Column(key.column);
        if (column == EntityEventsModel::Time)
            place.values.emplace_back(event.occurredAt.micros);
        else if (column == EntityEventsModel::Version)
            place.values.emplace_back(event.seq);
        else if (column == EntityEventsModel::Detail)
            place.values.push_back(wordsToSortBy(subjectOf(event, m_formatter)));
        else
            place.values.push_back(wordsToSortBy(eventCell(event, column, m_formatter)));
    }
    return place;
}

bool EventComparison::isBefore(const Place& a, const Place& b) const
{
    const auto& keys = m_order.keys();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        int difference = compareInOrder(a.values[i], b.values[i], keys[i].descending);
        if (difference == 0 && keys[i].column == EntityEventsModel::Detail)
            difference = keys[i].descending ? compareAttempts(*b.event, *a.event) : compareAttempts(*a.event, *b.event);
        if (difference != 0)
            return difference < 0;
    }
    const bool descending = !keys.empty() && keys.back().descending;
    return descending ? a.event->seq > b.event->seq : a.event->seq < b.event->seq;
}

bool EventComparison::operator()(const EventRow& a, const EventRow& b) const
{
    return isBefore(placeOf(a), placeOf(b));
}

void EventComparison::sort(std::vector<EventRow>& rows) const
{
    std::vector<Place> places;
    places.reserve(rows.size());
    for (const EventRow& row : rows)
        places.push_back(placeOf(row));
    std::sort(places.begin(), places.end(), [this](const Place& a, const Place& b) { return isBefore(a, b); });
    std::vector<EventRow> sorted;
    sorted.reserve(rows.size());
    for (const Place& place : places)
        sorted.push_back(std::move(rows[std::size_t(place.event - rows.data())]));
    rows = std::move(sorted);
}

} // namespace binnacle
