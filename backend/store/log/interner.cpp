#include "backend/store/log/interner.h"

#include "backend/store/log/short_bytes.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace binnacle::block {

namespace {

/// Good enough for some hundred texts, and quick for short ones.
std::uint32_t hashOf(std::string_view text)
{
    using detail::load;
    const std::size_t size = text.size();
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    if (size >= detail::longSize)
        return static_cast<std::uint32_t>(XXH3_64bits(text.data(), size));
    if (size >= 8) {
        first = load<std::uint64_t>(text.data());
        last = load<std::uint64_t>(text.data() + size - 8);
        if (size > 16) {
            first ^= load<std::uint64_t>(text.data() + 8) * 0xA0761D6478BD642FU;
            last ^= load<std::uint64_t>(text.data() + size - 16) * 0xE7037ED1A0B428DBU;
        }
    } else if (size >= 4) {
        first = load<std::uint32_t>(text.data());
        last = load<std::uint32_t>(text.data() + size - 4);
    } else {
        for (const char c : text)
            first = first << 8 | static_cast<std::uint8_t>(c);
    }
    const auto product = (first + size * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U + last * 0xFF51AFD7ED558CCDU;
    return static_cast<std::uint32_t>((product ^ product >> 29) * 0x9FB21C651E98DF25U >> 32);
}

} // namespace

void Interner::begin(std::vector<std::string_view>& values)
{
    constexpr std::size_t firstSlots = 64;
    m_values = &values;
    m_entries.clear();
    m_last = 0;
    m_slots.assign(firstSlots, 0);
}

std::uint16_t Interner::indexOf(std::string_view text)
{
    // Neighbours often have the same value.
    if (m_last == 0 || !sameText(m_lastText, text)) {
        m_last = find(text);
        m_lastText = text;
    }
    return m_last;
}

std::uint16_t Interner::find(std::string_view text)
{
    const std::uint32_t hash = hashOf(text);
    const std::uint16_t* const slots = m_slots.data();
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
        const Entry& entry = m_entries[slots[slot] - 1U];
        if (entry.hash == hash && sameText(entry.text, text))
            return slots[slot];
    }
    m_values->push_back(text);
    m_entries.push_back({ text, hash });
    const auto index = static_cast<std::uint16_t>(m_entries.size());
    m_slots[slot] = index;
    if (m_entries.size() * 2 > m_slots.size())
        grow();
    return index;
}

void Interner::grow()
{
    m_slots.assign(m_slots.size() * 4, 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        std::size_t slot = m_entries[i].hash & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = static_cast<std::uint16_t>(i + 1);
    }
}

} // namespace binnacle::block
