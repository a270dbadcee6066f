#include "models/import/rejections_model.h"

#include <QFileInfo>

namespace binnacle {

QVariant RejectionsModel::data(const QModelIndex& index, int role) const
{
    if (!contains(index.row()))
        return {};
    const ImportSummary::Rejection& row = at(index.row());
    switch (role) {
    case MessageRole:
        return QString::fromStdString(row.message);
    case PlaceRole: {
        const QString file = QFileInfo(QString::fromStdString(row.file)).fileName();
        return row.line == 0 ? file : tr("%1, line %2").arg(file).arg(row.line);
    }
    case CodeRole:
        return QString::fromStdString(row.code);
    case FieldRole:
        return QString::fromStdString(row.field);
    }
    return {};
}

QHash<int, QByteArray> RejectionsModel::roleNames() const
{
    return { { MessageRole, "message" }, { PlaceRole, "place" }, { CodeRole, "code" }, { FieldRole, "field" } };
}

} // namespace binnacle
