#include "tests/backend/intake/gateway_fixture.h"

#include <QDir>
#include <QTest>

#include <chrono>
#include <deque>
#include <random>
#include <string>
#include <vector>

using namespace binnacle;
using namespace binnacle::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* path = "/v1/events";

qsizetype openDescriptors()
{
    return QDir("/proc/self/fd").entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
}

GatewayLimits shortLimits()
{
    GatewayLimits limits;
    limits.headerTime = 40ms;
    limits.bodyTime = 40ms;
    limits.lingerTime = 40ms;
    return limits;
}

/// Sends `bytes` one at a time for as long as nothing comes back, `pause` milliseconds apart.
void drip(HttpClient& client, const std::string& bytes, int pause)
{
    for (const char byte : bytes) {
        if (client.hasInput(pause) || !client.send({ &byte, 1 }))
            return;
    }
}

const std::string endlessHeader = "GET /health HTTP/1.1\r\nX: " + std::string(10'000, 'x');
const std::string endlessBody =
    "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n" + std::string(9'999, ' ');
const std::string endlessChunks =
    "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + [] {
        std::string chunks;
        for (int i = 0; i < 2'000; ++i)
            chunks += "1\r\n \r\n";
        return chunks;
    }();

} // namespace

/// Senders that are slow, gone, too many or too much. What they do costs their own connection only.
class GatewayAbuseTest : public QObject {
    Q_OBJECT

    qsizetype m_descriptors = 0;

    /// Another sender is served as ever.
    static void checkOthers(GatewayFixture& fixture, const char* id = "other")
    {
        HttpClient other(fixture.port());
        QCOMPARE(other.post(path, faberEvent(id))->status, 200);
    }

private Q_SLOTS:
    void init() { m_descriptors = openDescriptors(); }
    void cleanup() { QTRY_COMPARE(openDescriptors(), m_descriptors); }

    void slownessDoesNotPay_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("header") << QByteArray::fromStdString(endlessHeader);
        QTest::newRow("body") << QByteArray::fromStdString(endlessBody);
        QTest::newRow("chunks") << QByteArray::fromStdString(endlessChunks);
    }
    void slownessDoesNotPay()
    {
        QFETCH(QByteArray, bytes);
        GatewayFixture fixture(shortLimits());
        HttpClient client(fixture.port());
        drip(client, bytes.toStdString(), 2);
        const auto response = client.read();
        QVERIFY(response);
        QCOMPARE(response->status, 408);
        QVERIFY(client.waitForClose());
        checkOthers(fixture);
    }

    void aByteAtATimeIsARequestToo()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        drip(client, HttpClient::postText(path, faberEvent("e")), 0);
        QCOMPARE(client.read()->status, 200);
        drip(client,
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n[]\r\n0\r\nX: "
            "y\r\n\r\n",
            0);
        QCOMPARE(client.read()->status, 200);
        QCOMPARE(client.get("/health")->status, 200);
    }

    void continueIsSaidWhereSomethingIsAwaited()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        const std::string event = faberEvent("e");
        const std::string whole = HttpClient::postText(path, event, "application/json", "Expect: 100-continue\r\n");
        const std::string head = whole.substr(0, whole.size() - event.size());
        QVERIFY(client.send(head));
        QCOMPARE(client.read()->status, 100);
        QVERIFY(client.send(event));
        QCOMPARE(client.read()->status, 200);
        // Not where the body is here already, nor to those who would not understand.
        QVERIFY(client.send(whole));
        QCOMPARE(client.read()->status, 200);
        QVERIFY(client.send("POST /v1/events HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
        QVERIFY(client.send("[]"));
        QCOMPARE(client.read()->status, 200);
        QVERIFY(client.waitForClose());
    }

    void whoClosesHalfIsAnsweredStill()
    {
        GatewayFixture fixture;
        fixture.store->hold();
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(path, faberEvent("e")) + HttpClient::postText(path, faberEvent("f"))));
        client.finishSending();
        fixture.store->waitUntilHeld();
        fixture.store->release();
        QCOMPARE(client.read()->status, 200);
        QCOMPARE(client.read()->status, 200);
        QVERIFY(client.waitForClose());
    }

    void whoIsGoneIsForgotten()
    {
        GatewayFixture fixture;
        fixture.store->hold();
        for (const char* half : { "", "G", "GET /health HTTP/1.1\r\nHo",
                 "POST /v1/events HTTP/1.1\r\nHost: localhost\r\n"
                 "Content-Length: 100\r\n\r\n{" }) {
            HttpClient client(fixture.port());
            QVERIFY(client.send(half));
            client.reset();
        }
        // Of these the event is taken all the same: the sender does not know and will send it again.
        HttpClient waiting(fixture.port());
        QVERIFY(waiting.send(HttpClient::postText(path, faberEvent("gone"))));
        fixture.store->waitUntilHeld();
        waiting.reset();
        fixture.store->release();
        checkOthers(fixture);
        QVERIFY(fixture.store->holdsEvent("gone"));
    }

    void whoIsGoneInMidAnswerIsForgotten()
    {
        GatewayFixture fixture;
        std::string batch;
        for (int i = 0; i < 40'000; ++i)
            batch += R"({"event_type":"entity.odd"})"
                     "\n";
        for (int i = 0; i < 3; ++i) {
            HttpClient client(fixture.port());
            QVERIFY(client.send(HttpClient::postText(path, batch, "application/x-ndjson")));
            QVERIFY(client.hasInput()); // The answer is larger than what lies between us.
            client.reset();
            checkOthers(fixture, ("other" + std::to_string(i)).c_str());
        }
    }

    void whoDoesNotReadIsNotWaitedForForEver()
    {
        GatewayFixture fixture(shortLimits());
        HttpClient client(fixture.port());
        std::string many;
        for (int i = 0; i < 1'000; ++i)
            many += "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        // Sent until we are cut off, and never read.
        while (client.send(many)) { }
        checkOthers(fixture);
    }

    void pipelinedRequestsAreAnsweredInTheirOrder()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        std::string many;
        for (int i = 0; i < 300; ++i) {
            many += HttpClient::postText(path, faberEvent("p" + std::to_string(i)));
            many += "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
            many += HttpClient::postText(path, "{}");
        }
        many += "nonsense\r\n\r\n" + HttpClient::postText(path, faberEvent("behind"));
        QVERIFY(client.send(many));
        for (int i = 0; i < 300; ++i) {
            const auto event = client.read();
            QCOMPARE(json(*event)["event_id"].toString(), QString("p%1").arg(i));
            QCOMPARE(client.read()->status, 200);
            QCOMPARE(client.read()->status, 400);
        }
        QCOMPARE(client.read()->status, 400);
        QVERIFY(client.waitForClose());
        QVERIFY(!fixture.store->holdsEvent("behind"));
    }

    void nothingIsReadBehindAClose()
    {
        GatewayFixture fixture;
        HttpClient client(fixture.port());
        QVERIFY(client.send(HttpClient::postText(path, faberEvent("e"), "application/json", "Connection: close\r\n")
            + HttpClient::postText(path, faberEvent("behind"))));
        QCOMPARE(client.read()->status, 200);
        QVERIFY(client.waitForClose());
        QVERIFY(!fixture.store->holdsEvent("behind"));
    }

    void whoRestsLongestGivesWay()
    {
        GatewayLimits limits;
        limits.connections = 3;
        GatewayFixture fixture(limits);
        fixture.store->hold();
        HttpClient silent(fixture.port());
        HttpClient busy(fixture.port());
        QVERIFY(busy.send(HttpClient::postText(path, faberEvent("e"))));
        fixture.store->waitUntilHeld();
        HttpClient resting(fixture.port());
        QCOMPARE(resting.get("/health")->status, 200);
        HttpClient third(fixture.port());
        QVERIFY(silent.waitForClose());
        QCOMPARE(third.get("/health")->status, 200);
        HttpClient fourth(fixture.port());
        QVERIFY(resting.waitForClose());
        QCOMPARE(fourth.get("/health")->status, 200);
        fixture.store->release();
        QCOMPARE(busy.read()->status, 200);
        QCOMPARE(third.get("/health")->status, 200);
    }

    void whereAllAreBusyOneMoreIsTurnedAway()
    {
        GatewayLimits limits;
        limits.connections = 2;
        GatewayFixture fixture(limits);
        fixture.store->hold();
        std::deque<HttpClient> busy;
        for (int i = 0; i < 2; ++i) {
            busy.emplace_back(fixture.port());
            QVERIFY(busy.back().send(HttpClient::postText(path, faberEvent("b" + std::to_string(i)))));
            fixture.store->waitUntilHeld();
        }
        // Its request has come, but its event waits for the first one's commit.
        QTRY_VERIFY(fixture.engine->status().queuedBatches == 2);
        HttpClient third(fixture.port());
        const auto response = third.read();
        QVERIFY(response);
        QCOMPARE(response->status, 503);
        QCOMPARE(response->headers.at("retry-after"), std::string("1"));
        QCOMPARE(json(*response)["error_code"].toString(), QString("TOO_MANY_CONNECTIONS"));
        QVERIFY(third.waitForClose());
        fixture.store->release();
        for (HttpClient& client : busy)
            QCOMPARE(client.read()->status, 200);
    }

    void whateverComesIsAnsweredOrEnded()
    {
        GatewayFixture fixture;
        std::mt19937 random(7230);
        const std::vector<std::string> requests{ HttpClient::postText(path, "[]", "application/json", "X: y\r\n"),
            "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n\r\n" };
        const std::string bytes = "\r\n \t:;,/{}[]\"0123456789abcdefHTP-\x7F\x80\xFF" + std::string(1, '\0');
        HttpClient other(fixture.port());
        for (int round = 0; round < 3'000; ++round) {
            std::string text;
            for (int i = 0; i < 3; ++i)
                text += requests[random() % requests.size()];
            for (std::size_t changes = 1 + random() % 6; changes > 0; --changes) {
                const std::size_t at = random() % text.size();
                if (random() % 3 == 0)
                    text.erase(at, 1 + random() % 8);
                else
                    text.insert(at, 1, bytes[random() % bytes.size()]);
            }
            HttpClient client(fixture.port());
            client.send(text);
            client.finishSending();
            while (client.read()) { }
            QVERIFY(client.waitForClose());
            if (round % 100 == 0)
                QCOMPARE(other.get("/health")->status, 200);
        }
        QCOMPARE(fixture.store->eventCount(), 0);
    }
};

QTEST_GUILESS_MAIN(GatewayAbuseTest)
#include "gateway_abuse_test.moc"
