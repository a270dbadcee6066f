#include "models/common/formatter.h"
#include "models/import/import_model.h"
#include "models/import/import_words.h"

#include "backend/engine/engine.h"
#include "tests/models/entities/entities_fixture.h"
#include "tests/support/engine_await.h"
#include "tests/support/event_builder.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

class ImportModelTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QUrl write(const char* name, const std::string& text)
    {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(text)) < 0)
            qFatal("The file was not written.");
        return QUrl::fromLocalFile(file.fileName());
    }

    static std::string goodLines()
    {
        return EventBatchBuilder()
            .faber("acme/site/page/home created")
            .faber("acme/site/page/home step.started build")
            .ndjson();
    }

private Q_SLOTS:
    void choosesBeforeItStarts()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        QSignalSpy opened(&model, &ImportModel::openRequested);
        model.start();
        QCOMPARE(model.state(), ImportModel::Choosing);
        model.choose({ write("a.ndjson", goodLines()) });
        QCOMPARE(opened.size(), 1);
        QCOMPARE(model.filesText(), QStringLiteral("a.ndjson"));
        QVERIFY(model.filesProblem().isEmpty());
        model.choose({ QUrl::fromLocalFile(m_folder.filePath(QStringLiteral("none.json"))) });
        QCOMPARE(model.fileCount(), 0);
        QVERIFY(model.filesProblem().contains(QStringLiteral("none.json")));
        model.choose({ QUrl(QStringLiteral("https://example.org/a.json")) });
        QCOMPARE(model.fileCount(), 0);
        QVERIFY(!model.filesProblem().isEmpty());
    }

    void eventsWithoutAPlaceGoWhereTheSettingsSay()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        model.setDefaults(QStringLiteral("acme"), QStringLiteral("shop"));
        const QUrl file = write("order.ndjson", EventBatchBuilder().helios("aws OrderPlaced 4711").ndjson());
        const auto importIt = [&] {
            model.choose({ file });
            model.start();
            QTRY_COMPARE(model.state(), ImportModel::Finished);
            QCOMPARE(model.acceptedText(), QStringLiteral("1"));
            model.clear();
        };
        const auto exists = [&](const char* organization, const char* project) {
            return await<EntityDetail>([&](auto done) {
                fixture.engine().entity({}, { organization, project, "order", "4711" }, std::move(done));
            }).ok();
        };
        importIt();
        QVERIFY(exists("acme", "shop"));
        // What is entered goes before.
        model.setProperty("organization", QStringLiteral(" north "));
        importIt();
        QVERIFY(exists("north", "shop"));
    }

    void importsAndTellsWhatWasRefused()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        const QAbstractItemModelTester tester(
            model.rejections(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy finished(&model, &ImportModel::finished);
        model.choose({ write("mixed.ndjson", goodLines() + "{\"event_type\":\"entity.nonsense\"}\n") });
        model.start();
        QCOMPARE(model.state(), ImportModel::Running);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(model.state(), ImportModel::Finished);
        QCOMPARE(model.readText(), QStringLiteral("3"));
        QCOMPARE(model.acceptedText(), QStringLiteral("2"));
        QCOMPARE(model.rejectedText(), QStringLiteral("1"));
        QCOMPARE(model.resultMark(), QStringLiteral("warn"));
        QVERIFY(model.resultTitle().startsWith(QStringLiteral("2 events imported in ")));
        QVERIFY(model.resultTitle().endsWith(QStringLiteral(", 1 refused.")));
        QVERIFY(model.hasRejections());
        QVERIFY(model.moreText().isEmpty());
        QCOMPARE(model.rejections()->rowCount(), 1);
        const QModelIndex first = model.rejections()->index(0);
        QCOMPARE(first.data(RejectionsModel::PlaceRole).toString(), QStringLiteral("mixed.ndjson, line 3"));
        QVERIFY(!first.data(RejectionsModel::MessageRole).toString().isEmpty());

        model.clear();
        QCOMPARE(model.state(), ImportModel::Choosing);
        QCOMPARE(model.fileCount(), 0);
    }

    void secondImportTakesNothingTwice()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        QSignalSpy finished(&model, &ImportModel::finished);
        for (int run = 1; run <= 2; ++run) {
            model.choose({ write("twice.ndjson", goodLines()) });
            model.start();
            QTRY_COMPARE(finished.size(), run);
        }
        QCOMPARE(model.acceptedText(), QStringLiteral("0"));
        QCOMPARE(model.duplicateText(), QStringLiteral("2"));
        QCOMPARE(model.resultMark(), QStringLiteral("completed"));
        QCOMPARE(model.resultTitle(), QStringLiteral("Nothing new: every event was here already."));
    }

    void whatFailedIsImportedAgain()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        QSignalSpy finished(&model, &ImportModel::finished);
        const QUrl file = write("away.ndjson", goodLines());
        model.choose({ file });
        QVERIFY(QFile::remove(file.toLocalFile()));
        model.start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(model.resultMark(), QStringLiteral("failed"));
        QVERIFY2(model.problems().contains(QStringLiteral("away.ndjson")), qPrintable(model.problems()));
        write("away.ndjson", goodLines());
        model.start();
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(model.acceptedText(), QStringLiteral("2"));
        QVERIFY(model.problems().isEmpty());
    }

    void stoppingLeavesAResult()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        ImportModel model(fixture.engine(), format);
        QSignalSpy finished(&model, &ImportModel::finished);
        std::string many;
        for (int i = 0; i < 500; ++i)
            many += EventBatchBuilder().faber("acme/site/page/p" + std::to_string(i) + " created").ndjson();
        model.choose({ write("many.ndjson", many) });
        model.start();
        model.cancel();
        QVERIFY(model.isStopping());
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(model.state(), ImportModel::Finished);
        QVERIFY(model.resultTitle().startsWith(QStringLiteral("Stopped.")));
    }

    void aModelMayGoWhileItImports()
    {
        EntitiesFixture fixture;
        const Formatter format(fixture.clock());
        auto model = std::make_unique<ImportModel>(fixture.engine(), format);
        model->choose({ write("gone.ndjson", goodLines()) });
        model->start();
        model.reset();
        QCoreApplication::processEvents();
    }

    void progressTellsTheTimeLeftFromTheBytes()
    {
        const Formatter format;
        ImportProgress progress;
        progress.accepted = 41'806;
        progress.eventsPerSecond = 98'000;
        progress.file = "/data/orders.ndjson";
        QVERIFY(importShare(progress) < 0);
        QCOMPARE(importProgressText(progress, 5000, format),
            QStringLiteral("41,806 events, 98,000 events/s, orders.ndjson"));
        progress.bytesTotal = 4000;
        progress.bytesRead = 1000;
        QCOMPARE(importShare(progress), 0.25);
        QCOMPARE(importProgressText(progress, 4000, format),
            QStringLiteral("41,806 events, 98,000 events/s, 12 s left, orders.ndjson"));
    }

    void resultIsNeverBetterThanItsWorst()
    {
        const Formatter format;
        ImportSummary summary;
        QCOMPARE(importResultTitle(summary, format), QStringLiteral("There were no events in it."));
        summary.problems.push_back({ "/data/a.gz", Error::make(ErrorKind::Corrupt, "BAD_GZIP", "It is cut off.") });
        QCOMPARE(importResultMark(summary), QStringLiteral("failed"));
        QCOMPARE(importProblems(summary), QStringLiteral("a.gz: It is cut off."));
        QVERIFY(importNotes(summary).isEmpty());
        summary.read = summary.accepted = 5;
        QCOMPARE(importResultMark(summary), QStringLiteral("warn"));
    }
};

QTEST_GUILESS_MAIN(ImportModelTest)
#include "import_model_test.moc"
