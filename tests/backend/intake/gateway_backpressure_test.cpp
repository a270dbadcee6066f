#include "tests/backend/intake/gateway_fixture.h"

#include <QTest>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <malloc.h>
#include <string>
#include <vector>

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr const char* path = "/v1/events";

/// What this process has on its heap. Zero where a sanitizer has the heap.
std::int64_t heapBytes()
{
    const struct mallinfo2 info = ::mallinfo2();
    return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

std::string batchText(int number, int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += faberEvent("b" + std::to_string(number) + '-' + std::to_string(i)) + '\n';
    return HttpClient::postText(path, text, "application/x-ndjson");
}

} // namespace

/// Senders that are faster than the store.
class GatewayBackpressureTest : public QObject {
    Q_OBJECT

    static bool isAnswered(HttpClient& sender) { return sender.hasInput(0); }

    /// Waits until each sender's request is in the queue or refused; how many were refused.
    static std::int64_t refusedOf(std::deque<HttpClient>& senders, const GatewayFixture& fixture)
    {
        const auto refused = [&] { return std::count_if(senders.begin(), senders.end(), isAnswered); };
        const auto isSettled = [&] {
            return refused() + fixture.engine->status().queuedBatches == static_cast<std::int64_t>(senders.size());
        };
        return QTest::qWaitFor(isSettled, HttpClient::patienceMs) ? refused() : -1;
    }

    static void checkRefusal(HttpClient& sender)
    {
        const auto response = sender.read();
        QVERIFY(response);
        QCOMPARE(response->status, 429);
        QCOMPARE(response->headers.at("retry-after"), std::string("1"));
        QCOMPARE(json(*response)["error_code"].toString(), QString("QUEUE_FULL"));
    }

private Q_SLOTS:
    void manySmallPostsAreBounded()
    {
        constexpr std::int64_t queueBytes = 1024 * 1024;
        GatewayFixture fixture({}, queueBytes);
        fixture.store->hold();
        std::deque<HttpClient> senders;
        for (int i = 0; i < 600; ++i) {
            senders.emplace_back(fixture.port());
            QVERIFY(senders.back().send(HttpClient::postText(path, faberEvent("q" + std::to_string(i)))));
        }
        fixture.store->waitUntilHeld();
        // The rest hears at once that it is to come back; nobody waits in memory.
        QVERIFY(refusedOf(senders, fixture) > 300);
        QVERIFY(fixture.engine->status().queuedBytes <= queueBytes);
        std::vector<HttpClient*> waiting;
        for (HttpClient& sender : senders) {
            if (isAnswered(sender))
                checkRefusal(sender);
            else
                waiting.push_back(&sender);
        }
        fixture.store->release();
        for (HttpClient* const sender : waiting)
            QCOMPARE(sender->read()->status, 200);
        QCOMPARE(fixture.store->eventCount(), static_cast<std::int64_t>(waiting.size()));
    }

    void largeBatchesAreRefusedBeforeMemoryGrows()
    {
        constexpr std::int64_t queueBytes = 3 * 1024 * 1024;
        constexpr int senderCount = 40;
        std::vector<std::string> batches;
        std::int64_t events = 0;
        for (int i = 0; i < senderCount; ++i) {
            const int count = i % 2 == 0 ? 100 : 600; // Both lanes of the queue.
            batches.push_back(batchText(i, count));
            events += count;
        }
        GatewayFixture fixture({}, queueBytes);
        fixture.store->hold();
        std::deque<HttpClient> senders;
        while (senders.size() < batches.size())
            QVERIFY(senders.emplace_back(fixture.port()).isConnected());
        const std::int64_t before = heapBytes();
        for (std::size_t i = 0; i < senders.size(); ++i)
            QVERIFY(senders[i].send(batches[i]));
        fixture.store->waitUntilHeld();
        QVERIFY(refusedOf(senders, fixture) > senderCount / 2);
        const std::int64_t queued = fixture.engine->status().queuedBytes;
        QVERIFY(queued > queueBytes / 2 && queued <= queueBytes);
        // What is accounted is what the memory holds, but for what lists and texts have to spare.
        const std::int64_t grown = heapBytes() - before;
        QVERIFY2(grown <= queueBytes * 3 / 2, QByteArray::number(static_cast<qint64>(grown)).constData());

        // Those who come back as they were told get everything in, on the same connections.
        fixture.store->release();
        for (std::size_t i = 0; i < senders.size(); ++i) {
            auto response = senders[i].read();
            while (response && response->status == 429) {
                QVERIFY(senders[i].send(batches[i]));
                response = senders[i].read();
            }
            QVERIFY(response);
            QCOMPARE(response->status, 200);
            QCOMPARE(json(*response)["status"].toString(), QString("accepted"));
        }
        QCOMPARE(fixture.store->eventCount(), events);
        QCOMPARE(fixture.engine->status().queuedBytes, std::int64_t(0));
    }
};

QTEST_GUILESS_MAIN(GatewayBackpressureTest)
#include "gateway_backpressure_test.moc"
