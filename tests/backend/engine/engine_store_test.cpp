#include "backend/engine/engine.h"
#include "backend/intake/event_sink.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/support/engine_await.h"
#include "tests/support/fake_store.h"
#include "tests/support/http_client.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

std::unique_ptr<Engine> openEngine(const QTemporaryDir& folder, bool readOnly = false)
{
    SqliteOptions options;
    options.path = folder.filePath("store.db").toStdString();
    options.readOnly = readOnly;
    auto store = openSqliteStore(options);
    if (!store)
        qFatal("%s", store.error().message.c_str());
    return Engine::start(std::move(*store), {});
}

EventSink::Outcome append(Engine& engine, std::unique_ptr<EventBatch> batch)
{
    std::promise<EventSink::Outcome> promise;
    engine.sink().submit(std::move(batch), [&](EventSink::Outcome outcome) { promise.set_value(std::move(outcome)); });
    auto outcome = promise.get_future().get();
    if (auto done = engine.sink().settle(); !done)
        qFatal("%s", done.error().message.c_str());
    return outcome;
}

std::string writeLines(const QTemporaryDir& folder, const std::string& prefix, int count)
{
    QFile file(folder.filePath("events.ndjson"));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write");
    for (int i = 0; i < count; ++i)
        file.write((faberEvent(prefix + std::to_string(i), "post-" + std::to_string(i % 10)) + "\n").c_str());
    file.write("{broken\n");
    return file.fileName().toStdString();
}

/// Imports `text` as the dialect named; all of it must be refused.
void refuseFile(Engine& engine, const QTemporaryDir& folder, const std::string& text, std::optional<Dialect> dialect)
{
    QFile file(folder.filePath("refused.txt"));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.c_str()) < 0)
        qFatal("cannot write");
    file.close();
    ImportOptions options;
    options.paths = { file.fileName().toStdString() };
    options.dialect = dialect;
    const auto summary = await<ImportSummary>([&](auto done) { engine.import({}, options, {}, done); });
    if (!summary || summary->rejected != 1)
        qFatal("not refused");
}

std::uint16_t portOf(const std::string& url)
{
    return std::uint16_t(std::stoi(url.substr(url.rfind(':') + 1)));
}

} // namespace

/// The engine on the real store.
class EngineStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCommittedOutlivesTheEngine()
    {
        QTemporaryDir folder;
        auto engine = openEngine(folder);
        QCOMPARE(append(*engine, batchOf("e", "home", 300)).items.size(), 300u);
        engine.reset();
        engine = openEngine(folder);
        QCOMPARE(engine->status().lastSeq, 300);
        QVERIFY(engine->status().lastRecordedAt);
        const auto again = append(*engine, batchOf("e", "home", 300));
        QVERIFY(again.items[299].kind == ItemOutcome::Kind::Duplicate);
        QCOMPARE(again.items[299].seq, 300);
    }

    void gatewayToRows()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        const auto url = engine->startGateway({ "127.0.0.1", 0 });
        QVERIFY(url.ok());
        QCOMPARE(engine->status().gatewayUrl, *url);
        HttpClient client(static_cast<std::uint16_t>(std::stoi(url->substr(url->rfind(':') + 1))));
        QCOMPARE(client.post("/v1/faber/entity-events", faberEvent("e1"))->status, 200);
        QVERIFY(engine->sink().settle().ok());
        const auto detail = await<EntityDetail>([&](auto done) {
            engine->entity({}, { "fractary", "blog", "blog-post", "blog-post-123" }, done);
        });
        QVERIFY(detail.ok());
        QCOMPARE(detail->row.steps.completed, 5);
        QCOMPARE(detail->steps.size(), 1u);
        const auto payload = await<std::string>([&](auto done) { engine->payload({}, 1, done); });
        QCOMPARE(*payload, faberEvent("e1"));
        engine->stopGateway();
        QVERIFY(engine->status().gatewayUrl.empty());
        QVERIFY(client.waitForClose());
    }

    void importTwiceAcceptsOnce()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        ImportOptions options;
        options.paths = { writeLines(folder, "i", 5000) };
        const auto first = await<ImportSummary>([&](auto done) { engine->import({}, options, {}, done); });
        QVERIFY(first.ok());
        QCOMPARE(first->accepted, 5000);
        QCOMPARE(first->rejected, 1);
        const auto second = await<ImportSummary>([&](auto done) { engine->import({}, options, {}, done); });
        QCOMPARE(second->accepted, 0);
        QCOMPARE(second->duplicate, 5000);
        options.paths = { folder.filePath("none").toStdString() };
        const auto missing = await<ImportSummary>([&](auto done) { engine->import({}, options, {}, done); });
        QCOMPARE(missing.error().code, std::string("INPUT_NOT_FOUND"));
    }

    void closingDuringAnImportKeepsWhatWasCommitted()
    {
        QTemporaryDir folder;
        auto engine = openEngine(folder);
        ImportOptions options;
        options.paths = { writeLines(folder, "i", 20'000) };
        std::promise<void> stored;
        const auto subscription = engine->subscribe([&, isFirst = true](const ChangeSet&) mutable {
            if (std::exchange(isFirst, false))
                stored.set_value();
        });
        auto summary = begin<ImportSummary>([&](auto done) { engine->import({}, options, {}, done); });
        stored.get_future().wait();
        engine.reset();
        const auto result = summary.get();
        QVERIFY(result.ok());
        engine = openEngine(folder);
        QCOMPARE(engine->status().lastSeq, result->accepted);
        QVERIFY(result->accepted > 0);
    }

    void retriedItemsLeaveQuarantine()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        ImportOptions options;
        options.paths = { writeLines(folder, "q", 1) };
        QCOMPARE(await<ImportSummary>([&](auto done) { engine->import({}, options, {}, done); })->rejected, 1);
        const auto open = await<Page<QuarantineRow>>([&](auto done) { engine->quarantine({}, "open", {}, done); });
        QCOMPARE(open->items.size(), 1u);
        const std::int64_t id = open->items[0].id;
        const auto still = await<RetrySummary>([&](auto done) { engine->retryQuarantined({ id }, {}, done); });
        QCOMPARE(still->stillRefused, 1);
        const auto summary = await<RetrySummary>(
            [&](auto done) { engine->retryQuarantined({ id }, RetryOptions{ faberEvent("by hand") }, done); });
        QVERIFY(summary.ok());
        QCOMPARE(summary->accepted, 1);
        QCOMPARE(await<StoreInfo>([&](auto done) { engine->info({}, done); })->quarantineOpen, 0);
    }

    void aRetryReadsInTheDialectOfArrival()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        // Without its type nothing marks it as an event of FABER, but so it was sent.
        std::string text = faberEvent("e");
        const auto type = text.find("\"event_type\"");
        text.replace(type, 12, "\"event_typo\"");
        refuseFile(*engine, folder, text, Dialect::Faber);
        const auto still = await<RetrySummary>([&](auto done) { engine->retryQuarantined({ 1 }, {}, done); });
        QCOMPARE(still->stillRefused, 1);
        QCOMPARE(still->messages.at(0), std::string("Item 1: The field event_type is missing. (/event_type)"));
        // Sent to the wrong address: its own marks count then.
        refuseFile(*engine, folder, faberEvent("e"), Dialect::Helios);
        const auto taken = await<RetrySummary>([&](auto done) { engine->retryQuarantined({ 2, 2, 1 }, {}, done); });
        QCOMPARE(taken->accepted, 1);
        QCOMPARE(taken->stillRefused, 2);
        const auto again = await<RetrySummary>([&](auto done) { engine->retryQuarantined({ 2 }, {}, done); });
        QCOMPARE(again->messages.at(0), std::string("Item 2: It was already retried or discarded."));
    }

    void aRetryMayTakeTimesForUtc()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        const std::string log = "<log><trace><string key=\"concept:name\" value=\"c\"/><event><string "
                                "key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" "
                                "value=\"2026-01-10T12:00:00\"/></event></trace></log>";
        refuseFile(*engine, folder, log, std::nullopt);
        QCOMPARE(await<RetrySummary>([&](auto done) { engine->retryQuarantined({ 1 }, {}, done); })->stillRefused, 1);
        RetryOptions options;
        options.assumeUtc = true;
        QCOMPARE(await<RetrySummary>([&](auto done) { engine->retryQuarantined({ 1 }, options, done); })->accepted, 1);
    }

    void readOnlyEngineFollowsTheWriter()
    {
        QTemporaryDir folder;
        const auto writer = openEngine(folder);
        append(*writer, batchOf("first"));
        const auto watcher = openEngine(folder, true);
        QCOMPARE(watcher->status().lastSeq, 1);
        std::promise<ChangeSet> heard;
        const auto subscription = watcher->subscribe([&, isFirst = true](const ChangeSet& change) mutable {
            if (std::exchange(isFirst, false))
                heard.set_value(change);
        });
        auto future = heard.get_future();
        // The watcher may not have looked for the first time yet; then it starts from what it finds.
        for (int i = 0; future.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready; ++i)
            append(*writer, batchOf("next" + std::to_string(i)));
        const ChangeSet change = future.get();
        QVERIFY(change.lastSeq > 1);
        QVERIFY(change.entitiesOverflowed);
        QVERIFY(watcher->status().lastSeq > 1);
    }

    void exportSeesOneMoment()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        auto batch = std::make_unique<EventBatch>();
        for (int i = 0; i < 3000; ++i) {
            auto one = batchOf("e" + std::to_string(i), "id" + std::to_string(i));
            Event event = *one->items[0].event();
            event.eventId = batch->copy(event.eventId);
            event.entityId = batch->copy(event.entityId);
            event.payload = batch->copy("{}");
            ParsedItem item;
            item.raw = event.payload;
            item.content = event;
            batch->items.push_back(std::move(item));
        }
        append(*engine, std::move(batch));
        // While pages are written, every entity moves to the front of the order by update.
        const auto touchAll = [&](std::int64_t rows) {
            if (rows > 1000)
                return;
            for (int i = 0; i < 3000; i += 10) {
                auto touched = batchOf("t" + std::to_string(i), "id" + std::to_string(i), 2);
                append(*engine, std::move(touched));
            }
        };
        const std::string path = folder.filePath("rows.ndjson").toStdString();
        const auto rows = await<std::int64_t>(
            [&](auto done) { engine->exportEntities({}, {}, { "id" }, {}, "ndjson", path, touchAll, done); });
        QVERIFY(rows.ok());
        QCOMPARE(*rows, 3000);
    }

    void theGatewayMovesWhileTheEngineRuns()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        const auto change = [&](std::optional<GatewayOptions> options) {
            return await<std::string>([&](auto done) { engine->changeGateway(options, done); });
        };
        const auto first = change(GatewayOptions{ "127.0.0.1", 0 });
        QVERIFY(first.ok());
        QVERIFY(HttpClient(portOf(*first)).isConnected());
        const auto second = change(GatewayOptions{ "127.0.0.1", 0 });
        QVERIFY(second.ok() && *second != *first);
        QVERIFY(!HttpClient(portOf(*first)).isConnected());
        QVERIFY(change(std::nullopt).ok());
        QVERIFY(!HttpClient(portOf(*second)).isConnected());
        QVERIFY(engine->status().gatewayUrl.empty());
        QVERIFY(!engine->status().gatewayProblem);
    }

    void aTakenPortLeavesTheGatewayWhereItIs()
    {
        QTemporaryDir folders[2];
        const auto other = openEngine(folders[0]);
        const auto engine = openEngine(folders[1]);
        const auto taken = other->startGateway({ "127.0.0.1", 0 });
        const auto own = engine->startGateway({ "127.0.0.1", 0 });
        QVERIFY(taken.ok() && own.ok());
        const auto moved = await<std::string>([&](auto done) {
            engine->changeGateway(GatewayOptions{ "127.0.0.1", portOf(*taken) }, done);
        });
        QVERIFY(!moved.ok());
        QCOMPARE(moved.error().code, std::string("PORT_TAKEN"));
        QCOMPARE(engine->status().gatewayUrl, *own);
        QCOMPARE(engine->status().gatewayProblem.value().code, std::string("PORT_TAKEN"));
        QVERIFY(HttpClient(portOf(*own)).isConnected());
        // Trying its own place again is no conflict with itself.
        QVERIFY(engine->startGateway({ "127.0.0.1", portOf(*own) }).ok());
        QVERIFY(!engine->status().gatewayProblem);
    }

    void defaultsHoldFromNowOn()
    {
        QTemporaryDir folder;
        const auto engine = openEngine(folder);
        const auto url = engine->startGateway({ "127.0.0.1", 0 });
        QVERIFY(url.ok());
        HttpClient sender(portOf(*url));
        const auto send = [&](const std::string& order) {
            return sender
                .post("/v1/events",
                    R"({"source":"aws","eventType":"OrderPlaced","payload":{"orderId":")" + order
                        + R"(","timestamp":"2026-01-10T12:00:00Z"},"metadata":{}})")
                .value_or(HttpResponse())
                .status;
        };
        QVERIFY(send("o-1") < 300);
        engine->setDefaults("acme", "shop");
        // The same connection goes on.
        QVERIFY(send("o-2") < 300);
        QVERIFY(engine->sink().settle().ok());
        const auto isThere = [&](const std::string& organization, const std::string& project, const std::string& id) {
            return await<EntityDetail>([&](auto done) {
                engine->entity({}, { organization, project, "order", id }, done);
            }).ok();
        };
        QVERIFY(isThere("default", "default", "o-1"));
        QVERIFY(isThere("acme", "shop", "o-2"));
    }
};

QTEST_GUILESS_MAIN(EngineStoreTest)
#include "engine_store_test.moc"
