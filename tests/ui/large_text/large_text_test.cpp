#include "tests/ui/support/main_window.h"
#include "tests/ui/support/tabs.h"

#include <QApplication>

using namespace binnacle;

namespace {

const QString key = QStringLiteral("acme/site/page/one");
constexpr Qt::Key walk[] = { Qt::Key_End, Qt::Key_Up, Qt::Key_Home, Qt::Key_Down, Qt::Key_PageDown, Qt::Key_PageDown,
    Qt::Key_PageUp, Qt::Key_End };

/// What of `area` within `item` lies in the window and is cut off by nothing around it.
QRectF seen(const QQuickItem& item, const QRectF& area)
{
    QRectF left = item.mapRectToScene(area) & QRectF(QPointF(), item.window()->size());
    for (const QQuickItem* around = &item; around; around = around->parentItem()) {
        if (around->clip())
            left &= around->mapRectToScene(QRectF(0, 0, around->width(), around->height()));
    }
    return left;
}

bool isSeenWhole(const QQuickItem& item, const QRectF& area)
{
    return seen(item, area).height() >= area.height() - 0.5;
}

} // namespace

/// Text at one and a half times its size in the smallest window: where the keys are is in sight.
class LargeTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_window = std::make_unique<test::MainWindow>();
        std::vector<std::string> events{ "acme/site/page/one created prop.topic=letter" };
        std::vector<std::string> refused;
        for (int i = 0; i < 60; ++i) {
            const std::string number = std::to_string(i);
            events.push_back("acme/site/page/one step.completed step-" + std::to_string(i % 12)
                + " dur=500 workflow=blog run=r" + number + " artifact=file:f" + number + " prop.p" + number + "=v");
            events.push_back("acme/project-" + number + "/type-" + number + "/other created");
            refused.push_back("no event " + number);
        }
        m_window->store().add(events);
        m_window->store().refuse(refused);
        QVERIFY2(m_window->open(), "The window did not open.");
        m_window->settings().setTextScale(1.5);
        m_window->window().resize(1100, 700);
        QTRY_COMPARE(m_window->window().contentItem()->height(), 700.0);
    }

    void cleanup()
    {
        m_window->close();
        QCOMPARE(m_window->warnings(), QStringList());
        m_window.reset();
    }

    void rowsOfAnEntity_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QString>("tab");
        QTest::newRow("history") << QByteArray("history") << QStringLiteral("History");
        QTest::newRow("runs") << QByteArray("runs") << QStringLiteral("Runs");
        QTest::newRow("artifacts") << QByteArray("artifacts") << QStringLiteral("Artifacts");
        QTest::newRow("properties") << QByteArray("properties") << QStringLiteral("Properties");
        QTest::newRow("raw events") << QByteArray("rawEvents") << QStringLiteral("Raw events");
    }

    void rowsOfAnEntity()
    {
        QFETCH(QByteArray, table);
        QFETCH(QString, tab);
        m_window->app().navigator()->open(QStringLiteral("entity"), key);
        QTRY_VERIFY(item("history"));
        QVERIFY(test::openTab(m_window->window(), tab));
        walkTable(table.constData());
    }

    void rowsOfThePages_data()
    {
        QTest::addColumn<QString>("route");
        QTest::addColumn<QByteArray>("table");
        QTest::newRow("entities") << QStringLiteral("entities") << QByteArray("entitiesTable");
        QTest::newRow("quarantine") << QStringLiteral("quarantine") << QByteArray("quarantineTable");
    }

    void rowsOfThePages()
    {
        QFETCH(QString, route);
        QFETCH(QByteArray, table);
        m_window->app().navigator()->open(route);
        walkTable(table.constData());
    }

    void linesOfLists_data()
    {
        QTest::addColumn<QString>("route");
        QTest::addColumn<QByteArray>("list");
        QTest::newRow("steps") << QStringLiteral("entity") << QByteArray("steps");
        QTest::newRow("projects") << QStringLiteral("overview") << QByteArray("projectRows");
    }

    void linesOfLists()
    {
        QFETCH(QString, route);
        QFETCH(QByteArray, list);
        m_window->app().navigator()->open(route, route == QLatin1String("entity") ? key : QString());
        QTRY_VERIFY(item(list.constData()));
        QQuickItem& lines = *item(list.constData());
        QTRY_VERIFY(lines.property("count").toInt() > 5);
        lines.forceActiveFocus(Qt::TabFocusReason);
        for (const Qt::Key code : { Qt::Key_Down, Qt::Key_Up }) {
            for (int i = 0; i < 20; ++i) {
                m_window->key(code);
                QTRY_VERIFY2(isLineSeen(lines),
                    qPrintable(QStringLiteral("line %1").arg(lines.property("currentIndex").toInt())));
            }
        }
    }

private:
    QQuickItem* item(const char* name) const
    {
        return m_window->window().findChild<QQuickItem*>(QString::fromLatin1(name));
    }

    void walkTable(const char* name)
    {
        QTRY_VERIFY(item(name));
        QQuickItem& table = *item(name);
        auto& view = *table.property("view").value<QQuickItem*>();
        QTRY_VERIFY(view.property("rows").toInt() > 50);
        table.forceActiveFocus(Qt::TabFocusReason);
        for (const Qt::Key code : walk) {
            m_window->key(code);
            QTRY_VERIFY2(isRowSeen(table, view),
                qPrintable(QStringLiteral("row %1 after key %2")
                               .arg(table.property("currentRow").toInt())
                               .arg(QKeySequence(code).toString())));
        }
    }

    static bool isRowSeen(const QQuickItem& table, const QQuickItem& view)
    {
        const int height = table.property("rowHeight").toInt();
        const qreal top = table.property("currentRow").toInt() * height - view.property("contentY").toReal();
        return isSeenWhole(view, { 0, top, view.width(), qreal(height) });
    }

    static bool isLineSeen(const QQuickItem& list)
    {
        const auto* line = list.property("currentItem").value<QQuickItem*>();
        return line && isSeenWhole(*line, { 0, 0, line->width(), line->height() });
    }

    std::unique_ptr<test::MainWindow> m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    LargeTextTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "large_text_test.moc"
