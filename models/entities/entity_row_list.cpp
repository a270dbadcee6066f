#include "models/entities/entity_row_list.h"

#include "models/entities/entity_order.h"

#include <algorithm>

namespace binnacle {

namespace {

// Each structural step costs a view some milliseconds: past this many, one reset is cheaper.
constexpr std::size_t stepLimit = 24;

} // namespace

std::vector<EntityRef> EntityRowList::Waiting::refs() const
{
    std::vector<EntityRef> refs(arrived.begin(), arrived.end());
    refs.insert(refs.end(), moved.begin(), moved.end());
    refs.insert(refs.end(), left.begin(), left.end());
    return refs;
}

EntityRowList::EntityRowList(Listener listener)
    : m_tell(std::move(listener))
{
}

int EntityRowList::indexOf(EntityRef ref) const
{
    const auto found = m_index.find(ref);
    return found == m_index.end() ? -1 : found->second;
}

void EntityRowList::replace(std::vector<EntityRow> rows)
{
    m_waiting = {};
    const bool samePlaces = !m_rows.empty() && rows.size() >= m_rows.size()
        && std::equal(m_rows.begin(), m_rows.end(), rows.begin(),
            [](const EntityRow& a, const EntityRow& b) { return a.ref == b.ref; });
    if (!samePlaces) {
        m_tell.beginReset();
        m_rows = std::move(rows);
        m_index.clear();
        reindex(0);
        m_tell.endReset();
        return;
    }
    const std::size_t kept = m_rows.size();
    for (std::size_t i = 0; i < kept; ++i)
        put(int(i), std::move(rows[i]));
    rows.erase(rows.begin(), rows.begin() + std::ptrdiff_t(kept));
    append(std::move(rows));
}

void EntityRowList::append(std::vector<EntityRow> rows)
{
    std::vector<EntityRow> fresh;
    fresh.reserve(rows.size());
    for (EntityRow& row : rows) {
        const int at = indexOf(row.ref);
        if (at < 0) {
            m_waiting.arrived.erase(row.ref);
            fresh.push_back(std::move(row));
        } else {
            if (!sameSortPosition(m_rows[std::size_t(at)], row, m_sort))
                m_waiting.moved.insert(row.ref);
            put(at, std::move(row));
        }
    }
    if (fresh.empty())
        return;
    const int first = size();
    m_tell.beginInsert(first, first + int(fresh.size()) - 1);
    std::move(fresh.begin(), fresh.end(), std::back_inserter(m_rows));
    reindex(first);
    m_tell.endInsert();
}

void EntityRowList::apply(const std::vector<EntityRef>& asked, std::vector<EntityRow> matching,
    std::vector<EntityRow> others, bool hold, bool complete)
{
    if (hold) {
        holdBack(asked, std::move(matching), std::move(others), complete);
        return;
    }
    std::unordered_set<EntityRef> leaving;
    std::unordered_set<EntityRef> matched;
    std::vector<EntityRow> coming;
    for (EntityRow& row : matching) {
        matched.insert(row.ref);
        const int at = indexOf(row.ref);
        if (at >= 0 && !m_waiting.moved.contains(row.ref) && sameSortPosition(m_rows[std::size_t(at)], row, m_sort)) {
            put(at, std::move(row));
            continue;
        }
        if (at >= 0)
            leaving.insert(row.ref);
        coming.push_back(std::move(row));
    }
    for (const EntityRef ref : asked) {
        if (!matched.contains(ref) && indexOf(ref) >= 0)
            leaving.insert(ref);
        m_waiting.arrived.erase(ref);
        m_waiting.left.erase(ref);
    }
    // Rows that moved while the list was held stand out of order; they must go before places are sought.
    for (const EntityRef ref : m_waiting.moved) {
        const int at = indexOf(ref);
        if (at < 0 || leaving.contains(ref))
            continue;
        leaving.insert(ref);
        coming.push_back(m_rows[std::size_t(at)]);
    }
    m_waiting.moved.clear();
    if (!leaving.empty() || !coming.empty())
        merge(leaving, std::move(coming), complete);
}

void EntityRowList::holdBack(
    const std::vector<EntityRef>& asked, std::vector<EntityRow> matching, std::vector<EntityRow> others, bool complete)
{
    std::unordered_set<EntityRef> matched;
    for (EntityRow& row : matching) {
        matched.insert(row.ref);
        m_waiting.left.erase(row.ref);
        const int at = indexOf(row.ref);
        if (at < 0) {
            // Behind the last loaded row the next page will bring it.
            if (complete || m_rows.empty() || entityRowLess(row, m_rows.back(), m_sort))
                m_waiting.arrived.insert(row.ref);
            continue;
        }
        if (!sameSortPosition(m_rows[std::size_t(at)], row, m_sort))
            m_waiting.moved.insert(row.ref);
        put(at, std::move(row));
    }
    for (EntityRow& row : others) {
        const int at = indexOf(row.ref);
        if (at >= 0)
            put(at, std::move(row));
    }
    for (const EntityRef ref : asked) {
        if (matched.contains(ref))
            continue;
        m_waiting.arrived.erase(ref);
        m_waiting.moved.erase(ref);
        if (indexOf(ref) >= 0)
            m_waiting.left.insert(ref);
    }
}

void EntityRowList::put(int row, EntityRow value)
{
    m_rows[std::size_t(row)] = std::move(value);
    m_tell.changed(row);
}

void EntityRowList::reindex(int from)
{
    for (std::size_t i = std::size_t(from); i < m_rows.size(); ++i)
        m_index.insert_or_assign(m_rows[i].ref, int(i));
}

void EntityRowList::merge(const std::unordered_set<EntityRef>& leaving, std::vector<EntityRow> coming, bool complete)
{
    if (leaving.size() + coming.size() > stepLimit) {
        m_tell.beginReset();
        std::erase_if(m_rows, [&leaving](const EntityRow& row) { return leaving.contains(row.ref); });
        const std::size_t kept = m_rows.size();
        const auto less = [this](const EntityRow& a, const EntityRow& b) { return entityRowLess(a, b, m_sort); };
        if (!complete && kept > 0)
            std::erase_if(coming, [&](const EntityRow& row) { return less(m_rows[kept - 1], row); });
        std::sort(coming.begin(), coming.end(), less);
        std::move(coming.begin(), coming.end(), std::back_inserter(m_rows));
        std::inplace_merge(m_rows.begin(), m_rows.begin() + std::ptrdiff_t(kept), m_rows.end(), less);
        m_index.clear();
        reindex(0);
        m_tell.endReset();
        return;
    }
    std::vector<int> rows;
    rows.reserve(leaving.size());
    for (const EntityRef ref : leaving)
        rows.push_back(indexOf(ref));
    removeRows(std::move(rows));
    insertRows(std::move(coming), complete);
}

void EntityRowList::removeRows(std::vector<int> rows)
{
    std::sort(rows.begin(), rows.end(), std::greater<>());
    for (std::size_t i = 0; i < rows.size();) {
        const int last = rows[i];
        int first = last;
        while (++i < rows.size() && rows[i] == first - 1)
            first = rows[i];
        m_tell.beginRemove(first, last);
        for (int row = first; row <= last; ++row)
            m_index.erase(m_rows[std::size_t(row)].ref);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        reindex(first);
        m_tell.endRemove();
    }
}

void EntityRowList::insertRows(std::vector<EntityRow> rows, bool complete)
{
    const auto less = [this](const EntityRow& a, const EntityRow& b) { return entityRowLess(a, b, m_sort); };
    std::sort(rows.begin(), rows.end(), less);
    // Behind the last loaded row the next page will bring it.
    if (!complete && !m_rows.empty())
        std::erase_if(rows, [this, &less](const EntityRow& row) { return less(m_rows.back(), row); });
    for (std::size_t i = 0; i < rows.size();) {
        const auto place = std::lower_bound(m_rows.begin(), m_rows.end(), rows[i], less);
        const int first = int(place - m_rows.begin());
        std::size_t end = i + 1;
        while (end < rows.size() && (place == m_rows.end() || less(rows[end], *place)))
            ++end;
        m_tell.beginInsert(first, first + int(end - i) - 1);
        m_rows.insert(place, std::make_move_iterator(rows.begin() + std::ptrdiff_t(i)),
            std::make_move_iterator(rows.begin() + std::ptrdiff_t(end)));
        reindex(first);
        m_tell.endInsert();
        i = end;
    }
}

} // namespace binnacle
