#pragma once

#include "backend/store/sqlite/grid_changes.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/projection_tables.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace binnacle::sqlite {

/// Keeps the grid by time of occurrence in pace with events that are folded into entities.
class EntityCourse {
public:
    EntityCourse(LogReader& log, ProjectionTables& tables, GridChanges& grid)
        : m_log(log)
        , m_tables(tables)
        , m_grid(grid)
    {
    }

    /// What an entity was before an event.
    struct Before {
        bool isNew = true;
        EntityStatus status = EntityStatus::Unknown;
        OrderKey statusKey;
        std::int64_t createdAtMicros = 0;
    };
    static Before of(const EntityState& state)
    {
        return { state.version == 0, state.status.value, state.status.key, state.createdAtMicros };
    }

    /// An event that has just been folded into `entity`, but is not in its history yet.
    struct Folded {
        const Event& event;
        Seq seq = 0;
        EntityRef ref = 0;
        const EntityTableRow& entity;
        Before before;
        std::optional<EntityKey> movedFrom; ///< The event took it out of the project of this key.
    };
    /// Gives the event's entry of the history.
    Result<HistoryEntry> follow(const Folded& folded);

    /// The whole history of `entity`.
    Result<std::vector<HistoryEntry>> history(EntityRef ref, const EntityTableRow& entity);

private:
    Result<std::vector<HistoryEntry>> historyFrom(const Folded& folded, std::int64_t instant);
    Result<bool> outranksThoseOfItsInstant(const Event& event, const std::vector<HistoryEntry>& earlier);
    Result<void> continueCourse(const Folded& folded, const HistoryEntry& entry);
    Result<void> replaceCourse(const Folded& folded, const HistoryEntry& entry, std::vector<HistoryEntry> entries);
    Result<void> add(std::int64_t atMicros, const EntityKey& key, EntityStatus status, int delta);

    LogReader& m_log;
    ProjectionTables& m_tables;
    GridChanges& m_grid;
};

} // namespace binnacle::sqlite
