#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QQmlEngine>

namespace binnacle {

/// Whether the desktop asks for dark or light windows and for less motion. Qt 6.4 has no colour scheme: the
/// desktop portal's setting is used where it answers (it is asked without waiting), else the palette.
class SystemScheme : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool dark READ isDark NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ isReducedMotion NOTIFY changed)

public:
    explicit SystemScheme(QObject* parent = nullptr);

    bool isDark() const { return m_dark; }
    bool isReducedMotion() const { return m_reducedMotion; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void takeSetting(const QString& space, const QString& key, const QDBusVariant& value);

private:
    void askPortal(const QString& space, const QString& key);
    void take(const QString& key, const QVariant& value);
    void readPalette();

    bool m_dark = true;
    bool m_reducedMotion = false;
    bool m_portalDecides = false;
};

} // namespace binnacle
