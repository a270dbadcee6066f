#pragma once

#include "models/common/sort_order.h"
#include "models/common/table_model.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace binnacle {

/// A table that is read as a whole and sorted here. What is read anew takes the place of the rows that stand there,
/// without a reset, so that a view keeps its position. The base is named in full: qmltyperegistrar 6.4 finds it by
/// that name only.
class SortedTable : public binnacle::TableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The base of the entity's sorted tables.")
    /// Columns that the rows are sorted by, the first one first, and which of them run from the largest down.
    Q_PROPERTY(QList<int> sortColumns READ sortColumns NOTIFY sortChanged)
    Q_PROPERTY(QList<bool> sortDescending READ sortDescending NOTIFY sortChanged)

public:
    /// Sorts by a column; again turns it round; `add` keeps the columns before as the first keys.
    Q_INVOKABLE void sortBy(int column, bool add);
    /// As before the first sortBy().
    void sortAsAtFirst();

    /// What tells the row from all others wherever it stands; empty where there is none.
    Q_INVOKABLE QString idAt(int row) const;
    /// The row of that id, or -1.
    Q_INVOKABLE int rowOf(const QString& id) const;
    /// The row's cells with tabs between them.
    Q_INVOKABLE QString rowText(int row) const;

    QList<int> sortColumns() const { return m_order.columns(); }
    QList<bool> sortDescending() const { return m_order.descending(); }

Q_SIGNALS:
    /// Comes after arranged().
    void sortChanged();
    /// Rows may stand elsewhere than before.
    void arranged();

protected:
    SortedTable(SortOrder atFirst, QObject* parent);

    int rows() const final { return int(m_places.size()); }
    bool contains(int row) const { return row >= 0 && row < rows(); }
    /// Where a row stands among the rows as they were read.
    std::size_t placeOf(int row) const { return m_places[std::size_t(row)]; }

    /// A click on the column's head begins with the largest: times and counts.
    virtual bool startsDescending(int column) const = 0;
    virtual SortValue sortValue(std::size_t place, int column) const = 0;
    virtual QString id(std::size_t place) const = 0;

    /// `exchange` puts other rows in the place of those that were read before; `count` is how many.
    void replaceRows(std::size_t count, const std::function<void()>& exchange);

private:
    std::vector<std::size_t> sorted(std::size_t count) const;
    void setOrder(SortOrder order);

    const SortOrder m_first;
    SortOrder m_order;
    std::vector<std::size_t> m_places;
};

} // namespace binnacle
