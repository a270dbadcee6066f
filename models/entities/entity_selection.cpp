#include "models/entities/entity_selection.h"

#include <algorithm>

namespace binnacle {

namespace {

std::vector<EntityRow> byRef(const std::unordered_map<EntityRef, EntityRow>& entries)
{
    std::vector<EntityRow> rows;
    rows.reserve(entries.size());
    for (const auto& [ref, row] : entries)
        rows.push_back(row);
    std::sort(rows.begin(), rows.end(), [](const EntityRow& a, const EntityRow& b) { return a.ref < b.ref; });
    return rows;
}

} // namespace

std::int64_t EntitySelection::count(std::int64_t matches) const
{
    if (!m_all)
        return static_cast<std::int64_t>(m_rows.size());
    return std::max<std::int64_t>(0, matches - static_cast<std::int64_t>(m_excluded.size()));
}

void EntitySelection::add(const EntityRow& row)
{
    if (m_all)
        m_excluded.erase(row.ref);
    else
        m_rows.insert_or_assign(row.ref, row);
}

void EntitySelection::remove(const EntityRow& row)
{
    if (m_all)
        m_excluded.insert_or_assign(row.ref, row);
    else
        m_rows.erase(row.ref);
}

void EntitySelection::forget(EntityRef ref)
{
    m_rows.erase(ref);
    m_excluded.erase(ref);
}

void EntitySelection::toggle(const EntityRow& row)
{
    if (contains(row.ref))
        remove(row);
    else
        add(row);
}

void EntitySelection::selectAll()
{
    clear();
    m_all = true;
}

void EntitySelection::clear()
{
    m_all = false;
    m_rows.clear();
    m_excluded.clear();
}

void EntitySelection::refresh(const EntityRow& row)
{
    const auto found = m_rows.find(row.ref);
    if (found != m_rows.end())
        found->second = row;
}

void EntitySelection::retain(const std::unordered_set<EntityRef>& refs)
{
    std::erase_if(m_rows, [&refs](const auto& entry) { return !refs.contains(entry.first); });
}

std::vector<EntityRow> EntitySelection::rows() const
{
    return byRef(m_rows);
}

std::vector<EntityRow> EntitySelection::excluded() const
{
    return byRef(m_excluded);
}

std::vector<EntityRef> EntitySelection::refs() const
{
    std::vector<EntityRef> refs;
    refs.reserve(m_rows.size());
    for (const auto& [ref, row] : m_rows)
        refs.push_back(ref);
    std::sort(refs.begin(), refs.end());
    return refs;
}

} // namespace binnacle
