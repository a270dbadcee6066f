#include "models/app/app_model.h"
#include "tests/models/entities/entities_fixture.h"
#include "ui/theme/theme_setup.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

/// The page of one entity in a window, driven by keys and pointer.
class EntityPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }

    void init()
    {
        m_warnings.clear();
        m_store = std::make_unique<test::EntitiesFixture>();
        m_store->add({ "acme/site/page/one created @2026-01-10T12:00:00Z prop.topic=letter",
            "acme/site/page/one step.started draft @2026-01-10T12:00:10Z",
            "acme/site/page/one step.completed draft @2026-01-10T12:00:40Z dur=30000 outcome=success",
            "acme/site/page/one step.started commit @2026-01-10T12:31:00Z",
            "acme/site/page/one step.failed commit @2026-01-10T12:31:10Z error=\"409 conflict\" status=failed" });
        m_settings = std::make_unique<UiSettings>(QString());
        m_app = std::make_unique<AppModel>(m_store->engine(), *m_settings, AppIdentity());
        openPage(QStringLiteral("acme/site/page/one"));
        QTRY_COMPARE(page().state(), EntityPageModel::Ready);
        QTRY_COMPARE(page().history()->count(), 5);
        QTRY_VERIFY(!page().timeline()->isEmpty());
    }

    void cleanup()
    {
        m_view.reset();
        m_app.reset();
        m_settings.reset();
        m_store.reset();
        QCOMPARE(m_warnings, QStringList());
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

    void escapeGoesBack()
    {
        m_app->navigator()->open(QStringLiteral("entities"));
        m_app->navigator()->open(QStringLiteral("entity"), QStringLiteral("acme/site/page/one"));
        bool handled = false;
        QMetaObject::invokeMethod(m_view->rootObject(), "handleEscape", Q_RETURN_ARG(bool, handled));
        QVERIFY(handled);
        QCOMPARE(m_app->navigator()->route(), QStringLiteral("entities"));
    }

    void unknownKeysLeadBack()
    {
        QSignalSpy navigated(m_view->rootObject(), SIGNAL(navigate(QString, QString)));
        m_view->rootObject()->setProperty("argument", QStringLiteral("acme/site/page/none"));
        QTRY_COMPARE(page().state(), EntityPageModel::NotFound);
        QMetaObject::invokeMethod(m_view->rootObject(), "goBack");
        QCOMPARE(navigated.count(), 1);
        QCOMPARE(navigated.first().at(0).toString(), QStringLiteral("entities"));
    }

    void searchOpensRawEvents()
    {
        QMetaObject::invokeMethod(m_view->rootObject(), "focusFilter");
        for (const char letter : QByteArray("failed"))
            QTest::keyClick(m_view.get(), letter);
        QTRY_COMPARE(page().rawEvents()->count(), 1);
        QTRY_VERIFY(page().payload()->text().contains(QStringLiteral("409 conflict")));
    }

    void everyThingToFocusHasAName()
    {
        QAccessible::setActive(true);
        QStringList nameless;
        QSet<QQuickItem*> seen;
        for (int i = 0; i < 60; ++i) {
            key(Qt::Key_Tab);
            QQuickItem* item = m_view->activeFocusItem();
            if (!item || seen.contains(item))
                break;
            seen.insert(item);
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (!face || face->text(QAccessible::Name).isEmpty())
                nameless << QString::fromLatin1(item->metaObject()->className());
        }
        QVERIFY2(seen.size() > 5, qPrintable(QStringLiteral("Tab reached %1 items").arg(seen.size())));
        QCOMPARE(nameless, QStringList());
    }

    void longNamesAndManyStepsFit()
    {
        const QString longName(500, QLatin1Char('n'));
        std::vector<std::string> lines;
        for (int i = 0; i < 200; ++i)
            lines.push_back(
                "acme/site/page/" + longName.toStdString() + " step.completed step-" + std::to_string(i) + " dur=500");
        m_store->add(lines);
        m_view->resize(1044, 628);
        m_view->rootObject()->setProperty("argument", QStringLiteral("acme/site/page/") + longName);
        QTRY_COMPARE(page().steps()->count(), 200);
        QTRY_VERIFY(!page().timeline()->isEmpty());
        QVERIFY(!m_view->grabWindow().isNull());
    }

private:
    EntityPageModel& page() { return *m_app->entity(); }
    void openPage(const QString& argument)
    {
        m_view = std::make_unique<QQuickView>();
        setUpEngine(*m_view->engine());
        connect(m_view->engine(), &QQmlEngine::warnings, this, [this](const QList<QQmlError>& warnings) {
            for (const QQmlError& warning : warnings)
                m_warnings << warning.toString();
        });
        m_view->setInitialProperties(
            { { QStringLiteral("app"), QVariant::fromValue(m_app.get()) }, { QStringLiteral("argument"), argument } });
        m_view->setResizeMode(QQuickView::SizeRootObjectToView);
        m_view->resize(1232, 828);
        m_view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Pages/Entity/EntityPage.qml")));
        QVERIFY2(m_view->rootObject(), "The page did not load.");
        m_view->show();
        m_view->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->rootObject()->forceActiveFocus();
    }
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
    EntityPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "entity_page_test.moc"
