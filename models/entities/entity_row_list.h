#pragma once

#include "backend/projection/entity_query.h"
#include "backend/projection/read_types.h"

#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace binnacle {

/// The loaded head of a sorted list of entities, and how live changes go into it. Knows nothing of Qt: the
/// structural steps are announced through Listener, each one before and after it happens.
class EntityRowList {
public:
    struct Listener {
        std::function<void(int first, int last)> beginInsert;
        std::function<void()> endInsert;
        std::function<void(int first, int last)> beginRemove;
        std::function<void()> endRemove;
        std::function<void()> beginReset;
        std::function<void()> endReset;
        std::function<void(int row)> changed;
    };

    /// Changes that wait because somebody looks at the rows.
    struct Waiting {
        std::unordered_set<EntityRef> arrived; ///< Would appear.
        std::unordered_set<EntityRef> moved; ///< Would change place; their cells are already new.
        std::unordered_set<EntityRef> left; ///< No longer match.
        bool isEmpty() const { return arrived.empty() && moved.empty() && left.empty(); }
        std::size_t size() const { return arrived.size() + moved.size() + left.size(); }
        std::vector<EntityRef> refs() const;
    };

    explicit EntityRowList(Listener listener);

    int size() const { return int(m_rows.size()); }
    const EntityRow& at(int row) const { return m_rows[std::size_t(row)]; }
    /// -1 where it is not loaded.
    int indexOf(EntityRef ref) const;
    const Waiting& waiting() const { return m_waiting; }
    void setSort(std::vector<SortKey> sort) { m_sort = std::move(sort); }

    /// A new list. Announces as little as it can: cells where the same rows stand in the same places, an insert
    /// where they only grew at the end; otherwise a reset.
    void replace(std::vector<EntityRow> rows);
    /// The next page. A row that is already here (it moved meanwhile) is not listed twice.
    void append(std::vector<EntityRow> rows);
    /// The newest values of `asked`: `matching` are those that still belong to the list; `others` belong no more but
    /// are shown until they leave. `hold`: only cells change; whatever would insert, move or remove waits.
    /// `complete`: the list is loaded to its end, so that a row behind the last one belongs here too.
    void apply(const std::vector<EntityRef>& asked, std::vector<EntityRow> matching, std::vector<EntityRow> others,
        bool hold, bool complete);

private:
    void holdBack(const std::vector<EntityRef>& asked, std::vector<EntityRow> matching, std::vector<EntityRow> others,
        bool complete);
    void put(int row, EntityRow value);
    void reindex(int from);
    void removeRows(std::vector<int> rows);
    void insertRows(std::vector<EntityRow> rows, bool complete);
    void merge(const std::unordered_set<EntityRef>& leaving, std::vector<EntityRow> coming, bool complete);

    Listener m_tell;
    std::vector<EntityRow> m_rows;
    std::unordered_map<EntityRef, int> m_index;
    std::vector<SortKey> m_sort;
    Waiting m_waiting;
};

} // namespace binnacle
