#include "tests/backend/projection/map_rows.h"

#include <QTest>

#include <deque>

using namespace binnacle;

namespace {

constexpr Timestamp noon = Timestamp::fromSeconds(1'768'046'400); // 2026-01-10T12:00:00Z
constexpr std::int64_t noonHour = 1'768'046'400 / 3600;

/// An event of entity "org/project/type/id"; every call makes another one.
Event eventOf(EventKind kind, std::int64_t secondsAfterNoon, std::string_view stepId = {})
{
    static std::deque<std::string> names;
    Event event;
    event.kind = kind;
    event.type = "type";
    event.source = "source";
    event.eventId = names.emplace_back("e" + std::to_string(names.size()));
    event.occurredAt = noon.plusMicros(secondsAfterNoon * 1'000'000);
    event.organization = "org";
    event.project = "project";
    event.entityType = "type";
    event.entityId = "id";
    if (!stepId.empty()) {
        event.step.emplace();
        event.step->stepId = stepId;
    }
    return event;
}

Event asserting(Event event, EntityStatus status, bool isExplicit)
{
    event.assertedStatus = status;
    event.statusIsExplicit = isExplicit;
    return event;
}

Event inProject(Event event, std::string_view project, bool isExplicit)
{
    event.projectIsKey = false;
    event.project = project;
    event.projectIsExplicit = isExplicit;
    return event;
}

MapRows fold(const std::vector<Event>& events)
{
    MapRows rows;
    for (const Event& each : events)
        rows.apply(each);
    return rows;
}

const EntityState& only(const MapRows& rows)
{
    return rows.entities.begin()->second;
}

} // namespace

class ProjectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLatestAssertionWinsWhateverArrivedWhen()
    {
        const Event early = asserting(eventOf(EventKind::StatusChanged, 0), EntityStatus::Failed, true);
        const Event late = asserting(eventOf(EventKind::StepStarted, 60, "build"), EntityStatus::InProgress, false);
        QVERIFY(only(fold({ early, late })).status.value == EntityStatus::InProgress);
        QVERIFY(only(fold({ late, early })).status.value == EntityStatus::InProgress);
    }

    /// The example of the rule: a step's snapshot says "in progress" at the instant of the workflow's end.
    void atOneInstantTheSnapshotOutranksWhatFollowsFromAKind()
    {
        Event snapshot = asserting(eventOf(EventKind::StepCompleted, 0, "build"), EntityStatus::InProgress, true);
        Event implied = asserting(eventOf(EventKind::WorkflowCompleted, 0), EntityStatus::Completed, false);
        QVERIFY(only(fold({ snapshot, implied })).status.value == EntityStatus::InProgress);
        QVERIFY(only(fold({ implied, snapshot })).status.value == EntityStatus::InProgress);
        // Not even with a larger ordinal ...
        implied.ordinal = INT64_MAX;
        snapshot.ordinal = INT64_MIN;
        QVERIFY(only(fold({ implied, snapshot })).status.value == EntityStatus::InProgress);
        // ... but a microsecond later it is newer knowledge.
        implied.occurredAt = implied.occurredAt.plusMicros(1);
        QVERIFY(only(fold({ implied, snapshot })).status.value == EntityStatus::Completed);
        // Of two snapshots the natural order of kinds decides.
        implied = asserting(eventOf(EventKind::WorkflowCompleted, 0), EntityStatus::Completed, true);
        snapshot.ordinal = 0;
        QVERIFY(only(fold({ implied, snapshot })).status.value == EntityStatus::Completed);
    }

    void aWordThatIsNotOursIsKept()
    {
        Event odd = eventOf(EventKind::StatusChanged, 10);
        odd.statusText = "on_hold";
        odd.statusIsExplicit = true;
        MapRows rows =
            fold({ asserting(eventOf(EventKind::StepStarted, 0, "a"), EntityStatus::InProgress, true), odd });
        QVERIFY(only(rows).status.value == EntityStatus::Unknown);
        QCOMPARE(only(rows).statusText.value, std::string("on_hold"));
        rows.apply(asserting(eventOf(EventKind::StepStarted, 20, "a"), EntityStatus::Failed, true));
        QVERIFY(only(rows).statusText.value.empty());
    }

    void workDoneAgainOnPurposeIsNoRetry()
    {
        const MapRows rows =
            fold({ eventOf(EventKind::StepStarted, 0, "build"), eventOf(EventKind::StepCompleted, 10, "build"),
                eventOf(EventKind::StepStarted, 20, "build"), eventOf(EventKind::StepFailed, 30, "build"),
                eventOf(EventKind::StepStarted, 40, "build"), eventOf(EventKind::StepCompleted, 50, "build") });
        const StepState& build = rows.steps.at({ 1, "build" });
        QCOMPARE(build.executionCount(), 3);
        QCOMPARE(build.retryCount(), 1);
    }

    void attemptsRetriesAndFailuresAreCounted()
    {
        Event retried = eventOf(EventKind::StepCompleted, 30, "build");
        retried.step->retryCount = 1;
        Event wrong = eventOf(EventKind::StepCompleted, 40, "check");
        wrong.step->execution = ExecutionStatus::Completed;
        wrong.step->outcome = "failure";
        Event skipped = eventOf(EventKind::StepCompleted, 50, "publish");
        skipped.step->execution = ExecutionStatus::Skipped;
        const MapRows rows =
            fold({ eventOf(EventKind::StepStarted, 0, "build"), eventOf(EventKind::StepFailed, 10, "build"),
                eventOf(EventKind::StepStarted, 20, "build"), retried, wrong, skipped });
        const StepState& build = rows.steps.at({ 1, "build" });
        QCOMPARE(build.executionCount(), 2);
        QCOMPARE(build.retryCount(), 1);
        QCOMPARE(build.failureCount, 1);
        const StepState& check = rows.steps.at({ 1, "check" });
        QCOMPARE(check.failureCount, 1);
        QVERIFY(check.execution.value == ExecutionStatus::Completed);
        QCOMPARE(rows.steps.at({ 1, "publish" }).executionCount(), 0);
        QCOMPARE(only(rows).retryTotal, 1);
        QCOMPARE(only(rows).counted, (StepSummary{ 3, 0, 0, 0 }));
        QVERIFY(!rows.stepHours.contains({ "org", "project", "publish", noonHour }));
    }

    void aLaterSuccessClearsTheError()
    {
        Event failed = eventOf(EventKind::StepFailed, 0, "build");
        failed.step->errorMessage = "no such table";
        const Event success = eventOf(EventKind::StepCompleted, 10, "build");
        QCOMPARE(only(fold({ failed })).error.value, std::string("no such table"));
        const MapRows rows = fold({ success, failed });
        QVERIFY(rows.steps.at({ 1, "build" }).error.value.empty());
        QVERIFY(only(rows).error.value.empty());
    }

    void theSendersSummaryHoldsUntilAStepMovesOn()
    {
        Event created = eventOf(EventKind::EntityCreated, 0);
        created.stepSummary = StepSummary{ 0, 0, 0, 9 };
        MapRows rows = fold({ created });
        QCOMPARE(only(rows).stepSummary(), (StepSummary{ 0, 0, 0, 9 }));
        rows.apply(eventOf(EventKind::StepStarted, 10, "build"));
        QCOMPARE(only(rows).stepSummary(), (StepSummary{ 0, 0, 1, 8 }));
        Event completed = eventOf(EventKind::StepCompleted, 20, "build");
        completed.stepSummary = StepSummary{ 5, 0, 1, 3 };
        rows.apply(completed);
        QCOMPARE(only(rows).stepSummary(), (StepSummary{ 5, 0, 1, 3 }));
    }

    void theEarliestNamedProjectIsTheEntitys()
    {
        Event work = inProject(eventOf(EventKind::StepCompleted, 100, "load"), "default", false);
        work.step->durationMs = 500;
        work = asserting(work, EntityStatus::Completed, false);
        MapRows rows = fold({ work });
        QCOMPARE(only(rows).key.project, std::string("default"));
        QCOMPARE(rows.stepHours.at({ "org", "default", "load", noonHour }).executions, 1);

        rows.apply(inProject(eventOf(EventKind::WorkflowStarted, 50), "etl", true));
        QCOMPARE(only(rows).key.project, std::string("etl"));
        rows.apply(inProject(eventOf(EventKind::WorkflowStarted, 60), "later", true));
        QCOMPARE(only(rows).key.project, std::string("etl"));
        // Everything that had been counted for the default has moved.
        QCOMPARE(rows.stepHours.at({ "org", "etl", "load", noonHour }).executions, 1);
        QCOMPARE(rows.stepHours.at({ "org", "etl", "load", noonHour }).durations.count(), 1);
        QCOMPARE(rows.stepHours.at({ "org", "default", "load", noonHour }).executions, 0);
        QCOMPARE((rows.grid.at({ "org", "default", "type", EntityStatus::Completed })), 0);
        QCOMPARE((rows.grid.at({ "org", "etl", "type", EntityStatus::Completed })), 1);
        QCOMPARE((rows.completed.at({ "org", "default", noonHour })), 0);
        QCOMPARE((rows.completed.at({ "org", "etl", noonHour })), 1);
    }

    /// A log's every activity may end with "complete": the last one counts. Archiving does not undo the work.
    void anEntityIsCompletedInTheHourOfItsLatestCompletion()
    {
        const Event first = asserting(eventOf(EventKind::StepCompleted, 0, "a"), EntityStatus::Completed, false);
        const Event second = asserting(eventOf(EventKind::StepCompleted, 3600, "b"), EntityStatus::Completed, false);
        const Event archived = asserting(eventOf(EventKind::EntityArchived, 7200), EntityStatus::Archived, true);
        MapRows rows = fold({ second, archived, first });
        QVERIFY(only(rows).status.value == EntityStatus::Archived);
        QVERIFY(!rows.completed.contains({ "org", "project", noonHour }));
        QCOMPARE((rows.completed.at({ "org", "project", noonHour + 1 })), 1);
        // Reopened: not completed any more.
        rows.apply(asserting(eventOf(EventKind::StepStarted, 7300, "c"), EntityStatus::InProgress, true));
        QCOMPARE((rows.completed.at({ "org", "project", noonHour + 1 })), 0);
    }

    void aRunEndsWithItsWorkflow()
    {
        std::vector<Event> events{ eventOf(EventKind::StepCompleted, 60, "late"),
            eventOf(EventKind::StepFailed, 10, "a"),
            asserting(eventOf(EventKind::WorkflowCompleted, 50), EntityStatus::Failed, false) };
        for (Event& each : events) {
            each.workflowId = "wf";
            each.runId = "r1";
        }
        events[2].workflowDurationMs = 50'000;
        MapRows rows = fold({ events[0], events[1] });
        QVERIFY(rows.runs.at({ 1, "wf", "r1" }).status.value == EntityStatus::InProgress);
        rows.apply(events[2]);
        const RunState& run = rows.runs.at({ 1, "wf", "r1" });
        // A step that is reported after the end does not open the run again.
        QVERIFY(run.status.value == EntityStatus::Failed);
        QCOMPARE(run.eventCount, 3);
        QCOMPARE(run.failureCount, 1);
        QCOMPARE(run.durationMs.value, 50'000);
        QCOMPARE(run.lastAtMicros - run.firstAtMicros, 50'000'000);
    }

    void artifactsAreIdentifiedByWhatTheyHave_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("identity");
        QTest::newRow("path") << "{\"type\":\"dataset\",\"dataset\":\"ipeds\",\"table\":\"hd\",\"version\":\"2024\","
                                 "\"path\":\"s3://b/x\"}"
                              << "dataset|s3://b/x|2024";
        QTest::newRow("table") << "{\"type\":\"dataset\",\"table\":\"hd\",\"dataset\":\"ipeds\"}"
                               << "dataset|ipeds/hd|";
        QTest::newRow("name") << "{\"name\":\"report\",\"id\":7,\"version\":3}"
                              << "|report|3";
        QTest::newRow("id") << "{\"id\":7,\"path\":null}"
                            << "|7|";
        QTest::newRow("nothing") << "{\"rows\":[1, 2]}"
                                 << "|{\"rows\":[1, 2]}|";
        QTest::newRow("no object") << "7"
                                   << "|7|";
    }

    void artifactsAreIdentifiedByWhatTheyHave()
    {
        QFETCH(QString, json);
        QFETCH(QString, identity);
        const std::string array = "[ " + json.toStdString() + " ]";
        Event made = eventOf(EventKind::StepCompleted, 0, "load");
        made.artifactsJson = array;
        const MapRows rows = fold({ made });
        QCOMPARE(rows.artifacts.size(), 1u);
        const auto& [key, state] = *rows.artifacts.begin();
        QCOMPARE(QString::fromStdString(key.second.type + '|' + key.second.name + '|' + key.second.version), identity);
        QCOMPARE(QString::fromStdString(state.json.value), json);
        QCOMPARE(state.producedByStep.value, std::string("load"));
    }

    void propertiesAreMergedMemberByMember()
    {
        Event first = eventOf(EventKind::EntityCreated, 0);
        first.propertiesJson = "{\"a\":1,\"b\":{\"c\" : [1,2]},\"ä\\u0020\":\"x\\\"y\"}";
        Event second = eventOf(EventKind::StatusChanged, 10);
        second.propertiesJson = "{\"a\": null }";
        const MapRows rows = fold({ second, first });
        QCOMPARE(rows.properties.at({ 1, "a" }).json.value, std::string("null"));
        QCOMPARE(rows.properties.at({ 1, "b" }).json.value, std::string("{\"c\" : [1,2]}"));
        QCOMPARE(rows.properties.at({ 1, "ä " }).json.value, std::string("\"x\\\"y\""));
    }
};

QTEST_GUILESS_MAIN(ProjectorTest)
#include "projector_test.moc"
