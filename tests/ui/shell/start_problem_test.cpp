#include "models/app/start_problem.h"
#include "tests/ui/support/page_window.h"

#include <QApplication>
#include <QClipboard>
#include <QQmlApplicationEngine>
#include <QSignalSpy>

using namespace binnacle;

/// The window that stands where the dashboard could not open, driven by keys.
class StartProblemTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init() { m_settings = std::make_unique<UiSettings>(QString()); }

    void cleanup()
    {
        m_qml.reset();
        m_problem.reset();
        m_settings.reset();
        QCOMPARE(m_warnings, QStringList());
    }

    void returnTriesAgain()
    {
        open(StartProblem::Store);
        QCOMPARE(m_problem->choice(), StartProblem::Leave);
        press(Qt::Key_Return);
        QCOMPARE(m_problem->choice(), StartProblem::TryAgain);
    }

    void aStoreHasOtherWaysOn()
    {
        open(StartProblem::Store);
        QCOMPARE(m_problem->title(), QStringLiteral("The store cannot be opened"));
        QCOMPARE(buttons(), QStringList({ "Try again", "Open another store...", "Open the demo", "Copy details" }));
        press(Qt::Key_Tab);
        press(Qt::Key_Tab);
        press(Qt::Key_Return);
        QCOMPARE(m_problem->choice(), StartProblem::OpenDemo);
        m_problem->chooseStore(QUrl::fromLocalFile(QStringLiteral("/somewhere/else.db")));
        QCOMPARE(m_problem->choice(), StartProblem::OtherStore);
        QCOMPARE(m_problem->chosenStore(), QStringLiteral("/somewhere/else.db"));
    }

    void settingsCanBeLeftOut()
    {
        open(StartProblem::SettingsFile);
        QCOMPARE(buttons(), QStringList({ "Try again", "Go on with the built-in settings", "Copy details" }));
        press(Qt::Key_Tab);
        press(Qt::Key_Return);
        QCOMPARE(m_problem->choice(), StartProblem::BuiltInSettings);
    }

    void detailsAreCopied()
    {
        open(StartProblem::Store);
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Tab);
        press(Qt::Key_Return);
        const QString copied = QGuiApplication::clipboard()->text();
        for (const char* part : { "is damaged", "Restore it", "/home/someone/store.db", "STORE_DAMAGED" })
            QVERIFY2(copied.contains(QLatin1String(part)), part);
    }

    void largeTextStaysReachable()
    {
        m_settings->setTextScale(1.5);
        open(StartProblem::Store);
        window().resize(560, 400);
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Tab);
        const QQuickItem* focused = window().activeFocusItem();
        QVERIFY(focused);
        QTRY_VERIFY(focused->mapToScene({ 0, focused->height() }).y() <= window().height());
    }

private:
    void open(StartProblem::Part part)
    {
        m_problem = std::make_unique<StartProblem>(part,
            Error::make(ErrorKind::Corrupt, "STORE_DAMAGED", "The store is damaged.", "Restore it from a backup."),
            QStringLiteral("/home/someone/store.db"), *m_settings);
        m_qml = std::make_unique<QQmlApplicationEngine>();
        setUpEngine(*m_qml);
        QObject::connect(m_qml.get(), &QQmlEngine::warnings, m_qml.get(), [this](const QList<QQmlError>& warnings) {
            for (const QQmlError& warning : warnings)
                m_warnings << warning.toString();
        });
        m_qml->setInitialProperties({ { QStringLiteral("problem"), QVariant::fromValue(m_problem.get()) } });
        m_qml->load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/StartProblemWindow.qml")));
        QVERIFY(!m_qml->rootObjects().isEmpty());
        window().requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    QQuickWindow& window() const { return *qobject_cast<QQuickWindow*>(m_qml->rootObjects().constFirst()); }
    void press(Qt::Key key) { QTest::keyClick(&window(), key); }

    /// The names of the visible buttons, as a screen reader hears them.
    QStringList buttons() const
    {
        QAccessible::setActive(true);
        QStringList names;
        for (const QQuickItem* item : window().findChildren<QQuickItem*>()) {
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QQuickItem*>(item));
            if (item->isVisible() && face && face->role() == QAccessible::Button)
                names << face->text(QAccessible::Name);
        }
        return names;
    }

    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<StartProblem> m_problem;
    std::unique_ptr<QQmlApplicationEngine> m_qml;
    QStringList m_warnings;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    StartProblemTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "start_problem_test.moc"
