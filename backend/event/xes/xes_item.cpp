#include "backend/event/xes/xes_item.h"

#include "backend/event/xes/lifecycle.h"

#include <array>
#include <optional>
#include <unordered_map>

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

namespace binnacle::xes {

namespace {

/// The name of an event without one in a composed step type, as in the classifiers of the standard.
constexpr char classSeparator = '+';

std::string placeOf(const TraceContext* trace, std::uint64_t eventIndex)
{
    std::string place = trace ? "/trace[" + std::to_string(trace->index) + "]" : std::string();
    return place + "/event[" + std::to_string(eventIndex) + "]";
}

/// The event in XML that can be read again on its own: what the log said around it goes into a processing
/// instruction, as no element of the standard has a place for it.
std::string selfContained(const LogContext& log, const TraceContext* trace, const EventBytes& event)
{
    const std::string_view wrapper = trace ? "trace" : "log";
    std::string xml;
    xml.reserve(event.bytes.size() + (trace ? trace->attributes.size() : 0) + 256);
    xml.append("<").append(wrapper).append("><?binnacle source=\"");
    appendXmlQuoted(xml, log.source);
    xml.append("\" organization=\"");
    appendXmlQuoted(xml, log.organization);
    xml.append("\" project=\"");
    appendXmlQuoted(xml, log.project);
    xml.append("\" type=\"");
    appendXmlQuoted(xml, log.entityType);
    if (!log.classifier.empty()) {
        xml.append("\" classifier=\"");
        appendXmlQuoted(xml, log.classifier);
    }
    xml.append("\" position=\"").append(std::to_string(event.position)).append("\"?>");
    if (trace)
        xml.append(trace->attributes);
    xml.append(event.bytes).append("</").append(wrapper).append(">");
    return xml;
}

/// Identity of an event: its trace, its place in it, its bytes. The trace's attributes do not count: a log that is
/// exported again when a case has gone on says other things about the case, but the event is the same.
std::array<char, 36> derivedId(const TraceContext* trace, const EventBytes& event)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    const std::string_view name = trace ? std::string_view(trace->name) : std::string_view();
    const std::array<std::uint64_t, 3> numbers{ trace ? 1U : 0U, name.size(),
        static_cast<std::uint64_t>(event.position) };
    XXH3_128bits_update(&state, numbers.data(), sizeof numbers);
    XXH3_128bits_update(&state, name.data(), name.size());
    XXH3_128bits_update(&state, event.bytes.data(), event.bytes.size());
    const XXH128_hash_t hash = XXH3_128bits_digest(&state);
    static constexpr std::string_view hex = "0123456789abcdef";
    std::array<char, 36> id{ 'x', 'e', 's', '-' };
    for (std::size_t i = 0; i < 32; ++i) {
        const std::uint64_t half = i < 16 ? hash.high64 : hash.low64;
        id[4 + i] = hex[(half >> (60 - 4 * (i % 16))) & 15];
    }
    return id;
}

/// Reads a time of the log. Dates are often written with slashes, year first; that is as clear as with dashes.
Result<Timestamp> readTime(std::string text, bool assumeUtc)
{
    if (text.size() > 7 && text[4] == '/' && text[7] == '/')
        text[4] = text[7] = '-';
    return parseTimestamp(text, assumeUtc ? MissingOffset::AssumeUtc : MissingOffset::Refuse);
}

Refusal refusal(std::string code, std::string place, std::string message)
{
    return { std::move(code), std::move(place), std::move(message), {} };
}

/// A value as it is named in a message: short.
std::string shown(const std::string& value)
{
    return value.size() <= 40 ? value : value.substr(0, 40) + "...";
}

Refusal badTime(const EventFields& fields, std::string place, const Error& error)
{
    std::string message = "The time \"" + shown(fields.time) + "\" cannot be taken. " + error.message;
    if (readTime(fields.time, true).ok())
        message = "The time \"" + shown(fields.time)
            + "\" names no offset from UTC, so its instant is unknown. If this log's clock was UTC, read it again "
              "with --assume-utc; otherwise add the offset, for example +01:00.";
    return refusal(error.code, std::move(place), std::move(message));
}

/// Why the event cannot be taken, apart from its time.
std::optional<Refusal> problemOf(
    const TraceContext* trace, const EventFields& fields, const EventBytes& event, std::size_t size)
{
    const std::string place = placeOf(trace, fields.index);
    if (event.isCut || size > maxEventBytes || (trace && trace->isTooLarge))
        return refusal("TOO_LARGE", place,
            "The event with its trace's attributes is larger than 1 MiB."
                + std::string(event.isCut ? " Only its beginning is kept." : ""));
    if (fields.isTooDeep || (trace && trace->isTooDeep))
        return refusal(
            "TOO_DEEP", place, "Attributes are nested deeper than " + std::to_string(maxNesting) + " levels.");
    if (trace && (!trace->hasName || trace->name.empty()))
        return refusal(trace->hasName ? "INVALID_VALUE" : "MISSING_FIELD",
            "/trace[" + std::to_string(trace->index) + "]/concept:name",
            trace->hasName ? "The trace's concept:name is empty; it names the case."
                           : "The trace has no concept:name in front of its events; it names the case.");
    if (!fields.hasName || fields.name.empty())
        return refusal(fields.hasName ? "INVALID_VALUE" : "MISSING_FIELD", place + "/concept:name",
            fields.hasName ? "The event's concept:name is empty; it names the activity."
                           : "The event has no concept:name; it names the activity.");
    const auto tooLong = [](const std::string& text) { return text.size() > maxNameBytes; };
    if ((trace && tooLong(trace->name)) || tooLong(fields.name) || tooLong(fields.transition)
        || tooLong(fields.resource))
        return refusal("INVALID_VALUE", place,
            "A name, transition or resource is longer than " + std::to_string(maxNameBytes) + " bytes.");
    if (!fields.hasTime)
        return refusal("MISSING_FIELD", place + "/time:timestamp",
            "The event has no time:timestamp, so when it happened is unknown.");
    return std::nullopt;
}

std::string stepTypeOf(const EventFields& fields)
{
    std::string type;
    for (const std::string& value : fields.classifierValues) {
        if (!type.empty())
            type.push_back(classSeparator);
        type.append(value);
    }
    if (type.size() > maxNameBytes)
        type.clear(); // A classifier over long texts classifies nothing.
    return type;
}

Event makeEvent(const LogContext& log, TraceContext* trace, const EventFields& fields, const EventBytes& bytes,
    Timestamp occurredAt, EventBatch& batch)
{
    Event event;
    event.dialect = Dialect::Xes;
    event.type = batch.copy(fields.name);
    event.source = batch.copy(log.source);
    const std::array<char, 36> id = derivedId(trace, bytes);
    event.eventId = batch.copy({ id.data(), id.size() });
    event.eventIdIsDerived = true;
    event.occurredAt = occurredAt;
    event.ordinal = bytes.position;
    event.organization = batch.copy(log.organization);
    event.project = batch.copy(log.project);
    event.actor = batch.copy(fields.resource);
    if (!trace)
        return event; // A fact of the log that belongs to no case.

    const LifecycleMeaning meaning = meaningOf(fields.transition);
    event.kind = meaning.kind;
    event.entityType = batch.copy(log.entityType);
    event.entityId = batch.copy(trace->name);
    event.assertedStatus = meaning.entity;
    event.propertiesJson = batch.copy(trace->propertiesJson());
    StepFacts step;
    step.stepId = event.type;
    step.action = event.type;
    step.type = batch.copy(stepTypeOf(fields));
    step.execution = meaning.execution;
    step.outcome = batch.copy(fields.transition);
    event.step = step;
    return event;
}

} // namespace

void TraceContext::begin(std::uint64_t traceIndex)
{
    *this = {};
    index = traceIndex;
}

void TraceContext::take(const Attribute& attribute)
{
    if (!attribute.hasValue || !isScalar(attribute.element))
        return;
    if (attribute.key == "concept:name") {
        name = attribute.value;
        hasName = true;
        return;
    }
    if (isTooLarge)
        return;
    m_properties.emplace_back(attribute.key, jsonValue(attribute));
    m_stale = true;
}

void TraceContext::takeRaw(std::string_view element)
{
    if (attributes.size() + element.size() > maxEventBytes)
        isTooLarge = true;
    else
        attributes.append(element);
}

const std::string& TraceContext::propertiesJson()
{
    if (!m_stale)
        return m_propertiesJson;
    m_stale = false;
    m_propertiesJson.clear();
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < m_properties.size(); ++i)
        last[m_properties[i].first] = i;
    for (std::size_t i = 0; i < m_properties.size(); ++i) {
        const auto& [key, json] = m_properties[i];
        if (last[key] != i)
            continue;
        m_propertiesJson.push_back(m_propertiesJson.empty() ? '{' : ',');
        appendJsonString(m_propertiesJson, key);
        m_propertiesJson.push_back(':');
        m_propertiesJson.append(json);
    }
    if (!m_propertiesJson.empty())
        m_propertiesJson.push_back('}');
    return m_propertiesJson;
}

void EventFields::begin(std::uint64_t eventIndex, std::uint64_t eventLine, std::size_t classifierKeys)
{
    index = eventIndex;
    line = eventLine;
    name.clear();
    transition.clear();
    resource.clear();
    time.clear();
    hasName = hasTime = isTooDeep = false;
    timeLine = 0;
    classifierValues.resize(classifierKeys);
    for (std::string& value : classifierValues)
        value.clear();
}

void EventFields::take(const Attribute& attribute, std::uint64_t attributeLine, const LogContext& log)
{
    if (!attribute.hasValue || !isScalar(attribute.element))
        return;
    if (attribute.key == "concept:name" && !hasName) {
        name = attribute.value;
        hasName = true;
    } else if (attribute.key == "time:timestamp" && !hasTime) {
        time = attribute.value;
        hasTime = true;
        timeLine = attributeLine;
    } else if (attribute.key == "lifecycle:transition" && transition.empty()) {
        transition = attribute.value;
    } else if (attribute.key == "org:resource" && resource.empty()) {
        resource = attribute.value;
    }
    for (std::size_t i = 0; i < classifierValues.size() && i < log.classifierKeys.size(); ++i) {
        if (attribute.key == log.classifierKeys[i] && classifierValues[i].empty())
            classifierValues[i] = attribute.value;
    }
}

void appendItem(const LogContext& log, TraceContext* trace, const EventFields& fields, const EventBytes& bytes,
    const ParseOptions& options, EventBatch& batch)
{
    ParsedItem item;
    item.line = fields.line;
    item.dialect = Dialect::Xes;
    item.dialectIsKnown = true;
    const std::string payload = selfContained(log, trace, bytes);
    item.raw = batch.copy(payload);

    std::optional<Refusal> problem = problemOf(trace, fields, bytes, payload.size());
    if (!problem) {
        const Result<Timestamp> time = readTime(fields.time, options.assumeUtc);
        if (time) {
            Event event = makeEvent(log, trace, fields, bytes, *time, batch);
            event.payload = item.raw;
            item.content = event;
        } else {
            item.line = fields.timeLine;
            problem = badTime(fields, placeOf(trace, fields.index) + "/time:timestamp", time.error());
        }
    }
    if (problem)
        item.content = std::move(*problem);
    batch.items.push_back(std::move(item));
}

} // namespace binnacle::xes
