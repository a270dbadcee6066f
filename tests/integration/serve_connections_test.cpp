#include "tests/integration/serve_process.h"
#include "tests/support/fake_store.h"
#include "tests/support/http_client.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <deque>
#include <sys/resource.h>

using namespace binnacle::test;

namespace {

/// What the program answers at once (see the gateway's README).
constexpr std::size_t connectionLimit = 10'000;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memoryIsTelling = false;
#else
constexpr bool memoryIsTelling = true;
#endif

/// How many connections this process can open, up to the limit.
std::size_t possibleConnections()
{
    constexpr rlim_t others = 100;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur - others, connectionLimit));
}

/// Whether the program may have as many as it wants.
bool limitIsReached()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_max >= connectionLimit * 5 / 4 + 500;
}

qsizetype descriptorsOf(const QProcess& process)
{
    return QDir(QString("/proc/%1/fd").arg(process.processId()))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

/// Resident memory in KiB.
int memoryOf(const QProcess& process)
{
    QFile file(QString("/proc/%1/status").arg(process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read the memory of the program");
    const QByteArray text = file.readAll();
    return text.mid(text.indexOf("VmRSS:") + 6).simplified().split(' ').first().toInt();
}

} // namespace

/// As many connections as the program takes, most of them doing nothing.
class ServeConnectionsTest : public QObject {
    Q_OBJECT

    Cli m_cli;
    std::unique_ptr<ServeProcess> m_server;
    std::size_t m_count = 0;
    int m_events = 0;

    void post()
    {
        HttpClient client(m_server->port());
        const auto response = client.post("/v1/events", faberEvent("e" + std::to_string(++m_events)));
        QVERIFY(response);
        QCOMPARE(response->status, 200);
    }

    void open(std::deque<HttpClient>& clients)
    {
        while (clients.size() < m_count) {
            HttpClient& client = clients.emplace_back(m_server->port());
            QVERIFY(client.isConnected());
            if (clients.size() % 2 == 0)
                QCOMPARE(client.get("/health")->status, 200);
            if (clients.size() % 1'000 == 0)
                post();
        }
    }

    static void close(std::deque<HttpClient>& clients)
    {
        for (HttpClient& client : clients)
            client.reset(); // Nothing of them lingers in the kernel.
        clients.clear();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_count = possibleConnections();
        m_server = std::make_unique<ServeProcess>(m_cli);
        QVERIFY(m_server->port() != 0);
        post();
    }
    void cleanupTestCase() { m_server.reset(); }

    void connectionsAreCheapAndLeaveNothing()
    {
        const qsizetype descriptors = descriptorsOf(m_server->process);
        int memory = 0;
        for (int round = 0; round < 3; ++round) {
            const int before = memoryOf(m_server->process);
            std::deque<HttpClient> clients;
            open(clients);
            const int perConnection = (memoryOf(m_server->process) - before) * 1024 / static_cast<int>(m_count);
            QVERIFY2(!memoryIsTelling || perConnection < 8 * 1024, QByteArray::number(perConnection).constData());
            post();
            close(clients);
            // A few come and go: the first post's own, a reader's.
            QTRY_VERIFY_WITH_TIMEOUT(descriptorsOf(m_server->process) < descriptors + 10, ServeProcess::patienceMs);
            // What the first round took of memory serves the others.
            const int after = memoryOf(m_server->process);
            QVERIFY2(!memoryIsTelling || round == 0 || after < memory + 4 * 1024,
                QByteArray::number(after - memory).constData());
            memory = after;
        }
    }

    void oneMoreTakesThePlaceOfTheOldest()
    {
        if (m_count < connectionLimit || !limitIsReached())
            QSKIP("This system allows fewer descriptors.");
        std::deque<HttpClient> clients;
        while (clients.size() < connectionLimit)
            clients.emplace_back(m_server->port());
        HttpClient more(m_server->port());
        QCOMPARE(more.get("/health")->status, 200);
        QVERIFY(clients.front().waitForClose());
        QCOMPARE(clients.back().get("/health")->status, 200);
        post();
        close(clients);
    }
};

QTEST_GUILESS_MAIN(ServeConnectionsTest)
#include "serve_connections_test.moc"
