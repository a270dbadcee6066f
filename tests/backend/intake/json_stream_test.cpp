#include "backend/intake/json_stream.h"

#include <QTest>

#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

std::string eventJson(int number, const std::string& more = {})
{
    const std::string n = std::to_string(number);
    return R"({"event_type":"entity.created","event_id":"e)" + n
        + R"(","timestamp":"2026-01-10T12:00:00Z","source":{"organization":"o","project":"p"},)"
          R"("entity":{"organization":"o","project":"p","type":"t","id":")"
        + n + "\"}" + more + "}";
}

std::string pretty(int number)
{
    std::string text = eventJson(number);
    for (std::size_t at = text.find(",\""); at != std::string::npos; at = text.find(",\"", at + 2))
        text.insert(at + 1, "\n  ");
    return text;
}

struct Read {
    std::unique_ptr<EventBatch> batch = std::make_unique<EventBatch>();
    int accepted = 0;
    int refused = 0;
};

Read read(const std::string& text, std::size_t piece = 100'000)
{
    Read result;
    ItemParser parser({});
    JsonStream stream(parser, std::nullopt, [&]() -> EventBatch& { return *result.batch; });
    for (std::size_t at = 0; at < text.size(); at += piece)
        stream.feed(std::string_view(text).substr(at, piece));
    stream.finish();
    for (const ParsedItem& item : result.batch->items)
        ++(item.event() ? result.accepted : result.refused);
    return result;
}

constexpr int many = 20'000; ///< About 4 MB: more than is parsed whole.

std::string joined(const std::string& separator, std::string (*make)(int))
{
    std::string text;
    for (int i = 0; i < many; ++i)
        text += (i > 0 ? separator : std::string()) + make(i);
    return text;
}

std::string plain(int number)
{
    return eventJson(number);
}

} // namespace

class JsonStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data();
    void readsEveryForm();
    void numbersLines();
    void numbersArrayElements();
    void numbersArraysOnLinesByLine_data();
    void numbersArraysOnLinesByLine();
    void keepsABrokenLineToItself();
    void keepsABrokenElementToItself();
    void refusesHugeItems_data();
    void refusesHugeItems();
    void reportsAnOpenArray();
    void takesPiecesOfAnySize();
    void survivesSpace();
    void cutsAndFlushesAnywhere();
    void flushesWhatIsComplete_data();
    void flushesWhatIsComplete();
};

void JsonStreamTest::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("NDJSON", joined("\n", plain));
    row("NDJSON with CRLF and blank lines", joined("\r\n\r\n", plain) + "\r\n");
    row("BOM", "\xEF\xBB\xBF" + joined("\n", plain));
    row("objects over several lines", joined("\n", pretty));
    row("one behind the other", joined("", plain));
    row("array", "[" + joined(",", plain) + "]");
    row("array over several lines", "[\n" + joined(",\n", pretty) + "\n]\n");
}

void JsonStreamTest::readsEveryForm()
{
    QFETCH(QByteArray, text);
    const Read got = read(text.toStdString());
    QCOMPARE(got.refused, 0);
    QCOMPARE(got.accepted, many);
    QCOMPARE(got.batch->items.back().event()->eventId, "e" + std::to_string(many - 1));
}

void JsonStreamTest::numbersLines()
{
    const Read got = read("\n" + joined("\n\n", plain));
    QCOMPARE(got.accepted, many);
    for (std::size_t i = 0; i < got.batch->items.size(); ++i)
        QCOMPARE(got.batch->items[i].line, std::uint64_t(2 + 2 * i));
}

void JsonStreamTest::numbersArrayElements()
{
    const Read got = read("[\n\n" + joined(",\n\n", plain) + "]");
    QCOMPARE(got.accepted, many);
    for (std::size_t i = 0; i < got.batch->items.size(); ++i)
        QCOMPARE(got.batch->items[i].line, std::uint64_t(1 + i));
}

void JsonStreamTest::numbersArraysOnLinesByLine_data()
{
    QTest::addColumn<int>("perLine");
    QTest::addColumn<bool>("objectFirst");
    for (const int perLine : { 2, 8000 }) { // The second: lines of more than a part.
        QTest::addRow("%d, array first", perLine) << perLine << false;
        QTest::addRow("%d, object first", perLine) << perLine << true;
    }
}

void JsonStreamTest::numbersArraysOnLinesByLine()
{
    QFETCH(int, perLine);
    QFETCH(bool, objectFirst);
    std::string text = objectFirst ? eventJson(-1) + '\n' : std::string();
    std::vector<std::uint64_t> lines;
    if (objectFirst)
        lines.push_back(1);
    for (int i = 0; i < many; ++i) {
        const bool isFirst = i % perLine == 0;
        text += (isFirst ? '[' : ',') + eventJson(i) + (i % perLine == perLine - 1 || i == many - 1 ? "]\n" : "");
        lines.push_back(std::uint64_t(1 + i / perLine + objectFirst));
    }
    const Read got = read(text);
    QCOMPARE(got.accepted, many + objectFirst);
    // The first array may be the only one for all that can be seen until it ends: its items go by their place.
    const std::size_t known = perLine > 2 && !objectFirst ? std::size_t(perLine) : 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        QCOMPARE(got.batch->items[i].line, i < known ? i + 1 : lines[i]);
}

void JsonStreamTest::keepsABrokenLineToItself()
{
    const Read got = read(joined("\n", plain) + "\n{\"event_type\": \"unclosed\nrubbish\n" + joined("\n", plain));
    QCOMPARE(got.accepted, 2 * many);
    QCOMPARE(got.refused, 2);
    QVERIFY(got.batch->items[many].refusal());
    QCOMPARE(got.batch->items[many].line, std::uint64_t(many + 1));
}

void JsonStreamTest::keepsABrokenElementToItself()
{
    const Read got =
        read("[" + joined(",\n", plain) + ",\n{\"event_type\": \"unclosed},\n" + joined(",\n", plain) + "]");
    QCOMPARE(got.accepted, 2 * many);
    QCOMPARE(got.refused, 1);
    QCOMPARE(got.batch->items[many].refusal()->code, "INVALID_JSON");
}

void JsonStreamTest::refusesHugeItems_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("behind");
    QTest::addColumn<int>("size");
    for (const int size : { 2'000'000, 40'000'000 }) {
        const QByteArray suffix = QByteArray::number(size);
        QTest::newRow("line " + suffix) << QByteArray("\n") << QByteArray("\n") << size;
        QTest::newRow("element " + suffix) << QByteArray(",") << QByteArray(",") << size;
    }
}

void JsonStreamTest::refusesHugeItems()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, behind);
    QFETCH(int, size);
    const bool isArray = before == ",";
    std::string text = (isArray ? "[" : "") + eventJson(1) + before.toStdString()
        + eventJson(2, ",\"x\":\"" + std::string(std::size_t(size), 'x') + "\"") + behind.toStdString() + eventJson(3)
        + behind.toStdString() + eventJson(4) + (isArray ? "]" : "\n");
    const Read got = read(text);
    QCOMPARE(got.refused, 1);
    QCOMPARE(got.accepted, 3);
    const ParsedItem& huge = got.batch->items[1];
    QVERIFY(huge.refusal());
    QCOMPARE(huge.refusal()->code, "TOO_LARGE");
    QVERIFY(huge.raw.starts_with("{\"event_type\""));
    QVERIFY(huge.raw.size() <= 16 * 1024 * 1024);
    if (size < 16'000'000)
        QVERIFY(huge.raw.size() > std::size_t(size));
    QCOMPARE(got.batch->items[3].event()->eventId, "e4");
}

void JsonStreamTest::reportsAnOpenArray()
{
    const Read got = read("[" + joined(",", plain));
    QCOMPARE(got.accepted, many);
    QCOMPARE(got.refused, 1);
    QCOMPARE(got.batch->items.back().refusal()->code, "INVALID_JSON");
}

void JsonStreamTest::takesPiecesOfAnySize()
{
    const std::string lines = joined("\n", pretty);
    const std::string array = "[" + joined(" , ", plain) + "]";
    for (const std::size_t piece : { std::size_t(4093), std::size_t(3'000'000), lines.size() + array.size() }) {
        QCOMPARE(read(lines, piece).accepted, many);
        QCOMPARE(read(array, piece).accepted, many);
        QCOMPARE(read(array, piece).refused, 0);
    }
}

void JsonStreamTest::survivesSpace()
{
    const std::string space(3'000'000, '\n');
    QCOMPARE(read(space).batch->items.size(), std::size_t(0));
    const Read got = read(space + eventJson(1) + space + space + eventJson(2) + space);
    QCOMPARE(got.accepted, 2);
    QCOMPARE(got.refused, 0);
}

/// However the bytes come in, and wherever the sender rests: the same items on the same lines.
void JsonStreamTest::cutsAndFlushesAnywhere()
{
    std::mt19937 random(1);
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    for (int round = 0; round < 3000; ++round) {
        const bool isOneArray = below(4) == 0;
        std::string text = below(3) == 0 ? "\xEF\xBB\xBF" : "";
        text += std::string(std::size_t(below(3)), '\n') + (isOneArray ? "[" : "");
        for (int i = 0, count = 1 + below(8); i < count; ++i) {
            const std::string value = below(2) ? eventJson(i) : pretty(i);
            if (isOneArray)
                text += (i > 0 ? below(2) ? "," : "\n,\n" : "") + value;
            else if (below(3) == 0)
                text += "[" + value + ",\n" + eventJson(100 + i) + "]\n";
            else
                text += value + (below(4) ? "\n" : below(2) ? "" : "\r\n\n");
        }
        text += isOneArray ? "]" : "";
        EventBatch whole;
        ItemParser parser({});
        parseDocument(whole.adopt(text), std::nullopt, parser, whole, isOneArray ? std::nullopt : std::optional(1U));

        EventBatch parts;
        JsonStream::Limits limits;
        limits.part = std::size_t(1 + below(2000));
        JsonStream stream(
            parser, std::nullopt, [&]() -> EventBatch& { return parts; }, limits);
        for (std::size_t at = 0; at < text.size();) {
            const auto piece = std::size_t(1 + below(500));
            stream.feed(std::string_view(text).substr(at, piece));
            at += piece;
            if (below(2))
                stream.flush();
        }
        stream.finish();
        QCOMPARE(parts.items.size(), whole.items.size());
        for (std::size_t i = 0; i < whole.items.size(); ++i) {
            QVERIFY(parts.items[i].event());
            QCOMPARE(parts.items[i].raw, whole.items[i].raw);
            // While an array that comes first may be the only one, places count; see the README.
            if (isOneArray || (whole.items.size() > 1 && text.find('{') < text.find('[')))
                QCOMPARE(parts.items[i].line, whole.items[i].line);
        }
    }
}

void JsonStreamTest::flushesWhatIsComplete_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QList<int>>("lines");
    const auto row = [](const char* name, const std::string& first, const std::string& rest, QList<int> lines) {
        QTest::newRow(name) << QByteArray::fromStdString(first) << QByteArray::fromStdString(rest) << lines;
    };
    const std::string one = eventJson(1);
    const std::string two = eventJson(2);
    row("line", one + "\n", two + "\n", { 1, 2 });
    row("line without its end", one, "\n" + two, { 1, 2 });
    row("rubbish", "rubbish\n" + one + "\n", two, { 1, 2, 3 });
    row("half of the next", one + "\n" + two.substr(0, 40), two.substr(40) + "\n", { 1, 2 });
    row("several lines", pretty(1) + "\n", pretty(2) + "\n", { 1, 10 });
    row("array", "[" + one + ",", two + "]", { 1, 2 });
    row("array on a line", "[" + one + "]\n", "[" + two + "]\n", { 1, 2 });
    row("mark", "\xEF\xBB\xBF" + one + "\n", two + "\n", { 1, 2 });
}

void JsonStreamTest::flushesWhatIsComplete()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, rest);
    QFETCH(QList<int>, lines);
    EventBatch batch;
    ItemParser parser({});
    JsonStream stream(parser, std::nullopt, [&]() -> EventBatch& { return batch; });
    stream.flush();
    stream.feed(first.toStdString());
    stream.flush();
    QCOMPARE(qsizetype(batch.items.size()), lines.size() - 1);
    QCOMPARE(batch.items.back().event()->eventId, "e1");
    stream.flush();
    stream.feed(rest.toStdString());
    stream.finish();
    QCOMPARE(qsizetype(batch.items.size()), lines.size());
    QCOMPARE(batch.items.back().event()->eventId, "e2");
    for (qsizetype i = 0; i < lines.size(); ++i)
        QCOMPARE(int(batch.items[std::size_t(i)].line), lines[i]);
}

QTEST_GUILESS_MAIN(JsonStreamTest)
#include "json_stream_test.moc"
