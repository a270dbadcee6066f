#pragma once

#include "models/common/list_model.h"

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

/// A name and what is said about it: a fact of the header, a line of a side panel.
struct NamedLine {
    QString label;
    QString value;
    QString tip; ///< The whole value where it is shortened, else empty.
    friend bool operator==(const NamedLine&, const NamedLine&) = default;
};

/// A few named lines.
class LinesModel : public ShortListModel<NamedLine> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntityPageModel.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Roles {
        LabelRole = Qt::DisplayRole, ///< "label": QString
        ValueRole = Qt::UserRole + 1, ///< "value": QString
        TipRole, ///< "tip": QString
    };
    Q_ENUM(Roles)

    using ShortListModel::ShortListModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }
    void setLines(std::vector<NamedLine> lines);

Q_SIGNALS:
    void countChanged();
};

} // namespace binnacle
