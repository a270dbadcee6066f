#include "backend/store/log/raw_block.h"

#include <algorithm>

namespace binnacle {

void RawBlock::append(std::int64_t recordedAt, std::string_view facts, std::string_view payload)
{
    m_facts.append(facts);
    m_payloads.append(payload);
    m_rows.push_back({ recordedAt, m_facts.size(), m_payloads.size() });
}

void RawBlock::clear()
{
    m_facts.clear();
    m_payloads.clear();
    m_rows.clear();
}

bool RawBlock::isFull() const
{
    return m_rows.size() >= blockEvents || m_payloads.size() >= blockBytes || m_facts.size() >= blockBytes;
}

RawBlock::Item RawBlock::at(std::size_t index) const
{
    const Row before = index == 0 ? Row{} : m_rows[index - 1];
    const Row& row = m_rows[index];
    return { row.recordedAt, std::string_view(m_facts).substr(before.factsEnd, row.factsEnd - before.factsEnd),
        std::string_view(m_payloads).substr(before.payloadEnd, row.payloadEnd - before.payloadEnd) };
}

void RawBlock::prefetchFacts(std::size_t index) const
{
    constexpr std::size_t line = 64;
    const std::string_view facts = at(index).facts;
    for (std::size_t i = 0; i < std::min(facts.size(), 6 * line); i += line)
        __builtin_prefetch(facts.data() + i);
}

} // namespace binnacle
