#include "backend/store/sqlite/entity_cache.h"
#include "backend/store/sqlite/sqlite_reader.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/reader_fixture.h"

#include <QFile>
#include <QTest>

#include <array>
#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// More than are read one by one.
constexpr int manyEntities = 1100;

std::string nameOf(int i)
{
    return "org/p" + std::to_string(i % 3) + "/t/entity-" + std::to_string(i);
}

/// One transaction that changes every entity.
void changeAll(EventStore& store, int entities, int round)
{
    EventBatchBuilder builder;
    const std::string time = " @2026-01-10T12:" + std::to_string(10 + round / 50) + ":"
        + std::to_string(10 + round % 50) + "Z status=" + (round % 2 == 0 ? "failed" : "completed")
        + " event=" + std::to_string(round) + "-";
    for (int i = 0; i < entities; ++i)
        builder.faber(nameOf(i) + " status.changed" + time + std::to_string(i));
    const auto batch = builder.build();
    AppendRequest request{ batch.get(), {} };
    take(store.append({ &request, 1 }));
}

EntityQuery listOf(const std::string& text, EntitySort column)
{
    EntityQuery query = queryOf(text);
    query.sort = { { column, true } };
    return query;
}

std::vector<EntityRow> pageOf(StoreReader& reader, const EntityQuery& query, std::int64_t rows = 200)
{
    return take(reader.entities(query, { rows, {} }, evening)).items;
}

SqliteOptions optionsFor(const std::string& path, bool readOnly)
{
    SqliteOptions options;
    options.path = path;
    options.readOnly = readOnly;
    return options;
}

} // namespace

class EntityCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// In each state all entities have as many events, and all the same status.
    void anotherProcessSeesEveryTransactionWhole()
    {
        constexpr int entities = 60;
        constexpr int rounds = 150;
        QTemporaryDir directory;
        const std::string path = directory.filePath(QStringLiteral("store")).toStdString();
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const pid_t writer = ::fork();
        QVERIFY(writer >= 0);
        if (writer == 0) {
            auto store = take(openSqliteStore(optionsFor(path, false)));
            for (int round = 0; round < rounds; ++round) {
                changeAll(*store, entities, round);
                if (::write(pipe[1], &round, sizeof round) != sizeof round)
                    ::_exit(1);
            }
            store.reset();
            ::_exit(0);
        }
        ::close(pipe[1]);
        int round = 0;
        QCOMPARE(::read(pipe[0], &round, sizeof round), ssize_t{ sizeof round });
        const auto store = take(openSqliteStore(optionsFor(path, true)));
        const auto reader = take(store->openReader());
        const EntityQuery failed = listOf("status:failed -action:none", EntitySort::Created);
        const EntityQuery all = listOf("", EntitySort::Version);
        while (::read(pipe[0], &round, sizeof round) == sizeof round) {
            const std::vector<EntityRow> rows = pageOf(*reader, all);
            QCOMPARE(rows.size(), std::size_t{ entities });
            for (const EntityRow& row : rows) {
                QCOMPARE(row.version, rows.front().version);
                QVERIFY(row.status == rows.front().status);
            }
            // What append() has returned for can be seen.
            QVERIFY(rows.front().version > round);
            const std::size_t some = pageOf(*reader, failed).size();
            QVERIFY2(some == 0 || some == entities, qPrintable(QString::number(some)));
        }
        ::close(pipe[0]);
        int status = 0;
        QCOMPARE(::waitpid(writer, &status, 0), writer);
        QCOMPARE(status, 0);
        QCOMPARE(pageOf(*reader, all).back().version, std::int64_t{ rounds });
        QCOMPARE(pageOf(*reader, failed).size(), std::size_t{ rounds % 2 == 0 ? 0 : entities });
    }

    void aRebuildLeavesNothingOfTheOldTables()
    {
        ReaderFixture store;
        changeAll(*store.store, manyEntities, 0);
        mislead(store.path());
        const auto other = take(openSqliteReader(store.path(), true));
        const EntityQuery byRetries = listOf("", EntitySort::Retries);
        for (StoreReader* reader : { store.reader.get(), other.get() })
            QCOMPARE(pageOf(*reader, byRetries, 1).front().ref, misled);
        take(store.store->rebuild({}, {}));
        for (StoreReader* reader : { store.reader.get(), other.get() })
            QVERIFY(pageOf(*reader, byRetries, 1).front().ref != misled);
    }

    void pagesStayAsTheyAreDuringRebuilds()
    {
        ReaderFixture store;
        changeAll(*store.store, manyEntities, 0);
        changeAll(*store.store, manyEntities / 2, 1);
        const EntityQuery query = listOf("status:failed -step:s", EntitySort::Id);
        const auto refsOf = [&query](StoreReader& reader) {
            std::vector<EntityRef> refs;
            for (const EntityRow& row : pageOf(reader, query))
                refs.push_back(row.ref);
            return refs;
        };
        const std::vector<EntityRef> wanted = refsOf(*store.reader);
        QCOMPARE(wanted.size(), std::size_t{ 200 });
        std::atomic<bool> isOver = false;
        std::atomic<int> wrong = 0;
        std::atomic<int> read = 0;
        const auto readOn = [&](std::unique_ptr<StoreReader> reader) {
            while (!isOver || read == 0) {
                if (refsOf(*reader) != wanted)
                    ++wrong;
                ++read;
            }
        };
        std::thread ofTheStore(readOn, take(store.store->openReader()));
        std::thread ofItsOwn(readOn, take(openSqliteReader(store.path(), true)));
        for (int i = 0; i < 5; ++i)
            take(store.store->rebuild({}, {}));
        isOver = true;
        ofTheStore.join();
        ofItsOwn.join();
        QCOMPARE(wrong.load(), 0);
    }

    void projectionsThatAreMadeAnewAreReadAnew()
    {
        ReaderFixture store;
        changeAll(*store.store, manyEntities, 0);
        mislead(store.path());
        store.reader.reset();
        store.store.reset();
        const auto readers = take(openSqliteStore(optionsFor(store.path(), true)));
        const auto before = take(readers->openReader());
        const EntityQuery byRetries = listOf("", EntitySort::Retries);
        QCOMPARE(pageOf(*before, byRetries, 1).front().ref, misled);

        QVERIFY(QFile::remove(QString::fromStdString(store.path() + ".projections")));
        must(take(openSqliteStore(optionsFor(store.path(), false)))->settle());
        const auto after = take(readers->openReader());
        QVERIFY(pageOf(*after, byRetries, 1).front().ref != misled);
        // One that still has the old file open sees what is there.
        QCOMPARE(pageOf(*before, byRetries, 1).front().ref, misled);
        QVERIFY(pageOf(*after, byRetries, 1).front().ref != misled);
    }

    /// Opening a large store takes as long as opening an empty one.
    void nothingIsReadAheadOfTheFirstPage()
    {
        ReaderFixture store;
        changeAll(*store.store, manyEntities, 0);
        const auto cache = std::make_shared<sqlite::EntityCache>();
        const auto reader = take(openSqliteReader(store.path(), true, cache));
        for (const char* text :
            { "", "status:failed", "org:org -project:p1", "updated:<7d", "id:entity-7", "step:s" }) {
            take(reader->entities(queryOf(text), {}, evening));
        }
        take(reader->countEntities(queryOf("status:failed"), evening, 1));
        take(reader->info());
        take(reader->grid("", ""));
        take(reader->entity({ "org", "p0", "t", "entity-0" }));
        QCOMPARE(cache->byteSize(), std::size_t{ 0 });
        take(reader->entities(listOf("", EntitySort::Created), {}, evening));
        QVERIFY(cache->byteSize() > 0);
    }

    void memoryIsBounded()
    {
        constexpr std::size_t entities = 20'000;
        ReaderFixture store;
        changeAll(*store.store, entities, 0);
        const auto cache = std::make_shared<sqlite::EntityCache>();
        const auto reader = take(openSqliteReader(store.path(), true, cache));
        take(reader->entities(listOf("", EntitySort::Created), {}, evening));
        // Two times of 8 bytes, and small numbers.
        QVERIFY2(cache->byteSize() <= 26 * entities, qPrintable(QString::number(cache->byteSize())));
        take(reader->entities(listOf("", EntitySort::Id), {}, evening));
        // An id has its bytes, and 4 to say where they end.
        const std::size_t columns = cache->byteSize();
        QVERIFY2(columns <= (26 + 13 + 4) * entities, qPrintable(QString::number(columns)));
        // A byte an entity for each filter that needs one, and not more than some of those.
        for (int i = 0; i < 200; ++i)
            take(reader->entities(queryOf("-key:key-" + std::to_string(i) + " -source:faber"), {}, evening));
        const std::size_t sets = cache->byteSize() - columns;
        QVERIFY2(sets <= 40 * (entities + 4096), qPrintable(QString::number(sets)));
    }

    void projectionsOfAnotherVersionAreMadeAnewForAReaderToo()
    {
        ReaderFixture store;
        changeAll(*store.store, manyEntities, 0);
        store.reader.reset();
        execute(store.path(), "PRAGMA user_version=1");
        // Somebody has the store open for writing, as another version of the program might.
        const auto refused = openSqliteReader(store.path(), true);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("PROJECTIONS_OTHER_FORMAT"));
        store.store.reset();
        const auto readOnly = take(openSqliteStore(optionsFor(store.path(), true)));
        QCOMPARE(pageOf(*take(readOnly->openReader()), listOf("", EntitySort::Id)).size(), std::size_t{ 200 });
    }

private:
    static constexpr EntityRef misled = 777;

    static void execute(const std::string& path, const std::string& sql)
    {
        auto connection = take(sqlite::Connection::open(path + ".projections", sqlite::OpenMode::ReadWrite));
        must(connection.execute(sql));
    }
    /// Says of an entity what its events do not say: what is made from the log again differs, with the same events.
    static void mislead(const std::string& path)
    {
        execute(path, "UPDATE entity SET retries=9 WHERE ref=" + std::to_string(misled));
    }
};

QTEST_GUILESS_MAIN(EntityCacheTest)
#include "entity_cache_test.moc"
