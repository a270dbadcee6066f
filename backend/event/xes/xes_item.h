#pragma once

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"
#include "backend/event/xes/xes_text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::xes {

/// Longest text that may name something, in bytes; as in the JSON dialects.
inline constexpr std::size_t maxNameBytes = 2048;

/// What holds for every event of a log.
struct LogContext {
    std::string organization;
    std::string project;
    std::string entityType;
    std::string source;
    std::string classifier; ///< As the log writes it; empty where it has none that we use.
    std::vector<std::string> classifierKeys; ///< Of the first event classifier that knows more than the name.
};

/// What holds for every event of the trace being read.
class TraceContext {
public:
    void begin(std::uint64_t traceIndex);
    /// A direct attribute of the trace. A later one of the same key takes its place.
    void take(const Attribute& attribute);
    /// The bytes of an attribute element, nested ones included.
    void takeRaw(std::string_view element);
    /// JSON object of the scalar attributes but the name.
    const std::string& propertiesJson();

    std::uint64_t index = 0; ///< 1-based place in the log.
    std::string name;
    bool hasName = false;
    bool isTooDeep = false;
    bool isTooLarge = false;
    std::uint64_t eventCount = 0; ///< Event elements so far.
    std::string attributes; ///< Elements of the trace's own attributes, byte for byte.

private:
    std::vector<std::pair<std::string, std::string>> m_properties; ///< Key, JSON value.
    std::string m_propertiesJson;
    bool m_stale = true;
};

/// What an event's direct attributes say.
struct EventFields {
    std::uint64_t index = 0; ///< 1-based place among its siblings.
    std::uint64_t line = 0;
    std::string name;
    bool hasName = false;
    std::string transition;
    std::string resource;
    std::string time;
    bool hasTime = false;
    std::uint64_t timeLine = 0;
    std::vector<std::string> classifierValues;
    bool isTooDeep = false;

    void begin(std::uint64_t eventIndex, std::uint64_t eventLine, std::size_t classifierKeys);
    /// The first attribute of a key counts.
    void take(const Attribute& attribute, std::uint64_t attributeLine, const LogContext& log);
};

/// Where an event lies and its bytes.
struct EventBytes {
    std::string_view bytes; ///< From "<event" to its end; only the beginning where isCut.
    bool isCut = false;
    std::int64_t position = 0; ///< 1-based, over all traces of the name; among the log's own events without one.
};

/// Appends the event, or why it is refused, to `batch`. `trace` is null for an event outside of any trace.
void appendItem(const LogContext& log, TraceContext* trace, const EventFields& fields, const EventBytes& bytes,
    const ParseOptions& options, EventBatch& batch);

} // namespace binnacle::xes
