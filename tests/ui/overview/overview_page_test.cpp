#include "tests/models/entities/entities_fixture.h"
#include "tests/ui/support/page_window.h"

#include <QApplication>

using namespace binnacle;

/// The overview in a window, with more projects and types than a small one has room for.
class OverviewPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        std::vector<std::string> lines;
        for (int i = 0; i < 9; ++i) {
            const std::string number = std::to_string(i);
            lines.push_back("acme/project-" + number + "/type-" + number + "/one status.changed status=failed");
        }
        m_store->add(lines);
        m_settings = std::make_unique<UiSettings>(QString());
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, AppIdentity());
        QVERIFY(m_window.openPage(QStringLiteral("Overview"), *m_app));
        QTRY_COMPARE(m_app->overview()->typeCount(), 9);
        QTRY_COMPARE(m_app->overview()->projectCount(), 9);
    }

    void cleanup()
    {
        m_window.close();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_window.warnings(), QStringList());
    }

    void smallWindowsShowFiveRowsOfEach()
    {
        m_window.view().resize(1044, 628);
        for (const char* list : { "projectRows", "gridRows" }) {
            const QQuickItem* rows = m_window.item(list);
            QVERIFY(rows);
            const QQuickItem* line = nullptr;
            QTRY_VERIFY(line = rows->property("contentItem").value<QQuickItem*>()->childItems().value(0));
            QTRY_VERIFY2(rows->height() >= 5 * line->height(), list);
        }
    }

    void whatTakesTheFocusComesIntoSight()
    {
        m_window.view().resize(1044, 628);
        const QQuickItem* area = m_window.item("overviewArea");
        const QQuickItem* rows = m_window.item("gridRows");
        QVERIFY(area && rows);
        QTRY_VERIFY(area->property("contentHeight").toReal() > area->height());
        QCOMPARE(area->property("contentY").toReal(), 0.0);
        int reached = 0;
        for (int i = 0; i < 90; ++i) {
            m_window.key(Qt::Key_Tab);
            const QQuickItem* item = m_window.view().activeFocusItem();
            if (!item || !rows->isAncestorOf(item))
                continue;
            ++reached;
            QTRY_VERIFY(bottomIn(*area, *item) <= area->height());
            QVERIFY(bottomIn(*rows, *item) <= rows->height() + 1);
        }
        // All cells of all types: five shown at first, four behind them.
        QVERIFY2(reached >= 9 * 5, qPrintable(QString::number(reached)));
    }

private:
    /// The lower edge of an item within the view of the area.
    static double bottomIn(const QQuickItem& area, const QQuickItem& item)
    {
        return item.mapToItem(&area, QPointF(0, item.height())).y();
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    test::PageWindow m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    OverviewPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "overview_page_test.moc"
