#include "backend/store/log/raw_block.h"

#include <algorithm>

namespace binnacle {

void RawBlock::append(const Item& item)
{
    add({ item.recordedAt, copy(item.facts), copy(item.payload) });
}

void RawBlock::refer(const Item& item, const TextMemory& memory)
{
    // What comes together has one owner.
    if (m_owners.empty() || m_owners.back() != memory.owner) {
        m_owners.push_back(memory.owner);
        m_keptBytes += memory.bytes;
    }
    add(item);
}

void RawBlock::add(const Item& item)
{
    m_items.push_back(item);
    m_factBytes += item.facts.size();
    m_payloadBytes += item.payload.size();
}

std::string_view RawBlock::copy(std::string_view text)
{
    constexpr std::size_t leastReserved = 1024;
    constexpr std::size_t mostReserved = 64 * 1024;
    if (text.empty())
        return {};
    if (m_copies.empty() || m_copies.back().capacity() - m_copies.back().size() < text.size()) {
        const std::size_t twice = m_copies.empty() ? 0 : 2 * m_copies.back().capacity();
        m_copies.emplace_back().reserve(std::max(text.size(), std::clamp(twice, leastReserved, mostReserved)));
    }
    std::string& target = m_copies.back();
    target.append(text);
    return std::string_view(target).substr(target.size() - text.size());
}

bool RawBlock::isFull() const
{
    return m_items.size() >= blockEvents || m_payloadBytes >= blockBytes || m_factBytes >= blockBytes
        || m_keptBytes >= blockKeptBytes;
}

void RawBlock::prefetchFacts(std::size_t index) const
{
    constexpr std::size_t line = 64;
    const std::string_view facts = m_items[index].facts;
    for (std::size_t i = 0; i < std::min(facts.size(), 6 * line); i += line)
        __builtin_prefetch(facts.data() + i);
}

} // namespace binnacle
