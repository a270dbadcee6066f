#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

class WorkflowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAStart()
    {
        const Parsed parsed = parseOne(workflowStart);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.dialect, Dialect::Workflow);
        COMPARE_ENUM(e.kind, EventKind::WorkflowStarted);
        COMPARE_ENUM(e.assertedStatus, EntityStatus::InProgress);
        QVERIFY(!e.statusIsExplicit);
        COMPARE_TEXT(e.entityType, "workflow");
        COMPARE_TEXT(e.entityId, "workflow-{identifier}-{timestamp}");
        COMPARE_TEXT(e.runId, e.entityId);
        COMPARE_TEXT(e.workflowId, "workflow");
        COMPARE_TEXT(e.organization, "default");
        COMPARE_TEXT(e.project, "etl.corthion.ai");
        QVERIFY(e.projectIsExplicit && !e.projectIsKey);
        COMPARE_TEXT(e.environment, "test");
        COMPARE_TEXT(e.workId, "71");
        COMPARE_TEXT(formatTimestamp(e.occurredAt), "2025-12-02T10:00:00.000000Z");
        QVERIFY(e.propertiesJson.starts_with("{\n") && e.propertiesJson.ends_with('}'));
        QVERIFY(e.propertiesJson.find(R"("targets": ["ipeds_hd", "ipeds_ic"])") != std::string_view::npos);
        QVERIFY(!e.step);
    }

    void readsTheEndOfAStep()
    {
        const Parsed parsed = parseOne(stepComplete);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.kind, EventKind::StepCompleted);
        COMPARE_TEXT(e.step->stepId, "corthion-data-loader:ipeds_hd");
        COMPARE_TEXT(e.step->action, "corthion-data-loader");
        COMPARE_TEXT(e.step->type, "load");
        COMPARE_TEXT(e.step->phase, "load");
        COMPARE_TEXT(e.step->target, "ipeds_hd");
        COMPARE_TEXT(e.step->outcome, "success");
        COMPARE_ENUM(e.step->execution, ExecutionStatus::Completed);
        QCOMPARE(*e.step->durationMs, 45230);
        QVERIFY(!e.projectIsExplicit);
        COMPARE_TEXT(e.project, "default");
        QVERIFY(e.artifactsJson.starts_with('[') && e.artifactsJson.ends_with(']'));
        QVERIFY(e.artifactsJson.find(R"("row_count": 6072)") != std::string_view::npos);
    }

    void tellsFailedAndSkippedSteps()
    {
        const Parsed failed =
            parseOne(with(stepComplete, R"("status": "success")", R"("status": "failure", "error": "no space")"));
        COMPARE_ENUM(failed.event()->kind, EventKind::StepFailed);
        COMPARE_ENUM(failed.event()->step->execution, ExecutionStatus::Failed);
        COMPARE_ENUM(failed.event()->assertedStatus, EntityStatus::Failed);
        COMPARE_TEXT(failed.event()->step->errorMessage, "no space");
        const Parsed shouted = parseOne(with(stepComplete, R"("success")", R"("FAILURE")"));
        COMPARE_ENUM(shouted.event()->kind, EventKind::StepFailed);
        COMPARE_TEXT(shouted.event()->step->outcome, "FAILURE");
        const Parsed skipped = parseOne(with(stepComplete, R"("success")", R"("skipped")"));
        COMPARE_ENUM(skipped.event()->kind, EventKind::StepCompleted);
        COMPARE_ENUM(skipped.event()->step->execution, ExecutionStatus::Skipped);
    }

    void readsAnErrorWithACode()
    {
        const Parsed parsed = parseOne(with(stepComplete, R"("status": "success")",
            R"("status": "failure", "error": {"code": "E28", "message": "no space"})"));
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_TEXT(parsed.event()->step->errorCode, "E28");
        COMPARE_TEXT(parsed.event()->step->errorMessage, "no space");
    }

    void readsTheStartOfAStep()
    {
        const Parsed parsed = parseOne(
            R"({"event_type":"step_start","workflow_id":"w","timestamp":"2025-12-02T10:00:00Z","step":{"name":"a"}})");
        COMPARE_ENUM(parsed.event()->kind, EventKind::StepStarted);
        COMPARE_ENUM(parsed.event()->step->execution, ExecutionStatus::Started);
        COMPARE_TEXT(parsed.event()->step->stepId, "a");
    }

    void readsAnArtifact()
    {
        const Parsed parsed = parseOne(artifactCreate);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.kind, EventKind::ArtifactCreated);
        QVERIFY(e.artifactsJson.starts_with("[{") && e.artifactsJson.ends_with("}]"));
        QVERIFY(e.artifactsJson.find("SCHEMA.md") != std::string_view::npos);
        COMPARE_TEXT(e.project, "etl.corthion.ai");
        QVERIFY(e.projectIsExplicit);
        QVERIFY(e.upstreamJson.find("workflow-71-20251202T100000Z") != std::string_view::npos);
    }

    void readsTheEnd()
    {
        const Parsed parsed = parseOne(workflowComplete);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.kind, EventKind::WorkflowCompleted);
        COMPARE_ENUM(e.assertedStatus, EntityStatus::Completed);
        QCOMPARE(*e.workflowDurationMs, 180000);
        QVERIFY(e.workflowSummaryJson.find(R"("steps_executed": 8)") != std::string_view::npos);
        QVERIFY(e.downstreamJson.starts_with('['));
        QVERIFY(e.downstreamJson.find("lake.corthonomy.ai") != std::string_view::npos);

        const Parsed failed = parseOne(with(workflowComplete, R"("success")", R"("failed")"));
        COMPARE_ENUM(failed.event()->assertedStatus, EntityStatus::Failed);
        const Parsed shouted = parseOne(with(workflowComplete, R"("success")", R"("Failed")"));
        COMPARE_ENUM(shouted.event()->assertedStatus, EntityStatus::Failed);
        const Parsed partial = parseOne(with(workflowComplete, R"("success")", R"("partial")"));
        COMPARE_ENUM(partial.event()->assertedStatus, EntityStatus::Completed);
        COMPARE_TEXT(partial.event()->statusText, "partial");
    }

    void derivesTheSameIdWhateverTheWhiteSpace()
    {
        std::string minified;
        bool inText = false;
        for (const char c : stepComplete) {
            inText ^= c == '"';
            if (inText || (c != ' ' && c != '\n'))
                minified += c;
        }
        const Parsed first = parseOne(stepComplete);
        const Parsed again = parseOne(minified);
        QVERIFY(first.event()->eventIdIsDerived);
        QVERIFY(first.event()->eventId.starts_with("derived-"));
        QCOMPARE(first.event()->eventId.size(), std::size_t{ 8 + 32 });
        COMPARE_TEXT(again.event()->eventId, first.event()->eventId);
        QVERIFY(identityOf(*again.event()) == identityOf(*first.event()));
        const Parsed other = parseOne(with(stepComplete, "45230", "45231"));
        QVERIFY(other.event()->eventId != first.event()->eventId);
    }

    void takesTheIdOfTheSender()
    {
        const Parsed parsed = parseOne(with(stepComplete, R"("timestamp")", R"("event_id":"mine","timestamp")"));
        COMPARE_TEXT(parsed.event()->eventId, "mine");
        QVERIFY(!parsed.event()->eventIdIsDerived);
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, const std::string& text, const char* verdict) {
            QTest::newRow(name) << text << QString(verdict);
        };
        row("no run", with(workflowComplete, R"("workflow_id": "workflow-71-20251202T100000Z",)", ""),
            "MISSING_FIELD /workflow_id");
        row("no time", with(workflowComplete, R"("timestamp": "2025-12-02T10:30:00Z",)", ""),
            "MISSING_FIELD /timestamp");
        row("offset", with(workflowComplete, "10:30:00Z", "10:30:00"), "INVALID_TIMESTAMP /timestamp");
        row("no step", R"({"event_type":"step_start","workflow_id":"w","timestamp":"2025-12-02T10:00:00Z"})",
            "MISSING_FIELD /step");
        row("no name", with(stepComplete, R"("name": "corthion-data-loader",)", ""), "MISSING_FIELD /step/name");
        row("no step status", with(stepComplete, R"("status": "success",)", ""), "MISSING_FIELD /step/status");
        row("no status", with(workflowComplete, R"("status": "success",)", ""), "MISSING_FIELD /status");
        row("duration", with(stepComplete, "45230", R"("45230")"), "INVALID_VALUE /step/duration_ms");
        row("artifacts", with(stepComplete, R"("artifacts": [)", R"("artifacts": [7,)"), "INVALID_VALUE /artifacts/0");
        row("no artifact", with(artifactCreate, R"("artifact": {)", R"("thing": {)"), "MISSING_FIELD /artifact");
        row("context", with(workflowComplete, R"("summary": {)", R"("context": [], "summary": {)"),
            "INVALID_VALUE /context");
        row("impacts", with(workflowComplete, R"("downstream_impacts": [)", R"("downstream_impacts": ["x",)"),
            "INVALID_VALUE /downstream_impacts/0");
    }

    void refuses()
    {
        QFETCH(std::string, text);
        QFETCH(QString, verdict);
        COMPARE_TEXT(parseOne(text).verdict(), verdict.toStdString());
    }

    void refusesAnotherTypeWhereTheDialectIsGiven()
    {
        const Parsed parsed = parseOne(R"({"event_type":"workflow_pause","workflow_id":"w"})", Dialect::Workflow);
        COMPARE_TEXT(parsed.verdict(), "UNKNOWN_EVENT_TYPE /event_type");
        QCOMPARE(parsed.refusal()->allowedValues.size(), std::size_t{ 5 });
    }
};

QTEST_GUILESS_MAIN(WorkflowTest)
#include "workflow_test.moc"
