#include "tests/integration/cli_process.h"
#include "tests/support/fake_store.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <csignal>
#include <string>

#include <sys/types.h>
#include <unistd.h>

using namespace binnacle::test;

namespace {

constexpr int patienceMs = 120'000;

QByteArray line(const std::string& id)
{
    return QByteArray::fromStdString(faberEvent(id, "entity-" + id));
}

} // namespace

/// `binnacle ingest` as a process: its standard streams, signals and exit codes.
class IngestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Cli>(); }

    void standardInput()
    {
        const QByteArray lines = "\xEF\xBB\xBF" + line("a") + "\r\n" + line("b") + "\r\n";
        const auto first = ingest({ "-" }, lines);
        QCOMPARE(first.exitCode, 0);
        QCOMPARE(first.object()["accepted"].toInt(), 2);
        QCOMPARE(first.object()["first_seq"].toInt(), 1);
        const auto again = ingest({ "-" }, lines);
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(again.object()["accepted"].toInt(), 0);
        QCOMPARE(again.object()["duplicate"].toInt(), 2);
        const auto partly = ingest({ "-" }, line("c") + "\nbroken\n");
        QCOMPARE(partly.exitCode, 3);
        const QJsonObject rejection = partly.object()["rejections"].toArray().at(0).toObject();
        QCOMPARE(rejection["line"].toInt(), 2);
        QCOMPARE(rejection["code"].toString(), QString("INVALID_JSON"));
        QCOMPARE(rejection["file"].toString(), QString("standard input"));
    }

    void nothingOnStandardInput()
    {
        const auto answer = ingest({ "-" }, {});
        QCOMPARE(answer.exitCode, 0);
        QCOMPARE(answer.object()["read"].toInt(), 0);
        QCOMPARE(answer.object()["notes"].toArray().size(), 1);
    }

    void aClosedStandardInputIsTold()
    {
        QProcess process;
        process.setChildProcessModifier([] { ::close(STDIN_FILENO); });
        m_cli->start(process, { "ingest", "-", "--format", "json" });
        QVERIFY(process.waitForFinished(patienceMs));
        QCOMPARE(process.exitCode(), 1);
        const QJsonObject answer = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(answer["problems"].toArray().at(0).toObject()["code"].toString(), QString("INPUT_UNREADABLE"));
    }

    void interruptKeepsWhatIsCommitted()
    {
        QProcess process;
        m_cli->start(process, { "ingest", "-", "--format", "json" });
        process.write(line("a") + "\n" + line("b") + "\n" + line("c").left(50));
        // The sender rests, so that what is complete is stored before the end.
        QTRY_COMPARE_WITH_TIMEOUT(storedEvents(), 2, patienceMs);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(patienceMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
        const QJsonObject summary = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(summary["cancelled"].toBool(), true);
        QCOMPARE(summary["accepted"].toInt(), 2);
        QCOMPARE(summary["rejected"].toInt(), 0);
        QVERIFY(process.readAllStandardError().contains("nothing is taken twice"));

        const auto again = ingest({ "-" }, line("a") + "\n" + line("b") + "\n" + line("c") + "\n");
        QCOMPARE(again.object()["duplicate"].toInt(), 2);
        QCOMPARE(again.object()["accepted"].toInt(), 1);
    }

    void refusalsNameTheirFile()
    {
        const QString good = write("good.json", line("a"));
        const QString bad = write("bad.json", "{}");
        const auto answer = m_cli->run({ "ingest", good, bad });
        QCOMPARE(answer.exitCode, 3);
        QVERIFY(answer.out.contains(bad.toUtf8()));
    }

    void namesMustFitIntoAddresses_data()
    {
        QTest::addColumn<QString>("option");
        for (const char* option : { "--organization", "--project", "--type" })
            QTest::newRow(option) << QString(option);
    }
    void namesMustFitIntoAddresses()
    {
        QFETCH(QString, option);
        const auto answer = ingest({ write("a.json", line("a")), option, "a/b" }, {});
        QCOMPARE(answer.exitCode, 2);
        QVERIFY(answer.error()["message"].toString().contains(option));
        QVERIFY(!QFile::exists(m_cli->storePath()));
    }

private:
    CliAnswer ingest(const QStringList& arguments, const QByteArray& input) const
    {
        return m_cli->run(QStringList{ "ingest", "--format", "json" } + arguments, input);
    }

    int storedEvents() const { return m_cli->run({ "events", "--format", "json" }).object()["items"].toArray().size(); }

    QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_cli->path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }

    std::unique_ptr<Cli> m_cli;
};

QTEST_GUILESS_MAIN(IngestTest)
#include "ingest_test.moc"
