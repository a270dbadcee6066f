#include "models/entity/entity_steps_model.h"

#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <QStringList>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::int64_t longQueue = 10 * 60 * std::int64_t(1'000'000);

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

bool succeeded(const StepRow& step)
{
    return step.execution == ExecutionStatus::Completed;
}

QString muted()
{
    return QStringLiteral("muted");
}

} // namespace

EntityStepsModel::EntityStepsModel(const Formatter& formatter, QObject* parent)
    : ShortListModel(parent)
    , m_formatter(formatter)
{
}

StepLine EntityStepsModel::lineOf(const StepRow& step, const StepTrack& track) const
{
    StepLine line;
    line.stepId = text(step.stepId);
    line.name = text(step.action.empty() ? step.stepId : step.action);
    QStringList parts{ line.name };
    if (!step.action.empty() && step.action != step.stepId)
        parts << line.stepId;
    for (const std::string& part : { step.type, step.phase }) {
        if (!part.empty())
            parts << text(part);
    }
    line.nameTip = parts.join(QStringLiteral(", "));
    // A step that was left out has no state of its own among the marks.
    line.mark = step.execution == ExecutionStatus::Skipped ? QStringLiteral("off") : statusWord(step.execution);
    line.failed = step.execution == ExecutionStatus::Failed;

    const bool begun = step.executionCount > 0 || !track.attempts.empty();
    line.outcomeTone = QStringLiteral("text2");
    if (line.failed) {
        line.outcome = !step.error.empty() ? text(step.error)
            : !step.outcome.empty()        ? text(step.outcome)
                                           : statusLabel(step.execution).toLower();
        line.outcomeTone = QStringLiteral("failed");
    } else if (!begun && step.execution == ExecutionStatus::Pending) {
        line.outcome = tr("not started");
        line.outcomeTone = muted();
    } else if (step.execution == ExecutionStatus::InProgress && step.progress) {
        line.outcome = tr("in progress, %1").arg(m_formatter.percentInSentence(*step.progress));
    } else {
        line.outcome = step.outcome.empty() ? statusLabel(step.execution).toLower() : text(step.outcome);
    }

    const std::int64_t attempts = begun ? std::max(step.executionCount, step.retryCount + 1) : 0;
    line.attempts = m_formatter.count(attempts);
    line.attemptsTone = attempts > 1 ? (line.failed ? QStringLiteral("failed") : QStringLiteral("late"))
                                     : (attempts == 0 ? muted() : QStringLiteral("text2"));
    if (attempts > step.executionCount && step.executionCount > 0)
        line.attemptsTip = tr("The sender counts %1 attempts; events tell of %2")
                               .arg(m_formatter.count(attempts), m_formatter.count(step.executionCount));
    else if (step.failureCount > 0)
        line.attemptsTip = tr("%1 failed").arg(m_formatter.count(step.failureCount));

    const auto queue = track.queueMicros();
    line.queueTone = queue.value_or(0) > longQueue ? QStringLiteral("late") : QStringLiteral("text2");
    if (queue)
        line.queue = m_formatter.duration(double(*queue) / 1000);

    double runMs = double(step.durationMs.value_or(-1));
    if (runMs < 0 && !track.attempts.empty()) {
        const StepAttempt& last = track.attempts.back();
        const bool ended = last.how == StepAttempt::End::Completed || last.how == StepAttempt::End::Failed;
        if (ended && !last.isInstant)
            runMs = double(last.end - last.start) / 1000;
    }
    if (runMs >= 0) {
        line.run = m_formatter.duration(runMs);
        line.runMs = runMs;
        line.runTip = attempts > 1
            ? tr("The latest attempt; all together %1").arg(m_formatter.duration(double(track.ranMicros()) / 1000))
            : QString();
    }
    if (runMs >= 0 && step.p95DurationMs.value_or(0) > 0) {
        const double ratio = runMs / *step.p95DurationMs;
        line.p95Ms = *step.p95DurationMs;
        line.times = m_formatter.times(ratio);
        line.timesTone = ratio > 3 ? QStringLiteral("failed")
            : ratio > 1            ? QStringLiteral("late")
                                   : QStringLiteral("text2");
        line.p95Tip = tr("%1 against %2, the 95th percentile of this step in its project")
                          .arg(line.run, m_formatter.duration(*step.p95DurationMs));
    } else {
        line.p95Tip = tr("Fewer than 5 measured runs of this step in its project, or no duration");
    }

    QStringList sentence{ line.name, statusLabel(step.execution).toLower() };
    if (line.outcome != sentence.back())
        sentence << line.outcome;
    sentence << (attempts == 1 ? tr("1 attempt") : tr("%1 attempts").arg(line.attempts));
    if (queue)
        sentence << tr("%1 in queue").arg(line.queue);
    if (!line.run.isEmpty())
        sentence << tr("ran %1").arg(line.run);
    if (!line.times.isEmpty())
        sentence << tr("%1 the 95th percentile").arg(line.times);
    line.sentence = sentence.join(QStringLiteral(", "));
    if (succeeded(step) && attempts > 1 && line.outcome == QLatin1String("success"))
        line.outcome = tr("success on retry");
    return line;
}

void EntityStepsModel::setSteps(const std::vector<StepRow>& steps, const std::vector<StepTrack>& tracks)
{
    static const StepTrack none;
    std::vector<StepLine> lines;
    lines.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i)
        lines.push_back(lineOf(steps[i], i < tracks.size() ? tracks[i] : none));
    if (lines == all())
        return;
    const int before = count();
    setRows(std::move(lines));
    if (count() != before)
        Q_EMIT countChanged();
}

QString EntityStepsModel::rowText(int row) const
{
    if (!contains(row))
        return {};
    const StepLine& line = at(row);
    return QStringList{ line.name, line.outcome, line.attempts, line.queue, line.run, line.times }.join(
        QLatin1Char('\t'));
}

QVariant EntityStepsModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const StepLine& line = at(index.row());
    switch (role) {
    case NameRole:
        return line.name;
    case NameTipRole:
        return line.nameTip;
    case MarkRole:
        return line.mark;
    case OutcomeRole:
        return line.outcome;
    case OutcomeToneRole:
        return line.outcomeTone;
    case AttemptsRole:
        return line.attempts;
    case AttemptsToneRole:
        return line.attemptsTone;
    case AttemptsTipRole:
        return line.attemptsTip;
    case QueueRole:
        return line.queue;
    case QueueToneRole:
        return line.queueTone;
    case RunRole:
        return line.run;
    case RunTipRole:
        return line.runTip;
    case TimesRole:
        return line.times;
    case TimesToneRole:
        return line.timesTone;
    case RunMsRole:
        return line.runMs;
    case P95MsRole:
        return line.p95Ms;
    case P95TipRole:
        return line.p95Tip;
    case FailedRole:
        return line.failed;
    case SentenceRole:
        return line.sentence;
    }
    return {};
}

QHash<int, QByteArray> EntityStepsModel::roleNames() const
{
    return { { NameRole, "name" }, { NameTipRole, "nameTip" }, { MarkRole, "mark" }, { OutcomeRole, "outcome" },
        { OutcomeToneRole, "outcomeTone" }, { AttemptsRole, "attempts" }, { AttemptsToneRole, "attemptsTone" },
        { AttemptsTipRole, "attemptsTip" }, { QueueRole, "queue" }, { QueueToneRole, "queueTone" }, { RunRole, "run" },
        { RunTipRole, "runTip" }, { TimesRole, "times" }, { TimesToneRole, "timesTone" }, { RunMsRole, "runMs" },
        { P95MsRole, "p95Ms" }, { P95TipRole, "p95Tip" }, { FailedRole, "failed" }, { SentenceRole, "sentence" } };
}

} // namespace binnacle
