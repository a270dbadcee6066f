#include "tests/backend/event/seed_examples.h"
#include "tests/backend/intake/gateway_fixture.h"
#include "tests/support/engine_await.h"

#include <QJsonArray>
#include <QTest>

#include <sstream>

using namespace binnacle;
using namespace binnacle::test;

namespace {

const std::string heliosEvent = R"({"source":"aws","eventType":"OrderPlaced","payload":{"orderId":"ORD-1",)"
                                R"("timestamp":"2025-01-15T10:23:45Z"},"metadata":{"eventId":"h-1"}})";

std::string cloudEvent(const std::string& id)
{
    return R"({"specversion":"1.0","id":")" + id
        + R"(","source":"/shop","type":"order.placed","time":"2026-01-10T12:30:00Z","data":{"a":1}})";
}

constexpr const char* faberPath = "/v1/faber/entity-events";
constexpr const char* heliosPath = "/api/v1/events/ingest";
constexpr const char* anyPath = "/v1/events";

} // namespace

class GatewayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedExampleGetsSeedAnswer()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(faberPath, faberExample);
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->headers.at("content-type"), std::string("application/json"));
        QCOMPARE(response->body,
            std::string(R"({"status":"accepted","event_id":"evt_2026-01-10T12:30:00.123Z_abc123",)"
                        R"("message":"Entity event accepted for processing"})"));
        QVERIFY(fixture.store->holdsEvent("evt_2026-01-10T12:30:00.123Z_abc123"));
    }

    void unknownTypeGetsSeedError()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(faberPath, faberEvent("e1", "x", "entity.invalid"));
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        const QJsonObject body = json(*response);
        QCOMPARE(body.keys(), QStringList({ "details", "error_code", "message", "status" }));
        QCOMPARE(body["status"].toString(), QString("error"));
        QCOMPARE(body["error_code"].toString(), QString("INVALID_EVENT_TYPE"));
        QCOMPARE(body["message"].toString(), QString("Unknown event type: entity.invalid"));
        QCOMPARE(body["details"]["field"].toString(), QString("event_type"));
        const QJsonArray allowed = body["details"]["allowed_values"].toArray();
        QCOMPARE(allowed.size(), 8);
        QVERIFY(allowed.contains("entity.created"));
        QVERIFY(allowed.contains("entity.step.completed"));
    }

    void fieldsAreNamedWithDots()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        std::string event = faberEvent("e1");
        const std::string id = R"("id":"blog-post-123")";
        event.replace(event.find(id), id.size(), R"("id":7)");
        const auto response = client.post(faberPath, event);
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        QCOMPARE(json(*response)["details"]["field"].toString(), QString("entity.id"));
    }

    void duplicateIsAcceptedAndSaysSo()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QCOMPARE(client.post(faberPath, faberExample)->status, 200);
        const auto again = client.post(faberPath, faberExample);
        QVERIFY(again);
        QCOMPARE(again->status, 200);
        const QJsonObject body = json(*again);
        QCOMPARE(body["status"].toString(), QString("accepted"));
        QCOMPARE(body["event_id"].toString(), QString("evt_2026-01-10T12:30:00.123Z_abc123"));
        QVERIFY(body["message"].toString().contains("Duplicate"));
        QVERIFY(body["message"].toString().endsWith(" 1"));
        QCOMPARE(fixture.store->eventCount(), 1);
    }

    void heliosPathAnswers202()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto single = client.post(heliosPath, heliosEvent);
        QVERIFY(single);
        QCOMPARE(single->status, 202);
        QCOMPARE(json(*single)["event_id"].toString(), QString("h-1"));
        QCOMPARE(client.post(heliosPath, "[" + heliosEvent + "]")->status, 202);
        QCOMPARE(client.post(heliosPath, R"({"source":"aws"})")->status, 400);
    }

    void batchReportsEachItem()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QCOMPARE(client.post(faberPath, faberEvent("known"))->status, 200);
        const auto response = client.post(faberPath,
            "[" + faberEvent("new") + "," + faberEvent("known") + "," + faberEvent("bad", "x", "entity.invalid") + "]");
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        const QJsonObject body = json(*response);
        QCOMPARE(body["status"].toString(), QString("partial"));
        QCOMPARE(body["accepted"].toInt(), 1);
        QCOMPARE(body["duplicate"].toInt(), 1);
        QCOMPARE(body["rejected"].toInt(), 1);
        const QJsonArray results = body["results"].toArray();
        QCOMPARE(results.size(), 3);
        QCOMPARE(results[0].toObject(),
            QJsonObject({ { "index", 0 }, { "status", "accepted" }, { "event_id", "new" }, { "seq", 2 } }));
        QCOMPARE(results[1].toObject(),
            QJsonObject({ { "index", 1 }, { "status", "duplicate" }, { "event_id", "known" }, { "seq", 1 } }));
        QCOMPARE(results[2]["status"].toString(), QString("rejected"));
        QCOMPARE(results[2]["error_code"].toString(), QString("INVALID_EVENT_TYPE"));
        QCOMPARE(results[2]["details"]["field"].toString(), QString("event_type"));
    }

    void batchStatusFollowsItsItems()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QCOMPARE(json(*client.post(faberPath, "[" + faberEvent("a") + "]"))["status"].toString(), QString("accepted"));
        const auto refused = client.post(faberPath, "[" + faberEvent("b", "x", "entity.invalid") + "]");
        QCOMPARE(refused->status, 200);
        QCOMPARE(json(*refused)["status"].toString(), QString("rejected"));
        const auto empty = client.post(faberPath, "[]");
        QCOMPARE(empty->status, 200);
        QCOMPARE(json(*empty)["results"].toArray().size(), 0);
    }

    void ndjsonIsABatch_data()
    {
        QTest::addColumn<QByteArray>("contentType");
        QTest::newRow("named") << QByteArray("application/x-ndjson");
        QTest::newRow("detected") << QByteArray("application/json; charset=utf-8");
        QTest::newRow("no type") << QByteArray();
    }
    void ndjsonIsABatch()
    {
        QFETCH(QByteArray, contentType);
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(
            faberPath, faberEvent("a") + "\n" + faberEvent("b") + "\r\n{broken\n", contentType.toStdString());
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        const QJsonObject body = json(*response);
        QCOMPARE(body["accepted"].toInt(), 2);
        QCOMPARE(body["rejected"].toInt(), 1);
        QCOMPARE(body["results"][2]["error_code"].toString(), QString("INVALID_JSON"));
    }

    void nothingReadableIsABadRequest_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << "EMPTY_BODY";
        QTest::newRow("blank") << QByteArray(" \r\n ") << "EMPTY_BODY";
        QTest::newRow("text") << QByteArray("hello") << "INVALID_JSON";
        QTest::newRow("open object") << QByteArray("{\"a\":") << "INVALID_JSON";
        QTest::newRow("open array") << QByteArray("[") << "INVALID_JSON";
        QTest::newRow("binary") << QByteArray("\x00\xff\xfe{", 4) << "INVALID_UTF8";
    }
    void nothingReadableIsABadRequest()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(faberPath, body.toStdString());
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        QCOMPARE(json(*response)["error_code"].toString(), code);
        // The connection goes on.
        QCOMPARE(client.post(faberPath, faberExample)->status, 200);
    }

    void refusedEventsAreKept()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QCOMPARE(client.post(faberPath, "{\"half\":")->status, 400);
        const auto reader = fixture.store->openReader();
        const auto page = reader->quarantine("open", {});
        QVERIFY(page.ok());
        QCOMPARE(page->items.size(), 1u);
        QVERIFY(page->items.front().origin.starts_with("http 127.0.0.1:"));
        QCOMPARE(*reader->quarantineItem(page->items.front().id), std::string("{\"half\":"));
    }

    void anyPathRecognisesDialects()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(
            anyPath, faberEvent("f") + "\n" + heliosEvent + "\n" + cloudEvent("c") + "\n", "application/x-ndjson");
        QVERIFY(response);
        QCOMPARE(json(*response)["accepted"].toInt(), 3);
    }

    void cloudEventsStructured()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(anyPath, cloudEvent("c1"), "application/cloudevents+json; charset=UTF-8");
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(json(*response)["event_id"].toString(), QString("c1"));
    }

    void cloudEventsBatch()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto response = client.post(
            anyPath, "[" + cloudEvent("c1") + "," + cloudEvent("c2") + "]", "application/cloudevents-batch+json");
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(json(*response)["accepted"].toInt(), 2);
    }

    void cloudEventsBinary()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const char* const attributes =
            "ce-specversion: 1.0\r\nCE-ID: b1\r\nce-source: /shop\r\nce-type: order.placed\r\n"
            "ce-time: 2026-01-10T12:30:00Z\r\n";
        QVERIFY(client.send(HttpClient::postText(anyPath, R"({"orderId":"O-1"})", "application/json", attributes)));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(json(*response)["event_id"].toString(), QString("b1"));

        const char* const broken = "ce-specversion: 1.0\r\nce-id: b%zz\r\nce-source: /shop\r\nce-type: t\r\n";
        QVERIFY(client.send(HttpClient::postText(anyPath, "hello", "text/plain", broken)));
        const auto refused = client.read();
        QVERIFY(refused);
        QCOMPARE(refused->status, 400);
        QCOMPARE(json(*refused)["error_code"].toString(), QString("INVALID_VALUE"));
        // What is kept of it is whole: the attributes stand in the headers.
        const auto kept =
            await<std::string>([&](auto done) { fixture.engine->quarantineItem({}, 1, std::move(done)); });
        QVERIFY(kept.ok());
        QVERIFY(kept->find("ce-id: b%zz\r\n") != std::string::npos);
        QVERIFY(kept->ends_with("\r\n\r\nhello"));
    }

    void healthAndReadiness()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const auto health = client.get("/health");
        QVERIFY(health);
        QCOMPARE(health->status, 200);
        QCOMPARE(json(*health)["status"].toString(), QString("ok"));
        QCOMPARE(client.get("/ready?verbose=1")->status, 200);
    }

    void readinessFollowsTheStore()
    {
        GatewayFixture fixture;
        GatewayOptions options;
        options.port = 0;
        const auto url = fixture.engine->startGateway(options);
        QVERIFY(url.ok());
        const auto port = static_cast<std::uint16_t>(std::stoi(url->substr(url->rfind(':') + 1)));
        HttpClient client(port);
        QCOMPARE(client.get("/ready")->status, 200);
        fixture.store->failAppends(Error::make(ErrorKind::Unavailable, "DISK_FULL", "The disk of the store is full."));
        const auto refused = client.post(faberPath, faberExample);
        QVERIFY(refused);
        QCOMPARE(refused->status, 503);
        QCOMPARE(refused->headers.at("retry-after"), std::string("5"));
        QCOMPARE(json(*refused)["error_code"].toString(), QString("DISK_FULL"));
        const auto ready = client.get("/ready");
        QCOMPARE(ready->status, 503);
        QCOMPARE(json(*ready)["message"].toString(), QString("The disk of the store is full."));
        QCOMPARE(client.get("/health")->status, 200);
        fixture.store->failAppends(std::nullopt);
        QCOMPARE(client.post(faberPath, faberExample)->status, 200);
        QCOMPARE(client.get("/ready")->status, 200);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        std::string requests;
        for (int i = 0; i < 50; ++i)
            requests += HttpClient::postText(faberPath, faberEvent("p" + std::to_string(i)));
        QVERIFY(client.send(requests + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        for (int i = 0; i < 50; ++i) {
            const auto response = client.read();
            QVERIFY(response);
            QCOMPARE(json(*response)["event_id"].toString(), QString("p%1").arg(i));
        }
        QCOMPARE(json(*client.read())["status"].toString(), QString("ok"));
    }

    void chunkedBodyIsRead()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const std::string event = faberEvent("chunked");
        const auto chunk = [](const std::string& text) {
            std::ostringstream out;
            out << std::hex << text.size() << "\r\n" << text << "\r\n";
            return out.str();
        };
        QVERIFY(
            client.send("POST /v1/faber/entity-events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n"
                + chunk(event.substr(0, 10))));
        QVERIFY(client.send(chunk(event.substr(10)) + "0\r\n\r\n"));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
    }

    void expectContinueIsAnswered()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const std::string request =
            HttpClient::postText(faberPath, faberExample, "application/json", "Expect: 100-continue\r\n");
        const std::size_t head = request.find("\r\n\r\n") + 4;
        QVERIFY(client.send(request.substr(0, head)));
        QCOMPARE(client.read()->status, 100);
        QVERIFY(client.send(request.substr(head)));
        QCOMPARE(client.read()->status, 200);
    }

    void answersComeAfterTheCommit()
    {
        GatewayFixture fixture;
        fixture.store->hold();
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(faberPath, faberExample)));
        fixture.store->waitUntilHeld();
        QCOMPARE(fixture.store->eventCount(), 0);
        QCOMPARE(HttpClient(fixture.port()).get("/health")->status, 200); // Others are served meanwhile.
        fixture.store->release();
        QCOMPARE(client.read()->status, 200);
        QCOMPARE(fixture.store->eventCount(), 1);
    }
};

QTEST_GUILESS_MAIN(GatewayTest)
#include "gateway_test.moc"
