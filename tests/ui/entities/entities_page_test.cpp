#include "models/app/app_model.h"
#include "tests/models/entities/entities_fixture.h"
#include "ui/theme/theme_setup.h"

#include <QAccessible>
#include <QApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

/// The page in a window, driven by keys and pointer.
class EntitiesPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_warnings.clear();
        m_store = std::make_unique<test::EntitiesFixture>();
        m_store->add({ "acme/docs/page/one step.failed build error=refused status=failed",
            "acme/site/page/two step.failed build error=refused status=failed",
            "acme/site/page/three status.changed status=in_progress",
            "acme/site/page/four status.changed status=completed" });
        m_settings = std::make_unique<UiSettings>(QString());
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, AppIdentity());
        m_view = std::make_unique<QQuickView>();
        setUpEngine(*m_view->engine());
        connect(m_view->engine(), &QQmlEngine::warnings, this, [this](const QList<QQmlError>& warnings) {
            for (const QQmlError& warning : warnings)
                m_warnings << warning.toString();
        });
        m_view->setInitialProperties({ { QStringLiteral("app"), QVariant::fromValue(m_app.get()) } });
        m_view->setResizeMode(QQuickView::SizeRootObjectToView);
        m_view->resize(1232, 828);
        m_view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Pages/Entities/EntitiesPage.qml")));
        QVERIFY2(m_view->rootObject(), "The page did not load.");
        m_view->show();
        m_view->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->rootObject()->forceActiveFocus();
        QTRY_COMPARE(page().table()->count(), 4);
        QTRY_VERIFY(!page().countText().isEmpty());
    }

    void cleanup()
    {
        m_view.reset();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_warnings, QStringList());
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
        QMetaObject::invokeMethod(m_view->rootObject(), "focusFilter");
        for (const char letter : QByteArray("status:failed"))
            QTest::keyClick(m_view.get(), letter);
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
        QSignalSpy navigated(m_view->rootObject(), SIGNAL(navigate(QString, QString)));
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
        auto* table = m_view->rootObject()->findChild<QQuickItem*>(QStringLiteral("entitiesTable"));
        QVERIFY(table);
        // Second row, in the status column behind the check boxes.
        const QPointF cell = table->mapToScene(QPointF(60, 28 + 48));
        const QString expected = page().table()->cellFilter(1, 1, false);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::AltModifier, cell.toPoint());
        QTRY_COMPARE(page().filter()->text(), expected);
    }

    void clicksWithModifiersSelectAndSort()
    {
        auto* table = m_view->rootObject()->findChild<QQuickItem*>(QStringLiteral("entitiesTable"));
        QVERIFY(table);
        const auto click = [&](qreal x, qreal y, Qt::KeyboardModifiers modifiers) {
            QTest::mouseClick(m_view.get(), Qt::LeftButton, modifiers, table->mapToScene(QPointF(x, y)).toPoint());
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
        QAccessible::setActive(true);
        page().setPreviewOpen(true);
        QStringList nameless;
        QSet<QQuickItem*> seen;
        QQuickItem* item = m_view->rootObject();
        for (int i = 0; i < 60; ++i) {
            key(Qt::Key_Tab);
            item = m_view->activeFocusItem();
            if (!item || seen.contains(item))
                break;
            seen.insert(item);
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (!face || face->text(QAccessible::Name).isEmpty())
                nameless << QString::fromLatin1(item->metaObject()->className());
        }
        QVERIFY2(seen.size() > 8, qPrintable(QStringLiteral("Tab reached %1 items").arg(seen.size())));
        QCOMPARE(nameless, QStringList());
    }

private:
    EntitiesPageModel& page() { return *m_app->entities(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<AppModel> m_app;
    std::unique_ptr<QQuickView> m_view;
    QStringList m_warnings;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    EntitiesPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "entities_page_test.moc"
