#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

class HeliosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsThePayment()
    {
        const Parsed parsed = parseOne(paymentProcessed);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.dialect, Dialect::Helios);
        COMPARE_ENUM(e.kind, EventKind::StepCompleted);
        COMPARE_TEXT(e.source, "gcp");
        COMPARE_TEXT(e.type, "PaymentProcessed");
        COMPARE_TEXT(e.eventId, "pay-1");
        QVERIFY(!e.eventIdIsDerived);
        COMPARE_TEXT(e.organization, "acme");
        COMPARE_TEXT(e.project, "shop");
        QVERIFY(e.projectIsExplicit && !e.projectIsKey);
        COMPARE_TEXT(e.entityType, "order");
        COMPARE_TEXT(e.entityId, "ORD-12345");
        COMPARE_TEXT(e.businessKey, "ORD-12345");
        COMPARE_TEXT(e.step->stepId, "PaymentProcessed");
        COMPARE_TEXT(e.step->action, "PaymentProcessed");
        COMPARE_TEXT(e.step->type, "gcp");
        COMPARE_TEXT(e.step->outcome, "AUTHORIZED");
        COMPARE_ENUM(e.step->execution, ExecutionStatus::Completed);
        COMPARE_ENUM(e.assertedStatus, EntityStatus::InProgress);
        QVERIFY(!e.statusIsExplicit);
        COMPARE_TEXT(e.causationJson, R"(["ord-1"])");
        COMPARE_TEXT(formatTimestamp(e.occurredAt), "2025-01-15T10:23:47.000000Z");
        QVERIFY(!e.occurredAtIsArrival);
        COMPARE_TEXT(e.propertiesJson,
            R"({"orderId":"ORD-12345","paymentId":"PAY-67890","amount":1299.00,"status":"AUTHORIZED"})");
    }

    void readsTheOtherClouds()
    {
        const Parsed aws = parseOne(orderPlaced);
        COMPARE_TEXT(aws.event()->source, "aws");
        COMPARE_TEXT(aws.event()->organization, "default");
        QVERIFY(!aws.event()->projectIsExplicit && aws.event()->eventIdIsDerived);
        COMPARE_TEXT(aws.event()->propertiesJson, R"({"orderId":"ORD-12345","customerId":"CUST-789"})");
        const Parsed azure = parseOne(inventoryReserved);
        COMPARE_TEXT(azure.event()->source, "azure");
        COMPARE_TEXT(azure.event()->type, "InventoryReserved");
    }

    void takesTheLoadTestsForm()
    {
        const Parsed parsed = parseOne(loadTestOrder);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_TEXT(parsed.event()->type, "OrderPlaced");
        QVERIFY(parsed.event()->occurredAtIsArrival);
        QCOMPARE(parsed.event()->occurredAt.micros, arrival.micros);
    }

    void knowsAResentEventWheneverItArrives()
    {
        ParseOptions later = testOptions();
        later.arrival = arrival.plusMicros(5'000'000);
        const Parsed first = parseOne(loadTestOrder);
        const Parsed again = parseOne(with(loadTestOrder, R"("source": "aws")", R"("source":"aws")"), {}, later);
        QVERIFY(identityOf(*first.event()) == identityOf(*again.event()));
    }

    void looksForTheTimeInOrder_data()
    {
        QTest::addColumn<std::string>("payloadTime");
        QTest::addColumn<std::string>("metadataTime");
        QTest::addColumn<QString>("expected");
        QTest::newRow("payload") << std::string(R"("2026-01-01T00:00:00Z")") << std::string(R"("2027-01-01T00:00:00Z")")
                                 << QString("2026-01-01T00:00:00.000000Z");
        QTest::newRow("metadata") << std::string("null") << std::string(R"("2027-01-01T01:00:00+01:00")")
                                  << QString("2027-01-01T00:00:00.000000Z");
        QTest::newRow("millis") << std::string("1767225600123") << std::string("null")
                                << QString("2026-01-01T00:00:00.123000Z");
    }

    void looksForTheTimeInOrder()
    {
        QFETCH(std::string, payloadTime);
        QFETCH(std::string, metadataTime);
        QFETCH(QString, expected);
        const Parsed parsed = parseOne(R"({"source":"aws","eventType":"OrderPlaced","payload":{"timestamp":)"
            + payloadTime + R"(},"metadata":{"timestamp":)" + metadataTime + "}}");
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_TEXT(formatTimestamp(parsed.event()->occurredAt), expected.toStdString());
        QVERIFY(!parsed.event()->occurredAtIsArrival);
    }

    void judgesByTheEndOfTheType_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("failed");
        QTest::newRow("declined") << "PaymentDeclined" << int(EntityStatus::Failed) << true;
        QTest::newRow("failed") << "payment.failed" << int(EntityStatus::Failed) << true;
        QTest::newRow("delivered") << "OrderDelivered" << int(EntityStatus::Completed) << false;
        QTest::newRow("canceled") << "OrderCanceled" << int(EntityStatus::Completed) << false;
        QTest::newRow("failure") << "PaymentFailure" << int(EntityStatus::Failed) << true;
        QTest::newRow("failed event") << "PaymentFailedEvent" << int(EntityStatus::Failed) << true;
        QTest::newRow("delivered event") << "OrderDeliveredEvent" << int(EntityStatus::Completed) << false;
        QTest::newRow("version") << "payment.declined.v2" << int(EntityStatus::Failed) << true;
        QTest::newRow("shipped") << "OrderShipped" << int(EntityStatus::InProgress) << false;
    }

    void judgesByTheEndOfTheType()
    {
        QFETCH(QString, type);
        QFETCH(int, status);
        QFETCH(bool, failed);
        const Parsed parsed =
            parseOne(with(with(loadTestOrder, "OrderPlaced", type.toStdString()), "1299.00", R"(1,"reason":"why")"));
        QCOMPARE(int(parsed.event()->assertedStatus), status);
        COMPARE_ENUM(parsed.event()->kind, failed ? EventKind::StepFailed : EventKind::StepCompleted);
        COMPARE_TEXT(parsed.event()->step->errorMessage, failed ? "why" : "");
    }

    void leavesAnEventWithoutAnOrderWithoutAnEntity()
    {
        const Parsed parsed = parseOne(R"({"source":"gcp","eventType":"RatesUpdated","payload":{"rate":1}})");
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_ENUM(parsed.event()->kind, EventKind::Fact);
        QVERIFY(parsed.event()->entityType.empty() && parsed.event()->entityId.empty() && !parsed.event()->step);
        COMPARE_ENUM(parsed.event()->assertedStatus, EntityStatus::Unknown);
    }

    void takesANumberForAnOrderId()
    {
        COMPARE_TEXT(parseOne(with(loadTestOrder, R"("ORD-4711")", "4711")).event()->entityId, "4711");
    }

    void findsTheOrderInTheMetadata()
    {
        const std::string text =
            R"({"source":"aws","eventType":"OrderPlaced","payload":{"amount":1},"metadata":{"orderId":"ORD-1"}})";
        COMPARE_TEXT(parseOne(text).event()->entityId, "ORD-1");
        COMPARE_TEXT(parseOne(text).event()->businessKey, "ORD-1");
        const std::string both = with(text, R"("amount":1)", R"("orderId":"ORD-2")");
        COMPARE_TEXT(parseOne(both).event()->entityId, "ORD-2");
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, const std::string& text, const char* verdict) {
            QTest::newRow(name) << text << QString(verdict);
        };
        row("source", with(loadTestOrder, "aws", "ibm"), "INVALID_VALUE /source");
        row("no source", R"({"eventType":"x","payload":{}})", "MISSING_FIELD /source");
        row("no type", R"({"source":"aws","payload":{}})", "MISSING_FIELD /eventType");
        row("no payload", R"({"source":"aws","eventType":"x"})", "MISSING_FIELD /payload");
        row("payload", R"({"source":"aws","eventType":"x","payload":[]})", "INVALID_VALUE /payload");
        row("metadata", R"({"source":"aws","eventType":"x","payload":{},"metadata":1})", "INVALID_VALUE /metadata");
        row("order", with(loadTestOrder, R"("ORD-4711")", "[1]"), "INVALID_VALUE /payload/orderId");
        row("time", with(loadTestOrder, "1299.00", R"(1,"timestamp":"2025-01-15T10:23:45")"),
            "INVALID_TIMESTAMP /payload/timestamp");
        row("causes", with(paymentProcessed, R"(["ord-1"])", R"(["ord-1",2])"), "INVALID_VALUE /metadata/depends_on/1");
        row("project", with(paymentProcessed, R"("shop")", R"("shop/eu")"), "INVALID_VALUE /metadata/project");
    }

    void refuses()
    {
        QFETCH(std::string, text);
        QFETCH(QString, verdict);
        COMPARE_TEXT(parseOne(text, Dialect::Helios).verdict(), verdict.toStdString());
    }
};

QTEST_GUILESS_MAIN(HeliosTest)
#include "helios_test.moc"
