#pragma once

#include "models/common/table_model.h"

#include <algorithm>
#include <set>
#include <vector>

namespace binnacle::test {

/// Rows that are numbers, selected by what they are, not by where they stand.
class ParcelsModel final : public TableModel {
public:
    explicit ParcelsModel(int count)
    {
        for (int i = 0; i < count; ++i)
            m_parcels.push_back(i);
    }

    int at(int row) const { return m_parcels[std::size_t(row)]; }
    int rowOf(int parcel) const
    {
        return int(std::find(m_parcels.begin(), m_parcels.end(), parcel) - m_parcels.begin());
    }

    void select(int row)
    {
        m_selected.insert(at(row));
        rowsChanged(row, row, { SelectedRole });
    }

    void insertOnTop(int count)
    {
        const int first = m_next;
        m_next += count;
        beginInsertRows({}, 0, count - 1);
        for (int i = 0; i < count; ++i)
            m_parcels.insert(m_parcels.begin(), first + i);
        endInsertRows();
    }

    void keepFirst(int count)
    {
        beginRemoveRows({}, count, rows() - 1);
        m_parcels.resize(std::size_t(count));
        endRemoveRows();
    }

protected:
    int rows() const override { return int(m_parcels.size()); }
    int columns() const override { return 4; }
    QString title(int column) const override { return QString::number(column); }
    QString text(int row, int column) const override
    {
        return column == 0 ? QString() : QStringLiteral("%1 in %2").arg(at(row)).arg(column);
    }
    QString sentence(int row) const override { return QStringLiteral("parcel %1").arg(at(row)); }
    bool isSelected(int row) const override { return m_selected.contains(at(row)); }

private:
    std::vector<int> m_parcels;
    std::set<int> m_selected;
    int m_next = 10'000;
};

} // namespace binnacle::test
