#include "tests/ui/support/page_window.h"

#include <QApplication>
#include <QClipboard>

using namespace binnacle;

/// What a person reads, hears and can take along of an error.
class ErrorBoxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setUpLook(); }
    void cleanup()
    {
        m_window.close();
        QCOMPARE(m_window.warnings(), QStringList());
    }

    void commandsAreSetAsSuch()
    {
        open(QStringLiteral("Event 12 is damaged. Run `binnacle doctor`; restore the store from a backup."));
        QVERIFY2(!shown().contains(QLatin1Char('`')), qPrintable(shown()));
        QVERIFY2(shown().contains(QStringLiteral("Binnacle Mono")), qPrintable(shown()));
        QCOMPARE(spoken(),
            QStringLiteral("It failed. Event 12 is damaged. Run binnacle doctor; restore the store from a backup."));
    }

    void commandsCanBeCopied()
    {
        open(QStringLiteral("Run `binnacle rebuild --compare` to recreate the projections from the log."));
        QMetaObject::invokeMethod(m_window.root(), "copyCommand");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("binnacle rebuild --compare"));
    }

    void markupInACommandsSentenceStaysText()
    {
        open(QStringLiteral("<b>a & b</b> cannot be read. Run `binnacle doctor`."));
        QVERIFY2(shown().startsWith(QStringLiteral("&lt;b&gt;a &amp; b&lt;/b&gt; cannot")), qPrintable(shown()));
    }

    void whatStrangersPutInBackticksStaysAsItIs()
    {
        const QString text = QStringLiteral("`git push` failed; try `binnacle doctor; rm -r ~` or `<i>x</i>`.");
        open(text);
        QCOMPARE(shown(), text);
        QCOMPARE(spoken(), QStringLiteral("It failed. ") + text);
    }

private:
    void open(const QString& explanation)
    {
        QVERIFY2(m_window.open(QUrl(QStringLiteral("qrc:/qt/qml/Binnacle/Controls/ErrorBox.qml")),
                     { { QStringLiteral("title"), QStringLiteral("It failed") },
                         { QStringLiteral("explanation"), explanation } }),
            "The box did not open.");
    }
    QString shown() const { return m_window.item("explanation")->property("text").toString(); }
    QString spoken() const
    {
        QAccessible::setActive(true);
        return QAccessible::queryAccessibleInterface(m_window.root())->text(QAccessible::Name);
    }

    test::PageWindow m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    ErrorBoxTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "error_box_test.moc"
