#pragma once

#include "backend/store/log/fact_table.h"
#include "backend/store/log/value_codec.h"

#include <memory>
#include <string>

namespace binnacle {

namespace block {
Result<PackedFrame> packFacts(const FactTable& table);
}

/// Everything of a block's events but their payloads, as it lies in the frame of facts.
class FactColumns {
public:
    /// Reads the frame of a block of `count` events. Errors: STORE_CORRUPT, and UNSUPPORTED_FACTS for a newer version.
    static Result<FactColumns> unpack(std::string_view frame, std::size_t count);

    std::size_t count() const { return m_table->count; }
    /// The event without its payload. Views live as long as the columns, also where these are moved.
    Event event(std::size_t index) const { return m_table->event(index); }
    std::int64_t recordedAt(std::size_t index) const { return m_table->number(NumberField::RecordedAt, index); }
    /// One field alone, without an Event; empty where the event does not have it.
    std::string_view text(TextField field, std::size_t index) const
    {
        return m_table->text(static_cast<std::size_t>(field), index);
    }

    const block::FactTable& table() const { return *m_table; }
    /// By which the frame of payloads knows the facts that it belongs to.
    std::uint64_t contentHash() const { return m_contentHash; }

private:
    FactColumns() = default;

    std::vector<char> m_bytes;
    std::uint64_t m_contentHash = 0;
    block::TextArena m_arena;
    std::unique_ptr<block::FactTable> m_table; ///< Stays where it is when the columns are moved.
};

} // namespace binnacle
