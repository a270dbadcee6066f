#include "app/cli/records.h"

#include "app/cli/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle::cli {

namespace {

Value statusOrNull(EntityStatus status)
{
    return status == EntityStatus::Unknown ? Value() : Value(toString(status));
}

Value statusOrNull(ExecutionStatus status)
{
    return status == ExecutionStatus::Unknown ? Value() : Value(toString(status));
}

Value addressOrNull(const EntityKey& key)
{
    return key.id.empty() ? Value() : Value(toString(key));
}

Record recordOf(const StepSummary& steps)
{
    return { { "completed", steps.completed }, { "failed", steps.failed }, { "in_progress", steps.inProgress },
        { "pending", steps.pending }, { "total", steps.total() } };
}

/// Durations come from a sketch with 1 % error; fractions of a millisecond would pretend more.
Value millisOf(const std::optional<double>& value)
{
    return value ? Value(static_cast<std::int64_t>(std::llround(*value))) : Value();
}

} // namespace

Record recordOf(const EntityRow& row)
{
    return { { "key", toString(row.key) }, { "organization", row.key.organization }, { "project", row.key.project },
        { "type", row.key.type }, { "id", row.key.id }, { "status", toString(row.status) },
        { "status_text", textOrNull(row.statusText) }, { "version", row.version },
        { "current_step", textOrNull(row.currentStep) }, { "step_summary", recordOf(row.steps) },
        { "retries", row.retries }, { "error", textOrNull(row.error) }, { "workflow_id", textOrNull(row.workflowId) },
        { "business_key", textOrNull(row.businessKey) }, { "created_at", row.createdAt },
        { "updated_at", row.updatedAt }, { "last_seq", row.lastSeq } };
}

Record recordOf(const StepRow& row)
{
    return { { "step_id", row.stepId }, { "step_action", textOrNull(row.action) },
        { "step_type", textOrNull(row.type) }, { "phase", textOrNull(row.phase) },
        { "execution_status", toString(row.execution) }, { "outcome_status", textOrNull(row.outcome) },
        { "execution_count", row.executionCount }, { "retry_count", row.retryCount },
        { "failure_count", row.failureCount }, { "duration_ms", row.durationMs },
        { "p95_duration_ms", millisOf(row.p95DurationMs) }, { "progress", row.progress },
        { "error", textOrNull(row.error) }, { "first_at", row.firstAt }, { "last_executed_at", row.lastExecutedAt } };
}

Record recordOf(const PropertyRow& row)
{
    return { { "name", row.name }, { "value", RawJson{ row.json } }, { "set_at", row.setAt } };
}

Record recordOf(const EventRow& row)
{
    return { { "seq", row.seq }, { "event_id", row.eventId }, { "dialect", toString(row.dialect) },
        { "kind", toString(row.kind) }, { "type", row.type }, { "source", row.source },
        { "entity", addressOrNull(row.key) }, { "occurred_at", row.occurredAt },
        { "occurred_at_is_arrival", row.occurredAtIsArrival }, { "recorded_at", row.recordedAt },
        { "step_id", textOrNull(row.stepId) }, { "step_action", textOrNull(row.stepAction) },
        { "step_type", textOrNull(row.stepType) }, { "phase", textOrNull(row.phase) },
        { "execution_status", statusOrNull(row.execution) }, { "outcome_status", textOrNull(row.outcome) },
        { "duration_ms", row.durationMs }, { "retry_count", row.retryCount }, { "error", textOrNull(row.error) },
        { "status", statusOrNull(row.assertedStatus) }, { "status_before", statusOrNull(row.statusBefore) },
        { "workflow_id", textOrNull(row.workflowId) }, { "run_id", textOrNull(row.runId) },
        { "actor", textOrNull(row.actor) } };
}

Record recordOf(const RunRow& row)
{
    return { { "workflow_id", row.workflowId }, { "run_id", row.runId }, { "work_id", textOrNull(row.workId) },
        { "entity", addressOrNull(row.entity) }, { "status", toString(row.status) }, { "duration_ms", row.durationMs },
        { "event_count", row.eventCount }, { "failure_count", row.failureCount }, { "first_at", row.firstAt },
        { "last_at", row.lastAt }, { "summary", jsonOrNull(row.summaryJson) } };
}

Record recordOf(const ArtifactRow& row)
{
    return { { "entity", addressOrNull(row.entity) }, { "type", row.type }, { "name", row.name },
        { "version", textOrNull(row.version) }, { "produced_by_step", textOrNull(row.producedByStep) },
        { "created_at", row.createdAt }, { "artifact", jsonOrNull(row.json) } };
}

Record recordOf(const QuarantineRow& row)
{
    return { { "id", row.id }, { "received_at", row.receivedAt }, { "dialect", textOrNull(row.dialect) },
        { "origin", textOrNull(row.origin) }, { "line", static_cast<std::int64_t>(row.line) }, { "code", row.code },
        { "field", textOrNull(row.pointer) }, { "message", row.message }, { "status", row.status },
        { "note", textOrNull(row.note) }, { "size", row.size }, { "times", row.times }, { "last_at", row.lastAt },
        { "preview", row.preview } };
}

Record recordOf(const StepStatistics& row)
{
    return { { "organization", row.organization }, { "project", row.project }, { "step_id", row.stepId },
        { "step_action", textOrNull(row.action) }, { "executions", row.executions }, { "failures", row.failures },
        { "retries", row.retries }, { "p50_ms", millisOf(row.p50Ms) }, { "p95_ms", millisOf(row.p95Ms) },
        { "mean_ms", millisOf(row.meanMs) } };
}

Record recordOf(const GridCell& cell)
{
    return { { "type", cell.type }, { "status", toString(cell.status) }, { "count", cell.count } };
}

List listOf(const std::vector<SeqRange>& ranges)
{
    List list;
    for (const SeqRange& range : ranges) {
        const bool hasEnd = range.last != std::numeric_limits<Seq>::max();
        list.emplace_back(Record{ { "first_seq", range.first }, { "last_seq", hasEnd ? Value(range.last) : Value() } });
    }
    return list;
}

std::string countOf(const std::vector<SeqRange>& ranges)
{
    std::int64_t count = 0;
    for (const SeqRange& range : ranges)
        count += range.count();
    return formatCount(count) + (count == 1 ? " event" : " events");
}

std::string namesOf(const std::vector<SeqRange>& ranges)
{
    constexpr std::size_t mostNamed = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(ranges.size(), mostNamed); ++i)
        names += (i == 0 ? "" : ", ") + nameOf(ranges[i]);
    if (ranges.size() > mostNamed)
        names += " and " + formatCount(static_cast<long long>(ranges.size() - mostNamed)) + " more places";
    return names;
}

std::span<const Column> entityColumns()
{
    static constexpr Column columns[]{ { "key", "ENTITY", false, true }, { "status", "STATUS" },
        { "current_step", "CURRENT STEP", false, true }, { "retries", "RETRIES", true }, { "version", "VERSION", true },
        { "updated_at", "UPDATED" }, { "error", "ERROR", false, true } };
    return columns;
}

std::span<const Column> stepColumns()
{
    static constexpr Column columns[]{ { "step_id", "STEP", false, true }, { "step_action", "ACTION", false, true },
        { "phase", "PHASE" }, { "execution_status", "STATUS" }, { "execution_count", "RUNS", true },
        { "retry_count", "RETRIES", true }, { "duration_ms", "DURATION MS", true },
        { "p95_duration_ms", "P95 MS", true }, { "last_executed_at", "LAST EXECUTED" },
        { "error", "ERROR", false, true } };
    return columns;
}

std::span<const Column> propertyColumns()
{
    static constexpr Column columns[]{ { "name", "PROPERTY" }, { "value", "VALUE", false, true }, { "set_at", "SET" } };
    return columns;
}

std::span<const Column> eventColumns()
{
    static constexpr Column columns[]{ { "seq", "SEQ", true }, { "occurred_at", "OCCURRED" },
        { "type", "TYPE", false, true }, { "entity", "ENTITY", false, true }, { "step_id", "STEP", false, true },
        { "execution_status", "STATUS" }, { "source", "SOURCE", false, true },
        { "event_id", "EVENT ID", false, true } };
    return columns;
}

std::span<const Column> runColumns()
{
    static constexpr Column columns[]{ { "workflow_id", "WORKFLOW", false, true }, { "run_id", "RUN", false, true },
        { "entity", "ENTITY", false, true }, { "status", "STATUS" }, { "duration_ms", "DURATION MS", true },
        { "event_count", "EVENTS", true }, { "failure_count", "FAILURES", true }, { "last_at", "LAST EVENT" } };
    return columns;
}

std::span<const Column> artifactColumns()
{
    static constexpr Column columns[]{ { "type", "TYPE" }, { "name", "NAME", false, true }, { "version", "VERSION" },
        { "entity", "ENTITY", false, true }, { "produced_by_step", "STEP", false, true }, { "created_at", "CREATED" } };
    return columns;
}

std::span<const Column> quarantineColumns()
{
    static constexpr Column columns[]{ { "id", "ID", true }, { "received_at", "RECEIVED" }, { "status", "STATUS" },
        { "code", "CODE" }, { "field", "FIELD", false, true }, { "origin", "ORIGIN", false, true },
        { "line", "LINE", true }, { "message", "MESSAGE", false, true } };
    return columns;
}

std::span<const Column> stepStatisticsColumns()
{
    static constexpr Column columns[]{ { "organization", "ORGANIZATION", false, true },
        { "project", "PROJECT", false, true }, { "step_id", "STEP", false, true }, { "executions", "RUNS", true },
        { "failures", "FAILURES", true }, { "retries", "RETRIES", true }, { "p50_ms", "P50 MS", true },
        { "p95_ms", "P95 MS", true }, { "mean_ms", "MEAN MS", true } };
    return columns;
}

std::span<const Column> gridColumns()
{
    static constexpr Column columns[]{ { "type", "TYPE", false, true }, { "status", "STATUS" },
        { "count", "COUNT", true } };
    return columns;
}

} // namespace binnacle::cli
