#include "tests/models/entities/entities_fixture.h"
#include "tests/ui/support/page_window.h"
#include "tests/ui/support/tabs.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>

using namespace binnacle;

/// The page of one entity in a window, driven by keys and pointer.
class EntityPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_store->add({ "acme/site/page/one created @2026-01-10T12:00:00Z prop.topic=letter",
            "acme/site/page/one step.started draft @2026-01-10T12:00:10Z",
            "acme/site/page/one step.completed draft @2026-01-10T12:00:40Z dur=30000 outcome=success",
            "acme/site/page/one step.started commit @2026-01-10T12:31:00Z",
            "acme/site/page/one step.failed commit @2026-01-10T12:31:10Z error=\"409 conflict\" status=failed" });
        m_settings = std::make_unique<UiSettings>(QString());
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, AppIdentity());
        QVERIFY2(m_window.openPage(QStringLiteral("Entity"), *m_app, QStringLiteral("acme/site/page/one")),
            "The page did not open.");
        QTRY_COMPARE(page().state(), EntityPageModel::Ready);
        QTRY_COMPARE(page().history()->count(), 5);
        QTRY_VERIFY(!page().timeline()->isEmpty());
    }

    void cleanup()
    {
        m_window.close();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_window.warnings(), QStringList());
    }

    void historyIsWalkedAndCopied()
    {
        key(Qt::Key_J);
        key(Qt::Key_J);
        key(Qt::Key_C, Qt::ControlModifier);
        const QString copied = QGuiApplication::clipboard()->text();
        QCOMPARE(copied, page().history()->rowText(1));
        QVERIFY(copied.contains(QStringLiteral("step.started")));
    }

    void theChosenEventStaysChosen()
    {
        key(Qt::Key_J);
        key(Qt::Key_J);
        m_store->add({ "acme/site/page/one step.started commit @2026-01-10T12:40:00Z" });
        QTRY_COMPARE(page().history()->count(), 6);
        key(Qt::Key_C, Qt::ControlModifier);
        // It was the second row and is the third now.
        QCOMPARE(QGuiApplication::clipboard()->text(), page().history()->rowText(2));
    }

    void headsAndKeysSortTheHistory()
    {
        auto* const history = m_window.item("history");
        QVERIFY(history);
        // The third of five, counted from the newest.
        for (int i = 0; i < 3; ++i)
            key(Qt::Key_J);
        const QString chosen = page().history()->seqAt(2);
        m_window.click(*history, { 20, 10 });
        QTRY_COMPARE(page().history()->sortColumns(), QList<int>{ EntityEventsModel::Time });
        m_window.click(*history, { 20, 10 });
        QTRY_COMPARE(page().history()->sortDescending(), QList<bool>{ false });
        QCOMPARE(page().history()->seqAt(history->property("currentRow").toInt()), chosen);
        // Right chooses the next column, S sorts by it.
        history->forceActiveFocus();
        for (int i = 0; i < 3; ++i)
            key(Qt::Key_Right);
        key(Qt::Key_S);
        QTRY_COMPARE(page().history()->sortColumns(), QList<int>{ EntityEventsModel::Type });
        QCOMPARE(history->property("sortKeys").toStringList(), QStringList{ QStringLiteral("type") });
        QCOMPARE(page().history()->seqAt(history->property("currentRow").toInt()), chosen);
    }

    void headsAndKeysSortRuns()
    {
        m_store->add({ "acme/site/page/one step.started draft @2026-01-10T12:41:00Z workflow=blog run=r3",
            "acme/site/page/one step.started draft @2026-01-10T12:42:00Z workflow=blog run=r1",
            "acme/site/page/one step.started draft @2026-01-10T12:43:00Z workflow=blog run=r2" });
        QTRY_COMPARE(page().runs()->count(), 3);
        QVERIFY(test::openTab(*m_window.root(), QStringLiteral("Runs")));
        auto* const runs = m_window.item("runs");
        QVERIFY(runs);
        QTRY_COMPARE(runs->property("view").value<QQuickItem*>()->property("rows").toInt(), 3);
        runs->forceActiveFocus();
        key(Qt::Key_Home);
        key(Qt::Key_J);
        const QString chosen = page().runs()->idAt(1);
        // Right chooses the next column, S sorts by it.
        key(Qt::Key_Right);
        key(Qt::Key_Right);
        key(Qt::Key_S);
        QCOMPARE(page().runs()->sortColumns(), QList<int>{ EntityRunsModel::Run });
        QCOMPARE(runs->property("sortKeys").toStringList(), QStringList{ QStringLiteral("run") });
        QCOMPARE(page().runs()->idAt(runs->property("currentRow").toInt()), chosen);
        QCOMPARE(runs->property("currentRow").toInt(), 0);
        QVERIFY(heads(*runs).contains(QStringLiteral("Run, sorted, smallest first")));
        m_window.click(*runs, { 20, 10 });
        QCOMPARE(page().runs()->sortColumns(), QList<int>{ EntityRunsModel::Workflow });
        QVERIFY(heads(*runs).contains(QStringLiteral("Workflow, sorted, smallest first")));
        // What comes on top of the chosen run pushes it down.
        key(Qt::Key_Right);
        key(Qt::Key_S);
        m_store->add({ "acme/site/page/one step.started draft @2026-01-10T12:44:00Z workflow=blog run=r0" });
        QTRY_COMPARE(page().runs()->count(), 4);
        QCOMPARE(page().runs()->idAt(runs->property("currentRow").toInt()), chosen);
    }

    void headsSortArtifactsAndProperties()
    {
        m_store->add({ "acme/site/page/one step.completed draft @2026-01-10T12:41:00Z artifact=file:a.md",
            "acme/site/page/one step.completed draft @2026-01-10T12:42:00Z artifact=file:b.md prop.length=12" });
        QTRY_COMPARE(page().artifacts()->count(), 2);
        QVERIFY(test::openTab(*m_window.root(), QStringLiteral("Artifacts")));
        auto* const artifacts = m_window.item("artifacts");
        QVERIFY(artifacts);
        m_window.click(*artifacts, { 20, 10 });
        QCOMPARE(page().artifacts()->nameAt(0), QStringLiteral("a.md"));
        QVERIFY(heads(*artifacts).contains(QStringLiteral("Name, sorted, smallest first")));
        QVERIFY(test::openTab(*m_window.root(), QStringLiteral("Properties")));
        auto* const properties = m_window.item("properties");
        QVERIFY(properties);
        m_window.click(*properties, { 20, 10 });
        QCOMPARE(page().properties()->sortDescending(), QList<bool>{ true });
        QCOMPARE(page().properties()->valueAt(0), QStringLiteral("letter"));
    }

    void escapeGoesBack()
    {
        m_app->navigator()->open(QStringLiteral("entities"));
        m_app->navigator()->open(QStringLiteral("entity"), QStringLiteral("acme/site/page/one"));
        bool handled = false;
        QMetaObject::invokeMethod(m_window.root(), "handleEscape", Q_RETURN_ARG(bool, handled));
        QVERIFY(handled);
        QCOMPARE(m_app->navigator()->route(), QStringLiteral("entities"));
    }

    void unknownKeysLeadBack()
    {
        QSignalSpy navigated(m_window.root(), SIGNAL(navigate(QString, QString)));
        m_window.root()->setProperty("argument", QStringLiteral("acme/site/page/none"));
        QTRY_COMPARE(page().state(), EntityPageModel::NotFound);
        QMetaObject::invokeMethod(m_window.root(), "goBack");
        QCOMPARE(navigated.count(), 1);
        QCOMPARE(navigated.first().at(0).toString(), QStringLiteral("entities"));
    }

    void searchOpensRawEvents()
    {
        QMetaObject::invokeMethod(m_window.root(), "focusFilter");
        m_window.type("failed");
        QTRY_COMPARE(page().rawEvents()->count(), 1);
        QTRY_VERIFY(page().payload()->text().contains(QStringLiteral("409 conflict")));
    }

    void everyThingToFocusHasAName()
    {
        int reached = 0;
        QCOMPARE(m_window.namelessInTabOrder(&reached), QStringList());
        QVERIFY2(reached > 5, qPrintable(QStringLiteral("Tab reached %1 items").arg(reached)));
    }

    void longNamesAndManyStepsFit()
    {
        const QString longName(500, QLatin1Char('n'));
        std::vector<std::string> lines;
        for (int i = 0; i < 200; ++i)
            lines.push_back(
                "acme/site/page/" + longName.toStdString() + " step.completed step-" + std::to_string(i) + " dur=500");
        m_store->add(lines);
        m_window.view().resize(1044, 628);
        m_window.root()->setProperty("argument", QStringLiteral("acme/site/page/") + longName);
        QTRY_COMPARE(page().steps()->count(), 200);
        QTRY_VERIFY(!page().timeline()->isEmpty());
        QVERIFY(!m_window.view().grabWindow().isNull());
    }

private:
    EntityPageModel& page() { return *m_app->entity(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { m_window.key(key, modifiers); }

    /// What a screen reader says of the heads of a table.
    static QStringList heads(const QQuickItem& table)
    {
        QAccessible::setActive(true);
        QStringList names;
        for (QQuickItem* item : table.childItems()) {
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (face && face->role() == QAccessible::ColumnHeader)
                names << face->text(QAccessible::Name);
            names << heads(*item);
        }
        return names;
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    test::PageWindow m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    EntityPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "entity_page_test.moc"
