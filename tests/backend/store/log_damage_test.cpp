#include "backend/store/sqlite/log_damage.h"
#include "backend/store/sqlite/sqlite_store.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/safety_fixture.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace binnacle;
using namespace binnacle::test;

namespace {

std::vector<Seq> allBut(Seq last, const SeqRange& left)
{
    std::vector<Seq> seqs;
    for (Seq seq = 1; seq <= last; ++seq) {
        if (!left.holds(seq))
            seqs.push_back(seq);
    }
    return seqs;
}

/// Where the numbers of rows begin in the page from which SQLite finds those of a table
/// (https://www.sqlite.org/fileformat2.html#b_tree_pages).
std::vector<qsizetype> keysOfTree(const QByteArray& file, std::int64_t root)
{
    constexpr qsizetype pageSize = 8192;
    const auto number = [&file](qsizetype at) {
        return static_cast<std::uint8_t>(file[at]) << 8 | static_cast<std::uint8_t>(file[at + 1]);
    };
    const qsizetype page = static_cast<qsizetype>(root - 1) * pageSize;
    std::vector<qsizetype> places;
    for (int cell = 0; file[page] == 5 && cell < number(page + 3); ++cell)
        places.push_back(page + number(page + 12 + 2 * cell) + 4);
    return places;
}

} // namespace

/// What damage costs.
class LogDamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m = std::make_unique<SafetyFixture>(); }

    void aDamagedBlockCostsItsOwnEvents_data()
    {
        QTest::addColumn<QString>("column");
        QTest::newRow("facts") << "facts";
        QTest::newRow("payloads") << "payloads";
    }
    void aDamagedBlockCostsItsOwnEvents()
    {
        QFETCH(QString, column);
        m->fill(1, 900, 5);
        const Seq last = m->number("SELECT max(first_seq) FROM tail");
        const SeqRange lost{ 513, 1024 };
        m->sql(flipped("block", column.toStdString()) + " WHERE first_seq=513");
        const auto store = m->open();
        const auto reader = take(store->openReader());
        std::vector<SeqRange> damaged;
        EventQuery query;
        query.newestFirst = false;
        const bool isFacts = column == QStringLiteral("facts");
        const std::vector<Seq> expected = isFacts ? allBut(last, lost) : allBut(last, { 0, 0 });
        QVERIFY(SafetyFixture::seqs(*store, query, damaged) == expected);
        QVERIFY(damaged == (isFacts ? std::vector<SeqRange>{ lost } : std::vector<SeqRange>()));
        damaged.clear();
        query.newestFirst = true;
        std::vector<Seq> backwards = SafetyFixture::seqs(*store, query, damaged);
        std::reverse(backwards.begin(), backwards.end());
        QVERIFY(backwards == expected);
        const auto event = reader->event(700);
        QCOMPARE(event.error().code, std::string("STORE_CORRUPT"));
        QVERIFY(event.error().message.find("events 513 to 1024") != std::string::npos);
        QVERIFY(reader->event(512).ok() && reader->event(1025).ok());
    }

    void anEntityOfADamagedBlockStaysReadable()
    {
        m->fill(1, 900);
        const auto store = m->open();
        const auto reader = take(store->openReader());
        Seq seq = 513;
        while (take(reader->event(seq)).row.entity == 0)
            ++seq;
        const EventRow event = take(reader->event(seq)).row;
        m->sql("CREATE TABLE kept AS SELECT facts FROM block WHERE first_seq=513");
        for (const bool byOccurrence : { false, true }) {
            EventQuery query;
            query.entity = event.entity;
            query.byOccurrence = byOccurrence;
            std::vector<SeqRange> damaged;
            const std::vector<Seq> before = SafetyFixture::seqs(*store, query, damaged);
            QVERIFY(!before.empty() && damaged.empty());
            m->sql("UPDATE block SET facts=zeroblob(100) WHERE first_seq=513");
            const auto fresh = m->open(true);
            QCOMPARE(toString(take(take(fresh->openReader())->entity(event.key)).row.key), toString(event.key));
            const std::vector<Seq> after = SafetyFixture::seqs(*fresh, query, damaged);
            std::int64_t lost = 0;
            for (const SeqRange& range : damaged)
                lost += range.count();
            QVERIFY(lost > 0);
            QCOMPARE(static_cast<std::size_t>(lost) + after.size(), before.size());
            m->sql("UPDATE block SET facts=(SELECT facts FROM kept) WHERE first_seq=513");
        }
    }

    void whatIsDerivedGoesOnPastDamage()
    {
        m->fill(1, 900);
        m->sql("UPDATE block SET facts=zeroblob(100) WHERE first_seq=513; DELETE FROM block WHERE first_seq=1025");
        const std::vector<SeqRange> lost{ { 513, 1536 } };
        auto store = m->open();
        const RebuildSummary rebuilt = take(store->rebuild({}, {}));
        QVERIFY(rebuilt.leftOut == lost);
        QVERIFY(take(take(store->openReader())->info()).leftOut == lost);
        const std::string sum = take(store->projectionChecksum());
        store.reset();
        // And where everything is folded anew, as after a crash.
        QVERIFY(QFile::remove(m->folder().filePath(QStringLiteral("s.store.projections"))));
        store = m->open();
        must(store->settle());
        QVERIFY(take(take(store->openReader())->info()).leftOut == lost);
        QCOMPARE(take(store->projectionChecksum()), sum);
        const Seq next = SafetyFixture::appendOne(*store, 1);
        QCOMPARE(take(take(store->openReader())->event(next)).row.seq, next);
    }

    void aDamagedRowOfTheTailCostsItsOwnEvents()
    {
        m->fill(1, 300, 6);
        const Seq last = m->number("SELECT max(first_seq) FROM tail");
        const SeqRange lost{ last - 2, last - 2 };
        m->sql("UPDATE tail SET events=zeroblob(100) WHERE first_seq=" + std::to_string(lost.first));
        auto store = m->open();
        QCOMPARE(SafetyFixture::appendOne(*store, 100), last + 1);
        const Seq end = SafetyFixture::append(*store, 2, 300);
        for (int i = 0; i < 3; ++i) {
            std::vector<SeqRange> damaged;
            EventQuery query;
            query.newestFirst = i == 1;
            std::vector<Seq> seqs = SafetyFixture::seqs(*store, query, damaged);
            std::sort(seqs.begin(), seqs.end());
            QVERIFY(seqs == allBut(end, lost));
            QVERIFY(damaged == std::vector<SeqRange>{ lost });
            store.reset();
            store = m->open();
        }
    }

    void anEndThatIsDamagedGivesNoNumberTwice()
    {
        m->fill(1, 300);
        const Seq last =
            m->number("SELECT max(first_seq+count-1) FROM (SELECT * FROM (SELECT first_seq,count FROM block)"
                      " UNION SELECT first_seq,count FROM tail)");
        m->sql("DELETE FROM tail; UPDATE block SET count=3 WHERE first_seq=(SELECT max(first_seq) FROM block)");
        const auto store = m->open();
        QCOMPARE(SafetyFixture::appendOne(*store, 1), last + 1);
    }

    void aDamagedNumberMovesNoEvents_data()
    {
        QTest::addColumn<QString>("damage");
        const QString entry = QStringLiteral("UPDATE identity_recent SET entries=substr(entries,1,12)||x'70'||"
                                             "substr(entries,14) WHERE first_seq=(SELECT max(first_seq)%1");
        QTest::newRow("newest identity") << entry.arg(QStringLiteral(" FROM identity_recent)"));
        QTest::newRow("identity before it") << entry.arg(QStringLiteral("-1 FROM identity_recent)"));
        for (const char* table : { "identity_recent", "tail", "block" })
            QTest::newRow(table) << QStringLiteral("UPDATE %1 SET first_seq=first_seq+(1<<40) "
                                                   "WHERE first_seq=(SELECT max(first_seq) FROM %1)")
                                        .arg(QLatin1String(table));
    }
    void aDamagedNumberMovesNoEvents()
    {
        QFETCH(QString, damage);
        m->fill(1, 300, 3);
        const Seq last = m->number("SELECT max(first_seq) FROM tail");
        m->sql(damage.toStdString());
        for (int i = 1; i <= 3; ++i) {
            const auto store = m->open();
            QCOMPARE(SafetyFixture::appendOne(*store, 100 + i), last + i);
            QCOMPARE(take(take(store->openReader())->event(last + i)).row.seq, last + i);
        }
        // Blocks too.
        const auto store = m->open();
        const Seq end = SafetyFixture::append(*store, 2, 300);
        QVERIFY(end < last + 10'000);
        QVERIFY(take(store->openReader())->event(end).ok() && take(store->openReader())->event(last + 4).ok());
    }

    /// SQLite trusts that the numbers in a page are in order: where they are not, it gives other rows than it was
    /// asked for.
    void anyBitOfTheWayToABlock()
    {
        m->fill(1, 1500, 5);
        const Seq last = m->number("SELECT max(first_seq) FROM tail");
        const QByteArray whole = m->content();
        auto keys = keysOfTree(whole, m->number("SELECT rootpage FROM sqlite_schema WHERE name='block'"));
        QVERIFY(keys.size() > 3);
        keys.resize(3);
        int broken = 0;
        for (const qsizetype key : keys) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray content = whole;
                content[key] = static_cast<char>(content[key] ^ 1 << bit);
                m->setContent(content);
                const LogProof proof = m->verify();
                broken += proof.isWhole() ? 0 : 1;
                QVERIFY(!m->check(CheckDepth::Structure).empty() || proof.isWhole());
                for (const bool newestFirst : { true, false }) {
                    EventQuery query;
                    query.newestFirst = newestFirst;
                    std::vector<SeqRange> damaged;
                    std::vector<Seq> seqs = SafetyFixture::seqs(*m->open(true), query, damaged);
                    std::sort(seqs.begin(), seqs.end());
                    QVERIFY(std::adjacent_find(seqs.begin(), seqs.end()) == seqs.end());
                    for (Seq seq = 1; seq <= last; ++seq) {
                        const auto isIn = [seq](const SeqRange& range) { return range.holds(seq); };
                        QVERIFY(std::binary_search(seqs.begin(), seqs.end(), seq)
                            || std::any_of(damaged.begin(), damaged.end(), isIn));
                    }
                }
            }
            QVERIFY(m->open()->rebuild({}, {}).ok());
        }
        QVERIFY(broken > 0);
    }

    void aLogThatLostItsIdGetsANewOne()
    {
        m->fill(1, 20);
        m->sql("UPDATE meta SET key='yd' WHERE key='id'");
        QVERIFY(m->open()->rebuild({}, {}).ok());
        QVERIFY(take(take(m->open(true)->openReader())->event(1)).row.seq == 1);
        QVERIFY(m->check().empty());
    }

    void whatIsLeftOfACutFileIsTold()
    {
        m->fill(1, 900, 5);
        const QByteArray whole = m->content();
        m->setContent(whole.left(whole.size() / 2));
        SqliteOptions options;
        options.path = m->path();
        const auto opened = openSqliteStore(options);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("STORE_CUT"));
        QVERIFY(opened.error().message.find("pages") != std::string::npos);
        const LogProof proof = m->verify();
        QVERIFY(proof.events >= 512);
        QCOMPARE(proof.breaks.back().events.last, sqlite::endOfLog);
        const std::vector<StoreFinding> findings = m->check();
        QVERIFY(has(findings, "its end is gone"));
        QVERIFY(std::any_of(findings.begin(), findings.end(),
            [&](auto& finding) { return !finding.events.empty() && finding.events.back().last == sqlite::endOfLog; }));
    }

    void aDamagedFirstPageIsNamed()
    {
        m->fill(1, 300);
        QByteArray content = m->content();
        content[3] = 'q';
        m->setContent(content);
        SqliteOptions options;
        options.path = m->path();
        const auto opened = openSqliteStore(options);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("STORE_CORRUPT"));
        QVERIFY(opened.error().message.find("first page") != std::string::npos);
        QVERIFY(m->content() == content);
    }

    void aRebuildMendsAnyDamageToItsFile_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("the name of a column") << QByteArray("retries INTEGER") << QByteArray("retrqes INTEGER");
        QTest::newRow("the name of a table") << QByteArray("CREATE TABLE step(") << QByteArray("CREATE TABLE stfp(");
        QTest::newRow("a text that many entities share") << QByteArray("acme") << QByteArray("aqme");
        QTest::newRow("what kind of file it is") << QByteArray("SQLite") << QByteArray("SQLitf");
    }
    void aRebuildMendsAnyDamageToItsFile()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        constexpr const char* file = "s.store.projections";
        m->fill(1, 300);
        const std::string sum = take(m->open()->projectionChecksum());
        QByteArray content = m->content(file);
        const qsizetype place = content.indexOf(from);
        QVERIFY(place >= 0);
        m->setContent(content.replace(place, from.size(), to), file);
        {
            const auto store = m->open();
            QVERIFY(store->rebuild({}, {}).ok());
            QCOMPARE(take(store->projectionChecksum()), sum);
        }
        QVERIFY(m->check().empty());
    }

private:
    std::unique_ptr<SafetyFixture> m;
};

QTEST_GUILESS_MAIN(LogDamageTest)
#include "log_damage_test.moc"
