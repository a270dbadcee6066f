#include "backend/event/dialects.h"

#include <array>
#include <string>

namespace binnacle {

namespace {

using json::Field;
using json::Fields;
using json::ItemReader;
using json::Object;
using namespace std::string_view_literals;

enum Top { Source, EventType, Type, Payload, Metadata };
constexpr std::array topNames{ "source"sv, "eventType"sv, "type"sv, "payload"sv, "metadata"sv };

namespace payload {
enum { OrderId, At, Status, Reason, ErrorMessage };
constexpr std::array names{ "orderId"sv, "timestamp"sv, "status"sv, "reason"sv, "errorMessage"sv };
} // namespace payload

namespace metadata {
enum {
    EventId,
    EventIdSnake,
    At,
    Organization,
    Project,
    OrderId,
    DependsOn,
    CorrelationId,
    CorrelationIdSnake,
    TraceId
};
constexpr std::array names{ "eventId"sv, "event_id"sv, "timestamp"sv, "organization"sv, "project"sv, "orderId"sv,
    "depends_on"sv, "correlationId"sv, "correlation_id"sv, "traceId"sv };
} // namespace metadata

/// RFC 3339 text, or milliseconds since 1970 (the `timestamp-millis` of helios.md's Avro schema).
std::optional<Timestamp> timeOrMillis(const Field& field, ItemReader& reader)
{
    if (!field || !field.value->is_number())
        return reader.time(field);
    // The last millisecond of the year 9999.
    constexpr std::int64_t latest = 253'402'300'799'999;
    std::int64_t millis = -1;
    if (field.value->get_int64().get(millis) != simdjson::SUCCESS || millis < 0 || millis > latest) {
        reader.refuse("INVALID_TIMESTAMP", field.pointer(),
            "The field " + field.path() + " must be a time as text, or whole milliseconds since 1970.");
        return std::nullopt;
    }
    return Timestamp::fromMillis(millis);
}

std::string_view firstName(const Field& first, const Field& second, ItemReader& reader)
{
    const std::string_view name = reader.nameOrNumber(first);
    return name.empty() ? reader.nameOrNumber(second) : name;
}

/// An array of event ids, or one.
std::string_view causes(const Field& field, ItemReader& reader)
{
    if (!field)
        return {};
    const std::string_view raw = reader.slice(field, { "metadata", "depends_on" });
    if (field.value->is_string())
        return reader.keep('[' + std::string(raw) + ']');
    simdjson::dom::array ids;
    if (field.value->get_array().get(ids) != simdjson::SUCCESS) {
        reader.refuseType(field, "an array of event ids");
        return {};
    }
    std::size_t index = 0;
    for (const json::Element id : ids) {
        if (!id.is_string()) {
            reader.refuse("INVALID_VALUE", field.pointer() + '/' + std::to_string(index),
                "Every element of metadata.depends_on must be an event id as text.");
            return {};
        }
        ++index;
    }
    return index == 0 ? std::string_view{} : raw;
}

void readMetadata(const Field& field, ItemReader& reader, Event& event, std::optional<Timestamp>& at)
{
    const Fields fields(reader.object(field), metadata::names, "/metadata");
    event.eventId = firstName(fields[metadata::EventId], fields[metadata::EventIdSnake], reader);
    event.eventIdIsDerived = event.eventId.empty();
    if (event.eventIdIsDerived)
        event.eventId = reader.derivedId();
    event.organization = reader.addressPart(fields[metadata::Organization]);
    if (event.organization.empty())
        event.organization = reader.keep(reader.options().defaultOrganization);
    event.project = reader.addressPart(fields[metadata::Project]);
    event.projectIsKey = false;
    event.projectIsExplicit = !event.project.empty();
    if (event.project.empty())
        event.project = reader.keep(reader.options().defaultProject);
    // helios.md's reconciliation looks for the order here.
    if (event.entityId.empty())
        event.entityId = reader.nameOrNumber(fields[metadata::OrderId]);
    event.causationJson = causes(fields[metadata::DependsOn], reader);
    event.correlationId = firstName(fields[metadata::CorrelationId], fields[metadata::CorrelationIdSnake], reader);
    if (event.correlationId.empty())
        event.correlationId = reader.nameOrNumber(fields[metadata::TraceId]);
    const auto sent = timeOrMillis(fields[metadata::At], reader);
    if (!at)
        at = sent;
}

} // namespace

void parseHelios(const Object& root, ItemReader& reader, Event& event)
{
    const Fields top(root, topNames);
    const std::string_view source = reader.requiredName(top[Source], { "aws", "gcp", "azure" });
    if (!source.empty() && source != "aws" && source != "gcp" && source != "azure")
        return reader.refuse(
            "INVALID_VALUE", "/source", "The field source must be aws, gcp or azure.", { "aws", "gcp", "azure" });
    event.source = source;
    // helios.md's API says eventType; its load test sends type.
    event.type = reader.requiredName(!top[EventType] && top[Type] ? top[Type] : top[EventType]);
    const Fields body(reader.requiredObject(top[Payload]), payload::names, "/payload");
    if (reader.refused())
        return;
    std::optional<Timestamp> at = timeOrMillis(body[payload::At], reader);
    event.entityId = reader.nameOrNumber(body[payload::OrderId]);
    readMetadata(top[Metadata], reader, event, at);
    event.occurredAtIsArrival = !at;
    event.occurredAt = at.value_or(reader.options().arrival);
    event.propertiesJson = reader.scalarMembers(reader.slice(top[Payload], { "payload" }), "timestamp");

    event.kind = EventKind::Fact;
    if (event.entityId.empty())
        return;
    event.entityType = "order";
    event.businessKey = event.entityId;
    const TypeVerdict verdict = verdictOfType(event.type);
    event.kind = verdict.failed ? EventKind::StepFailed : EventKind::StepCompleted;
    event.assertedStatus = verdict.status;
    StepFacts& step = event.step.emplace();
    step.stepId = step.action = event.type;
    step.type = event.source;
    step.execution = verdict.failed ? ExecutionStatus::Failed : ExecutionStatus::Completed;
    // These belong to the business and may be of any kind: taken where they are text, else left to the properties.
    const auto said = [&](std::size_t name) {
        const Field field = body[name];
        return field && field.value->is_string() ? reader.name(field) : std::string_view{};
    };
    step.outcome = said(payload::Status);
    if (verdict.failed)
        step.errorMessage = body[payload::ErrorMessage] ? said(payload::ErrorMessage) : said(payload::Reason);
}

} // namespace binnacle
