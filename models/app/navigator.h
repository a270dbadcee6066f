#pragma once

#include <QObject>
#include <QQmlEngine>

#include <vector>

namespace binnacle {

/// Where the window is and how it came there. Knows names, not pages.
class Navigator : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Comes from the root model.")
    /// A route's name ("entities"); empty before the first one.
    Q_PROPERTY(QString route READ route NOTIFY changed)
    /// What the route was opened with: a query, an entity's key. May be empty.
    Q_PROPERTY(QString argument READ argument NOTIFY changed)
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY changed)
    Q_PROPERTY(bool canGoForward READ canGoForward NOTIFY changed)

public:
    using QObject::QObject;

    QString route() const;
    QString argument() const;
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < int(m_places.size()); }

    /// Goes there and forgets what lay ahead. The same place again changes nothing.
    Q_INVOKABLE void open(const QString& route, const QString& argument = QString());
    /// Notes a changed argument of the present place, without a step in the history.
    Q_INVOKABLE void setArgument(const QString& argument);
    Q_INVOKABLE void back();
    Q_INVOKABLE void forward();

Q_SIGNALS:
    void changed();

private:
    struct Place {
        QString route;
        QString argument;
        friend bool operator==(const Place&, const Place&) = default;
    };

    std::vector<Place> m_places;
    int m_at = -1;
};

} // namespace binnacle
