#include "backend/event/dialects.h"

#include <algorithm>
#include <array>
#include <string>

namespace binnacle {

namespace {

using json::Field;
using json::Fields;
using json::ItemReader;
using json::Object;
using namespace std::string_view_literals;

enum Top {
    EventType,
    WorkflowId,
    At,
    Organization,
    Project,
    Environment,
    EventId,
    Context,
    Step,
    Status,
    DurationMs,
    Summary,
    Artifact,
    Artifacts,
    Upstream,
    Downstream
};
constexpr std::array topNames{ "event_type"sv, "workflow_id"sv, "timestamp"sv, "organization"sv, "project"sv,
    "environment"sv, "event_id"sv, "context"sv, "step"sv, "status"sv, "duration_ms"sv, "summary"sv, "artifact"sv,
    "artifacts"sv, "upstream"sv, "downstream_impacts"sv };

namespace step {
enum { Name, Phase, Target, Status, DurationMs, RetryCount, Error, ErrorMessage, ErrorCode };
constexpr std::array names{ "name"sv, "phase"sv, "target"sv, "status"sv, "duration_ms"sv, "retry_count"sv, "error"sv,
    "error_message"sv, "error_code"sv };
} // namespace step

/// The workflow's own kind of id is not in the events, only that of its run; every run is one of this workflow.
constexpr auto onlyWorkflow = "workflow"sv;

std::vector<std::string> typeNames()
{
    return { "workflow_start", "step_start", "step_complete", "artifact_create", "workflow_complete" };
}

/// A status that must be there, because a failure must never pass for a success.
std::string_view requiredStatus(const Field& field, ItemReader& reader)
{
    return reader.requiredName(field, { "success", "failure", "skipped" });
}

void readStep(const Field& field, bool isEnd, ItemReader& reader, Event& event)
{
    const Fields fields(reader.requiredObject(field), step::names, "/step");
    if (reader.refused())
        return;
    StepFacts& facts = event.step.emplace();
    facts.action = reader.requiredName(fields[step::Name]);
    facts.type = facts.phase = reader.name(fields[step::Phase]);
    facts.target = reader.name(fields[step::Target]);
    // The same skill at work on two targets is two steps.
    facts.stepId =
        facts.target.empty() ? facts.action : reader.keep(std::string(facts.action) + ':' + std::string(facts.target));
    facts.durationMs = reader.milliseconds(fields[step::DurationMs]);
    facts.retryCount = reader.count(fields[step::RetryCount]);
    event.kind = EventKind::StepStarted;
    facts.execution = ExecutionStatus::Started;
    if (!isEnd)
        return;
    facts.outcome = requiredStatus(fields[step::Status], reader);
    readError(fields[step::ErrorMessage], fields[step::ErrorCode], fields[step::Error], reader, facts);
    event.kind = EventKind::StepCompleted;
    facts.execution = endFromWord(facts.outcome);
    if (facts.execution == ExecutionStatus::Failed) {
        event.kind = EventKind::StepFailed;
        event.assertedStatus = EntityStatus::Failed;
    }
}

void readArtifacts(const Fields<topNames.size()>& top, bool isRequired, ItemReader& reader, Event& event)
{
    event.artifactsJson = reader.objectArraySlice(top[Artifacts], { "artifacts" });
    if (isRequired && !top[Artifacts])
        reader.requiredObject(top[Artifact]);
    const std::string_view single = reader.objectSlice(top[Artifact], { "artifact" });
    if (single.empty())
        return;
    std::string both = "[" + std::string(single);
    if (!event.artifactsJson.empty())
        both.append(",").append(event.artifactsJson.substr(1));
    else
        both += ']';
    event.artifactsJson = reader.keep(both);
}

void readContext(const Field& field, ItemReader& reader, Event& event)
{
    event.propertiesJson = reader.objectSlice(field, { "context" });
    constexpr std::array names{ "work_item_id"sv };
    const Fields fields(reader.object(field), names, "/context");
    event.workId = reader.nameOrNumber(fields[0]);
}

void readProject(const Fields<topNames.size()>& top, ItemReader& reader, Event& event)
{
    constexpr std::array names{ "project"sv, "workflow_id"sv };
    event.upstreamJson = reader.objectSlice(top[Upstream], { "upstream" });
    const Fields upstream(reader.object(top[Upstream]), names, "/upstream");
    event.project = reader.addressPart(top[Project]);
    if (event.project.empty())
        event.project = reader.addressPart(upstream[0]);
    event.projectIsKey = false;
    event.projectIsExplicit = !event.project.empty();
    if (event.project.empty())
        event.project = reader.keep(reader.options().defaultProject);
    event.organization = reader.addressPart(top[Organization]);
    if (event.organization.empty())
        event.organization = reader.keep(reader.options().defaultOrganization);
}

void readEnd(const Fields<topNames.size()>& top, ItemReader& reader, Event& event)
{
    const std::string_view status = requiredStatus(top[Status], reader);
    event.kind = EventKind::WorkflowCompleted;
    event.assertedStatus = EntityStatus::Completed;
    const auto known = statusFromWord(status);
    if (known == EntityStatus::Failed)
        event.assertedStatus = EntityStatus::Failed;
    else if (known != EntityStatus::Completed)
        event.statusText = status; // Ended, in the sender's own word: "partial", "cancelled".
    event.workflowDurationMs = reader.milliseconds(top[DurationMs]);
    event.workflowSummaryJson = reader.objectSlice(top[Summary], { "summary" });
    event.downstreamJson = reader.objectArraySlice(top[Downstream], { "downstream_impacts" });
}

} // namespace

void parseWorkflow(const Object& root, ItemReader& reader, Event& event)
{
    static const std::vector<std::string> allowed = typeNames();
    const Fields top(root, topNames);
    if (!top[EventType])
        return reader.refuseMissing(top[EventType], allowed);
    const std::string_view word = reader.word(top[EventType]);
    const auto type = std::find(allowed.begin(), allowed.end(), word);
    if (type == allowed.end())
        return reader.refuse("UNKNOWN_EVENT_TYPE", "/event_type", "Unknown event type: " + json::shown(word), allowed);
    event.type = *type;
    event.source = "workflow";
    event.entityType = "workflow";
    event.entityId = event.runId = reader.requiredName(top[WorkflowId]);
    event.workflowId = onlyWorkflow;
    if (const auto at = reader.requiredTime(top[At]))
        event.occurredAt = *at;
    event.eventId = reader.name(top[EventId]);
    event.eventIdIsDerived = event.eventId.empty();
    if (event.eventIdIsDerived)
        event.eventId = reader.derivedId();
    readProject(top, reader, event);
    event.environment = reader.name(top[Environment]);
    readContext(top[Context], reader, event);

    event.assertedStatus = EntityStatus::InProgress;
    event.kind = EventKind::WorkflowStarted;
    if (word == "step_start" || word == "step_complete") {
        readStep(top[Step], word == "step_complete", reader, event);
    } else if (word == "artifact_create") {
        event.kind = EventKind::ArtifactCreated;
        event.assertedStatus = EntityStatus::Unknown;
    } else if (word == "workflow_complete") {
        readEnd(top, reader, event);
    }
    readArtifacts(top, event.kind == EventKind::ArtifactCreated, reader, event);
}

} // namespace binnacle
