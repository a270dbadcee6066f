#include "models/common/formatter.h"
#include "models/overview/attention.h"
#include "models/overview/overview_model.h"

#include "backend/engine/engine.h"
#include "backend/intake/demo/demo_feed.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/support/fake_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

namespace {

const Timestamp noon = *parseTimestamp("2026-01-10T12:00:00Z");
constexpr std::int64_t minute = 60'000'000;

class FixedClock final : public Clock {
public:
    Timestamp now() const override { return noon; }
};

StepStatistics runs(const char* action, std::int64_t executions, std::int64_t failures, double medianMs)
{
    StepStatistics step;
    step.stepId = step.action = action;
    step.executions = executions;
    step.failures = failures;
    step.p50Ms = medianMs;
    return step;
}

std::vector<VolumePoint> steady(const char* source, int from, int to, std::int64_t each)
{
    std::vector<VolumePoint> points;
    for (int i = from; i < to; ++i)
        points.push_back({ noon.plusMicros(i * 5 * minute), source, each });
    return points;
}

} // namespace

class OverviewTest : public QObject {
    Q_OBJECT

private:
    FixedClock m_clock;
    Formatter m_format{ m_clock };

    AttentionInput input() const
    {
        AttentionInput input;
        input.now = noon;
        input.recentFrom = noon.plusMicros(-60 * minute);
        return input;
    }

private Q_SLOTS:
    void healthyStoreNeedsNoAttention()
    {
        AttentionInput calm = input();
        calm.recent = { runs("review", 200, 2, 60'000) };
        calm.before = { runs("review", 4000, 40, 60'000) };
        QVERIFY(computeAttention(calm, m_format).empty());
    }

    void failingStepIsToldWithItsUsualRate()
    {
        AttentionInput failing = input();
        failing.recent = { runs("github-commit", 500, 60, 12'000) };
        failing.before = { runs("github-commit", 5000, 100, 12'000) };
        const auto items = computeAttention(failing, m_format);
        QCOMPARE(items.size(), std::size_t{ 1 });
        QCOMPARE(items[0].title, QStringLiteral("github-commit failing 12 % vs 2 %"));
        QCOMPARE(items[0].detail, QStringLiteral("60 of 500 runs since 11:00"));
        QCOMPARE(items[0].query, QStringLiteral("action:github-commit:failed"));
        QCOMPARE(items[0].mark, QStringLiteral("failed"));
        // A query that the entity list understands.
        QVERIFY(parseEntityQuery(items[0].query.toStdString()).problems.empty());
    }

    void fewRunsSayNothing()
    {
        AttentionInput few = input();
        few.recent = { runs("deploy", 9, 9, 1'000) };
        QVERIFY(computeAttention(few, m_format).empty());
    }

    void slowStepIsComparedWithTheDayBefore()
    {
        AttentionInput slow = input();
        slow.recent = { runs("review", 40, 0, 38 * 60'000) };
        slow.before = { runs("review", 400, 0, 9 * 60'000) };
        const auto items = computeAttention(slow, m_format);
        QCOMPARE(items.size(), std::size_t{ 1 });
        QCOMPARE(items[0].title, QStringLiteral("review takes 38 m vs 9 m"));
        QCOMPARE(items[0].mark, QStringLiteral("late"));
    }

    void mostUrgentComesFirst()
    {
        AttentionInput all = input();
        all.quarantined = 12;
        all.stuck = 1;
        all.recent = { runs("load", 100, 50, 1'000) };
        const auto items = computeAttention(all, m_format);
        QCOMPARE(items.size(), std::size_t{ 3 });
        QCOMPARE(items[0].mark, QStringLiteral("failed"));
        QCOMPARE(items[1].title, QStringLiteral("1 entity silent for over 1 h"));
        QCOMPARE(items[2].title, QStringLiteral("12 events in quarantine"));
        QCOMPARE(items[2].page, QStringLiteral("quarantine"));
    }

    void gapOfOneSourceAndOfAll()
    {
        // gcp falls silent for 31 minutes and more while aws goes on; then nothing comes at all.
        auto points = steady("aws", 0, 20, 10);
        const auto more = steady("aws", 26, 48, 10);
        points.insert(points.end(), more.begin(), more.end());
        for (const auto& part : { steady("gcp", 0, 8, 10), steady("gcp", 15, 20, 10), steady("gcp", 26, 48, 10) })
            points.insert(points.end(), part.begin(), part.end());
        const auto gaps = findGaps(points, noon, noon.plusMicros(48 * 5 * minute), 300);
        QCOMPARE(gaps.size(), std::size_t{ 2 });
        QVERIFY(gaps[0].source.isEmpty());
        QCOMPARE(gaps[0].from, noon.plusMicros(20 * 5 * minute));
        QCOMPARE(gaps[0].to, noon.plusMicros(26 * 5 * minute));
        QCOMPARE(gaps[1].source, QStringLiteral("gcp"));
        QCOMPARE(gaps[1].to.micros - gaps[1].from.micros, 35 * minute);
        QVERIFY(gaps[1].isOver);
    }

    void rareSourceHasNoGap()
    {
        QVERIFY(findGaps({ { noon, "weekly", 1 }, { noon.plusMicros(200 * minute), "weekly", 1 } }, noon,
            noon.plusMicros(240 * minute), 300)
                    .empty());
    }

    void figuresAgreeWithTheTruthOfTheDemo()
    {
        QTemporaryDir folder;
        demo::DemoClock clock;
        auto store = openSqliteStore({ folder.filePath("store.db").toStdString(), false, true, &clock });
        QVERIFY(store.ok());
        demo::Options options;
        options.end = noon;
        options.events = 20'000;
        options.untilEnd = true;
        options.faults = { demo::allFaults().begin(), demo::allFaults().end() };
        demo::Generator generator(options);
        std::optional<demo::Line> next;
        QVERIFY(demo::fillHistory(**store, clock, generator, noon, next, {}, CancelToken()).ok());
        clock.set(noon);
        EngineOptions engineOptions;
        engineOptions.clock = &clock;
        const auto engine = Engine::start(std::move(*store), engineOptions);
        const Formatter format(clock);
        OverviewModel overview(*engine, format);
        const QAbstractItemModelTester testers[]{ QAbstractItemModelTester(overview.kpis()),
            QAbstractItemModelTester(overview.projects()), QAbstractItemModelTester(overview.grid()),
            QAbstractItemModelTester(overview.attention()), QAbstractItemModelTester(overview.activity()) };

        const demo::Truth truth = generator.truth();
        QTRY_VERIFY(overview.isLoaded());
        QTRY_COMPARE(overview.grid()->rowCount(), int(truth.entitiesByTypeAndStatus.size()));
        for (int row = 0; row < overview.grid()->rowCount(); ++row) {
            const TypeRow& shown = overview.grid()->at(row);
            const auto& expected = truth.entitiesByTypeAndStatus.at(shown.type.toStdString());
            for (std::size_t i = 0; i < allEntityStatuses.size(); ++i) {
                const auto at = expected.find(std::string(toString(allEntityStatuses[i])));
                QCOMPARE(shown.counts[i], at == expected.end() ? 0 : at->second);
            }
        }
        QTRY_COMPARE(overview.projects()->rowCount(), 9);
        QTRY_VERIFY(overview.activity()->rowCount() > 0);
        QTRY_COMPARE(overview.volume()->seriesNames().size(), 5);
        // Planted faults are found: quarantine, the failing step, Google Cloud's silence.
        const auto titles = [&] {
            QString all;
            for (const AttentionItem& item : overview.attention()->all())
                all += item.title + u'\n';
            return all;
        };
        QTRY_VERIFY(titles().contains(QStringLiteral("in quarantine")));
        QTRY_VERIFY2(titles().contains(QStringLiteral("gcp was silent for")), qPrintable(titles()));

        overview.setProjectIndex(1);
        QTRY_VERIFY(overview.grid()->rowCount() < int(truth.entitiesByTypeAndStatus.size()));
    }

    void whatCannotBeReadIsNoZero()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        const auto damaged =
            Error::make(ErrorKind::Corrupt, "STORE_DAMAGED", "The store is damaged.", "Restore it from a backup.");
        control.failReads(damaged, "hours");
        const auto engine = Engine::start(std::move(fake), {});
        OverviewModel overview(*engine, m_format);
        const auto value = [&](int figure) {
            return overview.kpis()->data(overview.kpis()->index(figure), KpiModel::ValueRole).toString();
        };
        QTRY_COMPARE(overview.problemText(), QStringLiteral("The store is damaged. Restore it from a backup."));
        QTRY_COMPARE(value(0), QStringLiteral("0"));
        QCOMPARE(value(3), QStringLiteral("–"));
        // What else is read does not take the problem away; reading the same again does.
        overview.setSpanIndex(0);
        QTRY_VERIFY(overview.volume()->subtitle().contains(QStringLiteral("1 h")));
        QVERIFY(!overview.problemText().isEmpty());
        control.failReads(damaged, "events");
        overview.refresh();
        QTRY_COMPARE(value(3), QStringLiteral("0"));
        QTRY_VERIFY(overview.problemText().isEmpty());
        QTRY_VERIFY(overview.activity()->problem().contains(QStringLiteral("damaged")));
        control.failReads(std::nullopt);
        overview.activity()->follow();
        QTRY_VERIFY(overview.activity()->problem().isEmpty());
    }

    void whatWasNeverReadIsNotKnown()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        control.failReads(Error::make(ErrorKind::Corrupt, "STORE_DAMAGED", "The store is damaged."));
        const auto engine = Engine::start(std::move(fake), {});
        OverviewModel overview(*engine, m_format);
        const auto note = [&](int figure) {
            return overview.kpis()->data(overview.kpis()->index(figure), KpiModel::NoteRole).toString();
        };
        QTRY_VERIFY(!overview.problemText().isEmpty());
        QTRY_COMPARE(overview.kpis()->rowCount(), 6);
        QCOMPARE(note(4), QStringLiteral("last event unknown"));
        QCOMPARE(note(5), QString());
        QVERIFY(!overview.volume()->isKnown());
        control.failReads(std::nullopt);
        overview.refresh();
        QTRY_VERIFY(overview.problemText().isEmpty());
        QTRY_VERIFY(overview.volume()->isKnown());
        QTRY_COMPARE(note(4), QStringLiteral("no events yet"));
        QCOMPARE(note(5), QStringLiteral("nothing refused"));
    }

    void emptyStoreSaysSo()
    {
        QTemporaryDir folder;
        auto store = openSqliteStore({ folder.filePath("store.db").toStdString(), false, true, &Clock::system() });
        QVERIFY(store.ok());
        const auto engine = Engine::start(std::move(*store), EngineOptions{});
        OverviewModel overview(*engine, m_format);
        QTRY_VERIFY(overview.isLoaded());
        QVERIFY(overview.isEmpty());
        QVERIFY(overview.volume()->isEmpty());
        QCOMPARE(overview.attention()->rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(OverviewTest)
#include "overview_test.moc"
