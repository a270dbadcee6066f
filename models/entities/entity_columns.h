#pragma once

#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace binnacle {

/// Columns of the entity table. The numbers are only used at run time; settings keep the id.
enum class EntityColumnKind : std::uint8_t {
    Status,
    Id,
    Organization,
    Project,
    Type,
    CurrentStep,
    Steps,
    Updated,
    Age,
    Retries,
    Version,
    Workflow,
    Key,
    Created,
    Error,
};

/// What never changes about a column.
struct EntityColumnInfo {
    EntityColumnKind kind;
    const char* id; ///< In settings; stable.
    const char* title; ///< Untranslated heading, context "EntityColumns".
    const char* exportNames; ///< Field names of exports, separated by spaces.
    int width; ///< Pixels at normal text size, padding included.
    bool rightAligned;
    bool shownAtFirst;
    std::optional<EntitySort> sort; ///< None: the store cannot sort by it.
    std::optional<EntityField> filter; ///< None: no filter compares this cell for equality.
};

/// All columns, in their first order.
std::span<const EntityColumnInfo> entityColumns();
const EntityColumnInfo& entityColumn(EntityColumnKind kind);
const EntityColumnInfo* entityColumnById(const QString& id);
QString entityColumnTitle(EntityColumnKind kind);

/// The filter that keeps the rows with the same value as `row` in this column; none where the column has no
/// such filter or the cell is empty.
std::optional<EntityFilter> filterForCell(const EntityRow& row, EntityColumnKind kind);

} // namespace binnacle
