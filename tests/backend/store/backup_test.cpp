#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/safety/store_restore.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/safety_fixture.h"
#include "tests/support/event_builder.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace binnacle;
using namespace binnacle::test;

/// Copies that are made while others write, and what takes a store's place.
class BackupTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m = std::make_unique<SafetyFixture>(); }

    void aBackupHasEverythingOfOneMoment()
    {
        m->fill(1, 300, 7);
        const std::string head = m->head();
        const BackupSummary made = take(backUp());
        QCOMPARE(toString(made.head), head);
        QCOMPARE(m->head("b.backup"), head);
        QCOMPARE(made.sizeBytes, QFileInfo(file("b.backup")).size());
        QVERIFY(
            m->number("SELECT count(*) FROM quarantine", "b.backup") == m->number("SELECT count(*) FROM quarantine"));
        QCOMPARE(files(), QStringList({ QStringLiteral("b.backup") }) + storeFiles());
    }

    void aBackupIsMadeWhileEventsComeIn()
    {
        const auto store = m->open();
        SafetyFixture::append(*store, 1, 900);
        std::atomic<bool> isStopped{ false };
        std::atomic<Seq> acknowledged{ 0 };
        std::thread writer([&] {
            for (int i = 0; !isStopped; ++i)
                acknowledged = SafetyFixture::appendOne(*store, i);
        });
        std::vector<std::string> heads;
        for (int i = 0; i < 3; ++i) {
            const Seq before = acknowledged;
            const std::string name = "backup-" + std::to_string(i);
            const BackupSummary made = take(backUp(name.c_str()));
            QVERIFY(made.head.seq >= before);
            QVERIFY(m->verify({}, name.c_str()).isWhole());
            heads.push_back(toString(made.head));
        }
        isStopped = true;
        writer.join();
        for (const std::string& head : heads)
            QVERIFY(m->verify(head).holdsNoted == true);
    }

    void nothingIsOverwritten()
    {
        m->fill(1, 10);
        QFile other(file("b.backup"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("mine") == 4);
        other.close();
        const auto made = backUp();
        QCOMPARE(made.error().code, std::string("BACKUP_EXISTS"));
        QVERIFY(made.error().kind == ErrorKind::Refused);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("mine"));
        QCOMPARE(take(openSqliteSafety(m->path()))->backUp(m->path("none/b"), {}).error().code,
            std::string("FOLDER_NOT_FOUND"));
    }

    void aDamagedStoreIsNotBackedUp()
    {
        m->fill(1, 300);
        m->sql("UPDATE block SET payloads=zeroblob(100) WHERE first_seq=1");
        const auto made = backUp();
        QCOMPARE(made.error().code, std::string("BACKUP_DAMAGED"));
        QVERIFY(made.error().message.find("events 1 to 512") != std::string::npos);
        QCOMPARE(files(), storeFiles());
    }

    void aCancelledBackupLeavesNothing()
    {
        m->fill(1, 300);
        SafetyWatch watch;
        watch.progress = [&watch](const SafetyWatch::Progress&) { watch.cancel.cancel(); };
        QCOMPARE(backUp("b.backup", watch).error().message, std::string("Cancelled; no backup was made."));
        QCOMPARE(files(), storeFiles());
    }

    void aPartThatAKilledBackupLeftIsTakenOver()
    {
        m->fill(1, 10);
        QFile part(file("b.backup.part"));
        QVERIFY(part.open(QIODevice::WriteOnly) && part.write("half a backup") > 0);
        part.close();
        take(backUp());
        QVERIFY(!part.exists());
    }

    void aRestoredStoreIsWhatWasBackedUp()
    {
        m->fill(1, 300, 4);
        const std::string head = m->head();
        std::string sum;
        {
            const auto store = m->open();
            sum = take(store->projectionChecksum());
        }
        take(backUp());
        {
            const auto store = m->open();
            SafetyFixture::append(*store, 2, 300);
        }
        const std::string later = m->head();
        QCOMPARE(restore(false).error().code, std::string("STORE_EXISTS"));
        QCOMPARE(m->head(), later);

        const RestoreSummary restored = take(restore(true));
        QCOMPARE(toString(restored.head), head);
        QCOMPARE(m->head(), head);
        const std::string kept = QFileInfo(QString::fromStdString(restored.replaced)).fileName().toStdString();
        QVERIFY(kept.starts_with("s.store.replaced-"));
        QCOMPARE(m->head(kept.c_str()), later);
        const auto store = m->open();
        must(store->settle());
        QCOMPARE(take(store->projectionChecksum()), sum);
        QVERIFY(m->check().empty());
        // The histories part here; heads of both hold what was there before.
        SafetyFixture::append(*store, 3, 10);
        QVERIFY(m->verify(head).holdsNoted == true);
        QVERIFY(m->verify(later).holdsNoted == false);
    }

    void aStoreIsRestoredWhereThereIsNone()
    {
        m->fill(1, 300);
        const std::string head = m->head();
        take(backUp());
        for (const QString& name : files()) {
            if (name != QStringLiteral("b.backup") && !name.endsWith(QStringLiteral(".projections")))
                QVERIFY(QFile::remove(m->folder().filePath(name)));
        }
        // What an earlier store left beside its name is not taken for this one's.
        QFile log(file("s.store-wal"));
        QVERIFY(log.open(QIODevice::WriteOnly) && log.write("something") > 0);
        log.close();
        const RestoreSummary restored = take(restore(false));
        QVERIFY(restored.replaced.empty());
        QCOMPARE(m->head(), head);
        QVERIFY(m->open(true)->isReadOnly());
        QVERIFY(m->check().empty());
    }

    void projectionsOfAnotherHistoryAreNotShown()
    {
        m->fill(1, 300);
        take(backUp());
        {
            const auto store = m->open();
            SafetyFixture::append(*store, 2, 20);
        }
        // As after a crash at the worst moment: the file is replaced, the projections are still there.
        QVERIFY(QFile::copy(file("s.store.projections"), file("saved")));
        take(restore(true));
        {
            const auto store = m->open();
            SafetyFixture::append(*store, 3, 20);
        }
        const std::string sum = take(m->open()->projectionChecksum());
        QVERIFY(QFile::remove(file("s.store.projections")));
        QVERIFY(QFile::rename(file("saved"), file("s.store.projections")));
        const auto store = m->open(true);
        QCOMPARE(take(store->projectionChecksum()), sum);
    }

    void aDamagedBackupReplacesNothing_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("block") << "UPDATE block SET facts=zeroblob(50) WHERE first_seq=513";
        QTest::newRow("events") << "DELETE FROM block WHERE first_seq=513";
        QTest::newRow("identities") << "DELETE FROM identity_recent";
        QTest::newRow("quarantine") << "UPDATE quarantine SET item=x'00'";
    }
    void aDamagedBackupReplacesNothing()
    {
        QFETCH(QString, damage);
        m->fill(1, 300, 2);
        {
            const auto store = m->open();
            EventBatchBuilder builder;
            const auto batch = builder.json("not json").build();
            AppendRequest request{ batch.get(), {} };
            take(store->append({ &request, 1 }));
        }
        take(backUp());
        m->sql(damage.toStdString(), "b.backup");
        const std::string head = m->head();
        const QStringList before = files();
        const auto restored = restore(true);
        QCOMPARE(restored.error().code, std::string("BACKUP_DAMAGED"));
        QVERIFY(restored.error().kind == ErrorKind::Corrupt);
        QCOMPARE(m->head(), head);
        QCOMPARE(files(), before);
    }

    void nothingIsRestoredOverAStoreInUse()
    {
        m->fill(1, 10);
        take(backUp());
        {
            const auto writer = m->open();
            QCOMPARE(restore(true).error().code, std::string("STORE_IN_USE"));
        }
        const auto store = m->open(true);
        const auto reader = take(store->openReader());
        take(reader->info());
        QCOMPARE(restore(true).error().code, std::string("STORE_BUSY"));
        QCOMPARE(take(reader->info()).isReadOnly, true);
    }

    void otherFilesAreNoBackups()
    {
        m->fill(1, 10);
        QCOMPARE(restore(true).error().code, std::string("BACKUP_NOT_FOUND"));
        QFile other(file("b.backup"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(QByteArray("not a database, but long enough to have a header of one\n").repeated(100));
        other.close();
        QCOMPARE(restore(true).error().code, std::string("STORE_NOT_A_STORE"));
        QVERIFY(other.remove());
        // Nor is anything but a store replaced.
        take(backUp());
        for (const QString& name : storeFiles())
            QVERIFY(QFile::remove(m->folder().filePath(name)));
        auto connection = take(sqlite::Connection::open(m->path(), sqlite::OpenMode::Create));
        must(connection.execute("CREATE TABLE mine(x)"));
        connection = {};
        QCOMPARE(restore(true).error().code, std::string("STORE_NOT_A_STORE"));
        QCOMPARE(m->number("SELECT count(*) FROM mine"), std::int64_t{ 0 });
    }

    void aStoreThatIsDamagedBeyondOpeningIsReplacedToo()
    {
        m->fill(1, 300);
        const std::string head = m->head();
        take(backUp());
        QFile store(file("s.store"));
        QVERIFY(store.open(QIODevice::ReadWrite));
        store.write(QByteArray(8192, 'x'));
        store.close();
        const RestoreSummary restored = take(restore(true));
        QVERIFY(QFile::exists(QString::fromStdString(restored.replaced)));
        QCOMPARE(m->head(), head);
        QVERIFY(m->check(CheckDepth::Structure).size() <= 1); // The projections are not made yet.
    }

private:
    QString file(const char* name) const { return m->folder().filePath(QLatin1String(name)); }
    /// Without what SQLite leaves beside a store that was only read.
    QStringList files() const
    {
        QStringList names = QDir(m->folder().path()).entryList(QDir::Files, QDir::Name);
        names.removeAll(QStringLiteral("s.store-wal"));
        names.removeAll(QStringLiteral("s.store-shm"));
        return names;
    }
    static QStringList storeFiles()
    {
        return { QStringLiteral("s.store"), QStringLiteral("s.store.lock"), QStringLiteral("s.store.projections") };
    }
    Result<BackupSummary> backUp(const char* name = "b.backup", const SafetyWatch& watch = {}) const
    {
        return take(openSqliteSafety(m->path()))->backUp(m->path(name), watch);
    }
    Result<RestoreSummary> restore(bool replaces) const
    {
        return restoreSqliteStore({ m->path("b.backup"), m->path(), replaces }, {});
    }

    std::unique_ptr<SafetyFixture> m;
};

QTEST_GUILESS_MAIN(BackupTest)
#include "backup_test.moc"
