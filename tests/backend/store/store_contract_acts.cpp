#include "tests/backend/store/company.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/store_contract.h"
#include "tests/support/event_builder.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace binnacle::test {

namespace {

std::unique_ptr<EventBatch> refused(std::initializer_list<const char*> texts)
{
    EventBatchBuilder builder;
    for (const char* text : texts)
        builder.json(text);
    return builder.build();
}

} // namespace

void StoreContract::discardsQuarantinedItemsWithAReason()
{
    const auto outcomes = append(*refused({ "{}", "[]" }));
    const std::array ids{ outcomes[0].quarantineId };
    must(m_store->discardQuarantined(ids, "a test message"));
    const auto open = reader();
    QCOMPARE(take(open->quarantine("open", {})).items.size(), std::size_t{ 1 });
    const auto discarded = take(open->quarantine("discarded", {}));
    QCOMPARE(discarded.items.size(), std::size_t{ 1 });
    QCOMPARE(discarded.items[0].note, std::string("a test message"));
    QCOMPARE(take(open->quarantineItem(ids[0])), std::string("{}"));
    QVERIFY(!m_store->discardQuarantined(ids, "again"));
}

void StoreContract::marksQuarantinedItemsAsRetried()
{
    const auto outcomes = append(*refused({ "{}" }));
    must(m_store->markQuarantineRetried(outcomes[0].quarantineId, "accepted as 42"));
    const auto retried = take(reader()->quarantine("retried", {}));
    QCOMPARE(retried.items.size(), std::size_t{ 1 });
    QCOMPARE(retried.items[0].note, std::string("accepted as 42"));
    QVERIFY(!m_store->markQuarantineRetried(outcomes[0].quarantineId, "again"));
}

void StoreContract::changesNothingWhenOneQuarantineIdIsWrong()
{
    const auto outcomes = append(*refused({ "{}" }));
    const std::array ids{ outcomes[0].quarantineId, std::int64_t{ 4711 } };
    const auto done = m_store->discardQuarantined(ids, "reason");
    QVERIFY(!done);
    QVERIFY(done.error().kind == ErrorKind::NotFound);
    QCOMPARE(take(reader()->quarantine("open", {})).items.size(), std::size_t{ 1 });
}

void StoreContract::labelsADemo()
{
    QVERIFY(!take(reader()->info()).isDemo);
    must(m_store->markAsDemo());
    reopen();
    QVERIFY(take(reader()->info()).isDemo);
}

void StoreContract::hasEveryAcknowledgedEventAfterAKill()
{
    m_store.reset();
    std::array<int, 2> pipe{};
    QCOMPARE(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        // Appends until it is killed and tells the last seq of every append that returned.
        m_store = take(m_factory.open());
        for (std::uint32_t seed = 0;; ++seed) {
            const auto batch = companyBatch(1000 + seed % 400, 1 + static_cast<int>(seed % 7));
            AppendRequest request{ batch.get(), {} };
            const Seq last = take(m_store->append({ &request, 1 })).lastSeq;
            if (::write(pipe[1], &last, sizeof last) != sizeof last)
                ::_exit(1);
        }
    }
    ::close(pipe[1]);
    Seq acknowledged = 0;
    for (int reports = 0; reports < 60; ++reports)
        QCOMPARE(::read(pipe[0], &acknowledged, sizeof acknowledged), ssize_t{ sizeof acknowledged });
    QCOMPARE(::kill(child, SIGKILL), 0);
    for (Seq last = 0; ::read(pipe[0], &last, sizeof last) == sizeof last;)
        acknowledged = std::max(acknowledged, last);
    ::close(pipe[0]);
    QCOMPARE(::waitpid(child, nullptr, 0), child);

    open();
    const Seq lastSeq = take(reader()->info()).lastSeq;
    QVERIFY(acknowledged > 0);
    QVERIFY(lastSeq >= acknowledged);
    const std::string before = checksum();
    QCOMPARE(take(m_store->rebuild({}, {})).events, lastSeq);
    QCOMPARE(checksum(), before);
}

void StoreContract::countsWhatIsRefusedAgain()
{
    EventBatchBuilder builder;
    builder.json("not json at all").json("not json at all").json("nor this");
    const auto batch = builder.build();
    const auto first = append(*batch);
    const auto second = append(*batch);
    const std::int64_t id = first[0].quarantineId;
    QCOMPARE(first[1].quarantineId, id);
    QVERIFY(first[2].quarantineId != id);
    QCOMPARE(second[0].quarantineId, id);
    auto open = take(reader()->quarantine("open", {}));
    QCOMPARE(open.items.size(), std::size_t{ 2 });
    QCOMPARE(open.items[0].times + open.items[1].times, 6);
    // Once somebody has closed it, the same is news again.
    must(m_store->discardQuarantined({ &id, 1 }, "known"));
    QVERIFY(append(*batch)[0].quarantineId != id);
}

void StoreContract::rebuildsToTheSameProjections()
{
    const auto batch = companyBatch(31, 60);
    std::vector<ParsedItem> items = batch->items;
    std::mt19937 random(9);
    std::shuffle(items.begin(), items.end(), random);
    append(*slice(items, 0, items.size() / 3));
    append(*slice(items, items.size() / 3, items.size()));
    const std::string before = checksum();
    Seq reported = 0;
    const std::int64_t folded = take(m_store->rebuild([&](RebuildProgress at) { reported = at.done; }, {})).events;
    QCOMPARE(folded, static_cast<Seq>(items.size()));
    QCOMPARE(reported, folded);
    QCOMPARE(checksum(), before);
    // The writer goes on from the rebuilt state.
    append(*companyBatch(32, 60));
    const std::string after = checksum();
    take(m_store->rebuild({}, {}));
    QCOMPARE(checksum(), after);
    reopen();
    QCOMPARE(checksum(), after);
}

void StoreContract::leavesNoTraceOfACancelledRebuild()
{
    append(*companyBatch(31, 20));
    const std::string before = checksum();
    const CancelToken token;
    token.cancel();
    const auto result = m_store->rebuild({}, token);
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::Cancelled);
    QCOMPARE(checksum(), before);
    QCOMPARE(append(*EventBatchBuilder().faber("o/p/t/new created").build())[0].kind, ItemOutcome::Kind::Accepted);
}

} // namespace binnacle::test
