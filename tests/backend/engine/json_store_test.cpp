#include "backend/engine/engine.h"
#include "backend/intake/event_sink.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/support/engine_await.h"
#include "tests/support/http_client.h"
#include "tests/support/json_documents.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <set>

using namespace binnacle;
using namespace binnacle::test;

namespace {

QJsonObject answerTo(HttpClient& client, const std::string& body, const char* contentType)
{
    const auto response = client.post("/v1/events", body, contentType);
    return response ? QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object() : QJsonObject();
}

std::string trimmed(const std::string& text)
{
    constexpr const char* space = " \t\r\n";
    const std::size_t from = text.find_first_not_of(space);
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(space) + 1 - from);
}

/// Documents that are one item each on a line of their own, with space around them taken away.
std::vector<JsonDocument> lines()
{
    std::vector<JsonDocument> documents = allJsonDocuments();
    for (JsonDocument& document : documents)
        document.text = trimmed(document.text);
    std::erase_if(documents, [](const JsonDocument& document) {
        return !document.isBalanced || document.text.find('\n') != std::string::npos;
    });
    return documents;
}

} // namespace

/// JSON of every kind through the gateway into the real store and out again.
class JsonStoreTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<HttpClient> m_client;

    std::string payload(std::int64_t seq)
    {
        const auto text = await<std::string>([&](auto done) { m_engine->payload({}, seq, done); });
        return text ? *text : text.error().message;
    }

    std::multiset<std::string> quarantine()
    {
        std::multiset<std::string> items;
        PageRequest request;
        do {
            const auto page =
                await<Page<QuarantineRow>>([&](auto done) { m_engine->quarantine({}, "open", request, done); });
            if (!page)
                qFatal("%s", page.error().message.c_str());
            for (const QuarantineRow& row : page->items) {
                const auto item = await<std::string>([&](auto done) { m_engine->quarantineItem({}, row.id, done); });
                items.insert(item ? *item : item.error().message);
            }
            request.cursor = page->nextCursor;
        } while (!request.cursor.empty());
        return items;
    }

private Q_SLOTS:
    void init()
    {
        SqliteOptions options;
        options.path = m_folder.filePath(QString(QTest::currentTestFunction())).toStdString();
        auto store = openSqliteStore(options);
        QVERIFY(store.ok());
        m_engine = Engine::start(std::move(*store), {});
        const auto url = m_engine->startGateway({ "127.0.0.1", 0 });
        QVERIFY(url.ok());
        m_client = std::make_unique<HttpClient>(std::uint16_t(std::stoi(url->substr(url->rfind(':') + 1))));
    }
    void cleanup()
    {
        m_client.reset();
        m_engine.reset();
    }

    void whatIsAcceptedIsKeptByteForByte_data()
    {
        QTest::addColumn<bool>("isArray");
        QTest::newRow("lines") << false;
        QTest::newRow("array") << true;
    }
    void whatIsAcceptedIsKeptByteForByte()
    {
        QFETCH(bool, isArray);
        const std::vector<JsonDocument> documents = lines();
        std::string body;
        for (const JsonDocument& document : documents)
            body += (body.empty() ? "" : isArray ? ",\n" : "\n") + document.text;
        if (isArray)
            body = '[' + body + ']';
        const QJsonObject answer = answerTo(*m_client, body, isArray ? "application/json" : "application/x-ndjson");
        QVERIFY(m_engine->sink().settle().ok());
        const QJsonArray results = answer["results"].toArray();
        QCOMPARE(results.size(), static_cast<qsizetype>(documents.size()));
        std::multiset<std::string> refused;
        std::set<std::string> kept;
        for (qsizetype i = 0; i < results.size(); ++i) {
            const JsonDocument& document = documents[static_cast<std::size_t>(i)];
            const QJsonObject result = results[i].toObject();
            const std::string code = result["error_code"].toString().toStdString();
            if (document.verdict != "accepted") {
                QCOMPARE(code, document.verdict.substr(0, document.verdict.find(' ')));
                if (kept.insert(document.text).second) // The same twice is one item that came two times.
                    refused.insert(document.text);
                continue;
            }
            QCOMPARE(code, std::string());
            if (result["status"].toString() == QLatin1String("accepted"))
                QCOMPARE(payload(result["seq"].toInteger()), document.text);
        }
        QVERIFY(refused.size() > 300);
        QVERIFY(quarantine() == refused);
    }

    void whatIsCutIsKeptToo()
    {
        std::multiset<std::string> refused;
        for (const JsonDocument& document : jsonTruncations()) {
            QCOMPARE(answerTo(*m_client, document.text, "application/json")["error_code"].toString(),
                QStringLiteral("INVALID_JSON"));
            refused.insert(document.text);
        }
        QVERIFY(quarantine() == refused);
    }

    void aMemberTwiceHasOneValueEverywhere()
    {
        const auto post = [this](const std::string& properties) {
            return answerTo(*m_client,
                R"({"event_type":"entity.created","event_id":"e","timestamp":"2026-01-01T00:00:00Z","entity":)"
                R"({"organization":"o","project":"p","type":"t","id":"i","properties":)"
                    + properties + "}}",
                "application/json");
        };
        QCOMPARE(post(R"({"colour":"red","colour":"blue"})")["status"].toString(), QStringLiteral("accepted"));
        QVERIFY(m_engine->sink().settle().ok());
        const auto detail = await<EntityDetail>([&](auto done) { m_engine->entity({}, { "o", "p", "t", "i" }, done); });
        QVERIFY(detail.ok());
        QCOMPARE(detail->properties.size(), 1u);
        QCOMPARE(detail->properties[0].json, std::string("\"red\""));
        // What says the same once is the same event; what says the other is a contradiction.
        QCOMPARE(post(R"({"colour":"red"})")["status"].toString(), QStringLiteral("accepted"));
        QVERIFY(quarantine().empty());
        post(R"({"colour":"blue"})");
        QCOMPARE(quarantine().size(), 1u);
    }
};

QTEST_GUILESS_MAIN(JsonStoreTest)
#include "json_store_test.moc"
