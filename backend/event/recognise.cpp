#include "backend/event/dialects.h"

#include <algorithm>
#include <array>

namespace binnacle {

namespace {

using namespace std::string_view_literals;

enum Mark { SpecVersion, EventType, Entity, Source, WorkflowId, HeliosType, Type, Payload };
constexpr std::array markNames{ "specversion"sv, "event_type"sv, "entity"sv, "source"sv, "workflow_id"sv, "eventType"sv,
    "type"sv, "payload"sv };

constexpr std::array workflowTypes{ "workflow_start"sv, "step_start"sv, "step_complete"sv, "artifact_create"sv,
    "workflow_complete"sv };

std::string_view textOf(const json::Field& field)
{
    std::string_view text;
    if (field && field.value->get_string().get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

bool isObject(const json::Field& field)
{
    return field && field.value->is_object();
}

} // namespace

bool isWorkflowEventType(std::string_view type)
{
    return std::find(workflowTypes.begin(), workflowTypes.end(), type) != workflowTypes.end();
}

std::optional<Dialect> recogniseDialect(const json::Object& root)
{
    const json::Fields marks(root, markNames);
    if (marks[SpecVersion])
        return Dialect::CloudEvents;
    const std::string_view eventType = textOf(marks[EventType]);
    if (eventType.starts_with("entity.") || (marks[EventType] && isObject(marks[Entity]) && isObject(marks[Source])))
        return Dialect::Faber;
    if (isWorkflowEventType(eventType))
        return Dialect::Workflow;
    const std::string_view source = textOf(marks[Source]);
    const bool isCloud = source == "aws" || source == "gcp" || source == "azure";
    if (isCloud || ((marks[HeliosType] || marks[Type]) && marks[Payload]))
        return Dialect::Helios;
    return std::nullopt;
}

} // namespace binnacle
