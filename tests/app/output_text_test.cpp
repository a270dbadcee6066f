#include "app/cli/text.h"
#include "app/cli/value.h"

#include <QTest>

#include <clocale>
#include <limits>

using namespace binnacle;
using namespace binnacle::cli;

/// What protects terminals, spreadsheets and JSON readers from stored text.
class OutputTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::setlocale(LC_CTYPE, "C.UTF-8"); }
    void brokenUtf8IsReplaced_data();
    void brokenUtf8IsReplaced();
    void terminalControlIsReplaced();
    void elidesByColumns();
    void csvQuotesWhereNeeded();
    void numbersForPeople();
    void jsonOfValues();
    void phrases();
};

void OutputTextTest::brokenUtf8IsReplaced_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("valid");
    const QByteArray mark("\xEF\xBF\xBD");
    QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("good") << QByteArray("Köln 日本 🚢") << QByteArray("Köln 日本 🚢");
    QTest::newRow("lone continuation") << QByteArray("a\x80z") << "a" + mark + "z";
    QTest::newRow("cut off") << QByteArray("a\xE2\x82") << "a" + mark + mark;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << mark + mark;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << mark + mark + mark;
    QTest::newRow("too large") << QByteArray("\xF5\x80\x80\x80") << mark + mark + mark + mark;
    QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80") << mark + mark + mark + mark;
}

void OutputTextTest::brokenUtf8IsReplaced()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, valid);
    QCOMPARE(QByteArray::fromStdString(validUtf8(text.toStdString())), valid);
}

void OutputTextTest::terminalControlIsReplaced()
{
    const auto clean = printable("a\x1b[31mred\x07\nnext\tcell\xC2\x9B"
                                 "2J \xE2\x80\xAE"
                                 "cba");
    for (const char c : clean)
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    QVERIFY(clean.find("\xC2\x9B") == std::string::npos);
    QVERIFY(clean.find("\xE2\x80\xAE") == std::string::npos);
    QVERIFY(clean.find("red") != std::string::npos && clean.find("next cell") != std::string::npos);
}

void OutputTextTest::elidesByColumns()
{
    QCOMPARE(elided("abcdef", 6), std::string("abcdef"));
    QCOMPARE(elided("abcdef", 4), std::string("abc…"));
    QCOMPARE(displayWidth("日本"), std::size_t{ 4 });
    QCOMPARE(elided("日本語", 4), std::string("日…"));
    QCOMPARE(elided("abc", 0), std::string());
}

void OutputTextTest::csvQuotesWhereNeeded()
{
    QCOMPARE(csvField("plain"), std::string("plain"));
    QCOMPARE(csvField("a,b"), std::string("\"a,b\""));
    QCOMPARE(csvField("say \"hi\""), std::string("\"say \"\"hi\"\"\""));
    QCOMPARE(csvField("two\nlines"), std::string("\"two\nlines\""));
}

void OutputTextTest::numbersForPeople()
{
    QCOMPARE(formatCount(0), std::string("0"));
    QCOMPARE(formatCount(1234567), std::string("1,234,567"));
    QCOMPARE(formatCount(-123456), std::string("-123,456"));
    QCOMPARE(formatBytes(1023), std::string("1023 B"));
    QCOMPARE(formatBytes(1536), std::string("1.5 KiB"));
}

void OutputTextTest::jsonOfValues()
{
    const Record record{ { "text", "a\"b\xff" }, { "none", Value() }, { "yes", true },
        { "big", std::int64_t{ 9007199254740993 } }, { "nan", std::numeric_limits<double>::quiet_NaN() },
        { "at", Timestamp{ 1 } }, { "raw", RawJson{ R"({"n":1.10})" } }, { "wrong", RawJson{ "{oops" } },
        { "list", List{ 1, "x" } } };
    QCOMPARE(toJson(record),
        std::string("{\"text\":\"a\\\"b\xEF\xBF\xBD\",\"none\":null,\"yes\":true,\"big\":9007199254740993,\"nan\":null,"
                    "\"at\":\"1970-01-01T00:00:00.000001Z\",\"raw\":{\"n\":1.10},\"wrong\":null,\"list\":[1,\"x\"]}"));
}

void OutputTextTest::phrases()
{
    QCOMPARE(toPhrase(List{ "a", "b" }), std::string("a, b"));
    QCOMPARE(toPhrase(Record{ { "completed", 2 }, { "in_progress", 1 } }), std::string("completed 2, in progress 1"));
    QCOMPARE(toPhrase(Value()), std::string());
}

QTEST_GUILESS_MAIN(OutputTextTest)
#include "output_text_test.moc"
