#include "models/overview/activity_model.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include "backend/engine/engine.h"

#include <QCoreApplication>

namespace binnacle {

namespace {

constexpr int shownEvents = 30;

QString tr(const char* text)
{
    return QCoreApplication::translate("Activity", text);
}

} // namespace

QString activityText(const EventRow& event, const Formatter& format)
{
    const QString step = QString::fromStdString(event.stepAction.empty() ? event.stepId : event.stepAction);
    const std::int64_t attempt = event.retryCount.value_or(0) + 1;
    switch (event.kind) {
    case EventKind::EntityCreated:
        return tr("created");
    case EventKind::StepStarted:
        return attempt > 1 ? tr("%1 started, attempt %2").arg(step).arg(attempt) : tr("%1 started").arg(step);
    case EventKind::StepProgress:
        return tr("%1 goes on").arg(step);
    case EventKind::StepCompleted:
        return event.durationMs ? tr("%1 completed in %2").arg(step, format.duration(double(*event.durationMs)))
                                : tr("%1 completed").arg(step);
    case EventKind::StepFailed:
        return attempt > 1 ? tr("%1 failed, attempt %2").arg(step).arg(attempt) : tr("%1 failed").arg(step);
    case EventKind::StatusChanged:
        return event.statusBefore == EntityStatus::Unknown
            ? tr("now %1").arg(statusLabel(event.assertedStatus).toLower())
            : tr("%1 → %2").arg(statusLabel(event.statusBefore), statusLabel(event.assertedStatus));
    case EventKind::WorkflowStarted:
        return tr("workflow started");
    case EventKind::WorkflowCompleted:
        return event.assertedStatus == EntityStatus::Failed ? tr("workflow failed") : tr("workflow completed");
    case EventKind::ArtifactCreated:
        return tr("artifact created");
    case EventKind::EntityArchived:
        return tr("archived");
    case EventKind::Fact:
        break;
    }
    return step.isEmpty() ? QString::fromStdString(event.type) : step;
}

QString activityMark(const EventRow& event)
{
    switch (event.kind) {
    case EventKind::StepStarted:
    case EventKind::StepProgress:
    case EventKind::WorkflowStarted:
        return statusWord(EntityStatus::InProgress);
    case EventKind::StepCompleted:
    case EventKind::ArtifactCreated:
        return statusWord(EntityStatus::Completed);
    case EventKind::StepFailed:
        return statusWord(EntityStatus::Failed);
    case EventKind::EntityArchived:
        return statusWord(EntityStatus::Archived);
    case EventKind::EntityCreated:
        return statusWord(EntityStatus::Pending);
    default:
        return statusWord(event.assertedStatus);
    }
}

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
        return tr("Happened %1, recorded %2")
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

void ActivityModel::follow(std::int64_t accepted)
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
            // What is shown stays where reading failed; the status bar says why.
            if (answer && !m_paused)
                setRows(std::move(answer->items));
        });
}

} // namespace binnacle
