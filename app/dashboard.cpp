#include "app/dashboard.h"

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/composition.h"
#include "app/dashboard_picture.h"
#include "app/demo_store.h"
#include "app/paths.h"
#include "app/start_window.h"
#include "app/version.h"
#include "backend/core/settings.h"
#include "backend/engine/engine.h"
#include "models/app/app_model.h"
#include "models/common/error_words.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSplashScreen>

namespace binnacle {

namespace {

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
    if (!engine && engine.error().kind == ErrorKind::Refused) {
        auto reading = openEngine(location, StoreMode::Read, settings);
        if (reading) {
            opened.readOnlyReason =
                QCoreApplication::translate("Dashboard", "This window only reads. %1").arg(errorText(engine.error()));
            engine = std::move(reading);
        }
    } else if (!engine && engine.error().kind == ErrorKind::Busy) {
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
int showWindow(Engine& engine, const Settings& settings, AppIdentity identity, const cli::InterruptGuard& interrupt)
{
    const auto picture = PictureOrder::fromEnvironment();
    UiSettings remembered(picture ? QString() : UiSettings::defaultPath());
    remembered.setDefaults(picture ? picture->theme : themeWord(settings.window.theme), settings.window.textScale);
    identity.environmentKind = kindWord(settings.environment.kind);
    identity.environmentName = QString::fromStdString(settings.environment.name);
    identity.version = QString::fromStdString(version());
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
    return runWindow(interrupt);
}

Result<int> showDemo(
    cli::Context& context, const Settings& settings, AppIdentity identity, const cli::InterruptGuard& interrupt)
{
    auto demo = makeDemo(context, settings, interrupt);
    if (!demo)
        return demo.error();
    // Any free port: the usual one is that of the user's own store.
    identity.hasOwnGateway = true;
    if (settings.gateway.enabled)
        static_cast<void>((*demo)->engine().startGateway({ settings.gateway.host, 0 }));
    return showWindow((*demo)->engine(), settings, std::move(identity), interrupt);
}

Result<int> showStore(
    const std::string& location, const Settings& settings, AppIdentity identity, const cli::InterruptGuard& interrupt)
{
    auto opened = open(location, settings);
    if (!opened)
        return opened.error();
    Engine& engine = *opened->engine;
    // A busy port is told in the status bar; the window works without it.
    if (settings.gateway.enabled && opened->readOnlyReason.isEmpty())
        static_cast<void>(engine.startGateway({ settings.gateway.host, settings.gateway.port }));
    identity.readOnlyReason = opened->readOnlyReason;
    identity.storeLocation = QString::fromStdString(location);
    return showWindow(engine, settings, std::move(identity), interrupt);
}

/// Opens what is wanted, and asks what else where that cannot be had. Gives the exit code.
int run(cli::Context& context, const cli::InterruptGuard& interrupt)
{
    StartPlan plan{ context.storeLocation(), context.settingsFile(), context.options.demo };
    for (;;) {
        SettingsFile file(plan.settingsFile);
        const auto read = plan.settingsFile.empty() ? Result<bool>(false) : file.reload();
        AppIdentity identity;
        identity.settingsFile = QString::fromStdString(plan.settingsFile);
        const Result<int> shown = !read ? Result<int>(read.error())
            : plan.demo                 ? showDemo(context, file.current(), std::move(identity), interrupt)
                                        : showStore(plan.store, file.current(), std::move(identity), interrupt);
        if (shown)
            return *shown;
        const int code = context.out.fail(shown.error());
        const auto part = !read ? StartProblem::SettingsFile : plan.demo ? StartProblem::Demo : StartProblem::Store;
        if (interrupt.interrupted() || !askHowToStart(part, shown.error(), file.current(), interrupt, plan))
            return code;
    }
}

} // namespace

int runDashboard(cli::Context& context)
{
    if (!hasDisplay())
        return context.out.fail(Error::make(ErrorKind::Unavailable, "NO_DISPLAY",
            "There is no display to open a window on.", "Run the engine without a window: binnacle serve."));
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
    return run(context, interrupt);
}

} // namespace binnacle
