#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickWindow>
#include <QTimer>

/// Draws every control and mark on one sheet beside ui/00-language-*.png, for the eyes of those who change one:
///     gallery --theme dark --picture sheet.png
/// Without --picture the sheet stays open.
int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        { { QStringLiteral("theme"), QStringLiteral("dark or light"), QStringLiteral("name"), QStringLiteral("dark") },
            { QStringLiteral("picture"), QStringLiteral("PNG to write"), QStringLiteral("file") } });
    parser.process(application);

    binnacle::setUpLook();
    QQmlApplicationEngine engine;
    binnacle::setUpEngine(engine);
    engine.setInitialProperties({ { QStringLiteral("themeName"), parser.value(QStringLiteral("theme")) } });
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Gallery/Gallery.qml")));
    if (engine.rootObjects().isEmpty())
        return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
    const QString file = parser.value(QStringLiteral("picture"));
    if (file.isEmpty())
        return application.exec();
    int swaps = 0;
    // The third frame: asynchronous pictures and the first layout are done by then.
    QObject::connect(window, &QQuickWindow::frameSwapped, &application, [&] {
        if (++swaps < 3)
            window->update();
        else
            application.exit(window->grabWindow().save(file) ? 0 : 1);
    });
    return application.exec();
}
