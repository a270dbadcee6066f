#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/sqlite_reader.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/reader_fixture.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// What SQLite says it would do for the first page of `query`, a line a step.
QStringList planOf(ReaderFixture& store, const std::string& query)
{
    auto& reader = static_cast<sqlite::SqliteReader&>(*store.reader);
    auto sql = reader.entityPageSql(queryOf(query), evening);
    if (!sql)
        qFatal("%s", sql.error().message.c_str());
    auto connection = sqlite::Connection::open(store.path(), sqlite::OpenMode::ReadOnly);
    if (!connection)
        qFatal("The store cannot be read.");
    must(sqlite::attachProjections(*connection, store.path()));
    must(sqlite::addContains(*connection));
    auto statement = connection->prepare("EXPLAIN QUERY PLAN " + sql->sql, false);
    if (!statement)
        qFatal("%s", statement.error().message.c_str());
    sqlite::bindAll(*statement, sql->values);
    QStringList lines;
    for (auto row = statement->step(); row && *row; row = statement->step())
        lines.append(QString::fromStdString(std::string(statement->columnText(3))));
    return lines;
}

void fill(ReaderFixture& store)
{
    EventBatchBuilder builder;
    static const char* statuses[] = { "pending", "in_progress", "completed", "failed" };
    for (int i = 0; i < 2000; ++i)
        builder.faber("org" + std::to_string(i % 5) + "/p" + std::to_string(i % 3) + "/t/e" + std::to_string(i)
            + " step.failed s" + std::to_string(i % 7) + " status=" + statuses[i % 4] + " action=a"
            + std::to_string(i % 50) + " workflow=w" + std::to_string(i % 9) + " stype=y" + std::to_string(i % 40));
    store.append(builder);
}

} // namespace

/// The secondary indexes of faber-helm.md: how long a page takes must not depend on the size of the store.
class AccessPathsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPageByUpdateIsReadInTheOrderOfOneIndex_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("index");
        const auto row = [](const char* name, const char* query, const char* index) {
            QTest::newRow(name) << query << index;
        };
        row("everything", "", "entity_by_facet (facet=? AND updated_at<?");
        row("by status", "status:failed", "entity_by_facet (facet=? AND updated_at<?");
        row("organization and status", "org:org1 status:in_progress", "entity_by_facet (facet=? AND updated_at<?");
        row("project by update", "org:org1 project:p1", "entity_by_facet (facet=? AND updated_at<?");
        row("one of several statuses", "status:failed status:pending", "entity_by_facet (facet=? AND updated_at<?");
        row("organization", "org:org1", "entity_by_facet (facet=? AND updated_at<?");
        row("type", "type:t", "entity_by_facet (facet=? AND updated_at<?");
        row("not of a project", "-project:p1", "entity_by_facet (facet=? AND updated_at<?");
        row("recent failures", "status:failed updated:<2h",
            "entity_by_facet (facet=? AND updated_at>? AND updated_at<?");
    }

    void aPageByUpdateIsReadInTheOrderOfOneIndex()
    {
        QFETCH(QString, query);
        QFETCH(QString, index);
        ReaderFixture store;
        fill(store);
        const QStringList plan = planOf(store, query.toStdString());
        qInfo().noquote() << query << "->" << plan.join(QStringLiteral("; "));
        bool usesIndex = false;
        for (const QString& line : plan) {
            const bool reads =
                line.startsWith(QStringLiteral("SEARCH e ")) || line.startsWith(QStringLiteral("SCAN e "));
            usesIndex = usesIndex || (reads && line.contains(QStringLiteral("INDEX ") + index));
            QVERIFY2(!line.startsWith(QStringLiteral("SCAN e ")), qPrintable(line));
            QVERIFY2(!line.contains(QStringLiteral("TEMP B-TREE")), qPrintable(line));
        }
        QVERIFY2(usesIndex, qPrintable(plan.join('\n')));
    }

    void entitiesThatAnIndexNamesAreTakenFromIt_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("index");
        QTest::newRow("action and execution status") << "action:a1:failed"
                                                     << "SEARCH s USING PRIMARY KEY (label=? AND execution=?)";
        QTest::newRow("type and execution status") << "steptype:y1:failed"
                                                   << "SEARCH s USING PRIMARY KEY (label=? AND execution=?)";
        QTest::newRow("action") << "action:a1"
                                << "SEARCH s USING PRIMARY KEY (label=?)";
        QTest::newRow("source") << "source:faber"
                                << "SEARCH v USING PRIMARY KEY (source=?)";
        QTest::newRow("workflow") << "workflow:w1"
                                  << "SEARCH w USING PRIMARY KEY (workflow=?)";
        QTest::newRow("business key") << "key:k"
                                      << "SEARCH b USING COVERING INDEX entity_by_key (business_key=?)";
        QTest::newRow("id") << "id:e1*"
                            << "SEARCH k USING COVERING INDEX entity_key_by_id (id>? AND id<?)";
    }

    void entitiesThatAnIndexNamesAreTakenFromIt()
    {
        QFETCH(QString, query);
        QFETCH(QString, index);
        ReaderFixture store;
        fill(store);
        const QStringList plan = planOf(store, query.toStdString());
        qInfo().noquote() << query << "->" << plan.join(QStringLiteral("; "));
        QVERIFY2(plan.join('\n').contains(index), qPrintable(plan.join('\n')));
        // There are few sources.
        for (const QString& line : plan)
            QVERIFY2(!line.startsWith(QStringLiteral("SCAN")) || line == QStringLiteral("SCAN n"), qPrintable(line));
        QVERIFY2(plan.join('\n').contains(QStringLiteral("SEARCH e USING INTEGER PRIMARY KEY (rowid=?)")),
            qPrintable(plan.join('\n')));
    }
};

QTEST_GUILESS_MAIN(AccessPathsTest)
#include "access_paths_test.moc"
