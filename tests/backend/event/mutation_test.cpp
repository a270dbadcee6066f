#include "backend/event/facts_codec.h"
#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

#include <array>
#include <random>

using namespace binnacle;
using namespace binnacle::test;

namespace {

const std::array<std::string, 10> samples{ faberExample, workflowStart, stepComplete, artifactCreate, workflowComplete,
    orderPlaced, paymentProcessed, loadTestOrder, cloudEventExample, orderCloudEvent };

/// One to four changes of the kinds that break software: bytes flipped, cut, doubled, put in, and pieces of JSON.
std::string mutated(std::string text, std::mt19937& random)
{
    static const std::array<std::string, 16> pieces{ "null", "\"\"", "{}", "[]", "-1", "1e308", "\"", "\\", "\\u0000",
        "\\ud800", "{\"a\":", "]", "}", "\n", std::string(1, '\0'), "\xED\xA0\x80" };
    const auto below = [&random](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        const std::size_t at = below(text.size());
        switch (below(6)) {
        case 0:
            if (!text.empty())
                text[at] = static_cast<char>(random());
            break;
        case 1:
            text.erase(at, 1 + below(20));
            break;
        case 2:
            text.insert(at, text.substr(below(text.size()), below(30)));
            break;
        case 3:
            text.insert(at, pieces[below(pieces.size())]);
            break;
        case 4: {
            // A whole value replaced: what follows a colon, up to the next comma.
            const std::size_t colon = text.find(':', at);
            if (colon != std::string::npos)
                text.replace(
                    colon + 1, std::min(text.find(',', colon), text.size()) - colon - 1, pieces[below(pieces.size())]);
            break;
        }
        default:
            text.resize(text.size() - std::min(text.size(), below(10)));
        }
    }
    return text;
}

void checkItem(const ParsedItem& item)
{
    if (const Refusal* refusal = item.refusal()) {
        QVERIFY(!refusal->code.empty() && !refusal->message.empty());
        QVERIFY(refusal->pointer.empty() || refusal->pointer.front() == '/');
        return;
    }
    const Event& e = *item.event();
    QVERIFY(!e.eventId.empty() && !e.source.empty() && !e.type.empty());
    QVERIFY(!e.organization.empty() && !e.project.empty());
    QCOMPARE(e.entityType.empty(), e.entityId.empty());
    QVERIFY(!e.step || !e.step->stepId.empty());
    // Reads every text of the event, so that a dangling view shows under the sanitizers.
    std::string facts;
    encodeFacts(e, facts);
    std::string_view in = facts;
    QVERIFY(decodeFacts(in).ok() && in.empty());
}

} // namespace

class MutationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesExactlyOneItemForEachMutation()
    {
        std::mt19937 random(20260110);
        ItemParser parser(testOptions());
        std::size_t accepted = 0;
        constexpr int rounds = 100'000;
        for (int round = 0; round < rounds; ++round) {
            EventBatch batch;
            const std::string text = mutated(samples[static_cast<std::size_t>(round) % samples.size()], random);
            const auto dialect = round % 3 ? std::nullopt : std::optional(static_cast<Dialect>(1 + round % 4));
            parser.parse(batch.adopt(text), 1, dialect, batch);
            QCOMPARE(batch.items.size(), std::size_t{ 1 });
            checkItem(batch.items.front());
            if (QTest::currentTestFailed()) {
                qWarning("%s", text.c_str());
                return;
            }
            accepted += batch.items.front().event() != nullptr;
        }
        // Some mutations leave a valid event, most do not; neither may be all of them.
        QVERIFY(accepted > rounds / 100 && accepted < rounds);
    }

    void neverLosesGoodNeighbours()
    {
        std::mt19937 random(42);
        ItemParser parser(testOptions());
        for (int round = 0; round < 2'000; ++round) {
            std::string bad = mutated(loadTestOrder, random);
            // On a line of its own it has no line break in it, and does not end within a text or begin an array.
            std::erase(bad, '\n');
            EventBatch batch;
            parseDocument(batch.adopt(loadTestOrder + "\n" + bad + "\n" + loadTestOrder), std::nullopt, parser, batch);
            QVERIFY(batch.items.size() >= 2);
            QVERIFY(batch.items.front().event());
            if (bad.find('[') == std::string::npos && !batch.items.back().event()) {
                qWarning("%s", bad.c_str());
                QFAIL("The line behind a bad one was lost.");
            }
        }
    }
};

QTEST_GUILESS_MAIN(MutationTest)
#include "mutation_test.moc"
