#include "backend/core/varint.h"
#include "backend/event/parser.h"
#include "backend/event/xes/xes_reader.h"
#include "backend/store/log/packed_block.h"
#include "tests/backend/event/full_event.h"
#include "tests/backend/event/parse_one.h"
#include "tests/backend/event/seed_examples.h"
#include "tests/backend/store/company.h"

#include <QFile>
#include <QTest>

#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace binnacle;
using namespace binnacle::test;

namespace {

const std::string smallLog = R"(<log xes.version="1.0"><trace><string key="concept:name" value="case 1"/>
<event><string key="concept:name" value="A &amp; B"/><date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/>
<string key="org:resource" value='R "1"'/></event><event><string key="concept:name" value="C"/>
<date key="time:timestamp" value="2011-10-01T00:39:44.546Z"/></event></trace></log>)";
const std::string escapes = R"({"a\"b":"c\\","d":"\u00e9\n","e\\":"\\\"","f":""})";
const std::string oddXml = R"(<event><string key="a" value='b"c'/><int value="" key='k'/><x a="1"b='2'>"3"</x>)";

struct Given {
    std::int64_t recordedAt = 0;
    std::string facts;
    std::string payload;
};
using GivenEvents = std::vector<Given>;

RawBlock rawOf(const GivenEvents& events)
{
    RawBlock raw;
    for (const Given& event : events)
        raw.append({ event.recordedAt, event.facts, event.payload });
    return raw;
}

Given givenOf(const Event& event, std::int64_t recordedAt = 1)
{
    return { recordedAt, encoded(event), std::string(event.payload) };
}

GivenEvents givenOf(const EventBatch& batch)
{
    GivenEvents events;
    for (const ParsedItem& item : batch.items) {
        if (item.event() != nullptr)
            events.push_back(givenOf(*item.event(), static_cast<std::int64_t>(events.size() / 3)));
    }
    return events;
}

/// What is different in a packed block; empty where nothing is.
std::string differenceIn(const PackedBlock& packed, const GivenEvents& events)
{
    auto unpacked = FactColumns::unpack(packed.facts, events.size());
    if (!unpacked)
        return "facts: " + unpacked.error().message;
    const auto payloads = PayloadColumns::unpack(packed.payloads, *unpacked);
    if (!payloads)
        return "payloads: " + payloads.error().message;
    const FactColumns facts = std::move(*unpacked); // Views and payloads survive the move.
    std::string payload = "of the event before";
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::string at = " of event " + std::to_string(i);
        if (!payloads.value().payload(i, payload) || payload != events[i].payload)
            return "payload" + at;
        if (facts.recordedAt(i) != events[i].recordedAt)
            return "time of recording" + at;
        const Event event = facts.event(i);
        if (encoded(event) != events[i].facts)
            return "facts" + at;
        if (facts.text(TextField::EventId, i) != event.eventId || facts.text(TextField::Type, i) != event.type)
            return "a single text" + at;
    }
    return {};
}

std::string differenceIn(const GivenEvents& events)
{
    const auto packed = packBlock(rawOf(events));
    return packed ? differenceIn(packed.value(), events) : packed.error().message;
}

GivenEvents faberEvents(int count)
{
    GivenEvents events;
    for (int i = 0; i < count; ++i) {
        const std::string text = with(with(faberExample, "blog-post-123", "post-" + std::to_string(i * i)),
            "\"duration_ms\": 12000", "\"duration_ms\": " + std::to_string(i * 37 % 1000));
        events.push_back(givenOf(*parseOne(text).event(), 1'000 + i));
    }
    return events;
}

Event smallEvent(std::string_view payload)
{
    Event event;
    event.type = "t";
    event.source = "s";
    event.eventId = "1";
    event.organization = "o";
    event.project = "p";
    event.payload = payload;
    return event;
}

template <typename Random>
std::string randomBytes(Random& random, std::size_t size, std::string_view alphabet)
{
    std::string bytes(size, '\0');
    for (char& byte : bytes)
        byte = alphabet.empty() ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    return bytes;
}

} // namespace

class LogBlockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryDialect()
    {
        GivenEvents events;
        for (const std::string& text : { faberExample, workflowStart, stepComplete, artifactCreate, workflowComplete,
                 paymentProcessed, orderCloudEvent })
            events.push_back(givenOf(*parseOne(text).event()));
        EventBatch batch;
        parseXesItem(smallLog, testOptions(), batch);
        for (const Given& event : givenOf(batch))
            events.push_back(event);
        QCOMPARE(events.size(), std::size_t{ 9 });
        COMPARE_TEXT(differenceIn(events), "");
        for (const Given& event : events)
            COMPARE_TEXT(differenceIn({ event }), "");
        // The same again and again, so that every template has several rows.
        GivenEvents many;
        for (int i = 0; i < 200; ++i)
            many.push_back(events[static_cast<std::size_t>(i * 7) % events.size()]);
        COMPARE_TEXT(differenceIn(many), "");
    }

    void keepsAWholeCompany()
    {
        for (const std::uint32_t seed : { 1U, 2U, 3U }) {
            const GivenEvents events = givenOf(*companyBatch(seed, 60));
            QVERIFY(events.size() > 300);
            COMPARE_TEXT(differenceIn(events), "");
        }
    }

    void keepsEveryField()
    {
        COMPARE_TEXT(differenceIn({ givenOf(fullEvent()) }), "");
        // Beside an event that has none of them, and one without an entity.
        COMPARE_TEXT(differenceIn({ givenOf(smallEvent("")), givenOf(fullEvent()), givenOf(smallEvent("{}")) }), "");
    }

    void keepsEveryOptionalFieldAlone()
    {
        Event event = smallEvent("{}");
        StepFacts& step = event.step.emplace();
        step.stepId = "s";
        COMPARE_TEXT(differenceIn({ givenOf(event) }), "");
        step.durationMs = std::numeric_limits<std::int64_t>::min();
        COMPARE_TEXT(differenceIn({ givenOf(event) }), "");
        step.executedAt = Timestamp{ std::numeric_limits<std::int64_t>::max() };
        event.occurredAt = Timestamp{ std::numeric_limits<std::int64_t>::min() };
        COMPARE_TEXT(differenceIn({ givenOf(event), givenOf(smallEvent("1")) }), "");
        step.progress = -0.0;
        event.workflowDurationMs = -1;
        event.stepSummary = StepSummary{};
        COMPARE_TEXT(differenceIn({ givenOf(event), givenOf(smallEvent("1")), givenOf(event) }), "");
    }

    void keepsNumbersOfAnySize()
    {
        std::mt19937_64 random(11);
        GivenEvents events;
        for (int i = 0; i < 300; ++i) {
            Event event = smallEvent("{}");
            const auto number = [&] { return static_cast<std::int64_t>(random() >> (random() % 64)); };
            event.occurredAt = Timestamp{ number() };
            event.ordinal = number();
            event.stepSummary = StepSummary{ number(), number(), number(), number() };
            StepFacts& step = event.step.emplace();
            step.executedAt = Timestamp{ -number() };
            step.durationMs = number();
            step.progress = static_cast<double>(number());
            events.push_back(givenOf(event, -number()));
        }
        COMPARE_TEXT(differenceIn(events), "");
    }

    void keepsPayloadsOfAnyBytes_data()
    {
        QTest::addColumn<std::string>("payload");
        const auto row = [](const char* name, std::string payload) { QTest::newRow(name) << std::move(payload); };
        row("empty", "");
        row("white space", " \t\r\n ");
        row("spaces around everything", " { \"a\" :\t\"b\" ,\n\"c\" : [ 1 , -2.5e+10 , true , null ] } ");
        row("escapes", escapes);
        row("invalid UTF-8", "{\"a\":\"\xFF\xC0\xAF\"}");
        row("NUL", std::string("{\"a\":\"b\0c\"}\0", 13));
        row("no end of a string", "{\"a\":\"b");
        row("no end after a backslash", "\"\\");
        row("a quote alone", "\"");
        row("brackets alone", "[[[[{{{{");
        row("numbers that run together", "1-2+3eE..4\"5\"6");
        row("a number alone", "-17");
        row("XML", oddXml);
        row("XML without its end", "<a b=\"c");
        row("an equals sign at the end", "<a=");
        row(
            "more holes than a template has", '[' + std::string(5'000, '1') + [] {
                std::string items;
                for (int i = 0; i < 5'000; ++i)
                    items += ",\"" + std::to_string(i) + '"';
                return items;
            }() + ']');
        row("1 MiB of text", "{\"a\":\"" + std::string(maxEventBytes - 8, 'x') + "\"}");
        std::mt19937 random(5);
        row("1 MiB of anything", randomBytes(random, maxEventBytes, {}));
    }

    void keepsPayloadsOfAnyBytes()
    {
        QFETCH(std::string, payload);
        const Given odd = givenOf(smallEvent(payload));
        COMPARE_TEXT(differenceIn({ odd }), "");
        GivenEvents events = faberEvents(20);
        events.insert(events.begin() + 7, odd);
        events.push_back(odd);
        events.push_back(givenOf(smallEvent(payload + "1")));
        events.push_back(givenOf(smallEvent("{\"z\":" + payload + "}")));
        COMPARE_TEXT(differenceIn(events), "");
    }

    /// Payloads whose parts agree with the facts in some events and not in others.
    void keepsWhatAgreesOnlySometimes()
    {
        std::mt19937 random(17);
        const std::vector<std::string> words{ "a", "b", "", "2026-01-10T12:30:00Z", "7", "-7", "{\"k\":1}" };
        for (int round = 0; round < 200; ++round) {
            std::vector<std::string> kept;
            kept.reserve(2'000);
            const auto word = [&]() -> std::string_view { return kept.emplace_back(words[random() % words.size()]); };
            GivenEvents events;
            for (int i = 0; i < 40; ++i) {
                Event event = smallEvent("");
                event.type = word();
                event.source = word();
                event.entityId = word();
                event.propertiesJson = word();
                event.occurredAt = Timestamp::fromSeconds(1'768'048'200 + static_cast<int>(random() % 2));
                event.ordinal = static_cast<int>(random() % 2) * 7;
                event.workflowDurationMs = 7;
                const std::string payload = "{\"a\":\"" + std::string(word()) + "\",\"b\":\"" + std::string(word())
                    + "\",\"c\":" + std::to_string(event.ordinal) + ",\"d\":" + std::string(word()) + '}';
                event.payload = payload;
                events.push_back(givenOf(event));
            }
            COMPARE_TEXT(differenceIn(events), "");
        }
    }

    /// Ids as senders make them, and texts that are nearly such.
    void keepsIdsOfEveryMake()
    {
        std::mt19937_64 random(29);
        const auto hex = [&](std::size_t size) { return randomBytes(random, size, "0123456789abcdef"); };
        const auto upper = [&](std::size_t size) { return randomBytes(random, size, "0123456789ABCDEF"); };
        const auto digits = [&](std::size_t size) { return randomBytes(random, size, "0123456789"); };
        using Maker = std::function<std::string(int)>;
        const std::vector<Maker> makers{ [&](int) { return hex(8) + '-' + hex(4) + '-' + hex(4) + '-' + hex(12); },
            [&](int) { return '{' + upper(8) + '-' + upper(4) + '}'; },
            [&](int) { return "evt_2026-01-10T12:30:00.123Z_" + hex(12); },
            [&](int i) { return "order-" + std::to_string(1000 + i); },
            [&](int) { return "s-" + digits(1 + random() % 22) + "-e"; },
            [&](int i) { return "team/blog/case " + std::to_string(i) + '/' + hex(7); },
            [&](int) { return hex(40) + hex(260); }, [&](int) { return std::string(random() % 3, '-'); },
            [&](int) { return "A" + hex(9) + upper(9); },
            [&](int i) { return std::string(300, 'x') + char('a' + i % 26); },
            [&](int i) {
                return "2026-01-10T1" + std::to_string(i % 10) + ":30:00.123+0" + std::to_string(i % 3) + ":00";
            },
            [&](int i) { return "2026-01-10T12:30:00-0" + std::to_string(i % 10) + ":00 and so on"; } };
        for (const Maker& maker : makers) {
            GivenEvents events;
            for (int i = 0; i < 60; ++i) {
                const Maker& make = i % 10 == 9 ? makers[random() % makers.size()] : maker;
                const std::string eventId = make(i);
                const std::string runId = make(i + 1);
                const std::string entityId = "case " + std::to_string(i);
                const std::string payload = "{\"id\":\"" + make(i) + "\",\"n\":" + digits(5) + "}";
                Event event = smallEvent(payload);
                event.organization = "team";
                event.project = "blog";
                event.entityId = entityId;
                event.eventId = eventId;
                event.runId = runId;
                event.occurredAt = *parseTimestamp("2026-01-10T12:30:00.123Z");
                events.push_back(givenOf(event));
            }
            COMPARE_TEXT(differenceIn(events), "");
        }
    }

    /// A time is often written in the sender's zone.
    void keepsTimesWithAnOffset()
    {
        GivenEvents events;
        for (int i = 0; i < 200; ++i) {
            const std::string offsets[] = { "+01:00", "+02:00", "-00:00", "+00:00", "-23:59", "+05:30", "Z" };
            const std::string fractions[] = { "", ".5", ".250", ".000001", ".123456789", ".000" };
            const std::string time =
                "2026-03-29T02:0" + std::to_string(i % 10) + ":07" + fractions[i % 6] + offsets[i % 7];
            const std::string payload = "<a key=\"t\" value=\"" + time + "\"/>";
            Event event = smallEvent(payload);
            event.occurredAt = *parseTimestamp(time);
            if (i % 50 == 0)
                event.occurredAt = Timestamp{ std::numeric_limits<std::int64_t>::max() };
            events.push_back(givenOf(event));
        }
        COMPARE_TEXT(differenceIn(events), "");
    }

    /// The format lies in users' files: a block that version 1 wrote, of all dialects and odd payloads, beside what was
    /// in it (of each event the varint size of its facts, the facts, the same of its payload).
    void readsWhatVersion1Wrote()
    {
        const auto read = [](const char* ending) {
            QFile file(QStringLiteral(BINNACLE_SOURCE_DIR "/tests/backend/store/data/log_block_v1.") + ending);
            return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
        };
        GivenEvents events;
        const std::string stored = read("events");
        std::string_view in = stored;
        const auto next = [&] {
            const std::size_t size = takeVarint(in).value_or(0);
            const std::string text(in.substr(0, size));
            in.remove_prefix(size);
            return text;
        };
        while (!in.empty()) {
            const auto recordedAt = static_cast<std::int64_t>(1'790'000'000'000'000 + events.size() / 8 * 12'345);
            std::string facts = next();
            events.push_back({ recordedAt, std::move(facts), next() });
        }
        QCOMPARE(events.size(), std::size_t{ 49 });
        COMPARE_TEXT(differenceIn(PackedBlock{ read("facts"), read("payloads") }, events), "");
        COMPARE_TEXT(differenceIn(events), "");
    }

    void refusesPayloadsOfOtherFacts()
    {
        const GivenEvents events = faberEvents(5);
        GivenEvents others = events;
        others.back().recordedAt += 1;
        const auto packed = packBlock(rawOf(events));
        const auto otherPacked = packBlock(rawOf(others));
        QVERIFY(packed.ok() && otherPacked.ok());
        const auto facts = FactColumns::unpack(packed.value().facts, events.size());
        QVERIFY(facts.ok());
        QVERIFY(PayloadColumns::unpack(packed.value().payloads, facts.value()).ok());
        const auto payloads = PayloadColumns::unpack(otherPacked.value().payloads, facts.value());
        QVERIFY(!payloads.ok());
        COMPARE_TEXT(payloads.error().code, "STORE_CORRUPT");
    }

    void refusesWhatIsNoBlock()
    {
        QVERIFY(!packBlock({}).ok());
        RawBlock raw;
        raw.append({ 1, "no facts", "{}" });
        const auto packed = packBlock(raw);
        QVERIFY(!packed.ok());
        raw = RawBlock();
        std::string newer = encoded(smallEvent("{}"));
        newer[0] = 99;
        raw.append({ 1, newer, "{}" });
        COMPARE_TEXT(packBlock(raw).error().code, "UNSUPPORTED_FACTS");
    }

    void keepsRandomPayloads()
    {
        std::mt19937 random(23);
        for (int round = 0; round < 2'000; ++round) {
            GivenEvents events;
            const std::size_t count = 1 + random() % 12;
            for (std::size_t i = 0; i < count; ++i)
                events.push_back(givenOf(smallEvent(randomBytes(random, random() % 30, "\"\"{}[]:, \\10-e<=ak\n"))));
            COMPARE_TEXT(differenceIn(events), "");
        }
    }

    void endsWhenItIsFull()
    {
        RawBlock raw;
        const Given event = givenOf(smallEvent("{}"));
        for (std::size_t i = 0; i < blockEvents; ++i) {
            QVERIFY(!raw.isFull());
            raw.append({ event.recordedAt, event.facts, event.payload });
        }
        QVERIFY(raw.isFull());
        raw = RawBlock();
        QVERIFY(!raw.isFull());
        raw.append({ 1, event.facts, std::string(blockBytes, ' ') });
        QVERIFY(raw.isFull());
    }

    /// A little of much: what was sent with it stays in memory, too.
    void endsWhenItKeepsTooMuch()
    {
        const Given event = givenOf(smallEvent("{}"));
        std::weak_ptr<const void> kept;
        {
            RawBlock raw;
            const auto first = std::make_shared<std::string>(event.payload);
            for (int i = 0; i < 3; ++i)
                raw.refer({ 1, event.facts, *first }, { first, blockKeptBytes / 2 });
            QVERIFY(!raw.isFull());
            auto second = std::make_shared<std::string>(event.payload);
            kept = second;
            raw.refer({ 1, event.facts, *second }, { second, blockKeptBytes / 2 });
            second.reset();
            QVERIFY(raw.isFull());
            COMPARE_TEXT(raw.at(3).payload, event.payload);
        }
        QVERIFY(kept.expired());
    }

    /// A flipped bit gives an error; a few bits that mean nothing (zstd has some) change nothing.
    void readsNothingWrongAfterAFlippedBit()
    {
        const GivenEvents events = faberEvents(60);
        const auto packed = packBlock(rawOf(events));
        QVERIFY(packed.ok());
        int flips = 0;
        int unseen = 0;
        for (std::string PackedBlock::*part : { &PackedBlock::facts, &PackedBlock::payloads }) {
            for (std::size_t bit = 0; bit < (packed.value().*part).size() * 8; ++bit) {
                PackedBlock damaged = packed.value();
                char& byte = (damaged.*part)[bit / 8];
                byte = static_cast<char>(byte ^ (1 << bit % 8));
                const std::string difference = differenceIn(damaged, events);
                QVERIFY2(difference.empty() || difference.find("damaged") != std::string::npos, difference.c_str());
                unseen += difference.empty();
                ++flips;
            }
        }
        QVERIFY(unseen * 100 < flips);
    }

    void refusesEveryTruncationAndAnotherCount()
    {
        const GivenEvents events = faberEvents(20);
        const auto packed = packBlock(rawOf(events));
        QVERIFY(packed.ok());
        const std::string& frame = packed.value().facts;
        for (std::size_t size = 0; size < frame.size(); ++size) {
            const std::string cut = frame.substr(0, size);
            const auto facts = FactColumns::unpack(cut, events.size());
            QVERIFY(!facts.ok());
            COMPARE_TEXT(facts.error().code, "STORE_CORRUPT");
        }
        for (const std::size_t count : { std::size_t{ 0 }, events.size() - 1, events.size() + 1, SIZE_MAX })
            QVERIFY(!FactColumns::unpack(frame, count).ok());
        QVERIFY(!FactColumns::unpack(packed.value().payloads, events.size()).ok());
    }

    void packsSmall()
    {
        const GivenEvents events = faberEvents(256);
        const auto packed = packBlock(rawOf(events));
        QVERIFY(packed.ok());
        // What is in both, facts and payloads, and what does not change costs next to nothing.
        QVERIFY(packed.value().payloads.size() < 3 * events.size());
        QVERIFY(packed.value().facts.size() < 10 * events.size());
    }
};

QTEST_APPLESS_MAIN(LogBlockTest)
#include "log_block_test.moc"
