#include "models/common/table_model.h"

namespace binnacle {

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : rows();
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns();
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case TextRole:
        return text(row, column);
    case MarkRole:
        return mark(row, column);
    case ToneRole:
        return tone(row, column);
    case TipRole:
        return tip(row, column);
    case BlocksRole:
        return blocks(row, column);
    case SelectedRole:
        return isSelected(row);
    case TintRole:
        return tint(row);
    case SentenceRole:
        return sentence(row);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    return section >= 0 && section < columns() ? title(section) : QString();
}

QHash<int, QByteArray> TableModel::roleNames() const
{
    return { { TextRole, "display" }, { MarkRole, "mark" }, { ToneRole, "tone" }, { TipRole, "tip" },
        { BlocksRole, "blocks" }, { SelectedRole, "selected" }, { TintRole, "tint" }, { SentenceRole, "sentence" } };
}

QString TableModel::mark(int, int) const
{
    return {};
}

QString TableModel::tone(int, int) const
{
    return {};
}

QString TableModel::tip(int, int) const
{
    return {};
}

QString TableModel::blocks(int, int) const
{
    return {};
}

bool TableModel::isSelected(int) const
{
    return false;
}

QString TableModel::tint(int) const
{
    return {};
}

void TableModel::rowsChanged(int first, int last, const QList<int>& roles)
{
    if (first <= last && columns() > 0)
        Q_EMIT dataChanged(index(first, 0), index(last, columns() - 1), roles);
}

} // namespace binnacle
