#include "tests/backend/store/reader_fixture.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace binnacle;
using namespace binnacle::test;

namespace {

Timestamp at(const char* text)
{
    const auto parsed = parseTimestamp(text);
    if (!parsed)
        qFatal("%s is no time", text);
    return *parsed;
}

/// Event ids of all pages.
std::vector<std::string> idsByPages(StoreReader& reader, const EventQuery& query, std::int64_t pageSize)
{
    std::vector<std::string> out;
    PageRequest request{ pageSize, {} };
    for (;;) {
        const auto page = reader.events(query, request);
        if (!page)
            qFatal("%s", page.error().message.c_str());
        for (const EventRow& row : page->items)
            out.push_back(row.eventId);
        if (page->nextCursor.empty())
            return out;
        request.cursor = page->nextCursor;
    }
}

EntityRef refOf(ReaderFixture& store, const EntityKey& key)
{
    const auto detail = store.reader->entity(key);
    return detail ? detail->row.ref : 0;
}

} // namespace

/// Reading of what is not a list of entities: events, runs, artifacts, rollups, quarantine.
class ReaderLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// More events than a block holds, so that blocks and the open tail are both read.
    void everyEventComesBackByteForByte()
    {
        ReaderFixture store;
        EventBatchBuilder builder;
        for (int i = 0; i < 700; ++i)
            builder.faber("o/p/t/e" + std::to_string(i % 9) + " step.completed s" + std::to_string(i % 3) + " event=ev"
                + std::to_string(i) + " dur=" + std::to_string(i));
        const std::vector<std::string> texts = builder.texts();
        store.append(builder);
        for (const Seq seq : { 1, 2, 256, 257, 512, 513, 699, 700 }) {
            const auto stored = store.reader->event(seq);
            QVERIFY2(stored.ok(), qPrintable(QString::number(seq)));
            QCOMPARE(stored->payload, texts.at(static_cast<std::size_t>(seq - 1)));
            QCOMPARE(stored->row.eventId, "ev" + std::to_string(seq - 1));
            QCOMPARE(stored->row.durationMs.value(), seq - 1);
            QCOMPARE(stored->row.key.id, "e" + std::to_string((seq - 1) % 9));
        }
        for (const Seq seq : { 0, 701, -1 })
            QCOMPARE(store.reader->event(seq).error().code, std::string("EVENT_NOT_FOUND"));

        EventQuery all;
        const std::vector<std::string> newest = idsByPages(*store.reader, all, 64);
        QCOMPARE(newest.size(), 700u);
        QCOMPARE(newest.front(), std::string("ev699"));
        all.newestFirst = false;
        std::vector<std::string> oldest = idsByPages(*store.reader, all, 99);
        std::reverse(oldest.begin(), oldest.end());
        QVERIFY(oldest == newest);

        EventQuery some;
        some.entity = refOf(store, { "o", "p", "t", "e4" });
        QCOMPARE(idsByPages(*store.reader, some, 10).size(), 78u);
        EventQuery text;
        text.text = "EV69";
        QCOMPARE(idsByPages(*store.reader, text, 3).size(), 11u);
        EventQuery type;
        type.type = "entity.step.completed";
        QCOMPARE(idsByPages(*store.reader, type, 500).size(), 700u);
        type.type = "no.such.type";
        QVERIFY(idsByPages(*store.reader, type, 500).empty());
        EventQuery source;
        source.source = "aws";
        QVERIFY(idsByPages(*store.reader, source, 500).empty());
        EventQuery recorded;
        recorded.recordedFrom = evening.plusMicros(1);
        QVERIFY(idsByPages(*store.reader, recorded, 500).empty());
        recorded.recordedFrom = evening;
        recorded.recordedTo = evening.plusMicros(1);
        QCOMPARE(idsByPages(*store.reader, recorded, 500).size(), 700u);
    }

    void theHistoryOfAnEntityIsInTheOrderOfWhatWasTrue()
    {
        ReaderFixture store;
        store.faber({ "o/p/t/x step.completed b @2026-01-10T12:00:00Z event=end",
            "o/p/t/x archived @2026-01-10T13:00:00Z event=gone",
            "o/p/t/x step.started b @2026-01-10T12:00:00Z event=start",
            "o/p/t/x created @2026-01-10T11:00:00Z event=made",
            "o/p/t/x step.in_progress b @2026-01-10T12:00:00Z event=middle progress=0.5" });
        EventQuery history;
        history.entity = refOf(store, { "o", "p", "t", "x" });
        history.byOccurrence = true;
        history.newestFirst = false;
        const std::vector<std::string> expected{ "made", "start", "middle", "end", "gone" };
        for (const std::int64_t pageSize : { 1, 2, 3, 10 }) {
            QVERIFY(idsByPages(*store.reader, history, pageSize) == expected);
            history.newestFirst = true;
            std::vector<std::string> newest = idsByPages(*store.reader, history, pageSize);
            std::reverse(newest.begin(), newest.end());
            QVERIFY(newest == expected);
            history.newestFirst = false;
        }
        history.stepsOnly = true;
        QCOMPARE(idsByPages(*store.reader, history, 2).size(), 3u);
    }

    void aCursorOfOtherEventsIsRefused()
    {
        ReaderFixture store;
        store.faber({ "o/p/t/x created", "o/p/t/y created" });
        const auto page = store.reader->events({}, { 1, {} });
        EventQuery other;
        other.newestFirst = false;
        QCOMPARE(store.reader->events(other, { 1, page->nextCursor }).error().code, std::string("INVALID_CURSOR"));
        QCOMPARE(store.reader->allRuns({ 1, page->nextCursor }).error().code, std::string("INVALID_CURSOR"));
    }

    void runsAndArtifactsArePaged()
    {
        ReaderFixture store;
        std::vector<std::string> lines;
        for (int i = 0; i < 23; ++i)
            lines.push_back("o/p/t/e" + std::to_string(i % 4) + " step.completed s @2026-01-10T12:00:0"
                + std::to_string(i % 3) + "Z workflow=wf run=r" + std::to_string(i) + " artifact=file:/a"
                + std::to_string(i) + " event=ev" + std::to_string(i));
        store.faber(lines);
        std::set<std::string> runs;
        std::set<std::string> artifacts;
        for (PageRequest request{ 5, {} };;) {
            const auto page = store.reader->allRuns(request);
            QVERIFY(page.ok());
            for (const RunRow& run : page->items) {
                QVERIFY(runs.insert(run.runId).second);
                QVERIFY(run.status == EntityStatus::InProgress);
            }
            if (page->nextCursor.empty())
                break;
            request.cursor = page->nextCursor;
        }
        for (PageRequest request{ 5, {} };;) {
            const auto page = store.reader->allArtifacts(request);
            QVERIFY(page.ok());
            for (const ArtifactRow& artifact : page->items) {
                QVERIFY(artifacts.insert(artifact.name).second);
                QCOMPARE(artifact.producedByStep, std::string("s"));
            }
            if (page->nextCursor.empty())
                break;
            request.cursor = page->nextCursor;
        }
        QCOMPARE(runs.size(), 23u);
        QCOMPARE(artifacts.size(), 23u);
        const EntityRef ref = refOf(store, { "o", "p", "t", "e1" });
        QCOMPARE(store.reader->runs(ref)->size(), 6u);
        QCOMPARE(store.reader->artifacts(ref)->size(), 6u);
    }

    void rollupsAgreeWithTheEvents()
    {
        ReaderFixture store;
        store.faber({ "o/p/t/a step.completed s @2026-01-10T09:10:00Z dur=100 status=completed action=act",
            "o/p/t/b step.failed s @2026-01-10T09:50:00Z dur=300 status=failed retry=1 action=act",
            "o/p/u/c step.completed s @2026-01-10T10:10:00Z dur=200 status=in_progress action=act",
            "o/q/t/d step.started s @2026-01-10T10:30:00Z status=in_progress" });
        const auto grid = store.reader->grid("o", "p");
        QCOMPARE(grid->size(), 3u);
        QCOMPARE(store.reader->grid("", "")->size(), 4u);
        QVERIFY(store.reader->grid("nobody", "")->empty());

        const auto projects = store.reader->projects();
        QCOMPARE(projects->size(), 2u);
        QCOMPARE(projects->at(0).project, std::string("p"));
        QCOMPARE(projects->at(0).completed, 1);
        QCOMPARE(projects->at(0).failed, 1);
        QCOMPARE(projects->at(0).inProgress, 1);
        QCOMPARE(projects->at(0).types, (std::vector<std::string>{ "t", "u" }));
        QVERIFY(projects->at(0).lastEventAt == at("2026-01-10T10:10:00Z"));

        const auto steps = store.reader->stepStatistics(at("2026-01-10T00:00:00Z"), at("2026-01-11T00:00:00Z"));
        QCOMPARE(steps->size(), 1u);
        QCOMPARE(steps->at(0).executions, 3);
        QCOMPARE(steps->at(0).failures, 1);
        QCOMPARE(steps->at(0).retries, 1);
        QCOMPARE(steps->at(0).meanMs.value(), 200.0);
        QCOMPARE(steps->at(0).action, std::string("act"));
        QVERIFY(std::abs(steps->at(0).p50Ms.value() - 200) <= 2);
        QVERIFY(store.reader->stepStatistics(at("2026-01-10T11:00:00Z"), at("2026-01-11T00:00:00Z"))->empty());

        const auto hours = store.reader->hours(at("2026-01-10T09:00:00Z"), at("2026-01-10T10:00:00Z"), "", "");
        QCOMPARE(hours->size(), 1u);
        QCOMPARE(hours->at(0).executions, 2);
        QCOMPARE(hours->at(0).failures, 1);
        QCOMPARE(hours->at(0).entitiesCompleted, 1);
        QVERIFY(hours->at(0).hour == at("2026-01-10T09:00:00Z"));
        QVERIFY(store.reader->hours(at("2026-01-10T00:00:00Z"), at("2026-01-11T00:00:00Z"), "o", "q")->empty());

        const auto volume =
            store.reader->volume(evening.plusMicros(-3'600'000'000), evening.plusMicros(60'000'000), 300);
        QCOMPARE(volume->size(), 1u);
        QCOMPARE(volume->at(0).count, 4);
        QCOMPARE(volume->at(0).source, std::string("faber"));
        QVERIFY(volume->at(0).bucket <= evening);
        QVERIFY(!store.reader->volume(evening, evening, 90).ok());
    }

    void theInfoCountsWhatIsThere()
    {
        ReaderFixture store;
        const auto empty = store.reader->info();
        QCOMPARE(empty->lastSeq, 0);
        QVERIFY(!empty->firstRecordedAt && !empty->lastOccurredAt);
        store.faber({ "o/p/t/a created @2026-01-10T09:00:00Z", "o/p/t/b created @2026-01-10T08:00:00Z" });
        QVERIFY(store.store->markAsDemo().ok());
        const auto info = store.reader->info();
        QCOMPARE(info->lastSeq, 2);
        QCOMPARE(info->entityCount, 2);
        QVERIFY(info->schemaVersion > 0);
        QVERIFY(info->lastRecordedAt == evening);
        QVERIFY(info->lastOccurredAt == at("2026-01-10T09:00:00Z"));
        QVERIFY(info->isDemo);
        QVERIFY(!info->isReadOnly);
        QVERIFY(info->sizeBytes > 0);
    }

    void quarantineIsListedWholeAndByStatus()
    {
        ReaderFixture store;
        EventBatchBuilder builder;
        const std::string nasty =
            "{\"event_type\":\"entity.what\",\n\"n\":\"\xc3\xa4\"," + std::string(1000, ' ') + "\"x\":1}";
        builder.json(nasty, Dialect::Faber).json("{broken", Dialect::Faber).json("nonsense \x01\xff");
        store.append(builder, ItemOutcome::Kind::Rejected);
        const auto page = store.reader->quarantine("open", { 2, {} });
        QVERIFY(page.ok());
        QCOMPARE(page->items.size(), 2u);
        QVERIFY(!page->nextCursor.empty());
        const auto rest = store.reader->quarantine("open", { 2, page->nextCursor });
        QCOMPARE(rest->items.size(), 1u);
        const QuarantineRow& first = rest->items.at(0);
        QCOMPARE(first.code, std::string("UNKNOWN_EVENT_TYPE"));
        QCOMPARE(first.dialect, std::string("faber"));
        QCOMPARE(first.size, static_cast<std::int64_t>(nasty.size()));
        QCOMPARE(QString::fromStdString(first.preview).size(), 200);
        QVERIFY(first.preview.find('\n') == std::string::npos);
        QCOMPARE(*store.reader->quarantineItem(first.id), nasty);
        QCOMPARE(store.reader->quarantineItem(999).error().code, std::string("QUARANTINE_NOT_FOUND"));

        const std::int64_t ids[] = { first.id };
        QVERIFY(store.store->discardQuarantined(ids, "not ours").ok());
        QCOMPARE(store.reader->quarantine("discarded", {})->items.at(0).note, std::string("not ours"));
        QCOMPARE(store.reader->quarantine("open", {})->items.size(), 2u);
        QCOMPARE(store.reader->quarantine("", {})->items.size(), 3u);
        QVERIFY(!store.reader->quarantine("lost", {}).ok());
        QCOMPARE(store.reader->info()->quarantineOpen, 2);
    }
};

QTEST_GUILESS_MAIN(ReaderLogTest)
#include "reader_log_test.moc"
