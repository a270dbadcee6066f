#include "models/entities/entity_query_model.h"
#include "models/entities/filter_phrases.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

class EntityQueryModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chipsFollowTheText()
    {
        EntityQueryModel filter;
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.setText(QStringLiteral("status:failed -project:docs updated:<2h"));
        QTRY_COMPARE(filter.count(), 3);
        QCOMPARE(filter.index(0).data(EntityQueryModel::SentenceRole).toString(), QStringLiteral("Status failed"));
        QCOMPARE(filter.index(1).data(EntityQueryModel::SentenceRole).toString(), QStringLiteral("Project not docs"));
        QCOMPARE(filter.index(2).data(EntityQueryModel::PhraseRole).toString(), QStringLiteral("under 2 h ago"));
        filter.toggleNegated(1);
        QCOMPARE(filter.text(), QStringLiteral("status:failed project:docs updated:<2h"));
        filter.removeAt(0);
        QCOMPARE(filter.text(), QStringLiteral("project:docs updated:<2h"));
        filter.clear();
        QCOMPARE(filter.count(), 0);
    }

    void halfWordsDoNotJumpTheTable()
    {
        EntityQueryModel filter;
        filter.replace(QStringLiteral("status:failed"));
        QSignalSpy applied(&filter, &EntityQueryModel::applied);
        filter.setText(QStringLiteral("status:fai"));
        QTRY_VERIFY(!filter.problem().isEmpty());
        QCOMPARE(applied.count(), 0);
        QCOMPARE(filter.appliedText(), QStringLiteral("status:failed"));
        // Return takes what can be read.
        filter.setText(QStringLiteral("status:fai org:acme"));
        filter.commit();
        QCOMPARE(filter.appliedText(), QStringLiteral("org:acme"));
        QVERIFY(!filter.problem().isEmpty());
    }

    void addingDoesNotRepeat()
    {
        EntityQueryModel filter;
        filter.addText(QStringLiteral("project:docs"));
        filter.addText(QStringLiteral("project:docs"));
        QCOMPARE(filter.count(), 1);
        filter.addText(QStringLiteral("-project:docs"));
        QCOMPARE(filter.text(), QStringLiteral("-project:docs"));
    }

    void historyHoldsEachOnce()
    {
        EntityQueryModel filter;
        filter.replace(QStringLiteral("status:failed"));
        filter.replace(QStringLiteral("org:acme"));
        filter.replace(QStringLiteral("status:failed"));
        filter.clear();
        QCOMPARE(filter.history(), (QStringList{ "status:failed", "org:acme" }));
    }

    void spansForColour()
    {
        using Kind = QuerySpan::Kind;
        const auto spans = querySpans(QStringLiteral("status:failed -error:\"a b\" word"));
        const std::vector<QuerySpan> expected{ { Kind::Field, 0, 7 }, { Kind::Value, 7, 6 }, { Kind::Negation, 14, 1 },
            { Kind::Field, 15, 6 }, { Kind::Value, 21, 5 }, { Kind::Word, 27, 4 } };
        QCOMPARE(spans, expected);
    }

    void offsetsCountSurrogates()
    {
        QCOMPARE(utf16Offset(QStringLiteral("aé€😀b"), 0), 0);
        QCOMPARE(utf16Offset(QStringLiteral("aé€😀b"), 6), 3);
        QCOMPARE(utf16Offset(QStringLiteral("aé€😀b"), 10), 5);
        QCOMPARE(utf16Offset(QStringLiteral("aé€😀b"), 99), 6);
    }
};

QTEST_MAIN(EntityQueryModelTest)
#include "entity_query_model_test.moc"
