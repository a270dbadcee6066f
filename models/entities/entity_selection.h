#pragma once

#include "backend/projection/read_types.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace binnacle {

/// Which entities are ticked: by ref, so that no re-sort or reload loses one. Either a set, or "all matches
/// but these". Plain value; the model around it announces changes.
class EntitySelection {
public:
    bool contains(EntityRef ref) const { return m_all ? !m_excluded.contains(ref) : m_rows.contains(ref); }
    bool isEmpty() const { return !m_all && m_rows.empty(); }
    bool isAll() const { return m_all; }
    /// `matches`: how many rows the query has in all.
    std::int64_t count(std::int64_t matches) const;

    void add(const EntityRow& row);
    void remove(const EntityRow& row);
    /// No longer there at all.
    void forget(EntityRef ref);
    void toggle(const EntityRow& row);
    void selectAll();
    void clear();

    /// Keeps the row's newest values, for copying; nothing where it is not selected.
    void refresh(const EntityRow& row);
    /// Forgets the refs that are no longer matches. Not for isAll().
    void retain(const std::unordered_set<EntityRef>& refs);

    /// The ticked rows where isAll() is false, ordered by ref.
    std::vector<EntityRow> rows() const;
    std::vector<EntityRef> refs() const;
    /// The rows that "all matches" leaves out, ordered by ref.
    std::vector<EntityRow> excluded() const;

private:
    bool m_all = false;
    std::unordered_map<EntityRef, EntityRow> m_rows;
    std::unordered_map<EntityRef, EntityRow> m_excluded;
};

} // namespace binnacle
