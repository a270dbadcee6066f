#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace binnacle::sqlite {

/// Finds entries that live elsewhere by the hash of their key. Open addressing with the hash beside the pointer: a
/// look-up reads one or two neighbouring slots and, nearly always, the one entry that it wants, where a node-based map
/// follows a chain of nodes.
template <typename Entry>
class HashIndex {
public:
    /// The entry with `hash` for which `isWanted(const Entry&)` holds; nullptr: there is none.
    template <typename Predicate>
    Entry* find(std::uint64_t hash, Predicate isWanted) const
    {
        if (m_slots.empty())
            return nullptr;
        for (std::size_t at = hash & mask(); m_slots[at].entry != nullptr; at = (at + 1) & mask()) {
            if (m_slots[at].hash == hash && isWanted(*m_slots[at].entry))
                return m_slots[at].entry;
        }
        return nullptr;
    }

    /// `entry` must not be in the index yet, and stay where it is until it is erased.
    void insert(std::uint64_t hash, Entry* entry)
    {
        if (2 * (m_size + 1) > m_slots.size())
            grow();
        place({ hash, entry });
        ++m_size;
    }

    /// `entry` must be in the index.
    void erase(std::uint64_t hash, const Entry* entry)
    {
        std::size_t gap = hash & mask();
        while (m_slots[gap].entry != entry)
            gap = (gap + 1) & mask();
        // What was pushed past the gap by a collision moves back, so that every entry can be reached from its home.
        for (std::size_t at = (gap + 1) & mask(); m_slots[at].entry != nullptr; at = (at + 1) & mask()) {
            const std::size_t home = m_slots[at].hash & mask();
            if (((at - home) & mask()) >= ((at - gap) & mask())) {
                m_slots[gap] = m_slots[at];
                gap = at;
            }
        }
        m_slots[gap] = {};
        --m_size;
    }

    /// Keeps its memory.
    void clear()
    {
        m_slots.assign(m_slots.size(), Slot());
        m_size = 0;
    }

private:
    struct Slot {
        std::uint64_t hash = 0;
        Entry* entry = nullptr;
    };

    std::size_t mask() const { return m_slots.size() - 1; }

    void place(const Slot& slot)
    {
        std::size_t at = slot.hash & mask();
        while (m_slots[at].entry != nullptr)
            at = (at + 1) & mask();
        m_slots[at] = slot;
    }

    void grow()
    {
        std::vector<Slot> old(m_slots.empty() ? 64 : 2 * m_slots.size());
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.entry != nullptr)
                place(slot);
        }
    }

    std::vector<Slot> m_slots; ///< A power of two, at most half full.
    std::size_t m_size = 0;
};

} // namespace binnacle::sqlite
