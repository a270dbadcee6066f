#include "tests/integration/cli_process.h"
#include "tests/support/event_builder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

using namespace binnacle::test;

namespace {

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

void writeFile(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The subcommands that change something, the doctor, and what every call has in common.
class CliActTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wrongUsage_data();
    void wrongUsage();
    void helpAndVersion();
    void withoutSubcommandAndDisplay();
    void demoToAReaderThatLeaves();
    void demoRefusals_data();
    void demoRefusals();
    void settingsGetSetCheck();
    void settingsFileByOption();
    void quarantineLife();
    void quarantineRetryWithText();
    void rebuildGivesTheSame();
    void exportToFileAndOutput();
    void exportMasksWhatSettingsSay();
    void exportRefusals();
    void doctorOnNothing();
    void doctorOnAStore();
    void doctorFindsDamage();
    void doctorFindsForeignPort();
    void doctorFindsBadSettings();

private:
    CliAnswer json(const char* arguments) const { return m_cli->run(words(arguments) << words("--format json")); }
    QJsonObject finding(const CliAnswer& answer, const char* check) const
    {
        for (const auto item : answer.object()[QLatin1String("checks")].toArray()) {
            if (item.toObject()[QLatin1String("check")].toString() == QLatin1String(check))
                return item.toObject();
        }
        return {};
    }
    QString state(const CliAnswer& answer, const char* check) const
    {
        return finding(answer, check)[QLatin1String("state")].toString();
    }
    void fill() const
    {
        const auto batch = EventBatchBuilder()
                               .faber("acme/core/page/alpha created")
                               .faber("acme/core/page/alpha step.completed build dur=100")
                               .faber("acme/docs/note/beta created")
                               .json(R"({"event_type":"entity.created","oops":true})")
                               .json("{ broken")
                               .build();
        QCOMPARE(m_cli->fill(*batch), 3);
    }
    std::unique_ptr<Cli> m_cli;
};

void CliActTest::init()
{
    m_cli = std::make_unique<Cli>();
}

void CliActTest::wrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    for (const auto* arguments : { "nonsense", "entities --nonsense", "--format xml entities", "entity", "settings",
             "settings nonsense", "settings set gateway.port", "quarantine", "quarantine discard 1", "quarantine retry",
             "quarantine show one", "export", "export xml", "rebuild now", "doctor --quickly", "--demo --store x",
             "--demo entities", "entities --demo" })
        QTest::newRow(arguments) << QString::fromUtf8(arguments);
}

void CliActTest::wrongUsage()
{
    QFETCH(QString, arguments);
    const auto answer = m_cli->run(words(qPrintable(arguments)));
    QCOMPARE(answer.exitCode, 2);
    QVERIFY(answer.out.isEmpty());
    QVERIFY2(answer.err.startsWith("binnacle: "), answer.err.constData());
    QVERIFY2(answer.err.contains("--help"), answer.err.constData());
}

void CliActTest::helpAndVersion()
{
    const auto help = m_cli->run(words("--help"));
    QCOMPARE(help.exitCode, 0);
    for (const auto* name : { "entities", "entity", "events", "steps", "runs", "artifacts", "quarantine", "export",
             "ingest", "serve", "demo", "rebuild", "settings", "doctor", "--store", "--format" })
        QVERIFY2(help.out.contains(name), name);
    QCOMPARE(m_cli->run(words("quarantine retry --help")).exitCode, 0);
    const auto version = m_cli->run(words("--version"));
    QCOMPARE(version.exitCode, 0);
    QVERIFY2(version.out.startsWith("binnacle ") && version.out.contains("(commit "), version.out.constData());
    const auto parts = json("version").object();
    QVERIFY(!parts[QLatin1String("version")].toString().isEmpty());
    QVERIFY(!parts[QLatin1String("commit")].toString().isEmpty());
}

void CliActTest::withoutSubcommandAndDisplay()
{
    QProcess process;
    // The platform plugin of the tests would be a display.
    qunsetenv("QT_QPA_PLATFORM");
    const auto answer = m_cli->run({});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.err.contains("serve") || answer.err.contains("--help"), answer.err.constData());
}

void CliActTest::demoToAReaderThatLeaves()
{
    QProcess process;
    m_cli->start(process, words("demo --events 50000"));
    QVERIFY(process.waitForReadyRead(60'000));
    process.closeReadChannel(QProcess::StandardOutput);
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void CliActTest::demoRefusals_data()
{
    QTest::addColumn<QString>("arguments");
    for (const auto* arguments : { "--events 0", "--hours 0", "--hours nan", "--hours inf", "--rate inf", "--rate -1",
             "--end yesterday", "--end 0001-01-01T00:00:00Z", "--faults bad-luck", "--dialect xes",
             "--out x --to http://127.0.0.1:1", "--to nowhere" })
        QTest::newRow(arguments) << QString::fromUtf8(arguments);
}

void CliActTest::demoRefusals()
{
    QFETCH(QString, arguments);
    const auto answer = json(qPrintable(QStringLiteral("demo ") + arguments));
    QCOMPARE(answer.exitCode, 2);
    QVERIFY(answer.out.isEmpty());
    QCOMPARE(answer.error()[QLatin1String("code")].toString(), QStringLiteral("INVALID_OPTION"));
}

void CliActTest::settingsGetSetCheck()
{
    QCOMPARE(m_cli->run(words("settings get gateway.port")).out, QByteArray("7474\n"));
    QVERIFY(json("settings get").object().contains(QLatin1String("window")));
    QCOMPARE(json("settings check").object()[QLatin1String("ok")].toBool(), true);
    QCOMPARE(m_cli->run(words("settings set gateway.port 8080")).exitCode, 0);
    QCOMPARE(m_cli->run(words("settings get gateway.port")).out, QByteArray("8080\n"));
    const auto before = readFile(m_cli->settingsPath());
    QVERIFY(before.contains("8080"));

    const auto wrong = json("settings set gateway.port many");
    QCOMPARE(wrong.exitCode, 2);
    QCOMPARE(wrong.error()[QLatin1String("code")].toString(), QStringLiteral("SETTINGS_INVALID"));
    QCOMPARE(readFile(m_cli->settingsPath()), before);
    QCOMPARE(json("settings get gateway.prot").exitCode, 4);
    QCOMPARE(json("settings set gateway.prot 1").error()[QLatin1String("code")].toString(),
        QStringLiteral("UNKNOWN_SETTING"));

    writeFile(m_cli->settingsPath(), R"({"gateway":{"port":"x"},"colour":1})");
    const auto check = json("settings check");
    QCOMPARE(check.exitCode, 1);
    QCOMPARE(check.object()[QLatin1String("problems")].toArray().size(), 2);
    QCOMPARE(m_cli->run(words("settings get")).exitCode, 2);

    const auto unreadable = m_cli->run(words("settings check --settings") << m_cli->path(QStringLiteral(".")));
    QCOMPARE(unreadable.exitCode, 1);
    QVERIFY2(unreadable.err.startsWith("binnacle: The settings cannot be read"), unreadable.err.constData());
}

void CliActTest::settingsFileByOption()
{
    const auto file = m_cli->path(QStringLiteral("other.json"));
    QCOMPARE(m_cli->run(words("settings set window.theme dark --settings") << file).exitCode, 0);
    QVERIFY(readFile(file).contains("dark"));
    QVERIFY(!QFile::exists(m_cli->settingsPath()));
}

void CliActTest::quarantineLife()
{
    fill();
    auto items = json("quarantine list").object()[QLatin1String("items")].toArray();
    QCOMPARE(items.size(), 2);
    const auto broken = items.at(0).toObject();
    QCOMPARE(broken[QLatin1String("code")].toString(), QStringLiteral("INVALID_JSON"));
    const auto id = QString::number(broken[QLatin1String("id")].toInt());
    QCOMPARE(m_cli->run(words("quarantine show") << id).out, QByteArray("{ broken\n"));

    // Nothing changed: it is refused again, and stays.
    const auto retry = m_cli->run(words("quarantine retry --format json") << id);
    QCOMPARE(retry.exitCode, 3);
    QCOMPARE(retry.object()[QLatin1String("still_refused")].toInt(), 1);
    QCOMPARE(json("quarantine list").object()[QLatin1String("total")].toInt(), 2);

    QCOMPARE(m_cli->run(words("quarantine discard --reason") << QStringLiteral(" ") << id).exitCode, 2);
    QCOMPARE(m_cli->run(words("quarantine discard --reason rubbish") << id).exitCode, 0);
    // What is closed is not tried again.
    const auto closed = m_cli->run(words("quarantine retry --format json") << id);
    QCOMPARE(closed.exitCode, 3);
    QVERIFY(closed.out.contains("already retried or discarded"));
    QCOMPARE(json("quarantine list").object()[QLatin1String("total")].toInt(), 1);
    items = json("quarantine list --status discarded").object()[QLatin1String("items")].toArray();
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.at(0).toObject()[QLatin1String("note")].toString(), QStringLiteral("rubbish"));
    QCOMPARE(m_cli->run(words("quarantine show") << id).out, QByteArray("{ broken\n"));
    QVERIFY(m_cli->run(words("quarantine discard --reason again") << id).exitCode != 0);
    QCOMPARE(json("quarantine list --status all").object()[QLatin1String("items")].toArray().size(), 2);
}

void CliActTest::quarantineRetryWithText()
{
    fill();
    const auto items = json("quarantine list").object()[QLatin1String("items")].toArray();
    // One document on standard output, always.
    QCOMPARE(json("quarantine show 1 2").exitCode, 2);
    QCOMPARE(m_cli->run(words("quarantine show 1 2 --format ndjson")).out.count('\n'), 2);
    const auto id = QString::number(items.at(0).toObject()[QLatin1String("id")].toInt());
    const auto file = m_cli->path(QStringLiteral("fixed.json"));
    EventBatchBuilder builder;
    builder.faber("acme/core/page/fixed created");
    writeFile(file, QByteArray::fromStdString(builder.texts().front()));
    const auto retry = m_cli->run(words("quarantine retry --format json --with") << file << id);
    QVERIFY2(retry.exitCode == 0, retry.err.constData());
    QCOMPARE(retry.object()[QLatin1String("accepted")].toInt(), 1);
    QCOMPARE(json("entity acme/core/page/fixed").exitCode, 0);
    QCOMPARE(json("quarantine list").object()[QLatin1String("total")].toInt(), 1);

    const auto other = QString::number(items.at(1).toObject()[QLatin1String("id")].toInt());
    QCOMPARE(m_cli->run(words("quarantine retry --with") << file << other << id).exitCode, 2);
    QCOMPARE(m_cli->run(words("quarantine retry --with /nowhere/file") << other).exitCode, 2);
}

void CliActTest::rebuildGivesTheSame()
{
    fill();
    const auto before = m_cli->run(words("entities --format ndjson")).out;
    const auto first = json("rebuild");
    QVERIFY2(first.exitCode == 0, first.err.constData());
    QCOMPARE(first.object()[QLatin1String("events")].toInt(), 3);
    const auto second = json("rebuild");
    QCOMPARE(second.object()[QLatin1String("checksum")], first.object()[QLatin1String("checksum")]);
    QCOMPARE(m_cli->run(words("entities --format ndjson")).out, before);
}

void CliActTest::exportToFileAndOutput()
{
    fill();
    const auto file = m_cli->path(QStringLiteral("rows.csv"));
    const auto toFile = m_cli->run(words("export csv --sort id --columns id,status --out") << file);
    QVERIFY2(toFile.exitCode == 0, toFile.err.constData());
    QVERIFY(toFile.out.isEmpty());
    const auto lines = readFile(file).split('\n');
    QCOMPARE(lines[0].trimmed(), QByteArray("id,status"));
    QCOMPARE(lines.size(), 4);
    const auto toOutput = m_cli->run(words("export csv --sort id --columns id,status"));
    QCOMPARE(toOutput.out, readFile(file));
    const auto array = m_cli->run(words("export json type:page"));
    QCOMPARE(QJsonDocument::fromJson(array.out).array().size(), 1);
    QCOMPARE(m_cli->run(words("export ndjson")).out.count('\n'), 2);
}

void CliActTest::exportMasksWhatSettingsSay()
{
    fill();
    QCOMPARE(m_cli->run(words(R"(settings set export.masked_columns ["id"])")).exitCode, 0);
    const auto answer = m_cli->run(words("export ndjson --mask project"));
    QCOMPARE(answer.exitCode, 0);
    QVERIFY(!answer.out.contains("alpha"));
    QVERIFY(!answer.out.contains("core"));
    QVERIFY(answer.out.contains("acme"));
}

void CliActTest::exportRefusals()
{
    fill();
    QCOMPARE(json("export csv --columns nonsense").exitCode, 2);
    QCOMPARE(json("export csv --mask nonsense").exitCode, 2);
    QVERIFY(json("export csv --out /nowhere/at/all.csv").exitCode != 0);
    QCOMPARE(json("export csv status:wrong").exitCode, 2);
}

void CliActTest::doctorOnNothing()
{
    const auto answer = json("doctor");
    QVERIFY2(answer.exitCode == 0, answer.out.constData());
    QCOMPARE(answer.object()[QLatin1String("ok")].toBool(), true);
    QCOMPARE(state(answer, "store"), QStringLiteral("warn"));
    for (const auto* check : { "settings", "disk", "clock", "folders", "qt_plugins", "qml_modules" })
        QVERIFY2(state(answer, check) == QStringLiteral("ok"), check);
    QCOMPARE(state(answer, "display"), QStringLiteral("warn"));
    QVERIFY2(!QFile::exists(m_cli->storePath()), "the doctor only looks");
}

void CliActTest::doctorOnAStore()
{
    fill();
    const auto answer = json("doctor");
    QVERIFY2(answer.exitCode == 0, answer.out.constData());
    QCOMPARE(state(answer, "store"), QStringLiteral("ok"));
    QCOMPARE(state(answer, "integrity"), QStringLiteral("ok"));
    QCOMPARE(state(answer, "quarantine"), QStringLiteral("warn"));
    QVERIFY(state(json("doctor --quick"), "integrity").isEmpty());
    const auto table = m_cli->run(words("doctor"));
    QVERIFY(table.out.startsWith("OK    store"));
}

void CliActTest::doctorFindsDamage()
{
    writeFile(m_cli->storePath(), QByteArray(8192, 'x'));
    const auto answer = json("doctor");
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(answer.object()[QLatin1String("ok")].toBool(), false);
    QCOMPARE(state(answer, "store"), QStringLiteral("fail"));
    QVERIFY(!finding(answer, "store")[QLatin1String("remedy")].toString().isEmpty());
}

void CliActTest::doctorFindsForeignPort()
{
    QTcpServer foreign;
    QVERIFY(foreign.listen(QHostAddress::LocalHost, 0));
    QCOMPARE(m_cli->run(words("settings set gateway.port") << QString::number(foreign.serverPort())).exitCode, 0);
    const auto answer = json("doctor");
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(state(answer, "gateway"), QStringLiteral("fail"));
    foreign.close();
    QCOMPARE(state(json("doctor"), "gateway"), QStringLiteral("ok"));

    QCOMPARE(m_cli->run(words("settings set gateway.host 192.0.2.1")).exitCode, 0);
    QCOMPARE(state(json("doctor"), "gateway"), QStringLiteral("fail"));
}

void CliActTest::doctorFindsBadSettings()
{
    writeFile(m_cli->settingsPath(), R"({"window":{"theme":"pink"}})");
    const auto answer = json("doctor");
    QCOMPARE(answer.exitCode, 1);
    QCOMPARE(state(answer, "settings"), QStringLiteral("fail"));
    QVERIFY(finding(answer, "settings")[QLatin1String("message")].toString().contains(QLatin1String("window.theme")));
}

QTEST_GUILESS_MAIN(CliActTest)
#include "cli_act_test.moc"
