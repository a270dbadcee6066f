#include "backend/store/columns/entity_set.h"

#include <limits>

namespace binnacle::columns {

std::uint8_t& EntitySet::countOf(std::size_t row)
{
    const std::size_t place = row / blockRows;
    if (place >= m_blocks.size())
        m_blocks.resize(place + 1);
    if (!m_blocks[place])
        m_blocks[place] = std::make_unique<Block>();
    return (*m_blocks[place])[row % blockRows];
}

void EntitySet::add(std::size_t row)
{
    std::uint8_t& count = countOf(row);
    if (count == std::numeric_limits<std::uint8_t>::max())
        m_isExact = false;
    else
        ++count;
}

void EntitySet::remove(std::size_t row)
{
    std::uint8_t& count = countOf(row);
    if (count == 0)
        m_isExact = false;
    else
        --count;
}

void EntitySet::put(std::size_t row, bool isIn)
{
    if (isIn || contains(row))
        countOf(row) = isIn ? 1 : 0;
}

std::size_t EntitySet::byteSize() const
{
    std::size_t size = m_blocks.capacity() * sizeof(m_blocks[0]);
    for (const auto& block : m_blocks)
        size += block ? sizeof(Block) : 0;
    return size;
}

} // namespace binnacle::columns
