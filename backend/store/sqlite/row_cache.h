#pragma once

#include "backend/store/sqlite/event_log.h"
#include "backend/store/sqlite/projection_tables.h"

#include <map>
#include <optional>

namespace binnacle::sqlite {

/// The projections' rows between the fold and the tables: rows in use stay decoded in memory across transactions and
/// are written once a transaction, however many events touch them. Memory is bounded: past its limit the
/// cache writes and forgets, also in the middle of a transaction.
class RowCache final : public ProjectionRows {
public:
    RowCache(Connection& connection, Interner& interner, EventLog& log);

    /// `prefix`: of the tables' names.
    Result<void> prepare(const std::string& prefix);

    /// Folds one event of `source` into the rows; `ref` 0: it belongs to no entity.
    Result<void> fold(const Event& event, std::uint64_t identityHash, EntityRef ref, std::int64_t source, Seq seq);
    /// Counts an event of `source` at `recordedAt` micros in the volume.
    void count(std::int64_t source, std::int64_t recordedAt);
    /// Writes everything that changed.
    Result<void> flush();
    /// After a rollback: nothing in memory is true any more.
    void forget();

    EntityState& entity(EntityRef ref) override;
    StepState& step(EntityRef ref, std::string_view stepId) override;
    RunState& run(EntityRef ref, std::string_view workflowId, std::string_view runId) override;
    ArtifactState& artifact(EntityRef ref, const ArtifactKey& key) override;
    PropertyState& property(EntityRef ref, std::string_view name) override;
    StepHourState& stepHour(const StepHourKey& key) override;
    void addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta) override;
    void addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta) override;
    void moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to) override;

private:
    std::int64_t idOf(std::string_view text);
    void note(const Result<void>& result);
    template <typename Rows>
    Result<void> save(Rows& rows, typename Rows::Row& row);
    Result<void> saveStep(StepRows::Row& row);
    template <typename Rows>
    Result<void> write(Rows& rows);
    template <typename Rows>
    Result<void> evict(Rows& rows, std::size_t kept);
    Result<void> relieve();
    const std::string& composeKey(EntityRef ref, std::initializer_list<std::string_view> parts);
    bool noteChild(std::uint64_t hash);
    PropertyState& propertyRow(EntityRef ref, std::string_view name);
    void moveLargeProperties(EntityRef ref);
    void remember(EntityRows::Row& row, std::int64_t source, std::int64_t occurredAtMicros);
    Result<void> moveContributions(EntityRef ref, const EntityKey& from, const EntityKey& to);
    bool isTooLarge() const;

    Interner& m_interner;
    EventLog& m_log;
    ProjectionTables m_tables;

    EntityRows m_entities;
    StepRows m_steps;
    RunRows m_runs;
    ArtifactRows m_artifacts;
    PropertyRows m_properties;
    StepHourRows m_stepHours;
    std::map<NumberKey<4>, std::int64_t> m_grid; ///< organization, project, type, status.
    std::map<NumberKey<3>, std::int64_t> m_completed; ///< hour, organization, project.
    std::map<NumberKey<2>, std::int64_t> m_volume; ///< minute, source.

    const Event* m_event = nullptr; ///< The one that is being folded.
    Seq m_seq = 0;
    EntityRows::Row* m_entityRow = nullptr; ///< Of m_event.
    std::optional<Error> m_error; ///< First failure since fold() began; ProjectionRows cannot report one.
    std::string m_key;
    /// Names and numbers of the organisation and project that were asked for last: runs of events share them.
    struct {
        std::string organization;
        std::string project;
        std::int64_t organizationId = 0;
        std::int64_t projectId = 0;
    } m_place;
    void rememberPlace(std::string_view organization, std::string_view project);
};

} // namespace binnacle::sqlite
