#include "models/common/formatter.h"
#include "models/welcome/welcome_model.h"

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"

#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

class WelcomeModelTest : public QObject {
    Q_OBJECT

private:
    const Formatter m_format;

private Q_SLOTS:
    void saysWhatTheDemoHolds()
    {
        const DemoFacts facts{
            .events = 45'000, .projects = 9, .hasFailures = true, .hasStuckEntities = false, .hasBadEvents = true
        };
        const WelcomeModel model(m_format, facts);
        QCOMPARE(model.demoFacts().size(), 3);
        QCOMPARE(model.demoFacts()[0], QStringLiteral("About 45,000 events in 9 projects"));
        QCOMPARE(model.demoMarks().size(), model.demoFacts().size());
        QVERIFY(!WelcomeModel(m_format, {}).hasDemo());
    }

    void opensTheDemoAsAProgramOfItsOwn()
    {
        QString program;
        QStringList arguments;
        bool works = true;
        WelcomeModel model(m_format, {}, nullptr, [&](const QString& name, const QStringList& given) {
            program = name;
            arguments = given;
            return works;
        });
        QSignalSpy changed(&model, &WelcomeModel::demoChanged);
        model.openDemo();
        QCOMPARE(program, QCoreApplication::applicationFilePath());
        QCOMPARE(arguments, QStringList{ "--demo" });
        QVERIFY(model.isDemoStarted());
        QVERIFY(model.demoProblem().isEmpty());
        works = false;
        model.openDemo();
        QVERIFY(!model.isDemoStarted());
        QVERIFY(!model.demoProblem().isEmpty());
        QCOMPARE(changed.size(), 2);
    }

    /// What one pastes into a terminal is an event that the program takes.
    void curlLineSendsAValidEvent()
    {
        QVERIFY(WelcomeModel::curlOf(QString()).isEmpty());
        const QString line = WelcomeModel::curlOf(QStringLiteral("http://127.0.0.1:7474"));
        QVERIFY(line.startsWith(QStringLiteral("curl -X POST http://127.0.0.1:7474/v1/faber/entity-events ")));
        const QString body = line.section(u'\'', -2, -2);
        QVERIFY(body.startsWith(u'{'));
        EventBatch batch;
        ItemParser parser{ ParseOptions{} };
        parser.parse(batch.adopt(body.toStdString()), 1, Dialect::Faber, batch);
        QCOMPARE(batch.items.size(), std::size_t{ 1 });
        QVERIFY2(batch.items[0].event(), "the parser refused the example");
    }
};

QTEST_GUILESS_MAIN(WelcomeModelTest)
#include "welcome_model_test.moc"
