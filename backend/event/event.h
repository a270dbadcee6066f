#pragma once

#include "backend/core/timestamp.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace binnacle {

/// A wire format that Binnacle reads. The numbers are stored: never reuse one.
enum class Dialect : std::uint8_t { Faber = 1, Workflow = 2, Helios = 3, CloudEvents = 4, Xes = 5 };

/// What an event means, whatever its dialect calls it. The numbers are stored: never reuse one.
enum class EventKind : std::uint8_t {
    EntityCreated = 1,
    StepStarted = 2,
    StepProgress = 3,
    StepCompleted = 4,
    StepFailed = 5,
    StatusChanged = 6,
    WorkflowStarted = 7,
    WorkflowCompleted = 8,
    ArtifactCreated = 9,
    EntityArchived = 10,
    Fact = 11, ///< A business fact without a step.
};

/// Overall status of an entity or a run. The numbers are stored.
enum class EntityStatus : std::uint8_t {
    Unknown = 0,
    Pending = 1,
    InProgress = 2,
    Completed = 3,
    Failed = 4,
    Archived = 5
};

/// Execution status of a step. The numbers are stored.
enum class ExecutionStatus : std::uint8_t {
    Unknown = 0,
    Pending = 1,
    Started = 2,
    InProgress = 3,
    Completed = 4,
    Failed = 5,
    Skipped = 6,
};

/// What the fields of `step` in an event say. Empty text and nullopt mean "not said".
struct StepFacts {
    std::string_view stepId; ///< Identifies the step within its entity; never empty.
    std::string_view action; ///< For example "github-commit".
    std::string_view type; ///< For example "repo-actions".
    std::string_view phase; ///< For example "build".
    ExecutionStatus execution = ExecutionStatus::Unknown;
    std::string_view outcome; ///< The sender's own word: "success", "failure", a lifecycle transition...
    std::optional<Timestamp> executedAt;
    std::optional<std::int64_t> durationMs;
    std::optional<std::int64_t> retryCount;
    std::string_view retryReason;
    std::string_view errorCode;
    std::string_view errorMessage;
    std::optional<double> progress; ///< 0 to 1.
    std::string_view progressMessage;
    std::string_view target; ///< What the step works on (workflow dialect).
};

/// Counts of an entity's steps by state, as the sender sees them.
struct StepSummary {
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t inProgress = 0;
    std::int64_t pending = 0;

    friend bool operator==(const StepSummary&, const StepSummary&) = default;
    std::int64_t total() const { return completed + failed + inProgress + pending; }
};

/// An immutable fact in the one form that everything behind the parsers understands.
///
/// All text is a view into memory that the EventBatch around it owns (or, for an event read back,
/// the block it was read from). Empty text means "not said". JSON slices are complete, valid JSON
/// values copied from the payload byte for byte.
struct Event {
    Dialect dialect = Dialect::Faber;
    EventKind kind = EventKind::Fact;
    std::string_view type; ///< As the sender names it, for example "entity.step.completed".
    std::string_view source; ///< Who speaks within the dialect: "faber", "aws", a CloudEvents source, a log's name.
    std::string_view eventId; ///< The sender's, or derived from the content; unique in (organization, dialect, source).
    bool eventIdIsDerived = false;

    Timestamp occurredAt;
    bool occurredAtIsArrival = false; ///< The sender gave no time; occurredAt is the time of arrival.
    std::int64_t ordinal = 0; ///< Order the sender gives to events of the same instant (XES: position in the trace).

    std::string_view organization; ///< Never empty.
    std::string_view project; ///< Never empty.
    /// False where the sender did not name the project, so that `project` is only the default.
    bool projectIsExplicit = true;
    /// True where (organization, project, type, id) identifies the entity; false where the id is unique in its
    /// organisation and the project is an attribute (workflow runs, orders).
    bool projectIsKey = true;
    std::string_view entityType; ///< Empty together with entityId: the event belongs to no entity.
    std::string_view entityId;
    std::string_view
        businessKey; ///< The key by which events of several sources belong together, for example an order id.

    std::optional<StepFacts> step;

    /// The status this event gives to its entity, if it says anything about it.
    EntityStatus assertedStatus = EntityStatus::Unknown;
    bool statusIsExplicit = false; ///< The sender said so (snapshot); otherwise it follows from the kind of event.
    std::string_view statusText; ///< The sender's word for it where it is not one of ours.
    EntityStatus statusBefore = EntityStatus::Unknown; ///< entity.status.changed: before.
    std::optional<StepSummary> stepSummary;

    std::string_view workflowId;
    std::string_view runId;
    std::string_view workId;
    std::string_view sessionId;
    std::string_view hostname;
    std::string_view actor; ///< Person or resource that did it (XES org:resource).
    std::string_view senderVersion; ///< faber_version.
    std::string_view environment; ///< workflow dialect: "test", "prod"...
    std::string_view correlationId; ///< W3C trace id or the like.
    std::string_view causationJson; ///< JSON array of event ids that caused this one (metadata.depends_on).

    std::optional<std::int64_t> workflowDurationMs;
    std::string_view workflowSummaryJson; ///< JSON object.
    std::string_view archiveReason;
    std::string_view propertiesJson; ///< JSON object: properties of the entity, merged by key.
    std::string_view artifactsJson; ///< JSON array of artifact objects.
    std::string_view upstreamJson; ///< JSON object {project, workflow_id}.
    std::string_view downstreamJson; ///< JSON array of {system, impact_type, action_required}.

    std::string_view payload; ///< The item exactly as it arrived.
};

/// A total order of events that does not depend on their arrival: by what was true when, then the
/// sender's order, then the natural order of kinds, then the identity. Latest wins in projections.
struct OrderKey {
    std::int64_t occurredAtMicros = INT64_MIN;
    std::int64_t ordinal = 0;
    std::uint8_t rank = 0;
    std::uint64_t identityHash = 0;

    friend auto operator<=>(const OrderKey&, const OrderKey&) = default;
};

/// The order key of `event`; `identityHash` is the low half of identityOf(event).
OrderKey orderKeyOf(const Event& event, std::uint64_t identityHash);

/// 128-bit hash (XXH3) of (organization, dialect, source, eventId): what makes a re-sent event a duplicate.
struct EventIdentity {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend bool operator==(const EventIdentity&, const EventIdentity&) = default;
};
EventIdentity identityOf(const Event& event);

/// 128-bit hash (XXH3) of what identifies an event's entity; all zero: it belongs to none.
struct EntityHash {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    explicit operator bool() const { return low != 0; }
    friend bool operator==(const EntityHash&, const EntityHash&) = default;
};
EntityHash entityHashOf(const Event& event);

std::string_view toString(Dialect dialect); ///< "faber", "workflow", "helios", "cloudevents", "xes"
std::optional<Dialect> dialectFromString(std::string_view text);
std::string_view toString(EventKind kind); ///< "step_completed" ...
std::string_view toString(EntityStatus status); ///< "pending", "in_progress" ...; "unknown"
std::optional<EntityStatus> entityStatusFromString(std::string_view text);
std::string_view toString(ExecutionStatus status);
std::optional<ExecutionStatus> executionStatusFromString(std::string_view text);

inline constexpr std::array allEntityStatuses{ EntityStatus::Pending, EntityStatus::InProgress, EntityStatus::Completed,
    EntityStatus::Failed, EntityStatus::Archived };

} // namespace binnacle
