#include "models/common/event_words.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <QCoreApplication>

namespace binnacle {

namespace {

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

} // namespace binnacle
