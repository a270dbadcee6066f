#include "backend/projection/entity_fold.h"
#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "tests/backend/event/parse_one.h"
#include "tests/backend/store/must.h"
#include "tests/backend/store/reader_fixture.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>

using namespace binnacle;
using namespace binnacle::test;

namespace {

constexpr Timestamp noon = Timestamp::fromSeconds(1'768'046'400); // 2026-01-10T12:00:00Z

constexpr int manyEvents = 150;

/// What the log holds: an event's facts, and when it was recorded.
struct Told {
    std::unique_ptr<EventBatch> batch;
    Timestamp recordedAt;
};

using Cells = std::map<std::pair<std::string, EntityStatus>, std::int64_t>;

Cells cellsOf(const std::vector<GridCell>& grid)
{
    Cells cells;
    for (const GridCell& cell : grid)
        cells[{ cell.type, cell.status }] = cell.count;
    return cells;
}

using Folds = std::map<std::pair<std::uint64_t, std::uint64_t>, EntityFold>;

/// The fold of each entity's events that count at an instant, by the entity's hash.
Folds foldsAsOf(const std::vector<Told>& log, const std::optional<AsOf>& asOf)
{
    Folds folds;
    Seq seq = 0;
    for (const Told& told : log) {
        for (const ParsedItem& item : told.batch->items) {
            const Event& event = *item.event();
            ++seq;
            const Timestamp at = asOf && asOf->axis == AsOfAxis::Recorded ? told.recordedAt : event.occurredAt;
            const EntityHash entity = entityHashOf(event);
            if (!asOf || at <= asOf->at)
                folds[{ entity.high, entity.low }].fold(event, seq);
        }
    }
    return folds;
}

Cells naiveGrid(const std::vector<Told>& log, const AsOf& asOf, const std::string& project)
{
    Cells cells;
    const auto now = foldsAsOf(log, {});
    for (const auto& [hash, fold] : foldsAsOf(log, asOf)) {
        const EntityRow row = fold.detail().row;
        const EntityKey& place = asOf.axis == AsOfAxis::Occurred ? now.at(hash).detail().row.key : row.key;
        if (project.empty() || place.project == project)
            ++cells[{ row.key.type, row.status }];
    }
    return cells;
}

std::string timeText(Timestamp at)
{
    return "@" + formatTimestamp(at);
}

/// Events of a few entities within some seconds, so that many share an instant, in an order of arrival of their own;
/// where there are many, they go on in time and come a little late only.
std::vector<Told> randomLog(std::uint32_t seed, int events = manyEvents, std::uint32_t names = 4)
{
    std::mt19937 random(seed);
    const auto below = [&random](std::uint32_t limit) { return static_cast<std::int64_t>(random() % limit); };
    std::vector<Told> log;
    for (int i = 0; i < events; ++i) {
        // Over days, too: whole days are summed.
        const std::int64_t day = (below(3) - 1) * 40;
        const Timestamp at{ noon.micros + below(6) * 500'000
            + (events > manyEvents ? i / 3 * 500'000 : day * 86'400'000'000) };
        EventBatchBuilder builder;
        const std::string name = std::to_string(below(names));
        const std::string last = timeText(at) + " event=e" + std::to_string(i);
        switch (below(6)) {
        case 0:
            builder.faber("acme/docs/page/" + name + " created " + last);
            break;
        case 1:
            builder.faber("acme/docs/page/" + name + " step.failed build " + last + " error=no");
            break;
        case 2:
            builder.faber("acme/site/page/" + name + " status.changed " + last + " before=pending status="
                + std::array{ "pending", "in_progress", "completed", "failed" }[static_cast<std::size_t>(below(4))]);
            break;
        case 3:
            builder.faber("acme/site/page/" + name + " archived " + last + " reason=old");
            break;
        case 4:
            builder.workflow("run-" + name + (below(2) == 0 ? " workflow_start " : " workflow_complete status=success ")
                + last + (below(3) == 0 ? " project=etl" + std::to_string(below(2)) : ""));
            break;
        default:
            builder.helios("aws order_created o-" + name + " " + last + (below(3) == 0 ? " project=web" : ""));
            break;
        }
        log.push_back({ builder.build(), {} });
    }
    return log;
}

} // namespace

class AsOfTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gridsAreWhatTheEventsOfThenSay_data()
    {
        QTest::addColumn<std::uint32_t>("seed");
        QTest::addColumn<int>("together");
        QTest::addColumn<int>("events");
        for (const std::uint32_t seed : { 1U, 2U, 3U, 4U }) {
            for (const int together : { 1, 7, 150 })
                QTest::addRow("seed %u, %d together", seed, together) << seed << together << manyEvents;
        }
        // Their histories are longer than what lies in their rows.
        for (const std::uint32_t seed : { 6U, 7U })
            QTest::addRow("seed %u, few entities", seed) << seed << 20 << 450;
    }
    void gridsAreWhatTheEventsOfThenSay()
    {
        QFETCH(std::uint32_t, seed);
        QFETCH(int, together);
        QFETCH(int, events);
        std::vector<Told> log = randomLog(seed, events, events > manyEvents ? 1 : 4);
        append(log, static_cast<std::size_t>(together));
        for (const AsOfAxis axis : { AsOfAxis::Occurred, AsOfAxis::Recorded }) {
            for (const Timestamp at : instantsOf(log, axis)) {
                for (const std::string project : { "", "docs", "etl0" }) {
                    const AsOf asOf{ axis, at };
                    const Cells got = cellsOf(take(m_fixture->reader->gridAsOf(asOf, {}, project)));
                    QVERIFY2(got == naiveGrid(log, asOf, project), formatTimestamp(at).c_str());
                }
            }
        }
        const std::string before = take(m_fixture->store->projectionChecksum());
        take(m_fixture->store->rebuild({}, {}));
        COMPARE_TEXT(take(m_fixture->store->projectionChecksum()), before);
        const auto safety = take(openSqliteSafety(m_fixture->path()));
        const auto findings = take(safety->check(CheckDepth::Everything, {}));
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().message.c_str());
    }

    void entitiesAreWhatTheirEventsOfThenSay()
    {
        std::vector<Told> log = randomLog(5);
        append(log, 10);
        const auto now = foldsAsOf(log, {});
        for (const AsOfAxis axis : { AsOfAxis::Occurred, AsOfAxis::Recorded }) {
            for (const Timestamp at : instantsOf(log, axis)) {
                const AsOf asOf{ axis, at };
                const auto then = foldsAsOf(log, asOf);
                for (const auto& [hash, fold] : now) {
                    const EntityKey key = fold.detail().row.key;
                    const auto got = m_fixture->reader->entityAsOf(key, asOf);
                    const auto expected = then.find(hash);
                    QCOMPARE(got.ok(), expected != then.end());
                    if (!got) {
                        COMPARE_TEXT(got.error().code, "ENTITY_NOT_YET");
                        continue;
                    }
                    const EntityDetail want = expected->second.detail();
                    QVERIFY(got->row.status == want.row.status);
                    QCOMPARE(got->row.version, want.row.version);
                    QCOMPARE(got->steps.size(), want.steps.size());
                    COMPARE_TEXT(got->archiveReason, want.archiveReason);
                }
            }
        }
    }

    void laterThanEverythingIsNow()
    {
        m_fixture->faber({ "acme/docs/page/one created prop.title=a",
            "acme/docs/page/one step.completed build dur=1200 stype=make artifact=file:a.md",
            "acme/docs/page/one step.failed publish error=\"no room\"" });
        const EntityKey key{ "acme", "docs", "page", "one" };
        const EntityDetail now = take(m_fixture->reader->entity(key));
        for (const AsOfAxis axis : { AsOfAxis::Occurred, AsOfAxis::Recorded }) {
            const EntityDetail then = take(m_fixture->reader->entityAsOf(key, { axis, evening }));
            QCOMPARE(then.row.ref, now.row.ref);
            COMPARE_TEXT(then.row.error, "no room");
            QCOMPARE(then.row.lastSeq, now.row.lastSeq);
            QCOMPARE(then.steps.size(), now.steps.size());
            COMPARE_TEXT(then.steps[0].type, "make");
            QCOMPARE(then.properties.size(), std::size_t{ 1 });
            QVERIFY(then.sources == now.sources);
        }
    }

    void unknownEntitiesAreNotFound()
    {
        const auto none = m_fixture->reader->entityAsOf({ "acme", "docs", "page", "none" }, { {}, evening });
        COMPARE_TEXT(none.error().code, "ENTITY_NOT_FOUND");
    }

    void init() { m_fixture = std::make_unique<ReaderFixture>(); }

private:
    /// In one transaction for `together` events, the clock going on between them.
    void append(std::vector<Told>& log, std::size_t together)
    {
        m_fixture->clock.at = noon;
        for (std::size_t from = 0; from < log.size(); from += together) {
            m_fixture->clock.at.micros += 700'000;
            std::vector<AppendRequest> requests;
            for (std::size_t i = from; i < std::min(log.size(), from + together); ++i) {
                log[i].recordedAt = m_fixture->clock.at;
                requests.push_back({ log[i].batch.get(), {} });
            }
            take(m_fixture->store->append(requests));
        }
    }

    static std::vector<Timestamp> instantsOf(const std::vector<Told>& log, AsOfAxis axis)
    {
        std::vector<Timestamp> instants;
        for (const Told& told : log) {
            const Timestamp at =
                axis == AsOfAxis::Recorded ? told.recordedAt : told.batch->items.front().event()->occurredAt;
            instants.push_back(at);
            instants.push_back({ at.micros - 1 });
        }
        std::sort(instants.begin(), instants.end());
        instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
        return instants;
    }

    std::unique_ptr<ReaderFixture> m_fixture;
};

QTEST_GUILESS_MAIN(AsOfTest)
#include "as_of_test.moc"
