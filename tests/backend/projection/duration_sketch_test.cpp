#include "backend/projection/duration_sketch.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace binnacle;

namespace {

/// The value that `quantile` names in sorted `values` (the lower one between two).
std::int64_t exactQuantile(const std::vector<std::int64_t>& values, double quantile)
{
    return values[static_cast<std::size_t>(quantile * static_cast<double>(values.size() - 1))];
}

std::vector<std::int64_t> durations(const char* shape, std::size_t count)
{
    std::mt19937 random(42);
    std::vector<std::int64_t> values(count);
    const std::string name = shape;
    for (std::int64_t& value : values) {
        if (name == "even")
            value = std::uniform_int_distribution<std::int64_t>(0, 10'000'000)(random);
        else if (name == "longTail")
            value = static_cast<std::int64_t>(std::lognormal_distribution(8.0, 2.5)(random));
        else if (name == "small")
            value = std::uniform_int_distribution<std::int64_t>(0, 20)(random);
        else
            value = 12'000;
    }
    return values;
}

} // namespace

class DurationSketchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyQuantileIsWithinOnePercent_data()
    {
        QTest::addColumn<QString>("shape");
        for (const char* shape : { "even", "longTail", "small", "constant" })
            QTest::newRow(shape) << shape;
    }

    void anyQuantileIsWithinOnePercent()
    {
        QFETCH(QString, shape);
        std::vector<std::int64_t> values = durations(shape.toLatin1().constData(), 20'000);
        DurationSketch sketch;
        for (const std::int64_t value : values)
            sketch.add(value);
        std::sort(values.begin(), values.end());
        for (const double q : { 0.0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0 }) {
            const double exact = static_cast<double>(exactQuantile(values, q));
            const double estimate = sketch.quantile(q).value();
            QVERIFY2(std::abs(estimate - exact) <= exact * 0.01 + 1e-9,
                qPrintable(QString("q %1: %2 for %3").arg(q).arg(estimate).arg(exact)));
        }
    }

    void theMeanIsExact()
    {
        DurationSketch sketch;
        sketch.add(1);
        sketch.add(2);
        sketch.add(1'000'000, 3);
        QCOMPARE(sketch.mean().value(), 3'000'003.0 / 5);
        QCOMPARE(sketch.count(), 5);
    }

    void mergingIsTheUnion()
    {
        const std::vector<std::int64_t> values = durations("longTail", 5'000);
        DurationSketch whole;
        DurationSketch left;
        DurationSketch right;
        for (std::size_t i = 0; i < values.size(); ++i) {
            whole.add(values[i]);
            (i % 3 == 0 ? left : right).add(values[i]);
        }
        left.merge(right);
        QVERIFY(left == whole);
        QCOMPARE(left.encode(), whole.encode());
    }

    void whatIsTakenOutIsAsIfItHadNeverBeenThere()
    {
        const std::vector<std::int64_t> values = durations("even", 2'000);
        DurationSketch sketch;
        DurationSketch expected;
        // Taken out before it is put in: events come in any order.
        for (std::size_t i = 0; i < 500; ++i)
            sketch.add(values[i], -1);
        for (const std::int64_t value : values)
            sketch.add(value);
        for (std::size_t i = 500; i < values.size(); ++i)
            expected.add(values[i]);
        QVERIFY(sketch == expected);

        DurationSketch nothing;
        nothing.merge(expected);
        for (std::size_t i = 500; i < values.size(); ++i)
            nothing.add(values[i], -1);
        QVERIFY(nothing == DurationSketch{});
        QVERIFY(nothing.isEmpty());
        QVERIFY(!nothing.quantile(0.5));
        QVERIFY(!nothing.mean());
    }

    void absurdValuesDoNotOverflow()
    {
        DurationSketch sketch;
        for (int i = 0; i < 1000; ++i)
            sketch.add(INT64_MAX);
        sketch.add(INT64_MIN);
        QCOMPARE(sketch.quantile(0.0).value(), 0.0);
        QVERIFY(sketch.quantile(1.0).value() > 9e11);
        QVERIFY(sketch.mean().value() > 9e11);
    }

    void encodingGivesTheSameSketchBack()
    {
        DurationSketch sketch;
        for (const std::int64_t value : durations("small", 100))
            sketch.add(value);
        sketch.add(7'777'777'777, 12);
        const auto decoded = DurationSketch::decode(sketch.encode());
        QVERIFY(decoded.ok());
        QVERIFY(*decoded == sketch);
        QVERIFY(*DurationSketch::decode(DurationSketch{}.encode()) == DurationSketch{});
    }

    void damagedBytesAreAnError()
    {
        DurationSketch sketch;
        for (const std::int64_t value : durations("longTail", 300))
            sketch.add(value);
        const std::string bytes = sketch.encode();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!DurationSketch::decode(std::string_view(bytes).substr(0, size)).ok());
        QVERIFY(!DurationSketch::decode(bytes + 'x').ok());
        std::string newer = bytes;
        newer[0] = 9;
        QCOMPARE(DurationSketch::decode(newer).error().code, std::string("UNSUPPORTED_SKETCH"));

        std::mt19937 random(1);
        for (int i = 0; i < 20'000; ++i) {
            std::string damaged = bytes;
            for (int changes = 0; changes < 3; ++changes)
                damaged[random() % damaged.size()] = static_cast<char>(random());
            if (const auto decoded = DurationSketch::decode(damaged))
                QVERIFY(DurationSketch::decode(decoded->encode()).ok());
        }
    }
};

QTEST_GUILESS_MAIN(DurationSketchTest)
#include "duration_sketch_test.moc"
