#include "models/common/formatter.h"
#include "models/entity/entity_tables.h"
#include "tests/models/entities/entities_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

namespace {

using Runs = EntityRunsModel;
using Artifacts = EntityArtifactsModel;
using Properties = EntityPropertiesModel;

Timestamp at(std::int64_t second)
{
    return Timestamp::fromSeconds(1'768'046'400 + second);
}

RunRow run(const char* workflow, const char* id, EntityStatus status, std::int64_t first, std::int64_t last,
    std::int64_t events, std::int64_t failures, std::optional<std::int64_t> durationMs)
{
    RunRow row;
    row.workflowId = workflow;
    row.runId = id;
    row.status = status;
    row.firstAt = at(first);
    row.lastAt = at(last);
    row.eventCount = events;
    row.failureCount = failures;
    row.durationMs = durationMs;
    return row;
}

ArtifactRow artifact(const char* name, const char* type, const char* version, const char* step, std::int64_t created)
{
    ArtifactRow row;
    row.name = name;
    row.type = type;
    row.version = version;
    row.producedByStep = step;
    row.createdAt = at(created);
    return row;
}

/// As the store gives them: the latest first.
std::vector<RunRow> someRuns()
{
    return { run("Blog", "c", EntityStatus::Failed, 30, 31, 9, 0, 111'000),
        run("archive", "b", EntityStatus::InProgress, 20, 40, 10, 2, std::nullopt),
        run("blog", "a", EntityStatus::Completed, 10, 25, 9, 1, 12'000) };
}

QStringList column(const SortedTable& table, int column)
{
    QStringList cells;
    for (int row = 0; row < table.count(); ++row)
        cells << table.index(row, column).data().toString();
    return cells;
}

} // namespace

/// Runs, artifacts and properties, in any order.
class EntityTablesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsSortByEveryColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("first");
        QTest::addColumn<QStringList>("again");
        QTest::newRow("workflow") << int(Runs::Workflow) << QStringList{ "b", "c", "a" }
                                  << QStringList{ "a", "c", "b" };
        QTest::newRow("run") << int(Runs::Run) << QStringList{ "a", "b", "c" } << QStringList{ "c", "b", "a" };
        QTest::newRow("status") << int(Runs::Status) << QStringList{ "a", "c", "b" } << QStringList{ "b", "c", "a" };
        // Equal ones stay as they were read.
        QTest::newRow("events") << int(Runs::Events) << QStringList{ "b", "c", "a" } << QStringList{ "c", "a", "b" };
        QTest::newRow("failures") << int(Runs::Failures) << QStringList{ "b", "a", "c" }
                                  << QStringList{ "c", "a", "b" };
        // What is not known comes last in either direction.
        QTest::newRow("duration") << int(Runs::Duration) << QStringList{ "c", "a", "b" }
                                  << QStringList{ "a", "c", "b" };
        QTest::newRow("last") << int(Runs::Last) << QStringList{ "b", "c", "a" } << QStringList{ "a", "c", "b" };
    }

    void runsSortByEveryColumn()
    {
        QFETCH(int, column);
        QFETCH(QStringList, first);
        QFETCH(QStringList, again);
        Runs runs(m_format);
        QAbstractItemModelTester tester(&runs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        runs.setRows(someRuns());
        runs.sortBy(column, false);
        QCOMPARE(runs.sortColumns(), QList<int>{ column });
        QCOMPARE(::column(runs, Runs::Run), first);
        const bool wasDescending = runs.sortDescending().first();
        runs.sortBy(column, false);
        QCOMPARE(runs.sortDescending(), QList<bool>{ !wasDescending });
        QCOMPARE(::column(runs, Runs::Run), again);
    }

    void theLatestRunsStandOnTopUntilSorted()
    {
        Runs runs(m_format);
        runs.setRows(someRuns());
        QCOMPARE(runs.sortColumns(), QList<int>{ Runs::First });
        QCOMPARE(runs.sortDescending(), QList<bool>{ true });
        QCOMPARE(column(runs, Runs::Run), QStringList({ "c", "b", "a" }));
        runs.sortBy(Runs::Run, false);
        runs.sortAsAtFirst();
        QCOMPARE(column(runs, Runs::Run), QStringList({ "c", "b", "a" }));
    }

    void aSecondColumnDecidesWhereTheFirstIsEqual()
    {
        Runs runs(m_format);
        runs.setRows(someRuns());
        runs.sortBy(Runs::Events, false);
        runs.sortBy(Runs::Run, true);
        QCOMPARE(runs.sortColumns(), QList<int>({ Runs::Events, Runs::Run }));
        QCOMPARE(column(runs, Runs::Run), QStringList({ "b", "a", "c" }));
    }

    void newRunsGoToTheirPlace()
    {
        Runs runs(m_format);
        QAbstractItemModelTester tester(&runs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        runs.setRows(someRuns());
        runs.sortBy(Runs::Run, false);
        const QString chosen = runs.idAt(2);
        QSignalSpy reset(&runs, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&runs, &QAbstractItemModel::rowsInserted);
        std::vector<RunRow> more = someRuns();
        more.insert(more.begin(), run("blog", "ab", EntityStatus::InProgress, 50, 51, 1, 0, std::nullopt));
        runs.setRows(more);
        QCOMPARE(column(runs, Runs::Run), QStringList({ "a", "ab", "b", "c" }));
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(runs.rowOf(chosen), 3);
        QVERIFY(runs.rowText(3).contains(QStringLiteral("\tc\t")));
        runs.setRows({});
        QCOMPARE(runs.count(), 0);
        QCOMPARE(runs.rowOf(chosen), -1);
    }

    void artifactsSortByEveryColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("first");
        QTest::addColumn<QStringList>("again");
        QTest::newRow("name") << int(Artifacts::Name) << QStringList{ "a.md", "b.md", "c.md" }
                              << QStringList{ "c.md", "b.md", "a.md" };
        QTest::newRow("type") << int(Artifacts::Type) << QStringList{ "c.md", "b.md", "a.md" }
                              << QStringList{ "a.md", "b.md", "c.md" };
        // Numbers as numbers; none comes last.
        QTest::newRow("version") << int(Artifacts::Version) << QStringList{ "b.md", "a.md", "c.md" }
                                 << QStringList{ "a.md", "b.md", "c.md" };
        QTest::newRow("step") << int(Artifacts::Step) << QStringList{ "b.md", "c.md", "a.md" }
                              << QStringList{ "c.md", "b.md", "a.md" };
        QTest::newRow("created") << int(Artifacts::Created) << QStringList{ "a.md", "b.md", "c.md" }
                                 << QStringList{ "c.md", "b.md", "a.md" };
    }

    void artifactsSortByEveryColumn()
    {
        QFETCH(int, column);
        QFETCH(QStringList, first);
        QFETCH(QStringList, again);
        Artifacts artifacts(m_format);
        QAbstractItemModelTester tester(&artifacts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        artifacts.setRows({ artifact("c.md", "draft", "", "review", 10), artifact("b.md", "final", "9", "publish", 20),
            artifact("a.md", "report", "10", "", 30) });
        // One order is that of the beginning: another one comes first.
        artifacts.sortBy(column == Artifacts::Name ? Artifacts::Type : Artifacts::Name, false);
        artifacts.sortBy(column, false);
        QCOMPARE(::column(artifacts, Artifacts::Name), first);
        artifacts.sortBy(column, false);
        QCOMPARE(::column(artifacts, Artifacts::Name), again);
    }

    void propertiesSortByEveryColumn()
    {
        Properties properties(m_format);
        QAbstractItemModelTester tester(&properties, QAbstractItemModelTester::FailureReportingMode::QtTest);
        properties.setRows({ { "apples", "12", at(30) }, { "Bees", "\"many\"", at(10) }, { "cows", "3.5", at(20) } });
        QCOMPARE(column(properties, Properties::Name), QStringList({ "apples", "Bees", "cows" }));
        properties.sortBy(Properties::Name, false);
        QCOMPARE(column(properties, Properties::Name), QStringList({ "cows", "Bees", "apples" }));
        properties.sortBy(Properties::Value, false);
        QCOMPARE(column(properties, Properties::Value), QStringList({ "3.5", "12", "many" }));
        properties.sortBy(Properties::Value, false);
        QCOMPARE(column(properties, Properties::Value), QStringList({ "many", "12", "3.5" }));
        properties.sortBy(Properties::SetAt, false);
        QCOMPARE(column(properties, Properties::Name), QStringList({ "apples", "cows", "Bees" }));
        QCOMPARE(properties.valueAt(2), QStringLiteral("many"));
    }

private:
    test::StillClock m_clock;
    Formatter m_format{ m_clock };
};

QTEST_GUILESS_MAIN(EntityTablesTest)
#include "entity_tables_test.moc"
