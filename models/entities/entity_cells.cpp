#include "models/entities/entity_cells.h"

#include "backend/core/mask.h"
#include "models/common/formatter.h"
#include "models/common/status_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace binnacle {

namespace {

class EntityCells {
    Q_DECLARE_TR_FUNCTIONS(EntityCells)
};

// Senders commonly give up at the third attempt; from there on the number stands out.
constexpr std::int64_t manyRetries = 3;

QString shown(const std::string& text)
{
    // A line break would cut the cell; the tip has the text as it is.
    return QString::fromStdString(text).simplified();
}

} // namespace

QString maskedText()
{
    return QString::fromUtf8(maskText.data(), qsizetype(maskText.size()));
}

QString cellText(const EntityRow& row, EntityColumnKind kind, const Formatter& formatter)
{
    switch (kind) {
    case EntityColumnKind::Status:
        if (row.status == EntityStatus::Unknown && !row.statusText.empty())
            return shown(row.statusText);
        return statusLabel(row.status);
    case EntityColumnKind::Id:
        return shown(row.key.id);
    case EntityColumnKind::Organization:
        return shown(row.key.organization);
    case EntityColumnKind::Project:
        return shown(row.key.project);
    case EntityColumnKind::Type:
        return shown(row.key.type);
    case EntityColumnKind::CurrentStep:
        return shown(row.currentStep);
    case EntityColumnKind::Steps:
        if (row.steps.total() == 0)
            return {};
        return QStringLiteral("%1/%2").arg(formatter.count(row.steps.completed), formatter.count(row.steps.total()));
    case EntityColumnKind::Updated:
        return formatter.ageOf(row.updatedAt);
    case EntityColumnKind::Age:
        return formatter.ageOf(row.createdAt);
    case EntityColumnKind::Retries:
        return formatter.count(row.retries);
    case EntityColumnKind::Version:
        return formatter.count(row.version);
    case EntityColumnKind::Workflow:
        return shown(row.workflowId);
    case EntityColumnKind::Key:
        return shown(row.businessKey);
    case EntityColumnKind::Created:
        return formatter.absolute(row.createdAt);
    case EntityColumnKind::Error:
        return shown(row.error);
    }
    return {};
}

QString cellTip(const EntityRow& row, EntityColumnKind kind, const Formatter& formatter)
{
    switch (kind) {
    case EntityColumnKind::Status:
        return QString::fromStdString(row.statusText);
    case EntityColumnKind::Id:
        return QString::fromStdString(toString(row.key));
    case EntityColumnKind::CurrentStep:
        return QString::fromStdString(row.currentStep);
    case EntityColumnKind::Steps:
        if (row.steps.total() == 0)
            return {};
        return EntityCells::tr("%1 completed, %2 failed, %3 in progress, %4 pending")
            .arg(formatter.count(row.steps.completed), formatter.count(row.steps.failed),
                formatter.count(row.steps.inProgress), formatter.count(row.steps.pending));
    case EntityColumnKind::Updated:
        return EntityCells::tr("Updated %1").arg(formatter.absolute(row.updatedAt));
    case EntityColumnKind::Age:
        return EntityCells::tr("Created %1").arg(formatter.absolute(row.createdAt));
    case EntityColumnKind::Workflow:
        return QString::fromStdString(row.workflowId);
    case EntityColumnKind::Key:
        return QString::fromStdString(row.businessKey);
    case EntityColumnKind::Error:
        return QString::fromStdString(row.error);
    case EntityColumnKind::Organization:
        return QString::fromStdString(row.key.organization);
    case EntityColumnKind::Project:
        return QString::fromStdString(row.key.project);
    case EntityColumnKind::Type:
        return QString::fromStdString(row.key.type);
    case EntityColumnKind::Retries:
    case EntityColumnKind::Version:
    case EntityColumnKind::Created:
        return {};
    }
    return {};
}

QString cellTone(const EntityRow& row, EntityColumnKind kind)
{
    switch (kind) {
    case EntityColumnKind::Retries:
        if (row.retries >= manyRetries)
            return QStringLiteral("failed");
        return row.retries == 0 ? QStringLiteral("muted") : QString();
    case EntityColumnKind::Steps:
        return QStringLiteral("muted");
    case EntityColumnKind::Type:
    case EntityColumnKind::Project:
    case EntityColumnKind::Organization:
    case EntityColumnKind::Age:
    case EntityColumnKind::Created:
    case EntityColumnKind::Version:
    case EntityColumnKind::Workflow:
    case EntityColumnKind::Key:
    case EntityColumnKind::Error:
        return QStringLiteral("text2");
    case EntityColumnKind::Status:
    case EntityColumnKind::Id:
    case EntityColumnKind::CurrentStep:
    case EntityColumnKind::Updated:
        return {};
    }
    return {};
}

QString rowSentence(const EntityRow& row, const Formatter& formatter, bool nameIsMasked)
{
    QStringList parts;
    const QString name = nameIsMasked ? EntityCells::tr("name masked") : shown(row.key.id);
    parts << EntityCells::tr("%1 %2").arg(shown(row.key.type), name)
          << cellText(row, EntityColumnKind::Status, formatter);
    if (!row.currentStep.empty())
        parts << EntityCells::tr("at %1").arg(shown(row.currentStep));
    if (row.steps.total() > 0) {
        parts << EntityCells::tr("%1 of %2 steps done")
                     .arg(formatter.count(row.steps.completed), formatter.count(row.steps.total()));
    }
    parts << EntityCells::tr("updated %1 ago").arg(formatter.ageOf(row.updatedAt));
    if (row.retries > 0)
        parts << EntityCells::tr("%n retries", nullptr, int(row.retries));
    return parts.join(QStringLiteral(", "));
}

} // namespace binnacle
