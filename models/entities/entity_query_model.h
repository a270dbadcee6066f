#pragma once

#include "backend/projection/entity_query.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace binnacle {

/// The filter of the entity list: the text as typed, and its filters as rows (one chip each). Typing applies after a
/// short rest while the text reads; Return applies what can be read.
class EntityQueryModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(QString appliedText READ appliedText NOTIFY applied)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(int count READ count NOTIFY applied)
    Q_PROPERTY(QList<QString> history READ history NOTIFY historyChanged)

public:
    enum Roles {
        LabelRole = Qt::UserRole + 1, ///< QString: the field, "Status".
        PhraseRole, ///< QString: "failed", "not docs".
        NegatedRole, ///< bool
        StatusRole, ///< QString: the status word where the chip shows a mark, else empty.
        SentenceRole, ///< QString: "Status failed", for accessible names.
        FilterTextRole, ///< QString: as in the query language, "-project:docs".
    };
    Q_ENUM(Roles)

    explicit EntityQueryModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Filters only; the order belongs to the table.
    const EntityQuery& query() const { return m_applied; }

    QString text() const { return m_text; }
    void setText(const QString& text);
    QString appliedText() const;
    QString problem() const { return m_problem; }
    int count() const { return int(m_applied.filters.size()); }
    QStringList history() const { return m_history; }
    void setHistory(const QStringList& history);

    /// Applies what can be read now and remembers it.
    Q_INVOKABLE void commit();
    /// Replaces text and filters at once (a view, a link, the history).
    Q_INVOKABLE void replace(const QString& text);
    Q_INVOKABLE void removeAt(int row);
    Q_INVOKABLE void toggleNegated(int row);
    Q_INVOKABLE void clear();
    /// Adds a filter as typed; the same filter is not added twice, its opposite is replaced.
    Q_INVOKABLE void addText(const QString& filter);
    void add(EntityFilter filter);

Q_SIGNALS:
    void textChanged();
    void problemChanged();
    void historyChanged();
    /// The filters changed: read again.
    void applied();

private:
    void read(bool evenWithProblems);
    void setFilters(std::vector<EntityFilter> filters);
    void remember();

    QString m_text;
    QString m_problem;
    EntityQuery m_applied;
    QStringList m_history;
    QTimer m_rest;
};

} // namespace binnacle
