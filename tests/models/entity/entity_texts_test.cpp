#include "models/common/pretty_text.h"
#include "models/entity/json_words.h"

#include <QTest>

using namespace binnacle;

/// How what was sent is laid out for reading.
class EntityTextsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonKeepsOrderAndNumbers()
    {
        const auto pretty =
            prettyJson("{\"b\":1.50,\"a\":[1,2],\"s\":\"x, {y}\\\"\",\"e\":{},\"n\":[ ],\"big\":12345678901234567890}");
        QVERIFY(pretty);
        QCOMPARE(*pretty,
            std::string("{\n  \"b\": 1.50,\n  \"a\": [\n    1,\n    2\n  ],\n  \"s\": \"x, {y}\\\"\",\n  \"e\": {},\n"
                        "  \"n\": [],\n  \"big\": 12345678901234567890\n}"));
        // Laid out once more it stays as it is.
        QCOMPARE(*prettyJson(*pretty), *pretty);
    }

    void brokenJsonIsNotLaidOut()
    {
        for (const char* text : { "{", "]", "{\"a\":[}", "\"open", "{\"a\":1}}" })
            QVERIFY2(!prettyJson(text), text);
        QVERIFY(!prettyJson(std::string(100'000, '[')));
        QCOMPARE(prettyJson("").value(), std::string());
    }

    void xmlIsIndented()
    {
        const auto pretty = prettyXml("<trace><string key=\"a\" value=\"1 &lt; 2\"/><event/></trace>");
        QVERIFY(pretty);
        QVERIFY(pretty->find("\n  <string key=\"a\" value=\"1 &lt; 2\"/>") != std::string::npos);
        QVERIFY(!prettyXml("<a><b></a>"));
        QVERIFY(!prettyXml("{}"));
    }

    void valuesReadAsTexts()
    {
        QCOMPARE(jsonText("\"two \\u00e9 words\""), QStringLiteral("two é words"));
        QCOMPARE(jsonText("12.50"), QStringLiteral("12.50"));
        QCOMPARE(jsonText("{\"a\":1}"), QStringLiteral("{\"a\":1}"));
        QCOMPARE(jsonMember("{\"url\":\"https://x.example/\"}", "url"), QStringLiteral("https://x.example/"));
        QCOMPARE(jsonMember("{\"url\":5}", "url"), QString());
        QCOMPARE(jsonMember("[]", "url"), QString());
    }

    void relationsBecomeLines()
    {
        const auto upstream = linesOfObject("{\"project\":\"p\",\"workflow_id\":\"w\",\"empty\":null}");
        QCOMPARE(upstream.size(), std::size_t(2));
        QCOMPARE(upstream[1].label, QStringLiteral("workflow id"));
        const auto downstream = linesOfImpacts("[{\"system\":\"portal\",\"impact_type\":\"data_refresh\",\"action_"
                                               "required\":true,\"since\":3},\"plain\"]");
        QCOMPARE(downstream.size(), std::size_t(2));
        QCOMPARE(downstream[0].label, QStringLiteral("portal"));
        QCOMPARE(downstream[0].value, QStringLiteral("data_refresh, true, since 3"));
        QCOMPARE(downstream[1].label, QStringLiteral("plain"));
        QVERIFY(linesOfImpacts("").empty());
        QVERIFY(linesOfObject("not json").empty());
    }
};

QTEST_GUILESS_MAIN(EntityTextsTest)
#include "entity_texts_test.moc"
