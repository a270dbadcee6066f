#pragma once

#include "backend/projection/read_types.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace binnacle::sqlite {

/// Rows of one projection in memory by key; the least recently used ones are the first to go. Rows that differ from
/// the table are dirty and stay until they were written.
///
/// `Stored` is what the row's indexed columns hold on disk, so that a write can leave alone the indexes that do not
/// change.
template <typename Key, typename State, typename Stored, typename Hash = std::hash<Key>>
class RowMap {
public:
    struct Row {
        State state;
        EntityRef ref = 0;
        Stored stored;
        bool isStored = false; ///< There is a row of the table.
        const Key* key = nullptr;

    private:
        friend class RowMap;
        bool isDirty = false;
        Row* newer = nullptr;
        Row* older = nullptr;
    };

    RowMap() = default;
    RowMap(const RowMap&) = delete;
    RowMap& operator=(const RowMap&) = delete;

    /// The row, dirty from now on, and whether it had to be made. It stays where it is until it is forgotten.
    template <typename K>
    std::pair<Row&, bool> use(const K& key)
    {
        auto it = m_rows.find(key);
        const bool isNew = it == m_rows.end();
        if (isNew) {
            it = m_rows.try_emplace(Key(key), std::make_unique<Row>()).first;
            it->second->key = &it->first;
        } else {
            unlink(*it->second);
        }
        Row& row = *it->second;
        linkAsNewest(row);
        if (!row.isDirty) {
            row.isDirty = true;
            m_dirty.push_back(&row);
        }
        return { row, isNew };
    }

    std::size_t size() const { return m_rows.size(); }
    std::vector<Row*>& dirty() { return m_dirty; }

    /// The dirty rows were written.
    void markClean()
    {
        for (Row* row : m_dirty)
            row->isDirty = false;
        m_dirty.clear();
    }

    /// Forgets old rows until at most `limit` are left. Only right after markClean().
    void shrinkTo(std::size_t limit)
    {
        while (m_rows.size() > limit) {
            Row& row = *m_oldest;
            unlink(row);
            m_rows.erase(m_rows.find(*row.key));
        }
    }

    void clear()
    {
        m_dirty.clear();
        m_rows.clear();
        m_newest = nullptr;
        m_oldest = nullptr;
    }

private:
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

    /// Rows are large: apart from the nodes, a look-up does not have to walk over them.
    std::unordered_map<Key, std::unique_ptr<Row>, Hash, std::equal_to<>> m_rows;
    std::vector<Row*> m_dirty;
    Row* m_newest = nullptr;
    Row* m_oldest = nullptr;
};

} // namespace binnacle::sqlite
