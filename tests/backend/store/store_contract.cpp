#include "tests/backend/store/store_contract.h"

#include "backend/event/parser.h"
#include "backend/event/xes/xes_reader.h"
#include "tests/backend/store/company.h"
#include "tests/backend/store/must.h"
#include "tests/support/event_builder.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <random>
#include <set>

using namespace binnacle::test;

namespace binnacle::test {

namespace {

using Kind = ItemOutcome::Kind;

std::unique_ptr<EventBatch> faber(std::initializer_list<const char*> lines)
{
    EventBatchBuilder builder;
    for (const char* line : lines)
        builder.faber(line);
    return builder.build();
}

std::unique_ptr<EventBatch> json(std::initializer_list<const char*> texts, std::optional<Dialect> dialect = {})
{
    EventBatchBuilder builder;
    for (const char* text : texts)
        builder.json(text, dialect);
    return builder.build();
}

std::vector<Seq> seqs(const std::vector<ItemOutcome>& outcomes)
{
    std::vector<Seq> out;
    for (const ItemOutcome& outcome : outcomes)
        out.push_back(outcome.seq);
    return out;
}

bool allAre(const std::vector<ItemOutcome>& outcomes, Kind kind)
{
    return std::all_of(
        outcomes.begin(), outcomes.end(), [kind](const ItemOutcome& outcome) { return outcome.kind == kind; });
}

} // namespace

void StoreContract::init()
{
    m_factory.startAnew();
    m_factory.clock.at = Timestamp::fromSeconds(1'800'000'000);
    open();
}

void StoreContract::cleanup()
{
    if (m_store && !QTest::currentTestFailed())
        verifySound();
    m_store.reset();
}

void StoreContract::verifySound()
{
    must(m_store->settle());
    for (const StoreFinding& finding : take(m_factory.check()))
        QFAIL(finding.message.c_str());
}

void StoreContract::reopen()
{
    m_store.reset();
    open();
}

void StoreContract::open()
{
    m_store = take(m_factory.open());
    m_store->setListener([this](const ChangeSet& changes) { m_visible = changes; });
    must(m_store->settle());
}

std::vector<ItemOutcome> StoreContract::append(const EventBatch& batch, ChangeSet& changes)
{
    AppendRequest request{ &batch, {} };
    changes = take(m_store->append({ &request, 1 }));
    return request.outcomes;
}

std::vector<ItemOutcome> StoreContract::append(const EventBatch& batch)
{
    ChangeSet changes;
    return append(batch, changes);
}

std::unique_ptr<StoreReader> StoreContract::reader()
{
    return take(m_store->openReader());
}

std::string StoreContract::checksum()
{
    return take(m_store->projectionChecksum());
}

std::string StoreContract::contentChecksum()
{
    const std::string both = checksum();
    return both.substr(0, both.find('-'));
}

void StoreContract::givesEveryItemItsOutcomeInOrder()
{
    EventBatchBuilder builder;
    builder.faber("o/p/t/a created event=e1 @2026-01-10T12:00:00Z")
        .json("{\"nothing\":1}")
        .faber("o/p/t/a created event=e1 @2026-01-10T12:00:00Z")
        .faber("o/p/t/b created event=e2");
    const auto batch = builder.build();
    const auto outcomes = append(*batch);
    QCOMPARE(outcomes.size(), std::size_t{ 4 });
    QCOMPARE(outcomes[0].kind, Kind::Accepted);
    QCOMPARE(outcomes[0].seq, Seq{ 1 });
    QCOMPARE(outcomes[0].eventId, std::string("e1"));
    QCOMPARE(outcomes[1].kind, Kind::Rejected);
    QVERIFY(!outcomes[1].refusal.code.empty());
    QVERIFY(outcomes[1].quarantineId > 0);
    QCOMPARE(outcomes[2].kind, Kind::Duplicate);
    QCOMPARE(outcomes[2].seq, Seq{ 1 });
    QCOMPARE(outcomes[3].kind, Kind::Accepted);
    QCOMPARE(outcomes[3].seq, Seq{ 2 });
}

void StoreContract::knowsDuplicatesWithinABatchAcrossBatchesAndAfterReopening()
{
    const auto first = companyBatch(1, 20);
    QVERIFY(allAre(append(*first), Kind::Accepted));
    const std::string before = checksum();
    ChangeSet changes;
    const auto again = append(*first, changes);
    QVERIFY(allAre(again, Kind::Duplicate));
    QCOMPARE(again.back().seq, static_cast<Seq>(first->items.size()));
    QCOMPARE(changes.accepted, 0);
    QCOMPARE(changes.duplicates, static_cast<std::int64_t>(first->items.size()));
    reopen();
    const auto later = append(*first);
    QVERIFY(allAre(later, Kind::Duplicate));
    QCOMPARE(seqs(later), seqs(again));
    QCOMPARE(checksum(), before);
}

void StoreContract::takesTheSameContentSpelledDifferentlyForADuplicate()
{
    const char* one =
        R"({"specversion":"1.0","id":"x","source":"/s","type":"t","time":"2026-01-10T12:00:00Z","data":{"a":1,"b":[true,"é"]}})";
    const char* other = R"({ "id":"x", "data":{ "b":[true, "\u00e9"], "a":1 }, "source":"/s","type":"t",
        "time":"2026-01-10T12:00:00Z","specversion":"1.0" })";
    QVERIFY(allAre(append(*json({ one })), Kind::Accepted));
    const auto outcomes = append(*json({ other }));
    QCOMPARE(outcomes[0].kind, Kind::Duplicate);
    QCOMPARE(outcomes[0].seq, Seq{ 1 });
}

void StoreContract::quarantinesAnIdThatIsUsedAgainForOtherContent()
{
    const auto batch =
        faber({ "o/p/t/a created event=e1", "o/p/t/b created event=e1", "other/p/t/b created event=e1" });
    ChangeSet changes;
    const auto outcomes = append(*batch, changes);
    QCOMPARE(outcomes[0].kind, Kind::Accepted);
    QCOMPARE(outcomes[1].kind, Kind::Rejected);
    QCOMPARE(outcomes[1].refusal.code, std::string("ID_REUSED"));
    QCOMPARE(outcomes[2].kind, Kind::Accepted); // An id is unique in its organisation only.
    QVERIFY(changes.quarantineChanged);
    const auto kept = take(reader()->quarantine("open", {}));
    QCOMPARE(kept.items.size(), std::size_t{ 1 });
    QCOMPARE(kept.items[0].code, std::string("ID_REUSED"));
    QCOMPARE(take(reader()->quarantineItem(outcomes[1].quarantineId)), std::string(batch->items[1].raw));
    // The first one stays what it was, also when both come again.
    const auto again = append(*batch);
    QCOMPARE(again[0].kind, Kind::Duplicate);
    QCOMPARE(again[1].kind, Kind::Rejected);
}

void StoreContract::keepsRefusedItemsWhole()
{
    const std::string text = "{\"event_type\":\"entity.created\",\"x\":\"" + std::string(5000, 'y') + "\"}";
    EventBatchBuilder builder;
    builder.json("not json at all").json(text, Dialect::Faber);
    const auto batch = builder.build();
    batch->origin = "file.ndjson";
    const auto outcomes = append(*batch);
    QVERIFY(allAre(outcomes, Kind::Rejected));
    QCOMPARE(take(reader()->quarantineItem(outcomes[0].quarantineId)), std::string("not json at all"));
    QCOMPARE(take(reader()->quarantineItem(outcomes[1].quarantineId)), text);
    const auto kept = take(reader()->quarantine("open", {}));
    QCOMPARE(kept.items.size(), std::size_t{ 2 });
    for (const QuarantineRow& row : kept.items) {
        QCOMPARE(row.origin, std::string("file.ndjson"));
        const auto& outcome = row.id == outcomes[0].quarantineId ? outcomes[0] : outcomes[1];
        QCOMPARE(row.code, outcome.refusal.code);
        QCOMPARE(row.pointer, outcome.refusal.pointer);
        QVERIFY(!row.message.empty());
    }
}

void StoreContract::writesAllRequestsOrNone()
{
    const auto one = companyBatch(1, 3);
    const auto two = companyBatch(2, 3);
    std::array<AppendRequest, 2> requests{ AppendRequest{ one.get(), {} }, AppendRequest{ two.get(), {} } };
    const ChangeSet changes = take(m_store->append(requests));
    QCOMPARE(requests[0].outcomes.size(), one->items.size());
    QCOMPARE(requests[1].outcomes.size(), two->items.size());
    QCOMPARE(changes.firstSeq, Seq{ 1 });
    QCOMPARE(changes.lastSeq, changes.accepted);
    QCOMPARE(take(reader()->info()).lastSeq, changes.lastSeq);
}

void StoreContract::forgetsAGroupThatIsNotCommitted()
{
    append(*EventBatchBuilder().faber("o/p/t/a created").build());
    const std::string before = checksum();
    {
        auto group = take(m_store->beginAppend());
        auto batch = EventBatchBuilder()
                         .faber("o/p/t/a step.completed s1 event=lost")
                         .faber("o/p/t/b created")
                         .json("{}")
                         .build();
        AppendRequest request{ batch.get(), {} };
        QVERIFY(group->add(request).ok());
        QCOMPARE(request.outcomes.size(), std::size_t{ 3 });
    }
    QCOMPARE(checksum(), before);
    QCOMPARE(take(reader()->info()).lastSeq, Seq{ 1 });
    QCOMPARE(take(reader()->info()).quarantineOpen, 0);

    // A batch is not needed any more once it was added.
    auto group = take(m_store->beginAppend());
    for (const char* line : { "o/p/t/a step.completed s1 event=lost", "o/p/t/b created" }) {
        const auto batch = EventBatchBuilder().faber(line).build();
        AppendRequest request{ batch.get(), {} };
        QVERIFY(group->add(request).ok());
        QCOMPARE(request.outcomes[0].kind, Kind::Accepted);
    }
    const ChangeSet changes = take(group->commit());
    QCOMPARE(changes.firstSeq, Seq{ 2 });
    QCOMPARE(changes.lastSeq, Seq{ 3 });
    must(m_store->settle());
    QCOMPARE(m_visible.lastSeq, Seq{ 3 });
    QCOMPARE(m_visible.entities.size(), std::size_t{ 2 });
}

void StoreContract::numbersEventsWithoutGaps()
{
    const auto batch = companyBatch(7, 60);
    Seq expected = 0;
    std::mt19937 random(5);
    for (std::size_t at = 0; at < batch->items.size();) {
        const std::size_t end = std::min(batch->items.size(), at + 1 + random() % 90);
        for (const ItemOutcome& outcome : append(*slice(batch->items, at, end))) {
            QCOMPARE(outcome.kind, Kind::Accepted);
            QCOMPARE(outcome.seq, ++expected);
        }
        at = end;
    }
}

void StoreContract::neverRecordsBeforeTheLastRecord()
{
    const auto instant = m_factory.clock.at;
    append(*faber({ "o/p/t/a created" }));
    m_factory.clock.at = instant.plusMicros(-3'600'000'000);
    append(*faber({ "o/p/t/b created" }));
    reopen();
    append(*faber({ "o/p/t/c created" }));
    m_factory.clock.at = instant.plusMicros(5);
    append(*faber({ "o/p/t/d created" }));
    const auto open = reader();
    for (Seq seq = 1; seq <= 3; ++seq)
        QCOMPARE(take(open->event(seq)).row.recordedAt.micros, instant.micros);
    QCOMPARE(take(open->event(4)).row.recordedAt.micros, instant.micros + 5);
}

void StoreContract::saysWhatChanged()
{
    append(*faber({ "o/p/t/a created", "o/p/t/b created" }));
    ChangeSet changes;
    const auto batch = faber({ "o/p/t/b step.started s @2026-02-01T00:00:00Z",
        "o/p/t/b step.completed s @2026-02-01T00:00:01Z", "o/p/t/c created @2026-02-01T00:00:02Z" });
    append(*batch, changes);
    QCOMPARE(changes.firstSeq, Seq{ 3 });
    QCOMPARE(changes.lastSeq, Seq{ 5 });
    QCOMPARE(changes.accepted, 3);
    QVERIFY(!changes.quarantineChanged);
    QCOMPARE(m_visible.firstSeq, Seq{ 3 });
    QCOMPARE(m_visible.accepted, 3);
    std::vector<std::string> ids;
    for (const EntityRow& row : take(reader()->entitiesByRef(m_visible.entities, {}, m_factory.clock.at)))
        ids.push_back(row.key.id);
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, (std::vector<std::string>{ "b", "c" }));
}

void StoreContract::givesPayloadsBackByteForByte()
{
    EventBatchBuilder builder;
    builder.faber("o/p/t/a created")
        .workflow("run-1 workflow_start")
        .helios("aws order_created o-1")
        .cloudEvent("/s t subject")
        .json(
            R"({ "specversion" : "1.0", "id":"odd", "source":"/s","type":"t", "data":{"a": 1.0e0,   "b":"\u0041"} })");
    auto batch = builder.build();
    XesReader xes({}, [&]() -> EventBatch& { return *batch; });
    const std::string text = "<log><trace><string key=\"concept:name\" value=\"case &amp; 1\"/>\n"
                             "  <event><string key=\"concept:name\" value='A'/>\n"
                             "<date key=\"time:timestamp\" value=\"2026-01-10T12:00:00.000+01:00\"/></event>"
                             "</trace></log>";
    QVERIFY(xes.feed(text));
    QVERIFY(xes.finish());
    const auto outcomes = append(*batch);
    QCOMPARE(outcomes.size(), std::size_t{ 6 });
    const auto compare = [&] {
        const auto open = reader();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            QCOMPARE(outcomes[i].kind, Kind::Accepted);
            const StoredEvent stored = take(open->event(outcomes[i].seq));
            QCOMPARE(stored.payload, std::string(batch->items[i].event()->payload));
            QCOMPARE(stored.row.eventId, outcomes[i].eventId);
        }
    };
    compare(); // From the open tail...
    append(*companyBatch(3, 40));
    compare(); // ...and from a full block.
}

void StoreContract::keepsEventsThatBelongToNoEntity()
{
    ChangeSet changes;
    const auto outcomes = append(*json({ R"({"specversion":"1.0","id":"1","source":"/s","type":"tick"})" }), changes);
    QCOMPARE(outcomes[0].kind, Kind::Accepted);
    QVERIFY(m_visible.entities.empty());
    QCOMPARE(take(reader()->event(1)).row.entity, EntityRef{ 0 });
}

void StoreContract::listsALongHistoryByPagesInBothDirections()
{
    // More events than lie together, some of them late, two of each instant, among those of another entity.
    constexpr int count = 300;
    std::vector<std::string> byArrival;
    for (int i = 0; i < count; ++i) {
        const int second = (i * 7 % count) / 2;
        const std::string time = "2026-01-10T12:" + std::string(second / 60 < 10 ? "0" : "")
            + std::to_string(second / 60) + ":" + (second % 60 < 10 ? "0" : "") + std::to_string(second % 60) + "Z";
        const std::string id = "e" + std::to_string(i);
        byArrival.push_back(id);
        append(*EventBatchBuilder()
                    .faber("o/p/t/long step.completed s" + std::to_string(i % 5) + " @" + time + " event=" + id)
                    .faber("o/p/t/other step.completed s1 event=other" + std::to_string(i))
                    .build());
    }
    for (const bool isReopened : { false, true }) {
        if (isReopened)
            reopen();
        const auto readers = reader();
        const EntityRef ref = take(readers->entity({ "o", "p", "t", "long" })).row.ref;
        for (const bool newestFirst : { false, true }) {
            for (const bool byOccurrence : { false, true }) {
                EventQuery query;
                query.entity = ref;
                query.newestFirst = newestFirst;
                query.byOccurrence = byOccurrence;
                std::vector<EventRow> rows;
                PageRequest request{ 7, {} };
                do {
                    auto page = take(readers->events(query, request));
                    request.cursor = page.nextCursor;
                    rows.insert(rows.end(), page.items.begin(), page.items.end());
                } while (!request.cursor.empty());
                if (newestFirst)
                    std::reverse(rows.begin(), rows.end());
                QCOMPARE(rows.size(), std::size_t{ count });
                std::set<std::string> ids;
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    ids.insert(rows[i].eventId);
                    if (!byOccurrence)
                        QCOMPARE(rows[i].eventId, byArrival[i]);
                    else if (i > 0)
                        QVERIFY(rows[i - 1].occurredAt <= rows[i].occurredAt);
                }
                QCOMPARE(ids.size(), std::size_t{ count });
            }
        }
    }
}

void StoreContract::hasEverythingAfterReopening()
{
    const auto batch = companyBatch(11, 50);
    const std::size_t half = batch->items.size() / 2 + 7;
    append(*slice(batch->items, 0, half));
    const std::string before = checksum();
    reopen();
    QCOMPARE(checksum(), before);
    append(*slice(batch->items, half, batch->items.size()));
    const std::string inTwo = checksum();
    m_store.reset();
    m_factory.startAnew();
    m_store = take(m_factory.open());
    append(*batch);
    QCOMPARE(checksum(), inTwo);
}

void StoreContract::projectsTheSameInAnyOrderOfArrival()
{
    const auto batch = companyBatch(23, 30);
    append(*batch);
    const std::string expected = contentChecksum();
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        m_store.reset();
        m_factory.startAnew();
        m_store = take(m_factory.open());
        std::mt19937 random(seed);
        std::vector<ParsedItem> items = batch->items;
        // Some come twice.
        for (int i = 0; i < 40; ++i)
            items.push_back(items[random() % batch->items.size()]);
        std::shuffle(items.begin(), items.end(), random);
        for (std::size_t at = 0; at < items.size();) {
            const std::size_t end = std::min(items.size(), at + 1 + random() % 120);
            append(*slice(items, at, end));
            if (random() % 8 == 0)
                reopen();
            at = end;
        }
        QCOMPARE(contentChecksum(), expected);
    }
}

void StoreContract::movesStepHoursWhenALateEventNamesTheProject()
{
    EventBatchBuilder builder;
    builder.workflow("run-1 step_start load @2026-01-10T12:00:00Z")
        .workflow("run-1 step_complete load status=success @2026-01-10T12:10:00Z dur=700")
        .workflow("run-2 step_complete load status=success @2026-01-10T12:20:00Z dur=900");
    append(*builder.build());
    const Timestamp from = take(parseTimestamp("2026-01-10T00:00:00Z"));
    const Timestamp to = take(parseTimestamp("2026-01-11T00:00:00Z"));
    auto statistics = take(reader()->stepStatistics(from, to));
    QCOMPARE(statistics.size(), std::size_t{ 1 });
    QCOMPARE(statistics[0].project, std::string("default"));
    QCOMPARE(statistics[0].executions, 2);
    // In one transaction with one more attempt of the default project's time.
    builder.workflow("run-1 step_complete load status=success @2026-01-10T12:30:00Z dur=100")
        .workflow("run-1 workflow_complete @2026-01-10T12:40:00Z project=named status=success");
    append(*builder.build());
    statistics = take(reader()->stepStatistics(from, to));
    QCOMPARE(statistics.size(), std::size_t{ 2 });
    for (const StepStatistics& row : statistics)
        QCOMPARE(row.executions, row.project == "named" ? 2 : 1);
    QCOMPARE(take(reader()->projects()).size(), std::size_t{ 2 });
}

} // namespace binnacle::test
