#pragma once

#include <QAbstractListModel>

#include <algorithm>
#include <iterator>
#include <vector>

namespace binnacle {

/// A short list that is replaced as a whole when it is read anew, as rows of values. Rows that stay in place are
/// announced as changed, not as removed and inserted, so that a view keeps its position and focus.
template <typename Row>
class ShortListModel : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const final { return parent.isValid() ? 0 : int(m_rows.size()); }
    const Row& at(int row) const { return m_rows.at(std::size_t(row)); }
    bool contains(int row) const { return row >= 0 && row < int(m_rows.size()); }
    const std::vector<Row>& all() const { return m_rows; }

    void setRows(std::vector<Row> rows)
    {
        const int before = int(m_rows.size());
        const int after = int(rows.size());
        if (after < before) {
            beginRemoveRows({}, after, before - 1);
            m_rows.resize(std::size_t(after));
            endRemoveRows();
        }
        const int common = std::min(before, after);
        std::move(rows.begin(), rows.begin() + common, m_rows.begin());
        if (common > 0)
            Q_EMIT dataChanged(index(0), index(common - 1));
        if (after > before) {
            beginInsertRows({}, before, after - 1);
            m_rows.insert(
                m_rows.end(), std::make_move_iterator(rows.begin() + before), std::make_move_iterator(rows.end()));
            endInsertRows();
        }
    }

protected:
    std::vector<Row> m_rows;
};

} // namespace binnacle
