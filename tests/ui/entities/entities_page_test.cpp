#include "tests/models/entities/entities_fixture.h"
#include "tests/ui/support/page_window.h"

#include <QApplication>
#include <QSignalSpy>

using namespace binnacle;

/// The page in a window, driven by keys and pointer.
class EntitiesPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_store->add({ "acme/docs/page/one step.failed build error=refused status=failed",
            "acme/site/page/two step.failed build error=refused status=failed",
            "acme/site/page/three status.changed status=in_progress",
            "acme/site/page/four status.changed status=completed" });
        m_settings = std::make_unique<UiSettings>(QString());
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, AppIdentity());
        QVERIFY2(m_window.openPage(QStringLiteral("Entities"), *m_app), "The page did not open.");
        QTRY_COMPARE(page().table()->count(), 4);
        QTRY_VERIFY(!page().countText().isEmpty());
    }

    void cleanup()
    {
        m_window.close();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_window.warnings(), QStringList());
    }

    void keysMoveAndSelect()
    {
        key(Qt::Key_J);
        QTRY_COMPARE(page().table()->currentRow(), 0);
        key(Qt::Key_J);
        QCOMPARE(page().table()->currentRow(), 1);
        key(Qt::Key_X);
        QCOMPARE(page().selectedCount(), 1);
        key(Qt::Key_J, Qt::ShiftModifier);
        QCOMPARE(page().selectedCount(), 2);
        key(Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(page().selectionText(), QStringLiteral("All 4 selected"));
        // Looking at the table keeps its rows still.
        QVERIFY(page().table()->isEngaged());
    }

    void typingFilters()
    {
        QMetaObject::invokeMethod(m_window.root(), "focusFilter");
        m_window.type("status:failed");
        QTRY_COMPARE(page().table()->count(), 2);
        key(Qt::Key_Return);
        QCOMPARE(page().filter()->history(), QStringList{ "status:failed" });
        QCOMPARE(page().views()->activeIndex(), 2);
        // Letters in the field are text, not commands.
        QCOMPARE(page().selectedCount(), 0);
        key(Qt::Key_Escape);
        key(Qt::Key_Space);
        QTRY_VERIFY(page().isPreviewOpen());
        QTRY_COMPARE(page().preview()->error(), QStringLiteral("refused"));
        key(Qt::Key_Return);
        QCOMPARE(m_app->navigator()->route(), QString());
    }

    void enterOpensTheRow()
    {
        QSignalSpy navigated(m_window.root(), SIGNAL(navigate(QString, QString)));
        key(Qt::Key_J);
        key(Qt::Key_Return);
        QTRY_COMPARE(navigated.count(), 1);
        QCOMPARE(navigated.first().at(0).toString(), QStringLiteral("entity"));
        QCOMPARE(navigated.first().at(1).toString(), page().table()->keyAt(0));
    }

    void viewsOpenByNumber()
    {
        key(Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE(page().table()->count(), 2);
        key(Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(page().table()->count(), 4);
    }

    void altClickFiltersByTheCell()
    {
        const QQuickItem* table = m_window.item("entitiesTable");
        QVERIFY(table);
        // Second row, in the status column behind the check boxes.
        const QString expected = page().table()->cellFilter(1, 1, false);
        m_window.click(*table, QPointF(60, 28 + 48), Qt::AltModifier);
        QTRY_COMPARE(page().filter()->text(), expected);
    }

    void clicksWithModifiersSelectAndSort()
    {
        const QQuickItem* table = m_window.item("entitiesTable");
        QVERIFY(table);
        const auto click = [&](qreal x, qreal y, Qt::KeyboardModifiers modifiers) {
            m_window.click(*table, QPointF(x, y), modifiers);
        };
        click(200, 28 + 16, Qt::ControlModifier);
        QTRY_COMPARE(page().selectedCount(), 1);
        click(200, 28 + 32 * 2 + 16, Qt::ShiftModifier);
        QTRY_COMPARE(page().selectedCount(), 3);
        click(16, 28 + 16, Qt::NoModifier);
        QTRY_COMPARE(page().selectedCount(), 2);
        click(60, 14, Qt::NoModifier);
        QTRY_COMPARE(page().table()->sortKeys(), QStringList{ "status" });
        click(160, 14, Qt::ShiftModifier);
        QTRY_COMPARE(page().table()->sortKeys(), (QStringList{ "status", "id" }));
    }

    void everyThingToFocusHasAName()
    {
        page().setPreviewOpen(true);
        int reached = 0;
        QCOMPARE(m_window.namelessInTabOrder(&reached), QStringList());
        QVERIFY2(reached > 8, qPrintable(QStringLiteral("Tab reached %1 items").arg(reached)));
    }

private:
    EntitiesPageModel& page() { return *m_app->entities(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { m_window.key(key, modifiers); }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    test::PageWindow m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    EntitiesPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "entities_page_test.moc"
