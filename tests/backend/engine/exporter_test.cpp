#include "backend/engine/engine.h"
#include "backend/intake/event_sink.h"
#include "tests/support/engine_await.h"
#include "tests/support/fake_store.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace binnacle;
using namespace binnacle::test;

class ExporterTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<FakeStore::Control> m_store;

    std::string target(const char* name) const { return m_folder.filePath(name).toStdString(); }
    static QByteArray content(const std::string& path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void add(const std::string& eventId, const std::string& entityId)
    {
        std::promise<void> stored;
        m_engine->sink().submit(batchOf(eventId, entityId), [&](const EventSink::Outcome&) { stored.set_value(); });
        stored.get_future().wait();
    }
    Result<std::int64_t> write(const std::string& path, const std::string& format, std::vector<std::string> columns,
        std::vector<std::string> masked = {}, CancelToken token = {})
    {
        EntityQuery query;
        query.sort = { { EntitySort::Id, false } };
        return await<std::int64_t>(
            [&](auto done) { m_engine->exportEntities(token, query, columns, masked, format, path, {}, done); });
    }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void init()
    {
        auto fake = std::make_unique<FakeStore>();
        m_store = std::make_unique<FakeStore::Control>(fake->control());
        m_engine = Engine::start(std::move(fake), {});
        for (const QString& name : files())
            QFile::remove(m_folder.filePath(name));
    }

    void csvFollowsTheRfcAndDefusesFormulas()
    {
        add("1", "=HYPERLINK(\"x\")");
        add("2", "a,b");
        add("3", "plain");
        add("4", "two\nlines");
        QCOMPARE(*write(target("rows.csv"), "csv", { "id", "status", "version" }), 4);
        QCOMPARE(content(target("rows.csv")),
            QByteArray("id,status,version\r\n\"'=HYPERLINK(\"\"x\"\")\",in_progress,1\r\n\"a,b\",in_progress,1\r\n"
                       "plain,in_progress,1\r\n\"two\nlines\",in_progress,1\r\n"));
    }

    void jsonIsOneArray()
    {
        QCOMPARE(*write(target("none.json"), "json", { "id" }), 0);
        QCOMPARE(QJsonDocument::fromJson(content(target("none.json"))).array().size(), 0);
        add("1", "a\"b\x01");
        add("2", "c");
        QCOMPARE(*write(target("rows.json"), "json", {}), 2);
        const QJsonArray rows = QJsonDocument::fromJson(content(target("rows.json"))).array();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0]["id"].toString(), QString("a\"b\x01"));
        QCOMPARE(rows[0]["version"].toInt(), 1);
        QCOMPARE(rows[0].toObject().size(), static_cast<int>(Engine::exportColumns().size()));
        QCOMPARE(rows[1]["updated_at"].toString(), QString("2026-01-09T23:06:40.000000Z"));
    }

    void ndjsonIsOneRowALine()
    {
        add("1", "a");
        add("2", "b");
        QCOMPARE(*write(target("rows.ndjson"), "ndjson", { "id", "type" }), 2);
        QCOMPARE(content(target("rows.ndjson")),
            QByteArray("{\"id\":\"a\",\"type\":\"page\"}\n{\"id\":\"b\",\"type\":\"page\"}\n"));
    }

    void maskedColumnsStayMasked_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("csv") << "csv";
        QTest::newRow("json") << "json";
        QTest::newRow("ndjson") << "ndjson";
    }
    void maskedColumnsStayMasked()
    {
        QFETCH(QString, format);
        add("1", "secret");
        QCOMPARE(*write(target("rows"), format.toStdString(), { "key", "id", "type" }, { "id" }), 1);
        const QByteArray text = content(target("rows"));
        QVERIFY(!text.contains("secret"));
        QCOMPARE(text.count("\u2022\u2022\u2022"), 2);
        QVERIFY(text.contains("page"));
    }

    void manyPages()
    {
        std::promise<void> stored;
        auto batch = std::make_unique<EventBatch>();
        for (int i = 0; i < 2500; ++i) {
            auto one = batchOf("e" + std::to_string(i), std::to_string(i));
            Event event = *one->items[0].event();
            event.eventId = batch->copy(event.eventId);
            event.entityId = batch->copy(event.entityId);
            event.payload = batch->copy(event.payload);
            ParsedItem item;
            item.raw = event.payload;
            item.content = event;
            batch->items.push_back(std::move(item));
        }
        m_engine->sink().submit(std::move(batch), [&](const EventSink::Outcome&) { stored.set_value(); });
        stored.get_future().wait();
        QCOMPARE(*write(target("rows.csv"), "csv", { "id" }), 2500);
        QCOMPARE(content(target("rows.csv")).count("\r\n"), 2501);
    }

    void failuresLeaveTheOldFile_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("masked");
        QTest::addColumn<bool>("cancel");
        QTest::addColumn<QString>("code");
        QTest::newRow("format") << "xls"
                                << "id"
                                << "" << false << "UNKNOWN_FORMAT";
        QTest::newRow("column") << "csv"
                                << "shoe_size"
                                << "" << false << "UNKNOWN_COLUMN";
        QTest::newRow("mask") << "csv"
                              << "id"
                              << "shoe_size" << false << "UNKNOWN_COLUMN";
        QTest::newRow("cancelled") << "csv"
                                   << "id"
                                   << "" << true << "CANCELLED";
    }
    void failuresLeaveTheOldFile()
    {
        QFETCH(QString, format);
        QFETCH(QString, column);
        QFETCH(QString, masked);
        QFETCH(bool, cancel);
        QFETCH(QString, code);
        QFile old(m_folder.filePath("rows.csv"));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        add("1", "a");
        CancelToken token;
        if (cancel)
            token.cancel();
        std::vector<std::string> masks;
        if (!masked.isEmpty())
            masks.push_back(masked.toStdString());
        const auto result = write(target("rows.csv"), format.toStdString(), { column.toStdString() }, masks, token);
        QVERIFY(!result.ok());
        QCOMPARE(QString::fromStdString(result.error().code), code);
        QCOMPARE(content(target("rows.csv")), QByteArray("old"));
        QCOMPARE(files(), QStringList{ "rows.csv" });
    }

    void fullDiskIsTold()
    {
        add("1", std::string(300'000, 'x'));
        // A limit on the size of files stands in for a full disk: both end the write half way.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small = { 100'000, before.rlim_max };
        setrlimit(RLIMIT_FSIZE, &small);
        const auto result = write(target("rows.csv"), "csv", { "id" });
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, std::string("DISK_FULL"));
        QVERIFY(files().isEmpty());
    }

    void badPlacesAreTold()
    {
        QCOMPARE(write(target("none/rows.csv"), "csv", { "id" }).error().code, std::string("FOLDER_NOT_FOUND"));
        QCOMPARE(write(m_folder.path().toStdString(), "csv", { "id" }).error().code, std::string("NOT_A_FILE"));
        QCOMPARE(write("/proc/rows.csv", "csv", { "id" }).error().code.empty(), false);
    }
};

QTEST_GUILESS_MAIN(ExporterTest)
#include "exporter_test.moc"
