#pragma once

#include "models/entities/query_counter.h"

#include <QAbstractListModel>
#include <QJsonArray>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace binnacle {

class Formatter;

/// Saved views of the entity list, as tabs with live counts: four that come with the program, and the user's own.
class SavedViewsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Belongs to an EntitiesPageModel.")
    Q_PROPERTY(int count READ count NOTIFY viewsChanged)
    Q_PROPERTY(int activeIndex READ activeIndex NOTIFY activeChanged)

public:
    enum Roles {
        NameRole = Qt::DisplayRole, ///< QString
        CountRole = Qt::UserRole + 1, ///< QString: "146", "~2,300" while estimated, empty while unknown.
        QueryTextRole, ///< QString: in the query language.
        OwnRole, ///< bool: the user made it, so it can be renamed and deleted.
        ActiveRole, ///< bool: what the table shows.
    };
    Q_ENUM(Roles)

    SavedViewsModel(Engine& engine, const Formatter& formatter, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return int(m_views.size()); }
    int activeIndex() const { return m_active; }
    /// The text of the filters that the table has now; the view with the same text is active.
    void setShownText(const QString& text);

    Q_INVOKABLE QString queryText(int row) const;
    Q_INVOKABLE QString name(int row) const;
    Q_INVOKABLE bool isOwn(int row) const;
    /// Why a view cannot have this name, or empty. `row`: the view that is renamed, -1 for a new one.
    Q_INVOKABLE QString nameProblem(const QString& name, int row) const;
    /// Saves the present filters under a name; an own view of that name takes them over. Gives its row, -1 if refused.
    Q_INVOKABLE int save(const QString& name);
    Q_INVOKABLE bool rename(int row, const QString& name);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void move(int from, int to);

    /// Counts every view again, soon.
    void countAgain();
    /// The present view's name where it is an own one, to be replaced.
    Q_INVOKABLE QString suggestedName() const;

    QJsonArray toJson() const;
    void fromJson(const QJsonArray& json);

Q_SIGNALS:
    void viewsChanged();
    void activeChanged();

private:
    struct View {
        QString id; ///< Of those that come with the program; empty for own ones.
        QString name;
        QString text;
        std::unique_ptr<QueryCounter> counter;
    };

    View makeView(QString id, QString name, const QString& text);
    void findActive();
    int rowOf(const QueryCounter* counter) const;

    Engine& m_engine;
    const Formatter& m_formatter;
    std::vector<View> m_views;
    QString m_shownText;
    int m_active = -1;
    QTimer m_timed; ///< Views that look at ages change without an event.
};

} // namespace binnacle
