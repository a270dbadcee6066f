#include "backend/store/sqlite/database.h"
#include "backend/store/sqlite/identity_index.h"
#include "backend/store/sqlite/payload_equality.h"
#include "backend/store/sqlite/registers_codec.h"
#include "backend/store/sqlite/schema.h"
#include "tests/backend/store/must.h"

#include <QTest>

#include <sqlite3.h>

#include <new>
#include <random>
#include <set>

using namespace binnacle;
using namespace binnacle::sqlite;
using namespace binnacle::test;

namespace {

template <typename T>
Register<T> set(T value, std::int64_t at)
{
    Register<T> out;
    out.offer({ at, at % 3, 2, 77 }, std::move(value));
    return out;
}

EntityState someEntity()
{
    EntityState state;
    state.explicitProject = "docs";
    state.explicitProjectKey = { -5, 1, 2, 3 };
    state.status = set(EntityStatus::Failed, 10);
    state.senderSummary = set(StepSummary{ 1, 2, 3, 4 }, 10);
    state.currentStep = set(std::string("build"), 11);
    state.businessKey = set(std::string(300, 'k'), 10);
    state.latestStepChange = { 11, 2, 2, 77 };
    state.counted = { 5, 0, 1, 9 };
    state.version = 1'000'000'007;
    state.createdAtMicros = -62'135'596'800'000'000;
    state.updatedAtMicros = 253'402'300'799'999'999;
    state.lastSeq = 42;
    return state;
}

} // namespace

class SqlitePartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void registersComeBackAsTheyWere()
    {
        const EntityState before = someEntity();
        std::string bytes;
        encodeRegisters(before, bytes);
        EntityState after;
        must(decodeRegisters(bytes, after));
        std::string again;
        encodeRegisters(after, again);
        QCOMPARE(again, bytes);
        QVERIFY(after.status.value == EntityStatus::Failed);
        QVERIFY(after.senderSummary.value == before.senderSummary.value);
        QVERIFY(after.latestStepChange == before.latestStepChange);
        QCOMPARE(after.businessKey.value, before.businessKey.value);
        QVERIFY(!after.workflowId.isSet());
        QCOMPARE(after.createdAtMicros, before.createdAtMicros);
        QCOMPARE(after.completedAtMicros, before.completedAtMicros);

        StepHourState hour;
        hour.executions = 3;
        hour.durations.add(1200, 2);
        std::string hourBytes;
        encodeRegisters(hour, hourBytes);
        StepHourState hourAgain;
        must(decodeRegisters(hourBytes, hourAgain));
        QVERIFY(hourAgain.durations == hour.durations);
    }

    void damagedRegistersAreAnErrorAndNeverMore()
    {
        std::string bytes;
        encodeRegisters(someEntity(), bytes);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            EntityState state;
            QVERIFY(!decodeRegisters(std::string_view(bytes).substr(0, size), state));
        }
        std::mt19937 random(1);
        for (int i = 0; i < 20'000; ++i) {
            std::string damaged = bytes;
            for (int k = 0; k < 3; ++k)
                damaged[random() % damaged.size()] = static_cast<char>(random());
            EntityState state;
            (void)decodeRegisters(damaged, state).ok();
        }
        bytes[0] = 9;
        EntityState state;
        QCOMPARE(decodeRegisters(bytes, state).error().code, std::string("UNSUPPORTED_REGISTERS"));
    }

    void identitiesAreFoundThroughEveryLevel()
    {
        auto connection = Connection::open(":memory:", OpenMode::Create);
        QVERIFY(connection.ok());
        must(connection->execute(logSchema));
        auto index = std::make_unique<IdentityIndex>(*connection);
        must(index->load());
        std::mt19937_64 random(3);
        std::vector<std::uint64_t> hashes;
        // Over 8 * 8 runs, so that levels 0, 1 and 2 are there; with hashes that several identities share.
        for (Seq seq = 1; seq <= 700'000; ++seq) {
            const bool shared = seq % 50'000 == 0;
            hashes.push_back(shared ? hashes[static_cast<std::size_t>(seq / 2)] : random());
            index->add(hashes.back(), seq);
            if (seq % 3'001 == 0)
                must(index->flush());
        }
        must(index->flush());
        for (int round = 0; round < 2; ++round) {
            for (std::size_t i = 0; i < hashes.size(); i += 97) {
                auto found = index->find(hashes[i]);
                QVERIFY(found.ok());
                QVERIFY(std::count((*found)->begin(), (*found)->end(), static_cast<Seq>(i) + 1) == 1);
            }
            for (Seq seq = 50'000; seq <= 700'000; seq += 50'000) {
                auto found = index->find(hashes[static_cast<std::size_t>(seq) - 1]);
                QVERIFY(found.ok());
                QVERIFY((*found)->size() >= 2);
            }
            for (int i = 0; i < 10'000; ++i) {
                auto found = index->find(random());
                QVERIFY(found.ok() && (*found)->empty());
            }
            // The same from what is on disk.
            index = std::make_unique<IdentityIndex>(*connection);
            must(index->load());
        }
        auto levels = connection->queryInt("SELECT count(DISTINCT level) FROM identity_run");
        QVERIFY(levels.ok() && *levels == 3);
        index.reset();
    }

    void equalContentIsToldFromOther_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* left, const char* right, bool same) {
            QTest::newRow(left) << QByteArray(left) << QByteArray(right) << same;
        };
        row(R"({"a":1,"b":{"c":[1,2]}})", R"({ "b":{"c":[1, 2]}, "a":1.0 })", true);
        row(R"({"a":"é"})", R"({"a":"\u00e9"})", true);
        row(R"({"a":[1,2]})", R"({"a":[2,1]})", false);
        row(R"({"a":[1]})", R"({"a":[1,2]})", false);
        row(R"({"a":1})", R"({"a":1,"b":null})", false);
        row(R"({"a":1})", R"({"a":"1"})", false);
        row(R"({"a":null})", R"({"a":false})", false);
        row(R"({"a":1)", R"({"a":1})", false);
        row(R"({"a":18446744073709551615})", R"({"a":18446744073709551614})", false);
        row(R"({"a":9223372036854775807})", R"({"a":9223372036854775808})", false);
        row(R"({"a":-1})", R"({"a":18446744073709551615})", false);
        row(R"({"a":123456789012345678901234567890})", R"({"a":123456789012345678901234567890.0})", true);
        row(R"({"a":1e30})", R"({"a":1000000000000000000000000000000})", true);
        row(R"({"a":-0})", R"({"a":0.0})", true);
        row(R"({"a":1,"a":2})", R"({"\u0061":1})", true);
        row(R"({"a":1,"a":2})", R"({"a":2,"a":1})", false);
    }
    void equalContentIsToldFromOther()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(bool, same);
        QCOMPARE(samePayload(Dialect::Faber, left.toStdString(), right.toStdString()), same);
        QCOMPARE(samePayload(Dialect::Faber, right.toStdString(), left.toStdString()), same);
        QVERIFY(!samePayload(Dialect::Xes, "<event a='1'/>", "<event  a='1'/>"));
    }

    void aStatementLeftInItsMiddleWorksAfterTheRollback()
    {
        auto connection = Connection::open(":memory:", OpenMode::Create);
        QVERIFY(connection.ok());
        must(connection->execute("CREATE TABLE t(x); INSERT INTO t VALUES(1),(2)"));
        auto statement = connection->prepare("SELECT x FROM t WHERE x>=? ORDER BY x");
        QVERIFY(statement.ok());
        try {
            auto transaction = Transaction::begin(*connection, Transaction::Kind::Write);
            QVERIFY(transaction.ok());
            statement->bindInt(1, 1);
            QVERIFY(statement->step().ok());
            throw std::bad_alloc();
        } catch (const std::bad_alloc&) {
        }
        statement->bindInt(1, 2);
        auto found = statement->step();
        QVERIFY(found.ok() && *found);
        QCOMPARE(statement->columnInt(0), 2);
    }

    void sqliteCodesBecomeErrors_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, int code, ErrorKind kind) {
            QTest::newRow(name) << code << static_cast<int>(kind);
        };
        row("busy", SQLITE_BUSY, ErrorKind::Busy);
        row("busy snapshot", SQLITE_BUSY_SNAPSHOT, ErrorKind::Busy);
        row("full", SQLITE_FULL, ErrorKind::Unavailable);
        row("write", SQLITE_IOERR_WRITE, ErrorKind::Unavailable);
        row("read only", SQLITE_READONLY, ErrorKind::Refused);
        row("corrupt", SQLITE_CORRUPT, ErrorKind::Corrupt);
        row("not a database", SQLITE_NOTADB, ErrorKind::InvalidInput);
        row("interrupt", SQLITE_INTERRUPT, ErrorKind::Cancelled);
        row("constraint", SQLITE_CONSTRAINT_UNIQUE, ErrorKind::Conflict);
        row("misuse", SQLITE_MISUSE, ErrorKind::Internal);
    }
    void sqliteCodesBecomeErrors()
    {
        QFETCH(int, code);
        QFETCH(int, kind);
        const Error error = errorFromCode(code, "detail");
        QCOMPARE(static_cast<int>(error.kind), kind);
        QVERIFY(!error.code.empty() && !error.message.empty());
    }
};

QTEST_GUILESS_MAIN(SqlitePartsTest)
#include "sqlite_parts_test.moc"
