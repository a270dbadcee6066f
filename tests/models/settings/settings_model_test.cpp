#include "models/common/formatter.h"
#include "models/common/ui_settings.h"
#include "models/settings/settings_model.h"
#include "tests/models/entities/entities_fixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTest>

using namespace binnacle;

class SettingsModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_formatter = std::make_unique<Formatter>(m_store->clock());
        m_ui = std::make_unique<UiSettings>(QString());
        m_path = m_store->folder() + QStringLiteral("/settings.json");
    }

    void cleanup()
    {
        m_model.reset();
        m_store.reset();
    }

    void valuesOfAMissingFileAreTheBuiltInOnes()
    {
        start();
        QCOMPARE(m_model->gatewayPort()->value(), QStringLiteral("7474"));
        QCOMPARE(m_model->gatewayEnabled()->value(), QStringLiteral("true"));
        QCOMPARE(m_model->organization()->value(), QStringLiteral("default"));
        QCOMPARE(m_model->maskedColumns()->value(), QString());
        QCOMPARE(m_model->logLevel()->value(), QStringLiteral("normal"));
        QVERIFY(m_model->fileProblem().isEmpty());
    }

    void anEntryIsWritten()
    {
        put(R"({"gateway":{"enabled":false}})");
        start();
        QVERIFY(m_model->gatewayPort()->enter(QStringLiteral(" 8080 ")));
        QCOMPARE(m_model->gatewayPort()->value(), QStringLiteral("8080"));
        QCOMPARE(content()["gateway"].toObject()["port"].toInt(), 8080);
        // A text stays one, also where it looks like a number.
        QVERIFY(m_model->organization()->enter(QStringLiteral("42")));
        QCOMPARE(content()["defaults"].toObject()["organization"].toString(), QStringLiteral("42"));
    }

    void aWrongEntrySaysWhatWasExpectedAndWritesNothing_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("expected");
        QTest::newRow("port too high") << "port"
                                       << "70000"
                                       << "65535";
        QTest::newRow("port a word") << "port"
                                     << "http"
                                     << "65535";
        QTest::newRow("no organisation") << "organization"
                                         << ""
                                         << "defaults.organization";
        QTest::newRow("slash") << "organization"
                               << "a/b"
                               << "defaults.organization";
        QTest::newRow("zone") << "zone"
                              << "Europe/Atlantis"
                              << "Europe/Berlin";
        QTest::newRow("no zone") << "zone"
                                 << ""
                                 << "Europe/Berlin";
        QTest::newRow("theme") << "theme"
                               << "blue"
                               << "window.theme";
        QTest::newRow("column") << "masked"
                                << "status, nonsense"
                                << "nonsense";
    }

    void aWrongEntrySaysWhatWasExpectedAndWritesNothing()
    {
        QFETCH(QString, path);
        QFETCH(QString, entry);
        QFETCH(QString, expected);
        start();
        SettingField* field = path == u"port" ? m_model->gatewayPort()
            : path == u"organization"         ? m_model->organization()
            : path == u"zone"                 ? m_model->timeZone()
            : path == u"theme"                ? m_model->theme()
                                              : m_model->maskedColumns();
        const QString before = field->value();
        QVERIFY(!field->enter(entry));
        QVERIFY2(field->problem().contains(expected), qPrintable(field->problem()));
        QCOMPARE(field->value(), before);
        QVERIFY(!QFile::exists(m_path));
        field->forget();
        QVERIFY(field->problem().isEmpty());
    }

    void lookAndZoneApplyAtOnce()
    {
        start();
        QVERIFY(m_model->theme()->enter(QStringLiteral("light")));
        QCOMPARE(m_ui->theme(), QStringLiteral("light"));
        QVERIFY(m_model->textScale()->enter(QStringLiteral("1.25")));
        QCOMPARE(m_ui->textScale(), 1.25);
        QVERIFY(m_model->timeZone()->enter(QStringLiteral("Asia/Tokyo")));
        QCOMPARE(m_formatter->zone(), QStringLiteral("Asia/Tokyo"));
        // The window's own switch wins, and the page says so.
        m_ui->setTheme(QStringLiteral("dark"));
        QCOMPARE(m_model->theme()->value(), QStringLiteral("dark"));
        QVERIFY(m_model->theme()->note().contains(QStringLiteral("light")));
    }

    void theGatewayGoesByTheSettings()
    {
        put(R"({"gateway":{"port":0,"enabled":false}})");
        start();
        QCOMPARE(m_model->gatewayText(), QStringLiteral("Not listening"));
        QVERIFY(m_model->gatewayEnabled()->enter(QStringLiteral("true")));
        QTRY_VERIFY(m_model->gatewayText().startsWith(QStringLiteral("Listening on http://127.0.0.1:")));
        QVERIFY(m_model->gatewayProblem().isEmpty());
        QVERIFY(m_model->gatewayEnabled()->enter(QStringLiteral("false")));
        QTRY_COMPARE(m_model->gatewayText(), QStringLiteral("Not listening"));
    }

    void aTakenPortIsToldAndTheOldOneStays()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        put(R"({"gateway":{"port":0}})");
        start();
        m_model->applyGateway();
        QTRY_VERIFY(m_model->gatewayText().startsWith(QStringLiteral("Listening")));
        const QString before = m_model->gatewayText();
        const QString port = QString::number(taken.serverPort());
        QVERIFY(m_model->gatewayPort()->enter(port));
        QTRY_VERIFY(m_model->gatewayProblem().contains(port));
        QCOMPARE(m_model->gatewayText(), before);
        // Once it is free, trying again is enough.
        taken.close();
        m_model->applyGateway();
        QTRY_COMPARE(m_model->gatewayText(), QStringLiteral("Listening on http://127.0.0.1:") + port);
        QVERIFY(m_model->gatewayProblem().isEmpty());
    }

    void aDemoListensWhereItLikes()
    {
        put(R"({"gateway":{"port":0}})");
        m_model = std::make_unique<SettingsModel>(
            m_store->engine(), *m_formatter, *m_ui, m_path, SettingsModel::Window{ {}, true });
        m_model->applyGateway();
        QVERIFY(m_model->gatewayEnabled()->enter(QStringLiteral("false")));
        QVERIFY(!m_model->gatewayEnabled()->note().isEmpty());
        QCOMPARE(m_store->engine().status().gatewayUrl, std::string());
    }

    void theLogLevelHoldsAtOnce()
    {
        start();
        QVERIFY(m_model->logLevel()->enter(QStringLiteral("verbose")));
        QVERIFY(log::core().should_log(spdlog::level::debug));
        QVERIFY(m_model->logLevel()->enter(QStringLiteral("normal")));
        QVERIFY(!log::core().should_log(spdlog::level::debug));
    }

    void columnsAreAList()
    {
        start();
        const QString two = QString::fromStdString(Engine::exportColumns()[0] + ", " + Engine::exportColumns()[1]);
        QVERIFY(m_model->maskedColumns()->enter(two + QStringLiteral(" , ")));
        QCOMPARE(m_model->maskedColumns()->value(), two);
        QVERIFY(m_model->maskedColumns()->enter(QString()));
        QCOMPARE(m_model->maskedColumns()->value(), QString());
    }

    void aFileChangedElsewhereIsTakenOver()
    {
        start();
        put(R"({"window":{"theme":"dark"},"gateway":{"enabled":false,"port":9000}})");
        QTRY_COMPARE(m_model->gatewayPort()->value(), QStringLiteral("9000"));
        QCOMPARE(m_ui->theme(), QStringLiteral("dark"));
        // A mistake is told; the last good values hold.
        put(R"({"gateway":{"port":"no"}})");
        QTRY_VERIFY(m_model->fileProblem().contains(QStringLiteral("gateway.port")));
        QCOMPARE(m_model->gatewayPort()->value(), QStringLiteral("9000"));
        put(R"({"gateway":{"enabled":false}})");
        QTRY_VERIFY(m_model->fileProblem().isEmpty());
        QTRY_COMPARE(m_model->gatewayPort()->value(), QStringLiteral("7474"));
    }

    void tellsAboutTheStore()
    {
        m_store->addPages(3);
        start();
        // Nothing is said of what was not read.
        QCOMPARE(m_model->storeLocation(), QStringLiteral("/data/store.db"));
        QCOMPARE(m_model->storeEvents(), QString());
        QCOMPARE(m_model->storeSize(), QString());
        m_model->refresh();
        QTRY_COMPARE(m_model->storeLocation(), m_store->folder() + QStringLiteral("/store.db"));
        QVERIFY(m_model->storeEvents().startsWith(QStringLiteral("3")));
        QVERIFY(!m_model->storeSchema().isEmpty());
        QCOMPARE(m_model->storeAccess(), QStringLiteral("Read and write"));
        QCOMPARE(m_model->gatewayText(), QStringLiteral("Not listening"));
    }

private:
    void start()
    {
        m_model = std::make_unique<SettingsModel>(m_store->engine(), *m_formatter, *m_ui, m_path,
            SettingsModel::Window{ {}, false, QStringLiteral("/data/store.db") });
    }

    void put(const QByteArray& text)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QJsonObject content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<Formatter> m_formatter;
    std::unique_ptr<UiSettings> m_ui;
    std::unique_ptr<SettingsModel> m_model;
    QString m_path;
};

QTEST_GUILESS_MAIN(SettingsModelTest)
#include "settings_model_test.moc"
