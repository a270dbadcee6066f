#include "backend/engine/engine.h"

#include "backend/engine/status_board.h"
#include "backend/intake/event_sink.h"
#include "tests/support/engine_await.h"
#include "tests/support/fake_store.h"

#include <QTest>

#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <thread>

using namespace binnacle;
using namespace binnacle::test;

namespace {

struct Fixture {
    explicit Fixture(EngineOptions options = {})
    {
        auto fake = std::make_unique<FakeStore>();
        store = std::make_unique<FakeStore::Control>(fake->control());
        engine = Engine::start(std::move(fake), options);
    }

    std::future<EventSink::Outcome> submit(std::unique_ptr<EventBatch> batch)
    {
        auto promise = std::make_shared<std::promise<EventSink::Outcome>>();
        auto future = promise->get_future();
        const bool taken = engine->sink().submit(
            std::move(batch), [promise](EventSink::Outcome outcome) { promise->set_value(std::move(outcome)); });
        if (!taken)
            promise->set_value({ Error::make(ErrorKind::Busy, "QUEUE_FULL", "full"), {} });
        return future;
    }

    std::unique_ptr<FakeStore::Control> store;
    std::unique_ptr<Engine> engine;
};

Error diskFull()
{
    return Error::make(ErrorKind::Unavailable, "DISK_FULL", "The disk is full.");
}

std::unique_ptr<EventBatch> refusedBatch(const std::string& text)
{
    auto batch = std::make_unique<EventBatch>();
    batch->origin = "test";
    ParsedItem item;
    item.raw = batch->copy(text);
    item.content = Refusal{ "INVALID_JSON", "", "Not JSON.", {} };
    batch->items.push_back(std::move(item));
    return batch;
}

} // namespace

class EngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void appendedEventsAreRead()
    {
        Fixture fixture;
        const auto outcome = fixture.submit(batchOf("e1", "home")).get();
        QVERIFY(outcome.committed.ok());
        QCOMPARE(outcome.items.size(), 1u);
        QVERIFY(outcome.items[0].kind == ItemOutcome::Kind::Accepted);
        QCOMPARE(outcome.items[0].seq, 1);
        const auto page = await<Page<EntityRow>>([&](auto done) { fixture.engine->entities({}, {}, {}, done); });
        QVERIFY(page.ok());
        QCOMPARE(page->items.size(), 1u);
        QCOMPARE(page->items[0].key.id, std::string("home"));
        const auto payload = await<std::string>([&](auto done) { fixture.engine->payload({}, 1, done); });
        QCOMPARE(*payload, std::string("{}"));
        const auto missing = await<EntityDetail>([&](auto done) {
            fixture.engine->entity({}, { "acme", "site", "page", "none" }, done);
        });
        QVERIFY(!missing.ok());
        QCOMPARE(missing.error().code, std::string("ENTITY_NOT_FOUND"));
    }

    void batchesThatQueueShareACommit()
    {
        Fixture fixture;
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        std::vector<std::future<EventSink::Outcome>> waiting;
        for (int i = 0; i < 100; ++i)
            waiting.push_back(fixture.submit(batchOf("w" + std::to_string(i))));
        QCOMPARE(fixture.engine->status().queuedBatches, 101);
        fixture.store->release();
        for (auto& outcome : waiting)
            QVERIFY(outcome.get().committed.ok());
        QCOMPARE(fixture.store->appendCount(), 2);
        QCOMPARE(fixture.store->largestAppend(), 100);
        QCOMPARE(fixture.engine->status().queuedBatches, 0);
        QCOMPARE(fixture.engine->status().queuedBytes, 0);
    }

    void groupsAreBounded()
    {
        Fixture fixture;
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        std::vector<std::future<EventSink::Outcome>> waiting;
        for (int i = 0; i < 50; ++i)
            waiting.push_back(fixture.submit(batchOf("w" + std::to_string(i), "home", 200)));
        fixture.store->release();
        for (auto& outcome : waiting)
            QVERIFY(outcome.get().committed.ok());
        QVERIFY(fixture.store->largestAppend() <= 4096);
        QCOMPARE(fixture.store->eventCount(), 10'001);
    }

    void postsOvertakeImports()
    {
        Fixture fixture;
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        std::vector<std::future<EventSink::Outcome>> imports;
        for (int i = 0; i < 5; ++i)
            imports.push_back(fixture.submit(batchOf("bulk" + std::to_string(i), "home", 4000)));
        auto post = fixture.submit(batchOf("post"));
        fixture.store->release();
        QCOMPARE(post.get().items[0].seq, 2);
        for (auto& outcome : imports)
            QVERIFY(outcome.get().committed.ok());
        QCOMPARE(fixture.store->eventCount(), 20'002);
    }

    /// The last batch of a file is small and must not overtake those before it.
    void anImportKeepsItsOrder()
    {
        Fixture fixture;
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        std::vector<std::future<Seq>> seqs;
        for (const int count : { 600, 3, 700, 1 }) {
            auto promise = std::make_shared<std::promise<Seq>>();
            seqs.push_back(promise->get_future());
            const std::string name = "part" + std::to_string(seqs.size());
            QVERIFY(fixture.engine->sink().submit(batchOf(name, "home", count),
                EventSink::Callbacks{
                    [promise](const EventSink::Outcome& outcome) { promise->set_value(outcome.items.front().seq); }, {},
                    true }));
        }
        fixture.store->release();
        Seq expected = 2;
        for (std::size_t i = 0; i < seqs.size(); ++i) {
            QCOMPARE(seqs[i].get(), expected);
            expected += std::array{ 600, 3, 700, 1 }[i];
        }
    }

    void fullQueueRefusesAndLeavesTheBatch()
    {
        EngineOptions options;
        options.queueBytes = 20'000;
        Fixture fixture(options);
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        auto large = batchOf("large", "home", 100);
        bool called = false;
        QVERIFY(!fixture.engine->sink().submit(std::move(large), [&](EventSink::Outcome) { called = true; }));
        QVERIFY(large != nullptr);
        QCOMPARE(large->items.size(), 100u);
        fixture.store->release();
        first.wait();
        // An empty queue takes even what is larger than its limit: it could never be stored otherwise.
        QVERIFY(fixture.submit(std::move(large)).get().committed.ok());
        QVERIFY(!called);
    }

    void storeTroubleIsToldAndPasses()
    {
        Fixture fixture;
        fixture.store->failAppends(diskFull());
        const auto failed = fixture.submit(batchOf("e1")).get();
        QVERIFY(!failed.committed.ok());
        QCOMPARE(failed.committed.error().code, std::string("DISK_FULL"));
        QVERIFY(failed.items.empty());
        QCOMPARE(fixture.engine->status().storeProblem.value().message, std::string("The disk is full."));
        QCOMPARE(fixture.engine->status().queuedBytes, 0);
        fixture.store->failAppends(std::nullopt);
        QVERIFY(fixture.submit(batchOf("e1")).get().committed.ok());
        QVERIFY(!fixture.engine->status().storeProblem);
    }

    void storeTroubleThatHasPassedIsToldThoughNobodySends()
    {
        Fixture fixture;
        fixture.store->failAppends(diskFull());
        QVERIFY(!fixture.submit(batchOf("e1")).get().committed.ok());
        QVERIFY(fixture.engine->status().storeProblem);
        fixture.store->failAppends(std::nullopt);
        QTRY_VERIFY(!fixture.engine->status().storeProblem);
    }

    void oneBadBatchDoesNotCostTheOthers()
    {
        Fixture fixture;
        fixture.store->failOnEventId("poison");
        fixture.store->hold();
        auto first = fixture.submit(batchOf("first"));
        fixture.store->waitUntilHeld();
        auto before = fixture.submit(batchOf("before"));
        auto poison = fixture.submit(batchOf("poison"));
        auto after = fixture.submit(batchOf("after"));
        fixture.store->release();
        QVERIFY(before.get().committed.ok());
        QVERIFY(!poison.get().committed.ok());
        QVERIFY(after.get().committed.ok());
        QCOMPARE(fixture.store->eventCount(), 3);
    }

    void statusFollowsCommits()
    {
        Fixture fixture;
        QCOMPARE(fixture.engine->status().lastSeq, 0);
        QVERIFY(!fixture.engine->status().lastRecordedAt);
        fixture.submit(batchOf("e", "home", 10)).wait();
        const EngineStatus status = fixture.engine->status();
        QCOMPARE(status.lastSeq, 10);
        QVERIFY(status.lastRecordedAt);
        QCOMPARE(status.queueLimitBytes, 64 * 1024 * 1024);
    }

    void rateIsAnAverageOverFiveSeconds()
    {
        using namespace std::chrono_literals;
        const CommitRate::TimePoint start{ 1000s };
        CommitRate rate;
        QCOMPARE(rate.perSecond(start), 0.0);
        rate.add(start, 10);
        rate.add(start + 2s, 15);
        QCOMPARE(rate.perSecond(start + 2s), 5.0);
        QCOMPARE(rate.perSecond(start + 4900ms), 5.0);
        QCOMPARE(rate.perSecond(start + 6s), 3.0);
        QCOMPARE(rate.perSecond(start + 7s), 0.0);
        rate.add(start + 3600s, 5); // The buckets of an hour ago are used again.
        QCOMPARE(rate.perSecond(start + 3600s), 1.0);
    }

    void closingCommitsWhatHasQueued()
    {
        Fixture fixture;
        fixture.store->hold();
        std::vector<std::future<EventSink::Outcome>> waiting;
        for (int i = 0; i < 20; ++i)
            waiting.push_back(fixture.submit(batchOf("w" + std::to_string(i))));
        fixture.store->waitUntilHeld();
        auto pendingAct = begin<void>([&](auto done) { fixture.engine->discardQuarantined({ 1 }, "old", done); });
        std::thread closer([&] { fixture.engine.reset(); });
        fixture.store->release();
        closer.join();
        for (auto& outcome : waiting)
            QVERIFY(outcome.get().committed.ok());
        QCOMPARE(fixture.store->eventCount(), 20);
        QVERIFY(pendingAct.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
    }

    void listenersHearOfCommits()
    {
        Fixture fixture;
        std::promise<ChangeSet> heard;
        const auto subscription = fixture.engine->subscribe([&, isFirst = true](const ChangeSet& change) mutable {
            if (std::exchange(isFirst, false))
                heard.set_value(change);
        });
        fixture.submit(batchOf("e1")).wait();
        const ChangeSet change = heard.get_future().get();
        QCOMPARE(change.accepted, 1);
        QCOMPARE(change.lastSeq, 1);
        QCOMPARE(change.entities.size(), 1u);
    }

    void cancelledReadsEndEarly()
    {
        Fixture fixture;
        fixture.store->blockReads(true);
        CancelToken running;
        auto first = begin<StoreInfo>([&](auto done) { fixture.engine->info(running, done); });
        fixture.store->waitUntilReading();
        running.cancel();
        const auto result = first.get();
        QVERIFY(!result.ok());
        QVERIFY(result.error().kind == ErrorKind::Cancelled);
        fixture.store->blockReads(false);
        CancelToken early;
        early.cancel();
        QVERIFY(!await<StoreInfo>([&](auto done) { fixture.engine->info(early, done); }).ok());
        QVERIFY(await<StoreInfo>([&](auto done) { fixture.engine->info({}, done); }).ok());
    }

    void countsLeaveRoomForPages()
    {
        Fixture fixture;
        fixture.store->blockReads(true);
        CancelToken counting;
        std::vector<std::future<Result<RowCount>>> counts;
        for (int i = 0; i < 5; ++i)
            counts.push_back(
                begin<RowCount>([&](auto done) { fixture.engine->countEntities(counting, {}, 1000, done); }));
        fixture.store->waitUntilReading();
        CancelToken page;
        page.cancel();
        // Answered although the counts are stuck.
        QVERIFY(!await<Page<EntityRow>>([&](auto done) { fixture.engine->entities(page, {}, {}, done); }).ok());
        counting.cancel();
        for (auto& count : counts)
            QVERIFY(!count.get().ok());
    }

    void everyCallbackRunsOnceAtShutdown()
    {
        Fixture fixture;
        fixture.store->blockReads(true);
        std::atomic<int> calls = 0;
        std::atomic<int> cancelled = 0;
        const auto done = [&](const Result<StoreInfo>& result) {
            ++calls;
            cancelled += !result.ok() && result.error().kind == ErrorKind::Cancelled;
        };
        for (int i = 0; i < 50; ++i)
            fixture.engine->info({}, done);
        auto rebuilt = begin<RebuildSummary>([&](auto finished) { fixture.engine->rebuild({}, {}, finished); });
        fixture.store->waitUntilReading();
        fixture.engine.reset();
        QCOMPARE(calls.load(), 50);
        QCOMPARE(cancelled.load(), 50);
        QVERIFY(!rebuilt.get().ok());
    }

    void readOnlyStoresRefuseToChange()
    {
        auto fake = std::make_unique<FakeStore>();
        fake->control().setReadOnly(true);
        Fixture fixture;
        fixture.engine = Engine::start(std::move(fake), {});
        QVERIFY(fixture.engine->status().isReadOnly);
        const auto isRefused = [](const auto& result) {
            return !result.ok() && result.error().kind == ErrorKind::Refused && result.error().code == "READ_ONLY";
        };
        QVERIFY(isRefused(fixture.submit(batchOf("e1")).get().committed));
        QVERIFY(isRefused(await<void>([&](auto done) { fixture.engine->discardQuarantined({ 1 }, "x", done); })));
        QVERIFY(isRefused(await<RebuildSummary>([&](auto done) { fixture.engine->rebuild({}, {}, done); })));
        QVERIFY(isRefused(await<RetrySummary>([&](auto done) { fixture.engine->retryQuarantined({ 1 }, {}, done); })));
        QVERIFY(isRefused(fixture.engine->startGateway({ "127.0.0.1", 0 })));
        QVERIFY(fixture.engine->status().gatewayProblem);
        QVERIFY(await<StoreInfo>([&](auto done) { fixture.engine->info({}, done); }).ok());
    }

    void rebuildTellsEveryone()
    {
        Fixture fixture;
        fixture.submit(batchOf("e", "home", 3)).wait();
        std::promise<void> heard;
        const auto subscription = fixture.engine->subscribe([&](const ChangeSet& change) {
            if (change.everythingChanged)
                heard.set_value();
        });
        Seq reported = 0;
        const auto rebuilt = await<RebuildSummary>([&](auto done) {
            fixture.engine->rebuild(
                {}, [&](Seq at, Seq) { reported = at; }, done);
        });
        QCOMPARE(rebuilt->events, 3);
        QCOMPARE(reported, 3);
        heard.get_future().wait();
    }

    void retryAppendsWhatIsValidNow()
    {
        Fixture fixture;
        fixture.submit(refusedBatch(faberEvent("fixed"))).wait(); // Refused by an older version, say.
        fixture.submit(refusedBatch("{broken")).wait();
        fixture.submit(refusedBatch("{mended")).wait();
        auto summary = await<RetrySummary>([&](auto done) {
            fixture.engine->retryQuarantined({ 1, 2, 99 }, {}, done);
        });
        QVERIFY(summary.ok());
        QCOMPARE(summary->accepted, 1);
        QCOMPARE(summary->duplicate, 0);
        QCOMPARE(summary->stillRefused, 2);
        QCOMPARE(summary->messages.size(), 2u);
        QVERIFY(fixture.store->holdsEvent("fixed"));
        summary = await<RetrySummary>(
            [&](auto done) { fixture.engine->retryQuarantined({ 3 }, RetryOptions{ faberEvent("by hand") }, done); });
        QCOMPARE(summary->accepted, 1);
        QVERIFY(fixture.store->holdsEvent("by hand"));
        const auto open =
            await<Page<QuarantineRow>>([&](auto done) { fixture.engine->quarantine({}, "open", {}, done); });
        QCOMPARE(open->items.size(), 1u);
        QCOMPARE(open->items[0].id, 2);
        const auto retried =
            await<Page<QuarantineRow>>([&](auto done) { fixture.engine->quarantine({}, "retried", {}, done); });
        QCOMPARE(retried->items[1].note, std::string("accepted as 1"));
        const auto many = await<RetrySummary>([&](auto done) {
            fixture.engine->retryQuarantined({ 1, 2 }, RetryOptions{ faberEvent("x") }, done);
        });
        QCOMPARE(many.error().code, std::string("ONE_ITEM_EXPECTED"));
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
