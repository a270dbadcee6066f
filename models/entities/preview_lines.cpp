#include "models/entities/preview_lines.h"

#include <algorithm>

namespace binnacle {

int PreviewLines::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant PreviewLines::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Line& line = m_lines[std::size_t(index.row())];
    switch (role) {
    case LabelRole:
        return line.label;
    case ValueRole:
        return line.value;
    case MarkRole:
        return line.mark;
    case ToneRole:
        return line.tone;
    case QuietRole:
        return line.quiet;
    case TipRole:
        return line.tip;
    case TrailRole:
        return line.trail;
    default:
        return {};
    }
}

QHash<int, QByteArray> PreviewLines::roleNames() const
{
    return { { LabelRole, "label" }, { ValueRole, "value" }, { MarkRole, "mark" }, { ToneRole, "tone" },
        { QuietRole, "quiet" }, { TipRole, "tip" }, { TrailRole, "trail" } };
}

void PreviewLines::setLines(std::vector<Line> lines)
{
    const int before = count();
    const int after = int(lines.size());
    const int common = std::min(before, after);
    for (int row = 0; row < common; ++row) {
        Line& old = m_lines[std::size_t(row)];
        if (old == lines[std::size_t(row)])
            continue;
        old = std::move(lines[std::size_t(row)]);
        Q_EMIT dataChanged(index(row), index(row));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        std::move(lines.begin() + before, lines.end(), std::back_inserter(m_lines));
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_lines.resize(std::size_t(after));
        endRemoveRows();
    }
    if (before != after)
        Q_EMIT countChanged();
}

} // namespace binnacle
