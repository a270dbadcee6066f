#include "backend/event/facts_codec.h"
#include "tests/backend/event/full_event.h"
#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

#include <random>
#include <vector>

using namespace binnacle;
using namespace binnacle::test;

class FactsCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryField()
    {
        const std::string facts = encoded(fullEvent());
        std::string_view in = facts;
        const auto decoded = decodeFacts(in);
        QVERIFY(decoded.ok());
        QVERIFY(in.empty());
        const Event& e = *decoded;
        const Event full = fullEvent();
        COMPARE_ENUM(e.dialect, full.dialect);
        COMPARE_ENUM(e.kind, full.kind);
        QCOMPARE(e.occurredAt.micros, full.occurredAt.micros);
        QCOMPARE(e.ordinal, full.ordinal);
        QVERIFY(e.eventIdIsDerived && e.occurredAtIsArrival && e.statusIsExplicit);
        QVERIFY(!e.projectIsExplicit && !e.projectIsKey);
        COMPARE_ENUM(e.assertedStatus, full.assertedStatus);
        COMPARE_ENUM(e.statusBefore, full.statusBefore);
        QVERIFY(e.stepSummary == full.stepSummary);
        QCOMPARE(*e.workflowDurationMs, 0);
        using Texts = std::vector<std::string_view>;
        const auto texts = [](const Event& event) {
            return Texts{ event.type, event.source, event.eventId, event.organization, event.project, event.entityType,
                event.entityId, event.businessKey, event.statusText, event.workflowId, event.runId, event.workId,
                event.sessionId, event.hostname, event.actor, event.senderVersion, event.environment,
                event.correlationId, event.causationJson, event.workflowSummaryJson, event.archiveReason,
                event.propertiesJson, event.artifactsJson, event.upstreamJson, event.downstreamJson, event.step->stepId,
                event.step->action, event.step->type, event.step->phase, event.step->outcome, event.step->retryReason,
                event.step->errorCode, event.step->errorMessage, event.step->progressMessage, event.step->target };
        };
        QVERIFY(texts(e) == texts(full));
        COMPARE_ENUM(e.step->execution, full.step->execution);
        QVERIFY(e.step->executedAt == full.step->executedAt);
        QVERIFY(e.step->durationMs == full.step->durationMs && e.step->retryCount == full.step->retryCount);
        QVERIFY(e.step->progress == full.step->progress);
    }

    void keepsWhatParsersGive_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("faber") << faberExample;
        QTest::newRow("workflow start") << workflowStart;
        QTest::newRow("step") << stepComplete;
        QTest::newRow("artifact") << artifactCreate;
        QTest::newRow("workflow end") << workflowComplete;
        QTest::newRow("helios") << paymentProcessed;
        QTest::newRow("cloudevents") << orderCloudEvent;
    }

    void keepsWhatParsersGive()
    {
        QFETCH(std::string, text);
        const Parsed parsed = parseOne(text);
        const std::string facts = encoded(*parsed.event());
        std::string_view in = facts;
        const auto decoded = decodeFacts(in);
        QVERIFY(decoded.ok() && in.empty());
        QVERIFY(encoded(*decoded) == facts);
        QVERIFY(identityOf(*decoded) == identityOf(*parsed.event()));
    }

    void readsOneBehindTheOther()
    {
        std::string facts = encoded(fullEvent());
        const std::size_t first = facts.size();
        encodeFacts(*parseOne(faberExample).event(), facts);
        std::string_view in = facts;
        QVERIFY(decodeFacts(in).ok());
        QCOMPARE(in.size(), facts.size() - first);
        COMPARE_TEXT(decodeFacts(in)->entityId, "blog-post-123");
        QVERIFY(in.empty());
    }

    void refusesEveryTruncation()
    {
        const std::string facts = encoded(fullEvent());
        for (std::size_t size = 0; size < facts.size(); ++size) {
            // A copy of its own, so that the sanitizer sees a read behind it.
            const std::string cut = facts.substr(0, size);
            std::string_view in = cut;
            const auto decoded = decodeFacts(in);
            QVERIFY(!decoded.ok());
            COMPARE_TEXT(decoded.error().code, "CORRUPT_FACTS");
            QCOMPARE(in.size(), size);
        }
    }

    void survivesDamage()
    {
        std::mt19937 random(7);
        const std::string facts = encoded(fullEvent());
        for (int round = 0; round < 50'000; ++round) {
            std::string damaged = facts;
            for (int i = 0; i < 3; ++i)
                damaged[random() % damaged.size()] = static_cast<char>(random());
            std::string_view in = damaged;
            const auto decoded = decodeFacts(in);
            if (!decoded)
                continue;
            QVERIFY(static_cast<int>(decoded->kind) >= 1 && decoded->kind <= EventKind::Fact);
            std::string_view again;
            const std::string second = encoded(*decoded);
            again = second;
            QVERIFY(decodeFacts(again).ok());
        }
    }

    void refusesANewerVersion()
    {
        std::string facts = encoded(fullEvent());
        facts[0] = 2;
        std::string_view in = facts;
        COMPARE_TEXT(decodeFacts(in).error().code, "UNSUPPORTED_FACTS");
    }
};

QTEST_GUILESS_MAIN(FactsCodecTest)
#include "facts_codec_test.moc"
