#include "app/dashboard.h"

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/composition.h"
#include "app/dashboard_picture.h"
#include "app/demo_store.h"
#include "app/paths.h"
#include "app/version.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "models/app/app_model.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSplashScreen>
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
                "Dashboard", "This window only reads, because another program writes to this store.")
            : QCoreApplication::translate("Dashboard", "This window only reads, because %1 writes to this store.")
                  .arg(QString::fromStdString(writer));
        engine = openEngine(location, StoreMode::Read, settings);
    }
    if (!engine)
        return engine.error();
    opened.engine = std::move(*engine);
    return opened;
}

DemoFacts demoFacts()
{
    const DemoOutline outline = demoOutline();
    return { .events = outline.events,
        .projects = outline.projects,
        .hasFailures = true,
        .hasStuckEntities = outline.hasStuckEntities,
        .hasBadEvents = outline.hasBadEvents };
}

/// Making the demo takes seconds: something is on the screen meanwhile.
Result<std::unique_ptr<DemoStore>> makeDemo(
    cli::Context& context, const Settings& settings, const cli::InterruptGuard& interrupt)
{
    QPixmap card(360, 72);
    card.fill(QColor(0x1D, 0x23, 0x2C));
    QSplashScreen splash(card);
    splash.show();
    QElapsedTimer sinceShown;
    auto demo = DemoStore::make(
        cacheDirectory(), settings,
        [&](double share) {
            if (sinceShown.isValid() && sinceShown.elapsed() < 100 && share < 1)
                return;
            sinceShown.start();
            const QString text =
                QCoreApplication::translate("Dashboard", "Making the demo, %1 %").arg(int(share * 100));
            splash.showMessage(text, Qt::AlignCenter, QColor(0xE7, 0xEB, 0xF1));
            context.out.progress(text.toStdString());
            QCoreApplication::processEvents();
        },
        interrupt.token());
    context.out.progress({});
    return demo;
}

/// Everything below the engine, so that it is gone before the engine is.
int showWindow(Engine& engine, const Settings& settings, const std::string& settingsFile, const QString& readOnlyReason,
    const cli::InterruptGuard& interrupt)
{
    const auto picture = PictureOrder::fromEnvironment();
    UiSettings remembered(picture ? QString() : UiSettings::defaultPath());
    remembered.setDefaults(picture ? picture->theme : themeWord(settings.window.theme), settings.window.textScale);
    AppIdentity identity;
    identity.environmentKind = kindWord(settings.environment.kind);
    identity.environmentName = QString::fromStdString(settings.environment.name);
    identity.readOnlyReason = readOnlyReason;
    identity.version = QString::fromStdString(version());
    identity.settingsFile = QString::fromStdString(settingsFile);
    identity.demo = demoFacts();
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
    const cli::InterruptGuard interrupt;
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

    if (context.options.demo) {
        auto demo = makeDemo(context, *settings, interrupt);
        if (!demo)
            return context.out.fail(demo.error());
        // Any free port: the usual one is that of the user's own store.
        if (settings->gateway.enabled)
            static_cast<void>((*demo)->engine().startGateway({ settings->gateway.host, 0 }));
        return showWindow((*demo)->engine(), *settings, context.settingsFile(), {}, interrupt);
    }
    auto opened = open(context.storeLocation(), *settings);
    if (!opened)
        return context.out.fail(opened.error());
    Engine& engine = *opened->engine;
    // A busy port is told in the status bar; the window works without it.
    if (settings->gateway.enabled && opened->readOnlyReason.isEmpty())
        static_cast<void>(engine.startGateway({ settings->gateway.host, settings->gateway.port }));
    return showWindow(engine, *settings, context.settingsFile(), opened->readOnlyReason, interrupt);
}

} // namespace binnacle
