#include "models/entity/sorted_table.h"

#include <algorithm>

namespace binnacle {

SortedTable::SortedTable(SortOrder atFirst, QObject* parent)
    : TableModel(parent)
    , m_first(std::move(atFirst))
    , m_order(m_first)
{
}

void SortedTable::sortBy(int column, bool add)
{
    if (column < 0 || column >= columns())
        return;
    SortOrder order = m_order;
    order.toggle({ column, startsDescending(column) }, add);
    setOrder(std::move(order));
}

void SortedTable::sortAsAtFirst()
{
    setOrder(m_first);
}

void SortedTable::setOrder(SortOrder order)
{
    if (m_order == order)
        return;
    m_order = std::move(order);
    m_places = sorted(m_places.size());
    rowsChanged(0, rows() - 1);
    Q_EMIT arranged();
    Q_EMIT sortChanged();
}

std::vector<std::size_t> SortedTable::sorted(std::size_t count) const
{
    return m_order.sorted(count, [this](std::size_t place, int column) { return sortValue(place, column); });
}

void SortedTable::replaceRows(std::size_t count, const std::function<void()>& exchange)
{
    const std::size_t before = m_places.size();
    const std::size_t common = std::min(before, count);
    if (count < before) {
        beginRemoveRows({}, int(count), int(before) - 1);
        m_places.resize(count);
        endRemoveRows();
    }
    exchange();
    std::vector<std::size_t> places = sorted(count);
    std::copy_n(places.begin(), common, m_places.begin());
    rowsChanged(0, int(common) - 1);
    if (count > before) {
        beginInsertRows({}, int(before), int(count) - 1);
        m_places = std::move(places);
        endInsertRows();
    }
    if (count != before)
        Q_EMIT countChanged();
    Q_EMIT arranged();
}

QString SortedTable::idAt(int row) const
{
    return contains(row) ? id(placeOf(row)) : QString();
}

int SortedTable::rowOf(const QString& id) const
{
    const auto found =
        std::find_if(m_places.begin(), m_places.end(), [&](std::size_t place) { return this->id(place) == id; });
    return id.isEmpty() || found == m_places.end() ? -1 : int(found - m_places.begin());
}

QString SortedTable::rowText(int row) const
{
    QString out;
    for (int column = 0; contains(row) && column < columns(); ++column)
        out += (column > 0 ? QStringLiteral("\t") : QString()) + text(row, column);
    return out;
}

} // namespace binnacle
