#include "ui/theme/system_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

namespace binnacle {

namespace {

// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalSettings = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString gnomeInterface = QStringLiteral("org.gnome.desktop.interface");
const QString colorScheme = QStringLiteral("color-scheme");
const QString animations = QStringLiteral("enable-animations");

/// Read() of version 1 wraps the value twice.
QVariant unwrapped(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemScheme::SystemScheme(QObject* parent)
    : QObject(parent)
{
    readPalette();
    qGuiApp->installEventFilter(this);
    // Tests and pictures run without a session bus; connecting would only cost time there.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") || !QDBusConnection::sessionBus().isConnected())
        return;
    QDBusConnection::sessionBus().connect(portalService, portalPath, portalSettings, QStringLiteral("SettingChanged"),
        this, SLOT(takeSetting(QString, QString, QDBusVariant)));
    askPortal(appearance, colorScheme);
    askPortal(gnomeInterface, animations);
}

bool SystemScheme::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == qGuiApp && event->type() == QEvent::ApplicationPaletteChange)
        readPalette();
    return QObject::eventFilter(watched, event);
}

void SystemScheme::takeSetting(const QString& space, const QString& key, const QDBusVariant& value)
{
    if (space == appearance || space == gnomeInterface)
        take(space == gnomeInterface && key == colorScheme ? QString() : key, unwrapped(value.variant()));
}

void SystemScheme::askPortal(const QString& space, const QString& key)
{
    auto message = QDBusMessage::createMethodCall(portalService, portalPath, portalSettings, QStringLiteral("Read"));
    message << space << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QVariant> reply = *done;
        done->deleteLater();
        if (reply.isValid())
            take(key, unwrapped(reply.value()));
    });
}

void SystemScheme::take(const QString& key, const QVariant& value)
{
    if (key == colorScheme) {
        // 0: no preference, 1: dark, 2: light
        m_portalDecides = value.toUInt() != 0;
        if (m_portalDecides)
            m_dark = value.toUInt() == 1;
        else
            readPalette();
        Q_EMIT changed();
    } else if (key == animations) {
        m_reducedMotion = !value.toBool();
        Q_EMIT changed();
    }
}

void SystemScheme::readPalette()
{
    if (m_portalDecides)
        return;
    const QPalette palette = QGuiApplication::palette();
    const bool dark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace binnacle
