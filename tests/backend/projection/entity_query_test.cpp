#include "backend/projection/entity_query.h"

#include <QTest>

#include <random>

using namespace binnacle;

namespace {

EntityQuery read(const char* text)
{
    const ParsedQuery parsed = parseEntityQuery(text);
    for (const QueryProblem& problem : parsed.problems)
        qWarning("%s", problem.message.c_str());
    return parsed.query;
}

EntityFilter filter(EntityField field, const char* value, FilterOperator op = FilterOperator::Equal)
{
    EntityFilter filter;
    filter.field = field;
    filter.value = value;
    filter.op = op;
    return filter;
}

constexpr Timestamp noon = Timestamp::fromSeconds(1'768'046'400); // 2026-01-10T12:00:00Z

} // namespace

class EntityQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsRead()
    {
        const EntityQuery query =
            read("status:failed step:github-commit org:fractary -project:docs updated:<2h some words");
        QCOMPARE(query.filters.size(), 7u);
        QVERIFY(query.filters[0] == filter(EntityField::Status, "failed"));
        QVERIFY(query.filters[1] == filter(EntityField::Step, "github-commit"));
        QVERIFY(query.filters[2] == filter(EntityField::Organization, "fractary"));
        EntityFilter project = filter(EntityField::Project, "docs");
        project.negated = true;
        QVERIFY(query.filters[3] == project);
        QVERIFY(query.filters[4] == filter(EntityField::Updated, "2h", FilterOperator::Less));
        QVERIFY(query.filters[5] == filter(EntityField::Text, "some", FilterOperator::Contains));
        QVERIFY(query.filters[6] == filter(EntityField::Text, "words", FilterOperator::Contains));
    }

    void namesAndStatusWordsIgnoreCaseAndHaveAliases()
    {
        QVERIFY(read("STATUS:In-Progress organization:A is:FAILED Step_Type:b")
            == read("status:in_progress org:A status:failed steptype:b"));
    }

    void quotesKeepSpacesAndOperatorsAsText()
    {
        QVERIFY(read("project:\"a \\\"b\\\" \\\\ c\"").filters.at(0) == filter(EntityField::Project, "a \"b\" \\ c"));
        QVERIFY(read("\"org:x\"").filters.at(0) == filter(EntityField::Text, "org:x", FilterOperator::Contains));
        QVERIFY(read("id:\"a*\"").filters.at(0) == filter(EntityField::Id, "a*"));
        QVERIFY(read("id:\"a b\"*").filters.at(0) == filter(EntityField::Id, "a b", FilterOperator::Prefix));
        QVERIFY(read("workflow:\"\"").filters.at(0) == filter(EntityField::Workflow, ""));
    }

    void anActionMayCarryItsExecutionStatus()
    {
        EntityFilter failed = filter(EntityField::StepAction, "github-commit");
        failed.execution = ExecutionStatus::Failed;
        QVERIFY(read("action:github-commit:failed").filters.at(0) == failed);
        QVERIFY(read("action:\"github-commit\":FAILED").filters.at(0) == failed);
        QVERIFY(read("action:ns:commit").filters.at(0) == filter(EntityField::StepAction, "ns:commit"));
        QVERIFY(read("action:\"a:failed\"").filters.at(0) == filter(EntityField::StepAction, "a:failed"));
    }

    void timesAreBounds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("less than two hours ago") << "updated:<2h"
                                                 << "2026-01-10T10:00:00.000000Z"
                                                 << "";
        QTest::newRow("bare span") << "updated:2h"
                                   << "2026-01-10T10:00:00.000000Z"
                                   << "";
        QTest::newRow("more than a day ago") << "updated:>1d"
                                             << ""
                                             << "2026-01-09T12:00:00.000000Z";
        QTest::newRow("a day") << "updated:2026-01-08"
                               << "2026-01-08T00:00:00.000000Z"
                               << "2026-01-09T00:00:00.000000Z";
        QTest::newRow("until the end of a day") << "created:<=2026-01-08"
                                                << ""
                                                << "2026-01-09T00:00:00.000000Z";
        QTest::newRow("before a day") << "created:<2026-01-08"
                                      << ""
                                      << "2026-01-08T00:00:00.000000Z";
        QTest::newRow("after a day") << "created:>2026-01-08"
                                     << "2026-01-09T00:00:00.000000Z"
                                     << "";
        QTest::newRow("from an instant") << "updated:>=2026-01-10T02:00:00+02:00"
                                         << "2026-01-10T00:00:00.000000Z"
                                         << "";
    }

    void timesAreBounds()
    {
        QFETCH(QString, text);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const auto bounds = timeBounds(read(text.toUtf8().constData()).filters.at(0), noon);
        QVERIFY(bounds.ok());
        QCOMPARE(QString::fromStdString(bounds->from ? formatTimestamp(*bounds->from) : ""), from);
        QCOMPARE(QString::fromStdString(bounds->to ? formatTimestamp(*bounds->to) : ""), to);
    }

    void aRangeIsTwoBounds()
    {
        QVERIFY(read("updated:2026-01-10..2026-01-12") == read("updated:>=2026-01-10 updated:<=2026-01-12"));
    }

    void whatCannotBeReadIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("mention");
        QTest::newRow("field") << "org:a colour:red x" << 6 << 10 << "status, org, project";
        QTest::newRow("status") << "status:broken" << 0 << 13 << "in_progress";
        QTest::newRow("no value") << "org:" << 0 << 4 << "missing";
        QTest::newRow("quote") << "a org:\"b c" << 2 << 8 << "closing quote";
        QTest::newRow("behind a quote") << "org:\"b\"c d" << 0 << 8 << "space";
        QTest::newRow("number") << "retries:>many" << 0 << 13 << "number";
        QTest::newRow("negative number") << "retries:-1" << 0 << 10 << "number";
        QTest::newRow("time") << "updated:soon" << 0 << 12 << "2h";
        QTest::newRow("time without offset") << "updated:2026-01-10T10:00:00" << 0 << 27 << "offset";
        QTest::newRow("negated range") << "-updated:2026-01-10..2026-01-11" << 0 << 31 << "range";
    }

    void whatCannotBeReadIsNamedWithItsPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, offset);
        QFETCH(int, length);
        QFETCH(QString, mention);
        const ParsedQuery parsed = parseEntityQuery(text.toStdString());
        QCOMPARE(parsed.problems.size(), 1u);
        QCOMPARE(parsed.problems[0].offset, static_cast<std::size_t>(offset));
        QCOMPARE(parsed.problems[0].length, static_cast<std::size_t>(length));
        QVERIFY2(parsed.problems[0].message.find(mention.toStdString()) != std::string::npos,
            parsed.problems[0].message.c_str());
    }

    void theCanonicalTextGivesTheSameQueryBack()
    {
        const char* text = "-status:in-progress org:\"a b\" id:x* id:\"y*\" action:b:failed steptype:\"c:d\":started "
                           "updated:<2h created:2026-01-10..2026-01-11 retries:>=3 error:\"time \\\"out\\\"\" key:o-1 "
                           "source:aws current:\"\" -\"-minus\" \"a:b\" workflow:w\\x";
        const EntityQuery query = read(text);
        QCOMPARE(query.filters.size(), 17u);
        QVERIFY(parseEntityQuery(toString(query)).problems.empty());
        QVERIFY(parseEntityQuery(toString(query)).query == query);
    }

    /// Anything at all may be typed: no crash, and what was understood has a stable text.
    void anythingMayBeTyped()
    {
        static constexpr std::string_view pieces[]{ "status", "org", ":", "\"", "-", "<", ">=", "*", "..", " ", "\t",
            "\\", "failed", "action", "updated", "id", "retries", "2h", "99999w", "999999w", "2026-01-10", "\xff",
            "\xc3\xa4", "9223372036854775808", "=", "x", "error" };
        std::mt19937 random(7);
        for (int round = 0; round < 50'000; ++round) {
            std::string text;
            for (unsigned i = random() % 12; i > 0; --i)
                text += pieces[random() % std::size(pieces)];
            const ParsedQuery parsed = parseEntityQuery(text);
            for (const QueryProblem& problem : parsed.problems)
                QVERIFY(problem.length > 0 && problem.offset + problem.length <= text.size());
            const std::string canonical = toString(parsed.query);
            const ParsedQuery again = parseEntityQuery(canonical);
            QVERIFY2(again.problems.empty() && again.query == parsed.query, (text + " -> " + canonical).c_str());
        }
        QCOMPARE(parseEntityQuery(std::string(1'000'000, 'x')).problems.size(), 1u);
        std::string many;
        for (int i = 0; i < 1000; ++i)
            many += "org:a ";
        QVERIFY(parseEntityQuery(many).query.filters.size() <= 64);
        QVERIFY(!parseEntityQuery(many).problems.empty());
    }
};

QTEST_GUILESS_MAIN(EntityQueryTest)
#include "entity_query_test.moc"
