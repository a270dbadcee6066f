#include "models/common/formatter.h"

#include <QTest>

#include <cmath>
#include <limits>

using binnacle::Formatter;
using binnacle::Timestamp;

namespace {

class StillClock : public binnacle::Clock {
public:
    Timestamp now() const override { return binnacle::parseTimestamp("2026-01-10T12:41:07.500000Z").value(); }
};

double micros(const char* text)
{
    return double(binnacle::parseTimestamp(text).value().micros);
}

} // namespace

class FormatterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<double>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0.0 << "0 s";
        QTest::newRow("below a tenth") << 40.0 << "40 ms";
        QTest::newRow("tenths") << 800.0 << "0.8 s";
        QTest::newRow("tenths round up to ten") << 9960.0 << "10 s";
        QTest::newRow("seconds") << 48'000.0 << "48 s";
        QTest::newRow("never 60 s") << 59'980.0 << "1 m 00 s";
        QTest::newRow("minutes") << 252'000.0 << "4 m 12 s";
        QTest::newRow("padded") << 185'000.0 << "3 m 05 s";
        QTest::newRow("hours") << (2 * 3600 + 13 * 60) * 1000.0 << "2 h 13 m";
        QTest::newRow("days") << 28 * 3600'000.0 << "1 d 4 h";
        QTest::newRow("negative") << -5.0 << "0 s";
        QTest::newRow("unknown") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("–");
    }
    void durations()
    {
        QFETCH(double, ms);
        QTEST(Formatter().duration(ms), "text");
    }

    void agesAreCutNotRounded()
    {
        const Formatter formatter;
        QCOMPARE(formatter.age(59'999), "59 s");
        QCOMPARE(formatter.age(119'999), "1 m");
        QCOMPARE(formatter.age(66 * 60'000), "1 h 06 m");
        QCOMPARE(formatter.age(28 * 3600'000), "1 d 4 h");
        QCOMPARE(formatter.age(1'200.5 * 24 * 3600'000), "1,200 d");
        QCOMPARE(formatter.age(-1), "0 s");
    }

    void ageOfCountsFromTheClock()
    {
        const StillClock clock;
        const Formatter formatter(clock);
        QCOMPARE(formatter.ageOf(micros("2026-01-10T10:27:12Z")), "2 h 13 m");
        QCOMPARE(formatter.ageOf(micros("2026-01-10T13:00:00Z")), "0 s");
    }

    void numbers()
    {
        const Formatter formatter;
        QCOMPARE(formatter.count(41'806), "41,806");
        QCOMPARE(formatter.count(0), "0");
        QCOMPARE(formatter.axis(950), "950");
        QCOMPARE(formatter.axis(10'000), "10 k");
        QCOMPARE(formatter.axis(2'100'000), "2.1 M");
        QCOMPARE(formatter.percent(0.12), "12.0 %");
        QCOMPARE(formatter.percentInSentence(0.12), "12 %");
        QCOMPARE(formatter.percentInSentence(0.025), "2.5 %");
        QCOMPARE(formatter.percent(std::nan("")), QStringLiteral("–"));
        QCOMPARE(formatter.rate(18.42), "18.4 events/s");
        QCOMPARE(formatter.rateNumber(2310.4), "2,310");
        QCOMPARE(formatter.bytes(512), "512 B");
        QCOMPARE(formatter.bytes(18'400'000), "18.4 MB");
        QCOMPARE(formatter.bytes(999'600), "1.0 MB");
        QCOMPARE(formatter.times(0.8), QStringLiteral("0.8×"));
    }

    void timesFollowTheOneZone()
    {
        const StillClock clock;
        Formatter formatter(clock);
        const double at = micros("2026-01-10T12:29:08.123456Z");
        QCOMPARE(formatter.zone(), "UTC");
        QCOMPARE(formatter.clockTime(at), "12:29:08");
        QCOMPARE(formatter.clockTimeMs(at), "12:29:08.123");
        QCOMPARE(formatter.absolute(at), "2026-01-10 12:29:08");
        QCOMPARE(formatter.exact(at), "2026-01-10 12:29:08.123456");
        QCOMPARE(formatter.moment(at), "12:29:08");
        QCOMPARE(formatter.moment(micros("2026-01-09T22:00:00Z")), "9 Jan 22:00");
        QCOMPARE(formatter.moment(micros("2025-12-31T22:00:00Z")), "31 Dec 2025");
        QVERIFY(formatter.setZone(QStringLiteral("Asia/Tokyo")));
        QCOMPARE(formatter.clockTime(at), "21:29:08");
        QCOMPARE(formatter.isoDay(micros("2026-01-09T22:00:00Z")), "2026-01-10");
        QCOMPARE(formatter.zone(), "Asia/Tokyo");
    }

    void anUnknownZoneIsUtcAndSaysSo()
    {
        Formatter formatter;
        QVERIFY(formatter.setZone(QStringLiteral("Asia/Tokyo")));
        QVERIFY(!formatter.setZone(QStringLiteral("Nowhere/Town")));
        QCOMPARE(formatter.zone(), "UTC");
        QVERIFY(formatter.setZone(QStringLiteral("UTC")));
        QVERIFY(formatter.setZone(QStringLiteral("Etc/UTC")));
        QCOMPARE(formatter.zone(), "UTC");
    }

    void timesBeforeTheEpoch()
    {
        QCOMPARE(Formatter().exact(micros("1969-12-31T23:59:59.250000Z")), "1969-12-31 23:59:59.250000");
    }
};

QTEST_GUILESS_MAIN(FormatterTest)
#include "formatter_test.moc"
