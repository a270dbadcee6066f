#include "backend/event/parser.h"
#include "backend/intake/demo/demo_generator.h"

#include <QTest>

#include <set>

using namespace binnacle;

namespace {

demo::Options someOptions(std::int64_t events)
{
    demo::Options options;
    options.end = *parseTimestamp("2026-01-10T12:30:00Z");
    options.events = events;
    options.faults = { demo::allFaults().begin(), demo::allFaults().end() };
    return options;
}

std::vector<demo::Line> allLines(demo::Generator& generator)
{
    std::vector<demo::Line> lines;
    while (auto line = generator.next())
        lines.push_back(std::move(*line));
    return lines;
}

} // namespace

class DemoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameOptionsGiveSameBytes()
    {
        demo::Generator first(someOptions(3000));
        demo::Generator second(someOptions(3000));
        const auto lines = allLines(first);
        const auto again = allLines(second);
        QCOMPARE(lines.size(), std::size_t{ 3000 });
        for (std::size_t i = 0; i < lines.size(); ++i)
            QVERIFY(lines[i].json == again.at(i).json);

        demo::Options other = someOptions(3000);
        other.seed = 43;
        demo::Generator third(other);
        QVERIFY(allLines(third).front().json != lines.front().json);
    }

    void linesComeInTheOrderOfSendingAndEndInTime()
    {
        demo::Options options = someOptions(5000);
        options.untilEnd = true;
        demo::Generator generator(options);
        Timestamp last;
        std::size_t count = 0;
        while (const auto line = generator.next()) {
            QVERIFY(line->sentAt >= last);
            QVERIFY(line->sentAt <= options.end);
            last = line->sentAt;
            ++count;
        }
        QVERIFY(count > 4000 && count < 6000);
        // It goes on to the end: the last line is of the last minutes.
        QVERIFY(last.micros > options.end.micros - 600'000'000);
    }

    void anExactNumberEndsAtTheEnd_data()
    {
        QTest::addColumn<int>("events");
        QTest::addColumn<double>("hours");
        QTest::newRow("few") << 500 << 24.0;
        QTest::newRow("a day") << 10'000 << 24.0;
        QTest::newRow("shorter than a life") << 10'000 << 1.0;
        QTest::newRow("a week") << 10'000 << 168.0;
    }

    void anExactNumberEndsAtTheEnd()
    {
        QFETCH(int, events);
        QFETCH(double, hours);
        demo::Options options = someOptions(events);
        options.spanSeconds = hours * 3600;
        demo::Generator generator(options);
        const auto lines = allLines(generator);
        QCOMPARE(lines.size(), std::size_t(events));
        QCOMPARE(lines.back().sentAt.micros, options.end.micros);
        const auto covered = double(lines.back().sentAt.micros - lines.front().sentAt.micros) / 1e6;
        QVERIFY(covered > options.spanSeconds * 0.7 && covered < options.spanSeconds * 1.3);
    }

    void beginsOnTimeWhereItIsSentAsItHappens()
    {
        demo::Options options = someOptions(2000);
        options.beginsOnTime = true;
        demo::Generator generator(options);
        const Timestamp first = generator.next()->sentAt;
        const std::int64_t start = options.end.micros - std::int64_t(options.spanSeconds * 1e6);
        QVERIFY(first.micros >= start && first.micros < start + 3600 * std::int64_t{ 1'000'000 });
    }

    void withoutFaultsEverythingIsAcceptable()
    {
        demo::Options options = someOptions(4000);
        options.faults.clear();
        demo::Generator generator(options);
        allLines(generator);
        QCOMPARE(generator.truth().accepted, 4000);
        QCOMPARE(generator.truth().rejected, 0);
        QVERIFY(generator.truth().planted.empty());
    }

    void truthIsWhatTheParsersSay()
    {
        demo::Generator generator(someOptions(20'000));
        const auto lines = allLines(generator);
        ItemParser parser{ ParseOptions{} };
        std::int64_t refused = 0;
        std::int64_t repeated = 0;
        std::map<std::string, std::int64_t> byDialect;
        std::set<std::pair<std::uint64_t, std::uint64_t>> identities;
        for (const demo::Line& line : lines) {
            EventBatch batch;
            parser.parse(batch.adopt(line.json), 1, std::nullopt, batch);
            QCOMPARE(batch.items.size(), std::size_t{ 1 });
            if (const Event* event = batch.items.front().event()) {
                const EventIdentity identity = identityOf(*event);
                if (identities.insert({ identity.low, identity.high }).second)
                    ++byDialect[std::string(toString(event->dialect))];
                else
                    ++repeated;
            } else {
                ++refused;
            }
        }
        const demo::Truth truth = generator.truth();
        QCOMPARE(truth.lines, 20'000);
        QCOMPARE(truth.accepted + truth.duplicate + truth.rejected, truth.lines);
        QVERIFY(truth.rejected > 0 && truth.duplicate > 0);
        QVERIFY(byDialect == truth.acceptedByDialect);
        // A reused id is refused by the store, not by the parser: to the parser it is one more repetition.
        QCOMPARE(refused + repeated, truth.rejected + truth.duplicate);
        QVERIFY(refused <= truth.rejected);
    }

    void everyFaultIsPlantedAndNamed()
    {
        demo::Generator generator(someOptions(60'000));
        allLines(generator);
        std::set<demo::Fault> found;
        for (const demo::Planted& planted : generator.truth().planted)
            found.insert(planted.fault);
        for (const demo::Fault fault : demo::allFaults()) {
            QVERIFY(demo::faultFromString(demo::toString(fault)) == fault);
            const bool isOfTheWire = fault == demo::Fault::Duplicate || fault == demo::Fault::OutOfOrder
                || fault == demo::Fault::SourceSilent || fault == demo::Fault::RetryStorm;
            QVERIFY2(isOfTheWire || found.contains(fault), demo::toString(fault).data());
        }
    }
};

QTEST_GUILESS_MAIN(DemoTest)
#include "demo_test.moc"
