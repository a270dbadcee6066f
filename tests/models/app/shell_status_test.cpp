#include "backend/intake/event_sink.h"
#include "models/app/shell_status.h"
#include "models/common/formatter.h"
#include "tests/models/entities/entities_fixture.h"
#include "tests/support/engine_await.h"
#include "tests/support/fake_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

class ShellStatusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreIsKnownToBeEmpty()
    {
        test::EntitiesFixture store;
        const Formatter formatter(store.clock());
        ShellStatus status(store.engine(), formatter);
        // Before the answer nobody may say that there is nothing.
        QVERIFY(!status.isKnown());
        QTRY_VERIFY(status.isKnown());
        QVERIFY(status.isEmpty());
        QCOMPARE(status.storeName(), QStringLiteral("store.db"));
        QCOMPARE(status.lastEventText(), QStringLiteral("No events yet"));
        QVERIFY(status.lastEventTip().isEmpty());
        QCOMPARE(status.versionText(), QStringLiteral("Store v0"));
        QCOMPARE(status.intakeText(), QStringLiteral("Intake 0.0 events/s"));
        QCOMPARE(status.queueText(), QStringLiteral("Queue 0 B / 67.1 MB"));
    }

    void followsWhatIsCommitted()
    {
        test::EntitiesFixture store;
        const Formatter formatter(store.clock());
        ShellStatus status(store.engine(), formatter);
        QTRY_VERIFY(status.isKnown());
        QSignalSpy info(&status, &ShellStatus::infoChanged);
        store.addPages(3);
        QTRY_COMPARE(status.versionText(), QStringLiteral("Store v3"));
        QVERIFY(!status.isEmpty());
        QVERIFY(info.count() > 0);
        QCOMPARE(status.lastEventText(), QStringLiteral("Last event 0.1 s ago"));
        QVERIFY(status.lastEventTip().startsWith(QStringLiteral("Recorded at 2026-01-10")));
    }

    void theLastEventGrowsOld()
    {
        test::EntitiesFixture store;
        test::StillClock later;
        store.addPages(1);
        later.set(Timestamp{ store.clock().now().micros + 4 * 60 * 1'000'000LL });
        const Formatter formatter(later);
        ShellStatus status(store.engine(), formatter);
        QTRY_COMPARE(status.lastEventText(), QStringLiteral("Last event 4 m ago"));
    }

    void tellsWhereItListensAndWhyNot()
    {
        test::EntitiesFixture store;
        const Formatter formatter(store.clock());
        ShellStatus status(store.engine(), formatter);
        QVERIFY(status.gatewayUrl().isEmpty());
        QVERIFY(store.engine().startGateway({ "127.0.0.1", 0 }));
        QTRY_VERIFY(status.gatewayUrl().startsWith(QStringLiteral("http://127.0.0.1:")));
        QVERIFY(status.problem().isEmpty());
        // Only loopback may be listened on; the gateway stays where it is.
        QVERIFY(!store.engine().startGateway({ "0.0.0.0", 0 }));
        QTRY_VERIFY(!status.problem().isEmpty());
        QVERIFY(!status.gatewayUrl().isEmpty());
        QVERIFY(!status.isStoreFailing());
        store.engine().stopGateway();
        QTRY_VERIFY(status.gatewayUrl().isEmpty());
        QVERIFY(status.problem().isEmpty());
    }

    void tellsThatEventsAreRefusedUntilTheyAreNot()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        control.failAppends(
            Error::make(ErrorKind::Unavailable, "STORE_FULL", "There is no room left.", "Free disk space."));
        const auto engine = Engine::start(std::move(fake), {});
        const Formatter formatter(engine->clock());
        ShellStatus status(*engine, formatter);
        QVERIFY(engine->sink().submit(test::batchOf("e1"), [](const EventSink::Outcome&) {}));
        QTRY_COMPARE(status.problem(), QStringLiteral("Refuses events: There is no room left."));
        QCOMPARE(status.problemTip(), QStringLiteral("There is no room left. Free disk space."));
        QVERIFY(status.isStoreFailing());
        control.failAppends(std::nullopt);
        QTRY_VERIFY(!status.isStoreFailing());
        QVERIFY(status.problem().isEmpty());
    }

    void anUnreadableStoreIsNoEmptyOne()
    {
        auto fake = std::make_unique<test::FakeStore>();
        auto control = fake->control();
        control.failReads(
            Error::make(ErrorKind::Corrupt, "STORE_DAMAGED", "The store is damaged.", "Restore it from a backup."));
        const auto engine = Engine::start(std::move(fake), {});
        const Formatter formatter(engine->clock());
        ShellStatus status(*engine, formatter, QStringLiteral("/data/store.db"));
        QTRY_COMPARE(status.readProblem(), QStringLiteral("The store is damaged. Restore it from a backup."));
        QVERIFY(!status.isKnown());
        QVERIFY(status.isStoreFailing());
        QCOMPARE(status.problem(), QStringLiteral("The store is damaged."));
        QCOMPARE(status.lastEventText(), QStringLiteral("Last event unknown"));
        QCOMPARE(status.storeName(), QStringLiteral("store.db"));
        QCOMPARE(status.versionText(), QString());
        control.failReads(std::nullopt);
        status.refresh();
        QTRY_VERIFY(status.isKnown());
        QVERIFY(status.readProblem().isEmpty());
        QVERIFY(!status.isStoreFailing());
    }

    void knowsADemo()
    {
        test::EntitiesFixture store;
        const Formatter formatter(store.clock());
        ShellStatus status(store.engine(), formatter);
        QTRY_VERIFY(status.isKnown());
        QVERIFY(!status.isDemo());
        QVERIFY(test::await<void>([&](auto done) { store.engine().markAsDemo(std::move(done)); }));
        status.refresh();
        QTRY_VERIFY(status.isDemo());
    }
};

QTEST_GUILESS_MAIN(ShellStatusTest)
#include "shell_status_test.moc"
