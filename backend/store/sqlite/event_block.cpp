#include "backend/store/sqlite/event_block.h"

#include "backend/event/facts_codec.h"

namespace binnacle::sqlite {

std::size_t EventBlock::byteSize() const
{
    // Unpacked events are about as large as their texts, which many of them share.
    constexpr std::size_t unpackedBytes = 200;
    return raw() != nullptr ? raw()->byteSize() : m_count * unpackedBytes;
}

std::int64_t EventBlock::recordedAt(std::size_t index) const
{
    return raw() != nullptr ? raw()->at(index).recordedAt : columns()->recordedAt(index);
}

Result<Event> EventBlock::event(std::size_t index) const
{
    if (const FactColumns* unpacked = columns())
        return unpacked->event(index);
    std::string_view facts = raw()->at(index).facts;
    return decodeFacts(facts);
}

Result<std::shared_ptr<const EventBlock>> EventBlock::inRows() const
{
    RawBlock rows;
    std::vector<EntityHash> entities;
    entities.reserve(m_count);
    std::string facts;
    for (std::size_t i = 0; i < m_count; ++i) {
        auto whole = event(i);
        if (!whole)
            return whole.error();
        entities.push_back(entityHashOf(*whole));
        facts.clear();
        encodeFacts(*whole, facts);
        rows.append({ recordedAt(i), facts, {} });
    }
    return std::make_shared<const EventBlock>(m_firstSeq, std::move(rows), std::move(entities));
}

Result<void> EventBlock::findEntities() const
{
    if (!m_entities.empty())
        return {};
    std::vector<EntityHash> entities;
    entities.reserve(m_count);
    for (std::size_t i = 0; i < m_count; ++i) {
        auto found = entity(i);
        if (!found)
            return found.error();
        entities.push_back(*found);
    }
    m_entities = std::move(entities);
    return {};
}

Result<EntityHash> EventBlock::entity(std::size_t index) const
{
    if (!m_entities.empty())
        return m_entities[index];
    auto whole = event(index);
    if (!whole)
        return whole.error();
    return entityHashOf(*whole);
}

} // namespace binnacle::sqlite
