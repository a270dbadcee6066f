#pragma once

#include "backend/projection/projector.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

struct StepHourKey {
    std::string organization;
    std::string project;
    std::string stepId;
    std::int64_t hour = 0;
    friend auto operator<=>(const StepHourKey&, const StepHourKey&) = default;
};

/// Projection rows in maps, and the log that moveStepHours() reads back.
class MapRows : public ProjectionRows {
public:
    /// Projects `event` (whose text must stay alive) onto the entity that identifies it.
    void apply(const Event& event);

    EntityState& entity(EntityRef ref) override { return entities[ref]; }
    StepState& step(EntityRef ref, std::string_view stepId) override;
    RunState& run(EntityRef ref, std::string_view workflowId, std::string_view runId) override;
    ArtifactState& artifact(EntityRef ref, const ArtifactKey& key) override;
    PropertyState& property(EntityRef ref, std::string_view name) override;
    StepHourState& stepHour(const EntityKey& key, std::string_view stepId, std::int64_t hour) override
    {
        return stepHours[{ key.organization, key.project, std::string(stepId), hour }];
    }
    void addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta) override;
    void addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta) override;
    void moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to) override;

    EntityRef refOf(const std::string& organization, const std::string& type, const std::string& id) const;

    /// Everything that must not depend on the order of arrival, a line a fact.
    std::string dump() const;

    using GridKey = std::tuple<std::string, std::string, std::string, EntityStatus>;
    using CompletedKey = std::tuple<std::string, std::string, std::int64_t>;

    std::map<EntityRef, EntityState> entities;
    std::map<std::pair<EntityRef, std::string>, StepState> steps;
    std::map<std::tuple<EntityRef, std::string, std::string>, RunState> runs;
    std::map<std::pair<EntityRef, ArtifactKey>, ArtifactState> artifacts;
    std::map<std::pair<EntityRef, std::string>, PropertyState> properties;
    std::map<StepHourKey, StepHourState> stepHours;
    std::map<GridKey, std::int64_t> grid;
    std::map<CompletedKey, std::int64_t> completed;

private:
    std::map<EntityKey, EntityRef> m_refs; ///< Project empty where it is not part of the key.
    std::map<EntityRef, std::vector<Event>> m_log;
    Seq m_lastSeq = 0;
};

} // namespace binnacle
