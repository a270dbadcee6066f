#pragma once

#include "backend/projection/duration_sketch.h"
#include "backend/projection/read_types.h"
#include "backend/projection/state.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace binnacle {

/// Finished attempts of one step of one project in one hour of occurred_at. Counts may be subtracted too.
struct StepHourState {
    Register<std::string> action; ///< A label for people.
    std::int64_t executions = 0;
    std::int64_t failures = 0;
    std::int64_t retries = 0; ///< Attempts that the sender numbers above the first.
    DurationSketch durations; ///< Milliseconds.
};

/// The rows that projections live in. The store implements it over its cache, tests over maps. References
/// stay valid until the next event is projected, that of a property until the next property() only; a row that is not
/// there yet is made empty.
class ProjectionRows {
public:
    virtual ~ProjectionRows() = default;

    virtual EntityState& entity(EntityRef ref) = 0; ///< `key`, `projectIsKey` are set by whoever made the ref.
    virtual StepState& step(EntityRef ref, std::string_view stepId) = 0;
    virtual RunState& run(EntityRef ref, std::string_view workflowId, std::string_view runId) = 0;
    virtual ArtifactState& artifact(EntityRef ref, const ArtifactKey& key) = 0;
    virtual PropertyState& property(EntityRef ref, std::string_view name) = 0;
    /// Of the step of the project that `key` names, in `hour` (hours since the epoch).
    virtual StepHourState& stepHour(const EntityKey& key, std::string_view stepId, std::int64_t hour) = 0;

    /// Entities by project, type and status change by `delta` (grid, project list).
    virtual void addToGrid(const EntityKey& key, EntityStatus status, std::int64_t delta) = 0;
    /// Entities whose completedHour() is `hour` change by `delta`.
    virtual void addCompleted(const EntityKey& key, std::int64_t hour, std::int64_t delta) = 0;

    /// The entity's effective project has changed: take what its earlier events added to the step hours of
    /// `from` out again and add it to `to`. Called before the present event adds its own.
    virtual void moveStepHours(EntityRef ref, const EntityKey& from, const EntityKey& to) = 0;
};

/// Folds one new event (never a duplicate) into the rows. Pure: depends on nothing but its arguments. `identityHash` is
/// the low half of identityOf(event).
void project(const Event& event, std::uint64_t identityHash, EntityRef ref, Seq seq, ProjectionRows& rows);

/// Whether `event` says what status its entity has, be it in a word that is none of ours.
bool assertsStatus(const Event& event);
/// Orders such events. Of one instant, what the sender's snapshot says is later than anything that merely follows from
/// a kind of event, whatever their ordinals and ranks. `at`: orderKeyOf() the event.
OrderKey assertionKey(const Event& event, OrderKey at);

/// What `event` adds to its step's hour: false where it adds nothing. Used by project() and by moveStepHours().
struct StepHourContribution {
    std::string_view stepId;
    std::string_view action;
    std::int64_t hour = 0;
    bool failed = false;
    std::int64_t retries = 0;
    std::optional<std::int64_t> durationMs;
};
std::optional<StepHourContribution> stepHourContribution(const Event& event);

} // namespace binnacle
