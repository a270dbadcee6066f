#include "app/composition.h"
#include "backend/store/event_store.h"
#include "tests/integration/cli_process.h"
#include "tests/support/event_builder.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

QStringList words(const QString& text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QString text(const QJsonObject& object, const char* name)
{
    return object[QLatin1String(name)].toString();
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void flip(const QString& path, qint64 place)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(place));
    const char byte = static_cast<char>(file.read(1).at(0) ^ 0x55);
    QVERIFY(file.seek(place));
    QCOMPARE(file.write(&byte, 1), 1);
}

} // namespace

/// verify and doctor --deep by the real program.
class CliSafetyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_cli = std::make_unique<Cli>(); }

    void verifyGivesAHeadThatHolds()
    {
        QCOMPARE(run("verify").exitCode, 4);
        fill(1);
        const auto first = run("verify");
        QCOMPARE(first.exitCode, 0);
        const QJsonObject proof = first.object();
        QCOMPARE(proof[QLatin1String("ok")], QJsonValue(true));
        QCOMPARE(proof[QLatin1String("last_seq")], QJsonValue(3));
        QVERIFY(proof[QLatin1String("holds_noted_head")].isNull());
        const QString head = text(proof, "head");
        QVERIFY(head.startsWith(QLatin1String("3:")));
        fill(2);
        const auto second = run("verify --head " + head);
        QCOMPARE(second.exitCode, 0);
        QCOMPARE(second.object()[QLatin1String("holds_noted_head")], QJsonValue(true));
        const auto people = m_cli->run(words(QStringLiteral("verify")));
        QVERIFY(people.out.contains("The log is whole: 6 events"));
        QCOMPARE(run("verify --head 3:abc").exitCode, 2);
        const auto other = run("verify --head 3:" + QString(64, QLatin1Char('0')));
        QCOMPARE(other.exitCode, 1);
        QCOMPARE(other.object()[QLatin1String("holds_noted_head")], QJsonValue(false));
    }

    void damageIsNamedAndCostsItsOwnEvents()
    {
        fill(1);
        fill(2);
        fill(3);
        // The payload of the second of three rows, which nothing else has.
        const qint64 place = contentOf(m_cli->storePath()).indexOf("acme-2-note");
        QVERIFY(place > 0);
        flip(m_cli->storePath(), place);

        const auto proof = run("verify");
        QCOMPARE(proof.exitCode, 1);
        const QJsonObject found = proof.object()[QLatin1String("breaks")].toArray().at(0).toObject();
        QCOMPARE(found[QLatin1String("first_seq")], QJsonValue(4));
        QCOMPARE(found[QLatin1String("last_seq")], QJsonValue(6));
        QCOMPARE(text(found, "kind"), QStringLiteral("changed"));
        QVERIFY(proof.object()[QLatin1String("head")].isNull());

        const auto report = run("doctor --deep");
        QCOMPARE(report.exitCode, 1);
        bool isNamed = false;
        for (const auto check : report.object()[QLatin1String("checks")].toArray()) {
            const auto events = check.toObject()[QLatin1String("events")].toArray();
            isNamed =
                isNamed || (!events.isEmpty() && events[0].toObject()[QLatin1String("first_seq")] == QJsonValue(4));
        }
        QVERIFY(isNamed);

        const auto listed = run("events --oldest-first");
        QCOMPARE(listed.exitCode, 3);
        QVERIFY(listed.err.contains("events 4 to 6"));
        QCOMPARE(listed.object()[QLatin1String("items")].toArray().size(), 6);
        QCOMPARE(listed.object()[QLatin1String("damaged")].toArray().size(), 1);
        QCOMPARE(run("entity acme/core/note/acme-2-note").exitCode, 0);

        const auto rebuilt = run("rebuild");
        QCOMPARE(rebuilt.exitCode, 3);
        QCOMPARE(rebuilt.object()[QLatin1String("events")], QJsonValue(6));
        QCOMPARE(rebuilt.object()[QLatin1String("left_out")].toArray().size(), 1);
        QCOMPARE(run("entity acme/core/note/acme-2-note").exitCode, 4);
        QVERIFY(m_cli->run(words(QStringLiteral("doctor --quick"))).out.contains("events 4 to 6 could not be read"));
        fill(4);
        QCOMPARE(run("events").object()[QLatin1String("items")].toArray().size(), 9);
    }

    void doctorDeepIsContentWithASoundStore()
    {
        fill(1);
        fill(2);
        for (const auto* arguments : { "doctor", "doctor --deep" }) {
            QString state;
            for (const auto check : run(QLatin1String(arguments)).object()[QLatin1String("checks")].toArray()) {
                if (text(check.toObject(), "check") == QLatin1String("integrity"))
                    state += text(check.toObject(), "state") + text(check.toObject(), "message");
            }
            QVERIFY2(state.startsWith(QLatin1String("ok")), qPrintable(state));
        }
        QCOMPARE(run("doctor --deep --quick").exitCode, 2);
    }

private:
    CliAnswer run(const QString& arguments) const
    {
        return m_cli->run(words(arguments) << words(QStringLiteral("--format json")));
    }

    static void append(EventStore& store, int number)
    {
        const std::string key = "acme/core/note/acme-" + std::to_string(number) + "-note";
        const auto batch = EventBatchBuilder()
                               .faber(key + " created")
                               .faber(key + " step.started build")
                               .faber(key + " step.completed build dur=100")
                               .build();
        AppendRequest request{ batch.get(), {} };
        QVERIFY(store.append(std::span(&request, 1)).ok());
    }
    /// Three events of an entity of its own.
    void fill(int number) const
    {
        const auto store = openStore(m_cli->storePath().toStdString(), StoreMode::Write);
        QVERIFY(store.ok());
        append(**store, number);
    }
    std::unique_ptr<Cli> m_cli;
};

QTEST_GUILESS_MAIN(CliSafetyTest)
#include "cli_safety_test.moc"
