#include "models/common/formatter.h"
#include "models/quarantine/quarantine_page_model.h"
#include "tests/models/entities/entities_fixture.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace binnacle;

namespace {

/// Has no order to belong to.
const QByteArray noOrder = R"({"source":"shop","eventType":"order.created","payload":{"orderId":""}})";
const QByteArray good =
    R"({"specversion":"1.0","id":"e-1","source":"shop","type":"note","time":"2026-01-10T12:00:00Z","subject":"o-1"})";

} // namespace

class QuarantinePageModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<test::EntitiesFixture>();
        m_formatter = std::make_unique<Formatter>(m_store->clock());
    }

    void cleanup()
    {
        m_page.reset();
        m_store.reset();
    }

    void emptyIsGood()
    {
        start();
        QTRY_COMPARE(m_page->state(), QuarantinePageModel::Nothing);
        QTRY_COMPARE(m_page->counts(), QStringList({ "0", "0", "0" }));
        QVERIFY(!m_page->blockedWhy().isEmpty());
    }

    void listsWhatWasRefusedWithItsReason()
    {
        refuse({ "{\"broken\":", noOrder });
        start();
        QTRY_COMPARE(m_page->table()->count(), 2);
        QCOMPARE(m_page->state(), QuarantinePageModel::Rows);
        // Newest first.
        QVERIFY(cell(0, QuarantineTableModel::Origin).endsWith(QStringLiteral(".ndjson:2")));
        QCOMPARE(cell(1, QuarantineTableModel::Code), QStringLiteral("INVALID_JSON"));
        QVERIFY(!cell(1, QuarantineTableModel::Message).isEmpty());
        QTRY_COMPARE(m_page->counts(), QStringList({ "2", "0", "0" }));
        // The newest one is shown beside, laid out.
        QTRY_VERIFY(m_page->item()->isJson());
        QVERIFY(m_page->item()->text().contains(QStringLiteral("\n  \"eventType\": \"order.created\"")));
        m_page->item()->setAsReceived(true);
        QCOMPARE(m_page->item()->text(), QString::fromUtf8(noOrder));
        m_page->table()->setCurrentRow(1);
        QTRY_COMPARE(m_page->item()->text(), QStringLiteral("{\"broken\":"));
        QVERIFY(!m_page->item()->isJson());
    }

    void searchesWithinAnItem()
    {
        refuse({ "nothing like nothing at all" });
        start();
        QTRY_COMPARE(m_page->item()->text(), QStringLiteral("nothing like nothing at all"));
        m_page->item()->setSearchText(QStringLiteral("NOTHING"));
        QCOMPARE(m_page->item()->matchCount(), 2);
        QCOMPARE(m_page->item()->matchStart(), 0);
        m_page->item()->step(-1);
        QCOMPARE(m_page->item()->matchStart(), 13);
    }

    void controlCharactersAreSeen()
    {
        QCOMPARE(visibleText(QStringLiteral("a\x1b[0m\r\n\tb") + QChar(0) + QChar(0x202E)),
            QStringLiteral("a\u241b[0m\u240d\n\tb\u2400\ufffd"));
    }

    void followsWhatIsRefusedNow()
    {
        refuse({ "first" });
        start();
        QTRY_COMPARE(m_page->table()->count(), 1);
        const QString shown = m_page->currentId();
        refuse({ "second", "third" });
        QTRY_COMPARE(m_page->table()->count(), 3);
        // The row that was looked at stays the current one.
        QCOMPARE(m_page->currentId(), shown);
        QCOMPARE(m_page->table()->currentRow(), 2);
        QTRY_COMPARE(m_page->counts().front(), QStringLiteral("3"));
    }

    void readsNothingWhileItIsNotShown()
    {
        start();
        QTRY_COMPARE(m_page->state(), QuarantinePageModel::Nothing);
        m_page->setActive(false);
        refuse({ "first" });
        m_page->setActive(true);
        QTRY_COMPARE(m_page->table()->count(), 1);
    }

    void rowsDoNotJumpUnderTheUser()
    {
        refuse({ "first" });
        start();
        QTRY_COMPARE(m_page->table()->count(), 1);
        m_page->table()->setEngaged(true);
        refuse({ "second", "third" });
        QTRY_COMPARE(m_page->table()->waitingText(), QStringLiteral("2 new, show"));
        QCOMPARE(m_page->table()->count(), 1);
        m_page->table()->showWaiting();
        QTRY_COMPARE(m_page->table()->count(), 3);
        QVERIFY(m_page->table()->waitingText().isEmpty());
    }

    void pagesFollowTheView()
    {
        QByteArrayList lines;
        for (int i = 0; i < 450; ++i)
            lines << "line " + QByteArray::number(i);
        refuse(lines);
        start();
        // The notice of the refusals may come only now; reading again for it takes a page more.
        QTRY_VERIFY(m_page->table()->count() >= 200);
        m_page->table()->fetchNext();
        QTRY_VERIFY(m_page->table()->count() >= 400);
        m_page->table()->toggleSelected(399);
        m_page->table()->fetchNext();
        QTRY_COMPARE(m_page->table()->count(), 450);
        QVERIFY(!m_page->table()->hasMore());
        QCOMPARE(cell(449, QuarantineTableModel::Origin).section(u':', 1), QStringLiteral("1"));
        refuse({ "one more" });
        QTRY_COMPARE(m_page->table()->count(), 451);
        QCOMPARE(m_page->actCount(), 1);
        QVERIFY(m_page->table()->index(400, 0).data(TableModel::SelectedRole).toBool());
    }

    void retryTellsWhatIsStillRefused()
    {
        refuse({ "{", "[" });
        start();
        QTRY_COMPARE(m_page->table()->count(), 2);
        m_page->table()->selectAll();
        QCOMPARE(m_page->actCount(), 2);
        QSignalSpy notices(m_page.get(), &QuarantinePageModel::notice);
        m_page->retry();
        QVERIFY(m_page->isBusy());
        QTRY_COMPARE(notices.count(), 1);
        QCOMPARE(notices[0][0].toString(), QStringLiteral("failed"));
        QVERIFY(notices[0][1].toString().startsWith(QStringLiteral("2 still refused.\n")));
        QCOMPARE(m_page->table()->count(), 2);
        QVERIFY(!m_page->isBusy());
    }

    void aCorrectionIsAcceptedAndTheOriginalStays()
    {
        refuse({ "{\"broken\":" });
        start();
        QTRY_COMPARE(m_page->table()->count(), 1);
        QSignalSpy refused(m_page.get(), &QuarantinePageModel::correctionRefused);
        m_page->retryWith(QStringLiteral("{\"still\":"));
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(!refused[0][0].toString().isEmpty());
        QCOMPARE(m_page->table()->count(), 1);

        QSignalSpy corrected(m_page.get(), &QuarantinePageModel::corrected);
        m_page->retryWith(QString::fromUtf8(good));
        QTRY_COMPARE(corrected.count(), 1);
        QTRY_COMPARE(m_page->state(), QuarantinePageModel::Nothing);
        QTRY_COMPARE(m_page->counts(), QStringList({ "0", "1", "0" }));
        m_page->setTab(1);
        QTRY_COMPARE(m_page->table()->count(), 1);
        QTRY_COMPARE(m_page->item()->text(), QStringLiteral("{\"broken\":"));
        QVERIFY(!m_page->closedNote().isEmpty());
        // What is closed cannot be closed again.
        QVERIFY(!m_page->blockedWhy().isEmpty());
    }

    void discardNeedsAReason()
    {
        refuse({ "a", "b", "c" });
        start();
        QTRY_COMPARE(m_page->table()->count(), 3);
        m_page->discard(QStringLiteral("  "));
        QVERIFY(!m_page->isBusy());
        m_page->table()->toggleSelected(0);
        m_page->table()->selectTo(1);
        QCOMPARE(m_page->actCount(), 2);
        m_page->discard(QStringLiteral("test data"));
        QTRY_COMPARE(m_page->table()->count(), 1);
        QTRY_COMPARE(m_page->counts(), QStringList({ "1", "0", "2" }));
        m_page->setTab(2);
        QTRY_COMPARE(m_page->table()->count(), 2);
        QCOMPARE(m_page->closedNote(), QStringLiteral("test data"));
    }

    void aReadOnlyStoreSaysWhyNothingCanBeDone()
    {
        const QString why = QStringLiteral("Another program writes to this store.");
        refuse({ "a" });
        m_page = std::make_unique<QuarantinePageModel>(m_store->engine(), *m_formatter, why);
        m_page->setActive(true);
        QTRY_COMPARE(m_page->table()->count(), 1);
        QCOMPARE(m_page->blockedWhy(), why);
        m_page->retry();
        m_page->discard(QStringLiteral("reason"));
        QVERIFY(!m_page->isBusy());
    }

private:
    void start()
    {
        m_page = std::make_unique<QuarantinePageModel>(m_store->engine(), *m_formatter);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_page->table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_page->setActive(true);
    }

    /// Imports `lines` as a file of their own; returns when they are in quarantine.
    void refuse(const QByteArrayList& lines)
    {
        const QString path = m_store->folder() + QStringLiteral("/bad-%1.ndjson").arg(++m_files);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines.join('\n') + '\n');
        file.close();
        ImportOptions options;
        options.paths = { path.toStdString() };
        std::promise<std::int64_t> rejected;
        m_store->engine().import({}, options, {},
            [&rejected](Result<ImportSummary> summary) { rejected.set_value(summary ? summary->rejected : -1); });
        QCOMPARE(rejected.get_future().get(), std::int64_t(lines.size()));
    }

    QString cell(int row, int column) const
    {
        return m_page->table()->index(row, column).data(TableModel::TextRole).toString();
    }

    std::unique_ptr<test::EntitiesFixture> m_store;
    std::unique_ptr<Formatter> m_formatter;
    std::unique_ptr<QuarantinePageModel> m_page;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    int m_files = 0;
};

QTEST_GUILESS_MAIN(QuarantinePageModelTest)
#include "quarantine_page_model_test.moc"
