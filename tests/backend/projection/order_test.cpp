#include "tests/backend/projection/map_rows.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <random>

using namespace binnacle;

namespace {

/// Makes events that collide as much as possible: few entities, steps and instants, every optional field.
class EventSource {
public:
    explicit EventSource(unsigned seed)
        : m_random(seed)
    {
    }

    std::vector<Event> make(std::size_t count)
    {
        std::vector<Event> events;
        for (std::size_t i = 0; i < count; ++i)
            events.push_back(next());
        return events;
    }

private:
    int below(int n) { return std::uniform_int_distribution(0, n - 1)(m_random); }
    bool oneIn(int n) { return below(n) == 0; }
    std::string_view keep(std::string text) { return m_texts.emplace_back(std::move(text)); }
    std::string_view numbered(const char* stem, int n) { return keep(stem + std::to_string(below(n))); }

    Event next()
    {
        static constexpr std::array kinds{ EventKind::EntityCreated, EventKind::StepStarted, EventKind::StepProgress,
            EventKind::StepCompleted, EventKind::StepFailed, EventKind::StatusChanged, EventKind::WorkflowStarted,
            EventKind::WorkflowCompleted, EventKind::ArtifactCreated, EventKind::EntityArchived, EventKind::Fact };
        Event event;
        event.kind = kinds[static_cast<std::size_t>(below(kinds.size()))];
        event.type = "any";
        event.source = numbered("source", 2);
        event.eventId = keep("e" + std::to_string(m_texts.size()));
        event.occurredAt = Timestamp::fromSeconds(1'700'000'000 + 900 * below(30));
        event.ordinal = oneIn(4) ? below(5) : 0;
        event.organization = numbered("org", 2);
        const int entity = below(6);
        event.entityId = keep("id" + std::to_string(entity));
        event.entityType = entity % 2 == 0 ? "post" : "order";
        event.projectIsKey = entity % 2 == 0;
        event.projectIsExplicit = event.projectIsKey || oneIn(3);
        event.project = event.projectIsExplicit ? numbered("project", 3) : numbered("default", 2);
        const bool isStep = event.kind >= EventKind::StepStarted && event.kind <= EventKind::StepFailed;
        if (isStep || oneIn(6))
            event.step = step();
        if (oneIn(2)) {
            event.assertedStatus = static_cast<EntityStatus>(below(6));
            event.statusIsExplicit = oneIn(2);
            if (event.assertedStatus == EntityStatus::Unknown)
                event.statusText = numbered("word", 3);
        }
        if (oneIn(4))
            event.stepSummary = StepSummary{ below(5), below(3), below(2), below(6) };
        if (oneIn(2)) {
            event.workflowId = numbered("wf", 2);
            event.runId = oneIn(3) ? std::string_view() : numbered("run", 2);
            event.workId = numbered("work", 3);
            event.workflowDurationMs = below(100'000);
            event.workflowSummaryJson = keep("{\"n\":" + std::to_string(below(9)) + "}");
        }
        if (oneIn(3)) {
            event.senderVersion = numbered("2.", 5);
            event.archiveReason = numbered("because", 5);
            event.businessKey = numbered("key", 2);
            event.upstreamJson = keep("{\"project\":\"" + std::to_string(below(5)) + "\"}");
        }
        if (oneIn(3))
            event.propertiesJson =
                keep("{ \"a\" : " + std::to_string(below(9)) + " , \"b\\u0020c\":[1, {\"x\":\"y\"}], \"p"
                    + std::to_string(below(3)) + "\":\"te\\\"xt " + std::to_string(below(5)) + "\"}");
        if (oneIn(3))
            event.artifactsJson = keep("[{\"type\":\"dataset\",\"dataset\":\"d" + std::to_string(below(2))
                + "\",\"table\":\"t\",\"version\":\"" + std::to_string(below(2))
                + "\",\"rows\":" + std::to_string(below(1000)) + "}, {\"path\":\"/a/b\"}, 7]");
        return event;
    }

    StepFacts step()
    {
        StepFacts facts;
        facts.stepId = numbered("step", 3);
        if (!oneIn(4))
            facts.action = numbered("action", 3);
        if (!oneIn(4))
            facts.type = numbered("type", 2);
        if (!oneIn(4))
            facts.phase = numbered("phase", 2);
        if (oneIn(2))
            facts.execution = static_cast<ExecutionStatus>(below(7));
        if (oneIn(2))
            facts.outcome = oneIn(2) ? "failure" : "success";
        if (oneIn(2))
            facts.executedAt = Timestamp::fromSeconds(1'700'000'000 + 60 * below(500));
        if (oneIn(2))
            facts.durationMs = below(1'000'000);
        if (oneIn(3))
            facts.retryCount = below(4);
        if (oneIn(3))
            facts.errorMessage = numbered("error", 4);
        if (oneIn(3))
            facts.progress = below(100) / 100.0;
        return facts;
    }

    std::mt19937 m_random;
    std::deque<std::string> m_texts;
};

std::string dumpOf(const std::vector<Event>& events)
{
    MapRows rows;
    for (const Event& event : events)
        rows.apply(event);
    return rows.dump();
}

/// An entity's summary and totals, counted afresh from its steps.
void compareWithSteps(const MapRows& rows)
{
    for (const auto& [ref, entity] : rows.entities) {
        StepSummary counted;
        std::int64_t retries = 0;
        for (const auto& [key, step] : rows.steps) {
            if (key.first != ref)
                continue;
            retries += step.retryCount();
            switch (summaryBucketOf(step.execution.value)) {
            case SummaryBucket::Completed:
                ++counted.completed;
                break;
            case SummaryBucket::Failed:
                ++counted.failed;
                break;
            case SummaryBucket::InProgress:
                ++counted.inProgress;
                break;
            case SummaryBucket::Pending:
                ++counted.pending;
                break;
            }
        }
        QVERIFY(entity.counted == counted);
        QCOMPARE(entity.retryTotal, retries);
    }
}

} // namespace

/// The whole promise of the projector: state is a function of the SET of events.
class OrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyOrderOfArrivalGivesTheSameState()
    {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            EventSource source(seed);
            std::vector<Event> events = source.make(150);
            const std::string expected = dumpOf(events);
            std::mt19937 random(seed * 7919);
            for (int shuffle = 0; shuffle < 8; ++shuffle) {
                std::shuffle(events.begin(), events.end(), random);
                const std::string actual = dumpOf(events);
                if (actual != expected)
                    QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected));
            }
        }
    }

    void countsKeptInPaceEqualCountsTakenAfresh()
    {
        for (unsigned seed = 100; seed < 120; ++seed) {
            EventSource source(seed);
            MapRows rows;
            for (const Event& event : source.make(200))
                rows.apply(event);
            compareWithSteps(rows);

            std::map<MapRows::GridKey, std::int64_t> grid;
            std::map<MapRows::CompletedKey, std::int64_t> completed;
            for (const auto& [ref, entity] : rows.entities) {
                ++grid[{ entity.key.organization, entity.key.project, entity.key.type, entity.status.value }];
                if (const auto hour = entity.completedHour())
                    ++completed[{ entity.key.organization, entity.key.project, *hour }];
            }
            std::erase_if(rows.grid, [](const auto& cell) { return cell.second == 0; });
            std::erase_if(rows.completed, [](const auto& cell) { return cell.second == 0; });
            QVERIFY(rows.grid == grid);
            QVERIFY(rows.completed == completed);
        }
    }

    void aLateEventChangesOnlyWhatItIsTheLatestWordOn()
    {
        for (unsigned seed = 200; seed < 220; ++seed) {
            EventSource source(seed);
            std::vector<Event> events = source.make(120);
            Event late = events.back();
            events.pop_back();
            // Older than everything: no register that is set may follow it.
            late.occurredAt = Timestamp::fromSeconds(1'600'000'000);
            MapRows before;
            MapRows after;
            for (const Event& event : events) {
                before.apply(event);
                after.apply(event);
            }
            after.apply(late);
            for (const auto& [ref, entity] : before.entities) {
                const EntityState& now = after.entities.at(ref);
                if (entity.status.isSet())
                    QVERIFY(now.status.value == entity.status.value);
                if (entity.currentStep.isSet())
                    QCOMPARE(now.currentStep.value, entity.currentStep.value);
                if (entity.projectIsKey)
                    QVERIFY(now.key == entity.key);
                QCOMPARE(now.updatedAtMicros, entity.updatedAtMicros);
                const bool isItsOwn = entity.key.id == late.entityId && entity.key.organization == late.organization;
                if (!isItsOwn)
                    QCOMPARE(now.version, entity.version);
            }
        }
    }
};

QTEST_GUILESS_MAIN(OrderTest)
#include "order_test.moc"
