#include "models/entities/entity_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using Kind = EntityColumnKind;

// Wide enough for common values; a narrow table gives some less (EntityColumnSet.qml).
constexpr std::array columns{
    EntityColumnInfo{ Kind::Status, "status", QT_TRANSLATE_NOOP("EntityColumns", "Status"), "status", 108, false, true,
        EntitySort::Status, EntityField::Status },
    EntityColumnInfo{ Kind::Id, "id", QT_TRANSLATE_NOOP("EntityColumns", "Entity"), "id", 180, false, true,
        EntitySort::Id, EntityField::Id },
    EntityColumnInfo{ Kind::Type, "type", QT_TRANSLATE_NOOP("EntityColumns", "Type"), "type", 88, false, true,
        EntitySort::Type, EntityField::Type },
    EntityColumnInfo{ Kind::Project, "project", QT_TRANSLATE_NOOP("EntityColumns", "Project"), "project", 130, false,
        true, EntitySort::Project, EntityField::Project },
    EntityColumnInfo{ Kind::CurrentStep, "current_step", QT_TRANSLATE_NOOP("EntityColumns", "Current step"),
        "current_step", 150, false, true, EntitySort::CurrentStep, EntityField::CurrentStep },
    EntityColumnInfo{ Kind::Steps, "steps", QT_TRANSLATE_NOOP("EntityColumns", "Steps"),
        "steps_completed steps_failed steps_in_progress steps_pending", 120, false, true, std::nullopt, std::nullopt },
    EntityColumnInfo{ Kind::Updated, "updated", QT_TRANSLATE_NOOP("EntityColumns", "Updated"), "updated_at", 102, true,
        true, EntitySort::Updated, std::nullopt },
    EntityColumnInfo{ Kind::Age, "age", QT_TRANSLATE_NOOP("EntityColumns", "Age"), "created_at", 102, true, true,
        EntitySort::Created, std::nullopt },
    EntityColumnInfo{ Kind::Retries, "retries", QT_TRANSLATE_NOOP("EntityColumns", "Retries"), "retries", 62, true,
        true, EntitySort::Retries, EntityField::Retries },
    EntityColumnInfo{ Kind::Organization, "organization", QT_TRANSLATE_NOOP("EntityColumns", "Organisation"),
        "organization", 110, false, false, EntitySort::Organization, EntityField::Organization },
    EntityColumnInfo{ Kind::Workflow, "workflow", QT_TRANSLATE_NOOP("EntityColumns", "Workflow"), "workflow_id", 120,
        false, false, std::nullopt, EntityField::Workflow },
    EntityColumnInfo{ Kind::Key, "key", QT_TRANSLATE_NOOP("EntityColumns", "Business key"), "business_key", 120, false,
        false, std::nullopt, EntityField::Key },
    EntityColumnInfo{ Kind::Version, "version", QT_TRANSLATE_NOOP("EntityColumns", "Version"), "version", 68, true,
        false, EntitySort::Version, std::nullopt },
    EntityColumnInfo{ Kind::Created, "created", QT_TRANSLATE_NOOP("EntityColumns", "Created"), "created_at", 156, true,
        false, EntitySort::Created, std::nullopt },
    EntityColumnInfo{ Kind::Error, "error", QT_TRANSLATE_NOOP("EntityColumns", "Error"), "error", 220, false, false,
        std::nullopt, EntityField::Error },
};

std::string cellValue(const EntityRow& row, Kind kind)
{
    switch (kind) {
    case Kind::Status:
        return row.status == EntityStatus::Unknown ? std::string() : std::string(toString(row.status));
    case Kind::Id:
        return row.key.id;
    case Kind::Organization:
        return row.key.organization;
    case Kind::Project:
        return row.key.project;
    case Kind::Type:
        return row.key.type;
    case Kind::CurrentStep:
        return row.currentStep;
    case Kind::Retries:
        return std::to_string(row.retries);
    case Kind::Workflow:
        return row.workflowId;
    case Kind::Key:
        return row.businessKey;
    case Kind::Error:
        return row.error;
    case Kind::Steps:
    case Kind::Updated:
    case Kind::Age:
    case Kind::Version:
    case Kind::Created:
        return {};
    }
    return {};
}

} // namespace

std::span<const EntityColumnInfo> entityColumns()
{
    return columns;
}

const EntityColumnInfo& entityColumn(EntityColumnKind kind)
{
    return *std::find_if(columns.begin(), columns.end(), [kind](const auto& column) { return column.kind == kind; });
}

const EntityColumnInfo* entityColumnById(const QString& id)
{
    const auto found = std::find_if(
        columns.begin(), columns.end(), [&id](const auto& column) { return id == QLatin1String(column.id); });
    return found == columns.end() ? nullptr : &*found;
}

QString entityColumnTitle(EntityColumnKind kind)
{
    return QCoreApplication::translate("EntityColumns", entityColumn(kind).title);
}

std::optional<EntityFilter> filterForCell(const EntityRow& row, EntityColumnKind kind)
{
    const auto field = entityColumn(kind).filter;
    std::string value = cellValue(row, kind);
    if (!field || value.empty())
        return std::nullopt;
    EntityFilter filter;
    filter.field = *field;
    filter.op = *field == EntityField::Error ? FilterOperator::Contains : FilterOperator::Equal;
    filter.value = std::move(value);
    return filter;
}

} // namespace binnacle
