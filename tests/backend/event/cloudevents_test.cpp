#include "backend/event/cloudevents_http.h"
#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

#include <vector>

using namespace binnacle;
using namespace binnacle::test;

class CloudEventsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheExampleOfTheSpecification()
    {
        const Parsed parsed = parseOne(cloudEventExample);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.dialect, Dialect::CloudEvents);
        COMPARE_ENUM(e.kind, EventKind::Fact);
        COMPARE_TEXT(e.source, "/mycontext");
        COMPARE_TEXT(e.eventId, "C234-1234-1234");
        COMPARE_TEXT(e.type, "com.example.someevent");
        COMPARE_TEXT(formatTimestamp(e.occurredAt), "2018-04-05T17:31:00.000000Z");
        QVERIFY(e.entityId.empty() && !e.step);
        COMPARE_TEXT(e.propertiesJson, R"({"appinfoA":"abc","appinfoB":123,"appinfoC":true})");
        COMPARE_TEXT(e.organization, "default");
    }

    void readsAnOrder()
    {
        const Parsed parsed = parseOne(orderCloudEvent);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        const Event& e = *parsed.event();
        COMPARE_ENUM(e.kind, EventKind::StepCompleted);
        COMPARE_TEXT(e.entityType, "order");
        COMPARE_TEXT(e.entityId, "ORD-1");
        COMPARE_TEXT(e.step->stepId, "created");
        COMPARE_TEXT(e.businessKey, "P-1");
        COMPARE_TEXT(e.correlationId, "0af7651916cd43dd8448eb211c80319c");
        COMPARE_TEXT(e.propertiesJson, R"({"total":12.50})");
        QVERIFY(!e.projectIsExplicit);
    }

    void takesTypeAndAddressFromExtensions()
    {
        const Parsed parsed = parseOne(with(with(orderCloudEvent, R"("partitionkey":"P-1")",
                                                R"("organization":"acme","project":"shop","entitytype":"sale")"),
            "order.created", "order.payment.declined"));
        const Event& e = *parsed.event();
        COMPARE_TEXT(e.organization, "acme");
        COMPARE_TEXT(e.project, "shop");
        QVERIFY(e.projectIsExplicit);
        COMPARE_TEXT(e.entityType, "sale");
        COMPARE_TEXT(e.businessKey, "ORD-1");
        COMPARE_ENUM(e.kind, EventKind::StepFailed);
        COMPARE_ENUM(e.assertedStatus, EntityStatus::Failed);
        COMPARE_TEXT(e.step->stepId, "declined");
    }

    void takesAVersionForNoPartOfTheType()
    {
        const Parsed parsed =
            parseOne(with(orderCloudEvent, "com.example.order.created", "com.example.order.failed.v2"));
        COMPARE_TEXT(parsed.event()->entityType, "order");
        COMPARE_TEXT(parsed.event()->step->stepId, "failed");
        COMPARE_ENUM(parsed.event()->kind, EventKind::StepFailed);
        COMPARE_TEXT(parsed.event()->type, "com.example.order.failed.v2");
    }

    void namesTheEntityOfAPlainType()
    {
        const Parsed parsed = parseOne(with(orderCloudEvent, "com.example.order.created", "created"));
        COMPARE_TEXT(parsed.event()->entityType, "event");
        COMPARE_TEXT(parsed.event()->step->stepId, "created");
    }

    void marksTheTimeOfArrival()
    {
        const Parsed parsed = parseOne(with(orderCloudEvent, R"("time":"2026-01-10T12:30:00Z",)", ""));
        QVERIFY(parsed.event()->occurredAtIsArrival);
        QCOMPARE(parsed.event()->occurredAt.micros, arrival.micros);
    }

    void identifiesBySourceAndId()
    {
        const auto identity = [](const std::string& text) { return identityOf(*parseOne(text).event()); };
        QVERIFY(identity(orderCloudEvent) == identity(with(orderCloudEvent, "12.50", "13")));
        QVERIFY(!(identity(orderCloudEvent) == identity(with(orderCloudEvent, "/shop", "/store"))));
        QVERIFY(!(identity(orderCloudEvent) == identity(with(orderCloudEvent, "A-1", "A-2"))));
    }

    void takesBinaryData()
    {
        const Parsed parsed =
            parseOne(with(orderCloudEvent, R"("data":{"total":12.50,"lines":[1]})", R"("data_base64":"AAEC/w==")"));
        COMPARE_TEXT(parsed.verdict(), "accepted");
        QVERIFY(parsed.event()->propertiesJson.empty());
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, std::string_view from, std::string_view to, const char* verdict) {
            QTest::newRow(name) << with(orderCloudEvent, from, to) << QString(verdict);
        };
        row("version", R"("1.0")", R"("0.3")", "UNSUPPORTED_VERSION /specversion");
        row("version kind", R"("1.0")", "1.0", "INVALID_VALUE /specversion");
        row("no id", R"("id":"A-1",)", "", "MISSING_FIELD /id");
        row("empty source", R"("/shop")", "\"\"", "INVALID_VALUE /source");
        row("no type", R"("type":"com.example.order.created",)", "", "MISSING_FIELD /type");
        row("time", "12:30:00Z", "12:30", "INVALID_TIMESTAMP /time");
        row("empty subject", R"("ORD-1")", "\"\"", "INVALID_VALUE /subject");
        row("both", R"("data":{)", R"("data_base64":"AA==","data":{)", "INVALID_VALUE /data_base64");
        row("base64", R"("data":{"total":12.50,"lines":[1]})", R"("data_base64":"A")", "INVALID_VALUE /data_base64");
        row("upper case", R"("partitionkey")", R"("partitionKey")", "INVALID_VALUE /partitionKey");
        row("slash in name", R"("partitionkey")", R"("partition/key")", "INVALID_VALUE /partition~1key");
        row("object", R"("P-1")", "{}", "INVALID_VALUE /partitionkey");
    }

    void refuses()
    {
        QFETCH(std::string, text);
        QFETCH(QString, verdict);
        COMPARE_TEXT(parseOne(text).verdict(), verdict.toStdString());
    }

    void readsBinaryHttp()
    {
        const std::vector<HttpHeader> headers{ { "CE-SpecVersion", "1.0" }, { "ce-type", "com.example.order.created" },
            { "ce-source", "/shop" }, { "ce-id", "A%20%F0%9F%98%80%25" }, { "ce-subject", "\"ORD\\\"1\"" },
            { "Host", "x" }, { "Content-Type", "application/vnd.x+json; charset=utf-8" } };
        QVERIFY(isBinaryCloudEvent(headers));
        const auto item = cloudEventFromHttp(headers, " {\"total\": 1} ");
        QVERIFY(item.ok());
        const Parsed parsed = parseOne(*item);
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_TEXT(parsed.event()->eventId, "A \xF0\x9F\x98\x80%");
        COMPARE_TEXT(parsed.event()->entityId, "ORD\"1");
        COMPARE_TEXT(parsed.event()->propertiesJson, R"({"total":1})");
    }

    void keepsBodiesThatAreNotJson()
    {
        const std::vector<HttpHeader> headers{ { "ce-specversion", "1.0" }, { "ce-type", "t" }, { "ce-source", "/s" },
            { "ce-id", "1" }, { "content-type", "text/plain" } };
        for (const auto& [body, encoded] :
            { std::pair{ "a", "YQ==" }, std::pair{ "ab", "YWI=" }, std::pair{ "abc", "YWJj" } }) {
            const auto item = cloudEventFromHttp(headers, body);
            QVERIFY(item->find(std::string("\"data_base64\":\"") + encoded + '"') != std::string::npos);
            COMPARE_TEXT(parseOne(*item).verdict(), "accepted");
        }
        QVERIFY(cloudEventFromHttp(headers, "")->find("data_base64") == std::string::npos);
    }

    void refusesBrokenHttp()
    {
        const HttpHeader json{ "content-type", "application/json" };
        const auto code = [](std::vector<HttpHeader> headers, std::string_view body) {
            const auto item = cloudEventFromHttp(headers, body);
            return item ? std::string("accepted") : item.error().code;
        };
        COMPARE_TEXT(code({ { "ce-id", "%4" } }, ""), "INVALID_VALUE");
        COMPARE_TEXT(code({ { "ce-id", "100%" } }, ""), "INVALID_VALUE");
        COMPARE_TEXT(code({ { "ce-data", "1" } }, ""), "INVALID_VALUE");
        COMPARE_TEXT(code({ { "ce-id", "1" }, json }, R"(1,"id":"2")"), "INVALID_JSON");
        COMPARE_TEXT(code({ { "ce-id", "1" }, json }, "{"), "INVALID_JSON");
        COMPARE_TEXT(parseOne(*cloudEventFromHttp(std::vector<HttpHeader>{ { "ce-id", "%00" } }, "")).verdict(),
            "INVALID_VALUE /id");
        COMPARE_TEXT(parseOne(*cloudEventFromHttp(std::vector<HttpHeader>{ { "ce-id", "%FF" } }, "")).verdict(),
            "INVALID_UTF8 /id");
    }

    void tellsBinaryFromStructuredHttp()
    {
        QVERIFY(!isBinaryCloudEvent(std::vector<HttpHeader>{
            { "ce-id", "1" }, { "content-type", "application/CloudEvents+json; charset=utf-8" } }));
        QVERIFY(!isBinaryCloudEvent(std::vector<HttpHeader>{ { "content-type", "application/json" } }));
    }
};

QTEST_GUILESS_MAIN(CloudEventsTest)
#include "cloudevents_test.moc"
