#include "backend/core/timestamp.h"

#include <QTest>

#include <random>
#include <string>

using namespace binnacle;

namespace {

QString normal(const char* text, MissingOffset missing = MissingOffset::Refuse)
{
    const auto parsed = parseTimestamp(text, missing);
    return QString::fromStdString(parsed ? formatTimestamp(*parsed) : parsed.error().code);
}

} // namespace

class TimestampTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QString(expected);
        };
        row("2026-01-10T12:30:00Z", "2026-01-10T12:30:00.000000Z");
        row("2026-01-10t12:30:00z", "2026-01-10T12:30:00.000000Z");
        row("2026-01-10 12:30:00Z", "2026-01-10T12:30:00.000000Z");
        row("2026-01-10T12:30:00.1Z", "2026-01-10T12:30:00.100000Z");
        row("2026-01-10T12:30:00.123456Z", "2026-01-10T12:30:00.123456Z");
        row("2026-01-10T12:30:00.123456789Z", "2026-01-10T12:30:00.123456Z");
        row("2026-01-10T12:30:00.999999999Z", "2026-01-10T12:30:00.999999Z");
        row("2026-01-10T13:30:00+01:00", "2026-01-10T12:30:00.000000Z");
        row("2026-01-10T13:30:00+0100", "2026-01-10T12:30:00.000000Z");
        row("2026-01-10T00:30:00+05:45", "2026-01-09T18:45:00.000000Z");
        row("2025-12-31T23:30:00.5-03:30", "2026-01-01T03:00:00.500000Z");
        row("2026-01-10T12:30:00-00:00", "2026-01-10T12:30:00.000000Z");
        row("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z");
        row("2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000000Z");
        row("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z");
        row("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z");
        row("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z");
        row("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z");
    }

    void reads()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QCOMPARE(normal(text.constData()), expected);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
            { "", "now", "2026-01-10", "2026-01-10T12:30Z", "2026-01-10T12:30:00", "2026-1-10T12:30:00Z",
                "2026-13-10T12:30:00Z", "2026-00-10T12:30:00Z", "2026-02-30T12:30:00Z", "2025-02-29T12:30:00Z",
                "1900-02-29T00:00:00Z", "2026-01-32T12:30:00Z", "2026-01-10T24:00:00Z", "2026-01-10T12:60:00Z",
                "2026-01-10T12:30:61Z", "2026-01-10T12:30:00.Z", "2026-01-10T12:30:00.1234567890Z",
                "2026-01-10T12:30:00+1", "2026-01-10T12:30:00+25:00", "2026-01-10T12:30:00+01:60",
                "2026-01-10T12:30:00ZZ", "2026-01-10T12:30:00Z ", " 2026-01-10T12:30:00Z", "2026-01-10T12:30:00 Z",
                "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
                "9999-12-31T23:59:60Z", "-026-01-10T12:30:00Z", "2026/01/10T12:30:00Z", "20260110T123000Z" })
            QTest::newRow(text) << QByteArray(text);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(normal(text.constData()), QString("INVALID_TIMESTAMP"));
    }

    void saysThatTheOffsetIsMissing()
    {
        const auto parsed = parseTimestamp("2026-01-10T12:30:00.5");
        QVERIFY(!parsed.ok());
        QVERIFY(parsed.error().message.find("offset") != std::string::npos);
        QCOMPARE(normal("2026-01-10T12:30:00.5", MissingOffset::AssumeUtc), QString("2026-01-10T12:30:00.500000Z"));
        QCOMPARE(normal("2026-01-10T13:30:00+01:00", MissingOffset::AssumeUtc), QString("2026-01-10T12:30:00.000000Z"));
    }

    void readsWhatItWrites()
    {
        std::mt19937_64 random(3);
        // Years 1 to 9999.
        std::uniform_int_distribution<std::int64_t> micros(-62'135'596'800'000'000, 253'402'300'799'999'999);
        for (int round = 0; round < 20'000; ++round) {
            const Timestamp at{ micros(random) };
            const auto parsed = parseTimestamp(formatTimestamp(at));
            QVERIFY(parsed.ok());
            QCOMPARE(parsed->micros, at.micros);
        }
    }

    void sortsAsItReads()
    {
        QVERIFY(*parseTimestamp("2026-01-10T12:30:00+02:00") < *parseTimestamp("2026-01-10T12:30:00+01:00"));
        QVERIFY(*parseTimestamp("1969-12-31T23:59:59Z") < Timestamp{});
    }
};

QTEST_GUILESS_MAIN(TimestampTest)
#include "timestamp_test.moc"
