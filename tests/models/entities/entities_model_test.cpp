#include "models/common/formatter.h"
#include "models/entities/entities_model.h"
#include "models/entities/entity_order.h"
#include "tests/models/entities/entities_fixture.h"
#include "tests/support/fake_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

namespace {

constexpr int nameColumn = 2;

EntityQuery query(const char* text)
{
    return parseEntityQuery(text).query;
}

QStringList names(const EntitiesModel& model)
{
    QStringList names;
    for (int row = 0; row < model.count(); ++row)
        names << model.nameAt(row);
    return names;
}

int rowOf(const EntitiesModel& model, const QString& name)
{
    return int(names(model).indexOf(name));
}

} // namespace

class EntitiesModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyStore()
    {
        test::EntitiesFixture store;
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        QTRY_VERIFY(model.isLoaded());
        QCOMPARE(model.count(), 0);
        QVERIFY(!model.canFetchMore({}));
        QCOMPARE(model.currentRow(), -1);
        store.add({ "acme/site/page/first created" });
        QTRY_COMPARE(names(model), QStringList{ "first" });
    }

    void fullStore()
    {
        test::EntitiesFixture store;
        store.addPages(450);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        // The tester asks for more on its own account, so pages come one after the other.
        QTRY_VERIFY(model.isLoaded());
        QTRY_VERIFY((model.fetchNext(), model.count() == 450));
        QVERIFY(!model.canFetchMore({}));
    }

    void pagesFollowTheView()
    {
        test::EntitiesFixture store;
        store.addPages(450);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 200);
        QCOMPARE(model.nameAt(0), QStringLiteral("page-449"));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.fetchMore({});
        QTRY_COMPARE(model.count(), 400);
        QCOMPARE(inserted.first().at(1).toInt(), 200);
        QCOMPARE(inserted.first().at(2).toInt(), 399);
        model.fetchMore({});
        QTRY_COMPARE(model.count(), 450);
        QVERIFY(!model.canFetchMore({}));
        QCOMPARE(model.nameAt(449), QStringLiteral("page-000"));
        const QStringList all = names(model);
        QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), 450);
    }

    void newRowsComeInWhileNobodyLooks()
    {
        test::EntitiesFixture store;
        store.addPages(3);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 3);
        model.setCurrentRow(1);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        store.add({ "acme/site/page/newest created @2026-01-10T12:30:00Z" });
        QTRY_COMPARE(names(model), (QStringList{ "newest", "page-002", "page-001", "page-000" }));
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
        QCOMPARE(inserted.first().at(2).toInt(), 0);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.currentRow(), 2);
        QCOMPARE(model.nameAt(model.currentRow()), QStringLiteral("page-001"));
    }

    void nothingMovesUnderTheEyes()
    {
        test::EntitiesFixture store;
        store.addPages(3);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 3);
        model.setEngaged(true);
        const QStringList before = names(model);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        store.add({ "acme/site/page/newest created @2026-01-10T12:30:00Z",
            "acme/site/page/page-000 step.failed build @2026-01-10T12:31:00Z error=broken" });
        QTRY_COMPARE(model.waitingText(), QStringLiteral("1 new, 1 moved, show"));
        QCOMPARE(names(model), before);
        // The cells are already true, only the places are old.
        QVERIFY(changed.count() > 0);
        QCOMPARE(model.index(2, 5).data().toString(), QStringLiteral("build"));
        model.showWaiting();
        QTRY_COMPARE(names(model), (QStringList{ "page-000", "newest", "page-002", "page-001" }));
        QCOMPARE(model.waitingText(), QString());
    }

    void rowsThatNoLongerMatchLeave()
    {
        test::EntitiesFixture store;
        store.add(
            { "acme/site/page/one status.changed status=failed", "acme/site/page/two status.changed status=failed" });
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(query("status:failed"));
        QTRY_COMPARE(model.count(), 2);
        model.toggleSelected(rowOf(model, QStringLiteral("one")));
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        store.add({ "acme/site/page/one status.changed status=completed @2026-01-10T12:30:00Z" });
        QTRY_COMPARE(names(model), QStringList{ "two" });
        QCOMPARE(removed.count(), 1);
        QVERIFY(model.selection().isEmpty());
    }

    void currentAndSelectedSurviveSorting()
    {
        test::EntitiesFixture store;
        store.addPages(5);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 5);
        model.setCurrentRow(0);
        model.toggleSelected(1);
        model.sortBy(nameColumn, false);
        QTRY_COMPARE(model.nameAt(0), QStringLiteral("page-000"));
        QCOMPARE(model.nameAt(model.currentRow()), QStringLiteral("page-004"));
        QCOMPARE(model.sortKeys(), QStringList{ "id" });
        QCOMPARE(model.sortDescending(), QList<bool>{ false });
        QVERIFY(model.index(3, 0).data(TableModel::SelectedRole).toBool());
        QVERIFY(!model.index(1, 0).data(TableModel::SelectedRole).toBool());
        // A view that loses its rows for a moment does not take the current one away.
        model.setCurrentRow(-1);
        QCOMPARE(model.nameAt(model.currentRow()), QStringLiteral("page-004"));
        model.sortBy(nameColumn, false);
        QTRY_COMPARE(model.nameAt(0), QStringLiteral("page-004"));
        model.sortBy(1, true);
        QCOMPARE(model.sortKeys(), (QStringList{ "id", "status" }));
    }

    void everyOrderAgreesWithTheStore()
    {
        test::EntitiesFixture store;
        store.add(
            { "acme/b/post/x created", "acme/a/post/y step.failed build retry=2", "acme/a/page/z step.started test",
                "zeta/a/page/x status.changed status=completed", "acme/b/page/y created" });
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        for (int each = 0; each <= int(EntitySort::Version); ++each) {
            for (const bool descending : { false, true }) {
                EntityQuery ordered;
                ordered.sort = { { EntitySort(each), descending } };
                model.setQuery(ordered);
                QTRY_VERIFY(model.isLoaded());
                QCOMPARE(model.count(), 5);
                for (int row = 1; row < model.count(); ++row) {
                    QVERIFY2(entityRowLess(model.rowAt(row - 1), model.rowAt(row), ordered.sort),
                        qPrintable(
                            QStringLiteral("sort %1, descending %2, row %3").arg(each).arg(descending).arg(row)));
                }
            }
        }
    }

    void selectionByKeys()
    {
        test::EntitiesFixture store;
        store.addPages(6);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 6);
        model.toggleSelected(1);
        model.selectTo(3);
        QCOMPARE(model.selection().count(6), 3);
        model.selectAll();
        QCOMPARE(model.selection().count(44'948), 44'948);
        model.toggleSelected(0);
        QCOMPARE(model.selection().count(44'948), 44'947);
        model.clearSelection();
        QVERIFY(model.selection().isEmpty());
    }

    void cellsFilter()
    {
        test::EntitiesFixture store;
        store.add({ "acme/site/page/one status.changed status=failed" });
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 1);
        QCOMPARE(model.cellFilter(0, 1, false), QStringLiteral("status:failed"));
        QCOMPARE(model.cellFilter(0, 4, true), QStringLiteral("-project:site"));
        QCOMPARE(model.cellFilter(0, 0, false), QString());
        model.columnList()->setMasked(3, true);
        QCOMPARE(model.cellFilter(0, 4, false), QString());
        QVERIFY(!model.index(0, 4).data().toString().contains(QStringLiteral("site")));
        QVERIFY(
            model.index(0, 0).data(TableModel::SentenceRole).toString().startsWith(QStringLiteral("page one, Failed")));
    }

    void columnsChange()
    {
        test::EntitiesFixture store;
        store.addPages(2);
        const Formatter formatter(store.clock());
        EntitiesModel model(store.engine(), formatter);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery({});
        QTRY_COMPARE(model.count(), 2);
        const int before = model.columnCount();
        model.columnList()->setShown(0, false);
        QCOMPARE(model.columnCount(), before - 1);
        model.columnList()->move(1, 3);
        model.columnList()->setWidth(EntityColumnKind::Type, 222);
        QCOMPARE(model.columnWidths().value(QStringLiteral("type")).toInt(), 222);
        const QJsonArray saved = model.columnList()->toJson();
        model.columnList()->restore();
        QCOMPARE(model.columnCount(), before);
        model.columnList()->fromJson(saved);
        QCOMPARE(model.columnCount(), before - 1);
        QCOMPARE(model.columnWidths().value(QStringLiteral("type")).toInt(), 222);
        // The name cannot be hidden: without it a row could not be told from the next.
        for (int row = 0; row < model.columnList()->rowCount(); ++row)
            model.columnList()->setShown(row, false);
        QCOMPARE(model.columnCount(), 2);
    }

    void lateAnswersFall()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        const auto engine = Engine::start(std::move(fake), {});
        const Formatter formatter;
        EntitiesModel model(*engine, formatter);
        control.blockReads(true);
        model.setQuery(query("status:failed"));
        control.waitUntilReading();
        QVERIFY(model.isLoading());
        // The reader ends the first question with an error: it must not be taken for an answer to the second.
        control.blockReads(false);
        model.setQuery({});
        QTRY_VERIFY(model.isLoaded());
        QCOMPARE(model.errorText(), QString());
    }
};

QTEST_MAIN(EntitiesModelTest)
#include "entities_model_test.moc"
