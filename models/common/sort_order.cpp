#include "models/common/sort_order.h"

#include <algorithm>

namespace binnacle {

void SortOrder::toggle(Key fresh, bool add)
{
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&fresh](const Key& key) { return key.column == fresh.column; });
    const bool isKnown = found != m_keys.end();
    if (isKnown && (add || m_keys.size() == 1)) {
        found->descending = !found->descending;
        return;
    }
    if (!add)
        m_keys.clear();
    m_keys.push_back(fresh);
}

QList<int> SortOrder::columns() const
{
    QList<int> columns;
    for (const Key& key : m_keys)
        columns << key.column;
    return columns;
}

QList<bool> SortOrder::descending() const
{
    QList<bool> descending;
    for (const Key& key : m_keys)
        descending << key.descending;
    return descending;
}

} // namespace binnacle
