#include "tests/backend/event/parse_one.h"
#include "tests/support/event_builder.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

class EventBuilderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysInALineWhatASenderSays()
    {
        const auto batch = faberBatch("org/proj/type/a/b step.failed build @2026-01-10T12:30:00Z dur=1200 retry=2 "
                                      "error=\"no space\" stype=ci status=failed summary=1/2/3/4 prop.size=7");
        const Event& e = *batch->items.front().event();
        COMPARE_ENUM(e.kind, EventKind::StepFailed);
        COMPARE_TEXT(e.entityId, "a/b");
        COMPARE_TEXT(formatTimestamp(e.occurredAt), "2026-01-10T12:30:00.000000Z");
        COMPARE_TEXT(e.step->action, "build");
        COMPARE_TEXT(e.step->errorMessage, "no space");
        QCOMPARE(*e.step->durationMs, 1200);
        QVERIFY(e.statusIsExplicit);
        QVERIFY(e.stepSummary == (StepSummary{ 1, 2, 3, 4 }));
        COMPARE_TEXT(e.propertiesJson, R"({"size":7})");
    }

    void countsTheSeconds()
    {
        const auto batch = EventBatchBuilder().faber("o/p/t/1 created").faber("o/p/t/1 archived reason=old").build();
        COMPARE_TEXT(formatTimestamp(batch->items[0].event()->occurredAt), "2026-01-10T12:00:00.000000Z");
        COMPARE_TEXT(formatTimestamp(batch->items[1].event()->occurredAt), "2026-01-10T12:00:01.000000Z");
    }

    void makesTheSameLineADuplicate()
    {
        const auto identity = [](const char* line) { return identityOf(*faberBatch(line)->items.front().event()); };
        const char* line = "o/p/t/1 created @2026-01-10T12:00:00Z";
        QVERIFY(identity(line) == identity(line));
        QVERIFY(!(identity(line) == identity("o/p/t/1 created @2026-01-10T12:00:01Z")));
        QVERIFY(identity("o/p/t/1 created event=e") == identity("o/p/t/2 archived event=e"));
    }

    void speaksEveryDialect()
    {
        EventBatchBuilder builder;
        builder.workflow("run-1 step_complete loader:hd status=success artifact=dataset:s3://x")
            .helios("gcp PaymentDeclined ORD-1 reason=funds project=shop")
            .cloudEvent("/shop com.example.order.created ORD-1 data.total=2 partitionkey=k")
            .json("{}");
        QCOMPARE(builder.texts().size(), std::size_t{ 4 });
        const std::string lines = builder.ndjson();
        QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), 4);
        const auto batch = builder.build();
        COMPARE_TEXT(batch->items[0].event()->step->stepId, "loader:hd");
        COMPARE_TEXT(batch->items[1].event()->step->errorMessage, "funds");
        COMPARE_TEXT(batch->items[2].event()->businessKey, "k");
        QVERIFY(batch->items[3].refusal());
        QVERIFY(builder.build()->items.empty());
    }
};

QTEST_GUILESS_MAIN(EventBuilderTest)
#include "event_builder_test.moc"
