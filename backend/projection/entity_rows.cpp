#include "backend/projection/entity_rows.h"

#include <tuple>
#include <utility>

namespace binnacle {

namespace {

template <typename T>
std::optional<T> valueIfSet(const Register<T>& reg)
{
    return reg.isSet() ? std::optional<T>(reg.value) : std::nullopt;
}

} // namespace

EntityRow entityRowOf(const EntityState& state)
{
    EntityRow row;
    row.key = state.key;
    row.status = state.status.value;
    row.statusText = state.statusText.value;
    row.version = state.version;
    row.currentStep = state.currentStep.value;
    row.steps = state.stepSummary();
    row.retries = state.retryTotal;
    row.error = state.error.value;
    row.workflowId = state.workflowId.value;
    row.businessKey = state.businessKey.value;
    row.createdAt = { state.createdAtMicros };
    row.updatedAt = { state.updatedAtMicros };
    row.lastSeq = state.lastSeq;
    return row;
}

StepRow stepRowOf(const StepState& state)
{
    StepRow row;
    row.stepId = state.stepId;
    row.action = state.action.value;
    row.type = state.type.value;
    row.phase = state.phase.value;
    row.execution = state.execution.value;
    row.outcome = state.outcome.value;
    row.error = state.error.value;
    row.executionCount = state.executionCount();
    row.retryCount = state.retryCount();
    row.failureCount = state.failureCount;
    row.durationMs = valueIfSet(state.durationMs);
    // What an earlier attempt had reached says nothing about a new or a finished one.
    if (state.execution.value == ExecutionStatus::InProgress)
        row.progress = valueIfSet(state.progress);
    if (state.firstAtMicros != INT64_MAX)
        row.firstAt = Timestamp{ state.firstAtMicros };
    if (state.lastExecutedAtMicros != INT64_MIN)
        row.lastExecutedAt = Timestamp{ state.lastExecutedAtMicros };
    return row;
}

PropertyRow propertyRowOf(PropertyState state)
{
    return { std::move(state.name), std::move(state.json.value), Timestamp{ state.json.key.occurredAtMicros } };
}

bool comesBefore(const StepRow& a, const StepRow& b)
{
    return std::tie(a.firstAt, a.stepId) < std::tie(b.firstAt, b.stepId);
}

EntityDetail entityDetailOf(const EntityState& state)
{
    EntityDetail detail;
    detail.row = entityRowOf(state);
    detail.senderVersion = state.senderVersion.value;
    detail.archiveReason = state.archiveReason.value;
    detail.upstreamJson = state.upstreamJson.value;
    detail.downstreamJson = state.downstreamJson.value;
    return detail;
}

} // namespace binnacle
