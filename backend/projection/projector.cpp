#include "backend/projection/projector.h"

#include "backend/projection/artifact_key.h"
#include "backend/projection/json_slices.h"

#include <algorithm>

namespace binnacle {

namespace {

/// Before every instant that an event can have (year 1): a value offered with it yields to any other.
constexpr std::int64_t weakestInstant = -62'135'596'800'000'001;

/// Further than any sender counts, and small enough that two of them fit into 64 bits.
constexpr std::int64_t ordinalLimit = std::int64_t{ 1 } << 60;

/// Register::offer for text, into the memory that the register already has.
void offerText(Register<std::string>& target, const OrderKey& at, std::string_view text)
{
    if (at <= target.key)
        return;
    target.value.assign(text);
    target.key = at;
}

void offerSaid(Register<std::string>& target, const OrderKey& at, std::string_view text)
{
    if (!text.empty())
        offerText(target, at, text);
}

/// The status the step has after `event`: what it says, else what its kind means; Unknown: no change.
ExecutionStatus executionAfter(const Event& event)
{
    if (event.step->execution != ExecutionStatus::Unknown)
        return event.step->execution;
    switch (event.kind) {
    case EventKind::StepStarted:
        return ExecutionStatus::Started;
    case EventKind::StepProgress:
        return ExecutionStatus::InProgress;
    case EventKind::StepCompleted:
        return ExecutionStatus::Completed;
    case EventKind::StepFailed:
        return ExecutionStatus::Failed;
    default:
        return ExecutionStatus::Unknown;
    }
}

/// A skipped step was not attempted.
bool endsAttempt(const Event& event)
{
    return event.step && (event.kind == EventKind::StepCompleted || event.kind == EventKind::StepFailed)
        && event.step->execution != ExecutionStatus::Skipped;
}

/// The attempt went wrong: by its kind, its status, or by an outcome of "failure" (a step may run to its end and
/// still fail, and faber-helm.md counts failures by outcome).
bool isFailure(const Event& event)
{
    return event.kind == EventKind::StepFailed || event.step->execution == ExecutionStatus::Failed
        || event.step->outcome == "failure";
}

std::string_view errorOf(const Event& event)
{
    if (!isFailure(event))
        return {};
    return event.step->errorMessage.empty() ? event.step->errorCode : event.step->errorMessage;
}

std::int64_t& countOf(StepSummary& summary, ExecutionStatus status)
{
    switch (summaryBucketOf(status)) {
    case SummaryBucket::Failed:
        return summary.failed;
    case SummaryBucket::InProgress:
        return summary.inProgress;
    case SummaryBucket::Pending:
        return summary.pending;
    case SummaryBucket::Completed:
        break;
    }
    return summary.completed;
}

void foldStep(const Event& event, const OrderKey& at, EntityState& entity, StepState& step)
{
    const StepFacts& facts = *event.step;
    const std::int64_t instant = event.occurredAt.micros;
    const std::int64_t retriesBefore = step.retryCount();
    if (step.firstAtMicros != INT64_MAX)
        --countOf(entity.counted, step.execution.value);

    offerSaid(step.action, at, facts.action);
    offerSaid(step.type, at, facts.type);
    offerSaid(step.phase, at, facts.phase);
    offerSaid(step.outcome, at, facts.outcome);
    if (const ExecutionStatus execution = executionAfter(event); execution != ExecutionStatus::Unknown)
        step.execution.offer(at, execution);
    if (facts.progress)
        step.progress.offer(at, *facts.progress);
    step.firstAtMicros = std::min(step.firstAtMicros, instant);
    if (facts.retryCount)
        step.maxRetryCount = std::max(step.maxRetryCount, *facts.retryCount);

    const bool starts = event.kind == EventKind::StepStarted;
    const bool ends = endsAttempt(event);
    if (starts || ends)
        step.lastExecutedAtMicros =
            std::max(step.lastExecutedAtMicros, facts.executedAt.value_or(event.occurredAt).micros);
    if (starts)
        ++step.startCount;
    if (ends) {
        ++step.endCount;
        step.failureCount += isFailure(event) ? 1 : 0;
        offerText(step.error, at, errorOf(event));
        if (facts.durationMs)
            step.durationMs.offer(at, *facts.durationMs);
    }

    ++countOf(entity.counted, step.execution.value);
    entity.retryTotal += step.retryCount() - retriesBefore;
    offerText(entity.currentStep, at, facts.stepId);
    offerText(entity.error, at, errorOf(event));
    entity.latestStepChange = std::max(entity.latestStepChange, at);
}

void foldRun(const Event& event, const OrderKey& at, RunState& run)
{
    offerSaid(run.workId, at, event.workId);
    offerSaid(run.summaryJson, at, event.workflowSummaryJson);
    if (event.workflowDurationMs)
        run.durationMs.offer(at, *event.workflowDurationMs);
    switch (event.kind) {
    case EventKind::WorkflowStarted:
        run.status.offer(at, EntityStatus::InProgress);
        break;
    case EventKind::WorkflowCompleted:
        run.status.offer(
            at, event.assertedStatus == EntityStatus::Failed ? EntityStatus::Failed : EntityStatus::Completed);
        break;
    case EventKind::StepFailed:
    case EventKind::StepStarted:
    case EventKind::StepProgress:
    case EventKind::StepCompleted: {
        // A step shows that the run began; one that is reported after the end does not open it again.
        OrderKey weakest = at;
        weakest.occurredAtMicros = weakestInstant;
        run.status.offer(weakest, EntityStatus::InProgress);
        break;
    }
    default:
        break;
    }
    run.firstAtMicros = std::min(run.firstAtMicros, event.occurredAt.micros);
    run.lastAtMicros = std::max(run.lastAtMicros, event.occurredAt.micros);
    ++run.eventCount;
    if (endsAttempt(event) && isFailure(event))
        ++run.failureCount;
}

void foldEntity(const Event& event, const OrderKey& at, Seq seq, EntityState& entity)
{
    if (assertsStatus(event)) {
        const OrderKey assertion = assertionKey(event, at);
        entity.status.offer(assertion, event.assertedStatus);
        offerText(entity.statusText, assertion, event.statusText);
    }
    if (event.stepSummary)
        entity.senderSummary.offer(at, *event.stepSummary);
    offerSaid(entity.workflowId, at, event.workflowId);
    offerSaid(entity.senderVersion, at, event.senderVersion);
    offerSaid(entity.archiveReason, at, event.archiveReason);
    offerSaid(entity.businessKey, at, event.businessKey);
    offerSaid(entity.upstreamJson, at, event.upstreamJson);
    offerSaid(entity.downstreamJson, at, event.downstreamJson);
    if (event.assertedStatus == EntityStatus::Completed)
        entity.completedAtMicros = std::max(entity.completedAtMicros, event.occurredAt.micros);
    entity.createdAtMicros = std::min(entity.createdAtMicros, event.occurredAt.micros);
    entity.updatedAtMicros = std::max(entity.updatedAtMicros, event.occurredAt.micros);
    entity.lastSeq = std::max<std::int64_t>(entity.lastSeq, seq);
    ++entity.version;
}

/// True where `event` decides the project of an entity whose project is not part of its key: a project that was
/// named comes before one that was only assumed, then the earliest counts.
bool decidesProject(const Event& event, const OrderKey& at, const EntityState& entity)
{
    const bool wasNamed = !entity.explicitProject.empty();
    if (entity.version == 0 || event.projectIsExplicit != wasNamed)
        return entity.version == 0 || event.projectIsExplicit;
    return at < entity.explicitProjectKey;
}

void foldProject(const Event& event, const OrderKey& at, EntityRef ref, EntityState& entity, ProjectionRows& rows)
{
    if (!decidesProject(event, at, entity))
        return;
    entity.explicitProjectKey = at;
    if (event.projectIsExplicit)
        entity.explicitProject.assign(event.project);
    if (entity.key.project == event.project)
        return;
    const EntityKey from = entity.key;
    entity.key.project.assign(event.project);
    if (entity.version == 0)
        return;
    rows.addToGrid(from, entity.status.value, -1);
    rows.addToGrid(entity.key, entity.status.value, 1);
    if (const auto hour = entity.completedHour()) {
        rows.addCompleted(from, *hour, -1);
        rows.addCompleted(entity.key, *hour, 1);
    }
    rows.moveStepHours(ref, from, entity.key);
}

void foldStepHour(const Event& event, const OrderKey& at, const EntityKey& key, ProjectionRows& rows)
{
    const auto contribution = stepHourContribution(event);
    if (!contribution)
        return;
    StepHourState& state = rows.stepHour(key, contribution->stepId, contribution->hour);
    offerSaid(state.action, at, contribution->action);
    ++state.executions;
    state.failures += contribution->failed ? 1 : 0;
    state.retries += contribution->retries;
    if (contribution->durationMs)
        state.durations.add(*contribution->durationMs);
}

void foldArtifacts(const Event& event, const OrderKey& at, EntityRef ref, ProjectionRows& rows)
{
    for (const std::string& json : elementsOf(event.artifactsJson)) {
        ArtifactState& artifact = rows.artifact(ref, artifactKeyOf(json));
        offerText(artifact.json, at, json);
        if (event.step)
            offerText(artifact.producedByStep, at, event.step->stepId);
        artifact.firstAtMicros = std::min(artifact.firstAtMicros, event.occurredAt.micros);
    }
}

} // namespace

bool assertsStatus(const Event& event)
{
    return event.assertedStatus != EntityStatus::Unknown || !event.statusText.empty();
}

OrderKey assertionKey(const Event& event, OrderKey at)
{
    at.ordinal = std::clamp(at.ordinal, -ordinalLimit, ordinalLimit);
    if (event.statusIsExplicit)
        at.ordinal += 4 * ordinalLimit;
    return at;
}

std::optional<StepHourContribution> stepHourContribution(const Event& event)
{
    if (!endsAttempt(event))
        return std::nullopt;
    const StepFacts& facts = *event.step;
    return StepHourContribution{ facts.stepId, facts.action, hourOf(event.occurredAt.micros), isFailure(event),
        facts.retryCount.value_or(0) > 0 ? 1 : 0, facts.durationMs };
}

void project(const Event& event, std::uint64_t identityHash, EntityRef ref, Seq seq, ProjectionRows& rows)
{
    if (ref == 0)
        return;
    const OrderKey at = orderKeyOf(event, identityHash);
    EntityState& entity = rows.entity(ref);

    if (!entity.projectIsKey)
        foldProject(event, at, ref, entity, rows);

    const bool isNew = entity.version == 0;
    const EntityStatus statusBefore = entity.status.value;
    const std::optional<std::int64_t> completedBefore = entity.completedHour();
    foldEntity(event, at, seq, entity);
    if (isNew || entity.status.value != statusBefore) {
        if (!isNew)
            rows.addToGrid(entity.key, statusBefore, -1);
        rows.addToGrid(entity.key, entity.status.value, 1);
    }
    if (const auto completedNow = entity.completedHour(); completedNow != completedBefore) {
        if (completedBefore)
            rows.addCompleted(entity.key, *completedBefore, -1);
        if (completedNow)
            rows.addCompleted(entity.key, *completedNow, 1);
    }

    if (event.step) {
        foldStep(event, at, entity, rows.step(ref, event.step->stepId));
        foldStepHour(event, at, entity.key, rows);
    }
    if (!event.workflowId.empty() || !event.runId.empty())
        foldRun(event, at, rows.run(ref, event.workflowId, event.runId));
    if (!event.propertiesJson.empty()) {
        forEachMember(event.propertiesJson,
            [&](const JsonMember& member) { offerText(rows.property(ref, member.name).json, at, member.json); });
    }
    if (!event.artifactsJson.empty())
        foldArtifacts(event, at, ref, rows);
}

} // namespace binnacle
