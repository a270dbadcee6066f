#include "tests/integration/cli_process.h"
#include "tests/support/event_builder.h"

#include <QJsonArray>
#include <QTest>

using namespace binnacle::test;

namespace {

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

/// Every subcommand that reads, against a small store whose content is known.
class CliReadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void entitiesAsJson();
    void entitiesAsTable();
    void entitiesAsCsvAndNdjson();
    void entitiesBySortAndPage();
    void negatedWordsAreNoOptions();
    void grid();
    void entityWhole();
    void asItWas();
    void eventsWithPayload();
    void eventsByFilter();
    void stepsOfEntityAndOfAll();
    void runsAndArtifacts();
    void missingThings_data();
    void missingThings();
    void readsBesideAWriter();

private:
    CliAnswer json(const char* arguments) const { return m_cli.run(words(arguments) << words("--format json")); }
    QStringList idsOf(const char* arguments) const
    {
        QStringList ids;
        for (const auto item : json(arguments).object()[QLatin1String("items")].toArray())
            ids << item.toObject()[QLatin1String("id")].toString();
        return ids;
    }
    Cli m_cli;
};

void CliReadTest::initTestCase()
{
    const auto batch = EventBatchBuilder()
                           .faber("acme/core/page/alpha created @2026-01-10T12:00:00Z prop.owner=mia")
                           .faber("acme/core/page/alpha step.started build @2026-01-10T12:00:01Z action=github-commit "
                                  "workflow=publish run=r1")
                           .faber("acme/core/page/alpha step.failed build @2026-01-10T12:00:04Z action=github-commit "
                                  "dur=3000 error=boom workflow=publish run=r1")
                           .faber("acme/core/page/beta created @2026-01-10T12:01:00Z")
                           .faber("acme/core/page/beta step.completed build @2026-01-10T12:01:02Z dur=1500 "
                                  "artifact=file:docs/beta.md workflow=publish run=r2")
                           .faber("acme/docs/note/gamma created @2026-01-10T12:02:00Z")
                           .build();
    QCOMPARE(m_cli.fill(*batch), 6);
}

void CliReadTest::entitiesAsJson()
{
    const auto answer = json("entities");
    QCOMPARE(answer.exitCode, 0);
    QVERIFY(answer.err.isEmpty());
    QCOMPARE(answer.out.count('\n'), 1);
    const auto document = answer.object();
    QCOMPARE(document.keys(), words("items next_cursor total total_is_exact"));
    QCOMPARE(document[QLatin1String("total")].toInt(), 3);
    QCOMPARE(document[QLatin1String("total_is_exact")].toBool(), true);
    QVERIFY(document[QLatin1String("next_cursor")].isNull());
    const auto items = document[QLatin1String("items")].toArray();
    QCOMPARE(items.size(), 3);
    const auto last = items.at(2).toObject();
    QCOMPARE(last[QLatin1String("key")].toString(), QStringLiteral("acme/core/page/alpha"));
    QCOMPARE(last[QLatin1String("organization")].toString(), QStringLiteral("acme"));
    QCOMPARE(last[QLatin1String("current_step")].toString(), QStringLiteral("build"));
    QCOMPARE(last[QLatin1String("error")].toString(), QStringLiteral("boom"));
    QCOMPARE(last[QLatin1String("version")].toInt(), 3);
    QCOMPARE(last[QLatin1String("step_summary")].toObject()[QLatin1String("failed")].toInt(), 1);
    QCOMPARE(last[QLatin1String("created_at")].toString(), QStringLiteral("2026-01-10T12:00:00.000000Z"));
    QCOMPARE(last[QLatin1String("updated_at")].toString(), QStringLiteral("2026-01-10T12:00:04.000000Z"));
    QVERIFY(last[QLatin1String("business_key")].isNull());
    // The order is documented, too: scripts that cut columns rely on it.
    QVERIFY(
        answer.out.startsWith("{\"items\":[{\"key\":\"acme/docs/note/gamma\",\"organization\":\"acme\",\"project\":"));
}

void CliReadTest::entitiesAsTable()
{
    const auto answer = m_cli.run(words("entities"));
    QCOMPARE(answer.exitCode, 0);
    const auto lines = answer.out.split('\n');
    QCOMPARE(lines.size(), 5); // head, three rows, nothing behind the last line break
    QVERIFY(lines[0].startsWith("ENTITY"));
    QVERIFY(lines[1].startsWith("acme/docs/note/gamma"));
    QCOMPARE(lines[1].indexOf("pending") >= 0 ? lines[0].indexOf("STATUS") : -1, lines[1].indexOf("pending"));
    // Not a terminal: nothing is cut.
    QVERIFY(!answer.out.contains("…"));
}

void CliReadTest::entitiesAsCsvAndNdjson()
{
    const auto csv = m_cli.run(words("entities type:page --format csv"));
    QCOMPARE(csv.exitCode, 0);
    const auto lines = csv.out.split('\n');
    QVERIFY(lines[0].startsWith("key,organization,project,type,id,status,"));
    QVERIFY(lines[0].endsWith("\r"));
    QVERIFY(lines[0].contains(",step_summary_completed,"));
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[1].count(','), lines[0].count(','));
    const auto empty = m_cli.run(words("entities type:none --format csv"));
    QVERIFY(empty.out.startsWith("key,") && empty.out.endsWith("\r\n"));

    const auto ndjson = m_cli.run(words("entities type:page --format ndjson"));
    const auto rows = ndjson.out.trimmed().split('\n');
    QCOMPARE(rows.size(), 2);
    for (const auto& row : rows)
        QVERIFY(QJsonDocument::fromJson(row).isObject());
}

void CliReadTest::entitiesBySortAndPage()
{
    QCOMPARE(idsOf("entities"), words("gamma beta alpha"));
    QCOMPARE(idsOf("entities --sort id"), words("alpha beta gamma"));
    QCOMPARE(idsOf("entities --sort project:desc,id:desc"), words("gamma beta alpha"));
    const auto first = json("entities --sort id --limit 2").object();
    QCOMPARE(first[QLatin1String("items")].toArray().size(), 2);
    QCOMPARE(first[QLatin1String("total")].toInt(), 3);
    const auto cursor = first[QLatin1String("next_cursor")].toString();
    QVERIFY(!cursor.isEmpty());
    const auto next = m_cli.run(words("entities --sort id --limit 2 --format json --cursor") << cursor).object();
    QCOMPARE(next[QLatin1String("items")].toArray().size(), 1);
    QVERIFY(next[QLatin1String("next_cursor")].isNull());
}

void CliReadTest::negatedWordsAreNoOptions()
{
    QCOMPARE(idsOf("entities -project:docs --sort id"), words("alpha beta"));
    QCOMPARE(idsOf("entities type:page -id:alpha"), words("beta"));
    const auto behindDashes = m_cli.run(words("--format json entities -- -project:core")).object();
    QCOMPARE(behindDashes[QLatin1String("total")].toInt(), 1);
    QCOMPARE(json("entities -x").exitCode, 2);
}

void CliReadTest::grid()
{
    const auto answer = json("entities --grid --project core");
    QCOMPARE(answer.exitCode, 0);
    const auto rows = answer.object()[QLatin1String("rows")].toArray();
    int count = 0;
    for (const auto row : rows) {
        QCOMPARE(row.toObject().keys(), words("count status type"));
        QCOMPARE(row.toObject()[QLatin1String("type")].toString(), QStringLiteral("page"));
        count += row.toObject()[QLatin1String("count")].toInt();
    }
    QCOMPARE(count, 2);
    QCOMPARE(json("entities --grid status:failed").exitCode, 2);
}

void CliReadTest::asItWas()
{
    const auto then = json("entity acme/core/page/alpha --as-of 2026-01-10T12:00:02Z --axis occurred");
    QCOMPARE(then.exitCode, 0);
    QCOMPARE(then.object()[QLatin1String("version")].toInt(), 2);
    QVERIFY(then.object()[QLatin1String("error")].isNull());
    const auto grid = json("entities --grid --as-of 2026-01-10T12:01:01Z --axis occurred").object();
    int count = 0;
    for (const auto row : grid[QLatin1String("rows")].toArray())
        count += row.toObject()[QLatin1String("count")].toInt();
    QCOMPARE(count, 2);
    // All of it was recorded just now.
    QVERIFY(json("entities --grid --as-of 1d").object()[QLatin1String("rows")].toArray().isEmpty());
    const auto early = json("entity acme/core/page/alpha --as-of 2026-01-09T00:00:00Z --axis occurred");
    QVERIFY(early.exitCode != 0);
    QVERIFY(early.err.contains("ENTITY_NOT_YET"));
    for (const char* wrong :
        { "entity acme/core/page/alpha --as-of noon", "entity acme/core/page/alpha --axis occurred",
            "entities --as-of 1d", "entities --grid --as-of 1d --axis now" })
        QCOMPARE(json(wrong).exitCode, 2);
}

void CliReadTest::entityWhole()
{
    const auto answer = json("entity acme/core/page/alpha");
    QCOMPARE(answer.exitCode, 0);
    const auto entity = answer.object();
    QCOMPARE(entity[QLatin1String("id")].toString(), QStringLiteral("alpha"));
    const auto steps = entity[QLatin1String("steps")].toArray();
    QCOMPARE(steps.size(), 1);
    const auto step = steps.at(0).toObject();
    QCOMPARE(step[QLatin1String("step_id")].toString(), QStringLiteral("build"));
    QCOMPARE(step[QLatin1String("step_action")].toString(), QStringLiteral("github-commit"));
    QCOMPARE(step[QLatin1String("execution_status")].toString(), QStringLiteral("failed"));
    QCOMPARE(step[QLatin1String("duration_ms")].toInt(), 3000);
    QCOMPARE(step[QLatin1String("failure_count")].toInt(), 1);
    const auto property = entity[QLatin1String("properties")].toArray().at(0).toObject();
    QCOMPARE(property[QLatin1String("name")].toString(), QStringLiteral("owner"));
    QCOMPARE(property[QLatin1String("value")].toString(), QStringLiteral("mia"));

    const auto table = m_cli.run(words("entity acme/core/page/alpha"));
    QCOMPARE(table.exitCode, 0);
    for (const auto* part : { "Steps", "Properties", "github-commit", "boom", "owner" })
        QVERIFY2(table.out.contains(part), part);
}

void CliReadTest::eventsWithPayload()
{
    const auto answer = json("events --payload --oldest-first --limit 1");
    QCOMPARE(answer.exitCode, 0);
    QCOMPARE(answer.object()[QLatin1String("total")].toInt(), 6);
    const auto event = answer.object()[QLatin1String("items")].toArray().at(0).toObject();
    QCOMPARE(event[QLatin1String("seq")].toInt(), 1);
    QCOMPARE(event[QLatin1String("dialect")].toString(), QStringLiteral("faber"));
    QCOMPARE(event[QLatin1String("kind")].toString(), QStringLiteral("entity_created"));
    QCOMPARE(event[QLatin1String("entity")].toString(), QStringLiteral("acme/core/page/alpha"));
    const auto payload = QJsonDocument::fromJson(event[QLatin1String("payload")].toString().toUtf8());
    QVERIFY(payload.isObject());
}

void CliReadTest::eventsByFilter()
{
    const auto count = [&](const char* arguments) {
        return json(arguments).object()[QLatin1String("items")].toArray().size();
    };
    QCOMPARE(count("events"), 6);
    QCOMPARE(count("events acme/core/page/alpha"), 3);
    QCOMPARE(count("events --type entity.created"), 3);
    QCOMPARE(count("events --steps"), 3);
    QCOMPARE(count("events --from 2000-01-01T00:00:00Z"), 6);
    QCOMPARE(count("events --to 2000-01-01T00:00:00Z"), 0);
    QCOMPARE(json("events --from yesterdayish").error()[QLatin1String("code")].toString(),
        QStringLiteral("INVALID_TIMESTAMP"));
}

void CliReadTest::stepsOfEntityAndOfAll()
{
    const auto one = json("steps acme/core/page/beta").object()[QLatin1String("items")].toArray();
    QCOMPARE(one.size(), 1);
    QCOMPARE(one.at(0).toObject()[QLatin1String("execution_status")].toString(), QStringLiteral("completed"));
    const auto all = json("steps").object()[QLatin1String("items")].toArray();
    int executions = 0;
    int failures = 0;
    for (const auto item : all) {
        executions += item.toObject()[QLatin1String("executions")].toInt();
        failures += item.toObject()[QLatin1String("failures")].toInt();
    }
    QCOMPARE(executions, 2);
    QCOMPARE(failures, 1);
    QCOMPARE(json("steps --from 2026-01-11T00:00:00Z").object()[QLatin1String("total")].toInt(), 0);
}

void CliReadTest::runsAndArtifacts()
{
    QCOMPARE(json("runs").object()[QLatin1String("total")].toInt(), 2);
    const auto run = json("runs acme/core/page/alpha").object()[QLatin1String("items")].toArray().at(0).toObject();
    QCOMPARE(run[QLatin1String("workflow_id")].toString(), QStringLiteral("publish"));
    QCOMPARE(run[QLatin1String("run_id")].toString(), QStringLiteral("r1"));
    QCOMPARE(run[QLatin1String("entity")].toString(), QStringLiteral("acme/core/page/alpha"));
    const auto artifacts = json("artifacts").object()[QLatin1String("items")].toArray();
    QCOMPARE(artifacts.size(), 1);
    QCOMPARE(artifacts.at(0).toObject()[QLatin1String("name")].toString(), QStringLiteral("docs/beta.md"));
    QVERIFY(artifacts.at(0).toObject()[QLatin1String("artifact")].isObject());
    QCOMPARE(json("artifacts acme/core/page/alpha").object()[QLatin1String("total")].toInt(), 0);
}

void CliReadTest::missingThings_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* arguments, int exitCode, const char* code) {
        QTest::newRow(arguments) << QString::fromUtf8(arguments) << exitCode << QString::fromUtf8(code);
    };
    row("entity acme/core/page/nobody", 4, "ENTITY_NOT_FOUND");
    row("events acme/core/page/nobody", 4, "ENTITY_NOT_FOUND");
    row("runs acme/core/page/nobody", 4, "ENTITY_NOT_FOUND");
    row("artifacts acme/core/page/nobody", 4, "ENTITY_NOT_FOUND");
    row("steps acme/core/page/nobody", 4, "ENTITY_NOT_FOUND");
    row("entity acme/core", 2, "INVALID_KEY");
    row("entities status:wrong", 2, "QUERY_INVALID");
    row("entities colour:red", 2, "QUERY_INVALID");
    row("entities --sort colour", 2, "INVALID_SORT");
    row("entities --sort id:up", 2, "INVALID_SORT");
    row("entities --limit 0", 2, "INVALID_LIMIT");
    row("entities --limit many", 2, "WRONG_USAGE");
    row("entities --cursor nonsense", 2, "");
    row("steps acme/core/page/beta --from 2h", 2, "WRONG_USAGE");
    row("events --from 2h --to 3h", 2, "WRONG_USAGE");
    row("steps --from 2026-01-11T00:00:00Z --to 2026-01-10T00:00:00Z", 2, "WRONG_USAGE");
    row("entities --project core", 2, "WRONG_USAGE");
    row("runs acme/core/page/alpha --cursor 00", 2, "WRONG_USAGE");
    row("artifacts acme/core/page/alpha --limit 0", 2, "INVALID_LIMIT");
    row("quarantine show 99", 4, "QUARANTINE_NOT_FOUND");
    row("entities --store /nowhere/at/all.db", 4, "STORE_NOT_FOUND");
    row("entities --store postgresql://localhost/x", 1, "STORE_UNSUPPORTED");
    row("rebuild --store /nowhere/at/all.db", 4, "STORE_NOT_FOUND");
    row("export csv --store /nowhere/at/all.db", 4, "STORE_NOT_FOUND");
}

void CliReadTest::missingThings()
{
    QFETCH(QString, arguments);
    QFETCH(int, exitCode);
    QFETCH(QString, code);
    const auto answer = m_cli.run(words(qPrintable(arguments)) << words("--format json"));
    QVERIFY2(answer.exitCode == exitCode, answer.err.constData());
    QVERIFY(answer.out.isEmpty());
    const auto error = answer.error();
    QVERIFY2(!error.isEmpty(), answer.err.constData());
    if (!code.isEmpty())
        QCOMPARE(error[QLatin1String("code")].toString(), code);
    QVERIFY(error[QLatin1String("message")].toString().endsWith(QLatin1Char('.')));

    const auto forPeople = m_cli.run(words(qPrintable(arguments)));
    QCOMPARE(forPeople.exitCode, exitCode);
    QVERIFY(forPeople.err.startsWith("binnacle: "));
}

void CliReadTest::readsBesideAWriter()
{
    QProcess serve;
    m_cli.start(serve, words("serve --listen 127.0.0.1:0"));
    QVERIFY2(serve.waitForReadyRead(120'000), serve.readAllStandardError().constData());
    QCOMPARE(json("entities").object()[QLatin1String("total")].toInt(), 3);
    // A second writer says who is first.
    const auto second = json("rebuild");
    QCOMPARE(second.exitCode, 1);
    QCOMPARE(second.error()[QLatin1String("code")].toString(), QStringLiteral("STORE_IN_USE"));
    serve.terminate();
    QVERIFY(serve.waitForFinished(120'000));
    QCOMPARE(serve.exitCode(), 0);
}

QTEST_GUILESS_MAIN(CliReadTest)
#include "cli_read_test.moc"
