#include "tests/integration/serve_process.h"
#include "tests/support/fake_store.h"
#include "tests/support/http_client.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace binnacle::test;

namespace {

constexpr int patienceMs = ServeProcess::patienceMs;
constexpr const char* faberPath = "/v1/faber/entity-events";

/// Posts from several connections until the server is gone; the ids that were acknowledged.
class Senders {
public:
    Senders(std::uint16_t port, std::size_t count)
        : m_acknowledged(count)
    {
        for (std::size_t s = 0; s < count; ++s)
            m_threads.emplace_back([this, s, port] { send(s, port); });
    }

    int acknowledgedCount() const { return m_count; }

    std::vector<std::string> join()
    {
        std::vector<std::string> all;
        for (std::thread& thread : m_threads)
            thread.join();
        for (const auto& ids : m_acknowledged)
            all.insert(all.end(), ids.begin(), ids.end());
        return all;
    }

private:
    void send(std::size_t s, std::uint16_t port)
    {
        HttpClient client(port);
        for (int i = 0; client.isConnected(); ++i) {
            const std::string id = "s" + std::to_string(s) + "-" + std::to_string(i);
            const auto response = client.post(faberPath, faberEvent(id));
            if (!response || response->status != 200)
                return;
            m_acknowledged[s].push_back(id);
            ++m_count;
        }
    }

    std::vector<std::vector<std::string>> m_acknowledged;
    std::atomic<int> m_count = 0;
    std::vector<std::thread> m_threads;
};

} // namespace

class ServeTest : public QObject {
    Q_OBJECT

    static void sendUntil(Senders& senders, int count)
    {
        QTRY_VERIFY_WITH_TIMEOUT(senders.acknowledgedCount() >= count, patienceMs);
    }

    /// Each acknowledged event must be a duplicate for a new server on the same store.
    static void verifyAllStored(const Cli& cli, const std::vector<std::string>& ids)
    {
        ServeProcess server(cli);
        HttpClient client(server.port());
        std::string batch;
        for (const std::string& id : ids)
            batch += faberEvent(id) + "\n";
        const auto response = client.post(faberPath, batch, "application/x-ndjson");
        QVERIFY(response);
        const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object();
        QCOMPARE(answer["duplicate"].toInt(), static_cast<int>(ids.size()));
        QCOMPARE(answer["accepted"].toInt(), 0);
    }

private Q_SLOTS:
    void takesTheDemo()
    {
        const Cli cli;
        ServeProcess server(cli);
        const QString url = server.ready["url"].toString();
        const auto sent = cli.run({ "demo", "--events", "1200", "--to", url, "--format", "json" });
        QCOMPARE(sent.exitCode, 0);
        const QJsonObject counts = sent.object();
        QCOMPARE(counts["sent"].toInt(), 1200);
        QCOMPARE(counts["accepted"].toInt() + counts["duplicate"].toInt() + counts["rejected"].toInt(), 1200);
        const auto lost = cli.run({ "demo", "--events", "10", "--to", url + "/nowhere", "--format", "json" });
        QCOMPARE(lost.exitCode, 2);
        QVERIFY(lost.error()["message"].toString().contains("404"));
    }

    void oneLineWhenReady()
    {
        const Cli cli;
        const QString store = cli.path("my store.db");
        ServeProcess server(cli, { "--store", store });
        QCOMPARE(server.line.count('\n'), 1);
        QCOMPARE(server.ready["ready"].toBool(), true);
        QCOMPARE(server.ready["store"].toString(), store);
        QVERIFY(!server.ready["version"].toString().isEmpty());
        QVERIFY(server.port() != 0);
        HttpClient client(server.port());
        QCOMPARE(client.get("/health")->status, 200);
        QCOMPARE(client.get("/ready")->status, 200);
        server.signal(SIGINT);
        QVERIFY(server.process.waitForFinished(patienceMs));
        QCOMPARE(server.process.exitCode(), 0);
        QVERIFY(server.process.readAllStandardOutput().isEmpty());
    }

    void postedEventsAreOnTheCommandLine()
    {
        const Cli cli;
        ServeProcess server(cli);
        HttpClient client(server.port());
        QCOMPARE(client.post(faberPath, faberEvent("e1"))->status, 200);
        const CliAnswer answer = cli.run({ "entities", "--format", "json" }); // While the server runs.
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.object()["items"].toArray().size(), 1);
    }

    void terminatingLosesNothingAcknowledged()
    {
        const Cli cli;
        std::vector<std::string> ids;
        {
            ServeProcess server(cli);
            Senders senders(server.port(), 8);
            sendUntil(senders, 200);
            server.signal(SIGTERM);
            QVERIFY(server.process.waitForFinished(patienceMs));
            QCOMPARE(server.process.exitStatus(), QProcess::NormalExit);
            QCOMPARE(server.process.exitCode(), 0);
            ids = senders.join();
        }
        verifyAllStored(cli, ids);
    }

    void killingLosesNothingAcknowledged()
    {
        for (int round = 1; round <= 3; ++round) {
            const Cli fresh;
            std::vector<std::string> ids;
            {
                ServeProcess server(fresh);
                Senders senders(server.port(), 8);
                sendUntil(senders, 70 * round);
                server.signal(SIGKILL);
                QVERIFY(server.process.waitForFinished(patienceMs));
                ids = senders.join();
            }
            verifyAllStored(fresh, ids);
        }
    }

    void refusalsHaveTheirExitCodes()
    {
        const Cli cli;
        ServeProcess server(cli);
        const QString taken = QString("127.0.0.1:%1").arg(server.port());
        const CliAnswer busy = cli.run({ "serve", "--listen", "127.0.0.1:0", "--format", "json" });
        QCOMPARE(busy.exitCode, 1);
        QVERIFY(busy.out.isEmpty());
        QCOMPARE(busy.error()["code"].toString(), QString("STORE_IN_USE"));
        const QString other = cli.path("other.db");
        const CliAnswer port = cli.run({ "serve", "--listen", taken, "--store", other, "--format", "json" });
        QCOMPARE(port.exitCode, 1);
        QCOMPARE(port.error()["code"].toString(), QString("PORT_TAKEN"));
        const CliAnswer open = cli.run({ "serve", "--listen", "0.0.0.0:0", "--store", other, "--format", "json" });
        QCOMPARE(open.exitCode, 5);
        QCOMPARE(open.error()["code"].toString(), QString("LOOPBACK_ONLY"));
        for (const char* address : { "localhost", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "127.0.0.1:80x" }) {
            const CliAnswer wrong = cli.run({ "serve", "--listen", address, "--store", other, "--format", "json" });
            QCOMPARE(wrong.exitCode, 2);
            QCOMPARE(wrong.error()["code"].toString(), QString("INVALID_ADDRESS"));
        }
    }

    void settingsGiveAddressAndDefaults()
    {
        const Cli cli;
        QVERIFY(QDir().mkpath(cli.path("config/binnacle")));
        QFile file(cli.settingsPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"gateway":{"host":"localhost","port":0},"defaults":{"organization":"acme","project":"shop"}})");
        file.close();
        QProcess process;
        cli.start(process, { "serve" });
        QVERIFY(process.waitForReadyRead(patienceMs));
        const QJsonObject ready = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        HttpClient client(static_cast<std::uint16_t>(ready["url"].toString().section(':', -1).toInt()));
        const auto response = client.post("/api/v1/events/ingest",
            R"({"source":"aws","eventType":"OrderPlaced","payload":{"orderId":"O-1"},"metadata":{"eventId":"h"}})");
        QCOMPARE(response->status, 202);
        const CliAnswer answer = cli.run({ "entities", "--format", "json" });
        const QJsonArray items = answer.object()["items"].toArray();
        QCOMPARE(items.size(), 1);
        QCOMPARE(items[0].toObject()["organization"].toString(), QString("acme"));
        process.terminate();
        QVERIFY(process.waitForFinished(patienceMs));
        QCOMPARE(process.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(ServeTest)
#include "serve_test.moc"
