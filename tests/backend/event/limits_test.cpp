#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// A valid event whose innermost array is on level `levels`.
std::string nested(std::size_t levels)
{
    // The event and its payload are the first two.
    const std::size_t arrays = levels - 2;
    return R"({"source":"aws","eventType":"x","payload":{"deep":)" + std::string(arrays, '[') + '1'
        + std::string(arrays, ']') + "}}";
}

std::string withText(const std::string& text)
{
    return with(loadTestOrder, "ORD-4711", text);
}

} // namespace

class LimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recognises_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("dialect");
        const auto row = [](const char* name, const std::string& text, const char* dialect) {
            QTest::newRow(name) << text << QString(dialect);
        };
        row("faber", faberExample, "faber");
        row("faber of an unknown type", R"({"event_type":"entity.odd"})", "faber");
        row("faber by its parts", R"({"event_type":"odd","entity":{},"source":{}})", "faber");
        row("workflow", workflowStart, "workflow");
        row("workflow without an id", R"({"event_type":"step_start"})", "workflow");
        row("helios", orderPlaced, "helios");
        row("helios of the load test", loadTestOrder, "helios");
        row("helios of another cloud", R"({"source":"ibm","eventType":"x","payload":{}})", "helios");
        row("cloudevents", cloudEventExample, "cloudevents");
        row("cloudevents before all", R"({"specversion":"9","event_type":"entity.created"})", "cloudevents");
        row("other object", R"({"a":1})", "");
        row("other type", R"({"event_type":"push"})", "");
        row("type of a wrong kind", R"({"event_type":5,"source":["aws"]})", "");
    }

    void recognises()
    {
        QFETCH(std::string, text);
        QFETCH(QString, dialect);
        const Parsed parsed = parseOne(text);
        QCOMPARE(parsed.item().dialectIsKnown, !dialect.isEmpty());
        if (dialect.isEmpty())
            COMPARE_TEXT(parsed.verdict(), "UNKNOWN_DIALECT ");
        else
            COMPARE_TEXT(toString(parsed.item().dialect), dialect.toStdString());
    }

    void refusesWhatIsNoEvent_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, const std::string& text, const char* verdict) {
            QTest::newRow(name) << text << QString(verdict);
        };
        using namespace std::string_literals;
        row("nothing", "", "INVALID_JSON ");
        row("space", " \n", "INVALID_JSON ");
        row("number", "5", "INVALID_JSON ");
        row("array", "[]", "INVALID_JSON ");
        row("text", "\"a\"", "INVALID_JSON ");
        row("words", "hello", "INVALID_JSON ");
        row("unclosed", "{", "INVALID_JSON ");
        row("unclosed text", "{\"a", "INVALID_JSON ");
        row("two", "{}{}", "INVALID_JSON ");
        row("comma", R"({"a":1,})", "INVALID_JSON ");
        row("single quotes", "{'a':1}", "INVALID_JSON ");
        row("leading zero", R"({"a":01})", "INVALID_JSON ");
        row("huge number", R"({"a":1e999})", "INVALID_VALUE /a");
        row("bad escape", R"({"a":"\x"})", "INVALID_JSON ");
        row("control character", "{\"a\":\"\x01\"}", "INVALID_JSON ");
        row("raw NUL in a text", withText("a\0b"s), "INVALID_JSON ");
        row("raw NUL behind", "{}\0"s, "INVALID_JSON ");
        row("escaped NUL", withText("a\\u0000b"), "INVALID_VALUE /payload/orderId");
        row("escaped NUL in a name", R"({"source":"aws","x/y":[{"\u0000":1}]})", "INVALID_VALUE /x~1y/0");
        row("escaped NUL in what nobody reads", R"({"source":"aws","x":["","\u0000"]})", "INVALID_VALUE /x/1");
        row("invalid UTF-8", withText("a\xFF"), "INVALID_UTF8 /payload/orderId");
        row("overlong UTF-8", withText("\xC0\xAF"), "INVALID_UTF8 /payload/orderId");
        row("surrogate in UTF-8", withText("\xED\xA0\x80"), "INVALID_UTF8 /payload/orderId");
        row("too large", withText(std::string(maxEventBytes, 'x')), "TOO_LARGE ");
        row("too deep", nested(maxNesting + 1), "TOO_DEEP ");
        row("much too deep", std::string(100'000, '['), "INVALID_JSON ");
    }

    void refusesWhatIsNoEvent()
    {
        QFETCH(std::string, text);
        QFETCH(QString, verdict);
        const Parsed parsed = parseOne(text);
        QCOMPARE(parsed.batch->items.size(), std::size_t{ 1 });
        if (std::string_view(QTest::currentDataTag()) == "much too deep")
            QVERIFY(parsed.refusal());
        else
            COMPARE_TEXT(parsed.verdict(), verdict.toStdString());
    }

    void refusesHalfASurrogatePair_data()
    {
        QTest::addColumn<std::string>("text");
        for (const char* text : { R"(\uD800)", R"(\uDC00)", R"(\uD800\uD800)", R"(\uD800x)", R"(\udbff\n)" })
            QTest::newRow(text) << std::string(text);
    }

    void refusesHalfASurrogatePair()
    {
        QFETCH(std::string, text);
        QVERIFY(parseOne(withText(text)).refusal());
    }

    void takesWhatIsAllowed()
    {
        COMPARE_TEXT(parseOne(nested(maxNesting)).verdict(), "accepted");
        COMPARE_TEXT(parseOne(withText(R"(\\u0000)")).event()->entityId, "\\u0000");
        COMPARE_TEXT(parseOne(withText(R"(\uD83D\uDE00)")).event()->entityId, "\xF0\x9F\x98\x80");
        const std::string padding = ",\"pad\":\"" + std::string(maxEventBytes, 'x') + '"';
        std::string largest = with(loadTestOrder, ", \"amount\": 1299.00", padding);
        largest.erase(largest.find("xxx"), largest.size() - maxEventBytes);
        QCOMPARE(largest.size(), maxEventBytes);
        COMPARE_TEXT(parseOne(largest).verdict(), "accepted");
        COMPARE_TEXT(parseOne("\n " + loadTestOrder + "\r\n").event()->payload, loadTestOrder);
    }

    void takesTheFirstOfTwoMembers()
    {
        const Parsed parsed = parseOne(R"({"source":"aws","eventType":"x","payload":{"orderId":"1","orderId":"2"}})");
        COMPARE_TEXT(parsed.event()->entityId, "1");
        const Parsed none = parseOne(R"({"source":"aws","eventType":"x","payload":{"orderId":null,"orderId":"2"}})");
        QVERIFY(none.event()->entityId.empty());
    }

    void keepsTextsWhenTheParserGoesOn()
    {
        EventBatch batch;
        ItemParser parser(testOptions());
        for (const std::string& text : { faberExample, orderPlaced, loadTestOrder })
            parser.parse(batch.adopt(text), 0, std::nullopt, batch);
        COMPARE_TEXT(batch.items[0].event()->step->stepId, "build-github-commit");
        COMPARE_TEXT(batch.items[1].event()->entityId, "ORD-12345");
    }

    void refusesXesAsJson() { COMPARE_TEXT(parseOne(faberExample, Dialect::Xes).verdict(), "UNKNOWN_DIALECT "); }
};

QTEST_GUILESS_MAIN(LimitsTest)
#include "limits_test.moc"
