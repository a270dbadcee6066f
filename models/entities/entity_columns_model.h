#pragma once

#include "models/entities/entity_columns.h"

#include <QAbstractListModel>
#include <QJsonArray>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace binnacle {

/// All columns of the entity table in the user's order, each shown or hidden: what the Columns menu lists, and what
/// the table takes its columns from.
class EntityColumnsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntitiesModel.")

public:
    enum Roles {
        TitleRole = Qt::DisplayRole, ///< QString
        ShownRole = Qt::UserRole + 1, ///< bool
        MaskedRole, ///< bool: values are hidden on screen, in copies and in exports.
        FixedRole, ///< bool: cannot be hidden (the entity's name).
        ColumnIdRole, ///< QString: stable id.
    };
    Q_ENUM(Roles)

    struct Column {
        EntityColumnKind kind;
        bool shown = true;
        bool masked = false;
        int width = 0; ///< 0: as the column comes.
    };

    explicit EntityColumnsModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const std::vector<Column>& columns() const { return m_columns; }
    /// The shown ones, in order.
    std::vector<Column> shown() const;

    Q_INVOKABLE void setShown(int row, bool shown);
    Q_INVOKABLE void setMasked(int row, bool masked);
    Q_INVOKABLE void move(int from, int to);
    /// Pixels, kept between 40 and 1,000; 0: as the column comes.
    void setWidth(EntityColumnKind kind, int width);
    /// Back to the first order, widths and choice.
    Q_INVOKABLE void restore();

    QJsonArray toJson() const;
    /// Unknown ids are skipped, columns that are not named follow hidden or shown as they come.
    void fromJson(const QJsonArray& json);

Q_SIGNALS:
    /// Which columns are shown is about to change, or their order.
    void aboutToChange();
    void changed();
    void widthsChanged();
    void masksChanged();

private:
    static std::vector<Column> firstColumns();
    void setColumns(std::vector<Column> columns);

    std::vector<Column> m_columns;
};

} // namespace binnacle
