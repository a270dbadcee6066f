#include "models/app/route_model.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

/// The pages as the program is built with them.
class RouteModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void railListsItsPagesInOrder()
    {
        RouteModel routes;
        const QAbstractItemModelTester tester(&routes, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QStringList names;
        for (int row = 0; row < routes.rowCount(); ++row)
            names << routes.index(row).data(RouteModel::NameRole).toString();
        QCOMPARE(names,
            (QStringList{ QStringLiteral("overview"), QStringLiteral("entities"), QStringLiteral("quarantine"),
                QStringLiteral("settings") }));
        QCOMPARE(routes.home(), QStringLiteral("overview"));
    }

    void everyEntryCanBeReadAndReached()
    {
        const RouteModel routes;
        for (int row = 0; row < routes.rowCount(); ++row) {
            const QModelIndex entry = routes.index(row);
            const QString name = entry.data(RouteModel::NameRole).toString();
            QVERIFY2(!entry.data(RouteModel::TitleRole).toString().isEmpty(), qPrintable(name));
            QVERIFY2(!entry.data(RouteModel::IconRole).toString().isEmpty(), qPrintable(name));
            const QString keys = entry.data(RouteModel::KeysRole).toString();
            QVERIFY2(keys.startsWith(QStringLiteral("g ")), qPrintable(name));
            QCOMPARE(routes.routeForKey(keys.mid(2)), name);
            QVERIFY2(QFile::exists(QLatin1Char(':') + routes.urlOf(name).path()), qPrintable(name));
        }
    }

    void pagesBesideTheRailAreKnownToo()
    {
        const RouteModel routes;
        for (const char* name : { "entity", "palette", "import", "welcome" }) {
            const QString route = QString::fromLatin1(name);
            QVERIFY2(routes.has(route), name);
            QVERIFY2(!routes.urlOf(route).isEmpty(), name);
            QVERIFY2(!routes.titleOf(route).isEmpty(), name);
        }
    }

    void whatIsNotThereIsNowhere()
    {
        const RouteModel routes;
        QVERIFY(!routes.has(QStringLiteral("nonsense")));
        QVERIFY(routes.urlOf(QStringLiteral("nonsense")).isEmpty());
        QVERIFY(routes.titleOf(QStringLiteral("nonsense")).isEmpty());
        QVERIFY(routes.routeForKey(QStringLiteral("z")).isEmpty());
        QVERIFY(routes.routeForKey(QString()).isEmpty());
    }

    void countsAreAnnouncedOnce()
    {
        RouteModel routes;
        QSignalSpy changed(&routes, &QAbstractItemModel::dataChanged);
        routes.setCount(QStringLiteral("quarantine"), 12);
        routes.setCount(QStringLiteral("quarantine"), 12);
        routes.setCount(QStringLiteral("nonsense"), 3);
        QCOMPARE(changed.count(), 1);
        const auto entry = changed.first().first().toModelIndex();
        QCOMPARE(entry.data(RouteModel::NameRole).toString(), QStringLiteral("quarantine"));
        QCOMPARE(entry.data(RouteModel::CountRole).toInt(), 12);
    }
};

QTEST_GUILESS_MAIN(RouteModelTest)
#include "route_model_test.moc"
