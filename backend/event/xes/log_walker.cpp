#include "backend/event/xes/log_walker.h"

#include "backend/event/xes/xes_reader.h"

#include <algorithm>
#include <initializer_list>

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

namespace binnacle::xes {

namespace {

/// Bytes around a fault in the XML that are kept for quarantine.
constexpr std::size_t maxFaultBytes = 64 * 1024;
/// No log nests its elements like this; only a hostile one.
constexpr int maxOpenElements = 1000;
constexpr std::size_t maxClassifierKeys = 8;
constexpr int maxAttributeDepth = static_cast<int>(maxNesting);

std::string_view textOf(const char* text)
{
    return text ? std::string_view(text) : std::string_view();
}

/// Views into the XML parser's memory.
Attribute attributeOf(std::string_view element, const char** pairs)
{
    Attribute attribute;
    attribute.element = element;
    for (; pairs[0]; pairs += 2) {
        const std::string_view name = pairs[0];
        if (name == "key") {
            attribute.key = pairs[1];
        } else if (name == "value") {
            attribute.value = pairs[1];
            attribute.hasValue = true;
        }
    }
    return attribute;
}

std::string firstOf(std::initializer_list<std::string_view> candidates)
{
    for (const std::string_view candidate : candidates) {
        if (!candidate.empty())
            return std::string(candidate);
    }
    return {};
}

/// A name as a part of an entity's address, where a slash would end it.
std::string addressPart(std::string name)
{
    std::replace(name.begin(), name.end(), '/', '-');
    return name;
}

} // namespace

LogWalker::LogWalker(ParseOptions options, BatchSource batches, ByteWindow& window)
    : m_options(std::move(options))
    , m_batches(std::move(batches))
    , m_window(window)
{
    setNames();
}

void LogWalker::setNames()
{
    const std::string_view fileName = logNameOf(m_options.fileName);
    m_log.organization = addressPart(firstOf({ m_options.xesOrganization, m_kept.organization, "imported" }));
    m_log.project = addressPart(
        firstOf({ m_options.xesProject, m_kept.project, m_logName, fileName, m_options.defaultProject, "default" }));
    m_log.entityType = addressPart(firstOf({ m_options.xesEntityType, m_kept.entityType, "case" }));
    m_log.source = firstOf({ m_kept.source, m_logName, fileName, "xes" });
}

bool LogWalker::start(std::string_view name, const char** pairs, TagPlace place)
{
    ++m_depth;
    if (m_depth > maxOpenElements) {
        m_problem = "Elements are nested deeper than " + std::to_string(maxOpenElements)
            + " levels. The rest of the file is not read.";
    } else if (m_eventDepth != 0) {
        startInEvent(name, pairs, place);
    } else if (m_traceDepth != 0) {
        startInTrace(name, pairs, place);
    } else if (m_depth == 2 || name == "trace" || name == "event") {
        // An item that was handed out before may have its trace or event outermost.
        if (m_depth <= 2)
            startInLog(name, pairs, place);
    } else if (m_depth == 1 && name != "log") {
        m_problem = "The outermost element is <" + std::string(name.substr(0, 40))
            + ">, but an XES event log begins with <log>.";
    }
    return m_problem.empty();
}

void LogWalker::startInEvent(std::string_view name, const char** pairs, TagPlace place)
{
    if (m_depth == m_eventDepth + 1)
        m_event.take(attributeOf(name, pairs), place.line, m_log);
    else if (m_depth - m_eventDepth >= maxAttributeDepth)
        m_event.isTooDeep = true;
}

void LogWalker::startInTrace(std::string_view name, const char** pairs, TagPlace place)
{
    if (m_depth != m_traceDepth + 1) {
        m_trace.isTooDeep = m_trace.isTooDeep || m_depth - m_traceDepth >= maxAttributeDepth;
    } else if (name == "event") {
        beginEvent(place);
    } else if (name == "trace") {
        // Taken for an attribute, it would swallow its events.
        m_problem = "A trace stands within another one. The rest of the file is not read.";
    } else {
        m_window.capture(place.offset);
        m_trace.take(attributeOf(name, pairs));
    }
}

void LogWalker::startInLog(std::string_view name, const char** pairs, TagPlace place)
{
    if (name == "trace") {
        beginTrace();
    } else if (name == "event") {
        beginEvent(place);
    } else if (name == "classifier") {
        takeClassifier(pairs);
    } else if (const Attribute attribute = attributeOf(name, pairs);
               attribute.key == "concept:name" && attribute.value.size() <= maxNameBytes) {
        m_logName = attribute.value;
        setNames();
    }
}

/// The first classifier of events that tells more than the activity's name apart gives the steps their type.
void LogWalker::takeClassifier(const char** pairs)
{
    std::string_view scope;
    std::string_view keys;
    for (; pairs[0]; pairs += 2) {
        if (textOf(pairs[0]) == "scope")
            scope = pairs[1];
        else if (textOf(pairs[0]) == "keys")
            keys = pairs[1];
    }
    if (m_log.classifierKeys.empty() && (scope.empty() || scope == "event"))
        setClassifierKeys(keys);
}

void LogWalker::setClassifierKeys(std::string_view keys)
{
    const std::string text(keys);
    std::vector<std::string> names;
    while (!keys.empty() && names.size() < maxClassifierKeys) {
        if (const std::string_view key = nextClassifierKey(keys); !key.empty())
            names.emplace_back(key);
    }
    if (names.size() < 2 || std::find(names.begin(), names.end(), "concept:name") == names.end())
        return;
    m_log.classifier = text;
    m_log.classifierKeys = std::move(names);
}

void LogWalker::instruction(std::string_view data)
{
    m_kept.source = pseudoAttribute(data, "source");
    m_kept.organization = pseudoAttribute(data, "organization");
    m_kept.project = pseudoAttribute(data, "project");
    m_kept.entityType = pseudoAttribute(data, "type");
    setClassifierKeys(pseudoAttribute(data, "classifier"));
    const std::string position = pseudoAttribute(data, "position");
    const bool isNumber = !position.empty() && position.size() < 10
        && std::all_of(position.begin(), position.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber)
        m_keptPosition = std::stoll(position);
    setNames();
}

void LogWalker::beginTrace()
{
    m_traceDepth = m_depth;
    m_trace.begin(++m_traces);
}

void LogWalker::beginEvent(TagPlace place)
{
    m_eventDepth = m_depth;
    m_window.capture(place.offset);
    ++m_events;
    m_event.begin(m_traceDepth != 0 ? ++m_trace.eventCount : ++m_logEvents, place.line, m_log.classifierKeys.size());
}

std::int64_t LogWalker::nextPosition()
{
    if (m_keptPosition)
        return (*m_keptPosition)++;
    if (m_traceDepth == 0)
        return static_cast<std::int64_t>(m_logEvents);
    // Two names with one hash would share a counter; positions would still grow in file order.
    return ++m_positions[XXH3_64bits(m_trace.name.data(), m_trace.name.size())];
}

void LogWalker::endEvent(TagPlace place)
{
    const ByteWindow::Captured captured = m_window.take(place.offset);
    const EventBytes bytes{ captured.bytes, captured.isCut, nextPosition() };
    appendItem(m_log, m_traceDepth != 0 ? &m_trace : nullptr, m_event, bytes, m_options, m_batches());
    m_eventDepth = 0;
}

void LogWalker::endTraceAttribute(TagPlace place)
{
    const ByteWindow::Captured captured = m_window.take(place.offset);
    if (captured.isCut)
        m_trace.isTooLarge = true;
    else
        m_trace.takeRaw(captured.bytes);
}

void LogWalker::end(TagPlace place)
{
    if (m_eventDepth != 0) {
        if (m_depth == m_eventDepth)
            endEvent(place);
    } else if (m_traceDepth != 0) {
        if (m_depth == m_traceDepth) {
            m_emptyTraces += m_trace.eventCount == 0 ? 1 : 0;
            m_traceDepth = 0;
        } else if (m_depth == m_traceDepth + 1) {
            endTraceAttribute(place);
        }
    }
    --m_depth;
}

void LogWalker::refuseRest(std::string code, std::string message, std::uint64_t line, std::uint64_t tokenOffset)
{
    std::string pointer;
    if (m_traceDepth != 0)
        pointer += "/trace[" + std::to_string(m_traces) + "]";
    if (m_eventDepth != 0)
        pointer += "/event[" + std::to_string(m_event.index) + "]";
    EventBatch& batch = m_batches();
    ParsedItem item;
    item.line = line;
    item.dialect = Dialect::Xes;
    item.dialectIsKnown = true;
    item.raw = batch.copy(m_window.pending(tokenOffset, maxFaultBytes));
    item.content = Refusal{ std::move(code), std::move(pointer), std::move(message), {} };
    batch.items.push_back(std::move(item));
}

} // namespace binnacle::xes
