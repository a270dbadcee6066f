#include "backend/engine/engine.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "models/app/app_model.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QQmlApplicationEngine>
#include <QQuickWindow>

/// The Entities page alone on a store, for the eyes of those who change it:
///     entities_page_view --store events.db --theme light --query status:failed --picture page.png
/// Without --picture the window stays open.
int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const auto option = [&parser](const char* name, const char* initial) {
        parser.addOption({ QString::fromLatin1(name), QString::fromLatin1(name), QStringLiteral("value"),
            QString::fromLatin1(initial) });
    };
    option("store", "");
    option("theme", "dark");
    option("query", "");
    option("size", "1440x900");
    option("picture", "");
    option("select", "0");
    option("preview", "0");
    option("open", ""); // openColumns, openExport, openSave, openSyntax
    parser.process(application);

    const std::string path = parser.value(QStringLiteral("store")).toStdString();
    auto store = binnacle::openSqliteStore({ path, false, true });
    if (!store)
        qFatal("%s", store.error().message.c_str());
    const auto backend = binnacle::Engine::start(std::move(*store), {});
    binnacle::UiSettings settings{ QString() };
    settings.setTheme(parser.value(QStringLiteral("theme")));
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    settings.setSection(QStringLiteral("window"),
        { { QStringLiteral("width"), size.value(0).toInt() }, { QStringLiteral("height"), size.value(1).toInt() } });
    binnacle::AppModel app(*backend, settings, {});
    auto& page = *app.entities();
    app.navigator()->open(QStringLiteral("entities"), parser.value(QStringLiteral("query")));

    binnacle::setUpLook();
    QQmlApplicationEngine engine;
    binnacle::setUpEngine(engine);
    engine.setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(&app) } });
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/Main.qml")));
    if (engine.rootObjects().isEmpty())
        return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    const QString file = parser.value(QStringLiteral("picture"));
    if (file.isEmpty())
        return application.exec();

    const auto isReady = [&page] {
        const auto state = page.state();
        return state != binnacle::EntitiesPageModel::Loading && !page.countText().isEmpty()
            && (state != binnacle::EntitiesPageModel::NoMatch || !page.noMatchText().isEmpty());
    };
    int frames = 0;
    bool prepared = false;
    QObject::connect(window, &QQuickWindow::frameSwapped, &application, [&] {
        if (isReady() && !prepared) {
            prepared = true;
            page.table()->setCurrentRow(0);
            for (int row = 0; row < parser.value(QStringLiteral("select")).toInt(); ++row)
                page.table()->toggleSelected(row);
            const QByteArray call = parser.value(QStringLiteral("open")).toLatin1();
            QObject* shown = window->findChild<QObject*>(QStringLiteral("entitiesPage"));
            if (!call.isEmpty() && shown && call != "openExport")
                QMetaObject::invokeMethod(shown, call.constData());
            else if (shown && call == "openExport")
                QMetaObject::invokeMethod(shown, "openExport", Q_ARG(bool, false));
            page.setPreviewOpen(parser.value(QStringLiteral("preview")) == QStringLiteral("1"));
        }
        const bool previewed = !page.isPreviewOpen() || page.table()->count() == 0
            || (!page.preview()->key().isEmpty() && page.preview()->events()->count() > 0);
        // Some frames more: pictures and layout come after the values.
        if (prepared && previewed && ++frames > 20)
            application.exit(window->grabWindow().save(file) ? 0 : 1);
        else
            window->update();
    });
    window->update();
    return application.exec();
}
