#include "models/common/formatter.h"
#include "models/common/ui_settings.h"
#include "models/entities/entities_page_model.h"
#include "tests/models/entities/entities_fixture.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;

class EntitiesPageModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_formatter = std::make_unique<Formatter>(m_store->clock());
        m_settings = std::make_unique<UiSettings>(QString());
    }

    void cleanup() { m_store.reset(); }

    void emptyStoreSaysSo()
    {
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        QTRY_COMPARE(page.state(), EntitiesPageModel::NoEvents);
        QTRY_VERIFY(page.countText().startsWith(QStringLiteral("0, in ")));
    }

    void countsApartFromRows()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed"));
        QTRY_VERIFY(page.countText().startsWith(QStringLiteral("2 of 4, in ")));
        QCOMPARE(page.state(), EntitiesPageModel::Rows);
        m_store->add({ "acme/docs/page/late status.changed status=failed @2026-01-10T12:59:00Z" });
        QTRY_VERIFY(page.countText().startsWith(QStringLiteral("3 of 5, in ")));
    }

    void viewsCountAndFollow()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        SavedViewsModel* views = page.views();
        QAbstractItemModelTester tester(views, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(views->activeIndex(), 0);
        const auto count = [views](int row) { return views->index(row).data(SavedViewsModel::CountRole).toString(); };
        QTRY_COMPARE(count(0), QStringLiteral("4"));
        QTRY_COMPARE(count(1), QStringLiteral("1"));
        QTRY_COMPARE(count(2), QStringLiteral("2"));
        page.openView(2);
        QCOMPARE(views->activeIndex(), 2);
        page.filter()->addText(QStringLiteral("project:docs"));
        QCOMPARE(views->activeIndex(), -1);
        QVERIFY(!views->nameProblem(QStringLiteral("failed"), -1).isEmpty());
        QCOMPARE(views->save(QStringLiteral("Docs failures")), 4);
        QCOMPARE(views->activeIndex(), 4);
        QTRY_COMPARE(count(4), QStringLiteral("1"));
        views->move(4, 1);
        QCOMPARE(views->activeIndex(), 1);
        QVERIFY(views->rename(1, QStringLiteral("Docs")));
        QVERIFY(!views->rename(0, QStringLiteral("Everything")));

        EntitiesPageModel again(m_store->engine(), *m_formatter, *m_settings);
        QCOMPARE(again.views()->name(1), QStringLiteral("Docs"));
        QCOMPARE(again.views()->queryText(1), QStringLiteral("status:failed project:docs"));
        again.views()->remove(0);
        QCOMPARE(again.views()->count(), 5);
        again.views()->remove(1);
        QCOMPARE(again.views()->count(), 4);
    }

    void noMatchNamesTheFilterToRemove()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed project:nowhere"));
        QTRY_COMPARE(page.state(), EntitiesPageModel::NoMatch);
        QTRY_COMPARE(page.noMatchText(), QStringLiteral("2 match without project:nowhere"));
        page.filter()->removeAt(page.noMatchFilter());
        QTRY_COMPARE(page.state(), EntitiesPageModel::Rows);
    }

    void previewFollowsTheCurrentRow()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed"));
        QTRY_COMPARE(page.table()->count(), 2);
        page.table()->setCurrentRow(0);
        page.setPreviewOpen(true);
        EntityPreview* preview = page.preview();
        QAbstractItemModelTester tester(preview->steps(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(preview->title(), page.table()->nameAt(0));
        QCOMPARE(preview->error(), QStringLiteral("refused"));
        QCOMPARE(preview->steps()->count(), 1);
        QTRY_COMPARE(page.sameErrorText(), QStringLiteral("Same error on 2 of 2"));
        QTRY_VERIFY(preview->events()->count() > 0);
        page.table()->setCurrentRow(1);
        QTRY_COMPARE(preview->title(), page.table()->nameAt(1));
    }

    void escapeGoesStepByStep()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed"));
        QTRY_COMPARE(page.table()->count(), 2);
        page.table()->toggleSelected(0);
        page.setPreviewOpen(true);
        QVERIFY(page.escape());
        QVERIFY(!page.isPreviewOpen());
        QCOMPARE(page.selectedCount(), 1);
        QVERIFY(page.escape());
        QCOMPARE(page.selectedCount(), 0);
        QVERIFY(page.escape());
        QCOMPARE(page.filter()->text(), QString());
        QVERIFY(!page.escape());
    }

    void copyAllMatches()
    {
        m_store->addPages(250);
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        QTRY_COMPARE(page.table()->count(), 200);
        QTRY_COMPARE(page.totalText(), QStringLiteral("250"));
        page.table()->selectAll();
        QCOMPARE(page.selectionText(), QStringLiteral("All 250 selected"));
        page.table()->toggleSelected(0);
        QCOMPARE(page.selectionText(), QStringLiteral("249 selected"));
        QSignalSpy notices(&page, &EntitiesPageModel::notice);
        page.copyKeys();
        QTRY_COMPARE(notices.count(), 1);
        const QStringList keys = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(keys.size(), 249);
        QCOMPARE(keys.first(), QStringLiteral("acme/site/page/page-248"));
    }

    void exportKeepsTheMask()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed"));
        QTRY_COMPARE(page.table()->count(), 2);
        auto* columns = page.table()->columnList();
        for (int row = 0; row < columns->rowCount(); ++row) {
            if (columns->index(row).data(EntityColumnsModel::ColumnIdRole).toString() == QStringLiteral("project"))
                columns->setMasked(row, true);
        }
        page.table()->toggleSelected(0);
        const QString path = m_store->folder() + QStringLiteral("/out.csv");
        QSignalSpy finished(page.exporter(), &EntityExport::finished);
        page.exportTo(QUrl::fromLocalFile(path), QStringLiteral("csv"), true);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished.first().at(1).toLongLong(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.startsWith("status,id,type,project,"));
        QVERIFY(text.contains(page.table()->nameAt(0).toUtf8()));
        QVERIFY(!text.contains("docs") && !text.contains("site"));

        page.exportTo(
            QUrl::fromLocalFile(m_store->folder() + QStringLiteral("/no/such/out.csv")), QStringLiteral("csv"), false);
        QTRY_VERIFY(!page.exporter()->problem().isEmpty());
        QVERIFY(!page.exporter()->isRunning());
    }

    void exportMasksWhatTheSettingsMask()
    {
        fill();
        EntitiesPageModel page(m_store->engine(), *m_formatter, *m_settings);
        page.showQuery(QStringLiteral("status:failed"));
        QTRY_COMPARE(page.table()->count(), 2);
        QSignalSpy changed(&page, &EntitiesPageModel::maskedColumnsChanged);
        page.setAlwaysMasked({ "project", "workflow_id" });
        QCOMPARE(changed.count(), 1);
        // Said beforehand, of the columns that are shown.
        QCOMPARE(page.maskedColumns(), QStringLiteral("Project"));
        const QString path = m_store->folder() + QStringLiteral("/out.ndjson");
        QSignalSpy finished(page.exporter(), &EntityExport::finished);
        page.exportTo(QUrl::fromLocalFile(path), QStringLiteral("ndjson"), false);
        QTRY_COMPARE(finished.count(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("\"project\":\"\u2022\u2022\u2022\""), text.constData());
        QVERIFY(!text.contains("docs") && !text.contains("site"));
        // On screen the column is as it was.
        QVERIFY(page.table()->cellFilter(0, 4, false).contains(QStringLiteral("project:")));
    }

private:
    void fill()
    {
        m_store->add({ "acme/docs/page/one step.failed build error=refused status=failed",
            "acme/site/page/two step.failed build error=refused status=failed",
            "acme/site/page/three status.changed status=in_progress",
            "acme/site/page/four status.changed status=completed" });
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<Formatter> m_formatter;
    std::unique_ptr<UiSettings> m_settings;
};

QTEST_MAIN(EntitiesPageModelTest)
#include "entities_page_model_test.moc"
