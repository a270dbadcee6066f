#include "models/overview/activity_model.h"

#include "models/common/error_words.h"
#include "models/common/event_words.h"
#include "models/common/formatter.h"

#include "backend/engine/engine.h"

namespace binnacle {

namespace {

constexpr int shownEvents = 30;

} // namespace

ActivityModel::ActivityModel(Engine& engine, const Formatter& format, QObject* parent)
    : ShortListModel(parent)
    , m_engine(engine)
    , m_format(format)
{
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const EventRow& event = at(index.row());
    switch (role) {
    case NameRole:
        return event.entity == 0 ? QString::fromStdString(event.type)
                                 : QString::fromStdString(event.key.type + '/' + event.key.id);
    case TimeRole:
        return m_format.clockTime(event.recordedAt);
    case TimeTipRole:
        return ActivityModel::tr("Happened %1, recorded %2")
            .arg(m_format.absolute(event.occurredAt), m_format.absolute(event.recordedAt));
    case MarkRole:
        return activityMark(event);
    case DetailRole:
        return event.entity == 0 ? QString::fromStdString(event.source) : activityText(event, m_format);
    case KeyRole:
        return event.entity == 0 ? QString() : QString::fromStdString(toString(event.key));
    }
    return {};
}

QHash<int, QByteArray> ActivityModel::roleNames() const
{
    return { { NameRole, "name" }, { TimeRole, "time" }, { TimeTipRole, "timeTip" }, { MarkRole, "mark" },
        { DetailRole, "detail" }, { KeyRole, "key" } };
}

void ActivityModel::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    m_waiting = 0;
    Q_EMIT pausedChanged();
    Q_EMIT waitingChanged();
    if (!paused)
        follow(0);
}

QString ActivityModel::waitingText() const
{
    return m_waiting > 0 ? ActivityModel::tr("%1 new").arg(m_format.count(m_waiting)) : QString();
}

void ActivityModel::follow(qint64 accepted)
{
    if (m_paused) {
        m_waiting += accepted;
        if (accepted > 0)
            Q_EMIT waitingChanged();
        return;
    }
    EventQuery query;
    query.newestFirst = true;
    m_read.ask<Page<EventRow>>(
        this,
        [&](CancelToken token, auto done) {
            m_engine.events(token, query, { shownEvents, {} }, std::move(done));
        },
        [this](Result<Page<EventRow>> answer) {
            m_problem = answer ? QString() : errorText(answer.error());
            Q_EMIT problemChanged();
            // What is shown stays where reading failed.
            if (answer && !m_paused)
                setRows(std::move(answer->items));
        });
}

} // namespace binnacle
