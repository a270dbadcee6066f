#include "models/app/app_model.h"
#include "tests/models/entities/entities_fixture.h"
#include "tests/support/event_builder.h"
#include "ui/theme/theme_setup.h"

#include <QApplication>
#include <QClipboard>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

/// The whole window with what opens over its pages: first run, palette, import. With BINNACLE_TEST_PICTURES=FOLDER each
/// state that is looked at here is drawn there, dark and light, large and small.
class OverlaysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_warnings.clear();
        m_store = std::make_unique<test::EntitiesFixture>();
    }

    void cleanup()
    {
        m_qml.reset();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_warnings, QStringList());
    }

    void firstEventOpensTheDashboard()
    {
        QVERIFY(m_store->engine().startGateway({ "127.0.0.1", 0 }));
        open();
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("welcome"));
        QTRY_VERIFY(!m_app->status()->gatewayUrl().isEmpty());
        picture("first-run");
        key(Qt::Key_2);
        QVERIFY(QApplication::clipboard()->text().contains(m_app->status()->gatewayUrl()));
        // There is no overview of nothing.
        m_app->navigator()->open(QStringLiteral("overview"));
        QVERIFY(!window().findChild<QQuickItem*>(QStringLiteral("overviewPage")));
        m_store->add({ "acme/site/page/home created" });
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("overview"));
    }

    void saysWhyItDoesNotListen()
    {
        // Only loopback may be listened on.
        QVERIFY(!m_store->engine().startGateway({ "0.0.0.0", 0 }));
        open();
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("welcome"));
        QTRY_VERIFY(!m_app->status()->problem().isEmpty());
        picture("first-run-not-listening");
        QApplication::clipboard()->clear();
        key(Qt::Key_2);
        QVERIFY(QApplication::clipboard()->text().isEmpty());
    }

    void paletteGoesWhereItIsTold()
    {
        fill();
        open();
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("overview"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_app->palette()->count() > 0);
        QTRY_VERIFY(focusIsInText());
        picture("palette");
        type("rep");
        QTRY_VERIFY(m_app->palette()->count() >= 3);
        picture("palette-entities");
        key(Qt::Key_Tab);
        QVERIFY(m_app->palette()->isEntitiesOnly());
        key(Qt::Key_Tab);
        key(Qt::Key_A, Qt::ControlModifier);
        type("ent");
        QTRY_COMPARE(m_app->palette()->currentRow(), 0);
        key(Qt::Key_Return);
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("entities"));

        // Filter words open the list with them.
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        QVERIFY(m_app->palette()->text().isEmpty());
        type("status:failed");
        key(Qt::Key_Return);
        QTRY_COMPARE(m_app->entities()->filter()->appliedText(), QStringLiteral("status:failed"));
        // A view without a filter takes the filter away.
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        m_app->palette()->setText(m_app->entities()->views()->name(0));
        const int row = rowOf(m_app->entities()->views()->name(0));
        QVERIFY(row >= 0);
        m_app->palette()->activate(row);
        QTRY_COMPARE(m_app->entities()->filter()->appliedText(), m_app->entities()->views()->queryText(0));
    }

    void paletteRunsCommands()
    {
        fill();
        open();
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("overview"));
        m_settings->setTheme(QStringLiteral("dark"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        type("dark and");
        key(Qt::Key_Return);
        QTRY_COMPARE(m_settings->theme(), QStringLiteral("light"));
        key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(focusIsInText());
        key(Qt::Key_Escape);
        QTRY_VERIFY(!focusIsInText());
    }

    void importShowsItsResult()
    {
        fill();
        open();
        QTRY_COMPARE(m_app->navigator()->route(), QStringLiteral("overview"));
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
        m_app->importer()->choose({ QUrl::fromLocalFile(file.fileName()) });
        picture("import-chosen");
        key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_app->importer()->state(), ImportModel::Finished);
        QCOMPARE(m_app->importer()->acceptedText(), QStringLiteral("1"));
        QCOMPARE(m_app->importer()->rejectedText(), QStringLiteral("3"));
        picture("import-result");
        key(Qt::Key_Escape);
        QTRY_COMPARE(m_app->importer()->state(), ImportModel::Choosing);
    }

private:
    void fill()
    {
        m_store->add({ "acme/site/page/replay-without-regret step.failed build error=refused status=failed",
            "acme/site/dataset/monthly-report-2025-12 status.changed status=completed",
            "acme/shop/campaign/reprice-winter-2026 status.changed status=in_progress" });
    }

    void open()
    {
        m_settings = std::make_unique<UiSettings>(QString());
        m_settings->setTheme(QStringLiteral("dark"));
        AppIdentity identity;
        identity.demo = {
            .events = 45'000, .projects = 9, .hasFailures = true, .hasStuckEntities = true, .hasBadEvents = true
        };
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, std::move(identity));
        m_qml = std::make_unique<QQmlApplicationEngine>();
        setUpEngine(*m_qml);
        connect(m_qml.get(), &QQmlEngine::warnings, this, [this](const QList<QQmlError>& warnings) {
            // Pages have tests of their own.
            static const QRegularExpression ours(QStringLiteral("/(Shell|Palette|Import|Welcome)/"));
            for (const QQmlError& warning : warnings) {
                if (warning.url().path().contains(ours))
                    m_warnings << warning.toString();
            }
        });
        m_qml->setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(m_app.get()) } });
        m_qml->load(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Shell/Main.qml")));
        QVERIFY2(!m_qml->rootObjects().isEmpty(), "The window did not load.");
        window().requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    QQuickWindow& window() const { return *qobject_cast<QQuickWindow*>(m_qml->rootObjects().constFirst()); }

    bool focusIsInText() const
    {
        const QQuickItem* item = window().activeFocusItem();
        return item && item->inherits("QQuickTextInput");
    }

    int rowOf(const QString& text) const
    {
        for (int row = 0; row < m_app->palette()->rowCount(); ++row) {
            if (m_app->palette()->at(row).text == text)
                return row;
        }
        return -1;
    }

    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window(), code, modifiers); }

    void type(const char* text)
    {
        for (const char letter : QByteArray(text))
            QTest::keyClick(&window(), letter);
    }

    void picture(const char* name)
    {
        const QString folder = qEnvironmentVariable("BINNACLE_TEST_PICTURES");
        if (folder.isEmpty())
            return;
        for (const char* theme : { "light", "dark" }) {
            for (const QSize size : { QSize(1100, 700), QSize(1440, 900) }) {
                m_settings->setTheme(QString::fromLatin1(theme));
                window().resize(size);
                QTest::qWait(300);
                const QString file = QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, theme).arg(size.width());
                QVERIFY(window().grabWindow().save(file));
            }
        }
    }

    QStringList m_warnings;
    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    std::unique_ptr<QQmlApplicationEngine> m_qml;
};

QTEST_MAIN(OverlaysTest)
#include "overlays_test.moc"
