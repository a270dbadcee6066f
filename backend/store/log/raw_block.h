#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// A block ends at this many events, or earlier at this many bytes of payloads or facts, or of memory that it keeps for
/// them, so that memory stays bounded whatever events are like. Blocks are found by their first seq, never computed
/// from seq.
inline constexpr std::size_t blockEvents = 512;
inline constexpr std::size_t blockBytes = 2 * 1024 * 1024;
inline constexpr std::size_t blockKeptBytes = 4 * blockBytes;

/// What texts lie in that are not copied.
struct TextMemory {
    std::shared_ptr<const void> owner;
    std::size_t bytes = 0; ///< All of it, also what nobody refers to.
};

/// The events of a block as they came together. Whoever fills it may share it as const with other threads afterwards.
class RawBlock {
public:
    struct Item {
        std::int64_t recordedAt = 0; ///< Microseconds since the epoch.
        std::string_view facts; ///< encodeFacts().
        std::string_view payload; ///< Any bytes.
    };

    RawBlock() = default;
    RawBlock(RawBlock&&) = default;
    RawBlock& operator=(RawBlock&&) = default;
    RawBlock(const RawBlock&) = delete; // Its items point into it.
    RawBlock& operator=(const RawBlock&) = delete;

    /// Copies the texts.
    void append(const Item& item);
    /// Keeps `memory`, in which the texts lie, instead of copying them.
    void refer(const Item& item, const TextMemory& memory);

    std::size_t count() const { return m_items.size(); }
    /// It takes no more: the next event begins a new block.
    bool isFull() const;
    /// Bytes of facts and payloads.
    std::size_t byteSize() const { return m_factBytes + m_payloadBytes; }
    /// Valid as long as the block.
    const Item& at(std::size_t index) const { return m_items[index]; }
    /// Tells the processor that at(index) comes soon, for whoever walks in an order of its own: the item first, and
    /// when that has had time to arrive, its facts.
    void prefetchItem(std::size_t index) const { __builtin_prefetch(&m_items[index]); }
    void prefetchFacts(std::size_t index) const;

private:
    void add(const Item& item);
    std::string_view copy(std::string_view text);

    std::vector<Item> m_items;
    std::vector<std::string> m_copies; ///< Never grown beyond what was reserved, so that views stay good.
    std::vector<std::shared_ptr<const void>> m_owners;
    std::size_t m_factBytes = 0;
    std::size_t m_payloadBytes = 0;
    std::size_t m_keptBytes = 0; ///< Of the owners.
};

} // namespace binnacle
