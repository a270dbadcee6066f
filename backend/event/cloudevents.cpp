#include "backend/event/dialects.h"

#include "backend/event/json_faults.h"

#include <algorithm>
#include <array>
#include <string>

namespace binnacle {

// CloudEvents 1.0.2 and its JSON event format, https://github.com/cloudevents/spec.

namespace {

using json::Field;
using json::Fields;
using json::ItemReader;
using json::Object;
using namespace std::string_view_literals;

enum Top {
    SpecVersion,
    Id,
    Source,
    Type,
    At,
    Subject,
    ContentType,
    DataSchema,
    Data,
    DataBase64,
    Organization,
    Project,
    EntityType,
    TraceParent,
    PartitionKey
};
constexpr std::array topNames{ "specversion"sv, "id"sv, "source"sv, "type"sv, "time"sv, "subject"sv,
    "datacontenttype"sv, "dataschema"sv, "data"sv, "data_base64"sv, "organization"sv, "project"sv, "entitytype"sv,
    "traceparent"sv, "partitionkey"sv };

bool isAttributeName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

/// Names and kinds of all attributes: lower-case letters and digits; text, boolean or integer.
void checkAttributes(const Object& root, ItemReader& reader)
{
    for (const auto member : root) {
        const std::string_view name = member.key;
        if (name == "data" || name == "data_base64" || member.value.is_null())
            continue;
        const std::string pointer = '/' + json::pointerPart(name);
        if (!isAttributeName(name))
            return reader.refuse("INVALID_VALUE", pointer,
                "The attribute name " + json::shown(name) + " may hold lower-case letters and digits only.");
        if (member.value.is_object() || member.value.is_array()
            || member.value.type() == simdjson::dom::element_type::DOUBLE)
            return reader.refuse("INVALID_VALUE", pointer,
                "The attribute " + json::shown(name) + " must be text, a boolean or an integer.");
    }
}

bool isBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return false;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    return std::all_of(text.begin(), text.end() - static_cast<std::ptrdiff_t>(padding), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    });
}

void readData(const Fields<topNames.size()>& top, ItemReader& reader, Event& event)
{
    if (top[Data] && top[DataBase64])
        return reader.refuse("INVALID_VALUE", "/data_base64", "An event has either data or data_base64, not both.");
    if (top[DataBase64] && !isBase64(reader.word(top[DataBase64])))
        reader.refuse("INVALID_VALUE", "/data_base64", "The field data_base64 is not valid Base64.");
    if (top[Data] && top[Data].value->is_object())
        event.propertiesJson = reader.scalarMembers(reader.slice(top[Data], { "data" }), {});
}

/// The last dot-separated part of a type and the one before it: "com.example.order.created.v2" is an order, created.
struct TypeParts {
    std::string_view entity;
    std::string_view step;
};

TypeParts partsOf(std::string_view type)
{
    type = withoutVersion(type);
    const std::size_t last = type.rfind('.');
    if (last == std::string_view::npos || last + 1 == type.size())
        return { {}, type };
    const std::size_t before = last == 0 ? std::string_view::npos : type.rfind('.', last - 1);
    const std::size_t from = before == std::string_view::npos ? 0 : before + 1;
    return { type.substr(from, last - from), type.substr(last + 1) };
}

/// The trace id within a W3C traceparent, 00-<32 hex digits>-<16>-<2>; any other text is left as it is.
std::string_view traceIdOf(std::string_view parent)
{
    constexpr std::size_t from = 3;
    constexpr std::size_t size = 32;
    const bool isTraceParent = parent.size() >= 55 && parent[2] == '-' && parent[from + size] == '-'
        && parent.substr(from, size).find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return isTraceParent ? parent.substr(from, size) : parent;
}

void readEntity(const Fields<topNames.size()>& top, ItemReader& reader, Event& event)
{
    event.kind = EventKind::Fact;
    event.businessKey = reader.nameOrNumber(top[PartitionKey]);
    if (!top[Subject])
        return;
    event.entityId = reader.requiredName(top[Subject]);
    if (event.businessKey.empty())
        event.businessKey = event.entityId;
    const TypeParts parts = partsOf(event.type);
    event.entityType = reader.addressPart(top[EntityType]);
    // A type such as "a/b.created" must not make an address that cannot be written.
    if (event.entityType.empty())
        event.entityType =
            parts.entity.empty() || parts.entity.find('/') != std::string_view::npos ? "event"sv : parts.entity;
    const TypeVerdict verdict = verdictOfType(event.type);
    event.kind = verdict.failed ? EventKind::StepFailed : EventKind::StepCompleted;
    event.assertedStatus = verdict.status;
    StepFacts& step = event.step.emplace();
    step.stepId = step.action = parts.step;
    step.execution = verdict.failed ? ExecutionStatus::Failed : ExecutionStatus::Completed;
}

} // namespace

void parseCloudEvent(const Object& root, ItemReader& reader, Event& event)
{
    const Fields top(root, topNames);
    if (!top[SpecVersion])
        return reader.refuseMissing(top[SpecVersion], { "1.0" });
    if (const std::string_view version = reader.word(top[SpecVersion]); !reader.refused() && version != "1.0")
        return reader.refuse("UNSUPPORTED_VERSION", "/specversion",
            "CloudEvents of version " + json::shown(version) + " are not supported.", { "1.0" });
    event.eventId = reader.requiredName(top[Id]);
    event.source = reader.requiredName(top[Source]);
    event.type = reader.requiredName(top[Type]);
    checkAttributes(root, reader);
    const auto at = reader.time(top[At]);
    event.occurredAtIsArrival = !at;
    event.occurredAt = at.value_or(reader.options().arrival);
    for (const Top name : { ContentType, DataSchema }) {
        if (top[name] && reader.word(top[name]).empty())
            reader.refuse(
                "INVALID_VALUE", top[name].pointer(), "The field " + top[name].path() + " must not be empty.");
    }
    event.organization = reader.addressPart(top[Organization]);
    if (event.organization.empty())
        event.organization = reader.keep(reader.options().defaultOrganization);
    event.project = reader.addressPart(top[Project]);
    event.projectIsExplicit = !event.project.empty();
    if (event.project.empty())
        event.project = reader.keep(reader.options().defaultProject);
    event.correlationId = traceIdOf(reader.name(top[TraceParent]));
    readEntity(top, reader, event);
    readData(top, reader, event);
}

} // namespace binnacle
