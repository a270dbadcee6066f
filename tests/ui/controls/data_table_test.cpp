#include "tests/ui/controls/parcels_model.h"
#include "tests/ui/support/page_window.h"

#include <QApplication>
#include <QSignalSpy>

using namespace binnacle;

/// DataTable in a window: what keys, pointer and changes of the model do to it.
class DataTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init() { open(500); }

    void cleanup()
    {
        m_window.close();
        m_model.reset();
        QCOMPARE(m_window.warnings(), QStringList());
    }

    void arrowsStopAtTheEnds()
    {
        QCOMPARE(currentRow(), 0);
        m_window.key(Qt::Key_Down);
        m_window.key(Qt::Key_J);
        QCOMPARE(currentRow(), 2);
        m_window.key(Qt::Key_K);
        m_window.key(Qt::Key_Up);
        m_window.key(Qt::Key_Up);
        QCOMPARE(currentRow(), 0);
        m_window.key(Qt::Key_End);
        m_window.key(Qt::Key_Down);
        QCOMPARE(currentRow(), 499);
        m_window.key(Qt::Key_Home);
        QCOMPARE(currentRow(), 0);
    }

    void pageKeysGoAScreenFurther()
    {
        const int screen = int(view()->height()) / rowHeight();
        m_window.key(Qt::Key_PageDown);
        QCOMPARE(currentRow(), screen - 1);
        m_window.key(Qt::Key_PageDown);
        QCOMPARE(currentRow(), 2 * (screen - 1));
        m_window.key(Qt::Key_PageUp);
        QCOMPARE(currentRow(), screen - 1);
        m_window.key(Qt::Key_PageUp);
        m_window.key(Qt::Key_PageUp);
        QCOMPARE(currentRow(), 0);
    }

    void theCurrentRowStaysInSight()
    {
        for (const Qt::Key key : { Qt::Key_End, Qt::Key_PageUp, Qt::Key_Up, Qt::Key_Home, Qt::Key_PageDown, Qt::Key_J,
                 Qt::Key_PageDown, Qt::Key_K }) {
            m_window.key(key);
            QVERIFY2(isInSight(currentRow()), qPrintable(QString::number(currentRow())));
        }
        // As when the bar with the acts on a selection opens below.
        m_window.key(Qt::Key_Home);
        m_window.key(Qt::Key_PageDown);
        m_window.view().resize(1232, 400);
        QTRY_VERIFY(view()->height() < 400);
        QVERIFY(isInSight(currentRow()));
        table()->setProperty("compact", true);
        QTRY_COMPARE(rowHeight(), 26);
        m_window.key(Qt::Key_End);
        QVERIFY(isInSight(499));
    }

    void keysAsk()
    {
        QSignalSpy opened(table(), SIGNAL(opened(int)));
        QSignalSpy previewed(table(), SIGNAL(previewed(int)));
        QSignalSpy toggled(table(), SIGNAL(selectionToggled(int)));
        QSignalSpy extended(table(), SIGNAL(selectionExtended(int)));
        QSignalSpy all(table(), SIGNAL(selectAllToggled()));
        m_window.key(Qt::Key_Down);
        m_window.key(Qt::Key_Return);
        m_window.key(Qt::Key_Space);
        m_window.key(Qt::Key_X);
        QCOMPARE(rowsOf(opened), QList<int>{ 1 });
        QCOMPARE(rowsOf(previewed), QList<int>{ 1 });
        QCOMPARE(rowsOf(toggled), QList<int>{ 1 });
        m_window.key(Qt::Key_J, Qt::ShiftModifier);
        m_window.key(Qt::Key_Up, Qt::ShiftModifier);
        m_window.key(Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(rowsOf(extended), (QList<int>{ 2, 1, 499 }));
        m_window.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(all.count(), 1);
    }

    void clicksAsk()
    {
        QSignalSpy opened(table(), SIGNAL(opened(int)));
        QSignalSpy toggled(table(), SIGNAL(selectionToggled(int)));
        QSignalSpy extended(table(), SIGNAL(selectionExtended(int)));
        clickCell(3, 200);
        QCOMPARE(currentRow(), 3);
        QVERIFY(rowsOf(toggled).isEmpty());
        clickCell(4, 16);
        clickCell(6, 200, Qt::ControlModifier);
        QCOMPARE(rowsOf(toggled), (QList<int>{ 4, 6 }));
        clickCell(9, 200, Qt::ShiftModifier);
        QCOMPARE(rowsOf(extended), QList<int>{ 9 });
        QTest::mouseDClick(&m_window.view(), Qt::LeftButton, Qt::NoModifier, cellPoint(2, 200));
        QTRY_COMPARE(rowsOf(opened), QList<int>{ 2 });
        // Below the last row there is nothing.
        m_model->keepFirst(3);
        QTRY_COMPARE(view()->property("rows").toInt(), 3);
        clickCell(5, 200, Qt::ControlModifier);
        QCOMPARE(rowsOf(toggled).size(), 2);
    }

    void headsSort()
    {
        QSignalSpy sorted(table(), SIGNAL(sortToggled(QString, int, bool)));
        QSignalSpy all(table(), SIGNAL(selectAllToggled()));
        clickHead(16);
        QCOMPARE(all.count(), 1);
        clickHead(100);
        clickHead(table()->width() - 200, Qt::ShiftModifier);
        clickHead(table()->width() - 80);
        // The last column cannot be sorted by.
        QCOMPARE(sorted.count(), 2);
        QCOMPARE(sorted[0], (QVariantList{ QStringLiteral("name"), 1, false }));
        QCOMPARE(sorted[1], (QVariantList{ QStringLiteral("weight"), 2, true }));
    }

    void keysSortAndResizeColumns()
    {
        QSignalSpy sorted(table(), SIGNAL(sortToggled(QString, int, bool)));
        QSignalSpy resized(table(), SIGNAL(columnResized(QString, int)));
        m_window.key(Qt::Key_S);
        QCOMPARE(sorted.count(), 0);
        m_window.key(Qt::Key_Right);
        m_window.key(Qt::Key_Right);
        m_window.key(Qt::Key_S);
        m_window.key(Qt::Key_Right);
        m_window.key(Qt::Key_S, Qt::ShiftModifier);
        QCOMPARE(sorted.count(), 2);
        QCOMPARE(sorted[0], (QVariantList{ QStringLiteral("name"), 1, false }));
        QCOMPARE(sorted[1], (QVariantList{ QStringLiteral("weight"), 2, true }));
        m_window.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(resized.count(), 2);
        QCOMPARE(resized[0], (QVariantList{ QStringLiteral("weight"), 136 }));
        QCOMPARE(currentRow(), 0);
    }

    void aDraggedEdgeFollowsThePointer()
    {
        QSignalSpy resized(table(), SIGNAL(columnResized(QString, int)));
        // Between weight and note: the stretching name stays as it is, the note gives the room.
        const int edge = int(table()->width()) - 160;
        drag(edge, edge + 40);
        QTRY_COMPARE(resized.count(), 2);
        QCOMPARE(resized[0], (QVariantList{ QStringLiteral("weight"), 160 }));
        QCOMPARE(resized[1], (QVariantList{ QStringLiteral("note"), 120 }));
        QCOMPARE(columnEnd(2), edge + 40);
        // Between name and weight: the name is what is dragged, and stretches no more.
        const int end = columnEnd(1);
        drag(end, end - 100);
        QTRY_COMPARE(resized.count(), 3);
        QCOMPARE(columnEnd(1), end - 100);
    }

    void selectionGoesWithItsRows()
    {
        m_model->select(1);
        m_model->select(3);
        QTRY_COMPARE(selectedOnScreen(), (QList<int>{ 1, 3 }));
        m_model->insertOnTop(5);
        QTRY_COMPARE(selectedOnScreen(), (QList<int>{ 6, 8 }));
        m_model->insertOnTop(200);
        QTRY_COMPARE(selectedOnScreen(), QList<int>());
        // Cells that showed selected rows are used again for others.
        m_window.key(Qt::Key_End);
        m_window.key(Qt::Key_Home);
        QCOMPARE(selectedOnScreen(), QList<int>());
        table()->setProperty("currentRow", 0);
        QMetaObject::invokeMethod(table(), "goTo", Q_ARG(int, m_model->rowOf(3)));
        QTRY_COMPARE(selectedOnScreen(), (QList<int>{ m_model->rowOf(1), m_model->rowOf(3) }));
    }

    void fewerRowsKeepACurrentOne()
    {
        m_window.key(Qt::Key_End);
        m_model->keepFirst(10);
        QTRY_COMPARE(currentRow(), 9);
        QTRY_VERIFY(isInSight(9));
        m_model->keepFirst(0);
        QTRY_COMPARE(currentRow(), -1);
        QSignalSpy opened(table(), SIGNAL(opened(int)));
        for (const Qt::Key key : { Qt::Key_Down, Qt::Key_End, Qt::Key_PageUp, Qt::Key_Return })
            m_window.key(key);
        QCOMPARE(currentRow(), -1);
        QCOMPARE(opened.count(), 0);
    }

    void asksForMoreBeforeTheEnd()
    {
        QSignalSpy ended(table(), SIGNAL(endReached()));
        m_window.key(Qt::Key_PageDown);
        QCOMPARE(ended.count(), 0);
        m_window.key(Qt::Key_End);
        QVERIFY(ended.count() > 0);
    }

    void isReadAloud()
    {
        QAccessible::setActive(true);
        const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(table());
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::Table);
        QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Parcels"));
        m_window.key(Qt::Key_Down);
        const QAccessibleInterface* cell = QAccessible::queryAccessibleInterface(cellAt(0, 1));
        QVERIFY(cell);
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("parcel 1"));
        QVERIFY(cell->state().focused);
    }

private:
    void open(int rows)
    {
        m_model = std::make_unique<test::ParcelsModel>(rows);
        const QUrl file =
            QUrl::fromLocalFile(QStringLiteral(BINNACLE_SOURCE_DIR "/tests/ui/controls/DataTableHarness.qml"));
        QVERIFY2(m_window.open(file, { { QStringLiteral("model"), QVariant::fromValue<QObject*>(m_model.get()) } }),
            "The table did not open.");
        QTRY_VERIFY(cellAt(0, 0));
    }

    QQuickItem* table() const { return m_window.root(); }
    QQuickItem* view() const { return table()->property("view").value<QQuickItem*>(); }
    int currentRow() const { return table()->property("currentRow").toInt(); }
    int rowHeight() const { return table()->property("rowHeight").toInt(); }

    bool isInSight(int row) const
    {
        const qreal top = row * rowHeight() - view()->property("contentY").toReal();
        return top >= 0 && top + rowHeight() <= view()->height();
    }

    QQuickItem* cellAt(int column, int row) const
    {
        QQuickItem* cell = nullptr;
        QMetaObject::invokeMethod(
            view(), "itemAtCell", Q_RETURN_ARG(QQuickItem*, cell), Q_ARG(int, column), Q_ARG(int, row));
        return cell;
    }

    QList<int> selectedOnScreen() const
    {
        QList<int> rows;
        const int first = int(view()->property("contentY").toReal()) / rowHeight();
        for (int row = first; row <= first + int(view()->height()) / rowHeight(); ++row) {
            if (const QQuickItem* cell = cellAt(0, row); cell && cell->property("selected").toBool())
                rows << row;
        }
        return rows;
    }

    int columnEnd(int column) const
    {
        int end = 0;
        QMetaObject::invokeMethod(table(), "columnEnd", Q_RETURN_ARG(int, end), Q_ARG(int, column));
        return end;
    }

    QPoint cellPoint(int row, qreal x) const
    {
        return view()->mapToScene(QPointF(x, (row + 0.5) * rowHeight())).toPoint();
    }

    void clickCell(int row, qreal x, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(&m_window.view(), Qt::LeftButton, modifiers, cellPoint(row, x));
    }

    void clickHead(qreal x, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_window.click(*table(), QPointF(x, 14), modifiers);
    }

    void drag(int from, int to)
    {
        const auto at = [this](int x) { return table()->mapToScene(QPointF(x, 14)).toPoint(); };
        QTest::mousePress(&m_window.view(), Qt::LeftButton, Qt::NoModifier, at(from));
        // The first steps start the drag.
        for (int step = 1; step <= 10; ++step)
            QTest::mouseMove(&m_window.view(), at(from + (to - from) * step / 10));
        QTest::mouseRelease(&m_window.view(), Qt::LeftButton, Qt::NoModifier, at(to));
    }

    static QList<int> rowsOf(const QSignalSpy& spy)
    {
        QList<int> rows;
        for (const QVariantList& call : spy)
            rows << call.first().toInt();
        return rows;
    }

    test::PageWindow m_window;
    std::unique_ptr<test::ParcelsModel> m_model;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    DataTableTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "data_table_test.moc"
