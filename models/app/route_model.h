#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QUrl>

#include <vector>

namespace binnacle {

/// The pages that this program was built with. A page exists when its file does:
/// qrc:/qt/qml/Binnacle/Pages/<Module>/<Module>Page.qml; linking `<page target>plugin` into the program is what
/// registers it. The rail lists those that have a group; others (an entity's detail, the welcome) are reached in other
/// ways.
class RouteModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< "name": QString, the route
        TitleRole, ///< "title": QString, translated
        IconRole, ///< "iconName": QString
        SectionRole, ///< "group": QString, translated heading; empty for the first and the last entries
        StartsSectionRole, ///< "startsGroup": bool, the first of its group
        AtEndRole, ///< "atEnd": bool, stands at the foot of the rail
        KeysRole, ///< "keys": QString, for example "g e"
        CountRole, ///< "count": int, open problems; 0 shows none
        ToneRole, ///< "tone": QString, status word of the count's colour, or "muted"
    };
    Q_ENUM(Role)

    explicit RouteModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// True where the page is built in, in the rail or not.
    Q_INVOKABLE bool has(const QString& name) const;
    Q_INVOKABLE QUrl urlOf(const QString& name) const;
    Q_INVOKABLE QString titleOf(const QString& name) const;
    /// The route whose keys are "g" and `key`; empty where there is none.
    Q_INVOKABLE QString routeForKey(const QString& key) const;
    /// The first entry of the rail.
    Q_INVOKABLE QString home() const;

    void setCount(const QString& name, int count);

private:
    struct Route {
        QString name;
        QString module;
        QString title;
        QString icon;
        QString group;
        QString key; ///< After "g".
        QString tone = QStringLiteral("muted");
        bool inRail = true;
        bool atEnd = false;
        int count = 0;
    };

    static std::vector<Route> allRoutes();
    const Route* find(const QString& name) const;

    std::vector<Route> m_rail;
    std::vector<Route> m_others;
};

} // namespace binnacle
