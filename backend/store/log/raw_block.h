#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// A block ends at this many events, or earlier at this many bytes of payloads or facts, so that memory stays bounded
/// whatever events are like. Blocks are found by their first seq, never computed from seq.
inline constexpr std::size_t blockEvents = 512;
inline constexpr std::size_t blockBytes = 2 * 1024 * 1024;

/// The events of a block as they came together. Whoever fills it may share it as const with other threads afterwards.
class RawBlock {
public:
    struct Item {
        std::int64_t recordedAt = 0; ///< Microseconds since the epoch.
        std::string_view facts; ///< encodeFacts().
        std::string_view payload; ///< Any bytes.
    };

    void append(std::int64_t recordedAt, std::string_view facts, std::string_view payload);
    void clear();

    std::size_t count() const { return m_rows.size(); }
    /// It takes no more: the next event begins a new block.
    bool isFull() const;
    /// Bytes of facts and payloads.
    std::size_t byteSize() const { return m_facts.size() + m_payloads.size(); }
    /// Valid until the block changes.
    Item at(std::size_t index) const;
    /// Tells the processor that at(index) comes soon, for whoever walks in an order of its own: `row` first, and when
    /// that has had time to arrive, `facts`.
    void prefetchRow(std::size_t index) const { __builtin_prefetch(&m_rows[index]); }
    void prefetchFacts(std::size_t index) const;

private:
    struct Row {
        std::int64_t recordedAt = 0;
        std::size_t factsEnd = 0;
        std::size_t payloadEnd = 0;
    };

    std::string m_facts;
    std::string m_payloads;
    std::vector<Row> m_rows;
};

} // namespace binnacle
