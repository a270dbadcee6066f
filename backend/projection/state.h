#pragma once

#include "backend/event/event.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// Address of an entity as people write it: "organization/project/type/id" (the id may hold slashes).
struct EntityKey {
    std::string organization;
    std::string project;
    std::string type;
    std::string id;

    friend auto operator<=>(const EntityKey&, const EntityKey&) = default;
};

std::string toString(const EntityKey& key);
/// The inverse of toString; nullopt where fewer than four parts are there or one is empty.
std::optional<EntityKey> entityKeyFromString(std::string_view text);

/// One value and the order key of the event that said it: the latest by order key wins, whatever arrived when.
template <typename T>
struct Register {
    T value{};
    OrderKey key{};

    bool isSet() const { return key.occurredAtMicros != INT64_MIN; }
    /// Takes `candidate` if it is later; true if it did.
    bool offer(const OrderKey& at, T candidate)
    {
        if (at <= key)
            return false;
        value = std::move(candidate);
        key = at;
        return true;
    }
};

/// Hours since the epoch, rounded down, also before it.
std::int64_t hourOf(std::int64_t micros);

/// Current state of one step of an entity (attributes of faber-helm.md's step_status map, and more).
struct StepState {
    std::string stepId;
    Register<std::string> action;
    Register<std::string> type;
    Register<std::string> phase;
    Register<ExecutionStatus> execution;
    Register<std::string> outcome;
    Register<std::string> error; ///< Latest error message; a later success sets it to empty.
    Register<std::int64_t> durationMs; ///< Of the latest finished attempt that said one.
    Register<double> progress;
    std::int64_t firstAtMicros = INT64_MAX; ///< Earliest occurrence.
    std::int64_t lastExecutedAtMicros = INT64_MIN; ///< Latest executed_at (or occurred_at) of a start or an end.
    std::int64_t startCount = 0;
    std::int64_t endCount = 0; ///< Completed and failed attempts.
    std::int64_t failureCount = 0;
    std::int64_t maxRetryCount = -1; ///< Largest retry_count that the sender gave; -1: it gave none.

    std::int64_t executionCount() const { return startCount > endCount ? startCount : endCount; }
    /// The sender's largest count; where it gave none, at most as many attempts after the first as attempts failed:
    /// work that is done again on purpose is no retry.
    std::int64_t retryCount() const;
};

/// Where a step's execution status is counted in a StepSummary; Unknown and Skipped count as completed.
enum class SummaryBucket : std::uint8_t { Completed, Failed, InProgress, Pending };
SummaryBucket summaryBucketOf(ExecutionStatus status);

/// Current state of an entity: a fold over its events that gives the same value in any order of arrival.
/// Steps, runs, artifacts and properties are rows of their own, so that an event costs the same
/// however much its entity has gathered.
struct EntityState {
    EntityKey key; ///< `project` is the effective one.
    bool projectIsKey = true;
    /// Project by the EARLIEST event that names one, where it is not part of the key; empty: nobody did.
    std::string explicitProject;
    /// Of the event that gave `key.project`: the earliest that names one, else the earliest of all.
    OrderKey explicitProjectKey{};

    Register<EntityStatus> status;
    Register<std::string> statusText;
    Register<StepSummary> senderSummary;
    Register<std::string> currentStep; ///< Step id of the latest event that has a step.
    Register<std::string> error; ///< Error of the latest event with a step; empty when that step did not fail.
    Register<std::string> workflowId;
    Register<std::string> senderVersion;
    Register<std::string> archiveReason;
    Register<std::string> businessKey;
    Register<std::string> upstreamJson;
    Register<std::string> downstreamJson;
    OrderKey latestStepChange{}; ///< Of the latest event that has a step.
    StepSummary counted; ///< Its steps by state, kept in pace with the StepStates.
    std::int64_t retryTotal = 0; ///< Sum of its steps' retryCount().

    std::int64_t version = 0; ///< Number of events folded in.
    std::int64_t createdAtMicros = INT64_MAX; ///< occurred_at of the earliest event.
    std::int64_t updatedAtMicros = INT64_MIN; ///< occurred_at of the latest event.
    std::int64_t completedAtMicros = INT64_MIN; ///< occurred_at of the latest event that says Completed.
    std::int64_t lastSeq = 0; ///< Largest seq (the one value that does depend on arrival).

    /// The hour since the epoch in which the entity is counted as completed: of the latest event that says so, while
    /// the entity is completed or has been archived since.
    std::optional<std::int64_t> completedHour() const;

    /// The sender's summary where it is at least as late as every step change, else `counted`, where pending
    /// is what the sender's last total leaves over.
    StepSummary stepSummary() const;
};

struct PropertyState {
    std::string name;
    Register<std::string> json; ///< A JSON value, as sent.
};

/// One execution of a workflow on an entity.
struct RunState {
    std::string workflowId;
    std::string runId;
    Register<std::string> workId;
    Register<EntityStatus> status;
    Register<std::string> summaryJson;
    Register<std::int64_t> durationMs;
    std::int64_t firstAtMicros = INT64_MAX;
    std::int64_t lastAtMicros = INT64_MIN;
    std::int64_t eventCount = 0;
    std::int64_t failureCount = 0;
};

/// Identity of an artifact within its entity.
struct ArtifactKey {
    std::string type;
    std::string name; ///< Path, else dataset/table, else the artifact's own name or id, else its JSON.
    std::string version;
    friend auto operator<=>(const ArtifactKey&, const ArtifactKey&) = default;
};

struct ArtifactState {
    ArtifactKey key;
    Register<std::string> json; ///< The artifact object as sent.
    Register<std::string> producedByStep;
    std::int64_t firstAtMicros = INT64_MAX;
};

} // namespace binnacle
