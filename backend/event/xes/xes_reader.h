#pragma once

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace binnacle {

/// Reads an event log in XML (IEEE 1849, XES) piece by piece; never holds more of it than the event it is in.
/// A trace is an entity, an event a step of it; how is written in README.md. What cannot be taken becomes a refused
/// item with its line and a place such as /trace[3]/event[2]/time:timestamp. Broken XML, a document type
/// declaration or an encoding other than UTF-8 ends the reading with a last refused item; what came before
/// stays. Not thread-safe.
class XesReader {
public:
    /// Asked before each item for the batch it goes to, so that a caller can pass a full one on and give a new one.
    using BatchSource = std::function<EventBatch&()>;

    XesReader(ParseOptions options, BatchSource batches);
    ~XesReader();
    XesReader(const XesReader&) = delete;
    XesReader& operator=(const XesReader&) = delete;

    /// Reads the next bytes. False: the reading has ended in a refusal, further bytes are ignored.
    bool feed(std::string_view bytes);
    /// No more bytes will come. A log that is not closed ends in a refusal. False: there was one.
    bool finish();

    std::uint64_t eventCount() const; ///< Event elements, refused ones included.
    std::uint64_t emptyTraceCount() const; ///< Traces without an event: they leave nothing.

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Reads one item as XesReader hands it out (and quarantine keeps it): a `<trace>` with an event, or a whole small
/// log. Appends at least one item to `batch`.
void parseXesItem(std::string_view xml, const ParseOptions& options, EventBatch& batch);

/// A file's name without directories and without .gz, .zst, .xes and .xml at its end.
std::string_view logNameOf(std::string_view fileName);

} // namespace binnacle
