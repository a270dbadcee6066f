#include "models/entity/timeline_layout.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace binnacle;
using End = StepAttempt::End;
using Shape = TimelineLayout::Shape;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t noon = 1'768'046'400 * second; // 2026-01-10T12:00:00Z

EventRow eventOf(const char* step, EventKind kind, std::int64_t at, std::optional<std::int64_t> durationMs = {})
{
    static Seq seq = 0;
    EventRow row;
    row.seq = ++seq;
    row.stepId = step;
    row.kind = kind;
    row.occurredAt = { noon + at };
    row.durationMs = durationMs;
    return row;
}
EventRow started(const char* step, std::int64_t at)
{
    return eventOf(step, EventKind::StepStarted, at);
}
EventRow completed(const char* step, std::int64_t at, std::optional<std::int64_t> durationMs = {})
{
    return eventOf(step, EventKind::StepCompleted, at, durationMs);
}
EventRow failed(const char* step, std::int64_t at)
{
    EventRow row = eventOf(step, EventKind::StepFailed, at);
    row.error = "refused";
    return row;
}

std::vector<StepRow> steps(std::initializer_list<const char*> names)
{
    std::vector<StepRow> out;
    for (const char* name : names) {
        StepRow step;
        step.stepId = name;
        out.push_back(step);
    }
    return out;
}

TimeSpan span(std::int64_t from, std::int64_t to)
{
    return { noon + from, noon + to };
}

std::vector<TimeAxis::Tick> ticksOf(const TimeAxis& axis)
{
    return axis.ticks([](const QString& text) { return double(text.size()) * 7; },
        [](std::int64_t at) { return QString::number((at - noon) / second); },
        [](std::int64_t length) { return QString::number(length / minute) + QStringLiteral(" m"); });
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsCloseTheirStarts()
    {
        const auto tracks = stepTracks({ started("build", 0), failed("build", 30 * second),
                                           started("build", 90 * second), completed("build", 120 * second) },
            steps({ "build" }));
        QCOMPARE(tracks.size(), std::size_t(1));
        const auto& attempts = tracks[0].attempts;
        QCOMPARE(attempts.size(), std::size_t(2));
        QVERIFY(attempts[0].how == End::Failed);
        QCOMPARE(attempts[0].end - attempts[0].start, 30 * second);
        QCOMPARE(attempts[0].error, std::string("refused"));
        QVERIFY(attempts[1].how == End::Completed);
        QCOMPARE(attempts[1].number, 2);
        QCOMPARE(tracks[0].ranMicros(), 60 * second);
    }

    void durationGivesAMissingStart()
    {
        const auto tracks =
            stepTracks({ completed("a", 50 * second, 20'000), completed("b", 60 * second) }, steps({ "a", "b" }));
        const StepAttempt& derived = tracks[0].attempts.at(0);
        QVERIFY(derived.startIsDerived);
        QCOMPARE(derived.start, noon + 30 * second);
        const StepAttempt& instant = tracks[1].attempts.at(0);
        QVERIFY(instant.isInstant);
        QCOMPARE(instant.start, instant.end);
        // Nobody knows when b began, so nobody knows how long it waited.
        QVERIFY(!tracks[1].queuedSince);
    }

    void equalInstantsStayInOrder()
    {
        // The retry starts in the microsecond in which the first attempt fails.
        const auto tracks = stepTracks(
            { started("a", 0), started("a", 10 * second), failed("a", 10 * second), completed("a", 20 * second) },
            steps({ "a" }));
        const auto& attempts = tracks[0].attempts;
        QCOMPARE(attempts.size(), std::size_t(2));
        QVERIFY(attempts[0].how == End::Failed);
        QCOMPARE(attempts[0].end, noon + 10 * second);
        QVERIFY(attempts[1].how == End::Completed);
        // A start and an end of one instant are one attempt without a length.
        const auto short_ = stepTracks({ completed("b", 0), started("b", 0) }, steps({ "b" }));
        QCOMPARE(short_[0].attempts.size(), std::size_t(1));
        QVERIFY(!short_[0].attempts[0].isInstant);
    }

    void arrivalDoesNotMatter()
    {
        std::vector<EventRow> events{ started("a", 0), failed("a", 10 * second), started("a", 20 * second),
            completed("a", 40 * second), started("b", 45 * second), completed("b", 60 * second),
            started("c", 70 * second) };
        const auto expected = stepTracks(events, steps({ "a", "b", "c" }));
        std::mt19937 random(7);
        for (int i = 0; i < 50; ++i) {
            std::shuffle(events.begin(), events.end(), random);
            QVERIFY(stepTracks(events, steps({ "a", "b", "c" })) == expected);
        }
    }

    void stepsThatNeverEnded()
    {
        const auto tracks =
            stepTracks({ started("a", 0), started("a", 60 * second), started("b", 90 * second) }, steps({ "a", "b" }));
        QVERIFY(tracks[0].attempts[0].how == End::Unreported);
        QCOMPARE(tracks[0].attempts[0].end, noon + 60 * second);
        QVERIFY(tracks[0].attempts[1].how == End::Running);
        QVERIFY(tracks[1].attempts[0].how == End::Running);
        QCOMPARE(tracks[0].ranMicros(), std::int64_t(0));
        // A step that runs has not ended: nothing waited for it.
        QVERIFY(!tracks[1].queuedSince);
        // A sign of life moves what is known of a running attempt.
        EventRow alive = eventOf("c", EventKind::StepProgress, 30 * second);
        alive.execution = ExecutionStatus::InProgress;
        const auto progress = stepTracks({ started("c", 0), alive }, steps({ "c" }));
        QCOMPARE(progress[0].attempts.size(), std::size_t(1));
        QCOMPARE(progress[0].attempts[0].end, noon + 30 * second);
    }

    void queueIsTheWaitAfterTheLastEnd()
    {
        const auto tracks = stepTracks({ started("a", 0), completed("a", 10 * second), started("b", 18 * second),
                                           completed("b", 30 * second), started("c", 12 * second) },
            steps({ "a", "b", "c" }));
        QVERIFY(!tracks[0].queuedSince);
        QCOMPARE(tracks[1].queueMicros().value(), 8 * second);
        QCOMPARE(tracks[2].queueMicros().value(), 2 * second);
    }

    void aRetryStormIsCapped()
    {
        std::vector<EventRow> events;
        for (int i = 0; i < 700; ++i) {
            events.push_back(started("a", i * 20 * second));
            events.push_back(failed("a", (i * 20 + 5) * second));
        }
        const auto tracks = stepTracks(events, steps({ "a" }));
        QCOMPARE(tracks[0].attempts.size(), mostAttempts);
        QCOMPARE(tracks[0].leftOut, std::int64_t(700 - mostAttempts));
        QCOMPARE(tracks[0].attempts.back().number, 700);
        const TimelineLayout layout = layOutTimeline(tracks, 565, true);
        QCOMPARE(layout.bars.size(), 2 * mostAttempts - 1);
        QVERIFY(std::all_of(layout.bars.begin(), layout.bars.end(), [&](const TimelineLayout::Bar& bar) {
            return bar.left >= 0 && bar.right <= layout.axis.width() && bar.left <= bar.right;
        }));
    }

    void stepsWithoutARowFollow()
    {
        const auto tracks = stepTracks({ started("new", 0), started("known", second) }, steps({ "known" }));
        QCOMPARE(tracks.size(), std::size_t(2));
        QCOMPARE(tracks[1].stepId, std::string("new"));
    }

    void idleTimeFolds()
    {
        const std::vector<TimeSpan> busy{ span(0, 5 * minute), span(40 * minute, 45 * minute) };
        const TimeAxis folded(busy, 565, true);
        QCOMPARE(folded.folds().size(), std::size_t(1));
        const auto& fold = folded.folds()[0];
        QVERIFY(fold.time == span(5 * minute, 40 * minute));
        // The same length of work has the same width on both sides.
        const double before = folded.xOf(noon + 5 * minute) - folded.xOf(noon);
        const double after = folded.xOf(noon + 45 * minute) - folded.xOf(noon + 40 * minute);
        QVERIFY(std::abs(before - after) < 0.01);
        QVERIFY(folded.xOf(noon + 5 * minute) <= fold.left);
        QVERIFY(folded.xOf(noon + 40 * minute) >= fold.left + TimeAxis::foldWidth);
        const TimeAxis real(busy, 565, false);
        QVERIFY(real.folds().empty());
        QVERIFY(real.xOf(noon + 5 * minute) < 90);
        // Ten minutes are not over ten minutes.
        QVERIFY(TimeAxis({ span(0, minute), span(11 * minute, 12 * minute) }, 565, true).folds().empty());
    }

    void axisNeverGoesBack()
    {
        std::vector<TimeSpan> busy;
        for (int i = 0; i < 40; ++i)
            busy.push_back(span(i * 50 * minute, i * 50 * minute + (i % 3) * minute));
        const TimeAxis axis(busy, 300, true);
        // Folds alone would not fit: the axis is wider than what is seen of it.
        QVERIFY(axis.width() > 39 * TimeAxis::foldWidth);
        double last = -1;
        for (std::int64_t at = -5 * minute; at < 41 * 50 * minute; at += minute) {
            const double x = axis.xOf(noon + at);
            QVERIFY(x >= last && x >= 0 && x <= axis.width());
            last = x;
        }
    }

    void anInstantAloneHasAPlace()
    {
        const TimeAxis axis({ span(0, 0) }, 565, true);
        QVERIFY(axis.xOf(noon) >= 0 && axis.xOf(noon) <= 565);
        QCOMPARE(ticksOf(axis).size(), std::size_t(1));
        QVERIFY(TimeAxis({}, 565, true).isEmpty());
        QVERIFY(layOutTimeline({}, 565, true).bars.empty());
    }

    void labelsDoNotTouch()
    {
        const TimeAxis axis(
            { span(0, 24 * minute), span(60 * minute, 72 * minute), span(130 * minute, 140 * minute) }, 565, true);
        const auto ticks = ticksOf(axis);
        QVERIFY(ticks.size() >= 5);
        double end = -100;
        for (const TimeAxis::Tick& tick : ticks) {
            const double wide = double(tick.text.size()) * 7;
            const double left = tick.anchor < 0 ? tick.x : tick.anchor > 0 ? tick.x - wide : tick.x - wide / 2;
            QVERIFY(left > end);
            end = left + wide;
            QVERIFY(end <= axis.width());
        }
        QCOMPARE(std::count_if(ticks.begin(), ticks.end(), [](const auto& tick) { return tick.isFold; }), 2);
    }

    void noTimeIsToldTwice()
    {
        // The end and the round times before it lie in minutes that are told without their seconds.
        const TimeAxis axis({ span(5 * second, 4 * minute + 51 * second) }, 1400, true);
        const auto ticks = axis.ticks([](const QString& text) { return double(text.size()) * 7; },
            [](std::int64_t at) { return QString::number((at - noon) / minute); },
            [](std::int64_t) { return QString(); });
        QStringList texts;
        for (const TimeAxis::Tick& tick : ticks)
            texts << tick.text;
        QVERIFY(texts.size() > 2);
        QCOMPARE(texts.removeDuplicates(), 0);
        QCOMPARE(texts.last(), QStringLiteral("4"));
    }

    void pointerFindsBars()
    {
        const auto tracks = stepTracks({ started("a", 0), failed("a", minute), started("a", 3 * minute),
                                           completed("a", 4 * minute), started("b", 5 * minute) },
            steps({ "a", "b" }));
        const TimelineLayout layout = layOutTimeline(tracks, 565, true);
        const auto shapeAt = [&](int row, std::int64_t at) {
            const int bar = layout.barAt(row, layout.axis.xOf(noon + at));
            return bar < 0 ? -1 : int(layout.bars[std::size_t(bar)].shape);
        };
        QCOMPARE(shapeAt(0, minute / 2), int(Shape::FailedRun));
        QCOMPARE(shapeAt(0, 2 * minute), int(Shape::RetryWait));
        QCOMPARE(shapeAt(0, 210 * second), int(Shape::Run));
        QCOMPARE(shapeAt(1, 270 * second), int(Shape::Queue));
        QCOMPARE(shapeAt(1, 5 * minute), int(Shape::Running));
        QCOMPARE(shapeAt(1, minute), -1);
    }
};

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"
