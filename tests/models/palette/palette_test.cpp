#include "models/common/formatter.h"
#include "models/palette/palette_model.h"

#include "tests/models/entities/entities_fixture.h"
#include "tests/support/fake_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

namespace {

PaletteEntry entry(
    PaletteEntry::Group group, const char* text, const char* action, const char* argument = "", const char* words = "")
{
    PaletteEntry made;
    made.group = group;
    made.text = QString::fromUtf8(text);
    made.keywords = QString::fromUtf8(words);
    made.keys = QStringLiteral("g e");
    made.icon = QStringLiteral("search");
    made.action = QString::fromUtf8(action);
    made.argument = QString::fromUtf8(argument);
    return made;
}

std::vector<PaletteEntry> offered()
{
    return { entry(PaletteEntry::Command, "Import files...", "import", "", "log open"),
        entry(PaletteEntry::Command, "Switch between dark and light", "theme", "", "colours"),
        entry(PaletteEntry::Place, "Entities", "open", "entities"),
        entry(PaletteEntry::Place, "Overview", "open", "overview"),
        entry(PaletteEntry::View, "Failed", "view", "status:failed") };
}

QStringList texts(const PaletteModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.index(row).data(PaletteModel::TextRole).toString();
    return all;
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matchesAreRanked()
    {
        const QString typed = QStringLiteral("rep");
        const auto prefix = matchPalette(QStringLiteral("Replay"), typed);
        const auto wordStart = matchPalette(QStringLiteral("monthly-report"), typed);
        const auto substring = matchPalette(QStringLiteral("xrep"), typed);
        const auto keyword = matchPalette(QStringLiteral("Export"), typed, QStringLiteral("a report"));
        const auto scattered = matchPalette(QStringLiteral("Run every plan"), typed);
        QVERIFY(prefix && wordStart && substring && keyword && scattered);
        QVERIFY(*prefix < *wordStart);
        QVERIFY(*wordStart < *substring);
        QVERIFY(*substring < *keyword);
        QVERIFY(*keyword < *scattered);
        QVERIFY(!matchPalette(QStringLiteral("Overview"), typed));
        // Letters from the middle of words are no answer.
        QVERIFY(!matchPalette(QStringLiteral("Collapse or expand"), typed));
        // Of two that begin alike the shorter one is meant.
        QVERIFY(*prefix < *matchPalette(QStringLiteral("Replay the last hour"), typed));
    }

    void partsJoinedAreTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char* text, const char* typed, const QStringList& parts) {
            QTest::newRow(qPrintable(QStringLiteral("%1/%2").arg(text, typed)))
                << QString::fromUtf8(text) << QString::fromUtf8(typed) << parts;
        };
        row("Replay", "rep", { "", "Rep", "lay" });
        row("monthly-report", "REP", { "monthly-", "rep", "ort" });
        row("Go to", "gt", { "", "G", "o ", "t", "o" });
        row("Collapse the rail", "cotr", { "", "Co", "llapse ", "t", "he ", "r", "ail" });
        row("Go to", "", { "Go to" });
        row("<b>bold</b>", "<b>", { "", "<b>", "bold</b>" });
    }

    void partsJoinedAreTheText()
    {
        QFETCH(QString, text);
        QFETCH(QString, typed);
        QFETCH(QStringList, parts);
        const auto match = matchPalette(text, typed);
        QVERIFY(match);
        QCOMPARE(matchParts(text, *match), parts);
        QCOMPARE(parts.join(QString()), text);
    }

    void beginsWithEverythingButEntities()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        PaletteModel model(fixture.engine(), format, offered);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.currentRow(), -1);
        model.start();
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.currentRow(), 0);
        QCOMPARE(model.countText(), QStringLiteral("5 results"));
        QVERIFY(model.index(0).data(PaletteModel::StartsGroupRole).toBool());
        QVERIFY(!model.index(1).data(PaletteModel::StartsGroupRole).toBool());
        QCOMPARE(model.index(2).data(PaletteModel::GroupRole).toString(), QStringLiteral("Go to"));
        model.move(-1);
        QCOMPARE(model.currentRow(), 4);
        model.move(1);
        QCOMPARE(model.currentRow(), 0);
    }

    void bestGroupComesFirstAndEntitiesLast()
    {
        EntitiesFixture fixture;
        fixture.add({ "acme/site/page/my-entities-list created", "acme/site/page/other created" });
        const Formatter format(fixture.clock());
        PaletteModel model(fixture.engine(), format, offered);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.start();
        model.setText(QStringLiteral("ent"));
        QTRY_COMPARE(texts(model), (QStringList{ "Entities", "my-entities-list" }));
        QCOMPARE(model.currentRow(), 0);
        const QModelIndex entity = model.index(1);
        QCOMPARE(entity.data(PaletteModel::MarkRole).toString(), QStringLiteral("pending"));
        QCOMPARE(entity.data(PaletteModel::PartsRole).toStringList(), (QStringList{ "my-", "ent", "ities-list" }));
        QVERIFY(entity.data(PaletteModel::NoteRole).toString().startsWith(QStringLiteral("page in site, pending ")));

        QSignalSpy chosen(&model, &PaletteModel::chosen);
        model.activate(1);
        model.activate(7);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0], (QVariantList{ "entity", "acme/site/page/my-entities-list" }));
    }

    void showsAtMostEightEntities()
    {
        EntitiesFixture fixture;
        fixture.addPages(20);
        const Formatter format(fixture.clock());
        PaletteModel model(fixture.engine(), format, offered);
        model.start();
        model.setText(QStringLiteral("page-"));
        QTRY_COMPARE(model.rowCount(), 8);
    }

    void tabLeavesOnlyEntities()
    {
        EntitiesFixture fixture;
        fixture.addPages(3);
        const Formatter format(fixture.clock());
        PaletteModel model(fixture.engine(), format, offered);
        model.start();
        model.setText(QStringLiteral("e"));
        QTRY_VERIFY(model.rowCount() > 5);
        model.setEntitiesOnly(true);
        QTRY_COMPARE(model.rowCount(), 3);
        model.setEntitiesOnly(false);
        QVERIFY(model.rowCount() > 3);
    }

    void filterWordsOpenTheList()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        PaletteModel model(fixture.engine(), format, offered);
        QSignalSpy chosen(&model, &PaletteModel::chosen);
        model.start();
        model.setText(QStringLiteral("status:failed org:acme"));
        QVERIFY(model.rowCount() >= 1);
        model.activate(0);
        QCOMPARE(chosen[0], (QVariantList{ "view", "status:failed org:acme" }));
        // A word that only looks like a filter is none.
        model.setText(QStringLiteral("status:nonsense"));
        QCOMPARE(model.rowCount(), 0);
        QTRY_COMPARE(model.countText(), QStringLiteral("No result"));
    }

    void lateAnswersAreDropped()
    {
        auto store = std::make_unique<FakeStore>();
        auto control = store->control();
        const auto engine = Engine::start(std::move(store), {});
        const Formatter format;
        PaletteModel model(*engine, format, offered);
        model.start();
        control.blockReads(true);
        model.setText(QStringLiteral("zz"));
        control.waitUntilReading();
        QCOMPARE(model.countText(), QStringLiteral("Searching..."));
        // Closing cancels the question; its answer, an error, must not be shown.
        model.stop();
        control.blockReads(false);
        model.setText(QStringLiteral("over"));
        QTRY_COMPARE(model.countText(), QStringLiteral("1 result"));
        QVERIFY(model.problem().isEmpty());
        QCOMPARE(texts(model), QStringList{ "Overview" });
    }
};

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette_test.moc"
