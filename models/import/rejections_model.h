#pragma once

#include "models/common/list_model.h"

#include "backend/intake/import_types.h"

#include <QtQml/qqmlregistration.h>

namespace binnacle {

/// What an import refused (the first of it) and what it could not read, in words.
class RejectionsModel : public ShortListModel<ImportSummary::Rejection> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an ImportModel.")

public:
    enum Roles {
        MessageRole = Qt::DisplayRole, ///< QString: a sentence
        PlaceRole = Qt::UserRole + 1, ///< QString: "orders.ndjson, line 12"
        CodeRole, ///< QString: stable code
        FieldRole, ///< QString: JSON pointer, may be empty
    };
    Q_ENUM(Roles)

    using ShortListModel::ShortListModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
};

} // namespace binnacle
