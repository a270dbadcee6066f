#include "models/common/text_search.h"

#include <QTest>

using binnacle::TextSearch;

class TextSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWithoutLetterCase()
    {
        TextSearch search;
        search.find(QStringLiteral("error"), QStringLiteral("Error: no ERROR here, errorerror"));
        QCOMPARE(search.count(), 4);
        QCOMPARE(search.current(), 0);
        QCOMPARE(search.start(), 0);
    }

    void stepsAroundTheEnds()
    {
        TextSearch search;
        search.find(QStringLiteral("a"), QStringLiteral("a-a-a"));
        QVERIFY(search.step(1));
        QCOMPARE(search.start(), 2);
        QVERIFY(search.step(-1));
        QVERIFY(search.step(-1));
        QCOMPARE(search.current(), 2);
        QCOMPARE(search.start(), 4);
        QVERIFY(search.step(1));
        QCOMPARE(search.current(), 0);
    }

    void nothingIsNowhere()
    {
        TextSearch search;
        search.find(QString(), QStringLiteral("text"));
        QCOMPARE(search.count(), 0);
        QCOMPARE(search.current(), -1);
        QCOMPARE(search.start(), -1);
        QVERIFY(!search.step(1));
    }

    void followsTheText()
    {
        TextSearch search;
        search.find(QStringLiteral("b"), QStringLiteral("abab"));
        search.step(1);
        search.findAgain(QStringLiteral("ab"));
        QCOMPARE(search.searched(), QStringLiteral("b"));
        QCOMPARE(search.count(), 1);
        QCOMPARE(search.start(), 1);
        search.findAgain(QStringLiteral("none"));
        QCOMPARE(search.current(), -1);
    }
};

QTEST_GUILESS_MAIN(TextSearchTest)
#include "text_search_test.moc"
