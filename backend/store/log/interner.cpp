#include "backend/store/log/interner.h"

#include "backend/store/log/short_bytes.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>

namespace binnacle::block {

Interner::Interner(std::size_t most)
    : m_slots(std::bit_ceil(2 * most + 2))
{
}

void Interner::begin(std::vector<std::string_view>& values)
{
    m_values = &values;
    m_hashes.assign(1, 0);
    m_last = 0;
    std::fill(m_slots.begin(), m_slots.end(), std::uint16_t{ 0 });
}

std::uint16_t Interner::indexOf(std::string_view text)
{
    // Neighbours often have the same value.
    if (m_last != 0 && sameText((*m_values)[m_last], text))
        return m_last;
    return m_last = find(text);
}

std::uint16_t Interner::find(std::string_view text)
{
    const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (m_slots[slot] != 0) {
        const std::uint16_t index = m_slots[slot];
        if (m_hashes[index] == hash && sameText((*m_values)[index], text))
            return index;
        slot = (slot + 1) & mask;
    }
    m_values->push_back(text);
    m_hashes.push_back(hash);
    return m_slots[slot] = static_cast<std::uint16_t>(m_values->size() - 1);
}

} // namespace binnacle::block
