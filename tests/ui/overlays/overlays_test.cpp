#include "tests/support/event_builder.h"
#include "tests/ui/support/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QTemporaryDir>

using namespace binnacle;

/// The whole window with what opens over its pages: first run, palette, import. With BINNACLE_TEST_PICTURES=FOLDER each
/// state that is looked at here is drawn there, dark and light, large and small.
class OverlaysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init() { m_main = std::make_unique<test::MainWindow>(); }

    void cleanup()
    {
        m_main->close();
        QCOMPARE(m_main->warnings(), QStringList());
        m_main.reset();
    }

    void firstEventOpensTheDashboard()
    {
        QVERIFY(m_main->store().engine().startGateway({ "127.0.0.1", 0 }));
        open();
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("welcome"));
        QTRY_VERIFY(!app().status()->gatewayUrl().isEmpty());
        picture("first-run");
        key(Qt::Key_2);
        QVERIFY(QApplication::clipboard()->text().contains(app().status()->gatewayUrl()));
        // There is no overview of nothing.
        app().navigator()->open(QStringLiteral("overview"));
        QVERIFY(!window().findChild<QQuickItem*>(QStringLiteral("overviewPage")));
        m_main->store().add({ "acme/site/page/home created" });
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("overview"));
    }

    void saysWhyItDoesNotListen()
    {
        // Only loopback may be listened on.
        QVERIFY(!m_main->store().engine().startGateway({ "0.0.0.0", 0 }));
        open();
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("welcome"));
        QTRY_VERIFY(!app().status()->problem().isEmpty());
        picture("first-run-not-listening");
        QApplication::clipboard()->clear();
        key(Qt::Key_2);
        QVERIFY(QApplication::clipboard()->text().isEmpty());
    }

    void paletteGoesWhereItIsTold()
    {
        m_main->fill();
        open();
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("overview"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(app().palette()->count() > 0);
        QTRY_VERIFY(focusIsInText());
        picture("palette");
        type("rep");
        QTRY_VERIFY(app().palette()->count() >= 3);
        picture("palette-entities");
        key(Qt::Key_Tab);
        QVERIFY(app().palette()->isEntitiesOnly());
        key(Qt::Key_Tab);
        key(Qt::Key_A, Qt::ControlModifier);
        type("ent");
        QTRY_COMPARE(app().palette()->currentRow(), 0);
        key(Qt::Key_Return);
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("entities"));

        // Filter words open the list with them.
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        QVERIFY(app().palette()->text().isEmpty());
        type("status:failed");
        key(Qt::Key_Return);
        QTRY_COMPARE(app().entities()->filter()->appliedText(), QStringLiteral("status:failed"));
        // A view without a filter takes the filter away.
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        app().palette()->setText(app().entities()->views()->name(0));
        const int row = rowOf(app().entities()->views()->name(0));
        QVERIFY(row >= 0);
        app().palette()->activate(row);
        QTRY_COMPARE(app().entities()->filter()->appliedText(), app().entities()->views()->queryText(0));
    }

    void paletteRunsCommands()
    {
        m_main->fill();
        open();
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("overview"));
        m_main->settings().setTheme(QStringLiteral("dark"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        type("dark and");
        key(Qt::Key_Return);
        QTRY_COMPARE(m_main->settings().theme(), QStringLiteral("light"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        key(Qt::Key_Escape);
        QTRY_VERIFY(!focusIsInText());
    }

    void importShowsItsResult()
    {
        m_main->fill();
        open();
        QTRY_COMPARE(app().navigator()->route(), QStringLiteral("overview"));
        key(Qt::Key_I, Qt::ControlModifier);
        picture("import-empty");
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("mixed.ndjson")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(
            test::EventBatchBuilder().faber("acme/site/page/new created @2026-01-10T12:59:00Z").ndjson()));
        for (int i = 0; i < 3; ++i)
            file.write("{\"event_type\":\"entity.nonsense\"}\n");
        file.close();
        app().importer()->choose({ QUrl::fromLocalFile(file.fileName()) });
        picture("import-chosen");
        key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(app().importer()->state(), ImportModel::Finished);
        QCOMPARE(app().importer()->acceptedText(), QStringLiteral("1"));
        QCOMPARE(app().importer()->rejectedText(), QStringLiteral("3"));
        picture("import-result");
        key(Qt::Key_Escape);
        QTRY_COMPARE(app().importer()->state(), ImportModel::Choosing);
    }

private:
    void open()
    {
        AppIdentity identity;
        identity.demo = {
            .events = 45'000, .projects = 9, .hasFailures = true, .hasStuckEntities = true, .hasBadEvents = true
        };
        QVERIFY2(m_main->open(std::move(identity)), "The window did not open.");
    }

    AppModel& app() const { return m_main->app(); }
    QQuickWindow& window() const { return m_main->window(); }
    bool focusIsInText() const { return m_main->focusIsInText(); }

    int rowOf(const QString& text) const
    {
        for (int row = 0; row < app().palette()->rowCount(); ++row) {
            if (app().palette()->at(row).text == text)
                return row;
        }
        return -1;
    }

    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { m_main->key(code, modifiers); }
    void type(const char* text) { m_main->type(text); }

    void picture(const char* name)
    {
        const QString folder = qEnvironmentVariable("BINNACLE_TEST_PICTURES");
        if (folder.isEmpty())
            return;
        for (const char* theme : { "light", "dark" }) {
            for (const QSize size : { QSize(1100, 700), QSize(1440, 900) }) {
                m_main->settings().setTheme(QString::fromLatin1(theme));
                window().resize(size);
                QTest::qWait(300);
                const QString file = QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, theme).arg(size.width());
                QVERIFY(window().grabWindow().save(file));
            }
        }
    }

    std::unique_ptr<test::MainWindow> m_main;
};

QTEST_MAIN(OverlaysTest)
#include "overlays_test.moc"
