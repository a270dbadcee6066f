#include "models/entity/lines_model.h"

namespace binnacle {

QVariant LinesModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const NamedLine& line = at(index.row());
    switch (role) {
    case LabelRole:
        return line.label;
    case ValueRole:
        return line.value;
    case TipRole:
        return line.tip;
    }
    return {};
}

QHash<int, QByteArray> LinesModel::roleNames() const
{
    return { { LabelRole, "label" }, { ValueRole, "value" }, { TipRole, "tip" } };
}

void LinesModel::setLines(std::vector<NamedLine> lines)
{
    const int before = count();
    setRows(std::move(lines));
    if (count() != before)
        Q_EMIT countChanged();
}

} // namespace binnacle
