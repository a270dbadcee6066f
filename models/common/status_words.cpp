#include "models/common/status_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

struct Word {
    const char* word;
    const char* label;
};

constexpr const char* context = "StatusWords";
constexpr Word words[] = {
    { "pending", QT_TRANSLATE_NOOP("StatusWords", "Pending") },
    { "in_progress", QT_TRANSLATE_NOOP("StatusWords", "In progress") },
    { "completed", QT_TRANSLATE_NOOP("StatusWords", "Completed") },
    { "failed", QT_TRANSLATE_NOOP("StatusWords", "Failed") },
    { "archived", QT_TRANSLATE_NOOP("StatusWords", "Archived") },
    { "skipped", QT_TRANSLATE_NOOP("StatusWords", "Skipped") },
    { "matched", QT_TRANSLATE_NOOP("StatusWords", "Matched") },
    { "mismatched", QT_TRANSLATE_NOOP("StatusWords", "Mismatched") },
    { "partial", QT_TRANSLATE_NOOP("StatusWords", "Partial") },
    { "late", QT_TRANSLATE_NOOP("StatusWords", "Late") },
    { "stale", QT_TRANSLATE_NOOP("StatusWords", "Stale") },
    { "unknown", QT_TRANSLATE_NOOP("StatusWords", "Unknown") },
};

} // namespace

QString statusWord(EntityStatus status)
{
    switch (status) {
    case EntityStatus::Pending:
        return QStringLiteral("pending");
    case EntityStatus::InProgress:
        return QStringLiteral("in_progress");
    case EntityStatus::Completed:
        return QStringLiteral("completed");
    case EntityStatus::Failed:
        return QStringLiteral("failed");
    case EntityStatus::Archived:
        return QStringLiteral("archived");
    case EntityStatus::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString statusWord(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::Pending:
        return QStringLiteral("pending");
    case ExecutionStatus::Started:
    case ExecutionStatus::InProgress:
        return QStringLiteral("in_progress");
    case ExecutionStatus::Completed:
        return QStringLiteral("completed");
    case ExecutionStatus::Failed:
        return QStringLiteral("failed");
    case ExecutionStatus::Skipped:
        return QStringLiteral("skipped");
    case ExecutionStatus::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString statusLabel(const QString& word)
{
    for (const Word& known : words)
        if (word == QLatin1String(known.word))
            return QCoreApplication::translate(context, known.label);
    return word;
}

QString statusLabel(EntityStatus status)
{
    return statusLabel(statusWord(status));
}

QString statusLabel(ExecutionStatus status)
{
    return statusLabel(statusWord(status));
}

QString stepBlocks(const StepSummary& steps)
{
    const auto run = [](std::int64_t count, char16_t letter) {
        return QString(int(std::clamp<std::int64_t>(count, 0, 1000)), QChar(letter));
    };
    return run(steps.completed, u'c') + run(steps.inProgress, u'i') + run(steps.failed, u'f')
        + run(steps.pending, u'p');
}

} // namespace binnacle
