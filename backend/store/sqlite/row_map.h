#pragma once

#include "backend/store/sqlite/hash_index.h"

#include "backend/core/result.h"
#include "backend/projection/read_types.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

/// Rows of one projection in memory by key; the least recently used ones are the first to go. Rows that differ from
/// the table are dirty and stay until they were written.
///
/// `Stored` is what the row's indexed columns hold on disk, so that a write can leave alone the indexes that do not
/// change. `Hash` spreads its result over all 64 bits.
template <typename Key, typename State, typename Stored, typename Hash>
class RowMap {
public:
    struct Row {
        Key key{};
        State state{};
        EntityRef ref = 0;
        Stored stored{};
        bool isStored = false; ///< There is a row of the table.

    private:
        friend class RowMap;
        bool isDirty = false;
        Row* newer = nullptr;
        Row* older = nullptr;
        std::uint64_t hash = 0;
        std::size_t bytes = 0;
    };

    RowMap() = default;
    RowMap(const RowMap&) = delete;
    RowMap& operator=(const RowMap&) = delete;

    /// The row, dirty from now on, and whether it had to be made. It stays where it is until it is forgotten.
    template <typename K>
    std::pair<Row&, bool> use(const K& key)
    {
        auto used = change(key);
        if (&used.first != m_newest) {
            unlink(used.first);
            linkAsNewest(used.first);
        }
        return used;
    }
    /// The same, but a row that is there does not count as used.
    template <typename K>
    std::pair<Row&, bool> change(const K& key)
    {
        const std::uint64_t hash = Hash()(key);
        Row* row = m_index.find(hash, [&](const Row& candidate) { return candidate.key == key; });
        const bool isNew = row == nullptr;
        if (isNew) {
            row = &make();
            row->key = Key(key);
            row->hash = hash;
            weigh(*row, 0);
            m_index.insert(hash, row);
            linkAsNewest(*row);
        }
        if (!row->isDirty) {
            row->isDirty = true;
            m_dirty.push_back(row);
        }
        return { *row, isNew };
    }

    /// The row has about `content` bytes beside its own size.
    void weigh(Row& row, std::size_t content)
    {
        const std::size_t bytes = sizeof(Row) + content;
        m_bytes += bytes - row.bytes;
        row.bytes = bytes;
    }
    /// Up to `content` bytes came into rows that are not weighed again before they are written; `row` stands for them.
    void grow(Row& row, std::size_t content)
    {
        m_bytes += content;
        row.bytes += content;
    }
    /// Memory that the rows take, as far as they were weighed.
    std::size_t byteSize() const { return m_bytes; }
    std::vector<Row*>& dirty() { return m_dirty; }

    /// The dirty rows were written.
    void markClean()
    {
        for (Row* row : m_dirty)
            row->isDirty = false;
        m_dirty.clear();
    }

    /// Forgets the least recently used rows until the rest takes at most `bytes`; those that are dirty are saved first,
    /// in the order of their keys, because neighbours share pages.
    template <typename Save>
    Result<void> evictTo(std::size_t bytes, Save save)
    {
        std::vector<Row*> old;
        std::size_t left = m_bytes;
        for (Row* row = m_oldest; row != nullptr && left > bytes; row = row->newer) {
            old.push_back(row);
            left -= row->bytes;
        }
        std::sort(old.begin(), old.end(), [](const Row* a, const Row* b) { return a->key < b->key; });
        for (Row* row : old) {
            if (!row->isDirty)
                continue;
            if (auto done = save(*row); !done)
                return done;
            row->isDirty = false;
        }
        std::erase_if(m_dirty, [](const Row* row) { return !row->isDirty; });
        for (Row* row : old) {
            unlink(*row);
            m_index.erase(row->hash, row);
            m_bytes -= row->bytes;
            *row = Row();
            m_free.push_back(row);
        }
        return {};
    }

    void clear()
    {
        m_dirty.clear();
        m_index.clear();
        m_free.clear();
        m_rows.clear();
        m_newest = nullptr;
        m_oldest = nullptr;
        m_bytes = 0;
    }

private:
    Row& make()
    {
        if (m_free.empty())
            return m_rows.emplace_back();
        Row& row = *m_free.back();
        m_free.pop_back();
        return row;
    }
    void unlink(Row& row)
    {
        (row.newer != nullptr ? row.newer->older : m_newest) = row.older;
        (row.older != nullptr ? row.older->newer : m_oldest) = row.newer;
    }
    void linkAsNewest(Row& row)
    {
        row.newer = nullptr;
        row.older = m_newest;
        (m_newest != nullptr ? m_newest->newer : m_oldest) = &row;
        m_newest = &row;
    }

    std::deque<Row> m_rows;
    std::vector<Row*> m_free; ///< Rows of m_rows that stand for nothing.
    HashIndex<Row> m_index;
    std::vector<Row*> m_dirty;
    std::size_t m_bytes = 0;
    Row* m_newest = nullptr;
    Row* m_oldest = nullptr;
};

} // namespace binnacle::sqlite
