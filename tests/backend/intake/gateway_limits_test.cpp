#include "tests/backend/intake/gateway_fixture.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

using namespace binnacle;
using namespace binnacle::test;
using namespace std::chrono_literals;

namespace {
constexpr const char* path = "/v1/faber/entity-events";

/// A whole request from its lines; the blank line and the body are added.
std::string request(std::initializer_list<const char*> lines, const std::string& body = {})
{
    std::string text;
    for (const char* line : lines)
        text += std::string(line) + "\r\n";
    return text + "\r\n" + body;
}
} // namespace

class GatewayLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, std::initializer_list<const char*> lines, int status, const char* code) {
            QTest::newRow(name) << QByteArray::fromStdString(request(lines)) << status << QString(code);
        };
        const char* const post = "POST /v1/faber/entity-events HTTP/1.1";
        const char* const host = "Host: localhost:7474";
        const char* const typed = "Content-Type: application/json";
        row("unknown path", { "POST /v2/events HTTP/1.1", host, "Content-Length: 0" }, 404, "NOT_FOUND");
        row("get events", { "GET /v1/events HTTP/1.1", host }, 405, "METHOD_NOT_ALLOWED");
        row("post health", { "POST /health HTTP/1.1", host, "Content-Length: 0" }, 405, "METHOD_NOT_ALLOWED");
        row("preflight", { "OPTIONS /v1/events HTTP/1.1", host }, 405, "METHOD_NOT_ALLOWED");
        row("no length", { post, host, typed }, 411, "LENGTH_REQUIRED");
        row("length is text", { post, host, typed, "Content-Length: ten" }, 400, "MALFORMED_REQUEST");
        row("length is negative", { post, host, typed, "Content-Length: -1" }, 400, "MALFORMED_REQUEST");
        row("two lengths", { post, host, typed, "Content-Length: 5", "Content-Length: 6" }, 400, "MALFORMED_REQUEST");
        row("length and chunks", { post, host, typed, "Content-Length: 5", "Transfer-Encoding: chunked" }, 400,
            "MALFORMED_REQUEST");
        row("no http", { "hello" }, 400, "MALFORMED_REQUEST");
        row("http 2 by itself", { "POST /v1/events HTTP/2.0", host }, 505, "UNSUPPORTED_HTTP_VERSION");
        row("form", { post, host, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 2" }, 415,
            "UNSUPPORTED_MEDIA_TYPE");
        row("plain text", { post, host, "Content-Type: text/plain", "Content-Length: 2" }, 415,
            "UNSUPPORTED_MEDIA_TYPE");
        row("latin 1", { post, host, "Content-Type: application/json; charset=iso-8859-1", "Content-Length: 2" }, 415,
            "UNSUPPORTED_MEDIA_TYPE");
        row("compressed", { post, host, typed, "Content-Encoding: gzip", "Content-Length: 2" }, 415,
            "UNSUPPORTED_ENCODING");
        row("expectation", { post, host, typed, "Expect: wonders", "Content-Length: 2" }, 417, "EXPECTATION_FAILED");
        row("no host", { post, typed, "Content-Length: 2" }, 400, "MISSING_HOST");
        row("two hosts", { post, host, "Host: attacker.example", typed, "Content-Length: 2" }, 400,
            "MALFORMED_REQUEST");
        row("foreign target", { "GET http://attacker.example/health HTTP/1.1", host }, 403, "FOREIGN_HOST");
        row("host like a loopback address", { post, "Host: 127.0.0.1.attacker.example", typed, "Content-Length: 2" },
            403, "FOREIGN_HOST");
        row("packed on the way", { post, host, typed, "Transfer-Encoding: gzip, chunked" }, 501,
            "UNSUPPORTED_ENCODING");
        row("foreign host", { post, "Host: attacker.example", typed, "Content-Length: 2" }, 403, "FOREIGN_HOST");
        row("host that begins like ours", { post, "Host: localhost.attacker.example", typed, "Content-Length: 2" }, 403,
            "FOREIGN_HOST");
        row("host with our address inside", { post, "Host: 127.0.0.1@attacker.example", typed, "Content-Length: 2" },
            403, "FOREIGN_HOST");
        row("foreign origin", { post, host, "Origin: https://attacker.example", typed, "Content-Length: 2" }, 403,
            "FOREIGN_ORIGIN");
        row("hidden origin", { post, host, "Origin: null", typed, "Content-Length: 2" }, 403, "FOREIGN_ORIGIN");
        row("cross site", { post, host, "Sec-Fetch-Site: cross-site", typed, "Content-Length: 2" }, 403,
            "FOREIGN_ORIGIN");
        row("foreign health", { "GET /health HTTP/1.1", "Host: attacker.example" }, 403, "FOREIGN_HOST");
    }
    void headsAreRefused()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        QFETCH(QString, code);
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send(head.toStdString()));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, status);
        QCOMPARE(response->headers.at("content-type"), std::string("application/json"));
        QCOMPARE(json(*response)["status"].toString(), QString("error"));
        QCOMPARE(json(*response)["error_code"].toString(), code);
        QVERIFY(!json(*response)["message"].toString().isEmpty());
        if (status == 405)
            QVERIFY(response->headers.contains("allow"));
    }

    void ownHostsAndOriginsPass_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char* header :
            { "Host: localhost", "Host: LocalHost:7474", "Host: 127.0.0.1:1", "Host: 127.0.0.2:7474",
                "Host: [::1]:7474", "Host: [::1]", "Host: localhost\r\nOrigin: http://localhost:7474" })
            QTest::newRow(QByteArray(header).replace("\r\n", ", ").constData()) << QByteArray(header);
    }
    void ownHostsAndOriginsPass()
    {
        QFETCH(QByteArray, header);
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send("GET /health HTTP/1.1\r\n" + header.toStdString() + "\r\n\r\n"));
        QCOMPARE(client.read()->status, 200);
    }

    void aHeadIsAnsweredWithoutABody()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QCOMPARE(client.read(false)->status, 200);
        QVERIFY(client.send("HEAD /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        const auto refused = client.read(false);
        QCOMPARE(refused->status, 405);
        QCOMPARE(refused->headers.at("allow"), std::string("POST"));
        // The next answer begins where it should.
        QCOMPARE(client.get("/health")->body, std::string(R"({"status":"ok"})"));
    }

    void aTargetMayNameItsHost()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send("GET http://localhost:7474/health?x=1 HTTP/1.1\r\nHost: other.example\r\n\r\n"));
        QCOMPARE(client.read()->status, 200);
    }

    void refusalWithoutBodyKeepsTheConnection()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QCOMPARE(client.get("/nothing")->status, 404);
        QCOMPARE(client.get("/health")->status, 200);
    }

    void announcedBodyTooLargeIsRefusedUnread()
    {
        GatewayLimits limits;
        limits.bodyBytes = 1000;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        QVERIFY(client.send("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n"
                            "Expect: 100-continue\r\nContent-Type: application/json\r\n\r\n"));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 413);
        QCOMPARE(json(*response)["error_code"].toString(), QString("TOO_LARGE"));
    }

    void largeBodyInFlightStillGetsItsAnswer()
    {
        GatewayLimits limits;
        limits.bodyBytes = 1000;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        // The sender pushes everything before it looks at the answer; the answer must not be lost on the way.
        QVERIFY(client.send(HttpClient::postText(path, std::string(200'000, ' '))));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 413);
    }

    void chunksBeyondTheLimitAreRefused()
    {
        GatewayLimits limits;
        limits.bodyBytes = 1000;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        QVERIFY(client.send("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "400\r\n"
            + std::string(0x400, ' ') + "\r\n0\r\n\r\n"));
        QCOMPARE(client.read()->status, 413);
    }

    void bodiesTogetherAreBounded()
    {
        GatewayLimits limits;
        limits.bodyBytesTogether = 5000;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(path, std::string(6000, ' '))));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 503);
        QCOMPARE(response->headers.at("retry-after"), std::string("1"));
        HttpClient other(fixture.port()); // What the first one held has been given back.
        QCOMPARE(other.post(path, faberEvent("small"))->status, 200);
    }

    void answersThatAreNotReadCountAsWell()
    {
        GatewayLimits limits;
        limits.bodyBytesTogether = 4 * 1024 * 1024;
        GatewayFixture fixture(limits);
        std::string batch;
        for (int i = 0; i < 80'000; ++i)
            batch += R"({"event_type":"entity.odd"})"
                     "\n";
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(path, batch, "application/x-ndjson")));
        QVERIFY(client.hasInput()); // The answer is larger than what lies between us.
        HttpClient other(fixture.port());
        QCOMPARE(other.post(path, faberEvent("e"))->status, 200);
        QVERIFY(!client.read()); // It has been cut off for the other's sake.
    }

    void whoHoldsMostGivesWay()
    {
        GatewayLimits limits;
        limits.bodyBytesTogether = 1'000'000;
        GatewayFixture fixture(limits);
        const std::string head = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 700000\r\n\r\n";
        const auto blanks = [](std::size_t count) { return std::string(count, ' '); };
        HttpClient large(fixture.port());
        HttpClient middle(fixture.port());
        HttpClient small(fixture.port());
        QVERIFY(large.send(head + blanks(600'000)));
        QVERIFY(middle.send(head + blanks(300'000)));
        QVERIFY(small.send(head + blanks(200'000)));
        const auto refused = large.read();
        QVERIFY(refused);
        QCOMPARE(refused->status, 503);
        QCOMPARE(json(*refused)["error_code"].toString(), QString("OVERLOADED"));
        QVERIFY(large.waitForClose());
        QVERIFY(middle.send("[]" + blanks(399'998)));
        QCOMPARE(middle.read()->status, 200);
        QVERIFY(small.send("[]" + blanks(499'998)));
        QCOMPARE(small.read()->status, 200);
    }

    void headerTooLarge()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + std::string(17'000, 'x') + "\r\n\r\n"));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 431);
        QCOMPARE(json(*response)["error_code"].toString(), QString("HEADER_TOO_LARGE"));
    }

    void shortBodyIsRefused()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send(request({ "POST /v1/events HTTP/1.1", "Host: localhost", "Content-Length: 500" }, "{}")));
        client.finishSending();
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        QCOMPARE(json(*response)["error_code"].toString(), QString("INCOMPLETE_REQUEST"));
        QCOMPARE(fixture.store->eventCount(), 0);
    }

    void slowHeaderTimesOut()
    {
        GatewayLimits limits;
        limits.headerTime = 30ms;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        QVERIFY(client.send("POST /v1/events HTTP/1.1\r\nHost: loc"));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 408);
        QVERIFY(client.waitForClose());
    }

    void slowBodyTimesOut()
    {
        GatewayLimits limits;
        limits.bodyTime = 30ms;
        GatewayFixture fixture(limits);
        HttpClient client(fixture.port());
        QVERIFY(client.send(request({ "POST /v1/events HTTP/1.1", "Host: localhost", "Content-Length: 500" }, "{")));
        QCOMPARE(client.read()->status, 408);
        QVERIFY(client.waitForClose());
    }

    void idleConnectionsAreClosed()
    {
        GatewayLimits limits;
        limits.idleTime = 30ms;
        GatewayFixture fixture(limits);
        HttpClient silent(fixture.port());
        QVERIFY(silent.waitForClose());
        HttpClient client(fixture.port());
        QCOMPARE(client.get("/health")->status, 200);
        QVERIFY(client.waitForClose());
    }

    void closeIsHonoured()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->headers.at("connection"), std::string("close"));
        QVERIFY(client.waitForClose());
    }

    void fullQueueAsksToComeBack()
    {
        GatewayFixture fixture({}, 4000);
        fixture.store->hold();
        HttpClient first(fixture.port());
        QVERIFY(first.send(HttpClient::postText(path, faberEvent("first"))));
        fixture.store->waitUntilHeld();
        // What is being committed still takes its room.
        HttpClient prober(fixture.port());
        const std::string large = "[" + faberEvent("l1") + "," + faberEvent("l2") + "," + faberEvent("l3") + "]";
        const auto refused = prober.post(path, large);
        QVERIFY(refused);
        QCOMPARE(refused->status, 429);
        QCOMPARE(refused->headers.at("retry-after"), std::string("1"));
        QCOMPARE(json(*refused)["error_code"].toString(), QString("QUEUE_FULL"));
        fixture.store->release();
        QCOMPARE(first.read()->status, 200);
        QCOMPARE(prober.post(path, large)->status, 200); // The same connection, a moment later.
        QCOMPARE(fixture.store->eventCount(), 4);
    }

    void onlyLoopbackIsServed_data()
    {
        QTest::addColumn<QByteArray>("host");
        for (const char* host : { "0.0.0.0", "::", "192.168.1.1", "example.org", "", "::ffff:127.0.0.1" })
            QTest::newRow(*host ? host : "empty") << QByteArray(host);
    }
    void onlyLoopbackIsServed()
    {
        QFETCH(QByteArray, host);
        const auto engine = Engine::start(std::make_unique<FakeStore>(), {});
        const auto url = engine->startGateway({ host.toStdString(), 0 });
        QVERIFY(!url.ok());
        QVERIFY(url.error().kind == ErrorKind::Refused);
        QCOMPARE(url.error().code, std::string("LOOPBACK_ONLY"));
        QVERIFY(url.error().message.find("TLS") != std::string::npos);
        QCOMPARE(engine->status().gatewayProblem.value().message, url.error().message);
    }

    void takenPortIsNamed()
    {
        GatewayFixture fixture;
        const auto second = fixture.engine->startGateway({ "127.0.0.1", fixture.port() });
        QVERIFY(!second.ok());
        QCOMPARE(second.error().code, std::string("PORT_TAKEN"));
        QVERIFY(second.error().message.find(std::to_string(fixture.port())) != std::string::npos);
        QVERIFY(second.error().message.find("process") != std::string::npos);
        QVERIFY(!second.error().remedy.empty());
    }

    void closingLosesNothingAcknowledged()
    {
        // Several times, because what was read in the moment of closing must not be taken in on a closed connection.
        for (int round = 0; round < 20; ++round) {
            GatewayFixture fixture;
            std::atomic<int> acknowledged = 0;
            std::promise<void> underWay;
            std::vector<std::thread> senders;
            std::vector<std::vector<std::string>> stored(8);
            for (std::size_t s = 0; s < stored.size(); ++s) {
                senders.emplace_back([&, s, port = fixture.port()] {
                    HttpClient client(port);
                    for (int i = 0; client.isConnected(); ++i) {
                        const std::string id = "s" + std::to_string(s) + "-" + std::to_string(i);
                        const auto response = client.post(path, faberEvent(id));
                        if (!response || response->status != 200)
                            return;
                        stored[s].push_back(id);
                        if (++acknowledged == 100)
                            underWay.set_value();
                    }
                });
            }
            underWay.get_future().wait();
            fixture.gateway.reset();
            fixture.engine.reset();
            for (std::thread& sender : senders)
                sender.join();
            for (const auto& ids : stored) {
                for (const std::string& id : ids)
                    QVERIFY2(fixture.store->holdsEvent(id), id.c_str());
            }
        }
    }

    void closingAnswersWhatIsBeingCommitted()
    {
        GatewayFixture fixture;
        fixture.store->hold();
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(path, faberEvent("late"))));
        fixture.store->waitUntilHeld();
        HttpClient idle(fixture.port());
        QCOMPARE(idle.get("/health")->status, 200);
        std::thread closer([&] { fixture.gateway.reset(); });
        QVERIFY(idle.waitForClose()); // Closing is under way.
        fixture.store->release();
        const auto response = client.read();
        closer.join();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->headers.at("connection"), std::string("close"));
    }
};

QTEST_GUILESS_MAIN(GatewayLimitsTest)
#include "gateway_limits_test.moc"
