#pragma once

#include "backend/store/sqlite/entity_course.h"
#include "backend/store/sqlite/log_reader.h"
#include "backend/store/sqlite/projection_sums.h"
#include "backend/store/sqlite/projection_tables.h"

#include <map>
#include <optional>
#include <string>

namespace binnacle::sqlite {

/// One entity while events are folded into it: its row, and of the rows that belong to it those that were asked for.
class OpenEntity final : public ProjectionRows {
public:
    OpenEntity(Interner& interner, LogReader& log, ProjectionTables& tables, ProjectionSums& sums, GridChanges& grid);

    /// Takes up the entity `ref`; what was open before must have been saved.
    void open(EntityRef ref);
    /// Folds one event of `source` into it.
    Result<void> fold(const Event& event, std::int64_t source, Seq seq, std::int64_t recordedAt);
    /// Writes what was asked for since open().
    Result<void> save();

    EntityState& entity(EntityRef ref) override;
    StepState& step(EntityRef ref, std::string_view stepId) override;
    RunState& run(EntityRef ref, std::string_view workflowId, std::string_view runId) override;
    ArtifactState& artifact(EntityRef ref, const ArtifactKey& key) override;
    PropertyState& property(EntityRef ref, std::string_view name) override;
    StepHourState& stepHour(const EntityKey& key, std::string_view stepId, std::int64_t hour) override;
    void addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta) override;
    void addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta) override;
    void moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to) override;

private:
    struct Step {
        std::int64_t number = 0; ///< Of the step id's text.
        StepTableRow row;
    };
    Result<void> load();
    void remember(std::int64_t source, const HistoryEntry& entry);
    PropertyState& propertyRow(std::string_view name);
    void moveLargeProperties();
    Result<void> moveContributions(const EntityKey& from, const EntityKey& to);
    bool noteChild(std::string_view key);
    std::string_view childKey(std::initializer_list<std::string_view> parts);
    std::int64_t idOf(std::string_view text);
    void note(const Result<void>& result);

    Interner& m_interner;
    LogReader& m_log;
    ProjectionTables& m_tables;
    ProjectionSums& m_sums;
    GridChanges& m_grid;
    EntityCourse m_course;

    EntityRef m_ref = 0;
    EntityTableRow m_entity;
    std::map<std::string, Step, std::less<>> m_steps; ///< By step id.
    // By the lengths and texts of what identifies them.
    std::map<std::string, RunTableRow, std::less<>> m_runs;
    std::map<std::string, ArtifactTableRow, std::less<>> m_artifacts;
    std::map<std::string, PropertyTableRow, std::less<>> m_properties;

    const Event* m_event = nullptr; ///< The one that is being folded.
    Seq m_seq = 0;
    std::int64_t m_recordedAt = 0;
    std::optional<EntityKey> m_movedFrom; ///< By the present event, from another project.
    std::optional<Error> m_error; ///< First failure since open(); ProjectionRows cannot report one.
    std::string m_key;
    StepHourState m_noHour; ///< Stands in where one could not be read.
};

} // namespace binnacle::sqlite
