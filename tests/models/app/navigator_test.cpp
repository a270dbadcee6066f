#include "models/app/navigator.h"

#include <QSignalSpy>
#include <QTest>

using binnacle::Navigator;

class NavigatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesBackAndForward()
    {
        Navigator navigator;
        QVERIFY(!navigator.canGoBack());
        navigator.back();
        navigator.open(QStringLiteral("overview"));
        navigator.open(QStringLiteral("entities"), QStringLiteral("status:failed"));
        navigator.back();
        QCOMPARE(navigator.route(), "overview");
        QVERIFY(navigator.canGoForward());
        navigator.forward();
        QCOMPARE(navigator.argument(), "status:failed");
        QVERIFY(!navigator.canGoForward());
    }

    void openingForgetsWhatLayAhead()
    {
        Navigator navigator;
        navigator.open(QStringLiteral("a"));
        navigator.open(QStringLiteral("b"));
        navigator.back();
        navigator.open(QStringLiteral("c"));
        QVERIFY(!navigator.canGoForward());
        navigator.back();
        QCOMPARE(navigator.route(), "a");
    }

    void theSamePlaceAgainIsNoStep()
    {
        Navigator navigator;
        navigator.open(QStringLiteral("a"), QStringLiteral("x"));
        QSignalSpy changes(&navigator, &Navigator::changed);
        navigator.open(QStringLiteral("a"), QStringLiteral("x"));
        QCOMPARE(changes.size(), 0);
        navigator.setArgument(QStringLiteral("y"));
        QCOMPARE(changes.size(), 1);
        QCOMPARE(navigator.argument(), "y");
        QVERIFY(!navigator.canGoBack());
    }

    void aLongWalkKeepsItsEnd()
    {
        Navigator navigator;
        for (int i = 0; i < 250; ++i)
            navigator.open(QString::number(i));
        QCOMPARE(navigator.route(), "249");
        int steps = 0;
        for (; navigator.canGoBack(); ++steps)
            navigator.back();
        QCOMPARE(steps, 99);
        QCOMPARE(navigator.route(), "150");
    }
};

QTEST_GUILESS_MAIN(NavigatorTest)
#include "navigator_test.moc"
