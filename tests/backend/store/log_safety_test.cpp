#include "backend/store/sqlite/log_chain.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/safety_fixture.h"
#include "tests/support/event_builder.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

/// What the chain proves, and what is found.
class LogSafetyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m = std::make_unique<SafetyFixture>(); }

    void headsAreReadAsTheyAreWritten()
    {
        const std::string hash(64, 'a');
        for (const std::string& text : { "12:" + hash, "12:" + hash + "+3", "0:" + hash })
            QCOMPARE(toString(take(logHeadFromString(text))), text);
        for (const std::string& text : { std::string(), std::string("12"), "x:" + hash, "12:" + hash.substr(1),
                 "12:" + hash + "3", "12:" + hash + "+", "12:" + hash + "+13", "-1:" + hash, "12:" + hash + "+3 " })
            QCOMPARE(logHeadFromString(text).error().code, std::string("INVALID_HEAD"));
    }

    void aHeadHoldsWhateverBecomesOfItsRows()
    {
        auto store = m->open();
        std::vector<std::string> heads{ m->head() };
        const auto note = [&] { heads.push_back(m->head()); };
        for (int i = 0; i < 3; ++i) {
            SafetyFixture::appendOne(*store, i);
            note();
        }
        SafetyFixture::append(*store, 1, 10);
        note();
        // Part of a block was in the tail, the rest was not.
        SafetyFixture::append(*store, 2, 300);
        note();
        for (int i = 3; i < 600; ++i) {
            SafetyFixture::appendOne(*store, i);
            if (i % 97 == 0)
                note();
        }
        store.reset();
        note();
        store = m->open();
        SafetyFixture::append(*store, 3, 300);
        note();
        for (const std::string& head : heads) {
            const LogProof proof = m->verify(head);
            QVERIFY(proof.isWhole());
            QVERIFY2(proof.holdsNoted == true, head.c_str());
        }
        QVERIFY(heads[1].ends_with("+1") && heads[3].ends_with("+3"));
        QVERIFY(heads.back().find('+') != std::string::npos || heads.back().size() > 64);
        // Of another store, and of what was never there.
        std::string other = heads[4];
        other[other.find(':') + 1] = other[other.find(':') + 1] == '0' ? '1' : '0';
        QVERIFY(m->verify(other).holdsNoted == false);
        QVERIFY(m->verify("100000:" + std::string(64, '0')).holdsNoted == false);
    }

    void aHeadTellsAChangeThatTheChainWasMadeToFit()
    {
        m->fill(1, 10, 5);
        const std::string early = m->head();
        {
            const auto store = m->open();
            SafetyFixture::append(*store, 2, 300);
        }
        const std::string late = m->head();
        forge();
        QVERIFY(m->verify().isWhole());
        QVERIFY(m->verify(early).holdsNoted == false);
        QVERIFY(m->verify(late).holdsNoted == false);
    }

    void namesTheFirstPlaceWhereTheChainBreaks_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("last");
        const auto row = [](const char* name, const std::string& damage, const char* kind, qint64 first, qint64 last) {
            QTest::newRow(name) << QString::fromStdString(damage) << QString::fromLatin1(kind) << first << last;
        };
        const auto inBlock = [](const char* column) { return flipped("block", column) + " WHERE first_seq=513"; };
        for (const char* column : { "facts", "payloads", "hash" })
            row(column, inBlock(column), "changed", 513, 1024);
        row("count", "UPDATE block SET count=500 WHERE first_seq=513", "changed", 513, 1024);
        row("times of record", "UPDATE block SET facts=(SELECT facts FROM block WHERE first_seq=1) WHERE first_seq=513",
            "changed", 513, 1024);
        row("deleted", "DELETE FROM block WHERE first_seq=513", "missing", 513, 1024);
        row("first deleted", "DELETE FROM block WHERE first_seq=1", "missing", 1, 512);
        row("exchanged",
            "UPDATE block SET first_seq=-first_seq WHERE first_seq IN (513,1025);"
            "UPDATE block SET first_seq=1538+first_seq WHERE first_seq<0",
            "changed", 513, 1024);
        row("moved", "UPDATE block SET first_seq=512 WHERE first_seq=513", "changed", 512, 1024);
    }
    void namesTheFirstPlaceWhereTheChainBreaks()
    {
        QFETCH(QString, damage);
        QFETCH(QString, kind);
        QFETCH(qint64, first);
        QFETCH(qint64, last);
        m->fill(1, 900, 5);
        QVERIFY(m->number("SELECT count(*) FROM block") > 4);
        m->sql(damage.toStdString());
        const LogProof proof = m->verify();
        QVERIFY(!proof.isWhole());
        const LogBreak& found = proof.breaks.front();
        QCOMPARE(QString::fromStdString(std::string(toString(found.kind))), kind);
        QCOMPARE(found.events.first, first);
        QCOMPARE(found.events.last, last);
        QVERIFY(!proof.head);
        // Anything behind it is judged by itself: one place, or the two that were exchanged.
        QVERIFY2(proof.breaks.size() <= 3, proof.breaks.back().message.c_str());
    }

    void namesTheRowOfTheTailThatWasChanged_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("kind");
        QTest::newRow("events") << QString::fromStdString(flipped("tail", "events")) << "changed";
        QTest::newRow("hash") << QString::fromStdString(flipped("tail", "hash")) << "changed";
        QTest::newRow("deleted") << "DELETE FROM tail"
                                 << "missing";
    }
    void namesTheRowOfTheTailThatWasChanged()
    {
        QFETCH(QString, damage);
        QFETCH(QString, kind);
        m->fill(1, 300, 5);
        const Seq at = m->number("SELECT max(first_seq)-2 FROM tail");
        m->sql(damage.toStdString() + " WHERE first_seq=" + std::to_string(at));
        const LogProof proof = m->verify();
        QCOMPARE(proof.breaks.size(), std::size_t{ 1 });
        QCOMPARE(QString::fromStdString(std::string(toString(proof.breaks[0].kind))), kind);
        QVERIFY((proof.breaks[0].events == SeqRange{ at, at }));
    }

    void eventsThatCannotBeReadAreFound()
    {
        m->fill(1, 900, 6);
        const Seq last = m->number("SELECT max(first_seq) FROM tail");
        const SeqRange lost{ last - 2, last - 2 };
        m->sql(flipped("block", "facts") + " WHERE first_seq=513;" + flipped("block", "payloads")
            + " WHERE first_seq=1025;"
            + "UPDATE tail SET events=zeroblob(100) WHERE first_seq=" + std::to_string(lost.first));
        {
            // What follows a row that is damaged follows what stands there.
            const auto store = m->open();
            SafetyFixture::append(*store, 2, 300);
        }
        const LogProof proof = m->verify();
        QCOMPARE(proof.breaks.size(), std::size_t{ 3 });
        QVERIFY((proof.breaks[0].events == SeqRange{ 513, 1024 }));
        QVERIFY((proof.breaks[1].events == SeqRange{ 1025, 1536 }));
        QVERIFY(proof.breaks[2].events == lost);
        const auto findings = m->check();
        QVERIFY(has(findings, "events 513 to 1536 cannot be read"));
        QVERIFY(has(findings, ("event " + std::to_string(lost.first) + " cannot be read").c_str()));
    }

    void identitiesAreCheckedOneByOne_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("finding");
        QTest::newRow("lost") << "UPDATE identity_recent SET entries=substr(entries,1,16)||substr(entries,33) "
                                 "WHERE first_seq=1"
                              << "identities lacks event 2;";
        QTest::newRow("twice") << "UPDATE identity_recent SET entries=substr(entries,1,16)||entries WHERE first_seq=1"
                               << "event 1 more than once";
        QTest::newRow("of nothing") << "INSERT INTO identity_recent VALUES(99999,x'01020304050607088813000000000000')"
                                    << "knows events up to 5000";
    }
    void identitiesAreCheckedOneByOne()
    {
        QFETCH(QString, damage);
        QFETCH(QString, finding);
        m->fill(1, 300, 3);
        QVERIFY(m->check().empty());
        m->sql(damage.toStdString());
        const auto findings = m->check();
        QVERIFY2(has(findings, finding.toUtf8().constData()),
            findings.empty() ? "nothing" : findings.front().message.c_str());
    }

    void quarantinedItemsAreChecked()
    {
        {
            const auto store = m->open();
            EventBatchBuilder builder;
            const auto batch = builder.json("not json").build();
            AppendRequest request{ batch.get(), {} };
            take(store->append({ &request, 1 }));
        }
        QVERIFY(m->check().empty());
        m->sql("UPDATE quarantine SET item=x'00'");
        QVERIFY(has(m->check(), "quarantined item 1"));
    }

    void projectionsAreComparedWithTheLog()
    {
        m->fill(1, 300, 3);
        QVERIFY(m->check().empty());
        // Agrees with itself.
        m->sql("UPDATE run SET first_at=first_at+1 WHERE entity=(SELECT min(entity) FROM run)", "s.store.projections");
        QVERIFY(m->check(CheckDepth::Structure).empty());
        const auto findings = m->check();
        QCOMPARE(findings.size(), std::size_t{ 1 });
        QVERIFY2(has(findings, "The runs are not what the log makes of them, of 1 entity: "),
            findings.front().message.c_str());
    }

    void newestEventsThatWereRemovedAreMissed()
    {
        m->fill(1, 300, 5);
        const std::string head = m->head();
        m->sql("DELETE FROM tail");
        QVERIFY(m->verify().isWhole());
        QVERIFY(m->verify(head).holdsNoted == false);
        QVERIFY(has(m->check(), "newest events were removed"));
    }

private:
    /// Damages the first block's payloads and gives everything the link that it then must have.
    void forge() const
    {
        auto connection = m->connect();
        must(connection.execute("UPDATE block SET payloads=payloads||x'00' WHERE first_seq=1"));
        std::string blocks = sqlite::chainStart();
        std::string tail = blocks;
        auto rows = take(connection.prepare("SELECT first_seq,count,facts,payloads,tail_hash FROM block"
                                            " UNION ALL SELECT first_seq,count,events,NULL,NULL FROM tail ORDER BY 1"));
        std::vector<std::pair<Seq, std::string>> links;
        while (take(rows.step())) {
            const bool isBlock = !rows.columnIsNull(3);
            std::string& before = isBlock ? blocks : tail;
            before =
                take(isBlock ? sqlite::chainLink(before, rows.columnInt(0), rows.columnInt(1),
                         { rows.columnBlob(2), rows.columnBlob(3), rows.columnBlob(4) })
                             : sqlite::chainLink(before, rows.columnInt(0), rows.columnInt(1), { rows.columnBlob(2) }));
            links.emplace_back(rows.columnInt(0), before);
            if (isBlock)
                tail = rows.columnBlob(4).empty() ? blocks : std::string(rows.columnBlob(4));
        }
        rows = {};
        for (const char* table : { "block", "tail" }) {
            auto update = take(connection.prepare("UPDATE " + std::string(table) + " SET hash=? WHERE first_seq=?"));
            for (const auto& [first, link] : links) {
                update.bindBlob(1, link);
                update.bindInt(2, first);
                must(update.run());
            }
        }
    }

    std::unique_ptr<SafetyFixture> m;
};

QTEST_GUILESS_MAIN(LogSafetyTest)
#include "log_safety_test.moc"
