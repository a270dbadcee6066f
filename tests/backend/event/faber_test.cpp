#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// An event of `type` about fractary/blog/post/1, with `more` members behind the entity.
std::string faberEvent(std::string_view type, std::string_view more = "")
{
    return R"({"event_type":")" + std::string(type)
        + R"(","event_id":"e1","timestamp":"2026-01-10T12:30:00Z","source":{"organization":"fractary"},)"
          R"("entity":{"organization":"fractary","project":"blog","type":"post","id":"1"})"
        + std::string(more) + '}';
}

std::string stepEvent(std::string_view type, std::string_view members)
{
    return faberEvent(type, R"(,"step":{"step_id":"s")" + std::string(members) + "}");
}

} // namespace

class FaberTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFieldOfTheSeedsExample()
    {
        const Parsed parsed = parseOne(faberExample);
        QVERIFY(parsed.event());
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.dialect, Dialect::Faber);
        COMPARE_ENUM(e.kind, EventKind::StepCompleted);
        COMPARE_TEXT(e.type, "entity.step.completed");
        COMPARE_TEXT(e.source, "faber");
        COMPARE_TEXT(e.eventId, "evt_2026-01-10T12:30:00.123Z_abc123");
        QVERIFY(!e.eventIdIsDerived);
        COMPARE_TEXT(formatTimestamp(e.occurredAt), "2026-01-10T12:30:00.123000Z");
        COMPARE_TEXT(e.organization, "fractary");
        COMPARE_TEXT(e.project, "blog");
        QVERIFY(e.projectIsKey && e.projectIsExplicit);
        COMPARE_TEXT(e.entityType, "blog-post");
        COMPARE_TEXT(e.entityId, "blog-post-123");
        COMPARE_TEXT(e.senderVersion, "2.4.0");
        COMPARE_TEXT(e.hostname, "dev-machine-1");
        COMPARE_TEXT(e.sessionId, "claude-session-20260110-123456");
        COMPARE_TEXT(e.workflowId, "content-pipeline");
        COMPARE_TEXT(e.runId, "fractary/blog/uuid");
        COMPARE_TEXT(e.workId, "42");
        QVERIFY(e.step.has_value());
        COMPARE_TEXT(e.step->stepId, "build-github-commit");
        COMPARE_TEXT(e.step->action, "github-commit");
        COMPARE_TEXT(e.step->type, "repo-actions");
        COMPARE_TEXT(e.step->phase, "build");
        COMPARE_ENUM(e.step->execution, ExecutionStatus::Completed);
        COMPARE_TEXT(e.step->outcome, "success");
        COMPARE_TEXT(formatTimestamp(*e.step->executedAt), "2026-01-10T12:30:00.000000Z");
        QCOMPARE(*e.step->durationMs, 12000);
        QCOMPARE(*e.step->retryCount, 1);
        COMPARE_ENUM(e.assertedStatus, EntityStatus::InProgress);
        QVERIFY(e.statusIsExplicit);
        QVERIFY(e.stepSummary == (StepSummary{ 5, 0, 1, 3 }));
        COMPARE_TEXT(e.payload, faberExample);
    }

    void knowsEveryType_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& text, EventKind kind, EntityStatus status) {
            QTest::newRow(name) << text << int(kind) << int(status);
        };
        row("created", faberEvent("entity.created"), EventKind::EntityCreated, EntityStatus::Pending);
        row("started", stepEvent("entity.step.started", ""), EventKind::StepStarted, EntityStatus::InProgress);
        row("progress", stepEvent("entity.step.in_progress", ""), EventKind::StepProgress, EntityStatus::InProgress);
        row("completed", stepEvent("entity.step.completed", ""), EventKind::StepCompleted, EntityStatus::InProgress);
        row("failed", stepEvent("entity.step.failed", ""), EventKind::StepFailed, EntityStatus::Failed);
        row("status", faberEvent("entity.status.changed", R"(,"entity_snapshot":{"status":"completed"})"),
            EventKind::StatusChanged, EntityStatus::Completed);
        row("workflow", faberEvent("entity.workflow.completed"), EventKind::WorkflowCompleted, EntityStatus::Completed);
        row("workflow failed", faberEvent("entity.workflow.completed", R"(,"workflow_summary":{"status":"failed"})"),
            EventKind::WorkflowCompleted, EntityStatus::Failed);
        row("archived", faberEvent("entity.archived"), EventKind::EntityArchived, EntityStatus::Archived);
    }

    void knowsEveryType()
    {
        QFETCH(std::string, text);
        QFETCH(int, kind);
        QFETCH(int, status);
        const Parsed parsed = parseOne(text);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        QCOMPARE(int(parsed.event()->kind), kind);
        QCOMPARE(int(parsed.event()->assertedStatus), status);
        QCOMPARE(parsed.event()->statusIsExplicit, text.find("entity_snapshot") != std::string::npos);
    }

    void readsStatusBeforeAndAfter_data()
    {
        QTest::addColumn<std::string>("snapshot");
        QTest::newRow("flat") << std::string(R"({"status":"failed","previous_status":"in_progress"})");
        QTest::newRow("sides") << std::string(R"({"before":{"status":"in_progress"},"after":{"status":"failed"}})");
        QTest::newRow("words") << std::string(R"({"before":"running","after":"error"})");
    }

    void readsStatusBeforeAndAfter()
    {
        QFETCH(std::string, snapshot);
        const Parsed parsed = parseOne(faberEvent("entity.status.changed", ",\"entity_snapshot\":" + snapshot));
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_ENUM(parsed.event()->assertedStatus, EntityStatus::Failed);
        COMPARE_ENUM(parsed.event()->statusBefore, EntityStatus::InProgress);
        QVERIFY(parsed.event()->statusIsExplicit);
    }

    void keepsAStatusWordThatIsNotOurs()
    {
        const Parsed odd = parseOne(faberEvent("entity.created", R"(,"entity_snapshot":{"status":"on-hold"})"));
        COMPARE_ENUM(odd.event()->assertedStatus, EntityStatus::Unknown);
        COMPARE_TEXT(odd.event()->statusText, "on-hold");
        const Parsed alias = parseOne(faberEvent("entity.created", R"(,"entity_snapshot":{"status":"Running"})"));
        COMPARE_ENUM(alias.event()->assertedStatus, EntityStatus::InProgress);
        COMPARE_TEXT(alias.event()->statusText, "Running");
    }

    void readsProgress_data()
    {
        QTest::addColumn<std::string>("progress");
        QTest::addColumn<double>("fraction");
        QTest::newRow("fraction") << std::string("0.25") << 0.25;
        QTest::newRow("percent") << std::string("25") << 0.25;
        QTest::newRow("all") << std::string("100") << 1.0;
        QTest::newRow("one") << std::string("1") << 1.0;
        QTest::newRow("percent object") << std::string(R"({"percent":1,"message":"begun"})") << 0.01;
        QTest::newRow("count") << std::string(R"({"current":3,"total":4})") << 0.75;
    }

    void readsProgress()
    {
        QFETCH(std::string, progress);
        QFETCH(double, fraction);
        const Parsed parsed = parseOne(stepEvent("entity.step.in_progress", ",\"progress\":" + progress));
        COMPARE_TEXT(parsed.verdict(), "accepted");
        QCOMPARE(parsed.event()->step->progress.value_or(-1), fraction);
        COMPARE_TEXT(parsed.event()->step->progressMessage, progress.find("begun") != std::string::npos ? "begun" : "");
    }

    void readsErrors()
    {
        const auto step = [](std::string_view members) { return parseOne(stepEvent("entity.step.failed", members)); };
        COMPARE_TEXT(step(R"(,"error_message":"no space")").event()->step->errorMessage, "no space");
        COMPARE_TEXT(step(R"(,"error":"no space")").event()->step->errorMessage, "no space");
        const Parsed object = step(R"(,"error":{"code":28,"message":"no space"},"retry_reason":"disk")");
        COMPARE_TEXT(object.event()->step->errorMessage, "no space");
        COMPARE_TEXT(object.event()->step->errorCode, "28");
        COMPARE_TEXT(object.event()->step->retryReason, "disk");
    }

    void takesAWholeNumberHoweverItIsWritten()
    {
        for (const char* number : { "3", "3.0", "3e0", "0.3e1" }) {
            const Parsed parsed =
                parseOne(with(faberExample, R"("retry_count": 1)", std::string(R"("retry_count": )") + number));
            COMPARE_TEXT(parsed.verdict(), "accepted");
            QCOMPARE(*parsed.event()->step->retryCount, 3);
        }
    }

    void keepsSlicesByteForByte()
    {
        const Parsed parsed = parseOne(faberEvent("entity.workflow.completed",
            R"(,"entity_snapshot":{"properties":{"price": 1299.00},"artifacts":[{"type":"pr", "path":"a\/b"}]},
               "workflow_summary":{"workflow_id":"w","run_id":"r","duration_ms":1.5e3, "steps": 3},"later":{"x":[1]})"));
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_TEXT(e.propertiesJson, R"({"price": 1299.00})");
        COMPARE_TEXT(e.artifactsJson, R"([{"type":"pr", "path":"a\/b"}])");
        COMPARE_TEXT(e.workflowSummaryJson, R"({"workflow_id":"w","run_id":"r","duration_ms":1.5e3, "steps": 3})");
        QCOMPARE(*e.workflowDurationMs, 1500);
        COMPARE_TEXT(e.runId, "r");
        QVERIFY(e.payload.find("later") != std::string_view::npos);
    }

    void findsSlicesBehindEscapedNames()
    {
        const Parsed parsed =
            parseOne(faberEvent("entity.created", R"(,"entity_sn\u0061pshot":{"properties":{"a" : [1, 2]}})"));
        COMPARE_TEXT(parsed.event()->propertiesJson, R"({"a" : [1, 2]})");
    }

    void readsTheReasonOfArchiving()
    {
        COMPARE_TEXT(
            parseOne(faberEvent("entity.archived", R"(,"archive_reason":"old")")).event()->archiveReason, "old");
        COMPARE_TEXT(parseOne(faberEvent("entity.archived", R"(,"entity_snapshot":{"archive_reason":"old"})"))
                         .event()
                         ->archiveReason,
            "old");
    }

    void takesTheOrganisationOfTheSource()
    {
        const Parsed parsed = parseOne(with(faberExample, R"("entity": {
    "organization": "fractary",)",
            R"("entity": {)"));
        COMPARE_TEXT(parsed.event()->organization, "fractary");
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, const std::string& text, const char* verdict) {
            QTest::newRow(name) << text << QString(verdict);
        };
        const auto broken = [](std::string_view from, std::string_view to) { return with(faberExample, from, to); };
        row("unknown type", faberEvent("entity.invalid"), "UNKNOWN_EVENT_TYPE /event_type");
        row("no id", broken(R"("event_id": "evt_2026-01-10T12:30:00.123Z_abc123",)", ""), "MISSING_FIELD /event_id");
        row("null id", broken(R"("evt_2026-01-10T12:30:00.123Z_abc123")", "null"), "MISSING_FIELD /event_id");
        row("empty id", broken("evt_2026-01-10T12:30:00.123Z_abc123", ""), "INVALID_VALUE /event_id");
        row("id is a number", broken(R"("evt_2026-01-10T12:30:00.123Z_abc123")", "7"), "INVALID_VALUE /event_id");
        row("no time", broken(R"("timestamp": "2026-01-10T12:30:00.123Z",)", ""), "MISSING_FIELD /timestamp");
        row("no offset", broken(R"("2026-01-10T12:30:00.123Z",)", R"("2026-01-10T12:30:00",)"),
            "INVALID_TIMESTAMP /timestamp");
        row("time is a number", broken(R"("2026-01-10T12:30:00.123Z",)", "1768048200,"),
            "INVALID_TIMESTAMP /timestamp");
        row("executed_at", broken(R"("executed_at": "2026-01-10T12:30:00Z")", R"("executed_at": "noon")"),
            "INVALID_TIMESTAMP /step/executed_at");
        row("no entity id",
            broken(R"("type": "blog-post",
    "id": "blog-post-123")",
                R"("type": "blog-post")"),
            "MISSING_FIELD /entity/id");
        row("slash in type", broken(R"("type": "blog-post",)", R"("type": "blog/post",)"),
            "INVALID_VALUE /entity/type");
        row("entity is text",
            R"({"event_type":"entity.created","event_id":"1","timestamp":"2026-01-10T12:30:00Z","entity":"x"})",
            "INVALID_VALUE /entity");
        row("organisations differ",
            with(faberEvent("entity.created"), R"("source":{"organization":"fractary"})",
                R"("source":{"organization":"other"})"),
            "INVALID_VALUE /source/organization");
        row("no step", faberEvent("entity.step.started"), "MISSING_FIELD /step");
        row("no step id", faberEvent("entity.step.started", R"(,"step":{})"), "MISSING_FIELD /step/step_id");
        row("execution", stepEvent("entity.step.started", R"(,"execution_status":"begun")"),
            "INVALID_VALUE /step/execution_status");
        row("negative duration", broken("12000", "-1"), "INVALID_VALUE /step/duration_ms");
        row("retries", broken(R"("retry_count": 1)", R"("retry_count": 1.5)"), "INVALID_VALUE /step/retry_count");
        row("progress", stepEvent("entity.step.in_progress", R"(,"progress":101)"), "INVALID_VALUE /step/progress");
        row("summary", broken(R"("pending": 3)", R"("pending": "3")"),
            "INVALID_VALUE /entity_snapshot/step_status_summary/pending");
        row("no status after", faberEvent("entity.status.changed", R"(,"entity_snapshot":{"before":"failed"})"),
            "MISSING_FIELD /entity_snapshot/status");
        row("no snapshot", faberEvent("entity.status.changed"), "MISSING_FIELD /entity_snapshot");
        row("artifact", faberEvent("entity.created", R"(,"artifacts":[{},1])"), "INVALID_VALUE /artifacts/1");
        row("long id", broken("evt_2026-01-10T12:30:00.123Z_abc123", std::string(3000, 'x')), "TOO_LARGE /event_id");
    }

    void refuses()
    {
        QFETCH(std::string, text);
        QFETCH(QString, verdict);
        const Parsed parsed = parseOne(text);
        COMPARE_TEXT(parsed.verdict(), verdict.toStdString());
        COMPARE_ENUM(parsed.item().dialect, Dialect::Faber);
        QVERIFY(parsed.item().dialectIsKnown);
        COMPARE_TEXT(parsed.item().raw, text);
        QVERIFY(parsed.refusal()->message.ends_with('.') || parsed.refusal()->code == "UNKNOWN_EVENT_TYPE");
    }

    void namesTheAllowedValues()
    {
        const Parsed type = parseOne(faberEvent("entity.invalid"));
        QCOMPARE(type.refusal()->allowedValues.size(), std::size_t{ 8 });
        COMPARE_TEXT(type.refusal()->message, "Unknown event type: entity.invalid");
        const Parsed status = parseOne(stepEvent("entity.step.started", R"(,"execution_status":"begun")"));
        QCOMPARE(status.refusal()->allowedValues.size(), std::size_t{ 6 });
    }

    void assumesUtcWhereAsked()
    {
        ParseOptions options = testOptions();
        options.assumeUtc = true;
        const Parsed parsed =
            parseOne(with(faberExample, R"("2026-01-10T12:30:00.123Z",)", R"("2026-01-10T12:30:00.5",)"), {}, options);
        COMPARE_TEXT(formatTimestamp(parsed.event()->occurredAt), "2026-01-10T12:30:00.500000Z");
    }
};

QTEST_GUILESS_MAIN(FaberTest)
#include "faber_test.moc"
