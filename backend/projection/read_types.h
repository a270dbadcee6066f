#pragma once

#include "backend/projection/seq_range.h"
#include "backend/projection/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// The store's own number of an entity; stable for the life of a store, never shown to people.
using EntityRef = std::int64_t;

/// A line of the entity grid.
struct EntityRow {
    EntityRef ref = 0;
    EntityKey key;
    EntityStatus status = EntityStatus::Unknown;
    std::string statusText; ///< The sender's word where it is not one of ours.
    std::int64_t version = 0;
    std::string currentStep;
    StepSummary steps;
    std::int64_t retries = 0;
    std::string error; ///< Latest error message of the current step, if it failed.
    std::string workflowId;
    std::string businessKey;
    Timestamp createdAt;
    Timestamp updatedAt;
    Seq lastSeq = 0;
};

/// One step in an entity's detail; times are absent where no event said them.
struct StepRow {
    std::string stepId;
    std::string action;
    std::string type;
    std::string phase;
    ExecutionStatus execution = ExecutionStatus::Unknown;
    std::string outcome;
    std::string error;
    std::int64_t executionCount = 0;
    std::int64_t retryCount = 0;
    std::int64_t failureCount = 0;
    std::optional<std::int64_t> durationMs;
    std::optional<double> progress;
    std::optional<Timestamp> firstAt;
    std::optional<Timestamp> lastExecutedAt;
    /// p95 of this step's duration over the project (all hours); absent under 5 measured runs.
    std::optional<double> p95DurationMs;
};

struct PropertyRow {
    std::string name;
    std::string json;
    Timestamp setAt;
};

struct EntityDetail {
    EntityRow row;
    std::vector<StepRow> steps;
    std::vector<PropertyRow> properties;
    std::string senderVersion;
    std::string archiveReason;
    std::string upstreamJson;
    std::string downstreamJson;
    std::vector<std::string> sources; ///< Distinct sources of its events.
};

/// One event without its payload.
struct EventRow {
    Seq seq = 0;
    EntityRef entity = 0; ///< 0: belongs to none.
    EntityKey key; ///< Empty parts where it belongs to none.
    Dialect dialect = Dialect::Faber;
    EventKind kind = EventKind::Fact;
    std::string type;
    std::string source;
    std::string eventId;
    Timestamp occurredAt;
    bool occurredAtIsArrival = false;
    Timestamp recordedAt;
    std::string stepId;
    std::string stepAction;
    std::string stepType;
    std::string phase;
    ExecutionStatus execution = ExecutionStatus::Unknown;
    std::string outcome;
    std::optional<std::int64_t> durationMs;
    std::optional<std::int64_t> retryCount;
    std::string error;
    EntityStatus assertedStatus = EntityStatus::Unknown;
    EntityStatus statusBefore = EntityStatus::Unknown;
    std::string workflowId;
    std::string runId;
    std::string actor;
};

struct RunRow {
    EntityKey entity;
    std::string workflowId;
    std::string runId;
    std::string workId;
    EntityStatus status = EntityStatus::Unknown;
    std::string summaryJson;
    std::optional<std::int64_t> durationMs;
    Timestamp firstAt;
    Timestamp lastAt;
    std::int64_t eventCount = 0;
    std::int64_t failureCount = 0;
};

struct ArtifactRow {
    EntityKey entity;
    std::string type;
    std::string name;
    std::string version;
    std::string json;
    std::string producedByStep;
    Timestamp createdAt;
};

/// One refused item, kept whole.
struct QuarantineRow {
    std::int64_t id = 0;
    Timestamp receivedAt;
    std::string dialect; ///< Empty where it could not be told.
    std::string origin; ///< File name or peer.
    std::uint64_t line = 0;
    std::string code;
    std::string pointer;
    std::string message;
    std::string status; ///< "open", "retried", "discarded"
    std::string note; ///< Reason of a discard; what came of a retry.
    std::int64_t size = 0; ///< Bytes of the item.
    std::int64_t times = 1; ///< How often the same came while this was open.
    Timestamp lastAt; ///< When it came last.
    std::string preview; ///< First 200 characters, control characters replaced.
};

template <typename Row>
struct Page {
    std::vector<Row> items;
    std::string nextCursor; ///< Empty: this was the last page.
    /// Of a list of events: those that belong between these items and cannot be read, because the store is damaged
    /// there. Of which a filter would have left some out.
    std::vector<SeqRange> damaged{};
};

/// A number of rows; an estimate is shown at once and marked until the exact count is there.
struct RowCount {
    std::int64_t count = 0;
    bool isExact = true;
};

struct GridCell {
    std::string type;
    EntityStatus status = EntityStatus::Unknown;
    std::int64_t count = 0;
};

struct ProjectRow {
    std::string organization;
    std::string project;
    std::vector<std::string> types; ///< Most frequent first.
    std::int64_t pending = 0;
    std::int64_t inProgress = 0;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t archived = 0;
    Timestamp lastEventAt;
};

/// Events of one source in one bucket of recorded_at.
struct VolumePoint {
    Timestamp bucket;
    std::string source;
    std::int64_t count = 0;
};

/// Statistics of one step of a project over a span of hours.
struct StepStatistics {
    std::string organization;
    std::string project;
    std::string stepId;
    std::string action;
    std::int64_t executions = 0; ///< Finished attempts.
    std::int64_t failures = 0;
    std::int64_t retries = 0;
    std::optional<double> p50Ms;
    std::optional<double> p95Ms;
    std::optional<double> meanMs;
};

/// Finished attempts, failures and retries in one hour, over all or some projects.
struct HourPoint {
    Timestamp hour;
    std::int64_t executions = 0;
    std::int64_t failures = 0;
    std::int64_t retries = 0;
    std::int64_t entitiesCompleted = 0;
};

struct StoreInfo {
    std::string location; ///< Path or URL without secrets.
    std::int64_t schemaVersion = 0;
    Seq lastSeq = 0;
    std::int64_t entityCount = 0;
    std::int64_t quarantineOpen = 0;
    std::int64_t sizeBytes = 0;
    std::optional<Timestamp> firstRecordedAt;
    std::optional<Timestamp> lastRecordedAt;
    std::optional<Timestamp> lastOccurredAt;
    bool isDemo = false;
    bool isReadOnly = false;
    /// Events that entities, counts and rollups lack: they could not be read when these were made.
    std::vector<SeqRange> leftOut;
};

/// What a rebuild has made.
struct RebuildSummary {
    std::int64_t events = 0; ///< So many were folded.
    std::vector<SeqRange> leftOut; ///< These could not be read.
};

/// What one commit changed, for live views. Coalesced by the engine.
struct ChangeSet {
    Seq firstSeq = 0;
    Seq lastSeq = 0;
    std::vector<EntityRef> entities; ///< Changed or new ones, without repetition; at most 10,000.
    bool entitiesOverflowed = false; ///< More changed than are listed: reload.
    std::int64_t accepted = 0;
    std::int64_t duplicates = 0;
    std::int64_t rejected = 0;
    bool quarantineChanged = false;
    bool everythingChanged = false; ///< A rebuild was swapped in.
};

} // namespace binnacle
