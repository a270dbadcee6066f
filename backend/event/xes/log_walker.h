#pragma once

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"
#include "backend/event/xes/byte_window.h"
#include "backend/event/xes/xes_item.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace binnacle::xes {

/// Where a tag lies in the document.
struct TagPlace {
    std::uint64_t offset = 0; ///< Of its first byte; for an end, behind its last.
    std::uint64_t line = 0;
};

/// Knows what the elements of an event log mean: gets the tags in order and hands out items.
class LogWalker {
public:
    using BatchSource = std::function<EventBatch&()>;

    /// `window` holds the document's bytes from the tag being walked back to what was captured.
    LogWalker(ParseOptions options, BatchSource batches, ByteWindow& window);

    /// `pairs`: names and values by turns, ended by a null. False: this is no event log; see problem().
    bool start(std::string_view name, const char** pairs, TagPlace place);
    void end(TagPlace place);
    /// An item that was handed out before carries what its log said around it.
    void instruction(std::string_view data);

    /// Ends in a last refused item with the bytes from `tokenOffset` on, or from the event it is in.
    void refuseRest(std::string code, std::string message, std::uint64_t line, std::uint64_t tokenOffset);

    int depth() const { return m_depth; }
    const std::string& problem() const { return m_problem; }
    std::uint64_t eventCount() const { return m_events; }
    std::uint64_t emptyTraceCount() const { return m_emptyTraces; }

private:
    void startInEvent(std::string_view name, const char** pairs, TagPlace place);
    void startInTrace(std::string_view name, const char** pairs, TagPlace place);
    void startInLog(std::string_view name, const char** pairs, TagPlace place);
    void beginTrace();
    void beginEvent(TagPlace place);
    void endEvent(TagPlace place);
    void endTraceAttribute(TagPlace place);
    void takeClassifier(const char** pairs);
    void setClassifierKeys(std::string_view keys);
    void setNames();
    std::int64_t nextPosition();

    ParseOptions m_options;
    BatchSource m_batches;
    ByteWindow& m_window;

    int m_depth = 0; ///< Open elements.
    int m_traceDepth = 0; ///< Depth of the open trace's element; 0: none is open.
    int m_eventDepth = 0;
    std::string m_problem;

    LogContext m_log;
    std::string m_logName;
    LogContext m_kept; ///< What an item's own instruction says.
    std::optional<std::int64_t> m_keptPosition;
    TraceContext m_trace;
    EventFields m_event;
    std::uint64_t m_traces = 0;
    std::uint64_t m_logEvents = 0; ///< Event elements outside of any trace.
    std::uint64_t m_events = 0;
    std::uint64_t m_emptyTraces = 0;
    std::unordered_map<std::uint64_t, std::uint32_t> m_positions; ///< By hash of the trace's name.
};

} // namespace binnacle::xes
