#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"

#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

/// A small event about order `id`.
std::string order(int id)
{
    return R"({"source":"aws","eventType":"x","payload":{"orderId":)" + std::to_string(id) + "}}";
}

struct Document {
    explicit Document(const std::string& text)
    {
        ItemParser parser(testOptions());
        count = parseDocument(batch.adopt(text), std::nullopt, parser, batch);
    }

    /// For each item its line, and the order or "!" and the code: "1:7 2:!INVALID_JSON".
    QString summary() const
    {
        std::string text;
        for (const ParsedItem& item : batch.items) {
            text += text.empty() ? "" : " ";
            text += std::to_string(item.line) + ':'
                + (item.event() ? std::string(item.event()->entityId) : '!' + item.refusal()->code);
        }
        return q(text);
    }

    EventBatch batch;
    std::size_t count = 0;
};

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<QString>("summary");
        const auto row = [](const char* name, const std::string& text, const char* summary) {
            QTest::newRow(name) << text << QString(summary);
        };
        const std::string a = order(1);
        const std::string b = order(2);
        const std::string c = order(3);
        row("nothing", "", "");
        row("space", " \r\n\t", "");
        row("mark only", "\xEF\xBB\xBF", "");
        row("one", a, "0:1");
        row("one with a mark", "\xEF\xBB\xBF\n" + a + "\n", "0:1");
        row("over many lines", "{\n \"source\":\"aws\",\n\"type\":\"x\",\n \"payload\": {\"orderId\":\n1}\n}\n", "0:1");
        row("lines", a + "\n" + b + "\n" + c, "1:1 2:2 3:3");
        row("lines of Windows", a + "\r\n" + b + "\r\n", "1:1 2:2");
        row("empty lines", "\n" + a + "\n\n\n" + b, "2:1 5:2");
        row("behind each other", a + b + " " + c, "1:1 1:2 1:3");
        row("many lines and more", "{\"source\":\"aws\",\n\"type\":\"x\",\"payload\":{}}\n" + b, "1: 3:2");
        row("array", "[" + a + "," + b + "]", "1:1 2:2");
        row("array with space", " [\n" + a + "\n,\n" + b + "\n]\n", "1:1 2:2");
        row("array of one", "[" + a + "]", "1:1");
        row("empty array", "[ ]", "");
        row("arrays on lines", "[" + a + "]\n[" + b + "," + c + "]", "1:1 2:2 2:3");
        row("an array behind a line", a + "\n[" + b + ",\n" + c + "]", "1:1 2:2 3:3");

        row("no JSON", "hello", "0:!INVALID_JSON");
        row("a number", "42", "0:!INVALID_JSON");
        row("bad line", a + "\nhello\n" + c, "1:1 2:!INVALID_JSON 3:3");
        row("bad lines", "x\ny\n" + c, "1:!INVALID_JSON 2:!INVALID_JSON 3:3");
        row("cut line", a + "\n" + b.substr(0, 30) + "\n" + c, "1:1 2:!INVALID_JSON 3:3");
        row("cut after a name", "{\"a\":\n" + b + "\n" + c, "1:!INVALID_JSON 2:2 3:3");
        row("cut after a comma", "{\"a\":1,\n" + b + "\n" + c, "1:!INVALID_JSON 2:2 3:3");
        row("cut in a text", "{\"a\":\"b\n" + b, "1:!INVALID_JSON 2:2");
        row("cut in an array", "{\"a\":[\n" + b + "\n" + c, "1:!INVALID_JSON 2:2 3:3");
        row("unclosed text takes no neighbour", "{\"a\":\"}\n" + b, "1:!INVALID_JSON 2:2");
        row("refused for a text, and another behind", "{\"a\":\"\xFF\"}" + b, "1:!INVALID_UTF8 1:2");
        row("refused for a number, and another behind", "{\"a\":1e400}" + b, "1:!INVALID_VALUE 1:2");
        row("something behind", a + " x\n" + b, "1:1 1:!INVALID_JSON 2:2");
        row("comma behind", a + ",\n" + b, "1:1 1:!INVALID_JSON 2:2");
        row("broken over many lines", "{\n  \"a\": 1\n  \"b\": 2\n}\n", "0:!INVALID_JSON");
        row("the last is cut", a + "\n" + b.substr(0, 30), "1:1 2:!INVALID_JSON");

        row("bad element", "[" + a + ",{\"a\":}," + c + "]", "1:1 2:!INVALID_JSON 3:3");
        row("word in an array", "[" + a + ",x," + c + "]", "1:1 2:!INVALID_JSON 3:3");
        row("numbers in an array", "[1,2]", "1:!INVALID_JSON 2:!INVALID_JSON");
        row("array in an array", "[[" + a + "]," + b + "]", "1:!INVALID_JSON 2:2");
        row("brackets in a text", "[{\"a\":\"]},{\\\"\"}," + b + "]", "1:!UNKNOWN_DIALECT 2:2");
        row("empty element", "[" + a + ",," + b + "]", "1:1 2:!INVALID_JSON 3:2");
        row("comma at the end", "[" + a + ",]", "1:1 2:!INVALID_JSON");
        row("comma at the start", "[," + a + "]", "1:!INVALID_JSON 2:1");
        row("brace too many", "[" + a + "}," + b + "]", "1:1 2:!INVALID_JSON 3:2");
        row("bracket too many", "[" + a + "]]", "1:1 1:!INVALID_JSON");
        row("array without an end", "[" + a + "," + b, "1:1 2:2 3:!INVALID_JSON");
        row("array cut in an element", "[" + a + "," + b.substr(0, 30), "1:1 2:!INVALID_JSON 3:!INVALID_JSON");
        row("open element on a line of its own", "[\n{\"a\":1,\n" + b + ",\n" + c + "\n]", "1:!INVALID_JSON 2:2 3:3");
        row("unclosed text in an array", "[\n{\"a\":\"b,\n" + b + "]", "1:!INVALID_JSON 2:2");
    }

    void splits()
    {
        QFETCH(std::string, text);
        QFETCH(QString, summary);
        const Document document(text);
        QCOMPARE(document.summary(), summary);
        QCOMPARE(document.count, document.batch.items.size());
    }

    void readsAMixtureOfDialects()
    {
        const Document document(
            '[' + faberExample + ',' + workflowStart + ',' + orderPlaced + ',' + cloudEventExample + ']');
        QCOMPARE(document.count, std::size_t{ 4 });
        const std::array expected{ Dialect::Faber, Dialect::Workflow, Dialect::Helios, Dialect::CloudEvents };
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY(document.batch.items[i].event());
            COMPARE_ENUM(document.batch.items[i].event()->dialect, expected[i]);
        }
        COMPARE_TEXT(document.batch.items[0].raw, faberExample);
        COMPARE_TEXT(document.batch.items[3].raw, cloudEventExample);
    }

    void keepsWhatIsRefusedWhole()
    {
        const Document document(order(1) + "\n {\"a\": tru} \n" + order(2));
        COMPARE_TEXT(document.batch.items[1].raw, "{\"a\": tru}");
    }

    void tellsALargeEventApart()
    {
        const std::string large = "{\"a\":\"" + std::string(maxEventBytes, 'x') + "\"}";
        QCOMPARE(Document(order(1) + "\n" + large + "\n" + order(3)).summary(), "1:1 2:!TOO_LARGE 3:3");
        QCOMPARE(Document("[" + order(1) + "," + large + "," + order(3) + "]").summary(), "1:1 2:!TOO_LARGE 3:3");
        QCOMPARE(Document(order(1) + large + order(3)).summary(), "1:1 1:!TOO_LARGE 1:3");
    }

    void tellsADeepEventApart()
    {
        const std::string deep = "{\"a\":" + std::string(80, '[') + std::string(80, ']') + "}";
        QCOMPARE(Document(order(1) + "\n" + deep + "\n" + order(3)).summary(), "1:1 2:!TOO_DEEP 3:3");
    }

    /// Each of these would take minutes if something looked through the rest of the text for every line.
    void isNotHeldUpByHostileText_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("objects that never close") << QByteArray("{\"a\":\n") << QByteArray();
        QTest::newRow("members that never end") << QByteArray("\"a\":1,\n") << QByteArray("{");
        QTest::newRow("arrays that never close") << QByteArray("[\n") << QByteArray();
        QTest::newRow("elements that never close") << QByteArray("{\n") << QByteArray("[");
        QTest::newRow("commas") << QByteArray(",") << QByteArray("[");
        QTest::newRow("rubbish") << QByteArray("x\n") << QByteArray();
    }

    void isNotHeldUpByHostileText()
    {
        QFETCH(QByteArray, unit);
        QFETCH(QByteArray, start);
        const Document document((start + unit.repeated(4 * 1024 * 1024 / static_cast<int>(unit.size()))).toStdString());
        QVERIFY(document.count > 0);
        QVERIFY(document.count < 200'000);
    }

    void saysWhereItGaveUp()
    {
        std::string text;
        for (int i = 0; i < 150'000; ++i)
            text += "x\n";
        const Document document(text + order(1));
        const Refusal* last = document.batch.items.back().refusal();
        QVERIFY(last);
        COMPARE_TEXT(last->code, "TOO_MANY_REFUSED");
        QVERIFY(document.batch.items.back().raw.ends_with(order(1)));
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
