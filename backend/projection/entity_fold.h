#pragma once

#include "backend/projection/projector.h"
#include "backend/projection/read_types.h"

#include <map>
#include <set>
#include <string>

namespace binnacle {

/// One entity in memory, folded from some of its events.
class EntityFold final : private ProjectionRows {
public:
    /// Any order; each event once. Its texts are copied.
    void fold(const Event& event, Seq seq);

    bool isEmpty() const { return m_entity.version == 0; }
    /// What the events say together; the steps without `p95DurationMs`.
    EntityDetail detail() const;

private:
    EntityState& entity(EntityRef) override { return m_entity; }
    StepState& step(EntityRef, std::string_view stepId) override;
    RunState& run(EntityRef, std::string_view, std::string_view) override { return m_run; }
    ArtifactState& artifact(EntityRef, const ArtifactKey&) override { return m_artifact; }
    PropertyState& property(EntityRef, std::string_view name) override;
    StepHourState& stepHour(const EntityKey&, std::string_view, std::int64_t) override { return m_hour; }
    void addToGrid(const EntityKey&, EntityStatus, std::int64_t) override { }
    void addCompleted(const EntityKey&, std::int64_t, std::int64_t) override { }
    void moveStepHours(EntityRef, const EntityKey&, const EntityKey&) override { }

    EntityState m_entity;
    std::map<std::string, StepState, std::less<>> m_steps;
    std::map<std::string, PropertyState, std::less<>> m_properties;
    std::set<std::string, std::less<>> m_sources;
    // What nobody asks this fold for.
    RunState m_run;
    ArtifactState m_artifact;
    StepHourState m_hour;
};

} // namespace binnacle
