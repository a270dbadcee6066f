#include "models/common/formatter.h"
#include "models/entity/entity_events_model.h"
#include "tests/models/entities/entities_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

namespace {

using Model = EntityEventsModel;

const std::string one = "acme/site/page/one ";

std::vector<std::string> progress(int count)
{
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i)
        lines.push_back(one + "step.in_progress build progress=0.5 event=e" + std::to_string(i));
    return lines;
}

} // namespace

/// The order of an entity's events, over a real store and engine.
class EntityEventsModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_format = std::make_unique<Formatter>(m_store->clock());
        m_model = std::make_unique<Model>(m_store->engine(), *m_format);
        new QAbstractItemModelTester(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
    }
    void cleanup()
    {
        m_model.reset();
        m_format.reset();
        m_store.reset();
    }

    void newestComeFirstUntilSorted()
    {
        addSome();
        QCOMPARE(versions(), QStringList({ "5", "4", "3", "2", "1" }));
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::Version });
        QCOMPARE(m_model->sortDescending(), QList<bool>{ true });
    }

    void everyColumnSortsBothWays_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QStringList>("first");
        QTest::addColumn<QStringList>("again");
        // The fifth arrived last and happened first. The second to fourth change no status, so they come last.
        QTest::newRow("time") << int(Model::Time) << QStringList{ "4", "3", "2", "1", "5" }
                              << QStringList{ "5", "1", "2", "3", "4" };
        QTest::newRow("event") << int(Model::Type) << QStringList{ "1", "3", "4", "2", "5" }
                               << QStringList{ "5", "2", "4", "3", "1" };
        QTest::newRow("detail") << int(Model::Detail) << QStringList{ "4", "1", "2", "3", "5" }
                                << QStringList{ "5", "3", "2", "1", "4" };
        QTest::newRow("change") << int(Model::StatusChange) << QStringList{ "5", "1", "2", "3", "4" }
                                << QStringList{ "1", "5", "4", "3", "2" };
        QTest::newRow("id") << int(Model::EventId) << QStringList{ "2", "4", "1", "5", "3" }
                            << QStringList{ "3", "5", "1", "4", "2" };
    }

    void everyColumnSortsBothWays()
    {
        QFETCH(int, column);
        QFETCH(QStringList, first);
        QFETCH(QStringList, again);
        addSome();
        m_model->sortBy(column, false);
        QTRY_COMPARE(m_model->sortColumns(), QList<int>{ column });
        QCOMPARE(versions(), first);
        const bool wasDescending = m_model->sortDescending().first();
        m_model->sortBy(column, false);
        QTRY_COMPARE(m_model->sortDescending(), QList<bool>{ !wasDescending });
        QCOMPARE(versions(), again);
    }

    void durationsSortAsNumbers()
    {
        std::vector<std::string> lines;
        for (const int seconds : { 111, 12, 3, 2 })
            lines.push_back(one + "step.completed build dur=" + std::to_string(seconds * 1000));
        m_store->add(lines);
        follow(4);
        QTRY_COMPARE(m_model->count(), 4);
        m_model->sortBy(Model::Detail, false);
        QCOMPARE(versions(), QStringList({ "4", "3", "2", "1" }));
    }

    void aSecondColumnDecidesWhereTheFirstIsEqual()
    {
        addSome();
        m_model->sortBy(Model::Source, false);
        m_model->sortBy(Model::Time, true);
        QTRY_COMPARE(m_model->sortColumns(), QList<int>({ Model::Source, Model::Time }));
        QCOMPARE(versions(), QStringList({ "4", "3", "2", "1", "5" }));
    }

    void longHistoriesAreListedByTheStore()
    {
        m_store->add(progress(450));
        follow(450);
        QTRY_COMPARE(m_model->count(), 200);
        m_model->sortBy(Model::Version, false);
        QTRY_COMPARE(cell(0, Model::Version), QStringLiteral("1"));
        QCOMPARE(m_model->count(), 200);
        m_model->fetchNext();
        QTRY_COMPARE(m_model->count(), 400);
        QCOMPARE(cell(399, Model::Version), QStringLiteral("400"));
        m_model->sortBy(Model::Time, false);
        QTRY_COMPARE(m_model->count(), 200);
        // The place of an event among all is not known among some in order of time.
        QCOMPARE(cell(0, Model::Version), QString());
        m_model->fetchNext();
        QTRY_COMPARE(m_model->count(), 400);
        m_model->fetchNext();
        QTRY_VERIFY(m_model->isComplete());
        QVERIFY(!cell(0, Model::Version).isEmpty());
    }

    void othersAreMadeOfAllEvents()
    {
        m_store->add(progress(450));
        follow(450);
        QTRY_COMPARE(m_model->count(), 200);
        m_model->sortBy(Model::EventId, false);
        // Until the rest is there, rows and arrow are those of the former order.
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::Version });
        QTRY_COMPARE(m_model->count(), 450);
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::EventId });
        QStringList ids = column(Model::EventId);
        QStringList sorted = ids;
        sorted.sort();
        QCOMPARE(ids, sorted);
        QCOMPARE(cell(0, Model::Version), QStringLiteral("1"));
    }

    void tooManyAreNotSortedByWords()
    {
        const int count = int(Model::mostSorted) + 1500;
        m_store->add(progress(count));
        follow(count);
        QTRY_COMPARE(m_model->count(), 200);
        QSignalSpy refused(m_model.get(), &Model::sortRefused);
        m_model->sortBy(Model::EventId, false);
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(refused[0][0].toString().contains(QStringLiteral("5,000")));
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::Version });
        QCOMPARE(m_model->count(), 200);
        // By time it goes.
        m_model->sortBy(Model::Time, false);
        QTRY_COMPARE(m_model->sortColumns(), QList<int>{ Model::Time });
    }

    void newEventsGoToTheirPlace()
    {
        addSome();
        m_model->sortBy(Model::Type, false);
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::Type });
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        m_store->add({ one + "step.failed commit @2026-01-10T12:00:50Z error=late event=e6" });
        follow(6);
        QTRY_COMPARE(m_model->count(), 6);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(reset.count(), 0);
        QStringList types = column(Model::Type);
        QStringList sorted = types;
        sorted.sort();
        QCOMPARE(types, sorted);
        QVERIFY(versions().contains(QStringLiteral("6")));
    }

    void newEventsComeWithTheirPage()
    {
        m_store->add(progress(250));
        follow(250);
        QTRY_COMPARE(m_model->count(), 200);
        m_model->sortBy(Model::Version, false);
        QTRY_COMPARE(cell(0, Model::Version), QStringLiteral("1"));
        m_store->add({ one + "step.completed build event=last" });
        follow(251);
        m_model->fetchNext();
        QTRY_COMPARE(m_model->count(), 251);
        QCOMPARE(cell(250, Model::EventId), QStringLiteral("last"));
        QCOMPARE(cell(250, Model::Version), QStringLiteral("251"));
        // Everything is there: what comes now goes to the end.
        m_store->add({ one + "archived event=archive" });
        follow(252);
        QTRY_COMPARE(m_model->count(), 252);
        QCOMPARE(cell(251, Model::EventId), QStringLiteral("archive"));
    }

    void whatIsSearchedForIsSortedToo()
    {
        addSome();
        m_model->sortBy(Model::EventId, false);
        m_model->setSearchText(QStringLiteral("step."));
        QTRY_COMPARE(column(Model::EventId), QStringList({ "a2", "b4", "e3" }));
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::EventId });
        m_model->setSearchText({});
        QTRY_COMPARE(column(Model::EventId), QStringList({ "a2", "b4", "c1", "d5", "e3" }));
    }

    void anotherEntityBeginsWithTheNewest()
    {
        addSome();
        m_store->add({ "acme/site/page/two created", "acme/site/page/two step.started draft" });
        m_model->sortBy(Model::EventId, false);
        m_model->follow(2, 2, 7);
        QTRY_COMPARE(m_model->count(), 2);
        QCOMPARE(m_model->sortColumns(), QList<int>{ Model::Version });
        QCOMPARE(versions(), QStringList({ "2", "1" }));
    }

private:
    void addSome()
    {
        m_store->add({ one + "created @2026-01-10T12:00:00Z event=c1",
            one + "step.started draft @2026-01-10T12:00:10Z event=a2",
            one + "step.completed draft @2026-01-10T12:00:40Z dur=30000 outcome=success status=in_progress event=e3",
            one + "step.failed commit @2026-01-10T12:01:10Z error=timeout event=b4",
            one + "workflow.completed @2026-01-10T11:59:00Z event=d5" });
        follow(5);
        QTRY_COMPARE(m_model->count(), 5);
    }
    /// The fixture's first entity, of which every event so far is.
    void follow(int events) { m_model->follow(1, events, events); }
    QString cell(int row, int column) const { return m_model->index(row, column).data().toString(); }
    QStringList column(int column) const
    {
        QStringList cells;
        for (int row = 0; row < m_model->count(); ++row)
            cells << cell(row, column);
        return cells;
    }
    QStringList versions() const { return column(Model::Version); }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<Formatter> m_format;
    std::unique_ptr<Model> m_model;
};

QTEST_GUILESS_MAIN(EntityEventsModelTest)
#include "entity_events_model_test.moc"
