#include "app/dashboard.h"

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/composition.h"
#include "app/dashboard_picture.h"
#include "app/version.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "models/app/app_model.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTimer>

#include <chrono>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

QString kindWord(EnvironmentKind kind)
{
    switch (kind) {
    case EnvironmentKind::Staging:
        return QStringLiteral("staging");
    case EnvironmentKind::Production:
        return QStringLiteral("production");
    case EnvironmentKind::Local:
        break;
    }
    return QStringLiteral("local");
}

QString themeWord(ThemeChoice theme)
{
    return theme == ThemeChoice::Dark ? QStringLiteral("dark")
        : theme == ThemeChoice::Light ? QStringLiteral("light")
                                      : QStringLiteral("system");
}

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

struct Opened {
    std::unique_ptr<Engine> engine;
    QString readOnlyReason;
};

/// For writing where nobody else does, else read-only.
Result<Opened> open(const std::string& location, const Settings& settings)
{
    Opened opened;
    auto engine = openEngine(location, StoreMode::Write, settings);
    if (!engine && engine.error().kind == ErrorKind::Busy) {
        const std::string writer = writerOf(location);
        opened.readOnlyReason = writer.empty()
            ? QCoreApplication::translate(
                "Dashboard", "Another program writes to this store, so this window only reads.")
            : QCoreApplication::translate("Dashboard", "%1 writes to this store, so this window only reads.")
                  .arg(QString::fromStdString(writer));
        engine = openEngine(location, StoreMode::Read, settings);
    }
    if (!engine)
        return engine.error();
    opened.engine = std::move(*engine);
    return opened;
}

/// Everything below the engine, so that it is gone before the engine is.
int showWindow(Engine& engine, const Settings& settings, const QString& readOnlyReason)
{
    const auto picture = PictureOrder::fromEnvironment();
    UiSettings remembered(picture ? QString() : UiSettings::defaultPath());
    remembered.setDefaults(picture ? picture->theme : themeWord(settings.window.theme), settings.window.textScale);
    AppIdentity identity;
    identity.environmentKind = kindWord(settings.environment.kind);
    identity.environmentName = QString::fromStdString(settings.environment.name);
    identity.readOnlyReason = readOnlyReason;
    identity.version = QString::fromStdString(version());
    AppModel model(engine, remembered, std::move(identity));
    model.formatter()->setZone(QString::fromStdString(settings.window.timeZone));

    QQmlApplicationEngine qml;
    setUpEngine(qml);
    qml.setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(&model) } });
    qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/Main.qml")));
    if (qml.rootObjects().isEmpty())
        return exitCodeFor(ErrorKind::Internal);
    if (picture)
        takePicture(*qobject_cast<QQuickWindow*>(qml.rootObjects().constFirst()), model, *picture);

    // A signal only raises a flag; the window looks at it four times a second.
    const cli::InterruptGuard interrupt;
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [&interrupt] {
        if (interrupt.interrupted())
            QCoreApplication::quit();
    });
    watch.start(250ms);
    return QApplication::exec();
}

} // namespace

int runDashboard(cli::Context& context)
{
    if (!hasDisplay())
        return context.out.fail(Error::make(ErrorKind::Unavailable, "NO_DISPLAY",
            "There is no display to open a window on.", "Run the engine without a window: binnacle serve."));
    auto settings = context.settings();
    if (!settings)
        return context.out.fail(settings.error());
    // Qt Charts needs the widgets' application object.
    int argc = 1;
    char name[] = "binnacle";
    char* argv[] = { name, nullptr };
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("binnacle"));
    QApplication::setApplicationDisplayName(QStringLiteral("Binnacle"));
    QApplication::setApplicationVersion(QString::fromStdString(version()));
    QApplication::setDesktopFileName(QStringLiteral("binnacle"));
    setUpLook();

    auto opened = open(context.storeLocation(), *settings);
    if (!opened)
        return context.out.fail(opened.error());
    Engine& engine = *opened->engine;
    // A busy port is told in the status bar; the window works without it.
    if (settings->gateway.enabled && opened->readOnlyReason.isEmpty())
        static_cast<void>(engine.startGateway({ settings->gateway.host, settings->gateway.port }));
    return showWindow(engine, *settings, opened->readOnlyReason);
}

} // namespace binnacle
