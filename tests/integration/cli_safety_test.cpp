#include "app/composition.h"
#include "backend/store/event_store.h"
#include "tests/integration/cli_process.h"
#include "tests/support/event_builder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

#include <csignal>

#include <sys/stat.h>

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

/// verify, doctor --deep, backup and restore by the real program.
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

    void backupAndRestore()
    {
        QCOMPARE(run("backup " + backup()).exitCode, 4);
        fill(1);
        const auto made = run("backup " + backup());
        QCOMPARE(made.exitCode, 0);
        const QString head = text(made.object(), "head");
        QCOMPARE(made.object()[QLatin1String("events")], QJsonValue(3));
        QCOMPARE(made.object()[QLatin1String("size_bytes")].toInteger(), QFileInfo(backup()).size());
        const auto again = run("backup " + backup());
        QCOMPARE(again.exitCode, 5);
        QCOMPARE(text(again.error(), "code"), QStringLiteral("BACKUP_EXISTS"));
        QCOMPARE(text(run("verify --store " + backup()).object(), "head"), head);

        fill(2);
        const auto refused = run("restore " + backup());
        QCOMPARE(refused.exitCode, 5);
        QCOMPARE(text(refused.error(), "code"), QStringLiteral("STORE_EXISTS"));
        const auto restored = run("restore --replace " + backup());
        QCOMPARE(restored.exitCode, 0);
        QCOMPARE(text(restored.object(), "head"), head);
        QVERIFY(QFileInfo::exists(text(restored.object(), "replaced")));
        QCOMPARE(run("events").object()[QLatin1String("total")], QJsonValue(3));
        QCOMPARE(run("entities").object()[QLatin1String("total")], QJsonValue(1));

        const QString other = m_cli->path(QStringLiteral("new/place/events.db"));
        QCOMPARE(run("restore " + backup() + " --to " + other).exitCode, 0);
        QCOMPARE(run("events --store " + other).object()[QLatin1String("total")], QJsonValue(3));

        QCOMPARE(run("restore --replace " + m_cli->path(QStringLiteral("none"))).exitCode, 4);
        flip(backup(), contentOf(backup()).indexOf("acme-1-note"));
        const auto damaged = run("restore --replace " + backup());
        QCOMPARE(damaged.exitCode, 1);
        QCOMPARE(text(damaged.error(), "code"), QStringLiteral("BACKUP_DAMAGED"));
        QCOMPARE(run("events").object()[QLatin1String("total")], QJsonValue(3));
    }

    void backupOfAServedStore()
    {
        fill(1);
        QProcess serve;
        m_cli->start(serve, words(QStringLiteral("serve --listen 127.0.0.1:0")));
        QVERIFY(serve.waitForReadyRead(60'000));
        QCOMPARE(run("backup " + backup()).exitCode, 0);
        QCOMPARE(run("verify").exitCode, 0);
        const auto refused = run("restore --replace " + backup());
        QVERIFY(refused.exitCode != 0);
        QCOMPARE(text(refused.error(), "code"), QStringLiteral("STORE_IN_USE"));
        serve.terminate();
        QVERIFY(serve.waitForFinished(60'000));
    }

    /// Killed at any call, a restore leaves the old store or the new one, whole.
    void aKilledRestoreLeavesOneOfBothStores()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer must be loaded before anything else");
#endif
        fill(1);
        QCOMPARE(run("backup " + backup()).exitCode, 0);
        const QString saved = m_cli->path(QStringLiteral("saved"));
        {
            // As after a crash: what was acknowledged last is in the write-ahead log alone.
            const auto store = openStore(m_cli->storePath().toStdString(), StoreMode::Write);
            QVERIFY(store.ok());
            append(**store, 2);
            QDir().mkpath(saved);
            copyStore(QFileInfo(m_cli->storePath()).path(), saved);
        }
        QVERIFY(QFileInfo(saved + QStringLiteral("/store.db-wal")).size() > 0);
        const QString place = m_cli->path(QStringLiteral("place"));
        const QString store = place + QStringLiteral("/store.db");
        int withOld = 0;
        int withNew = 0;
        for (int call = 1;; ++call) {
            QDir(place).removeRecursively();
            QDir().mkpath(place);
            copyStore(saved, place);
            const bool isKilled = restoreUntil(call, store);
            // Who opened a file by two names would destroy it.
            struct stat file { };
            QCOMPARE(::stat(store.toLocal8Bit().constData(), &file), 0);
            QCOMPARE(file.st_nlink, nlink_t{ 1 });
            const auto proof = run("verify --store " + store);
            QVERIFY2(proof.exitCode == 0, proof.err.constData());
            const auto events = proof.object()[QLatin1String("events")].toInt();
            QVERIFY2(events == 3 || events == 6, qPrintable(QString::number(events)));
            (events == 6 ? withOld : withNew) += 1;
            const auto listed = run("events --store " + store);
            QCOMPARE(listed.object()[QLatin1String("items")].toArray().size(), events);
            QCOMPARE(run("entities --store " + store).object()[QLatin1String("total")], QJsonValue(events / 3));
            if (events == 3) {
                const QStringList kept =
                    QDir(place).entryList({ QStringLiteral("store.db.replaced-*Z") }, QDir::Files, QDir::Name);
                QCOMPARE(kept.size(), 1);
                QCOMPARE(run("verify --store " + place + QLatin1Char('/') + kept[0]).object()[QLatin1String("events")],
                    QJsonValue(6));
            }
            if (!isKilled)
                break;
        }
        QVERIFY(withOld > 5);
        QVERIFY(withNew > 1);
    }

private:
    CliAnswer run(const QString& arguments) const
    {
        return m_cli->run(words(arguments) << words(QStringLiteral("--format json")));
    }
    QString backup() const
    {
        return m_cli->path(QStringLiteral("b.backup"));
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
    static void copyStore(const QString& from, const QString& to)
    {
        for (const QString& name : QDir(from).entryList({ QStringLiteral("store.db*") }, QDir::Files)) {
            if (!name.contains(QLatin1String("lock")) && !name.endsWith(QLatin1String("-shm")))
                QVERIFY(QFile::copy(from + QLatin1Char('/') + name, to + QLatin1Char('/') + name));
        }
    }
    /// False: it came to its end before that call.
    bool restoreUntil(int call, const QString& store) const
    {
        QProcess process;
        m_cli->start(process, words("restore --replace " + backup() + " --to " + store),
            { { QStringLiteral("LD_PRELOAD"),
                  QStringLiteral(BINNACLE_BINARY_DIR "/tests/libbinnacle_kill_at_call.so") },
                { QStringLiteral("BINNACLE_KILL_AT"), QString::number(call) } });
        if (!process.waitForFinished(120'000))
            qFatal("restore hangs");
        return process.exitStatus() == QProcess::CrashExit;
    }

    std::unique_ptr<Cli> m_cli;
};

QTEST_GUILESS_MAIN(CliSafetyTest)
#include "cli_safety_test.moc"
