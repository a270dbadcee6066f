#pragma once

#include <QAbstractTableModel>
#include <QQmlEngine>

namespace binnacle {

/// The QAbstractItemModel contract of every table, once. A subclass gives cells as values, keeps its rows, and
/// announces structural changes with the protected helpers of QAbstractItemModel; the overrides are final.
/// DataTable.qml draws from these roles whatever the model is about.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The base of the tables' models.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    /// Every role is given for every cell; those of a whole row are the same in each of its columns.
    enum Role {
        TextRole = Qt::DisplayRole, ///< "display": QString, formatted. Empty: the missing value, drawn as an en dash.
        MarkRole = Qt::UserRole + 1, ///< "mark": QString, status word of the mark before the text, or empty.
        ToneRole, ///< "tone": QString, "" (text), "text2", "muted", "accent" or a status word; colour of the text.
        TipRole, ///< "tip": QString, the whole value where the cell cuts or shortens it (absolute time), or empty.
        BlocksRole, ///< "blocks": QString, one letter a step: c completed, i in progress, f failed, p pending.
        SelectedRole, ///< "selected": bool, the row belongs to the selection.
        TintRole, ///< "tint": QString, status word that tints the row's background, or empty.
        SentenceRole, ///< "sentence": QString, the row read aloud: "order/10482, failed, review, 37 minutes".
    };
    Q_ENUM(Role)

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final;
    QHash<int, QByteArray> roleNames() const final;

    int count() const { return rows(); }

Q_SIGNALS:
    void countChanged();

protected:
    virtual int rows() const = 0;
    virtual int columns() const = 0;
    virtual QString title(int column) const = 0;
    virtual QString text(int row, int column) const = 0;
    virtual QString sentence(int row) const = 0;
    virtual QString mark(int row, int column) const;
    virtual QString tone(int row, int column) const;
    virtual QString tip(int row, int column) const;
    virtual QString blocks(int row, int column) const;
    virtual bool isSelected(int row) const;
    virtual QString tint(int row) const;

    /// dataChanged over whole rows, first to last inclusive; nothing where the range is empty.
    void rowsChanged(int first, int last, const QList<int>& roles = {});
};

} // namespace binnacle
