#include "backend/intake/event_sink.h"
#include "models/common/formatter.h"
#include "models/common/ui_settings.h"
#include "models/entity/entity_page_model.h"
#include "tests/models/entities/entities_fixture.h"
#include "tests/support/event_builder.h"
#include "tests/support/fake_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace binnacle;

namespace {

const QString key = QStringLiteral("acme/site/page/one");

} // namespace

/// The page's models over a real store and engine.
class EntityPageModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_format = std::make_unique<Formatter>(m_store->clock());
        m_settings = std::make_unique<UiSettings>(QString());
        m_page = std::make_unique<EntityPageModel>(m_store->engine(), *m_format, *m_settings);
        for (QAbstractItemModel* model : models())
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
    }
    void cleanup()
    {
        m_page.reset();
        m_settings.reset();
        m_format.reset();
        m_store.reset();
    }

    void showsWhatWasSent()
    {
        addFailure();
        open();
        QCOMPARE(m_page->title(), QStringLiteral("one"));
        QCOMPARE(m_page->status(), QStringLiteral("failed"));
        QCOMPARE(m_page->version(), QStringLiteral("version 7"));
        QCOMPARE(m_page->error(), QStringLiteral("409 conflict"));
        QCOMPARE(m_page->errorStep(), QStringLiteral("commit"));
        QCOMPARE(fact("Current step"), QStringLiteral("commit, 2 of 2"));
        QCOMPARE(fact("Age"), QStringLiteral("1 h 00 m"));
        QCOMPARE(fact("Events"), QStringLiteral("7"));
        QCOMPARE(m_page->propertyCount(), QStringLiteral("1"));
        QTRY_COMPARE(m_page->artifactCount(), QStringLiteral("1"));
        QTRY_COMPARE(m_page->runCount(), QStringLiteral("1"));
        QCOMPARE(m_page->artifacts()->nameAt(0), QStringLiteral("https://files.example/draft.md"));
        QCOMPARE(m_page->artifacts()->linkAt(0), QStringLiteral("https://files.example/draft.md"));
        QCOMPARE(m_page->properties()->valueAt(0), QStringLiteral("winter letter"));
    }

    void stepsCarryAttemptsQueueAndRun()
    {
        addFailure();
        open();
        QTRY_VERIFY(!m_page->timeline()->isEmpty());
        const EntityStepsModel& steps = *m_page->steps();
        QCOMPARE(steps.count(), 2);
        const StepLine& draft = steps.at(0);
        QCOMPARE(draft.outcome, QStringLiteral("success"));
        QCOMPARE(draft.attempts, QStringLiteral("1"));
        QCOMPARE(draft.run, QStringLiteral("30 s"));
        QCOMPARE(draft.queue, QString());
        // Fewer than five runs: no baseline.
        QCOMPARE(draft.times, QString());
        const StepLine& commit = steps.at(1);
        QVERIFY(commit.failed);
        QCOMPARE(commit.outcome, QStringLiteral("409 conflict"));
        QCOMPARE(commit.attempts, QStringLiteral("2"));
        QCOMPARE(commit.queue, QStringLiteral("20 s"));
        QCOMPARE(m_page->timeline()->tracks()[1].attempts.size(), std::size_t(2));
        QCOMPARE(m_page->timeline()->ranText(), QStringLiteral("ran 1 m 00 s of 2 m 50 s"));
    }

    void versionsCountInOrderOfArrival()
    {
        addFailure();
        // Late: it happened before all others.
        m_store->add({ "acme/site/page/one created @2026-01-10T11:00:00Z" });
        open();
        QTRY_COMPARE(m_page->history()->count(), 8);
        QCOMPARE(cell(0, EntityEventsModel::Version), QStringLiteral("8"));
        QCOMPARE(cell(0, EntityEventsModel::Type), QStringLiteral("entity.created"));
        QCOMPARE(cell(7, EntityEventsModel::Version), QStringLiteral("1"));
        QVERIFY(m_page->history()->isComplete());
    }

    void pagesAreReadOnDemand()
    {
        std::vector<std::string> lines;
        for (int i = 0; i < 450; ++i)
            lines.push_back("acme/site/page/one step.in_progress build progress=0.5 event=e" + std::to_string(i));
        m_store->add(lines);
        open();
        QTRY_COMPARE(m_page->history()->count(), 200);
        QCOMPARE(cell(199, EntityEventsModel::Version), QStringLiteral("251"));
        m_page->history()->fetchNext();
        QTRY_COMPARE(m_page->history()->count(), 400);
        m_page->history()->fetchNext();
        QTRY_COMPARE(m_page->history()->count(), 450);
        QCOMPARE(cell(449, EntityEventsModel::Version), QStringLiteral("1"));
        m_page->history()->fetchNext();
        QVERIFY(m_page->history()->isComplete());
    }

    void newEventsArriveAtTheTop()
    {
        addFailure();
        open();
        QTRY_COMPARE(m_page->history()->count(), 7);
        QSignalSpy inserted(m_page->history(), &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(m_page->history(), &QAbstractItemModel::modelReset);
        m_store->add({ "acme/site/page/one step.completed commit @2026-01-10T12:10:00Z dur=4000 status=in_progress" });
        QTRY_COMPARE(m_page->history()->count(), 8);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(inserted[0].at(1).toInt(), 0);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(cell(0, EntityEventsModel::Version), QStringLiteral("8"));
        QTRY_COMPARE(m_page->status(), QStringLiteral("in_progress"));
        QCOMPARE(m_page->error(), QString());
        QTRY_COMPARE(m_page->steps()->at(1).attempts, QStringLiteral("3"));
    }

    void otherEntitiesAreNoReasonToRead()
    {
        addFailure();
        open();
        QTRY_COMPARE(m_page->history()->count(), 7);
        QSignalSpy changed(m_page.get(), &EntityPageModel::changed);
        m_store->add({ "acme/site/page/two created" });
        // A change of its own comes after that of the other, and is the first thing it reacts to.
        m_store->add({ "acme/site/page/one step.started commit @2026-01-10T12:20:00Z" });
        QTRY_COMPARE(m_page->history()->count(), 8);
        QCOMPARE(changed.count(), 1);
    }

    void unknownKeysAreSaid()
    {
        m_page->open(QStringLiteral("acme/site/page/none"));
        QTRY_COMPARE(m_page->state(), EntityPageModel::NotFound);
        QCOMPARE(m_page->title(), QStringLiteral("none"));
        // It appears by itself once there is an event.
        m_store->add({ "acme/site/page/none created" });
        QTRY_COMPARE(m_page->state(), EntityPageModel::Ready);
        m_page->open(QStringLiteral("no key"));
        QCOMPARE(m_page->state(), EntityPageModel::NotFound);
    }

    void payloadsAreSearched()
    {
        addFailure();
        open();
        QTRY_COMPARE(m_page->rawEvents()->count(), 7);
        EventPayload& payload = *m_page->payload();
        payload.show(m_page->rawEvents()->seqAt(0));
        QTRY_VERIFY(!payload.text().isEmpty());
        QCOMPARE(payload.format(), QStringLiteral("JSON"));
        QVERIFY(payload.text().startsWith(QStringLiteral("{\n  ")));
        payload.setSearchText(QStringLiteral("CONFLICT"));
        QVERIFY(payload.matchCount() >= 1);
        QCOMPARE(payload.text().mid(payload.matchStart(), 8), QStringLiteral("conflict"));
        payload.setAsReceived(true);
        QVERIFY(!payload.text().contains(QLatin1Char('\n')));
        QVERIFY(payload.matchCount() >= 1);
        payload.step(-1);
        QCOMPARE(payload.match(), payload.matchCount() - 1);
    }

    void rawEventsAreFiltered()
    {
        addFailure();
        open();
        QTRY_COMPARE(m_page->rawEvents()->count(), 7);
        m_page->rawEvents()->setSearchText(QStringLiteral("step.failed"));
        QTRY_COMPARE(m_page->rawEvents()->count(), 2);
        // The place among all is not known among some.
        QCOMPARE(m_page->rawEvents()->index(0, EntityEventsModel::Version).data().toString(), QString());
        m_page->rawEvents()->setSearchText({});
        QTRY_COMPARE(m_page->rawEvents()->count(), 7);
    }

    void anotherKeyForgetsTheFirst()
    {
        addFailure();
        m_store->add({ "acme/site/page/two created" });
        open();
        m_page->runs()->sortBy(EntityRunsModel::Run, false);
        m_page->open(QStringLiteral("acme/site/page/two"));
        QCOMPARE(m_page->state(), EntityPageModel::Loading);
        QCOMPARE(m_page->steps()->count(), 0);
        QTRY_COMPARE(m_page->state(), EntityPageModel::Ready);
        QTRY_COMPARE(m_page->history()->count(), 1);
        QCOMPARE(m_page->error(), QString());
        QVERIFY(m_page->timeline()->isEmpty());
        QCOMPARE(m_page->runs()->sortColumns(), QList<int>{ EntityRunsModel::First });
    }

    void manyStepsAndProperties()
    {
        std::vector<std::string> lines;
        for (int i = 0; i < 200; ++i)
            lines.push_back("acme/site/page/one step.completed step-" + std::to_string(i) + " dur=500");
        std::string properties = "acme/site/page/one created";
        for (int i = 0; i < 1000; ++i)
            properties += " prop.name-" + std::to_string(i) + "=value";
        lines.push_back(properties);
        m_store->add(lines);
        open();
        QCOMPARE(m_page->steps()->count(), 200);
        QCOMPARE(m_page->propertyCount(), QStringLiteral("1,000"));
        QTRY_COMPARE(m_page->timeline()->tracks().size(), std::size_t(200));
    }

    void whatCannotBeReadLeavesTheRest()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        control.failReads(Error::make(ErrorKind::Corrupt, "STORE_DAMAGED", "The store is damaged."), "runs");
        const auto engine = Engine::start(std::move(fake), {});
        const auto add = [&engine](const char* line) {
            std::promise<void> stored;
            engine->sink().submit(test::faberBatch(line), [&stored](const EventSink::Outcome&) { stored.set_value(); });
            stored.get_future().wait();
        };
        add("acme/site/page/one created");
        EntityPageModel page(*engine, *m_format, *m_settings);
        page.open(key);
        QTRY_COMPARE(page.state(), EntityPageModel::Ready);
        QTRY_COMPARE(page.problem(), QStringLiteral("The store is damaged."));
        QTRY_COMPARE(page.artifactCount(), QStringLiteral("0"));
        QCOMPARE(page.runCount(), QString());
        // Other reads that succeed do not take the problem away.
        add("acme/site/page/one archived");
        QTRY_COMPARE(page.history()->count(), 2);
        QCOMPARE(page.problem(), QStringLiteral("The store is damaged."));
        control.failReads(std::nullopt);
        page.refresh();
        QTRY_COMPARE(page.runCount(), QStringLiteral("0"));
        QCOMPARE(page.problem(), QString());
    }

    void damageIsTold()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        const auto engine = Engine::start(std::move(fake), {});
        const auto add = [&engine](const std::string& line) {
            std::promise<void> stored;
            engine->sink().submit(test::faberBatch(line), [&stored](const EventSink::Outcome&) { stored.set_value(); });
            stored.get_future().wait();
        };
        for (int i = 0; i < 4; ++i)
            add("acme/site/page/one step.completed step-" + std::to_string(i));
        control.damage(2);
        EntityPageModel page(*engine, *m_format, *m_settings);
        page.open(key);
        EntityEventsModel& history = *page.history();
        QTRY_COMPARE(history.count(), 3);
        QCOMPARE(history.damage(),
            QStringLiteral("Event 2 cannot be read: the store is damaged. "
                           "`binnacle doctor --deep` tells what is lost."));
        // What is missing counts, so a row does not tell which version it is.
        QCOMPARE(history.data(history.index(0, EntityEventsModel::Version)).toString(), QString());

        control.damage(3);
        add("acme/site/page/one archived");
        QTRY_COMPARE(history.count(), 4);
        QVERIFY2(history.damage().startsWith(QStringLiteral("2 events cannot be read")), qPrintable(history.damage()));
    }

    void foldingIsRemembered()
    {
        m_page->timeline()->setFolded(false);
        EntityPageModel next(m_store->engine(), *m_format, *m_settings);
        QVERIFY(!next.timeline()->isFolded());
    }

private:
    void addFailure()
    {
        m_store->add(
            { "acme/site/page/one created @2026-01-10T12:00:00Z prop.topic=\"winter letter\" workflow=blog run=r1",
                "acme/site/page/one step.started draft @2026-01-10T12:00:10Z workflow=blog run=r1",
                "acme/site/page/one step.completed draft @2026-01-10T12:00:40Z dur=30000 outcome=success workflow=blog "
                "run=r1 "
                "artifact=file:https://files.example/draft.md",
                "acme/site/page/one step.started commit @2026-01-10T12:01:00Z",
                "acme/site/page/one step.failed commit @2026-01-10T12:01:10Z error=timeout",
                "acme/site/page/one step.started commit @2026-01-10T12:02:40Z",
                "acme/site/page/one step.failed commit @2026-01-10T12:03:00Z error=\"409 conflict\" status=failed" });
    }
    void open()
    {
        m_page->open(key);
        QTRY_COMPARE(m_page->state(), EntityPageModel::Ready);
    }
    QString fact(const char* label) const
    {
        for (const NamedLine& line : m_page->facts()->all()) {
            if (line.label == QLatin1String(label))
                return line.value;
        }
        return {};
    }
    QString cell(int row, int column) const { return m_page->history()->index(row, column).data().toString(); }
    std::vector<QAbstractItemModel*> models() const
    {
        return { m_page->facts(), m_page->steps(), m_page->history(), m_page->rawEvents(), m_page->runs(),
            m_page->artifacts(), m_page->properties(), m_page->upstream(), m_page->downstream() };
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<Formatter> m_format;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<EntityPageModel> m_page;
};

QTEST_GUILESS_MAIN(EntityPageModelTest)
#include "entity_page_model_test.moc"
