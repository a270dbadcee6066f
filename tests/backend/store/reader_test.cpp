#include "tests/backend/store/reader_fixture.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace binnacle;
using namespace binnacle::test;

namespace {

QStringList toStrings(const std::vector<std::string>& list)
{
    QStringList out;
    for (const std::string& text : list)
        out.append(QString::fromStdString(text));
    return out;
}

/// Six entities whose differences the filters are asked for.
void fill(ReaderFixture& store)
{
    store.faber({
        "acme/blog/post/p-1 created @2026-01-10T10:00:00Z status=pending version=2.4.0",
        "acme/blog/post/p-1 step.failed build @2026-01-10T11:00:00Z action=commit stype=repo status=failed "
        "error=\"no such table\" retry=3 workflow=pipe run=r1 dur=100",
        "acme/blog/post/p-2 step.completed build @2026-01-10T11:30:00Z action=commit stype=repo status=completed "
        "workflow=pipe run=r2 dur=200",
        "acme/docs/page/d-1 step.started review @2026-01-10T17:30:00Z action=check stype=human status=in_progress",
        "zeta/blog/post/p-3 step.failed publish @2026-01-10T09:00:00Z action=upload stype=repo status=failed "
        "error=Timeout",
        "zeta/blog/post/P-10 created @2026-01-08T08:00:00Z status=archived",
    });
    EventBatchBuilder helios;
    helios.helios("aws OrderPlaced o-77 @2026-01-10T12:00:00Z org=acme project=shop");
    store.append(helios);
}

} // namespace

class ReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFilterLetsTheRightEntitiesThrough_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* query, const QStringList& expected) {
            QTest::newRow(query) << query << expected;
        };
        row("", { "d-1", "o-77", "p-2", "p-1", "p-3", "P-10" });
        row("status:failed", { "p-1", "p-3" });
        row("status:failed status:completed", { "p-2", "p-1", "p-3" });
        row("-status:failed -status:archived type:post", { "p-2" });
        row("org:acme status:failed", { "p-1" });
        row("org:zeta", { "p-3", "P-10" });
        row("project:blog", { "p-2", "p-1", "p-3", "P-10" });
        row("org:acme project:blog", { "p-2", "p-1" });
        row("-project:blog", { "d-1", "o-77" });
        row("project:nowhere", {});
        row("-project:nowhere type:page", { "d-1" });
        row("type:post type:page org:acme", { "d-1", "p-2", "p-1" });
        row("id:p-1", { "p-1" });
        row("id:p-1 id:p-3", { "p-1", "p-3" });
        row("id:p-*", { "p-2", "p-1", "p-3" });
        row("-id:p-*", { "d-1", "o-77", "P-10" });
        row("current:build", { "p-2", "p-1" });
        row("current:\"\" type:post", { "P-10" });
        row("step:build", { "p-2", "p-1" });
        row("step:commit", { "p-2", "p-1" });
        row("step:build status:failed", { "p-1" });
        row("-step:build type:post", { "p-3", "P-10" });
        row("step:nowhere", {});
        row("action:commit", { "p-2", "p-1" });
        row("action:commit:failed", { "p-1" });
        row("action:commit:failed action:upload:failed", { "p-1", "p-3" });
        row("-action:commit:failed type:post", { "p-2", "p-3", "P-10" });
        row("steptype:repo:failed", { "p-1", "p-3" });
        row("steptype:repo:failed org:zeta", { "p-3" });
        row("workflow:pipe", { "p-2", "p-1" });
        row("workflow:\"\" type:post", { "p-3", "P-10" });
        row("key:o-77", { "o-77" });
        row("source:aws", { "o-77" });
        row("-source:aws org:acme", { "d-1", "p-2", "p-1" });
        row("updated:<2h", { "d-1" });
        row("updated:>1d", { "P-10" });
        row("updated:2026-01-08", { "P-10" });
        row("updated:2026-01-10T11:00:00Z", { "p-1" });
        row("updated:>=2026-01-10T11:00:00Z updated:<2026-01-10T12:00:00Z", { "p-2", "p-1" });
        row("-updated:>=2026-01-10T11:00:00Z", { "p-3", "P-10" });
        row("created:<=2026-01-08", { "P-10" });
        row("retries:3", { "p-1" });
        row("retries:>0", { "p-1" });
        row("error:TABLE", { "p-1" });
        row("error:time status:failed", { "p-3" });
        row("p-1", { "p-1", "P-10" });
        row("-p- org:acme", { "d-1", "o-77" });
        row("p- 3", { "p-3" });
        row("100%_'\\\";--", {});
    }

    void everyFilterLetsTheRightEntitiesThrough()
    {
        QFETCH(QString, query);
        QFETCH(QStringList, expected);
        ReaderFixture store;
        fill(store);
        const std::string text = query.toStdString();
        QCOMPARE(toStrings(store.ids(text)), expected);
        // The count and the live check agree with the list.
        const auto count = store.reader->countEntities(queryOf(text), evening, 1000);
        QVERIFY(count.ok());
        QVERIFY(count->isExact);
        QCOMPARE(count->count, expected.size());
        std::vector<EntityRef> refs(20);
        for (std::size_t i = 0; i < refs.size(); ++i)
            refs[i] = static_cast<EntityRef>(i);
        const auto live = store.reader->entitiesByRef(refs, queryOf(text), evening);
        QVERIFY(live.ok());
        QCOMPARE(static_cast<qsizetype>(live->size()), expected.size());
    }

    void aRowSaysWhatTheEventsSaid()
    {
        ReaderFixture store;
        fill(store);
        const auto page = store.reader->entities(queryOf("id:p-1"), {}, evening);
        QVERIFY(page.ok());
        const EntityRow& row = page->items.at(0);
        QCOMPARE(toString(row.key), std::string("acme/blog/post/p-1"));
        QVERIFY(row.status == EntityStatus::Failed);
        QCOMPARE(row.version, 2);
        QCOMPARE(row.currentStep, std::string("build"));
        QCOMPARE(row.steps.failed, 1);
        QCOMPARE(row.retries, 3);
        QCOMPARE(row.error, std::string("no such table"));
        QCOMPARE(row.workflowId, std::string("pipe"));
        QCOMPARE(formatTimestamp(row.createdAt), std::string("2026-01-10T10:00:00.000000Z"));
        QCOMPARE(formatTimestamp(row.updatedAt), std::string("2026-01-10T11:00:00.000000Z"));
        QCOMPARE(row.lastSeq, 2);
    }

    /// Whatever the filter, the order and the size of the pages: no row is missing, none comes twice.
    void pagesJoinToTheWholeList()
    {
        ReaderFixture store;
        std::mt19937 random(3);
        EventBatchBuilder builder;
        static const char* statuses[] = { "pending", "in_progress", "completed", "failed" };
        for (int i = 0; i < 300; ++i)
            builder.faber("org" + std::to_string(random() % 3) + "/p" + std::to_string(random() % 4) + "/t"
                + std::to_string(random() % 2) + "/e" + std::to_string(i) + " step.started s"
                + std::to_string(random() % 5) + " @2026-01-10T12:00:" + (i % 2 ? "00" : "07")
                + "Z status=" + statuses[random() % 4] + " action=a" + std::to_string(random() % 3));
        store.append(builder);

        static const char* queries[] = { "", "status:failed", "status:failed status:pending", "org:org1", "project:p1",
            "org:org0 org:org1 status:completed", "type:t1", "action:a1:started", "step:s1 step:s2", "e1",
            "org:org1 project:p2 -status:failed" };
        for (const char* text : queries) {
            for (int column = 0; column <= static_cast<int>(EntitySort::Version); ++column) {
                for (const bool descending : { false, true }) {
                    EntityQuery query = queryOf(text);
                    query.sort = { { static_cast<EntitySort>(column), descending } };
                    if (column % 3 == 1)
                        query.sort.push_back({ EntitySort::Status, !descending });
                    if (column % 3 == 2)
                        query.sort.push_back({ EntitySort::Updated, descending });
                    const std::vector<std::string> whole = store.idsByPages(query, 1000);
                    const std::vector<std::string> joined = store.idsByPages(query, 7);
                    QCOMPARE(toStrings(joined), toStrings(whole));
                    const auto count = store.reader->countEntities(query, evening, 1'000'000);
                    QCOMPARE(count->count, static_cast<std::int64_t>(whole.size()));
                }
            }
        }
    }

    /// Where a page asks for few rows of many projects, it is found in another way than the whole list.
    void pagesOverManyProjectsJoinToTheWholeList()
    {
        ReaderFixture store;
        EventBatchBuilder builder;
        for (int i = 0; i < 1200; ++i)
            builder.faber("org/p" + std::to_string(i * 7 % 600) + "/t" + std::to_string(i % 2) + "/e"
                + std::to_string(i) + " step.started s" + std::to_string(i % 5) + " @2026-01-10T12:0"
                + std::to_string(i / 150) + ":00Z status="
                + (i < 500           ? "failed"
                        : i % 9 == 0 ? "pending"
                                     : "completed"));
        store.append(builder);

        for (const char* text : { "status:failed", "status:pending", "-status:completed", "-project:p3",
                 "status:failed step:s1", "type:t1 -status:failed", "status:failed e7" }) {
            for (const bool descending : { false, true }) {
                EntityQuery query = queryOf(text);
                query.sort = { { EntitySort::Updated, descending } };
                const std::vector<std::string> whole = store.idsByPages(query, 2000);
                QVERIFY(whole.size() > 6);
                QCOMPARE(toStrings(store.idsByPages(query, 6)), toStrings(whole));
            }
        }
    }

    void aStepIsFoundWhereverItLies()
    {
        ReaderFixture store;
        EventBatchBuilder builder;
        for (int i = 0; i < 70; ++i)
            builder.faber("o/p/t/many step.completed s" + std::to_string(i) + " action=act-" + std::to_string(i));
        builder.faber("o/p/t/large step.failed s3 action=act-3 error=" + std::string(3000, 'e'));
        builder.faber("o/p/t/plain step.failed s4 action=act-3");
        store.append(builder);
        const std::vector<EntityRef> refs{ 1, 2, 3 };
        for (const auto& [query, expected] : {
                 std::pair{ "step:s3", QStringList{ "large", "many" } },
                 { "step:s69", { "many" } },
                 { "-step:s69", { "plain", "large" } },
                 { "action:act-3", { "plain", "large", "many" } },
                 { "action:act-3:failed", { "plain", "large" } },
                 { "-action:act-3:failed", { "many" } },
                 { "action:act-69:completed", { "many" } },
                 { "action:act-69:failed", {} },
             }) {
            QCOMPARE(toStrings(store.ids(query)), expected);
            const auto live = store.reader->entitiesByRef(refs, queryOf(query), evening);
            QVERIFY(live.ok());
            QCOMPARE(static_cast<qsizetype>(live->size()), expected.size());
        }
        QCOMPARE(store.reader->entity({ "o", "p", "t", "many" })->steps.size(), std::size_t{ 70 });
    }

    void sortingByTextFollowsTheText()
    {
        ReaderFixture store;
        fill(store);
        QCOMPARE(toStrings(store.ids("", { { EntitySort::Id, false } })),
            QStringList({ "P-10", "d-1", "o-77", "p-1", "p-2", "p-3" }));
        QCOMPARE(toStrings(store.ids("", { { EntitySort::Project, true }, { EntitySort::Id, false } })),
            QStringList({ "o-77", "d-1", "P-10", "p-1", "p-2", "p-3" }));
        QCOMPARE(toStrings(store.ids("type:post", { { EntitySort::Status, false }, { EntitySort::Updated, true } })),
            QStringList({ "p-2", "p-1", "p-3", "P-10" }));
    }

    void aCursorBelongsToItsList()
    {
        ReaderFixture store;
        fill(store);
        const auto page = store.reader->entities(queryOf("type:post"), { 1, {} }, evening);
        QVERIFY(!page->nextCursor.empty());
        QVERIFY(store.reader->entities(queryOf("type:post"), { 1, page->nextCursor }, evening).ok());
        EntityQuery otherOrder = queryOf("type:post");
        otherOrder.sort = { { EntitySort::Id, true } };
        std::string damaged = page->nextCursor;
        damaged.back() = damaged.back() == '0' ? '1' : '0';
        for (const auto& [query, cursor] :
            { std::pair{ queryOf("type:page"), page->nextCursor }, { otherOrder, page->nextCursor },
                { queryOf("type:post"), damaged }, { queryOf("type:post"), "zz" }, { queryOf("type:post"), "00" } }) {
            const auto refused = store.reader->entities(query, { 1, cursor }, evening);
            QVERIFY(!refused.ok());
            QCOMPARE(refused.error().code, std::string("INVALID_CURSOR"));
        }
    }

    void aCountIsExactWhateverTheFilter()
    {
        ReaderFixture store;
        EventBatchBuilder builder;
        for (int i = 0; i < 400; ++i)
            builder.faber("o/p/t/" + std::string(i % 4 == 0 ? "hit" : "other") + std::to_string(i) + " created");
        store.append(builder);
        for (const auto& [query, expected] :
            { std::pair{ "hit", 100 }, { "updated:<=2026-01-10T12:00:19Z", 20 }, { "type:t", 400 } }) {
            const auto count = store.reader->countEntities(queryOf(query), evening, 1);
            QVERIFY(count->isExact);
            QCOMPARE(count->count, expected);
        }
    }

    void theDetailHasStepsPropertiesAndSources()
    {
        ReaderFixture store;
        std::vector<std::string> lines{ "o/p/t/x created @2026-01-10T08:00:00Z prop.colour=red" };
        for (int i = 0; i < 6; ++i)
            lines.push_back("o/p/t/x step.completed b @2026-01-10T09:0" + std::to_string(i)
                + ":00Z dur=" + std::to_string(1000 + i));
        lines.push_back("o/p/t/x step.started a @2026-01-10T08:30:00Z action=act phase=ph stype=ty");
        store.faber(lines);
        const auto detail = store.reader->entity({ "o", "p", "t", "x" });
        QVERIFY(detail.ok());
        QCOMPARE(detail->steps.size(), 2u);
        QCOMPARE(detail->steps[0].stepId, std::string("a"));
        QCOMPARE(detail->steps[0].action, std::string("act"));
        QVERIFY(!detail->steps[0].p95DurationMs);
        QCOMPARE(detail->steps[1].executionCount, 6);
        QCOMPARE(detail->steps[1].durationMs.value(), 1005);
        QVERIFY(std::abs(detail->steps[1].p95DurationMs.value() - 1004) < 11);
        QCOMPARE(detail->properties.size(), 1u);
        QCOMPARE(detail->properties[0].name, std::string("colour"));
        QCOMPARE(detail->properties[0].json, std::string("\"red\""));
        QCOMPARE(detail->sources, std::vector<std::string>{ "faber" });

        for (const EntityKey& absent : { EntityKey{ "o", "p", "t", "y" }, EntityKey{ "o", "other", "t", "x" } }) {
            const auto missing = store.reader->entity(absent);
            QVERIFY(!missing.ok());
            QCOMPARE(missing.error().code, std::string("ENTITY_NOT_FOUND"));
        }
    }

    void theSearchPutsTheBestFirst()
    {
        ReaderFixture store;
        store.faber({ "o/p/t/my-post created", "o/p/t/post-2 created", "o/p/t/post created", "o/p/t/POST-3 created" });
        const auto found = store.reader->searchEntities("post", 10);
        QStringList ids;
        for (const EntityRow& row : *found)
            ids.append(QString::fromStdString(row.key.id));
        QCOMPARE(ids.size(), 4);
        QCOMPARE(ids.mid(0, 2), QStringList({ "post", "post-2" }));
        QCOMPARE(store.reader->searchEntities("post", 1)->size(), 1u);
        QVERIFY(store.reader->searchEntities("", 10)->empty());
        QVERIFY(store.reader->searchEntities("%", 10)->empty());
    }

    void aSnapshotStandsStillUntilItEnds()
    {
        ReaderFixture store;
        store.faber({ "o/p/t/a created" });
        QVERIFY(store.reader->beginSnapshot().ok());
        store.faber({ "o/p/t/b created @2026-01-10T12:30:00Z" });
        QCOMPARE(store.ids("").size(), 1u);
        store.reader->endSnapshot();
        QCOMPARE(store.ids("").size(), 2u);
    }

    void aCancelledReadEndsAndTheNextOneWorks()
    {
        ReaderFixture store;
        fill(store);
        const CancelToken cancelled;
        cancelled.cancel();
        store.reader->setCancelToken(cancelled);
        const auto page = store.reader->entities(queryOf("p"), {}, evening);
        QVERIFY(!page.ok());
        QVERIFY(page.error().kind == ErrorKind::Cancelled);
        store.reader->setCancelToken({});
        QVERIFY(store.reader->entities(queryOf("p"), {}, evening).ok());
    }
};

QTEST_GUILESS_MAIN(ReaderTest)
#include "reader_test.moc"
