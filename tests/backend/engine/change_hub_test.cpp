#include "backend/engine/change_hub.h"

#include <QTest>

#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

using namespace binnacle;
using namespace std::chrono_literals;

namespace {
ChangeSet change(Seq first, Seq last, std::vector<EntityRef> entities)
{
    ChangeSet set;
    set.firstSeq = first;
    set.lastSeq = last;
    set.entities = std::move(entities);
    set.accepted = last - first + 1;
    return set;
}
} // namespace

class ChangeHubTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesAreMerged()
    {
        ChangeHub hub(1h); // After the first call everything waits, until stop() delivers it.
        std::vector<ChangeSet> seen;
        std::promise<void> first;
        const auto subscription = hub.subscribe([&](const ChangeSet& set) {
            seen.push_back(set);
            if (seen.size() == 1)
                first.set_value();
        });
        hub.publish(change(1, 1, { 7 }));
        first.get_future().wait();
        hub.publish(change(2, 4, { 7, 8 }));
        hub.publish(change(5, 9, { 8, 9 }));
        ChangeSet quarantined;
        quarantined.rejected = 2;
        quarantined.quarantineChanged = true;
        hub.publish(quarantined);
        hub.stop();
        QCOMPARE(seen.size(), 2u);
        QCOMPARE(seen[1].firstSeq, 2);
        QCOMPARE(seen[1].lastSeq, 9);
        QCOMPARE(seen[1].accepted, 8);
        QCOMPARE(seen[1].rejected, 2);
        QCOMPARE(seen[1].entities, std::vector<EntityRef>({ 7, 8, 9 }));
        QVERIFY(seen[1].quarantineChanged);
        QVERIFY(!seen[1].everythingChanged);
    }

    void tooManyEntitiesOverflow()
    {
        ChangeHub hub(1h);
        std::vector<ChangeSet> seen;
        const auto subscription = hub.subscribe([&](const ChangeSet& set) { seen.push_back(set); });
        std::vector<EntityRef> many(maxChangedEntities + 5);
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i] = static_cast<EntityRef>(i + 1);
        hub.publish(change(1, 1, many));
        hub.stop();
        QCOMPARE(seen.size(), 1u);
        QCOMPARE(seen[0].entities.size(), maxChangedEntities);
        QVERIFY(seen[0].entitiesOverflowed);
    }

    void callsKeepTheirDistance()
    {
        ChangeHub hub(20ms);
        std::mutex mutex;
        std::vector<std::chrono::steady_clock::time_point> times;
        std::promise<void> enough;
        Seq last = 0;
        const auto subscription = hub.subscribe([&](const ChangeSet& set) {
            const std::lock_guard lock(mutex);
            times.push_back(std::chrono::steady_clock::now());
            last = set.lastSeq;
            if (times.size() == 5)
                enough.set_value();
        });
        std::atomic<bool> done = false;
        Seq published = 0;
        std::thread publisher([&] {
            while (!done) {
                ++published;
                hub.publish(change(published, published, {}));
            }
        });
        enough.get_future().wait();
        done = true;
        publisher.join();
        hub.stop();
        for (std::size_t i = 1; i + 1 < times.size(); ++i)
            QVERIFY(times[i] - times[i - 1] > 15ms);
        QCOMPARE(last, published);
    }

    void unsubscribingWaitsForTheCall()
    {
        ChangeHub hub(1ms);
        std::promise<void> entered;
        std::promise<void> leave;
        std::atomic<bool> left = false;
        auto subscription = hub.subscribe([&](const ChangeSet&) {
            entered.set_value();
            leave.get_future().wait();
            left = true;
        });
        hub.publish({});
        entered.get_future().wait();
        std::atomic<bool> waited = false;
        std::thread unsubscriber([&] {
            subscription.reset();
            waited = left.load();
        });
        leave.set_value();
        unsubscriber.join();
        QVERIFY(waited);
        hub.publish({}); // A second call would set the promise again and throw.
        hub.stop();
    }

    void unsubscribingInsideTheCall()
    {
        ChangeHub hub(1ms);
        int calls = 0;
        std::promise<void> called;
        std::optional<Subscription> once;
        once = hub.subscribe([&](const ChangeSet&) {
            ++calls;
            once.reset();
        });
        const auto other = hub.subscribe([&, isFirst = true](const ChangeSet&) mutable {
            if (std::exchange(isFirst, false))
                called.set_value();
        });
        hub.publish({});
        called.get_future().wait();
        hub.publish({});
        hub.stop();
        QCOMPARE(calls, 1);
    }

    void subscriptionOutlivesTheHub()
    {
        Subscription subscription;
        {
            ChangeHub hub;
            subscription = hub.subscribe([](const ChangeSet&) {});
        }
        subscription.reset();
    }
};

QTEST_GUILESS_MAIN(ChangeHubTest)
#include "change_hub_test.moc"
