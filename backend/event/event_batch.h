#pragma once

#include "backend/event/facts_codec.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace binnacle {

/// Why an item was not accepted. `code` is stable; `pointer` is the JSON pointer (RFC 6901) of the
/// field, or an XPath-like place for XES; empty where the whole item is meant.
struct Refusal {
    std::string code;
    std::string pointer;
    std::string message;
    std::vector<std::string> allowedValues;
};

/// One item of the input: it became an Event, or it was refused. Never neither.
struct ParsedItem {
    std::uint64_t line = 0; ///< 1-based line (NDJSON, XES) or position in an array; 0 where there is only one.
    Dialect dialect = Dialect::Faber; ///< Of a refused item: the dialect it was taken for, where `dialectIsKnown`.
    bool dialectIsKnown = false;
    std::string_view raw; ///< The item as it arrived; goes to quarantine whole when refused.
    std::variant<Event, Refusal> content;
    /// Of an event, where makeRecords() was called; otherwise the store makes it.
    std::optional<EventRecord> record;

    const Event* event() const { return std::get_if<Event>(&content); }
    const Refusal* refusal() const { return std::get_if<Refusal>(&content); }
};

/// Items on their way into the store together with the memory that their text lives in. Movable
/// between threads, one owner at a time.
class EventBatch {
public:
    EventBatch() = default;
    EventBatch(const EventBatch&) = delete;
    EventBatch& operator=(const EventBatch&) = delete;

    /// Bytes behind a text that simdjson may read (SIMDJSON_PADDING).
    static constexpr std::size_t padding = 64;
    /// Keeps `text` alive as long as the batch, and gives a view of it. Not copied where it has room for the padding.
    std::string_view adopt(std::string text);

    /// Copies `text` into the batch's memory (no padding).
    std::string_view copy(std::string_view text);

    std::vector<ParsedItem> items;

    /// Makes the items' records ahead of the store, on the sender's thread instead of the writer's. Once, when all
    /// items are there.
    void makeRecords();

    /// What all texts lie in, and what the facts of makeRecords() lie in: views stay good as long as it is kept.
    std::shared_ptr<const void> memory() const;
    std::shared_ptr<const void> factsMemory() const { return m_facts; }

    /// Bytes of adopted input and copies: what the intake queue is bounded by.
    std::size_t byteSize() const { return m_bytes; }

    /// Free text shown with quarantined items: a file name or "http 127.0.0.1:51234".
    std::string origin;

private:
    struct Texts {
        std::deque<std::string> inputs;
        std::pmr::monotonic_buffer_resource copies{ 2 * 1024 };
    };
    std::shared_ptr<Texts> m_texts = std::make_shared<Texts>();
    std::shared_ptr<const std::string> m_facts;
    std::size_t m_bytes = 0;
};

} // namespace binnacle
