#pragma once

#include "models/common/list_model.h"
#include "models/overview/attention.h"

#include "backend/projection/read_types.h"

#include <QList>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace binnacle {

class Formatter;

/// A figure of the strip at the top.
struct KpiRow {
    QString label;
    QString value;
    QString unit;
    QString note; ///< Baseline in words.
    QString tone; ///< Status word of the line's colour, or "series" or "muted".
    QList<double> values; ///< For the small line, oldest first; empty: no line.
    QString page; ///< Where a click leads; empty: nowhere.
    QString query;
};

class KpiModel : public ShortListModel<KpiRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")

public:
    enum Roles {
        LabelRole = Qt::DisplayRole, ///< QString
        ValueRole = Qt::UserRole + 1, ///< QString
        UnitRole, ///< QString
        NoteRole, ///< QString
        ToneRole, ///< QString
        ValuesRole, ///< QList<double>
        PageRole, ///< QString
        QueryRole, ///< QString
        SentenceRole, ///< QString, the figure read aloud
    };
    Q_ENUM(Roles)
    using ShortListModel::ShortListModel;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
};

class ProjectsModel : public ShortListModel<ProjectRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")

public:
    enum Roles {
        NameRole = Qt::DisplayRole, ///< QString
        OrganizationRole = Qt::UserRole + 1, ///< QString
        TypesRole, ///< QString: the most frequent entity types
        OpenWorkRole, ///< QList<double>: in progress, pending, failed
        InProgressRole, ///< QString
        PendingRole, ///< QString
        FailedRole, ///< QString
        HasFailedRole, ///< bool
        CompletedRole, ///< QString
        LastEventRole, ///< QString: age
        LastEventTipRole, ///< QString: absolute time
        QueryRole, ///< QString: filter of the entity list
        SentenceRole, ///< QString
    };
    Q_ENUM(Roles)
    ProjectsModel(const Formatter& format, QObject* parent);
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// Ages have grown.
    void refreshAges();

private:
    const Formatter& m_format;
};

/// Entities of one type by status.
struct TypeRow {
    QString type;
    std::int64_t counts[5] = {}; ///< In the order of allEntityStatuses.
};

class TypeGridModel : public ShortListModel<TypeRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")

public:
    enum Roles {
        TypeRole = Qt::DisplayRole, ///< QString
        CountsRole = Qt::UserRole + 1, ///< QStringList: pending, in progress, completed, failed, archived
        SharesRole, ///< QList<double>: each count as a share of its column's largest, 0..1
        QueriesRole, ///< QStringList: the filter that each cell opens
        FailureRateRole, ///< QString: failed of all finished
        IsHighRole, ///< bool: more than one in a hundred
        QueryRole, ///< QString: filter of the whole type
        SentenceRole, ///< QString
    };
    Q_ENUM(Roles)
    TypeGridModel(const Formatter& format, QObject* parent);
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// Rows from the grid's cells, most entities first; `scope` is put before the filters that cells open.
    void setCells(const std::vector<GridCell>& cells, const QString& scope);

private:
    const Formatter& m_format;
    QString m_scope;
};

class AttentionModel : public ShortListModel<AttentionItem> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an OverviewModel.")

public:
    enum Roles {
        TitleRole = Qt::DisplayRole, ///< QString
        MarkRole = Qt::UserRole + 1, ///< QString: status word
        DetailRole, ///< QString
        ActionRole, ///< QString
        PageRole, ///< QString
        QueryRole, ///< QString
    };
    Q_ENUM(Roles)
    using ShortListModel::ShortListModel;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
};

} // namespace binnacle
