#include "app/start_window.h"

#include "app/cli/interrupt.h"
#include "app/dashboard_picture.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QFileInfo>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTimer>

#include <chrono>

namespace binnacle {

using namespace std::chrono_literals;

QString themeWord(ThemeChoice theme)
{
    const std::string_view word = toString(theme);
    return QString::fromUtf8(word.data(), qsizetype(word.size()));
}

int runWindow(const cli::InterruptGuard& interrupt)
{
    // A signal only raises a flag; the window looks at it four times a second.
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [&interrupt] {
        if (interrupt.interrupted())
            QCoreApplication::quit();
    });
    watch.start(250ms);
    return QApplication::exec();
}

bool askHowToStart(StartProblem::Part part, const Error& error, const Settings& settings,
    const cli::InterruptGuard& interrupt, StartPlan& plan)
{
    const auto picture = PictureOrder::fromEnvironment();
    UiSettings remembered(picture ? QString() : UiSettings::defaultPath());
    remembered.setDefaults(picture ? picture->theme : themeWord(settings.window.theme), settings.window.textScale);
    const std::string place = part == StartProblem::SettingsFile ? plan.settingsFile
        : part == StartProblem::Store                            ? plan.store
                                                                 : std::string();
    const QString file = place.empty() ? QString() : QFileInfo(QString::fromStdString(place)).absoluteFilePath();
    StartProblem problem(part, error, file, remembered);
    QObject::connect(&problem, &StartProblem::chosen, &problem, [] { QCoreApplication::quit(); });
    {
        QQmlApplicationEngine qml;
        setUpEngine(qml);
        qml.setInitialProperties({ { QStringLiteral("problem"), QVariant::fromValue(&problem) } });
        qml.load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/StartProblemWindow.qml")));
        if (qml.rootObjects().isEmpty())
            return false;
        if (picture)
            takePicture(*qobject_cast<QQuickWindow*>(qml.rootObjects().constFirst()), *picture);
        runWindow(interrupt);
    }
    // The window that went was the last one; the next event loop must not end for it.
    QCoreApplication::removePostedEvents(QCoreApplication::instance(), QEvent::Quit);
    switch (problem.choice()) {
    case StartProblem::Leave:
        return false;
    case StartProblem::TryAgain:
        break;
    case StartProblem::OtherStore:
        plan.store = problem.chosenStore().toStdString();
        plan.demo = false;
        break;
    case StartProblem::OpenDemo:
        plan.demo = true;
        break;
    case StartProblem::BuiltInSettings:
        plan.settingsFile.clear();
        break;
    }
    return true;
}

} // namespace binnacle
