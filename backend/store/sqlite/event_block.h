#pragma once

#include "backend/projection/read_types.h"
#include "backend/store/log/fact_columns.h"
#include "backend/store/log/raw_block.h"

#include <cstddef>
#include <memory>
#include <variant>
#include <vector>

namespace binnacle::sqlite {

/// Neighbouring events of the log in memory, as they arrived or unpacked. Unchangeable, so that threads may share it;
/// what it gives points into it.
class EventBlock {
public:
    /// `entities`: what entityHashOf() gives for each event; empty: not known.
    EventBlock(Seq firstSeq, RawBlock events, std::vector<EntityHash> entities = {})
        : m_firstSeq(firstSeq)
        , m_count(events.count())
        , m_events(std::move(events))
        , m_entities(std::move(entities))
    {
    }
    EventBlock(Seq firstSeq, FactColumns events)
        : m_firstSeq(firstSeq)
        , m_count(events.count())
        , m_events(std::move(events))
    {
    }

    Seq firstSeq() const { return m_firstSeq; }
    Seq lastSeq() const { return m_firstSeq + static_cast<Seq>(m_count) - 1; }
    std::size_t count() const { return m_count; }
    bool holds(Seq seq) const { return seq >= m_firstSeq && seq <= lastSeq(); }
    std::size_t indexOf(Seq seq) const { return static_cast<std::size_t>(seq - m_firstSeq); }

    /// Memory that it takes, about.
    std::size_t byteSize() const;

    std::int64_t recordedAt(std::size_t index) const;
    /// Everything but the payload. Error: CORRUPT_FACTS.
    Result<Event> event(std::size_t index) const;
    /// entityHashOf() the event, without looking at all of it where findEntities() was called or the hashes were given.
    Result<EntityHash> entity(std::size_t index) const;
    /// Before the block is shared with another thread.
    Result<void> findEntities() const;

    /// The same events row by row and without payloads: for whoever comes to them in an order of its own, and would
    /// wait for each field of a column.
    Result<std::shared_ptr<const EventBlock>> inRows() const;

    /// As they arrived; nullptr: they are unpacked.
    const RawBlock* raw() const { return std::get_if<RawBlock>(&m_events); }
    /// Unpacked; nullptr: as they arrived.
    const FactColumns* columns() const { return std::get_if<FactColumns>(&m_events); }

private:
    Seq m_firstSeq;
    std::size_t m_count;
    std::variant<RawBlock, FactColumns> m_events;
    mutable std::vector<EntityHash> m_entities;
};

} // namespace binnacle::sqlite
