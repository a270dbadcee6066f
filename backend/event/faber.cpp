#include "backend/event/dialects.h"

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using json::Field;
using json::Fields;
using json::ItemReader;
using json::Object;
using namespace std::string_view_literals;

struct TypeRow {
    std::string_view name;
    EventKind kind;
    EntityStatus asserted; ///< What the type itself says about the entity's status.
    ExecutionStatus execution;
    bool hasStep;
};

constexpr std::array types{ TypeRow{ "entity.step.completed"sv, EventKind::StepCompleted, EntityStatus::InProgress,
                                ExecutionStatus::Completed, true },
    TypeRow{
        "entity.step.started"sv, EventKind::StepStarted, EntityStatus::InProgress, ExecutionStatus::Started, true },
    TypeRow{ "entity.step.in_progress"sv, EventKind::StepProgress, EntityStatus::InProgress,
        ExecutionStatus::InProgress, true },
    TypeRow{ "entity.step.failed"sv, EventKind::StepFailed, EntityStatus::Failed, ExecutionStatus::Failed, true },
    TypeRow{ "entity.created"sv, EventKind::EntityCreated, EntityStatus::Pending, ExecutionStatus::Unknown, false },
    TypeRow{
        "entity.status.changed"sv, EventKind::StatusChanged, EntityStatus::Unknown, ExecutionStatus::Unknown, false },
    TypeRow{ "entity.workflow.completed"sv, EventKind::WorkflowCompleted, EntityStatus::Completed,
        ExecutionStatus::Unknown, false },
    TypeRow{
        "entity.archived"sv, EventKind::EntityArchived, EntityStatus::Archived, ExecutionStatus::Unknown, false } };

std::vector<std::string> typeNames()
{
    // In the order of faber-helm.md's table.
    return { "entity.created", "entity.step.started", "entity.step.in_progress", "entity.step.completed",
        "entity.step.failed", "entity.status.changed", "entity.workflow.completed", "entity.archived" };
}

std::vector<std::string> executionNames()
{
    return { "pending", "started", "in_progress", "completed", "failed", "skipped" };
}

enum Top { EventType, EventId, At, Source, Entity, Step, Snapshot, WorkflowSummary, ArchiveReason, Artifacts };
constexpr std::array topNames{ "event_type"sv, "event_id"sv, "timestamp"sv, "source"sv, "entity"sv, "step"sv,
    "entity_snapshot"sv, "workflow_summary"sv, "archive_reason"sv, "artifacts"sv };

namespace source {
enum { Organization, Project, FaberVersion, Hostname, SessionId };
constexpr std::array names{ "organization"sv, "project"sv, "faber_version"sv, "hostname"sv, "session_id"sv };
} // namespace source

namespace entity {
enum { Organization, Project, Type, Id, Properties };
constexpr std::array names{ "organization"sv, "project"sv, "type"sv, "id"sv, "properties"sv };
} // namespace entity

namespace step {
enum {
    StepId,
    Action,
    Type,
    Execution,
    Outcome,
    Phase,
    ExecutedAt,
    WorkflowId,
    RunId,
    WorkId,
    DurationMs,
    RetryCount,
    RetryReason,
    ErrorMessage,
    ErrorCode,
    Error,
    Progress,
    Target,
    Artifacts
};
constexpr std::array names{ "step_id"sv, "step_action"sv, "step_type"sv, "execution_status"sv, "outcome_status"sv,
    "phase"sv, "executed_at"sv, "workflow_id"sv, "run_id"sv, "work_id"sv, "duration_ms"sv, "retry_count"sv,
    "retry_reason"sv, "error_message"sv, "error_code"sv, "error"sv, "progress"sv, "target"sv, "artifacts"sv };
} // namespace step

namespace snapshot {
enum { Status, UpdatedAt, Summary, PreviousStatus, Before, After, Properties, Artifacts, ArchiveReason };
constexpr std::array names{ "status"sv, "updated_at"sv, "step_status_summary"sv, "previous_status"sv, "before"sv,
    "after"sv, "properties"sv, "artifacts"sv, "archive_reason"sv };
} // namespace snapshot

namespace workflow {
enum { WorkflowId, RunId, WorkId, Status, OutcomeStatus, DurationMs };
constexpr std::array names{ "workflow_id"sv, "run_id"sv, "work_id"sv, "status"sv, "outcome_status"sv, "duration_ms"sv };
} // namespace workflow

/// An indicator of progress: a fraction, a percentage, or an object that says it in words of its own.
void readProgress(const Field& field, ItemReader& reader, StepFacts& facts)
{
    if (!field)
        return;
    constexpr std::array names{ "percent"sv, "current"sv, "total"sv, "message"sv };
    std::optional<double> fraction;
    if (field.value->is_object()) {
        const std::string pointer = field.pointer();
        const Fields inner(reader.object(field), names, pointer);
        facts.progressMessage = reader.text(inner[3]);
        if (const auto percent = reader.number(inner[0])) {
            fraction = *percent / 100;
        } else if (const auto current = reader.number(inner[1])) {
            const auto total = reader.number(inner[2]);
            if (!total)
                return reader.refuseMissing(inner[2]);
            fraction = *total > 0 ? *current / *total : -1;
        }
        if (!fraction)
            return;
    } else {
        fraction = reader.number(field);
        // A percentage, unless it can be a fraction.
        if (fraction && *fraction > 1)
            *fraction /= 100;
    }
    if (!fraction)
        return;
    if (!(*fraction >= 0 && *fraction <= 1))
        return reader.refuse("INVALID_VALUE", field.pointer(),
            "Progress must be a fraction from 0 to 1, a percentage up to 100, or current and total.");
    facts.progress = fraction;
}

void readStep(const Field& field, const TypeRow& type, ItemReader& reader, Event& event)
{
    if (!field && !type.hasStep)
        return;
    const Fields fields(reader.requiredObject(field), step::names, "/step");
    event.workflowId = reader.name(fields[step::WorkflowId]);
    event.runId = reader.name(fields[step::RunId]);
    event.workId = reader.nameOrNumber(fields[step::WorkId]);
    event.artifactsJson = reader.objectArraySlice(fields[step::Artifacts], { "step", "artifacts" });
    if (!type.hasStep || reader.refused())
        return;

    StepFacts& facts = event.step.emplace();
    facts.stepId = reader.requiredName(fields[step::StepId]);
    facts.action = reader.name(fields[step::Action]);
    facts.type = reader.name(fields[step::Type]);
    facts.phase = reader.name(fields[step::Phase]);
    facts.execution = type.execution;
    if (const Field execution = fields[step::Execution]) {
        const auto status = executionStatusFromString(reader.word(execution));
        if (status && *status != ExecutionStatus::Unknown)
            facts.execution = *status;
        else
            reader.refuse("INVALID_VALUE", execution.pointer(),
                "The field step.execution_status must be one of the execution statuses.", executionNames());
    }
    facts.outcome = reader.name(fields[step::Outcome]);
    facts.executedAt = reader.time(fields[step::ExecutedAt]);
    facts.durationMs = reader.milliseconds(fields[step::DurationMs]);
    facts.retryCount = reader.count(fields[step::RetryCount]);
    facts.retryReason = reader.text(fields[step::RetryReason]);
    facts.target = reader.name(fields[step::Target]);
    readError(fields[step::ErrorMessage], fields[step::ErrorCode], fields[step::Error], reader, facts);
    readProgress(fields[step::Progress], reader, facts);
}

std::optional<StepSummary> readSummary(const Field& field, std::string_view pointer, ItemReader& reader)
{
    const auto object = reader.object(field);
    if (!object)
        return std::nullopt;
    constexpr std::array names{ "completed"sv, "failed"sv, "in_progress"sv, "pending"sv };
    const Fields counts(object, names, pointer);
    return StepSummary{ reader.count(counts[0]).value_or(0), reader.count(counts[1]).value_or(0),
        reader.count(counts[2]).value_or(0), reader.count(counts[3]).value_or(0) };
}

/// The status in `before` or `after`: a word, or a snapshot of its own.
std::string_view statusOf(const Field& side, std::string_view pointer, ItemReader& reader, Event& event, bool isAfter)
{
    if (!side)
        return {};
    if (side.value->is_string())
        return reader.word(side);
    const Fields fields(reader.object(side), snapshot::names, pointer);
    if (isAfter) {
        const std::string summary = std::string(pointer) + "/step_status_summary";
        if (const auto counts = readSummary(fields[snapshot::Summary], summary, reader))
            event.stepSummary = counts;
        const auto properties =
            reader.objectSlice(fields[snapshot::Properties], { "entity_snapshot", "after", "properties" });
        if (!properties.empty())
            event.propertiesJson = properties;
    }
    return reader.word(fields[snapshot::Status]);
}

void readSnapshot(const Field& field, const TypeRow& type, ItemReader& reader, Event& event)
{
    const bool needsStatus = type.kind == EventKind::StatusChanged;
    if (!field) {
        if (needsStatus)
            reader.refuseMissing(field);
        return;
    }
    const Fields fields(reader.object(field), snapshot::names, "/entity_snapshot");
    std::string_view status = reader.word(fields[snapshot::Status]);
    std::string_view before = reader.word(fields[snapshot::PreviousStatus]);
    reader.time(fields[snapshot::UpdatedAt]);
    event.stepSummary = readSummary(fields[snapshot::Summary], "/entity_snapshot/step_status_summary", reader);
    if (const auto properties = reader.objectSlice(fields[snapshot::Properties], { "entity_snapshot", "properties" });
        !properties.empty())
        event.propertiesJson = properties;
    if (event.artifactsJson.empty())
        event.artifactsJson = reader.objectArraySlice(fields[snapshot::Artifacts], { "entity_snapshot", "artifacts" });
    event.archiveReason = reader.text(fields[snapshot::ArchiveReason]);

    const auto after = statusOf(fields[snapshot::After], "/entity_snapshot/after", reader, event, true);
    const auto earlier = statusOf(fields[snapshot::Before], "/entity_snapshot/before", reader, event, false);
    if (status.empty())
        status = after;
    if (before.empty())
        before = earlier;
    event.statusBefore = statusFromWord(before).value_or(EntityStatus::Unknown);
    if (!status.empty()) {
        assertStatus(event, status, reader);
        event.statusIsExplicit = true;
    } else if (needsStatus) {
        reader.refuse("MISSING_FIELD", "/entity_snapshot/status",
            "The field entity_snapshot.status is missing: a change of status must say the status after it.");
    }
}

void readWorkflowSummary(const Field& field, ItemReader& reader, Event& event)
{
    event.workflowSummaryJson = reader.objectSlice(field, { "workflow_summary" });
    const Fields fields(reader.object(field), workflow::names, "/workflow_summary");
    if (const auto id = reader.name(fields[workflow::WorkflowId]); !id.empty())
        event.workflowId = id;
    if (const auto id = reader.name(fields[workflow::RunId]); !id.empty())
        event.runId = id;
    if (const auto id = reader.nameOrNumber(fields[workflow::WorkId]); !id.empty())
        event.workId = id;
    event.workflowDurationMs = reader.milliseconds(fields[workflow::DurationMs]);
    // Without a snapshot the entity follows its workflow.
    for (const int name : { workflow::OutcomeStatus, workflow::Status }) {
        const auto status = statusFromWord(reader.word(fields[static_cast<std::size_t>(name)]));
        if (status && event.kind == EventKind::WorkflowCompleted && !event.statusIsExplicit)
            event.assertedStatus = *status;
    }
}

void readAddress(const Field& sourceField, const Field& entityField, ItemReader& reader, Event& event)
{
    const Fields from(reader.object(sourceField), source::names, "/source");
    const Fields of(reader.requiredObject(entityField), entity::names, "/entity");
    const std::string_view sourceOrganization = reader.addressPart(from[source::Organization]);
    const std::string_view sourceProject = reader.addressPart(from[source::Project]);
    event.organization = reader.addressPart(of[entity::Organization]);
    event.project = reader.addressPart(of[entity::Project]);
    if (event.organization.empty())
        event.organization = sourceOrganization;
    else if (!sourceOrganization.empty() && sourceOrganization != event.organization)
        reader.refuse("INVALID_VALUE", "/source/organization",
            "The fields source.organization and entity.organization name different organisations.");
    if (event.project.empty())
        event.project = sourceProject;
    if (event.organization.empty())
        reader.requiredName(of[entity::Organization]);
    if (event.project.empty())
        reader.requiredName(of[entity::Project]);
    event.entityType = reader.requiredName(of[entity::Type]);
    reader.checkAddressPart(of[entity::Type], event.entityType);
    event.entityId = reader.requiredName(of[entity::Id]);
    event.senderVersion = reader.name(from[source::FaberVersion]);
    event.hostname = reader.name(from[source::Hostname]);
    event.sessionId = reader.name(from[source::SessionId]);
    event.propertiesJson = reader.objectSlice(of[entity::Properties], { "entity", "properties" });
}

} // namespace

void parseFaber(const Object& root, ItemReader& reader, Event& event)
{
    const Fields top(root, topNames);
    if (!top[EventType])
        return reader.refuseMissing(top[EventType], typeNames());
    const std::string_view typeName = reader.word(top[EventType]);
    const auto type =
        std::find_if(types.begin(), types.end(), [&](const TypeRow& row) { return row.name == typeName; });
    if (type == types.end()) {
        return reader.refuse(
            "UNKNOWN_EVENT_TYPE", "/event_type", "Unknown event type: " + json::shown(typeName), typeNames());
    }
    event.type = type->name;
    event.kind = type->kind;
    event.source = "faber";
    event.assertedStatus = type->asserted;
    event.eventId = reader.requiredName(top[EventId]);
    if (const auto at = reader.requiredTime(top[At]))
        event.occurredAt = *at;
    readAddress(top[Source], top[Entity], reader, event);
    readStep(top[Step], *type, reader, event);
    readSnapshot(top[Snapshot], *type, reader, event);
    readWorkflowSummary(top[WorkflowSummary], reader, event);
    if (const Field reason = top[ArchiveReason])
        event.archiveReason = reader.text(reason);
    if (const auto artifacts = reader.objectArraySlice(top[Artifacts], { "artifacts" }); !artifacts.empty())
        event.artifactsJson = artifacts;
}

} // namespace binnacle
