#include "backend/store/sqlite/sqlite_reader.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/naive_search.h"
#include "tests/backend/store/reader_fixture.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// More than are looked at one by one, so that every way to find a page is taken.
constexpr int manyEntities = 1300;

std::string number(std::uint32_t value)
{
    return std::to_string(value);
}

/// Entities of which each says something else; the same ones again say more, and something else.
class Company {
public:
    explicit Company(ReaderFixture& store)
        : m_store(store)
    {
    }

    void add(int from, int to)
    {
        EventBatchBuilder builder;
        for (int i = from; i < to; ++i) {
            if (i % 13 == 0)
                addOrder(builder, i);
            else
                addContent(builder, i);
        }
        m_store.append(builder);
    }

    std::vector<KnownEntity> known() const { return readKnown(*m_store.reader, m_keys); }

private:
    std::uint32_t any(std::uint32_t of) { return m_random() % of; }

    std::string time()
    {
        return " @2026-01-" + std::string(any(3) == 0 ? "08" : "10") + "T1" + number(any(8)) + ":"
            + number(10 + any(50)) + ":" + number(10 + any(50)) + "Z";
    }

    void addContent(EventBatchBuilder& builder, int i)
    {
        const auto u = static_cast<std::uint32_t>(i);
        const EntityKey key{ "org" + number(u % 3), "p" + number(u * 7 % 5), "t" + number(u % 2),
            (u % 4 == 0 ? "Post-" : "page-") + number(u) };
        m_keys.insert(key);
        const std::string entity = toString(key);
        static const char* statuses[] = { "pending", "in_progress", "completed", "failed" };
        builder.faber(entity + " created" + time() + " status=" + statuses[any(4)] + " event=c" + number(m_event++));
        for (std::uint32_t step = any(4); step > 0; --step) {
            const bool failed = any(4) == 0;
            const std::string label = number(any(5));
            builder.faber(entity
                + (failed             ? " step.failed"
                        : any(2) == 0 ? " step.started"
                                      : " step.completed")
                + " s" + label + time() + " action=a" + number(any(3)) + " stype=y" + label
                + " retry=" + number(any(4) * any(2))
                + (any(3) == 0 ? " workflow=w" + number(any(3)) + " run=r" + number(any(2)) : "")
                + (failed ? any(2) == 0 ? " error=\"No such TABLE\"" : " error=\"timeout after 30 s\"" : "")
                + " status=" + statuses[any(4)] + " event=e" + number(m_event++));
        }
    }

    void addOrder(EventBatchBuilder& builder, int i)
    {
        const std::string id = "o-" + std::to_string(i);
        m_keys.insert({ "acme", "shop", "order", id });
        builder.helios((any(2) == 0 ? "aws" : "gcp") + std::string(" OrderPlaced ") + id + time()
            + " org=acme project=shop event=h" + number(m_event++));
    }

    ReaderFixture& m_store;
    std::set<EntityKey> m_keys;
    std::mt19937 m_random{ 11 };
    std::uint32_t m_event = 0;
};

const std::vector<std::string>& queries()
{
    static const std::vector<std::string> all{ "", "status:failed", "status:failed status:pending", "-status:completed",
        "org:org1", "-project:p2", "project:p2 project:nowhere", "project:nowhere", "-project:nowhere type:t1",
        "type:t0 type:order", "current:s3", "current:s3 current:s1", "current:\"\"", "-current:s3", "id:page-7",
        "id:page-7 id:Post-8", "id:p*", "id:page-1*", "-id:page*", "id:o-13 source:aws", "step:s1", "step:a1",
        "-step:s1", "step:s1 step:s2", "step:nowhere", "-step:nowhere org:org0", "action:a1", "action:a1:failed",
        "action:a1:failed action:a2:completed", "-action:a1:started", "steptype:y3", "steptype:y3:failed",
        "steptype:y3 action:a1", "-steptype:y0 -steptype:y1", "workflow:w1", "workflow:w0 workflow:w2", "workflow:\"\"",
        "-workflow:\"\"", "workflow:\"\" workflow:w1", "-workflow:w1", "key:o-13", "key:o-13 key:o-26", "key:\"\"",
        "-key:\"\"", "-key:o-13", "key:\"\" key:o-26", "source:aws", "source:faber", "-source:faber",
        "source:aws source:gcp", "source:nobody", "updated:<1d", "updated:>1d", "updated:2026-01-08",
        "-updated:>=2026-01-10T14:00:00Z", "updated:>=2026-01-10T12:00:00Z updated:<2026-01-10T15:00:00Z status:failed",
        "updated:2026-01-08 updated:2026-01-10", "created:<=2026-01-08", "-created:2026-01-08", "retries:0",
        "retries:>1", "retries:1 retries:3", "retries:<=2 retries:>0", "-retries:0", "error:table", "error:TIME",
        "-error:table", "error:e error:s", "error:nothing", "post", "POST-1", "-post", "page 1", "-page -post",
        "no such id", "status:failed step:s2 error:table page", "org:org2 -status:failed workflow:w2 retries:>0" };
    return all;
}

/// Each column in both directions, and orders of several keys.
std::vector<std::vector<SortKey>> orders()
{
    std::vector<std::vector<SortKey>> all{ {} };
    for (int column = 0; column <= static_cast<int>(EntitySort::Version); ++column) {
        for (const bool descending : { false, true })
            all.push_back({ { static_cast<EntitySort>(column), descending } });
    }
    all.push_back({ { EntitySort::Status, false }, { EntitySort::Updated, true } });
    all.push_back({ { EntitySort::Project, true }, { EntitySort::Id, false } });
    all.push_back({ { EntitySort::CurrentStep, false }, { EntitySort::Retries, true }, { EntitySort::Type, false } });
    all.push_back({ { EntitySort::Retries, true }, { EntitySort::Organization, true } });
    return all;
}

std::vector<EntityRef> refsByPages(StoreReader& reader, const EntityQuery& query, std::int64_t pageSize)
{
    std::vector<EntityRef> out;
    PageRequest request{ pageSize, {} };
    do {
        const auto page = take(reader.entities(query, request, evening));
        for (const EntityRow& row : page.items)
            out.push_back(row.ref);
        request.cursor = page.nextCursor;
    } while (!request.cursor.empty());
    return out;
}

std::string nameOf(const EntityQuery& query)
{
    std::string name = toString(query) + " by";
    for (const SortKey& key : query.sort)
        name += " " + std::to_string(static_cast<int>(key.column)) + (key.descending ? "v" : "^");
    return name;
}

/// Empty: pages, counts and the live check say what a search over `known` says.
std::string differenceOf(
    StoreReader& reader, const std::vector<KnownEntity>& known, const EntityQuery& query, std::int64_t pageSize)
{
    const std::vector<EntityRef> expected = searchNaively(known, query, evening);
    const std::vector<EntityRef> found = refsByPages(reader, query, pageSize);
    if (found != expected)
        return nameOf(query) + ": " + std::to_string(found.size()) + " entities instead of "
            + std::to_string(expected.size()) + ", or in another order";
    if (query.sort.size() != 1)
        return {};
    const RowCount count = take(reader.countEntities(query, evening, 1));
    if (!count.isExact || count.count != static_cast<std::int64_t>(expected.size()))
        return nameOf(query) + ": counts " + std::to_string(count.count);
    std::vector<EntityRef> some;
    for (std::size_t i = 0; i < known.size(); i += 7)
        some.push_back(known[i].row.ref);
    std::set<EntityRef> wanted;
    for (const EntityRef ref : some) {
        if (std::find(expected.begin(), expected.end(), ref) != expected.end())
            wanted.insert(ref);
    }
    std::set<EntityRef> live;
    for (const EntityRow& row : take(reader.entitiesByRef(some, query, evening)))
        live.insert(row.ref);
    return live == wanted ? std::string() : nameOf(query) + ": the live check differs";
}

} // namespace

class EntityPagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFilterInEveryOrderIsWhatItSays_data()
    {
        QTest::addColumn<QString>("query");
        for (const std::string& query : queries())
            QTest::newRow(query.c_str()) << QString::fromStdString(query);
    }

    /// Before and after changes, by a reader that has seen them come and one that has not.
    void everyFilterInEveryOrderIsWhatItSays()
    {
        QFETCH(QString, query);
        State& state = shared();
        for (const std::vector<SortKey>& order : orders()) {
            EntityQuery wanted = queryOf(query.toStdString());
            wanted.sort = order;
            for (StoreReader* reader : { state.store.reader.get(), state.other.get() }) {
                const std::string difference = differenceOf(*reader, state.known, wanted, 170);
                QVERIFY2(difference.empty(), difference.c_str());
            }
        }
    }

    void changesAreFollowedWithoutReadingEverythingAgain()
    {
        ReaderFixture store;
        Company company(store);
        company.add(0, manyEntities);
        const auto other = take(openSqliteReader(store.path(), true));
        const std::vector<std::vector<SortKey>> allOrders = orders();
        std::mt19937 random(5);
        // Small changes, a rebuild, and more change than is kept to be followed.
        for (int round = 0; round < 8; ++round) {
            if (round == 4)
                take(store.store->rebuild({}, {}));
            else if (round > 0)
                company.add(round * 100, round * 100 + 130 * round);
            const std::vector<KnownEntity> known = company.known();
            for (const std::string& text : queries()) {
                EntityQuery query = queryOf(text);
                query.sort = allOrders[random() % allOrders.size()];
                StoreReader& reader = round % 3 == 2 ? *other : *store.reader;
                const std::string difference = differenceOf(reader, known, query, 333);
                QVERIFY2(difference.empty(), difference.c_str());
            }
        }
    }

    /// What others see meanwhile has gone beyond it.
    void aSnapshotShowsWhatItShowedAtFirst()
    {
        ReaderFixture store;
        Company company(store);
        company.add(0, manyEntities);
        const std::vector<KnownEntity> before = company.known();
        const auto frozen = take(store.store->openReader());
        must(frozen->beginSnapshot());
        EntityQuery query = queryOf("-step:s1 -workflow:w2");
        query.sort = { { EntitySort::Retries, true }, { EntitySort::Id, false } };
        for (int round = 0; round < 3; ++round) {
            const std::string difference = differenceOf(*frozen, before, query, 100);
            QVERIFY2(difference.empty(), difference.c_str());
            company.add(round * 300, manyEntities + round * 100);
            const std::string now = differenceOf(*store.reader, company.known(), query, 500);
            QVERIFY2(now.empty(), now.c_str());
        }
        frozen->endSnapshot();
        const std::string after = differenceOf(*frozen, company.known(), query, 100);
        QVERIFY2(after.empty(), after.c_str());
    }

    /// A page's rows and what chose them are of one state.
    void pagesAreWholeWhileOthersWrite()
    {
        ReaderFixture store;
        Company company(store);
        company.add(0, manyEntities);
        std::atomic<bool> isOver = false;
        std::atomic<int> wrong = 0;
        const auto read = [&](const char* text, EntitySort column) {
            const auto reader = take(store.store->openReader());
            EntityQuery query = queryOf(text);
            query.sort = { { column, true }, { EntitySort::Updated, true } };
            while (!isOver) {
                const auto page = take(reader->entities(query, { 50, {} }, evening));
                for (std::size_t i = 0; i < page.items.size(); ++i) {
                    const EntityRow& row = page.items[i];
                    const bool isSorted = i == 0
                        || (column == EntitySort::Retries ? page.items[i - 1].retries >= row.retries
                                                          : page.items[i - 1].version >= row.version);
                    if (!isSorted || row.status == EntityStatus::Completed || row.error == "No such TABLE")
                        ++wrong;
                }
            }
        };
        std::thread first(read, "-status:completed -error:table -action:a7", EntitySort::Retries);
        std::thread second(read, "-error:\"such table\" -status:completed", EntitySort::Version);
        for (int round = 0; round < 40; ++round)
            company.add(round * 17 % 900, round * 17 % 900 + 60);
        isOver = true;
        first.join();
        second.join();
        QCOMPARE(wrong.load(), 0);
    }

    void aCancelledFirstUseEndsAndTheNextOneWorks()
    {
        ReaderFixture store;
        Company company(store);
        company.add(0, manyEntities);
        EntityQuery query = queryOf("-step:s1");
        query.sort = { { EntitySort::Id, true } };
        const CancelToken token;
        token.cancel();
        store.reader->setCancelToken(token);
        QVERIFY(store.reader->entities(query, {}, evening).error().kind == ErrorKind::Cancelled);
        store.reader->setCancelToken({});
        const std::string difference = differenceOf(*store.reader, company.known(), query, 200);
        QVERIFY2(difference.empty(), difference.c_str());
    }

private:
    /// A store for all rows of a table: it takes longer to fill than to ask.
    struct State {
        State()
        {
            Company company(store);
            company.add(0, manyEntities);
            other = take(openSqliteReader(store.path(), true));
            // The columns of the first reader are those of now, and follow.
            EntityQuery query = queryOf("-step:s1 -source:aws -workflow:w1 -error:table");
            query.sort = { { EntitySort::Id, true } };
            take(store.reader->entities(query, {}, evening));
            company.add(200, manyEntities + 100);
            known = company.known();
        }
        ReaderFixture store;
        std::unique_ptr<StoreReader> other;
        std::vector<KnownEntity> known;
    };
    static State& shared()
    {
        static State state;
        return state;
    }
};

QTEST_GUILESS_MAIN(EntityPagesTest)
#include "entity_pages_test.moc"
