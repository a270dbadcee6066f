#include "backend/event/xes/xes_reader.h"

#include "backend/event/xes/lifecycle.h"

#include <QTest>

#include <memory>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

constexpr const char* head = R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">
 <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
 <classifier name="Activity" keys="concept:name lifecycle:transition"/>
 <string key="concept:name" value="Orders &amp; returns"/>
)";

std::string eventXml(const std::string& name, const std::string& time, const std::string& more = {})
{
    return "<event><string key=\"concept:name\" value=\"" + name + "\"/><date key=\"time:timestamp\" value=\"" + time
        + "\"/>" + more + "</event>";
}

std::string traceXml(const std::string& name, const std::string& content)
{
    return " <trace><string key=\"concept:name\" value=\"" + name + "\"/>" + content + "</trace>\n";
}

std::string log(const std::string& content)
{
    return head + content + "</log>\n";
}

struct Read {
    std::unique_ptr<EventBatch> batch = std::make_unique<EventBatch>();
    bool complete = false;

    const Event& event(std::size_t i) const { return *batch->items.at(i).event(); }
    const Refusal& refusal(std::size_t i) const { return *batch->items.at(i).refusal(); }
    std::size_t size() const { return batch->items.size(); }
};

Read read(const std::string& xml, ParseOptions options = {}, std::size_t chunk = 1 << 20)
{
    Read result;
    XesReader reader(std::move(options), [&]() -> EventBatch& { return *result.batch; });
    for (std::size_t at = 0; at < xml.size(); at += chunk)
        reader.feed(std::string_view(xml).substr(at, chunk));
    result.complete = reader.finish();
    return result;
}

constexpr const char* noon = "2026-01-10T12:00:00.000+01:00";

} // namespace

class XesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTracesAsEntitiesAndEventsAsSteps();
    void takesNamesFromOptionsLogOrFile();
    void mapsLifecycle_data();
    void mapsLifecycle();
    void keepsAnotherModelsTransitionAsOutcome();
    void keepsTheBytesAndReadsThemAgain();
    void givesTraceAttributesAsProperties();
    void tellsEqualNeighboursApart();
    void continuesPositionsOverTracesOfOneName();
    void identityDoesNotDependOnTraceAttributes();
    void isTheSameInAnyPieces();
    void refusesTimes_data();
    void refusesTimes();
    void takesTimesWithoutOffsetWhenTold();
    void refusesMissingNames();
    void keepsEventsOutsideOfTracesAsFacts();
    void skipsNestedAttributes();
    void refusesDeepNesting();
    void refusesLargeEvents();
    void stopsAtBrokenXml_data();
    void stopsAtBrokenXml();
    void takesAnyPrefix();
};

void XesTest::readsTracesAsEntitiesAndEventsAsSteps()
{
    const Read got = read(log("<trace><int key=\"concept:name\" value=\"3\"/>"
        + eventXml("create", noon,
            "<string key=\"org:resource\" value=\"Ann\"/><string key=\"lifecycle:transition\" value=\"start\"/>")
        + "</trace>"));
    QVERIFY(got.complete);
    QCOMPARE(got.size(), std::size_t(1));
    const Event& event = got.event(0);
    QCOMPARE(toString(event.dialect), toString(Dialect::Xes));
    QCOMPARE(toString(event.kind), toString(EventKind::StepStarted));
    QCOMPARE(event.organization, "imported");
    QCOMPARE(event.project, "Orders & returns");
    QCOMPARE(event.source, "Orders & returns");
    QCOMPARE(event.entityType, "case");
    QCOMPARE(event.entityId, "3");
    QCOMPARE(event.type, "create");
    QCOMPARE(event.step->stepId, "create");
    QCOMPARE(event.step->action, "create");
    QCOMPARE(event.step->type, "create+start");
    QCOMPARE(event.step->outcome, "start");
    QCOMPARE(event.actor, "Ann");
    QCOMPARE(event.ordinal, 1);
    QCOMPARE(toString(event.assertedStatus), toString(EntityStatus::InProgress));
    QVERIFY(!event.statusIsExplicit);
    QVERIFY(event.eventIdIsDerived);
    QCOMPARE(formatTimestamp(event.occurredAt), "2026-01-10T11:00:00.000000Z");
}

void XesTest::takesNamesFromOptionsLogOrFile()
{
    const std::string unnamed = "<log>" + traceXml("1", eventXml("a", noon)) + "</log>";
    ParseOptions options;
    options.fileName = "help.desk.xes.gz";
    QCOMPARE(read(unnamed, options).event(0).project, "help.desk");
    QCOMPARE(read(unnamed).event(0).project, "default");
    options.xesOrganization = "acme";
    options.xesProject = "desk";
    options.xesEntityType = "ticket";
    const Read got = read(log(traceXml("1", eventXml("a", noon))), options);
    QCOMPARE(got.event(0).organization, "acme");
    QCOMPARE(got.event(0).project, "desk");
    QCOMPARE(got.event(0).entityType, "ticket");
    QCOMPARE(got.event(0).source, "Orders & returns");
    // A slash would end that part of the entity's address.
    const Read slashed =
        read(R"(<log><string key="concept:name" value="BPI/2012"/>)" + traceXml("a/1", eventXml("a", noon)) + "</log>");
    QCOMPARE(slashed.event(0).project, "BPI-2012");
    QCOMPARE(slashed.event(0).source, "BPI/2012");
    QCOMPARE(slashed.event(0).entityId, "a/1");
}

void XesTest::mapsLifecycle_data()
{
    QTest::addColumn<QByteArray>("transition");
    QTest::addColumn<int>("execution");
    QTest::addColumn<int>("entity");
    const auto row = [](const char* transition, ExecutionStatus execution, EntityStatus entity) {
        QTest::newRow(transition) << QByteArray(transition) << int(execution) << int(entity);
    };
    row("", ExecutionStatus::Completed, EntityStatus::Completed);
    row("schedule", ExecutionStatus::Pending, EntityStatus::Pending);
    row("assign", ExecutionStatus::Pending, EntityStatus::Pending);
    row("reassign", ExecutionStatus::Pending, EntityStatus::Pending);
    row("start", ExecutionStatus::Started, EntityStatus::InProgress);
    row("suspend", ExecutionStatus::InProgress, EntityStatus::InProgress);
    row("resume", ExecutionStatus::InProgress, EntityStatus::InProgress);
    row("complete", ExecutionStatus::Completed, EntityStatus::Completed);
    row("COMPLETE", ExecutionStatus::Completed, EntityStatus::Completed);
    row("manualskip", ExecutionStatus::Skipped, EntityStatus::Completed);
    row("autoskip", ExecutionStatus::Skipped, EntityStatus::Completed);
    row("withdraw", ExecutionStatus::Failed, EntityStatus::Failed);
    row("ate_abort", ExecutionStatus::Failed, EntityStatus::Failed);
    row("pi_abort", ExecutionStatus::Failed, EntityStatus::Failed);
    row("unknown", ExecutionStatus::Completed, EntityStatus::Completed);
}

void XesTest::mapsLifecycle()
{
    QFETCH(QByteArray, transition);
    QFETCH(int, execution);
    QFETCH(int, entity);
    const xes::LifecycleMeaning meaning = xes::meaningOf(transition.constData());
    QCOMPARE(int(meaning.execution), execution);
    QCOMPARE(int(meaning.entity), entity);
    QVERIFY(meaning.isStandard);
}

void XesTest::keepsAnotherModelsTransitionAsOutcome()
{
    const Read got = read(
        log(traceXml("1", eventXml("Accepted", noon, "<string key=\"lifecycle:transition\" value=\"Wait - User\"/>"))));
    QCOMPARE(got.event(0).step->outcome, "Wait - User");
    QCOMPARE(toString(got.event(0).step->execution), toString(ExecutionStatus::Completed));
    QCOMPARE(toString(got.event(0).kind), toString(EventKind::StepCompleted));
}

void XesTest::keepsTheBytesAndReadsThemAgain()
{
    const std::string element = "<event  >\n  <!-- by hand -->\n  <string value='caf&#xE9; &lt;3' key='concept:name' />"
                                "<date key=\"time:timestamp\" value=\"2026-01-10T12:00:00Z\"></date>\n</event >";
    const Read got =
        read(log(traceXml("7", "<string key=\"who\" value=\"&quot;A&quot;\"/>" + eventXml("x", noon) + element)));
    const std::string payload(got.event(1).payload);
    QVERIFY(payload.find(element) != std::string::npos);
    QVERIFY(payload.find("<string key=\"who\" value=\"&quot;A&quot;\"/>") != std::string::npos);
    QCOMPARE(got.event(1).type, "caf\u00e9 <3");

    Read again;
    parseXesItem(payload, {}, *again.batch);
    QCOMPARE(again.size(), std::size_t(1));
    QCOMPARE(again.event(0).eventId, got.event(1).eventId);
    QCOMPARE(again.event(0).ordinal, 2);
    QCOMPARE(again.event(0).source, got.event(1).source);
    QCOMPARE(again.event(0).project, got.event(1).project);
    QCOMPARE(again.event(0).step->type, got.event(1).step->type);
    QCOMPARE(again.event(0).propertiesJson, got.event(1).propertiesJson);
    QCOMPARE(again.event(0).payload, got.event(1).payload);
}

void XesTest::givesTraceAttributesAsProperties()
{
    const Read got = read(log(traceXml("1",
        R"(<string key="group" value="A &quot;1&quot;"/><int key="n" value="12"/><int key="odd" value="012"/>
           <float key="x" value="1.5E3"/><float key="nan" value="NaN"/><boolean key="open" value="true"/>
           <date key="due" value="2026-01-01T00:00:00Z"/><string key="group" value="B"/>
           <list key="l"><values><string key="in" value="no"/></values></list>
           <string key="outer" value="o"><string key="inner" value="no"/></string>)"
            + eventXml("a", noon))));
    QCOMPARE(got.event(0).propertiesJson,
        R"({"n":12,"odd":"012","x":1.5E3,"nan":"NaN","open":true,"due":"2026-01-01T00:00:00Z","group":"B","outer":"o"})");
}

void XesTest::tellsEqualNeighboursApart()
{
    const std::string xml =
        log(traceXml("1", eventXml("a", noon) + eventXml("a", noon)) + traceXml("2", eventXml("a", noon)));
    const Read first = read(xml);
    QCOMPARE(first.size(), std::size_t(3));
    QVERIFY(first.event(0).eventId != first.event(1).eventId);
    QVERIFY(first.event(0).eventId != first.event(2).eventId);
    QVERIFY(first.event(0).ordinal < first.event(1).ordinal);
    const Read second = read(xml);
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(second.event(i).eventId, first.event(i).eventId);
}

void XesTest::continuesPositionsOverTracesOfOneName()
{
    const Read got = read(log(
        traceXml("1", eventXml("a", noon)) + traceXml("2", eventXml("a", noon)) + traceXml("1", eventXml("a", noon))));
    QCOMPARE(got.event(0).ordinal, 1);
    QCOMPARE(got.event(1).ordinal, 1);
    QCOMPARE(got.event(2).ordinal, 2);
    QVERIFY(got.event(0).eventId != got.event(2).eventId);
}

void XesTest::identityDoesNotDependOnTraceAttributes()
{
    const Read before = read(log(traceXml("1", eventXml("a", noon))));
    const Read after = read(log(traceXml("1", "<string key=\"closed\" value=\"yes\"/>" + eventXml("a", noon))));
    QCOMPARE(after.event(0).eventId, before.event(0).eventId);
}

void XesTest::isTheSameInAnyPieces()
{
    const std::string xml =
        log(traceXml("1", "<string key=\"k\" value=\"v\"/>" + eventXml("a", noon) + eventXml("b\u00e9", noon))
            + traceXml("2", eventXml("c", "2026-01-10") + eventXml("d", noon)));
    const Read whole = read(xml);
    QCOMPARE(whole.size(), std::size_t(4));
    for (const std::size_t chunk : { 1, 2, 7, 64 }) {
        const Read pieces = read(xml, {}, chunk);
        QVERIFY(pieces.complete);
        QCOMPARE(pieces.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QCOMPARE(pieces.batch->items[i].raw, whole.batch->items[i].raw);
            QCOMPARE(pieces.batch->items[i].line, whole.batch->items[i].line);
        }
    }
}

void XesTest::refusesTimes_data()
{
    QTest::addColumn<QByteArray>("attribute");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("none") << QByteArray() << QByteArray("MISSING_FIELD") << QByteArray("time:timestamp");
    QTest::newRow("slashes, no offset") << QByteArray(
        "\n<string key=\"time:timestamp\" value=\"2019/11/03 01:11:19.000\"/>")
                                        << QByteArray("INVALID_TIMESTAMP") << QByteArray("--assume-utc");
    QTest::newRow("no offset") << QByteArray("\n<date key=\"time:timestamp\" value=\"2019-11-03T01:11:19\"/>")
                               << QByteArray("INVALID_TIMESTAMP") << QByteArray("--assume-utc");
    QTest::newRow("no date") << QByteArray("\n<date key=\"time:timestamp\" value=\"yesterday\"/>")
                             << QByteArray("INVALID_TIMESTAMP") << QByteArray("yesterday");
}

void XesTest::refusesTimes()
{
    QFETCH(QByteArray, attribute);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, words);
    const std::string bad = "<event><string key=\"concept:name\" value=\"a\"/>" + attribute.toStdString() + "</event>";
    const Read got =
        read(log(traceXml("1", eventXml("x", noon)) + traceXml("2", eventXml("x", noon) + bad + eventXml("y", noon))));
    QCOMPARE(got.size(), std::size_t(4));
    QCOMPARE(got.refusal(2).code, code.toStdString());
    QCOMPARE(got.refusal(2).pointer, "/trace[2]/event[2]/time:timestamp");
    QVERIFY2(got.refusal(2).message.find(words.toStdString()) != std::string::npos, got.refusal(2).message.c_str());
    QCOMPARE(got.batch->items[2].line, std::uint64_t(attribute.isEmpty() ? 7 : 8));
    QVERIFY(got.batch->items[2].raw.find(bad) != std::string_view::npos);
    QCOMPARE(got.event(3).ordinal, 3);
}

void XesTest::takesTimesWithoutOffsetWhenTold()
{
    ParseOptions options;
    options.assumeUtc = true;
    const Read got = read(log(traceXml("1", eventXml("a", "2019/11/03 01:11:19.000") + eventXml("b", noon))), options);
    QCOMPARE(formatTimestamp(got.event(0).occurredAt), "2019-11-03T01:11:19.000000Z");
    QCOMPARE(formatTimestamp(got.event(1).occurredAt), "2026-01-10T11:00:00.000000Z");
}

void XesTest::refusesMissingNames()
{
    const std::string nameless = "<event><date key=\"time:timestamp\" value=\"2026-01-10T12:00:00Z\"/></event>";
    const Read got = read(log(
        "<trace>" + eventXml("a", noon) + "</trace>" + traceXml("2", nameless) + traceXml("", eventXml("a", noon))));
    QCOMPARE(got.refusal(0).code, "MISSING_FIELD");
    QCOMPARE(got.refusal(0).pointer, "/trace[1]/concept:name");
    QCOMPARE(got.refusal(1).code, "MISSING_FIELD");
    QCOMPARE(got.refusal(1).pointer, "/trace[2]/event[1]/concept:name");
    QCOMPARE(got.refusal(2).code, "INVALID_VALUE");
    QCOMPARE(got.refusal(2).pointer, "/trace[3]/concept:name");
}

void XesTest::keepsEventsOutsideOfTracesAsFacts()
{
    const Read got = read(log(traceXml("1", eventXml("a", noon)) + eventXml("alarm", noon)));
    QCOMPARE(toString(got.event(1).kind), toString(EventKind::Fact));
    QCOMPARE(got.event(1).type, "alarm");
    QVERIFY(got.event(1).entityId.empty());
    QVERIFY(got.event(1).entityType.empty());
    QVERIFY(!got.event(1).step);
}

void XesTest::skipsNestedAttributes()
{
    const Read got = read(log(traceXml("1",
        eventXml("a", noon,
            "<string key=\"x\" value=\"1\"><string key=\"concept:name\" value=\"inner\"/></string>"
            "<container key=\"c\"><string key=\"org:resource\" value=\"inner\"/></container>"))));
    QCOMPARE(got.event(0).step->stepId, "a");
    QVERIFY(got.event(0).actor.empty());
}

void XesTest::refusesDeepNesting()
{
    std::string deep;
    for (int i = 0; i < 80; ++i)
        deep = "<list key=\"l\">" + deep + "</list>";
    const Read got = read(log(traceXml("1", eventXml("a", noon, deep) + eventXml("b", noon))));
    QCOMPARE(got.refusal(0).code, "TOO_DEEP");
    QCOMPARE(got.event(1).type, "b");

    std::string hostile;
    for (int i = 0; i < 100'000; ++i)
        hostile += "<list key=\"l\">";
    const Read stopped = read(log(traceXml("1", eventXml("a", noon)) + hostile));
    QVERIFY(!stopped.complete);
    QCOMPARE(stopped.size(), std::size_t(2));
    QCOMPARE(stopped.refusal(1).code, "INVALID_XML");
}

void XesTest::refusesLargeEvents()
{
    const std::string large = "<string key=\"x\" value=\"" + std::string(2'000'000, 'x') + "\"/>";
    std::string huge;
    for (int i = 0; i < 9; ++i)
        huge += large;
    const Read got =
        read(log(traceXml("1", eventXml("a", noon, large) + eventXml("b", noon, huge) + eventXml("c", noon))
            + traceXml("2", large + eventXml("d", noon)) + traceXml("3", eventXml("e", noon))));
    QCOMPARE(got.size(), std::size_t(5));
    QCOMPARE(got.refusal(0).code, "TOO_LARGE");
    QVERIFY(got.batch->items[0].raw.find(large) != std::string_view::npos);
    QCOMPARE(got.refusal(1).code, "TOO_LARGE");
    QVERIFY(got.batch->items[1].raw.size() > 16'000'000);
    QVERIFY(got.batch->items[1].raw.size() < 17'000'000);
    QCOMPARE(got.event(2).type, "c");
    QCOMPARE(got.refusal(3).code, "TOO_LARGE");
    QCOMPARE(got.event(4).type, "e");
}

void XesTest::stopsAtBrokenXml_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<int>("before");
    QTest::addColumn<QByteArray>("code");
    const std::string good = traceXml("1", eventXml("a", noon));
    const auto row = [](const char* name, const std::string& xml, int before, const char* code) {
        QTest::newRow(name) << QByteArray::fromStdString(xml) << before << QByteArray(code);
    };
    row("unclosed", head + good, 1, "INVALID_XML");
    row("cut in an event", head + good + "<trace><event><string key=", 1, "INVALID_XML");
    row("wrong end", head + good + "</trace>" + good, 1, "INVALID_XML");
    row("unknown entity", log(good + traceXml("2", eventXml("&boom;", noon))), 1, "INVALID_XML");
    row("invalid UTF-8", log(good + traceXml("2", eventXml("\xC3\x28", noon))), 1, "INVALID_XML");
    row("NUL", log(good + traceXml("2", eventXml(std::string("a\0b", 3), noon))), 1, "INVALID_XML");
    row("entity bomb",
        "<?xml version=\"1.0\"?><!DOCTYPE log [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><log>"
            + traceXml("&b;", eventXml("a", noon)) + "</log>",
        0, "INVALID_XML");
    row("external entity",
        "<!DOCTYPE log [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><log>" + traceXml("&x;", eventXml("a", noon))
            + "</log>",
        0, "INVALID_XML");
    row("latin1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><log/>", 0, "UNSUPPORTED_ENCODING");
    row("utf16", std::string("\xFF\xFE<\0l\0o\0g\0/\0>\0", 14), 0, "UNSUPPORTED_ENCODING");
    row("utf16 unmarked", std::string("<\0l\0o\0g\0/\0>\0", 12), 0, "UNSUPPORTED_ENCODING");
    row("noise", std::string("\x07\0\x1F\x8A", 4), 0, "INVALID_XML");
    row("trace in a trace", log(good + "<trace>" + traceXml("2", eventXml("a", noon)) + "</trace>"), 1, "INVALID_XML");
    row("another document", "<html><body/></html>", 0, "INVALID_XML");
    row("no XML", "hello", 0, "INVALID_XML");
}

void XesTest::stopsAtBrokenXml()
{
    QFETCH(QByteArray, xml);
    QFETCH(int, before);
    QFETCH(QByteArray, code);
    for (const std::size_t chunk : { 1, 100'000 }) {
        const Read got = read(xml.toStdString(), {}, chunk);
        QVERIFY(!got.complete);
        QCOMPARE(got.size(), std::size_t(before + 1));
        for (int i = 0; i < before; ++i)
            QVERIFY(got.batch->items[std::size_t(i)].event());
        QCOMPARE(got.refusal(std::size_t(before)).code, code.toStdString());
        QVERIFY(!got.refusal(std::size_t(before)).message.empty());
        QVERIFY(got.batch->items.back().line > 0);
    }
}

void XesTest::takesAnyPrefix()
{
    const Read got = read("<x:log xmlns:x=\"http://www.xes-standard.org/\"><x:trace><x:string key=\"concept:name\" "
                          "value=\"1\"/><x:event><x:string key=\"concept:name\" value=\"a\"/><x:date "
                          "key=\"time:timestamp\" value=\"2026-01-10T12:00:00Z\"/></x:event></x:trace></x:log>");
    QCOMPARE(got.size(), std::size_t(1));
    QCOMPARE(got.event(0).entityId, "1");
    Read again;
    parseXesItem(got.event(0).payload, {}, *again.batch);
    QCOMPARE(again.event(0).eventId, got.event(0).eventId);
}

QTEST_GUILESS_MAIN(XesTest)
#include "xes_test.moc"
