#include "backend/event/parser.h"
#include "backend/intake/demo/demo_generator.h"
#include "backend/store/sqlite/safety/sqlite_safety.h"
#include "backend/store/sqlite/sqlite_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace binnacle;

namespace {

constexpr std::int64_t mutationCount = 100'000;
constexpr std::size_t batchSize = 4000;

/// One to three small damages: bytes changed, cut out, doubled or moved, as a broken sender or wire makes them.
std::string mutated(std::string text, std::mt19937_64& random)
{
    const auto below = [&random](std::size_t count) { return count == 0 ? 0 : std::size_t(random() % count); };
    for (std::size_t i = 0, damages = 1 + below(3); i < damages && !text.empty(); ++i) {
        const std::size_t at = below(text.size());
        switch (below(5)) {
        case 0:
            text[at] = char(random());
            break;
        case 1:
            text.erase(at, 1 + below(8));
            break;
        case 2:
            text.insert(at, text.substr(below(text.size()), 1 + below(24)));
            break;
        case 3:
            text[at] = "0123456789{}[]\",:\\ntfe-+.Z"[below(26)];
            break;
        default:
            text.resize(at);
        }
    }
    return text;
}

} // namespace

/// 100,000 random mutations of valid events against the real parsers and the real store: nothing crashes, and each is
/// accepted, a duplicate or in quarantine.
class MutationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMutationIsAccountedFor()
    {
        QTemporaryDir folder;
        auto store = openSqliteStore({ folder.filePath("store.db").toStdString(), false, true, &Clock::system() });
        QVERIFY(store.ok());
        demo::Options options;
        options.end = *parseTimestamp("2026-01-10T12:00:00Z");
        options.events = mutationCount;
        demo::Generator generator(options);
        std::mt19937_64 random(20260110);
        ItemParser parser{ ParseOptions{} };

        std::int64_t accepted = 0;
        std::int64_t duplicate = 0;
        std::int64_t rejected = 0;
        Seq lastSeq = 0;
        for (std::int64_t done = 0; done < mutationCount;) {
            EventBatch batch;
            batch.origin = "mutations";
            while (batch.items.size() < batchSize && done < mutationCount) {
                const auto line = generator.next();
                QVERIFY(line.has_value());
                const std::size_t before = batch.items.size();
                parser.parse(batch.adopt(mutated(line->json, random)), std::uint64_t(++done), std::nullopt, batch);
                QCOMPARE(batch.items.size(), before + 1);
            }
            AppendRequest request{ &batch, {} };
            const auto appended = (*store)->append({ &request, 1 });
            QVERIFY2(appended.ok(), appended.ok() ? "" : appended.error().message.c_str());
            QCOMPARE(request.outcomes.size(), batch.items.size());
            for (const ItemOutcome& outcome : request.outcomes) {
                switch (outcome.kind) {
                case ItemOutcome::Kind::Accepted:
                    ++accepted;
                    QCOMPARE(outcome.seq, lastSeq + 1);
                    lastSeq = outcome.seq;
                    break;
                case ItemOutcome::Kind::Duplicate:
                    ++duplicate;
                    QVERIFY(outcome.seq > 0 && outcome.seq <= lastSeq);
                    break;
                case ItemOutcome::Kind::Rejected:
                    ++rejected;
                    QVERIFY(outcome.quarantineId > 0);
                    QVERIFY(!outcome.refusal.code.empty() && !outcome.refusal.message.empty());
                }
            }
        }
        QCOMPARE(accepted + duplicate + rejected, mutationCount);
        // Damage in a text or a number leaves many of them valid; both kinds must have been met to mean anything.
        QVERIFY(accepted > mutationCount / 100 && rejected > mutationCount / 10);

        auto reader = (*store)->openReader();
        QVERIFY(reader.ok());
        const auto info = (*reader)->info();
        QVERIFY(info.ok());
        QCOMPARE(info->lastSeq, accepted);
        std::int64_t kept = 0;
        std::int64_t times = 0;
        for (PageRequest request; kept == 0 || !request.cursor.empty();) {
            const auto page = (*reader)->quarantine("open", request);
            QVERIFY(page.ok());
            for (const QuarantineRow& row : page->items)
                times += row.times;
            kept += static_cast<std::int64_t>(page->items.size());
            request.cursor = page->nextCursor;
        }
        QCOMPARE(info->quarantineOpen, kept);
        QCOMPARE(times, rejected);
        const auto safety = openSqliteSafety((*store)->location());
        QVERIFY(safety.ok());
        const auto findings = (*safety)->check(CheckDepth::Everything, {});
        QVERIFY(findings.ok());
        QVERIFY2(findings->empty(), findings->empty() ? "" : findings->front().message.c_str());
        const auto before = (*store)->projectionChecksum();
        QVERIFY((*store)->rebuild({}, CancelToken()).ok());
        const auto after = (*store)->projectionChecksum();
        QVERIFY(before.ok() && after.ok());
        QVERIFY(*before == *after);
    }
};

QTEST_GUILESS_MAIN(MutationsTest)
#include "mutations_test.moc"
