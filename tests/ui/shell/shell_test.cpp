#include "tests/ui/support/main_window.h"

#include <QAccessible>
#include <QApplication>
#include <QMimeData>
#include <QTemporaryDir>

using namespace binnacle;

/// The window around the pages: rail, keys of the whole window, history, status bar, what is dropped on it.
class ShellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        setUpLook();
        QAccessible::setActive(true);
    }

    void init() { m_main = std::make_unique<test::MainWindow>(); }

    void cleanup()
    {
        m_main->close();
        QCOMPARE(m_main->warnings(), QStringList());
        m_main.reset();
    }

    void lettersGoToPages()
    {
        openFull();
        go(Qt::Key_E);
        QTRY_COMPARE(route(), QStringLiteral("entities"));
        QCOMPARE(m_main->window().title(), QStringLiteral("Entities - Binnacle"));
        go(Qt::Key_Q);
        QTRY_COMPARE(route(), QStringLiteral("quarantine"));
        go(Qt::Key_Comma);
        QTRY_COMPARE(route(), QStringLiteral("settings"));
        go(Qt::Key_O);
        QTRY_COMPARE(route(), QStringLiteral("overview"));
        // In a text field they are letters.
        m_main->key(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_main->focusIsInText());
        m_main->type("ge");
        QCOMPARE(app().palette()->text(), QStringLiteral("ge"));
        QCOMPARE(route(), QStringLiteral("overview"));
    }

    void theRailIsReachedWithoutAPointer()
    {
        openFull();
        QVERIFY(tabTo(QStringLiteral("Quarantine")));
        m_main->key(Qt::Key_Return);
        QTRY_COMPARE(route(), QStringLiteral("quarantine"));
        const bool collapsed = m_main->settings().isRailCollapsed();
        m_main->key(Qt::Key_BracketLeft);
        QTRY_COMPARE(m_main->settings().isRailCollapsed(), !collapsed);
        m_main->key(Qt::Key_BracketLeft);
        QTRY_COMPARE(m_main->settings().isRailCollapsed(), collapsed);
    }

    void theBreadcrumbIsALink()
    {
        openFull();
        app().navigator()->open(QStringLiteral("entity"), QStringLiteral("acme/site/page/replay-without-regret"));
        const auto* link = m_main->window().findChild<QQuickItem*>(QStringLiteral("breadcrumbLink"));
        QVERIFY(link);
        QTRY_VERIFY(link->isVisible());
        QVERIFY(tabTo(QStringLiteral("Entities"), QAccessible::Link));
        m_main->key(Qt::Key_Return);
        QTRY_COMPARE(route(), QStringLiteral("entities"));
        // The page's own title leads nowhere.
        QTRY_VERIFY(!link->isVisible());
        QVERIFY(!tabTo(QStringLiteral("Entities"), QAccessible::Link));
    }

    void historyGoesBackAndForward()
    {
        openFull();
        go(Qt::Key_E);
        QTRY_COMPARE(route(), QStringLiteral("entities"));
        go(Qt::Key_Q);
        QTRY_COMPARE(route(), QStringLiteral("quarantine"));
        m_main->key(Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(route(), QStringLiteral("entities"));
        m_main->key(Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(route(), QStringLiteral("overview"));
        m_main->key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(route(), QStringLiteral("overview"));
        m_main->key(Qt::Key_Right, Qt::AltModifier);
        QTRY_COMPARE(route(), QStringLiteral("entities"));
    }

    void popupsGiveTheFocusBack_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::newRow("palette") << int(Qt::Key_K) << int(Qt::ControlModifier);
        QTest::newRow("keys") << int(Qt::Key_Question) << int(Qt::NoModifier);
        QTest::newRow("import") << int(Qt::Key_I) << int(Qt::ControlModifier);
    }

    void popupsGiveTheFocusBack()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        openFull();
        go(Qt::Key_E);
        QTRY_COMPARE(app().entities()->table()->count(), 3);
        m_main->key(Qt::Key_J);
        QTRY_COMPARE(app().entities()->table()->currentRow(), 0);
        const QQuickItem* before = m_main->window().activeFocusItem();
        m_main->key(Qt::Key(key), Qt::KeyboardModifiers(modifiers));
        QTRY_VERIFY(m_main->window().activeFocusItem() != before);
        m_main->key(Qt::Key_Escape);
        QTRY_COMPARE(m_main->window().activeFocusItem(), before);
        m_main->key(Qt::Key_J);
        QTRY_COMPARE(app().entities()->table()->currentRow(), 1);
    }

    void theStatusBarTellsTheStore()
    {
        m_main->fill();
        QVERIFY(m_main->store().engine().startGateway({ "127.0.0.1", 0 }));
        QVERIFY(m_main->open());
        QTRY_VERIFY(!app().status()->gatewayUrl().isEmpty());
        const QString address = app().status()->gatewayUrl().mid(7);
        QTRY_VERIFY(statusTexts().contains(QStringLiteral("Listening on ") + address));
        QTRY_VERIFY(statusTexts().contains(QStringLiteral("Store v3")));
        QVERIFY(statusTexts().contains(QStringLiteral("store.db")));
        QVERIFY(statusTexts().contains(app().formatter()->zone()));
        m_main->fill();
        m_main->store().addPages(2);
        QTRY_VERIFY(statusTexts().contains(QStringLiteral("Store v5")));
    }

    void aDeafGatewayLeadsToTheSettings()
    {
        openFull();
        // Only loopback may be listened on.
        QVERIFY(!m_main->store().engine().startGateway({ "0.0.0.0", 0 }));
        QTRY_VERIFY(app().status()->problem().startsWith(QStringLiteral("Receives no events")));
        QVERIFY(tabTo(app().status()->problem() + QStringLiteral(" Open Settings"), QAccessible::Link));
        m_main->key(Qt::Key_Return);
        QTRY_COMPARE(route(), QStringLiteral("settings"));
    }

    void aReadOnlyWindowSaysWhy()
    {
        m_main->fill();
        AppIdentity identity;
        identity.readOnlyReason = QStringLiteral("This window only reads, because another program writes.");
        QVERIFY(m_main->open(identity));
        QTRY_COMPARE(textsOf(QStringLiteral("Banner")), QStringList{ identity.readOnlyReason });
    }

    void droppedFilesAreImported()
    {
        openFull();
        const QTemporaryDir folder;
        const QUrl file = QUrl::fromLocalFile(folder.filePath(QStringLiteral("events.ndjson")));
        QFile written(file.toLocalFile());
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write("{}\n");
        written.close();
        QMimeData files;
        files.setUrls({ file });
        const QPoint middle(600, 400);
        QDragEnterEvent enter(middle, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_main->window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(middle, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_main->window(), &drop);
        QCOMPARE(app().importer()->filesText(), QStringLiteral("events.ndjson"));
        QCOMPARE(app().importer()->state(), ImportModel::Choosing);
    }

    void theWindowComesBackWhereItWas()
    {
        m_main->fill();
        const QTemporaryDir folder;
        const QString remembered = folder.filePath(QStringLiteral("ui.json"));
        QVERIFY(m_main->open({}, remembered));
        m_main->window().setGeometry(40, 30, 1100, 720);
        QTRY_COMPARE(m_main->settings().section(QStringLiteral("window")).value(QStringLiteral("height")).toInt(), 720);
        m_main->close();
        QVERIFY(m_main->open({}, remembered));
        QCOMPARE(m_main->window().geometry(), QRect(40, 30, 1100, 720));
    }

    void aPlaceOffTheScreenIsForgotten()
    {
        m_main->fill();
        const QTemporaryDir folder;
        const QString remembered = folder.filePath(QStringLiteral("ui.json"));
        {
            UiSettings settings(remembered);
            settings.setSection(QStringLiteral("window"),
                { { QStringLiteral("x"), 90'000 }, { QStringLiteral("y"), 10 }, { QStringLiteral("width"), 1150 },
                    { QStringLiteral("height"), 720 } });
        }
        QVERIFY(m_main->open({}, remembered));
        QVERIFY(m_main->window().x() < 10'000);
    }

private:
    void openFull()
    {
        m_main->fill();
        QVERIFY2(m_main->open(), "The window did not open.");
        m_main->window().resize(1440, 900);
        QTRY_COMPARE(route(), QStringLiteral("overview"));
    }

    AppModel& app() const { return m_main->app(); }
    QString route() const { return app().navigator()->route(); }

    void go(Qt::Key key)
    {
        m_main->key(Qt::Key_G);
        m_main->key(key);
    }

    /// False where Tab does not come by something of that name (and role, where one is given).
    bool tabTo(const QString& name, QAccessible::Role role = QAccessible::NoRole)
    {
        for (int i = 0; i < 60; ++i) {
            m_main->key(Qt::Key_Tab);
            const QAccessibleInterface* face =
                QAccessible::queryAccessibleInterface(m_main->window().activeFocusItem());
            if (face && face->text(QAccessible::Name) == name && (role == QAccessible::NoRole || face->role() == role))
                return true;
        }
        return false;
    }

    /// The `text` of what is shown of a QML type.
    QStringList textsOf(const QString& type) const
    {
        QStringList texts;
        const auto items = m_main->window().findChildren<QQuickItem*>();
        for (const QQuickItem* item : items) {
            const QString name = QString::fromLatin1(item->metaObject()->className());
            if (name.startsWith(type + QStringLiteral("_QML")) && item->isVisible())
                texts << item->property("text").toString();
        }
        return texts;
    }

    QStringList statusTexts() const { return textsOf(QStringLiteral("StatusItem")); }

    std::unique_ptr<test::MainWindow> m_main;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    ShellTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "shell_test.moc"
