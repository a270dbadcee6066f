#include "backend/store/sqlite/sqlite_store.h"

#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/migrations.h"
#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/schema.h"
#include "backend/store/sqlite/store_files.h"
#include "tests/backend/store/company.h"
#include "tests/backend/store/must.h"
#include "tests/support/event_builder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// Keeps files of this process from growing past a size; what is beyond fails as a full disk does.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit now = m_before;
        now.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, SIG_DFL);
    }

private:
    rlimit m_before{};
};

} // namespace

class SqliteStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void letsOneWriteAndOthersRead()
    {
        auto writer = take(open());
        const auto second = open();
        QVERIFY(!second);
        QVERIFY(second.error().kind == ErrorKind::Busy);
        QCOMPARE(second.error().code, std::string("STORE_IN_USE"));
        QVERIFY(second.error().message.find(std::to_string(::getpid())) != std::string::npos);

        auto reader = take(open(true));
        QVERIFY(reader->isReadOnly());
        append(*writer, *faberBatch("o/p/t/a created"));
        QCOMPARE(take(take(reader->openReader())->info()).lastSeq, Seq{ 1 });
        const auto batch = faberBatch("o/p/t/b created");
        AppendRequest request{ batch.get(), {} };
        QCOMPARE(reader->append({ &request, 1 }).error().code, std::string("STORE_READ_ONLY"));

        writer.reset();
        QVERIFY(open().ok());
    }

    void refusesWhatIsNoStore_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("readOnly");
        QTest::addColumn<QString>("code");
        QTest::newRow("text") << "text" << false << "STORE_NOT_A_STORE";
        QTest::newRow("other database") << "other" << false << "STORE_NOT_A_STORE";
        QTest::newRow("newer") << "newer" << false << "STORE_TOO_NEW";
        QTest::newRow("newer, to read") << "newer" << true << "STORE_TOO_NEW";
        QTest::newRow("directory") << "directory" << false << "STORE_IS_A_DIRECTORY";
        QTest::newRow("no such directory") << "none/x" << false << "STORE_DIRECTORY_NOT_FOUND";
        QTest::newRow("missing, to read") << "missing" << true << "STORE_NOT_FOUND";
        QTest::newRow("pipe") << "pipe" << false << "STORE_NOT_A_STORE";
    }
    void refusesWhatIsNoStore()
    {
        QFETCH(QString, name);
        QFETCH(bool, readOnly);
        QFile text(m_directory->filePath("text"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray("not a database, but long enough to have a header of one\n").repeated(100));
        text.close();
        QDir(m_directory->path()).mkdir("directory");
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        sql("other", "CREATE TABLE mine(x); INSERT INTO mine VALUES(1)");
        sql("newer", "CREATE TABLE meta(x); PRAGMA application_id=1112100430; PRAGMA user_version=99");
        const QByteArray before = content(name);

        const auto store = openSqliteStore({ .path = path(name), .readOnly = readOnly });
        QVERIFY(!store);
        QTEST(QString::fromStdString(store.error().code), "code");
        QVERIFY(!store.error().message.empty());
        QCOMPARE(content(name), before);
    }

    void saysWhenPermissionsAreMissing()
    {
        if (::geteuid() == 0)
            QSKIP("root may do everything");
        take(open()).reset();
        QFile::setPermissions(m_directory->filePath("s.store"), QFile::ReadOwner);
        QCOMPARE(open().error().code, std::string("STORE_PERMISSION"));
    }

    void convertsAnOlderStoreAfterACopy()
    {
        using namespace sqlite;
        sql("old",
            "CREATE TABLE meta(key TEXT PRIMARY KEY, value); INSERT INTO meta VALUES('a','old');"
            "PRAGMA application_id=1112100430; PRAGMA user_version=0");
        const std::vector<Migration> steps{
            { 1, [](Connection& c) { return c.execute("UPDATE meta SET value=value||'-2'"); } },
            { 0, [](Connection& c) { return c.execute("UPDATE meta SET value=value||'-1'"); } },
        };
        SqliteOptions options{ .path = path("old") };
        {
            auto connection = take(openStoreFile(options, steps, 2));
            QCOMPARE(take(connection.queryText("SELECT value FROM meta")), std::string("old-1-2"));
            QCOMPARE(take(connection.queryInt("PRAGMA user_version")), 2);
        }
        auto copy = take(Connection::open(path("old.v0.backup"), OpenMode::ReadOnly));
        QCOMPARE(take(copy.queryText("SELECT value FROM meta")), std::string("old"));
        QCOMPARE(take(copy.queryInt("PRAGMA user_version")), 0);
    }

    void leavesAStoreAsItWasWhenAStepFails()
    {
        using namespace sqlite;
        sql("old",
            "CREATE TABLE meta(key TEXT PRIMARY KEY, value); INSERT INTO meta VALUES('a','old');"
            "PRAGMA application_id=1112100430; PRAGMA user_version=0");
        const std::vector<Migration> steps{ { 0,
            [](Connection& c) { return c.execute("UPDATE meta SET value='half'; INSERT INTO nowhere VALUES(1)"); } } };
        QVERIFY(!openStoreFile({ .path = path("old") }, steps, 1));
        auto connection = take(Connection::open(path("old"), OpenMode::ReadWrite));
        QCOMPARE(take(connection.queryText("SELECT value FROM meta")), std::string("old"));
        QCOMPARE(take(connection.queryInt("PRAGMA user_version")), 0);
        // A store that no step leads from says so.
        QCOMPARE(openStoreFile({ .path = path("old") }, {}, 1).error().code, std::string("STORE_TOO_OLD"));
    }

    void losesNothingToAFullDisk()
    {
        auto store = take(open());
        append(*store, *companyBatch(1, 20));
        const std::string before = take(store->projectionChecksum());
        const auto batch = companyBatch(2, 60);
        AppendRequest request{ batch.get(), {} };
        {
            const FileSizeLimit limit(
                static_cast<rlim_t>(QFile(m_directory->filePath("s.store-wal")).size() + 100'000));
            for (int i = 0; i < 2; ++i) {
                const auto failed = store->append({ &request, 1 });
                QVERIFY(!failed);
                QVERIFY(failed.error().kind == ErrorKind::Unavailable);
                QVERIFY(request.outcomes.empty());
                QCOMPARE(take(store->projectionChecksum()), before);
            }
        }
        const ChangeSet changes = take(store->append({ &request, 1 }));
        QCOMPARE(changes.accepted, static_cast<std::int64_t>(batch->items.size()));
        QCOMPARE(request.outcomes.back().seq, changes.lastSeq);
        QVERIFY(check().empty());
        const std::string after = take(store->projectionChecksum());
        store.reset();
        store = take(open());
        QCOMPARE(take(store->projectionChecksum()), after);
    }

    void makesLostProjectionsAnew()
    {
        std::string before;
        {
            auto store = take(open());
            append(*store, *companyBatch(1, 60));
            before = take(store->projectionChecksum());
        }
        const auto again = [&] {
            auto store = take(open());
            must(store->settle());
            return take(store->projectionChecksum());
        };
        QVERIFY(QFile::remove(m_directory->filePath("s.store.projections")));
        QCOMPARE(again(), before);
        // Of another format, of another log, and none at all.
        sql("s.store.projections", "PRAGMA user_version=99");
        QCOMPARE(again(), before);
        sql("s.store.projections", "UPDATE progress SET log='other'");
        QCOMPARE(again(), before);
        QFile file(m_directory->filePath("s.store.projections"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no database at all, but long enough to be taken for one by somebody who looks at its size");
        file.close();
        QCOMPARE(again(), before);
    }

    void aReaderFoldsWhatAKilledWriterLeft()
    {
        {
            auto store = take(open());
            append(*store, *companyBatch(1, 60));
        }
        QVERIFY(QFile::remove(m_directory->filePath("s.store.projections")));
        auto store = take(open(true));
        QVERIFY(take(take(store->openReader())->info()).entityCount > 0);
    }

    void findsDamageToProjectionsAndARebuildHealsIt_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* name, const char* damage, const char* finding) {
            QTest::newRow(name) << damage << finding;
        };
        row("step missing in the index", "DELETE FROM entity_step WHERE entity=3 AND execution=4",
            "The index of steps and the entities' steps differ");
        row("step too many in the index", "INSERT INTO entity_step VALUES(1,6,1)",
            "The index of steps and the entities' steps differ");
        row("other step in the index", "UPDATE entity_step SET execution=6 WHERE entity=3 AND execution=4",
            "The index of steps and the entities' steps differ");
        row("source missing in the index", "DELETE FROM entity_source WHERE entity=2",
            "The index of sources and the entities' sources differ");
        row("workflow missing in the index", "DELETE FROM entity_workflow WHERE entity=1",
            "Entities by workflow and their runs differ");
        row("listed otherwise", "UPDATE entity SET retries=99 WHERE ref=1",
            "Entity 1 is listed as something else than it is");
        row("listed under another status", "UPDATE entity SET facet=facet%3+1 WHERE ref=1",
            "Entity 1 is listed as something else than it is");
        row("not listed", "DELETE FROM entity WHERE ref=1", "Entities that are listed and those that are there");
        row("counts of facets exchanged",
            "UPDATE facet SET count=count+1 WHERE id=1; UPDATE facet SET count=count-1 WHERE id=2",
            "Counts of the grid that differ from the entities (2, 0)");
        row("list of steps", "UPDATE entity_state SET steps=substr(steps,1,length(steps)-1) WHERE ref=1",
            "The list of steps of entity 1 is damaged");
        row("a step", "UPDATE entity_state SET steps=replace(steps,x'01',x'02') WHERE ref=1",
            "A step of entity 1 is damaged");
        row("row", "UPDATE entity_state SET registers=x'01' WHERE ref=1", "The row of entity 1 is damaged");
        row("properties", "UPDATE entity_state SET children=x'01' WHERE ref=1",
            "properties and sources of entity 1 is damaged");
        row("history", "UPDATE entity_state SET recent=x'80' WHERE ref=1", "The history of entity 1 is damaged");
        row("run", "UPDATE run SET registers=x'01' WHERE entity=1", "A run of entity 1 is damaged");
    }

    void findsDamageToProjectionsAndARebuildHealsIt()
    {
        QFETCH(QString, damage);
        QFETCH(QString, finding);
        {
            auto store = take(open());
            append(*store, *companyBatch(1, 20));
        }
        sql("s.store.projections", damage.toStdString());
        const auto findings = check(CheckDepth::Structure);
        QVERIFY2(
            has(findings, finding.toUtf8().constData()), findings.empty() ? "nothing" : findings[0].message.c_str());
        auto store = take(open());
        take(store->rebuild({}, {}));
        QVERIFY(check().empty());
    }

    void cleansUpAfterARebuildThatWasKilled()
    {
        take(open()).reset();
        sql("s.store.projections", "CREATE TABLE shadow_entity(x); CREATE TABLE shadow_volume(x)");
        auto store = take(open());
        append(*store, *companyBatch(1, 5));
        const std::string before = take(store->projectionChecksum());
        take(store->rebuild({}, {}));
        QCOMPARE(take(store->projectionChecksum()), before);
    }

    void aRebuildThatWaitsCanBeCancelled()
    {
        auto store = take(open());
        append(*store, *companyBatch(1, 5));
        // Nothing can be folded while this lasts.
        auto other = take(sqlite::Connection::open(path("s.store.projections"), sqlite::OpenMode::ReadWrite));
        const auto held = take(sqlite::Transaction::begin(other, sqlite::Transaction::Kind::Write));
        const auto batch = companyBatch(2, 5);
        AppendRequest request{ &*batch, {} };
        auto group = take(store->beginAppend());
        must(group->add(request));
        take(group->commit());
        const CancelToken cancel;
        cancel.cancel();
        const auto rebuilt = store->rebuild({}, cancel);
        QVERIFY(!rebuilt);
        QCOMPARE(rebuilt.error().code, std::string("CANCELLED"));
    }

private:
    std::string path(const QString& name) const { return m_directory->filePath(name).toStdString(); }

    Result<std::unique_ptr<EventStore>> open(bool readOnly = false) const
    {
        SqliteOptions options;
        options.path = path("s.store");
        options.readOnly = readOnly;
        return openSqliteStore(options);
    }

    std::vector<StoreFinding> check(CheckDepth depth = CheckDepth::Everything) const
    {
        return take(take(openSqliteSafety(path("s.store")))->check(depth, {}));
    }

    static bool has(const std::vector<StoreFinding>& findings, const char* words)
    {
        return std::any_of(findings.begin(), findings.end(),
            [&](const StoreFinding& finding) { return finding.message.find(words) != std::string::npos; });
    }

    static void append(EventStore& store, const EventBatch& batch)
    {
        AppendRequest request{ &batch, {} };
        take(store.append({ &request, 1 }));
    }

    void sql(const QString& name, const std::string& statements) const
    {
        auto connection = take(sqlite::Connection::open(path(name), sqlite::OpenMode::Create));
        must(connection.execute(statements));
    }

    QByteArray content(const QString& name) const
    {
        QFile file(m_directory->filePath(name));
        if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
            return {};
        return file.readAll();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(SqliteStoreTest)
#include "sqlite_store_test.moc"
