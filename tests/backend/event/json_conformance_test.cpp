#include "tests/backend/event/json_reference.h"
#include "tests/backend/event/parse_one.h"
#include "tests/support/json_documents.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// What parseDocument() makes of a text.
struct Read {
    explicit Read(const std::string& given)
    {
        ItemParser parser(testOptions());
        text = batch.adopt(given);
        parseDocument(text, std::nullopt, parser, batch);
    }

    bool hasEvent(std::string_view id) const
    {
        return std::any_of(batch.items.begin(), batch.items.end(),
            [id](const ParsedItem& item) { return item.event() && item.event()->entityId == id; });
    }

    /// Whether each byte stands in an item, or is space or a mark between items.
    bool isKeptWhole() const
    {
        std::string rest(text);
        for (const ParsedItem& item : batch.items) {
            if (!item.raw.empty())
                rest.replace(static_cast<std::size_t>(item.raw.data() - text.data()), item.raw.size(),
                    std::string(item.raw.size(), ' '));
        }
        if (rest.starts_with("\xEF\xBB\xBF"))
            rest.erase(0, 3);
        return rest.find_first_not_of(" \t\r\n[],") == std::string::npos;
    }

    EventBatch batch;
    std::string_view text;
};

std::string verdictOf(const ParsedItem& item)
{
    return item.refusal() ? item.refusal()->code + ' ' + item.refusal()->pointer : "accepted";
}

bool isOneLine(const JsonDocument& document)
{
    return document.text.find('\n') == std::string::npos;
}

/// One to three changes: a byte put in, taken out or replaced, mostly of those that mean something in JSON.
std::string changed(std::string text, std::mt19937& random)
{
    static const std::string bytes = "{}[]:,\"\\ \t\r/bfnrtu0123456789abcdefABCDEF.-+eE\x1F\x7F\x80\xC3\xA9\xED";
    for (std::size_t changes = 1 + random() % 3; changes > 0; --changes) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        const char byte = bytes[random() % bytes.size()];
        switch (random() % 3) {
        case 0:
            text.insert(at, 1, byte);
            break;
        case 1:
            text.erase(at, 1);
            break;
        default:
            text.replace(at, 1, 1, byte);
        }
    }
    return text;
}

const std::string first = eventHolding("1", "first");
const std::string last = eventHolding("2", "last");

} // namespace

class JsonConformanceTest : public QObject {
    Q_OBJECT

private:
    void addRows()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("verdict");
        QTest::addColumn<bool>("isBalanced");
        QTest::addColumn<bool>("isOneLine");
        int number = 0;
        for (const JsonDocument& document : allJsonDocuments())
            QTest::addRow("%d: %s", ++number, document.name.c_str())
                << document.text << document.verdict << document.isBalanced << isOneLine(document);
    }

    /// The document's item where it is one, between its neighbours.
    void checkBetween(const Read& read)
    {
        QFETCH(std::string, verdict);
        QFETCH(bool, isBalanced);
        QFETCH(bool, isOneLine);
        QVERIFY(read.hasEvent("first"));
        QVERIFY(read.hasEvent("last"));
        QVERIFY(read.isKeptWhole());
        if (!isBalanced || !isOneLine)
            return;
        QCOMPARE(read.batch.items.size(), std::size_t{ 3 });
        COMPARE_TEXT(verdictOf(read.batch.items[1]), verdict);
    }

private Q_SLOTS:
    void alone_data() { addRows(); }
    void alone()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, verdict);
        const Parsed parsed = parseOne(text);
        COMPARE_TEXT(parsed.verdict(), verdict);
        QVERIFY(!parsed.refusal() || !parsed.refusal()->message.empty());
        if (parsed.event()) {
            COMPARE_TEXT(parsed.event()->entityId, "subject");
            QVERIFY(parsed.event()->payload == parsed.item().raw);
        }
    }

    void asABody_data() { addRows(); }
    void asABody()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, verdict);
        QFETCH(bool, isBalanced);
        const Read read(text);
        QVERIFY(read.isKeptWhole());
        if (!isBalanced)
            return;
        // A line break within a text ends a broken document for readers of lines.
        COMPARE_TEXT(verdictOf(read.batch.items.front()).substr(0, 8), verdict.substr(0, 8));
    }

    void onALineOfSeveral_data() { addRows(); }
    void onALineOfSeveral()
    {
        QFETCH(std::string, text);
        checkBetween(Read(first + "\n" + text + "\n" + last + "\n"));
    }

    void asAnElementOfSeveral_data() { addRows(); }
    void asAnElementOfSeveral()
    {
        QFETCH(std::string, text);
        checkBetween(Read("[" + first + ",\n" + text + ",\n" + last + "]"));
    }

    void agreesWithTheGrammar()
    {
        // Another reading of RFC 8259, to which ours is compared wherever chance leads.
        std::mt19937 random(8259);
        const std::vector<JsonDocument> documents = allJsonDocuments();
        ItemParser parser(testOptions());
        int valid = 0;
        constexpr int rounds = 100'000;
        for (int round = 0; round < rounds; ++round) {
            const std::string text = changed(documents[random() % documents.size()].text, random);
            EventBatch batch;
            parser.parse(batch.adopt(text), 0, std::nullopt, batch);
            const std::string verdict = verdictOf(batch.items.front());
            JsonGrammar grammar(text, 64);
            const bool isJson = grammar.isObject();
            const bool isTakenForJson = !verdict.starts_with("INVALID_JSON") && !verdict.starts_with("TOO_DEEP")
                && (!verdict.starts_with("INVALID_UTF8") || grammar.holdsHalfPair());
            // What is not JSON may be refused for something else that stands before the fault.
            const bool isNamedEarlier = verdict.starts_with("INVALID_UTF8") || verdict.starts_with("INVALID_VALUE");
            if (isJson ? !isTakenForJson : isTakenForJson && !isNamedEarlier)
                QFAIL(("Read as " + verdict + ": " + text).c_str());
            valid += isJson;
        }
        QVERIFY(valid > rounds / 20 && valid < rounds);
    }

    void ofTwoMembersTheFirstCounts_data()
    {
        QTest::addColumn<std::string>("payload");
        QTest::addColumn<std::string>("properties");
        const auto row = [](const char* payload, const char* properties) {
            QTest::newRow(payload) << std::string(payload) << std::string(properties);
        };
        row(R"({"orderId":"1","a":1, "a":2})", R"({"orderId":"1","a":1})");
        row(R"({"orderId":"1","orderId":"2"})", R"({"orderId":"1"})");
        row(R"({"order\u0049d":"1","orderId":"2"})", R"({"order\u0049d":"1"})");
        row(R"({"orderId":"1","a":null,"a":2})", R"({"orderId":"1","a":null})");
        row(R"({"orderId":"1","a":[],"a":2})", R"({"orderId":"1"})");
        row(R"({"orderId":"1","a":1.50,"b":{"c":1,"c":2},"a":2.50})", R"({"orderId":"1","a":1.50})");
        // As they came where no name is there twice.
        row(R"({"orderId" : "1", "a": 1.50})", R"({"orderId":"1","a":1.50})");
    }
    void ofTwoMembersTheFirstCounts()
    {
        QFETCH(std::string, payload);
        QFETCH(std::string, properties);
        for (const std::string& rest : { std::string(), std::string(R"(,"payload":{"orderId":"3"})") }) {
            const Parsed parsed = parseOne(R"({"source":"aws","eventType":"x","payload":)" + payload + rest + '}');
            COMPARE_TEXT(parsed.verdict(), "accepted");
            COMPARE_TEXT(parsed.event()->entityId, "1");
            COMPARE_TEXT(parsed.event()->propertiesJson, properties);
        }
    }

    void whatIsStoredHoldsNoMemberTwice()
    {
        const Parsed parsed =
            parseOne(R"({"event_type":"entity.created","event_id":"e","timestamp":"2026-01-01T00:00:00Z",
            "entity":{"organization":"o","project":"p","type":"t","id":"i",
                "properties":{ "a": [ {"b":1.0,"\u0062":2}, 12345678901234567890123 ],"a":2 }},
            "artifacts":[{"name":"x","name":"y"}, {"name":"z"}]})");
        COMPARE_TEXT(parsed.verdict(), "accepted");
        COMPARE_TEXT(parsed.event()->propertiesJson, R"({"a":[{"b":1.0},12345678901234567890123]})");
        COMPARE_TEXT(parsed.event()->artifactsJson, R"([{"name":"x"},{"name":"z"}])");
    }

    void aMarkMayStandAtTheBeginningAlone()
    {
        const std::string mark = "\xEF\xBB\xBF";
        QVERIFY(Read(mark + first).hasEvent("first"));
        QVERIFY(Read(mark + '[' + first + ']').hasEvent("first"));
        QVERIFY(Read(mark + first + '\n' + last).hasEvent("last"));
        const Read lines(first + '\n' + mark + last + '\n' + last);
        COMPARE_TEXT(verdictOf(lines.batch.items[1]), "INVALID_JSON ");
        QVERIFY(lines.hasEvent("last"));
        const Read elements('[' + first + ',' + mark + last + ',' + last + ']');
        COMPARE_TEXT(verdictOf(elements.batch.items[1]), "INVALID_JSON ");
        QVERIFY(elements.hasEvent("last"));
    }

    void longIntegersAreTheirDoubles()
    {
        const auto verdict = [](const std::string& count) {
            return parseOne(R"({"event_type":"step_complete","workflow_id":"w","timestamp":"2026-01-01T00:00:00Z",)"
                            R"("step":{"name":"s","status":"success","duration_ms":)"
                + count + "}}")
                .verdict();
        };
        COMPARE_TEXT(verdict("9000000000000000"), "accepted");
        COMPARE_TEXT(verdict("90000000000000000000"), "INVALID_VALUE /step/duration_ms");
        COMPARE_TEXT(verdict("0.0000000000000000000090000000000000000000"), "accepted");
    }

    void aDeepEventOverManyLinesIsOneItem()
    {
        std::string deep;
        for (int i = 0; i < 200; ++i)
            deep += "{\n\"a\":\n";
        // A line of it that looks like an event is a part of it all the same.
        const Read read(deep + last + '\n' + std::string(200, '}') + '\n' + first);
        QCOMPARE(read.batch.items.size(), std::size_t{ 2 });
        COMPARE_TEXT(verdictOf(read.batch.items.front()), "TOO_DEEP ");
        QVERIFY(read.hasEvent("first"));
    }
};

QTEST_GUILESS_MAIN(JsonConformanceTest)
#include "json_conformance_test.moc"
