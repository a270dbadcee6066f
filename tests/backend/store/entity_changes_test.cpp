#include "backend/store/sqlite/entity_changes.h"
#include "backend/store/sqlite/schema.h"
#include "tests/backend/store/must.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace binnacle;
using namespace binnacle::sqlite;
using namespace binnacle::test;

namespace {

EntityChanges someChanges(std::uint32_t seed, std::int64_t size)
{
    std::mt19937 random(seed);
    const auto any = [&random](std::uint32_t of) { return static_cast<std::int64_t>(random() % of); };
    EntityChanges changes;
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t updated = 1'768'068'000'000'000 + any(4'000'000'000);
        changes.entities.push_back(
            { 1 + any(500'000), { 1 + any(300), updated, updated - any(4'000'000), any(200), any(5), any(40) } });
        changes.errors.push_back({ { 1 + any(500'000) } });
        changes.keys.push_back({ { 1 + any(500'000) } });
        changes.oldSteps.push_back({ { 1 + any(40), any(7), 1 + any(500'000) } });
        changes.newSteps.push_back({ { 1 + any(40), any(7), 1 + any(500'000) } });
        changes.newSources.push_back({ { 1 + any(4), 1 + any(500'000) } });
        changes.newWorkflows.push_back({ { 1 + any(1'000'000), 1 + any(500'000) } });
    }
    return changes;
}

bool isSame(const EntityChanges& a, const EntityChanges& b)
{
    const auto isEntity = [](const EntityChanges::Entity& left, const EntityChanges::Entity& right) {
        const auto numbers = [](const columns::EntityNumbers& of) {
            return std::array{ of.facet, of.updatedAt, of.createdAt, of.currentStep, of.retries, of.version };
        };
        return left.ref == right.ref && numbers(left.numbers) == numbers(right.numbers);
    };
    return std::equal(a.entities.begin(), a.entities.end(), b.entities.begin(), b.entities.end(), isEntity)
        && a.errors == b.errors && a.keys == b.keys && a.oldSteps == b.oldSteps && a.newSteps == b.newSteps
        && a.newSources == b.newSources && a.newWorkflows == b.newWorkflows;
}

} // namespace

class EntityChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyComeBackAsTheyWere()
    {
        for (const std::int64_t size : { 0, 1, 2, 5000 }) {
            EntityChanges changes = someChanges(3, size);
            changes.settle();
            QVERIFY(isSame(take(EntityChanges::decode(changes.encode())), changes));
        }
    }

    void damageIsNoticed()
    {
        EntityChanges changes = someChanges(4, 20);
        changes.settle();
        const std::string bytes = changes.encode();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!EntityChanges::decode(std::string_view(bytes).substr(0, size)));
        QVERIFY(!EntityChanges::decode(bytes + '\0'));
        // Whatever else it is, it must not be a place in memory.
        std::mt19937 random(5);
        for (int i = 0; i < 2000; ++i) {
            std::string damaged = bytes;
            damaged[random() % damaged.size()] = static_cast<char>(random());
            (void)EntityChanges::decode(damaged);
        }
    }

    void whatWasOvertakenInOneTransactionIsLeftOut()
    {
        EntityChanges changes;
        changes.entities = { { 5, { 1, 10, 1, 0, 0, 1 } }, { 2, { 1, 10, 1, 0, 0, 1 } }, { 5, { 2, 20, 1, 0, 0, 2 } } };
        // A step that goes from 1 to 2 to 3, one there and back again, and one that stays.
        changes.oldSteps = { { { 9, 1, 5 } }, { { 9, 2, 5 } }, { { 8, 1, 2 } }, { { 8, 2, 2 } } };
        changes.newSteps = { { { 9, 2, 5 } }, { { 9, 3, 5 } }, { { 8, 2, 2 } }, { { 8, 1, 2 } }, { { 7, 1, 2 } } };
        changes.settle();
        QCOMPARE(changes.entities.size(), std::size_t{ 2 });
        QCOMPARE(changes.entities[1].numbers.facet, std::int64_t{ 2 });
        QVERIFY((changes.oldSteps == std::vector<NumberKey<3>>{ { { 9, 1, 5 } } }));
        QVERIFY((changes.newSteps == std::vector<NumberKey<3>>{ { { 7, 1, 2 } }, { { 9, 3, 5 } } }));
    }

    void theJournalKeepsTheLatest()
    {
        QTemporaryDir directory;
        auto connection = take(Connection::open(directory.filePath("p").toStdString(), OpenMode::Create));
        must(connection.execute(numberSchema));
        ChangeJournal journal;
        must(journal.prepare(connection));
        // Some 100 KB each: more than it keeps.
        constexpr Seq last = 60;
        for (Seq seq = 1; seq <= last; ++seq) {
            EntityChanges changes = someChanges(static_cast<std::uint32_t>(seq), 5000);
            must(journal.add(seq - 1, seq, changes));
        }
        std::vector<Seq> visited;
        const auto visit = [&visited](Seq seq, const EntityChanges&) -> Result<void> {
            visited.push_back(seq);
            return {};
        };
        QVERIFY(take(readChanges(connection, last - 3, last, visit)));
        QVERIFY((visited == std::vector<Seq>{ last - 2, last - 1, last }));
        QVERIFY(take(readChanges(connection, last, last, visit)));
        QVERIFY(!take(readChanges(connection, 0, last, visit)));
        const std::int64_t kept = take(connection.queryInt("SELECT sum(length(changes)) FROM entity_change"));
        QVERIFY2(kept > 3'000'000 && kept < 4'500'000, qPrintable(QString::number(kept)));
    }

    /// As where a damaged number in a page leads to a row by its order, but not by its number.
    void aRowThatCannotBeRemovedIsDamage()
    {
        QTemporaryDir directory;
        auto connection = take(Connection::open(directory.filePath("p").toStdString(), OpenMode::Create));
        must(connection.execute(numberSchema));
        ChangeJournal journal;
        must(journal.prepare(connection));
        for (Seq seq = 1; seq <= 2; ++seq) {
            EntityChanges changes = someChanges(1, 10);
            must(journal.add(seq - 1, seq, changes));
        }
        must(connection.execute("UPDATE entity_change SET total=total-5000000 WHERE seq=1;"
                                "CREATE TRIGGER stays BEFORE DELETE ON entity_change BEGIN SELECT RAISE(IGNORE); END"));
        EntityChanges changes = someChanges(1, 10);
        const auto added = journal.add(2, 3, changes);
        QVERIFY(!added);
        QCOMPARE(added.error().code, std::string("STORE_CORRUPT"));
    }
};

QTEST_GUILESS_MAIN(EntityChangesTest)
#include "entity_changes_test.moc"
